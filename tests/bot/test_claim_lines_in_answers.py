"""Claim lines in an answer to `/units`: what a biller reads, and what the answer object holds."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from bot.answering.drafts import draft_answer
from bot.answering.rendered import render_draft
from bot.question import Question

TODAY = date(2026, 11, 22)
X_MODIFIERS = ["XE", "XS", "XP", "XU"]


def answer(line: str) -> tuple[list[str], dict[str, dict[str, Any]]]:
    """Lines of the block of claim lines, and the objects of the lines by code."""
    draft = draft_answer(Question(f"/units {line}"), today=TODAY)
    text = render_draft(draft).words.text.splitlines()
    start = next((n for n, words in enumerate(text) if words.startswith("Claim lines")), len(text))
    block = []
    for words in text[start:]:
        if words.startswith(("Each code", "Too few")) or re.match(r"\d+ timed min", words):
            break
        block.append(words)
    return block, {each["code"]: each for each in draft.parts["units"]["lines"]}


def test_a_line_is_code_units_and_modifiers_with_their_facts() -> None:
    block, lines = answer("97112 25")
    assert block == ["Claim lines", "97112 ×2 · GP if PT plan, GO if OT plan"]
    assert lines["97112"] == {
        "code": "97112",
        "minutes": 25,
        "units": 2,
        "modifiers": [],
        "modifiers_if": [{"modifier": "GP", "if": "PT plan"}, {"modifier": "GO", "if": "OT plan"}],
    }


def test_a_certain_modifier_stands_with_its_reason() -> None:
    block, lines = answer("97112 25 pt")
    assert block == ["Claim lines", "97112 ×2 · GP (PT plan)"]
    assert lines["97112"]["modifiers"] == ["GP"]
    assert "modifiers_if" not in lines["97112"]


def test_lines_with_the_same_modifiers_are_said_together() -> None:
    codes = ["97112", "97110", "97140", "97530", "97116", "97535"]
    block, lines = answer(" ".join(f"{code} 15" for code in codes) + " ot")
    assert block == ["Claim lines", ", ".join(f"{code} ×1" for code in codes) + " · each GO (OT plan)"]
    assert {code: line["modifiers"] for code, line in lines.items()} == {code: ["GO"] for code in codes}


def test_lines_that_differ_are_said_apart() -> None:
    block, _ = answer("97129 30 97110 30 slp")
    assert block == [
        "Claim lines",
        "97129 ×1, 97130 ×1 · each GN if given under an SLP plan",
        "97110 ×2 · GP if PT plan, GO if OT plan",
    ]


def test_the_other_codes_of_a_tie_are_not_forgotten() -> None:
    block, lines = answer("97112 25 97110 10")
    assert block == [
        "Claim lines, first split",
        "97112 ×2 · GP if PT plan, GO if OT plan",
        "97110, if another split bills it · same modifiers",
        "97110: 0 units in the first split. Still document the minutes.",
    ]
    assert lines["97110"] == {"code": "97110", "minutes": 10, "units": 0, "modifiers": []}


def test_the_other_codes_of_a_tie_say_their_own_modifiers_where_they_differ() -> None:
    block, _ = answer("97129 10 97110 10 97112 25")
    assert "97110, if another split bills it · GP if PT plan, GO if OT plan" in block


def test_59_is_a_question_on_the_column_2_line_only() -> None:
    block, lines = answer("97140 15 97750 15 pt")
    assert block == [
        "Claim lines",
        "97140 ×1, 97750 ×1 · each GP (PT plan)",
        "59 (or XE/XS/XP/XU) on 97750 only if in 15-minute blocks apart from 97140, shown in the note?",
    ]
    assert "modifiers_if" not in lines["97140"]
    assert lines["97750"]["modifiers"] == ["GP"]
    assert lines["97750"]["modifiers_if"] == [
        {"modifier": "59", "if": "in 15-minute blocks apart from 97140, shown in the note", "or": X_MODIFIERS}
    ]


def test_beside_an_untimed_code_59_asks_for_a_separate_service() -> None:
    block, lines = answer("97150 97110 30 pt")
    assert block[-1] == "59 (or XE/XS/XP/XU) on 97110 only if a service apart from 97150, shown in the note?"
    assert [each["modifier"] for each in lines["97110"]["modifiers_if"]] == ["59"]


def test_before_the_x_modifiers_there_is_59_alone() -> None:
    block, lines = answer("97140 15 97750 15 pt on:2014-12-31")
    assert block[-1] == "59 on 97750 only if in 15-minute blocks apart from 97140, shown in the note?"
    assert "or" not in lines["97750"]["modifiers_if"][0]


@pytest.mark.parametrize("line", ["97140 15 97124 15 pt", "97112 15 97140 15 pt", "97140 30 97750 3 pt"])
def test_no_modifier_is_asked_for_where_none_helps_or_none_is_needed(line: str) -> None:
    block, lines = answer(line)
    assert not any("59" in words for words in block)
    assert all("modifiers_if" not in each for each in lines.values())


def test_kx_is_asked_once_and_only_where_the_payer_has_a_use_for_it() -> None:
    block, lines = answer("97112 15 97110 15 pt payer:medicare")
    assert block[-1] == "KX on each line only if past the yearly amount"
    assert sum("KX" in words for words in block) == 1
    kx = {"modifier": "KX", "if": "past the yearly amount"}
    assert [each["modifiers_if"] for each in lines.values()] == [[kx], [kx]]
    for other in ("payer:uhc", "payer:full15", ""):
        assert not any("KX" in words for words in answer(f"97112 15 97110 15 pt {other}")[0])


def test_kx_of_a_single_line_names_its_code() -> None:
    assert answer("97112 25 pt payer:medicare")[0][-1] == "KX on 97112 only if past the yearly amount"


def test_where_the_payer_decides_it_says_so() -> None:
    block, _ = answer("97112 25 pt payer:medicare_advantage")
    assert block[-1] == "KX on 97112 only if past the yearly amount, where the payer wants it"


def test_a_visit_without_units_has_no_claim_lines() -> None:
    block, lines = answer("97112 3")
    assert block == []
    assert lines["97112"]["modifiers"] == []


def test_a_code_that_no_plan_of_care_bills_says_that_it_takes_none() -> None:
    assert answer("98978 97112 25 pt")[0][1:] == ["97112 ×2 · GP (PT plan)", "98978 ×1 · no modifier"]
