"""The payer book: what each payer is known to want on a date, and when an entry is due."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from rules import (
    AssistantModifierUse,
    Confidence,
    CountingRule,
    DisciplineModifierUse,
    EditsUse,
    KxUse,
    payer_book,
    payer_parameters,
    payers,
)

ON = date(2026, 3, 2)

WANTED = {
    "medicare": ("cms", "required", "required", "required", "medicare"),
    "medicare_cah": ("cms", "required", "exempt", "required", "medicare"),
    "medicare_advantage": ("cms", "required", "per_plan", "per_plan", "medicare"),
    "medicaid": ("cms", "per_plan", "per_plan", "no", "medicaid"),
    "tricare": ("cms", "required", "required", "no", "medicare"),
    "va": ("cms", "required", "unknown", "no", "medicare"),
    "uhc": ("cms", "required", "required", "no", "medicare"),
    "bcbs": ("cms", "per_plan", "per_plan", "no", "medicare"),
    "bcbs.ne": ("cms", "per_plan", "per_plan", "no", "medicare"),
    "bcbs.highmark": ("cms", "per_plan", "per_plan", "no", "medicare"),
    "bcbs.horizon": ("cms", "per_plan", "required", "no", "medicare"),
    "anthem": ("ama", "per_plan", "per_plan", "no", "own"),
    "aetna": ("ama", "per_plan", "per_plan", "no", "own"),
    "cigna": ("ama", "per_plan", "per_plan", "no", "medicare"),
    "humana": ("ama", "per_plan", "per_plan", "no", "own"),
    "work_comp": ("ama", "rarely", "rarely", "no", "unknown"),
    "auto": ("ama", "rarely", "exempt", "no", "unknown"),
    "commercial_cms": ("cms", "per_plan", "per_plan", "no", "medicare"),
    "commercial_cpt": ("ama", "per_plan", "per_plan", "no", "medicare"),
    "full15": ("full15", "per_plan", "per_plan", "unknown", "unknown"),
}


def test_every_payer_is_looked_at_here() -> None:
    assert payers().keys() == WANTED.keys()


@pytest.mark.parametrize("payer", WANTED)
def test_a_payer_wants_in_2026_what_the_field_says(payer: str) -> None:
    profile = payers()[payer]
    rule, discipline, assistant, kx, edits = WANTED[payer]
    assert profile.rule_on(ON)[0] is CountingRule(rule)
    assert profile.discipline_modifiers_on(ON)[0] is DisciplineModifierUse(discipline)
    assert profile.assistant_modifiers_on(ON)[0] is AssistantModifierUse(assistant)
    assert profile.kx_on(ON)[0] is KxUse(kx)
    assert profile.edits_on(ON)[0] is EditsUse(edits)


@pytest.mark.parametrize("payer", sorted(WANTED))
def test_no_payer_asks_for_assistant_modifiers_before_2020(payer: str) -> None:
    assert payers()[payer].assistant_modifiers_on(date(2019, 12, 31))[0] is AssistantModifierUse.EXEMPT


@pytest.mark.parametrize(
    ("day", "use", "confidence"),
    [
        (date(2019, 8, 31), DisciplineModifierUse.PER_PLAN, Confidence.KNOWN),
        (date(2019, 9, 1), DisciplineModifierUse.PER_PLAN, Confidence.VERIFIED),
        (date(2020, 6, 30), DisciplineModifierUse.PER_PLAN, Confidence.VERIFIED),
        (date(2020, 7, 1), DisciplineModifierUse.REQUIRED, Confidence.VERIFIED),
    ],
)
def test_unitedhealthcare_asked_for_discipline_modifiers_line_by_line_of_business(
    day: date, use: DisciplineModifierUse, confidence: Confidence
) -> None:
    found, value = payers()["uhc"].discipline_modifiers_on(day)
    assert (found, value.confidence) == (use, confidence)


def test_horizon_asks_for_assistant_modifiers_since_2022_and_nothing_is_known_of_the_two_years_before() -> (
    None
):
    horizon = payers()["bcbs.horizon"]
    assert horizon.assistant_modifiers_on(date(2021, 12, 31))[0] is AssistantModifierUse.UNKNOWN
    assert horizon.assistant_modifiers_on(date(2022, 1, 1))[0] is AssistantModifierUse.REQUIRED


def test_every_fact_of_every_payer_is_a_parameter_named_after_both() -> None:
    facts = ("counting_rule", "discipline_modifiers", "assistant_modifiers", "kx", "edits")
    assert payer_parameters().keys() == {f"payers.{payer}.{fact}" for payer in payers() for fact in facts}


def test_limits_are_sentences_with_a_source() -> None:
    limits = [limit for payer in payers().values() for limit in payer.limits]
    assert limits
    assert all(limit.says.endswith(".") and limit.cite.at for limit in limits)


def test_a_built_in_entry_that_nobody_reviewed_is_never_called_due() -> None:
    assert all(payer.reviewed_on is None and payer.owner is None for payer in payers().values())
    assert not any(payer.is_due(date(2099, 1, 1)) for payer in payers().values())


@pytest.mark.parametrize(
    ("reviewed_on", "review_in", "due_on"),
    [
        (date(2026, 3, 2), "6 months", date(2026, 9, 2)),
        (date(2026, 8, 31), "6 months", date(2027, 2, 28)),
        (date(2027, 8, 31), "6 months", date(2028, 2, 29)),
        (date(2026, 11, 23), "1 month", date(2026, 12, 23)),
        (date(2026, 12, 1), "1 month", date(2027, 1, 1)),
        (date(2024, 2, 29), "1 year", date(2025, 2, 28)),
        (date(2026, 3, 2), "2 years", date(2028, 3, 2)),
    ],
)
def test_an_entry_is_due_from_the_day_after_its_review_date(
    reviewed_on: date, review_in: str, due_on: date
) -> None:
    entry = replace(payers()["aetna"], reviewed_on=reviewed_on, review_in=review_in)
    assert entry.due_on == due_on
    assert not entry.is_due(due_on)
    assert entry.is_due(due_on + timedelta(days=1))


def test_a_state_without_a_profile_of_its_own_falls_back_to_its_family() -> None:
    book = payer_book()
    assert book.find("medicaid.tx") is book.profiles["medicaid"]
    assert book.find("bcbs.ne") is book.profiles["bcbs.ne"]
    assert book.find("kaiser") is None
