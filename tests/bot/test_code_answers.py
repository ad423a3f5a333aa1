"""`/billing code`: one card, short enough for a phone, and the same refusals as a count."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.answer import Answer, Intent, Outcome
from bot.answering.button_value import read_button_value
from bot.answering.code_drafts import code_spans
from bot.question import Question
from bot.service import Service
from bot.store import Hasher, open_log


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


def card_of(answer: Answer) -> dict[str, Any]:
    found: dict[str, Any] = answer.to_json_dict()["code"]
    return found


def test_a_card_says_what_a_biller_asks_of_a_code(service: Service) -> None:
    answer = ask(service, "/billing code 97112")
    card = card_of(answer)
    assert (answer.intent, answer.outcome, answer.confident) == (Intent.CODE, Outcome.ANSWERED, True)
    assert answer.request == {"command": "code", "code": "97112", "setting": None, "payer": None}
    assert (card["counted_by"], card["minutes_per_unit"], card["from_minute"]) == ("quarter_hour", 15, 8)
    assert card["mue"] == {"units": 4, "adjudication_indicator": 3}
    assert card["disciplines"] == ["pt", "ot"]
    assert "97150" in card["edits"]["modifier_may_open"]
    assert "97140" in card["edits"]["no_edit"]
    assert card["edits"]["not_in_table"] == []
    for words in (
        "Neuromuscular re-education",
        "Timed, 15 min a unit",
        "GP or GO on every line",
        "MUE 4 a day",
        "A modifier may open: 97150",
        "No edit: 97110, 97116, 97140",
        "Total timed minutes and total treatment minutes",
        "Common denials: 4, 50",
        "Medicare NCCI only",
    ):
        assert words in answer.text


@pytest.mark.parametrize("typed", ["neuro", "neuro re-ed", "97112"])
def test_a_house_word_is_a_code_and_is_read_back(service: Service, typed: str) -> None:
    answer = ask(service, f"/billing code {typed}")
    assert card_of(answer)["code"] == "97112"
    assert answer.understood.startswith("97112")


def test_the_setting_decides_the_tables(service: Service) -> None:
    office = card_of(ask(service, "/billing code 97161"))
    hospital = ask(service, "/billing code 97161 setting:hospital")
    assert "97750" in office["edits"]["no_modifier"]
    assert "97750" in card_of(hospital)["edits"]["modifier_may_open"]
    assert card_of(hospital)["mue"] is None
    assert "MUE: not known for hospital claims" in hospital.text
    assert not hospital.confident


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("97129", "Further 15 min each: 97130"),
        ("97130", "add-on of 97129"),
        ("96125", "1 unit from minute 31"),
        ("97150", "Untimed: 1 unit a day"),
        ("97014", "It takes G0283 instead"),
        ("97010", "MUE 0: Medicare pays no unit"),
        ("97161", "absolute, no appeal raises it"),
        ("97161", "97162–97164"),
        ("98940", "Outside the outpatient therapy benefit"),
        ("98966", "By minutes: 5 to 10"),
        ("98976", "Once in 30 days"),
        ("98980", "minutes of the calendar month"),
        ("97597", "By wound area"),
        ("97799", "Unlisted"),
        ("92507", "announced to end on 2027-01-01"),
        ("20560", "Please check before billing"),
        ("96105", "This table does not cover 96105"),
    ],
)
def test_each_kind_of_code_has_its_own_words(service: Service, code: str, says: str) -> None:
    assert says in ask(service, f"/billing code {code}").text


@pytest.mark.parametrize("code", ["96105", "20560"])
def test_a_card_with_open_questions_is_not_sure(service: Service, code: str) -> None:
    assert not ask(service, f"/billing code {code}").confident


def test_the_card_of_a_day_is_that_of_its_rules(service: Service) -> None:
    before = card_of(ask(service, "/billing code 97530 on:2019-12-31"))["edits"]
    after = card_of(ask(service, "/billing code 97530 on:2020-01-01"))["edits"]
    assert "97116" in before["modifier_may_open"]
    assert "97116" in after["no_edit"]


def test_edits_without_a_known_first_day_are_told_for_an_old_date(service: Service) -> None:
    answer = ask(service, "/billing code 97140 on:2019-05-05")
    assert "card_start_unknown" in [warning.id for warning in answer.warnings]


def test_an_ended_code_is_refused_with_its_successors_and_has_a_card_for_its_own_days(
    service: Service,
) -> None:
    refused = ask(service, "/billing code 97003")
    assert (refused.outcome, refused.error.code) == (Outcome.REFUSED, "deleted_code")
    assert "97165, 97166 or 97167" in refused.text
    last = ask(service, "/billing code 97003 on:2016-12-31")
    assert last.outcome is Outcome.ANSWERED
    assert "In force until 2016-12-31" in last.text


def test_a_code_before_its_first_day_is_refused(service: Service) -> None:
    assert ask(service, "/billing code 97129 on:2019-12-31").error.code == "code_not_yet_in_force"


@pytest.mark.parametrize("text", ["/billing code 99999", "/billing code", "/billing code 97121"])
def test_no_or_an_unknown_code_is_refused_in_a_sentence(service: Service, text: str) -> None:
    answer = ask(service, text)
    assert answer.outcome in (Outcome.REFUSED, Outcome.CLARIFY)
    assert "code" not in answer.to_json_dict()
    assert len(answer.text) > 20


def test_a_payer_with_edits_of_its_own_is_said(service: Service) -> None:
    text = ask(service, "/billing code 97112 payer:aetna").text
    assert "Aetna" in text
    assert "Medicare NCCI only" not in text


def test_an_answer_is_shared_and_the_row_holds_nothing_typed(service: Service, tmp_path: Path) -> None:
    answer = ask(service, "/billing code neuro on:2026-08-19")
    [value] = [
        element["value"]
        for block in answer.blocks
        for element in block.get("elements", [])
        if element.get("action_id") == "answer.share"
    ]
    assert read_button_value(value).request.to_json_dict() == answer.request
    shared = service.shared(value).text
    assert "MUE 4 a day" in shared
    assert "2026-08-19" not in shared
    [row] = open_log(str(tmp_path / "log.db")).rows()
    assert (row.command, row.intent, json.loads(row.codes)) == ("code", "code", ["97112"])
    assert b"2026-08-19" not in b"".join(file.read_bytes() for file in tmp_path.iterdir())


def test_neighbours_of_the_code_table_are_shown_as_one_span() -> None:
    assert code_spans(["97750", "97161", "97162", "97163", "97164", "G0283", "97110"]) == [
        "97750",
        "97161–97164",
        "G0283",
        "97110",
    ]
    assert code_spans(["97112", "97113"]) == ["97112", "97113"]
    assert code_spans([]) == []


def test_a_card_is_short_enough_for_a_phone(service: Service) -> None:
    for code in ("97112", "97150", "97161", "97129"):
        body = ask(service, f"/billing code {code}").text.partition("Source:")[0]
        assert len(body.splitlines()) <= 24
        assert len(body) < 1700


@pytest.mark.parametrize(
    ("code", "other", "list_"),
    [
        ("97112", "97022", "modifier_may_open"),
        ("97112", "97036", "modifier_may_open"),
        ("97140", "97018", "modifier_may_open"),
        ("97140", "97545", "no_modifier"),
    ],
)
def test_edits_with_rarer_codes_are_not_left_out(service: Service, code: str, other: str, list_: str) -> None:
    answer = ask(service, f"/billing code {code}")
    assert other in card_of(answer)["edits"][list_]
    assert any(other in line for line in answer.text.splitlines() if "rarer codes" in line)


@pytest.mark.parametrize("code", ["97545", "97546", "20560"])
def test_what_is_doubtful_is_said_in_a_sentence(service: Service, code: str) -> None:
    [doubt] = [line for line in ask(service, f"/billing code {code}").text.splitlines() if "thin or" in line]
    assert [raw for raw in ("NOT", "WC", "NCD", "add-on to", "ABN/GY") if raw in doubt] == []
