"""`/units` with therapist and assistant: lines, steps, payers, readings, Share and Why."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.answer import Answer, Outcome
from bot.answering.asked import Typed
from bot.answering.books import BUILT_IN
from bot.answering.button_value import button_value, read_button_value
from bot.answering.day import DayShown
from bot.answering.drafts import draft_answer
from bot.answering.kinds import work_out
from bot.answering.rendered import render_draft
from bot.question import Question
from bot.render import render_message
from bot.service import Service
from bot.store import Hasher, open_log

TODAY = date(2026, 11, 23)
SPLIT_VISIT = "/units 97110 pt:13 pta:23 97140 pt:30 payer:medicare"
CORNER = "/units 97110 pt:6 pta:14 97140 pt:3 payer:medicare"


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


def shared_out(answer: Answer) -> dict[str, Any]:
    assert answer.assistant is not None, answer.text
    return answer.assistant


def warnings_of(answer: Answer) -> list[str]:
    return [warning.id for warning in answer.warnings]


def lines_of(answer: Answer) -> list[str]:
    return answer.text.splitlines()


def test_the_split_stands_first_with_one_line_for_each_person(service: Service) -> None:
    answer = ask(service, SPLIT_VISIT)
    assert (answer.intent.value, answer.outcome, answer.confident) == ("assistant", Outcome.ANSWERED, True)
    assert lines_of(answer)[:5] == [
        "97110 PT 13 min, PTA 23 min · 97140 PT 30 min · Medicare · PT",
        "Medicare: 4 units",
        "97110 ×1 GP",
        "97140 ×2 GP",
        "97110 ×1 CQ GP",
    ]
    found = shared_out(answer)
    assert (found["discipline"], found["modifier"], found["total_units"]) == ("pt", "CQ", 4)
    assert found["allocations"] == [{"plain": {"97110": 1, "97140": 2}, "with_modifier": {"97110": 1}}]
    assert [(line["code"], line["units"], line["modifiers"]) for line in found["lines"]] == [
        ("97110", 1, ["GP"]),
        ("97110", 1, ["CQ", "GP"]),
        ("97140", 2, ["GP"]),
    ]


def test_the_steps_of_the_split_are_shown_in_short_lines(service: Service) -> None:
    said = lines_of(ask(service, SPLIT_VISIT))
    start = said.index("66 timed min = 4 units (53–67 min)")
    assert said[start + 1 : start + 5] == [
        "97110: PT 13, PTA 23 min = 2 units",
        "Whole 15 min: PT 0, PTA 1; 1 unit open",
        "Left over: PT 13, PTA 8 min",
        "PT has 8 min or more left: that unit takes no CQ",
    ]


def test_the_request_is_the_structured_one_and_the_count_stands_beside(service: Service) -> None:
    answer = ask(service, SPLIT_VISIT)
    assert answer.request["command"] == "assistant"
    assert answer.request["discipline"] == "pt"
    assert answer.request["payer"] == "medicare"
    assert answer.request["lines"] == [
        {"code": "97110", "therapist": 13, "assistant": 23, "together": 0},
        {"code": "97140", "therapist": 30, "assistant": 0, "together": 0},
    ]
    assert answer.units is not None
    assert answer.units["allocations"] == [{"97110": 2, "97140": 2}]
    # The count alone knows nobody: the assistant's modifier is on the lines of the split.
    assert [line["modifiers"] for line in answer.units["lines"]] == [["GP"], ["GP"]]


def test_an_older_date_goes_by_the_older_rule(service: Service) -> None:
    answer = ask(service, f"{SPLIT_VISIT} on:2021-12-31")
    assert shared_out(answer)["allocations"] == [{"plain": {"97140": 2}, "with_modifier": {"97110": 2}}]
    assert "PTA has 8 of the 21 min left, over 10 %: that unit takes CQ" in answer.text
    earliest = ask(service, f"{SPLIT_VISIT} on:2019-12-31")
    assert shared_out(earliest)["modifier"] is None
    assert warnings_of(earliest) == ["assistant_before_modifiers"]
    assert "CQ GP" not in earliest.text


def test_two_readings_are_both_shown_and_not_confident(service: Service) -> None:
    answer = ask(service, CORNER)
    assert not answer.confident
    assert "assistant_two_readings" in warnings_of(answer)
    said = lines_of(answer)
    assert said[1:5] == [
        "Medicare: 2 units",
        "97110 ×2 CQ GP",
        "Not settled: more than one reading, the recommended one first",
        "or 97110 ×1 GP + 97110 ×1 CQ GP",
    ]


def test_a_tie_between_two_peoples_codes_is_shown_both_ways(service: Service) -> None:
    answer = ask(service, "/units 97140 pt:11 97110 pta:11 payer:medicare")
    assert lines_of(answer)[2:4] == ["97140 ×1 GP", "or 97110 ×1 CQ GP"]
    assert len(shared_out(answer)["allocations"]) == 2


def test_side_by_side_minutes_are_said_and_are_the_therapists(service: Service) -> None:
    answer = ask(service, "/units 97110 pt:10 pta:7 both:5 payer:medicare")
    assert "97110: PT 15 (5 of them both), PTA 7 min = 1 unit" in answer.text
    assert shared_out(answer)["allocations"] == [{"plain": {"97110": 1}, "with_modifier": {}}]


def test_ot_takes_co_beside_go(service: Service) -> None:
    assert "97535 ×1 CO GO" in lines_of(ask(service, "/units 97535 ot:10 ota:20 payer:medicare"))


def test_a_critical_access_hospital_takes_no_modifier(service: Service) -> None:
    answer = ask(service, "/units 97110 pt:13 pta:23 payer:medicare_cah")
    assert "assistant_exempt" in warnings_of(answer)
    assert shared_out(answer)["allocations"] == [{"plain": {"97110": 2}, "with_modifier": {}}]


def test_a_payer_that_decides_by_plan_gets_the_modifier_as_a_question(service: Service) -> None:
    answer = ask(service, "/units 97110 pt:13 pta:23 payer:humana")
    assert "assistant_modifier_by_payer" in warnings_of(answer)
    assert "CQ is Medicare's rule. Humana leaves it to the plan" in answer.text
    assert all("CQ" not in line["modifiers"] for line in shared_out(answer)["lines"])


def test_without_a_discipline_both_modifiers_are_questions(service: Service) -> None:
    answer = ask(service, "/units 97110 therapist 13 assistant 23 payer:medicare")
    assert "assistant_plan_unknown" in warnings_of(answer)
    found = shared_out(answer)
    assert (found["discipline"], found["modifier"]) == (None, None)
    assert found["allocations"] == [{"plain": {"97110": 1}, "with_modifier": {"97110": 1}}]
    asked = [question["modifier"] for question in found["lines"][1]["modifiers_if"]]
    assert {"CQ", "CO"} <= set(asked)


def test_a_conditional_cq_and_its_gp_stand_under_one_condition(service: Service) -> None:
    assert "97129 ×1 CQ GP if given under a PT plan" in lines_of(ask(service, "/units 97129 pta:20"))
    per_plan = ask(service, "/units 97110 pt:13 pta:23 payer:commercial_cpt")
    assert "97110 ×1 CQ GP if PT plan, where the payer wants it" in lines_of(per_plan)
    unnamed = ask(service, "/units 97110 therapist 13 assistant 23 payer:medicare")
    assert "97110 ×1 CQ GP if PT plan, CO GO if OT plan" in lines_of(unnamed)


def test_a_pta_on_a_code_of_speech_pathology_is_refused(service: Service) -> None:
    answer = ask(service, "/units 92507 pta:30")
    assert (answer.outcome.value, answer.error and answer.error.code) == ("refused", "other_discipline")
    assert "billed under SLP only" in answer.text


def test_an_assistant_on_an_evaluation_is_refused_with_what_is_right(service: Service) -> None:
    answer = ask(service, "/units 97161 pta:20 97110 pt:15 payer:medicare")
    assert answer.outcome is Outcome.REFUSED
    assert answer.error is not None
    assert answer.error.code == "assistant_evaluation"
    assert "97161 pt:40" in answer.text


def test_an_edit_among_the_codes_is_shown_as_in_any_count(service: Service) -> None:
    answer = ask(service, "/units 97530 pt:15 97750 pta:15 payer:medicare")
    assert answer.pairs is not None
    assert [pair["status"] for pair in answer.pairs] == ["edit"]
    assert "59 (or XE/XS/XP/XU) on 97750 only if" in answer.text


def test_a_button_carries_the_visit_and_gives_the_same_split_again() -> None:
    draft = draft_answer(Question(SPLIT_VISIT), today=TODAY)
    assert draft.shareable is not None
    value = button_value(draft.shareable, date(2026, 10, 1), "TEST-TEST-TEST")
    assert value is not None
    again = work_out(
        read_button_value(value).request, DayShown(TODAY, given=True, is_public=True), BUILT_IN, Typed()
    )
    assert again.parts["assistant"] == draft.parts["assistant"]
    assert "Rules of 2026 Q4" in render_draft(again).words.text
    assert again.why is not None
    why = render_message(again.why.template, again.why.context("TEST-TEST-TEST")).text
    assert "Why: Medicare, 4 units" in why
    assert "Who the last unit of a code belongs to" in why


def test_why_lists_both_readings() -> None:
    draft = draft_answer(Question(CORNER), today=TODAY)
    assert draft.why is not None
    why = render_message(draft.why.template, draft.why.context("TEST-TEST-TEST")).text
    assert "Allowed ways:\n97110 ×2 CQ GP\n97110 ×1 GP + 97110 ×1 CQ GP" in why


def test_a_plain_sentence_may_say_the_same(service: Service) -> None:
    answer = ask(
        service,
        "how many units for medicare: 97110 13 min by the pt and 23 min by the pta, 97140 30 min by the pt",
    )
    assert shared_out(answer)["allocations"] == shared_out(ask(service, SPLIT_VISIT))["allocations"]
