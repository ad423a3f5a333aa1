"""`/billing check`: verdict, line to change, modifiers, edits, MUE, and what is not checked."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.answer import Answer, Outcome
from bot.answering.button_value import read_button_value
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
    return service.answer(Question(f"/billing check {text}"))


def check_of(answer: Answer) -> dict[str, Any]:
    assert answer.check is not None, answer.text
    return answer.check


def warnings_of(answer: Answer) -> list[str]:
    return [warning.id for warning in answer.warnings]


def test_a_unit_too_many_is_told_with_its_line_and_its_change(service: Service) -> None:
    answer = ask(service, "97110x3 97140x1 97110 37 97140 15 payer:medicare")
    check = check_of(answer)
    assert (answer.intent.value, answer.outcome, answer.confident) == ("check", Outcome.ANSWERED, True)
    assert check["billed"] == {"97110": 3, "97140": 1}
    assert check["supported"] == {"97110": 2, "97140": 1}
    assert check["verdict"] == "over"
    assert check["lines"] == [
        {"code": "97110", "billed": 3, "supported": 2, "change": -1},
        {"code": "97140", "billed": 1, "supported": 1, "change": 0},
    ]
    assert "Medicare: over by 1 unit on 97110: billed 3, supported 2" in answer.text
    assert "97110 ×3 → ×2: take 1 off" in answer.text
    assert "52 timed min = 3 units (38–52 min)" in answer.text
    assert "compare" not in check


@pytest.mark.parametrize(
    ("text", "verdict", "words"),
    [
        ("97110x3 97140x1 97110 38 97140 15", "fits", "fits, 4 units"),
        ("97112x2 97112 25 97110 10", "fits", "one of 2 allowed splits"),
        ("97110x2 97112 25 97110 10", "moved", "right in all, but on the wrong lines"),
        ("97110x2 97110 33 97140 7", "under", "97140 ×0 → ×1: add 1"),
        ("97161x2", "over", "97161 ×2 → ×1: take 1 off"),
    ],
)
def test_each_verdict_is_said_in_words(service: Service, text: str, verdict: str, words: str) -> None:
    answer = ask(service, f"{text} payer:medicare")
    assert check_of(answer)["verdict"] == verdict
    assert words in answer.text


def test_without_a_payer_the_other_method_judges_as_well(service: Service) -> None:
    answer = ask(service, "97112x2 97110x1 97112 25 97110 10")
    check = check_of(answer)
    assert (check["rule"], check["verdict"]) == ("cms", "over")
    assert (check["compare"]["rule"], check["compare"]["verdict"]) == ("ama", "fits")
    assert "AMA rule: fits, 3 units" in answer.text
    assert "payer_not_named" in warnings_of(answer)


def test_the_request_holds_lines_and_minutes_and_a_button_brings_the_same_answer_back(
    service: Service,
) -> None:
    answer = ask(
        service, "97110x2-GP-CQ 97140x1-GP-59 minutes: 97110 pt:13 pta:23 97140 pt:30 payer:medicare"
    )
    assert answer.request["command"] == "check"
    assert answer.request["billed"] == [
        {"code": "97110", "units": 2, "modifiers": ["GP", "CQ"]},
        {"code": "97140", "units": 1, "modifiers": ["GP", "59"]},
    ]
    assert answer.request["minutes"] == {"97110": 36, "97140": 30}
    assert answer.request["payer"] == "medicare"
    values = [
        element["value"]
        for block in answer.blocks
        for element in block.get("elements", [])
        if element.get("action_id") == "answer.share"
    ]
    assert read_button_value(values[0]).request.to_json_dict() == answer.request


def test_plain_units_and_units_with_cq_are_held_against_who_gave_the_minutes(service: Service) -> None:
    minutes = "minutes: 97110 pt:13 pta:23 97140 pt:30 payer:medicare"
    right = ask(service, f"97110x1-GP 97110x1-GP-CQ 97140x2-GP {minutes}")
    assert check_of(right)["verdict"] == "fits"
    assert "Plain units and CQ units fit the minutes" in right.text
    wrong = ask(service, f"97110x2-GP-CQ 97140x2-GP {minutes}")
    assert check_of(wrong)["verdict"] == "moved"
    assert "97110: billed ×2 CQ; supported ×1 plain + ×1 CQ" in wrong.text
    assert "PT has 8 min or more left: that unit takes no CQ" in wrong.text
    [plain, marked, _] = check_of(wrong)["by_provider"]
    assert (plain["by_assistant"], plain["change"]) == (False, 1)
    assert (marked["by_assistant"], marked["change"]) == (True, -1)
    assert check_of(wrong)["modifier"] == "CQ"


def test_cq_without_the_minutes_of_each_person_is_said_to_be_unchecked(service: Service) -> None:
    answer = ask(service, "97110x2-GP-CQ 97110 30 payer:medicare")
    assert check_of(answer)["verdict"] == "fits"
    assert "by_provider" not in check_of(answer)
    assert "assistant_minutes_missing" in warnings_of(answer)


def test_wrong_modifiers_are_told_as_rejected_and_as_to_be_checked(service: Service) -> None:
    answer = ask(service, "97110x2-CQ-GO 97140x1-GO-59 97110 30 97140 15 payer:medicare")
    found = {finding["id"]: finding["severity"] for finding in check_of(answer)["findings"]}
    assert found["cq_with_other_plan"] == "reject"
    assert found["distinct_without_pair"] == "warn"
    rejected, _, checked = answer.text.partition("\nCheck\n")
    assert "Rejected" in rejected
    assert "59" in checked


def test_a_missing_plan_modifier_is_told_where_the_payer_wants_one(service: Service) -> None:
    for payer in ("medicare", "uhc"):
        [missing] = check_of(ask(service, f"97110x2 97110 30 payer:{payer}"))["findings"]
        assert (missing["id"], missing["severity"], missing["codes"]) == ("plan_missing", "reject", ["97110"])
    with_one = ask(service, "97110x2-GP 97140x1 97110 30 97140 15 payer:medicare")
    [missing] = check_of(with_one)["findings"]
    assert (missing["id"], missing["codes"]) == ("plan_missing", ["97140"])


def test_lines_without_a_payer_and_any_modifier_are_not_blamed_for_missing_ones(service: Service) -> None:
    assert check_of(ask(service, "97110x2 97110 30"))["findings"] == []


def test_cq_for_a_critical_access_hospital_is_rejected(service: Service) -> None:
    answer = ask(service, "97110x2-GP-CQ 97110 30 payer:medicare_cah")
    [found] = check_of(answer)["findings"]
    assert (found["id"], found["severity"]) == ("assistant_where_exempt", "reject")
    assert "takes no assistant modifier" in answer.text
    assert "assistant_minutes_missing" not in warnings_of(answer)


@pytest.mark.parametrize(
    "line", ["97161x1-GP-CQ", "97165x1-GO-CO", "92507x1-GN-CQ", "97530x2-CO-GP 97530 30"]
)
def test_a_rejected_assistant_modifier_is_not_called_unchecked_as_well(service: Service, line: str) -> None:
    answer = ask(service, line)
    assert "Rejected" in answer.text
    assert "assistant_minutes_missing" not in warnings_of(answer)


def test_co_is_asked_for_with_the_minutes_of_ot_and_ota(service: Service) -> None:
    assert "97530 ot:13 ota:23" in ask(service, "97530x2-GO-CO 97530 30").text
    assert "97530 pt:13 pta:23" in ask(service, "97530x2-GP-CQ 97530 30").text


def test_kx_is_said_to_be_unchecked_with_where_to_check_it(service: Service) -> None:
    answer = ask(service, "97110x2-GP-KX 97110 30 payer:medicare")
    assert "kx_unchecked" in warnings_of(answer)
    assert "/billing kx" in answer.text
    assert "kx_unchecked" not in warnings_of(ask(service, "97110x2-GP 97110 30 payer:medicare"))


def test_a_modifier_that_stands_twice_is_told(service: Service) -> None:
    assert "97110: GP stands there twice" in ask(service, "97110x2-GP-GP 97110 30").text


def test_an_mue_that_is_not_known_is_said_to_be_unknown(service: Service) -> None:
    hospital = ask(service, "97110x7-GP 97110 105 payer:medicare setting:hospital")
    assert "97110: MUE not known for hospital claims; there may be one." in hospital.text
    assert "mue_unknown" not in warnings_of(ask(service, "97110x7-GP 97110 105 payer:medicare"))


def test_splits_that_are_as_near_are_all_shown_and_left_to_choose(service: Service) -> None:
    answer = ask(service, "97112x2-GP 97110x1-GP 97112 25 97110 10 payer:medicare")
    assert "2 allowed splits are equally near, so the choice is yours:" in answer.text
    assert "97112 ×2: 97110 ×1 → ×0: take 1 off" in answer.text
    assert "or 97112 ×1 + 97110 ×1: 97112 ×2 → ×1: take 1 off" in answer.text
    check = check_of(answer)
    assert (check["supported"], check["also_near"]) == ({"97112": 2}, [{"97112": 1, "97110": 1}])


def test_cq_on_the_wrong_units_is_wrong_by_both_methods(service: Service) -> None:
    answer = ask(service, "97110x2-CQ-GP 97140x2-GP 97110 pt:13 pta:23 97140 pt:30")
    check = check_of(answer)
    assert (check["verdict"], check["compare"]["verdict"]) == ("moved", "moved")
    for lines in (check["lines"], check["compare"]["lines"]):
        assert [(line["code"], line["by_assistant"], line["change"]) for line in lines] == [
            ("97110", False, 1),
            ("97110", True, -1),
            ("97140", False, 0),
        ]
    assert "AMA rule: moved: 4 units fit, CQ is on the wrong ones" in answer.text
    assert "nothing found against them" not in answer.text


def test_an_edit_among_the_billed_codes_is_told_with_what_opens_it(service: Service) -> None:
    closed = ask(service, "97140x1-GP 97124x1-GP 97140 15 97124 15 payer:medicare on:2026-03-02")
    assert "No modifier helps: 97140 is paid, 97124 is denied." in closed.text
    assert not closed.confident
    bare = ask(service, "97140x1-GP 97750x1-GP 97140 15 97750 15 payer:medicare")
    assert "No modifier is billed that opens it, so" in bare.text
    opened = ask(service, "97140x1-GP 97750x1-GP-59 97140 15 97750 15 payer:medicare")
    assert "59 on 97750 opens it only if this is true and in the note" in opened.text
    assert [pair["status"] for pair in opened.pairs or []] == ["edit"]
    none = ask(service, "97110x1-GP 97140x1-GP 97110 15 97140 15 payer:medicare")
    assert "No Medicare NCCI edit among the billed codes." in none.text


def test_pairs_that_the_table_cannot_say_are_never_called_free_of_edits(service: Service) -> None:
    answer = ask(service, "97110x1 97140x1 97110 15 97140 15 setting:hospital")
    assert "This table cannot say whether there is an edit: 97110 + 97140" in answer.text
    assert "No Medicare NCCI edit" not in answer.text


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        ("97112x4 97112 60", False),
        ("97112x5 97112 75", True),
        ("97112x2-GP 97112x3-GP-CQ 97112 75", True),
    ],
)
def test_units_above_the_mue_are_told_from_the_first_one_on(
    service: Service, text: str, is_told: bool
) -> None:
    answer = ask(service, f"{text} payer:medicare")
    assert ("above_mue" in warnings_of(answer)) == is_told
    assert ("a claim check, not a coverage limit" in answer.text) == is_told


def test_an_absolute_mue_and_one_that_can_be_appealed_are_told_apart(service: Service) -> None:
    absolute = ask(service, "97161x2")
    assert "MUE of 1 a day" in absolute.text
    assert "no appeal raises it" in absolute.text
    reviewable = ask(service, "97112x5")
    assert "MUE of 4 a day" in reviewable.text
    assert "can be appealed" in reviewable.text


def test_billed_lines_without_minutes_get_everything_but_a_verdict(service: Service) -> None:
    answer = ask(service, "97110x2-GP-CQ 97140x1-GP-59")
    assert "verdict" not in check_of(answer)
    assert not answer.confident
    assert "Units not checked: no minutes given" in answer.text
    assert [finding["id"] for finding in check_of(answer)["findings"]] == ["distinct_without_pair"]
    assert "units_not_checked" in warnings_of(answer)


def test_a_timed_code_without_its_minutes_is_asked_for_beside_others_that_have_them(service: Service) -> None:
    answer = ask(service, "97110x2 97140x1 97110 30")
    assert (answer.outcome, answer.check) == (Outcome.REFUSED, None)
    assert answer.error is not None
    assert answer.error.code == "missing_minutes"
    assert "97140" in answer.error.message


def test_nothing_typed_freely_is_kept_of_a_check(service: Service, tmp_path: Path) -> None:
    ask(service, "97110x2 97110 30 payer:zzzzzz")
    (row,) = open_log(str(tmp_path / "log.db")).rows()
    assert (row.command, row.intent) == ("check", "check")
    assert json.loads(row.request)["billed"] == [{"code": "97110", "units": 2, "modifiers": []}]
    assert b"zzzzzz" not in b"".join(file.read_bytes() for file in tmp_path.iterdir())


def test_a_plain_sentence_about_billed_units_is_checked_as_the_command_does(service: Service) -> None:
    answer = service.answer(Question("is 97110 x3 right for 37 minutes"))
    assert answer.intent.value == "check"
    assert check_of(answer)["verdict"] == "over"
