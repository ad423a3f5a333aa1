"""Fixtures for the stand-ins."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.fakes.slack import FakeSlack


@pytest.fixture
def fake_slack() -> Iterator[FakeSlack]:
    """A running fake Slack.

    A test that makes it refuse something fails at its end, unless it looks at what was refused
    with `fake_slack.take_refusals()`.
    """
    with FakeSlack() as slack:
        yield slack
    slack.assert_nothing_refused()
