"""A primary and a secondary payer: the primary counts, and what either requires goes on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from rules import (
    AssistantModifierUse,
    CountingRule,
    DisciplineModifierUse,
    EditsUse,
    KxUse,
    NoRuleInForce,
    combined,
    find_value,
    payer_differences,
    payer_parameters,
    payers,
)
from tests.content.sweep import boundary_days, faults_of

ON = date(2026, 3, 2)


def test_the_primary_counts_and_edits_and_each_required_modifier_goes_on() -> None:
    both = combined(payers()["commercial_cpt"], payers()["medicare"])
    assert (both.id, both.label) == (
        "commercial_cpt+medicare",
        "Commercial plan that counts by code, then Medicare",
    )
    assert both.primary_label == "Commercial plan that counts by code"
    assert both.rule_on(ON)[0] is CountingRule.AMA
    assert both.discipline_modifiers_on(ON)[0] is DisciplineModifierUse.REQUIRED
    assert both.assistant_modifiers_on(ON)[0] is AssistantModifierUse.REQUIRED
    assert both.kx_on(ON)[0] is KxUse.REQUIRED
    assert both.edits_on(ON)[0] is EditsUse.MEDICARE
    assert not both.follows_medicare_code_status


def test_the_other_way_round_the_count_changes_and_the_modifiers_do_not() -> None:
    both = combined(payers()["medicare"], payers()["aetna"])
    assert both.rule_on(ON)[0] is CountingRule.CMS
    assert both.kx_on(ON)[0] is KxUse.REQUIRED
    assert both.edits_on(ON)[0] is EditsUse.MEDICARE
    assert both.limits == payers()["aetna"].limits


@pytest.mark.parametrize(
    ("primary", "secondary", "use"),
    [
        ("medicare_cah", "medicare", AssistantModifierUse.REQUIRED),
        ("medicare_cah", "va", AssistantModifierUse.UNKNOWN),
        ("work_comp", "aetna", AssistantModifierUse.PER_PLAN),
        ("auto", "work_comp", AssistantModifierUse.RARELY),
        ("medicare_cah", "auto", AssistantModifierUse.EXEMPT),
    ],
)
def test_the_stronger_wish_for_assistant_modifiers_holds_whoever_is_first(
    primary: str, secondary: str, use: AssistantModifierUse
) -> None:
    first, second = payers()[primary], payers()[secondary]
    assert combined(first, second).assistant_modifiers_on(ON)[0] is use
    assert combined(second, first).assistant_modifiers_on(ON)[0] is use


def test_the_value_behind_a_modifier_is_that_of_the_payer_who_wants_it() -> None:
    _, value = combined(payers()["aetna"], payers()["medicare"]).kx_on(ON)
    assert value.reference == "payers.medicare.kx@2012-01-01"
    assert find_value(value.reference, payer_parameters())[1].value == "required"


def test_the_stronger_wish_changes_with_the_date() -> None:
    both = combined(payers()["aetna"], payers()["uhc"])
    assert both.discipline_modifiers_on(date(2020, 6, 30))[0] is DisciplineModifierUse.PER_PLAN
    assert both.discipline_modifiers_on(date(2020, 7, 1))[0] is DisciplineModifierUse.REQUIRED


@pytest.mark.parametrize("primary", sorted(payers()))
@pytest.mark.parametrize("secondary", sorted(payers()))
def test_two_payers_together_have_one_answer_on_every_day_and_never_a_weaker_one(
    primary: str, secondary: str
) -> None:
    first, second = payers()[primary], payers()[secondary]
    both = combined(first, second)
    for parameter in both.parameters():
        assert list(faults_of(parameter)) == []
    for day in boundary_days(both.assistant_modifiers):
        if day < date(2012, 1, 1):
            continue
        uses = {first.assistant_modifiers_on(day)[0], second.assistant_modifiers_on(day)[0]}
        assert both.assistant_modifiers_on(day)[0] in uses
        if AssistantModifierUse.REQUIRED in uses:
            assert both.assistant_modifiers_on(day)[0] is AssistantModifierUse.REQUIRED


def test_a_fact_that_neither_payer_has_any_longer_is_refused() -> None:
    aetna, medicare = payers()["aetna"], payers()["medicare"]
    ended = [
        replace(
            payer, kx=replace(payer.kx, values=(replace(payer.kx.values[0], through=date(2025, 12, 31)),))
        )
        for payer in (aetna, medicare)
    ]
    both = combined(*ended)
    assert both.kx_on(date(2025, 12, 31))[0] is KxUse.REQUIRED
    with pytest.raises(NoRuleInForce):
        both.kx_on(date(2026, 1, 1))


def test_differences_are_told_with_the_secondarys_word() -> None:
    assert payer_differences(payers()["medicare"], payers()["full15"], on=ON) == (
        ("counting_rule", "full15"),
        ("discipline_modifiers", "per_plan"),
        ("assistant_modifiers", "per_plan"),
        ("kx", "unknown"),
        ("edits", "unknown"),
    )


def test_payers_that_want_the_same_do_not_differ() -> None:
    assert payer_differences(payers()["aetna"], payers()["anthem"], on=ON) == ()


def test_a_difference_ends_on_the_day_it_ends() -> None:
    day = date(2020, 7, 1)
    uhc, tricare = payers()["uhc"], payers()["tricare"]
    before = dict(payer_differences(tricare, uhc, on=day - timedelta(days=1)))
    assert before["discipline_modifiers"] == "per_plan"
    assert "discipline_modifiers" not in dict(payer_differences(tricare, uhc, on=day))
