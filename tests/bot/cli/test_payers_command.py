"""`unitwise payers`: the book listed, and the clinic's file checked before it is used."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli.main import unitwise
from rules import payers
from tests.support import REPOSITORY

EXAMPLE = REPOSITORY / "docs/payers.example.yaml"


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def run(*words: str) -> Result:
    return CliRunner().invoke(unitwise, [*words, "--as-of", "2026-11-23"])


def test_every_payer_is_listed_with_its_method_its_doubt_and_its_review() -> None:
    result = run("payers")
    assert result.exit_code == 0
    for payer in payers().values():
        assert f"{payer.label} (payer:{payer.id})\n" in result.stdout
    uhc = result.stdout.partition("payer:uhc)")[2].partition("(payer:")[0]
    assert "counts by: Medicare's rule, not settled (doubtful)" in uhc
    assert "CQ, CO: required (verified)" in uhc
    assert "built-in, not yet confirmed by a biller" in uhc


def test_json_lists_the_same_with_sources_and_the_clinics_review_dates() -> None:
    Path("payers.yaml").write_bytes(EXAMPLE.read_bytes())
    listed = json.loads(run("payers", "--json").stdout)
    assert listed["fault"] is None
    by_id = {payer["id"]: payer for payer in listed["payers"]}
    assert by_id.keys() == payers().keys() | {"bcbs.ks", "kaiser"}
    kansas = by_id["bcbs.ks"]
    assert (kansas["from"], kansas["owner"], kansas["due_on"], kansas["is_due"]) == (
        "clinic",
        "#billing-questions",
        "2027-04-01",
        False,
    )
    assert kansas["facts"]["counting_rule"]["value"] == "cms"
    assert by_id["medicare"]["facts"]["kx"] == {
        "value": "required",
        "confidence": "verified",
        "source": "cms-100-04-ch5",
        "at": "§10.3",
    }


def test_the_example_of_the_documents_is_good() -> None:
    result = run("payers", "check", str(EXAMPLE))
    assert result.exit_code == 0
    assert "Aetna (payer:aetna): in place of the built-in entry" in result.stdout
    assert "Kaiser Permanente (payer:kaiser): new; owner Dana in billing" in result.stdout
    assert "3 of the clinic's own" in result.stdout


def test_an_entry_past_its_review_is_listed_as_due() -> None:
    text = EXAMPLE.read_text(encoding="utf-8").replace("reviewed_on: 2026-10-01", "reviewed_on: 2026-01-15")
    Path("payers.yaml").write_text(text, encoding="utf-8")
    assert "reviewed 2026-01-15, due since 2026-07-15" in run("payers", "check").stdout
    assert "due since 2026-07-15" in run("payers").stdout


def test_a_check_without_a_file_says_that_the_built_in_payers_answer() -> None:
    result = run("payers", "check")
    assert result.exit_code == 0
    assert "the built-in payers answer" in result.stdout


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("counting_rule: cms", "counting_rule: cmms", "line 12"),
        ('owner: "Dana in billing"', "", "owner"),
        ("reviewed_on: 2026-10-01", "reviewed_on: 2027-10-01", "lies in the future"),
    ],
)
def test_every_fault_ends_the_check_with_1_and_in_words(old: str, new: str, says: str) -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    assert old in text
    Path("payers.yaml").write_text(text.replace(old, new), encoding="utf-8")
    result = run("payers", "check")
    assert result.exit_code == 1
    assert says in result.stderr
    assert "Traceback" not in result.output


def test_a_faulty_file_still_lists_the_built_in_payers_and_tells_the_fault() -> None:
    Path("payers.yaml").write_text("payers: 1\n", encoding="utf-8")
    result = run("payers")
    assert result.exit_code == 1
    assert "Medicare (payer:medicare)" in result.stdout
    assert "payers.yaml line 1" in result.stderr


def test_a_check_of_a_file_that_is_not_there_is_a_sentence() -> None:
    result = run("payers", "check", "nowhere.yaml")
    assert result.exit_code == 1
    assert "nowhere.yaml cannot be read" in result.stderr
