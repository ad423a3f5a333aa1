"""The small print of an answer: short on a phone, and the whole of it behind a button."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.answer import Answer
from bot.answering.before import Before
from bot.question import Question
from bot.service import Service
from bot.store import Hasher, open_log

TWO_LINES = 105


@pytest.fixture
def service(tmp_path: Path) -> Service:
    return Service(
        open_log(str(tmp_path / "log.db")),
        Hasher(b"k"),
        timezone=ZoneInfo("UTC"),
        clock=lambda: datetime(2026, 11, 23, 15, 0, tzinfo=UTC),
    )


def source_line(answer: Answer) -> str:
    [line] = [line for line in answer.text.splitlines() if line.startswith("Source: ")]
    return line


def button_named(answer: Answer, label: str) -> dict[str, Any]:
    [found] = [
        element
        for block in answer.blocks
        for element in block.get("elements", [])
        if element.get("text", {}) and isinstance(element["text"], dict) and element["text"]["text"] == label
    ]
    return found


@pytest.mark.parametrize(
    "text",
    [
        "/units 97112 25 97110 10",
        "/pair 97112 97140",
        "/billing code 97140",
        "PR-204 on 97124 what do I do",
        "what's the MUE for 97110",
    ],
)
def test_the_sources_stand_on_two_lines_of_a_phone(service: Service, text: str) -> None:
    assert len(source_line(service.answer(Question(text)))) <= TWO_LINES


def test_what_is_left_out_of_the_small_print_stands_behind_sources(service: Service) -> None:
    answer = service.answer(Question("/billing code 97140"))
    assert source_line(answer).endswith(" more")
    listed = service.why(button_named(answer, "Sources")["value"]).text
    assert "Medicare medically unlikely edits, practitioner table" in listed
    assert ". How read: " in listed
    assert f"Receipt {answer.receipt}" in listed


def test_an_answer_of_the_knowledge_base_names_its_owner_and_that_nobody_checked_it(service: Service) -> None:
    text = service.answer(Question("what is the difference between 97112 and 97110?")).text
    assert "Secondary pages, not yet checked · #" in text


def test_a_payer_called_by_its_name_is_not_explained(service: Service) -> None:
    understood = service.answer(Question("BCBS patient, 12 manual 12 therex")).text.splitlines()[:2]
    assert understood == [
        "97140 12 min · 97110 12 min · Blue Cross Blue Shield",
        "“manual” = 97140 · “therex” = 97110",
    ]


def test_lines_without_any_modifier_are_told_what_is_wanted_and_nothing_is_held_against_them(
    service: Service,
) -> None:
    bare = service.answer(Question("/billing check 97110x2 97110 30 payer:medicare")).text
    assert "No modifiers given. This payer wants GP or GO on 97110." in bare
    assert "Rejected" not in bare
    one = service.answer(Question("/billing check 97110x2-GP 97140x1 97110 30 97140 15 payer:medicare")).text
    assert "Rejected\n97140: GP or GO is missing." in one


@pytest.mark.parametrize(
    "text", ["which one gets the 59", "what about aetna", "do I need 59 on it", "how do I document that"]
)
def test_a_question_that_points_back_takes_the_codes_before_along(text: str) -> None:
    assert Before(("97530", "97140")).codes_for(text) == ("97530", "97140")


@pytest.mark.parametrize(
    "text",
    [
        "what is CO-97",
        "what order do modifiers go in",
        "do I count the time that I spent documenting",
        "how do I appeal a denial for timely filing",
    ],
)
def test_a_question_that_stands_for_itself_does_not(text: str) -> None:
    assert Before(("97530", "97140")).codes_for(text) == ()


def test_a_question_beside_a_calculation_is_named_with_a_button(service: Service) -> None:
    answer = service.answer(Question("what is KX? and how many units is 38 minutes of 97530?"))
    assert answer.intent == "units"
    [also] = [warning.message for warning in answer.warnings if warning.id == "second_question"]
    assert "KX" in also
    assert button_named(answer, "Answer that too")["action_id"] == "answer.pick.1"
