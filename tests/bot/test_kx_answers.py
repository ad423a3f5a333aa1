"""`/billing kx`: the year's amount, what is left, and from which line KX goes on."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from bot.answer import Answer, Intent, Outcome
from bot.answering.button_value import read_button_value
from bot.answering.kx_request import StoredKxRequest
from bot.question import Question
from bot.service import Service
from bot.store import Hasher, open_log
from rules import KxBucket

LINES = "lines:97110=62.10,97140=28.40"


@pytest.fixture
def service(tmp_path: Path) -> Service:
    return Service(
        open_log(str(tmp_path / "log.db")),
        Hasher(b"k"),
        timezone=ZoneInfo("UTC"),
        clock=lambda: datetime(2026, 11, 23, 15, 0, tzinfo=UTC),
    )


def ask(service: Service, text: str) -> Answer:
    return service.answer(Question(text))


def kx_of(answer: Answer) -> dict[str, Any]:
    found: dict[str, Any] = answer.to_json_dict()["kx"]
    return found


def test_what_is_left_of_the_year_is_told_with_the_review_level(service: Service) -> None:
    answer = ask(service, "/billing kx pt 2300")
    assert (answer.intent, answer.outcome, answer.confident) == (Intent.KX, Outcome.ANSWERED, True)
    assert answer.request == {"command": "kx", "bucket": "pt_slp", "used": 2300, "lines": [], "payer": None}
    assert kx_of(answer) == {
        "bucket": "pt_slp",
        "year": 2026,
        "thresholds": {"pt_slp": 2480},
        "review_threshold": 3000,
        "used": 2300,
        "left": 180,
        "past": False,
        "past_review": False,
    }
    assert "$180 left of $2,480" in answer.text
    assert "$3,000, not reached" in answer.text
    assert "over all providers" in answer.text
    assert "medicare.kx_threshold.pt_slp@2026-01-01" in answer.used
    assert answer.warnings == []


@pytest.mark.parametrize(
    ("used", "past", "left", "says"),
    [
        ("2479.99", False, 0.01, "$0.01 left of $2,480"),
        ("2480", False, 0, "the next line takes KX"),
        ("2480.00", False, 0, "the next line takes KX"),
        ("2480.01", True, 0, "$0.01 past $2,480"),
    ],
)
def test_a_cent_below_at_and_above_the_amount(
    service: Service, used: str, past: bool, left: float, says: str
) -> None:
    answer = ask(service, f"/billing kx ot {used}")
    assert (kx_of(answer)["past"], kx_of(answer)["left"]) == (past, left)
    assert says in answer.text
    assert ("the records show it" in answer.text) is past


@pytest.mark.parametrize(
    ("used", "past", "says"),
    [
        ("2999.99", False, "not reached"),
        ("3000", False, "not reached"),
        ("3000.01", True, "That is no denial"),
    ],
)
def test_a_cent_below_at_and_above_the_review_level(
    service: Service, used: str, past: bool, says: str
) -> None:
    answer = ask(service, f"/billing kx ot {used}")
    assert kx_of(answer)["past_review"] is past
    assert says in answer.text


def test_the_first_line_past_the_amount_and_all_after_it_carry_kx(service: Service) -> None:
    answer = ask(service, f"/billing kx ot 2480 {LINES}")
    found = kx_of(answer)
    assert answer.request["lines"] == [
        {"code": "97110", "allowed": 62.1},
        {"code": "97140", "allowed": 28.4},
    ]
    assert [line["kx"] for line in found["lines"]] == ["yes", "yes"]
    assert [line["total"] for line in found["lines"]] == [2542.1, 2570.5]
    assert (found["first_kx_line"], found["left_after"]) == (1, 0)
    assert "KX from line 1 on, 97110." in answer.text
    assert answer.confident


def test_a_line_that_straddles_the_amount_is_marked_unconfirmed(service: Service) -> None:
    answer = ask(service, f"/billing kx pt 2450 {LINES}")
    assert [line["kx"] for line in kx_of(answer)["lines"]] == ["straddles", "yes"]
    assert [warning.id for warning in answer.warnings] == ["kx_straddling_line"]
    assert "unconfirmed for that line" in answer.text
    assert "not confirmed" in answer.text
    assert not answer.confident


def test_lines_below_the_amount_carry_no_kx(service: Service) -> None:
    answer = ask(service, f"/billing kx pt 2300 {LINES}")
    assert [line["kx"] for line in kx_of(answer)["lines"]] == ["no", "no"]
    assert kx_of(answer)["first_kx_line"] is None
    assert "No KX on these lines; $89.50 left after them." in answer.text


def test_without_dollars_only_the_amounts_are_told(service: Service) -> None:
    answer = ask(service, "/billing kx pt")
    assert set(kx_of(answer)) == {"bucket", "year", "thresholds", "review_threshold"}
    assert "KX above $2,480" in answer.text
    assert "left" not in answer.text


@pytest.mark.parametrize("word", ["pt", "slp"])
def test_pt_and_slp_share_one_amount_and_the_answer_says_so(service: Service, word: str) -> None:
    answer = ask(service, f"/billing kx {word} 100")
    assert kx_of(answer)["bucket"] == "pt_slp"
    assert "PT and SLP together" in answer.text


@pytest.mark.parametrize(
    ("day", "amount"),
    [("2018-01-01", 2010), ("2024-12-31", 2330), ("2025-01-01", 2410), ("2025-12-31", 2410)],
)
def test_the_amount_is_that_of_the_year_of_the_date_of_service(
    service: Service, day: str, amount: int
) -> None:
    answer = ask(service, f"/billing kx ot 1000 on:{day}")
    assert (kx_of(answer)["thresholds"], kx_of(answer)["year"]) == ({"ot": amount}, int(day[:4]))
    assert ("Field knowledge" in answer.text) is (day[:4] == "2018")


@pytest.mark.parametrize(("day", "year"), [("2017-12-31", "2017"), ("2027-01-01", "2027")])
def test_a_year_without_an_amount_is_refused(service: Service, day: str, year: str) -> None:
    answer = ask(service, f"/billing kx ot 1000 on:{day}")
    assert (answer.outcome, answer.error.code) == (Outcome.REFUSED, "no_rule_in_force")
    assert f"No KX threshold amount is loaded for {year}" in answer.text
    assert "2018 to 2026" in answer.text


@pytest.mark.parametrize(
    ("payer", "warning"),
    [("medicare", None), ("aetna", "kx_not_used"), ("medicare_advantage", "kx_per_plan")],
)
def test_a_payer_that_does_not_take_kx_is_said(service: Service, payer: str, warning: str | None) -> None:
    answer = ask(service, f"/billing kx pt 2300 payer:{payer}")
    found = [given.id for given in answer.warnings if given.id.startswith("kx_")]
    assert found == ([warning] if warning else [])
    assert any(reference.startswith(f"payers.{payer}.kx@") for reference in answer.used)


def test_a_payer_of_which_nothing_is_known_is_said_to_be_so(service: Service) -> None:
    answer = ask(service, "/billing kx pt 2300 payer:full15")
    assert [given.id for given in answer.warnings if given.id.startswith("kx_")] == ["kx_unknown"]


def test_dollars_of_another_discipline_or_of_no_therapy_are_questioned(service: Service) -> None:
    answer = ask(service, "/billing kx ot 100 lines:92507=70,98940=30")
    assert [warning.id for warning in answer.warnings] == ["kx_other_bucket", "kx_not_therapy"]
    assert not answer.confident


def test_without_a_discipline_both_amounts_are_told(service: Service) -> None:
    answer = ask(service, "/billing kx on:2024-12-31")
    assert kx_of(answer) == {
        "bucket": None,
        "year": 2024,
        "thresholds": {"pt_slp": 2330, "ot": 2330},
        "review_threshold": 3000,
    }
    assert "PT and SLP together, 2024: KX above $2,330" in answer.text
    assert "OT, 2024: KX above $2,330" in answer.text
    assert answer.request["bucket"] is None


@pytest.mark.parametrize("text", ["/billing kx 2300", "/billing kx pt lines:97110=62.10"])
def test_dollars_without_a_discipline_and_lines_without_dollars_are_asked_back(
    service: Service, text: str
) -> None:
    answer = ask(service, text)
    assert answer.outcome in (Outcome.CLARIFY, Outcome.REFUSED)
    assert "pt" in answer.text


@pytest.mark.parametrize(
    "request_object",
    [
        {"bucket": None, "used": 5},
        {"bucket": "ot", "used": None, "lines": [{"code": "97110", "allowed": 5}]},
        {"bucket": "st", "used": 5},
    ],
)
def test_a_stored_request_that_no_answer_carries_is_not_taken(request_object: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        StoredKxRequest.model_validate(request_object)


@pytest.mark.parametrize("cents", range(0, 100, 7))
def test_every_cent_comes_back_from_a_stored_request(cents: int) -> None:
    stored = StoredKxRequest(bucket=KxBucket.OT, used=Decimal(999_900 + cents) / 100)
    back = StoredKxRequest.model_validate_json(json.dumps(stored.to_json_dict()))
    assert back.used == stored.used


def test_an_answer_is_shared_with_the_year_and_without_the_day(service: Service) -> None:
    answer = ask(service, f"/billing kx ot 2480 {LINES} on:2025-08-19")
    [value] = [
        element["value"]
        for block in answer.blocks
        for element in block.get("elements", [])
        if element.get("action_id") == "answer.share"
    ]
    assert read_button_value(value).request.to_json_dict() == answer.request
    shared = service.shared(value).text
    assert "OT, 2025" in shared
    assert "KX from line 1 on" in shared
    assert "2025-08-19" not in shared


def test_the_row_keeps_the_dollars_and_no_date(service: Service, tmp_path: Path) -> None:
    ask(service, f"/billing kx ot 2480 {LINES} on:2026-08-19 payer:zebulon")
    [row] = open_log(str(tmp_path / "log.db")).rows()
    assert (row.command, row.intent, row.rules_on) == ("kx", "kx", "2026-07-01")
    assert json.loads(row.codes) == ["97110", "97140"]
    assert json.loads(row.request)["used"] == 2480
    written = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert b"zebulon" not in written
    assert b"2026-08-19" not in written
