"""KX, denial codes and code cards on the command line and in Slack: the same answer, in words too."""

from __future__ import annotations

from typing import Any

import pytest

from rules import denial_codes
from rules.card_notes import everyday_codes
from tests.rules.card_case_files import CARDS, Card
from tests.rules.kx_case_files import CLAIMS, YEARS, Claim, Year
from tests.surfaces.asking import Answers, ask_in_slack, ask_on_the_command_line
from tests.surfaces.command_lines import without_receipt

_SHORT = {"pt_slp": "pt", "ot": "ot"}


def _claim_line(claim: Claim) -> str:
    lines = ",".join(f"{code}={allowed}" for code, allowed in claim.lines)
    bucket = _SHORT[claim.bucket]
    return f"/billing kx {bucket} {claim.used} lines:{lines} on:{claim.date_of_service}"


def _year_line(year: Year, day: str) -> str:
    return f"/billing kx ot {year.ot} on:{year.year}-{day}"


def _card_line(card: Card) -> str:
    return f"/billing code {card.code} on:{card.date_of_service} setting:{card.setting}"


LINES = {
    **{claim.name: _claim_line(claim) for claim in CLAIMS.claims},
    **{_year_line(year, day): _year_line(year, day) for year in YEARS.years for day in ("01-01", "12-31")},
    **{card.name: _card_line(card) for card in CARDS},
    **{f"CO {code}": f"/billing denial CO {code}" for code in denial_codes()},
}


@pytest.fixture(scope="module")
def on_the_command_line(tmp_path_factory: pytest.TempPathFactory) -> Answers:
    return ask_on_the_command_line(LINES, tmp_path_factory.mktemp("cli") / "log.db")


@pytest.fixture(scope="module")
def in_slack(tmp_path_factory: pytest.TempPathFactory) -> Answers:
    return ask_in_slack(LINES, tmp_path_factory.mktemp("slack") / "log.db")


@pytest.mark.slow
@pytest.mark.parametrize("claim", [pytest.param(claim, id=claim.name) for claim in CLAIMS.claims])
def test_a_worked_claim_is_answered_as_it_says(claim: Claim, on_the_command_line: Answers) -> None:
    answer = on_the_command_line[claim.name]
    found, expect = answer["kx"], claim.expect
    assert [line["kx"] for line in found["lines"]] == [kx.value for kx in expect.kx]
    assert found["first_kx_line"] == (None if expect.first is None else expect.first + 1)
    assert (found["left_after"], found["past_review_after"]) == (float(expect.left), expect.past_review)
    told = [warning["id"] for warning in answer["warnings"] if warning["id"].startswith("kx_")]
    assert told == expect.cautions
    said = f"KX from line {found['first_kx_line']} on" if found["first_kx_line"] else "No KX on these lines"
    assert said in answer["text"]


@pytest.mark.slow
@pytest.mark.parametrize("year", [pytest.param(year, id=str(year.year)) for year in YEARS.years])
def test_each_year_is_answered_with_its_amount_on_its_first_and_last_day(
    year: Year, on_the_command_line: Answers
) -> None:
    for day in ("01-01", "12-31"):
        answer = on_the_command_line[_year_line(year, day)]
        assert answer["kx"]["thresholds"] == {"ot": int(year.ot)}
        assert f"$0 left of ${int(year.ot):,}" in answer["text"]


@pytest.mark.slow
@pytest.mark.parametrize("card", [pytest.param(card, id=card.name) for card in CARDS])
def test_a_worked_card_is_answered_as_it_says(card: Card, on_the_command_line: Answers) -> None:
    answer = on_the_command_line[card.name]
    found, expect = answer["code"], card.expect
    everyday = set(everyday_codes())
    for listed, expected in (
        (found["edits"]["no_modifier"], expect.closed.split()),
        (found["edits"]["modifier_may_open"], expect.opens.split()),
    ):
        # Everyday codes come first, in the order of the card; the rarer ones follow.
        assert listed[: len(expected)] == expected
        assert everyday.isdisjoint(listed[len(expected) :])
    assert " ".join(found["denials"]) == expect.denials
    assert found["from_minute"] == expect.from_minute
    assert (found["base_code"], found["add_on"]) == (expect.base, expect.add_on)
    assert answer["text"].splitlines()[1].startswith(f"{card.code}: ")


@pytest.mark.slow
@pytest.mark.parametrize("name", list(LINES))
def test_slack_gets_the_same_words_in_private(
    name: str, in_slack: Answers, on_the_command_line: Answers
) -> None:
    reply, answer = in_slack[name], on_the_command_line[name]
    assert answer["outcome"] == "answered"
    assert reply["response_type"] == "ephemeral"
    assert without_receipt(reply["text"]) == without_receipt(answer["text"])
    shown = "\n".join(str(part["text"]) for block in reply["blocks"] for part in _parts(block))
    assert answer["understood"] in shown
    assert shown.count("\n") >= answer["text"].count("\n") - 1


def _parts(block: dict[str, Any]) -> list[dict[str, Any]]:
    """The pieces of a block that hold words: a section's own, or those of small print."""
    return [block["text"]] if block["type"] == "section" else block["elements"] * (block["type"] == "context")
