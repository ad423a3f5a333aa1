import pytest

from tests.support import shared_or_skip, skip_or_fail


def test_what_is_missing_is_skipped_with_its_name(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("UNITWISE_TEST_STRICT", raising=False)
    with pytest.raises(pytest.skip.Exception, match="no-such-file"):
        shared_or_skip("no-such-file")


def test_a_strict_run_fails_instead(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("UNITWISE_TEST_STRICT", "1")
    with pytest.raises(pytest.fail.Exception, match="no-such-file"):
        shared_or_skip("no-such-file")


def test_any_value_but_1_is_not_strict(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("UNITWISE_TEST_STRICT", "0")
    with pytest.raises(pytest.skip.Exception, match="no browser"):
        skip_or_fail("no browser")
