"""GP, GO and GN: certain where a fact settles them, conditional where one is missing, never guessed."""

from __future__ import annotations

from datetime import date

import pytest

from rules import (
    Condition,
    Discipline,
    DisciplineModifierUse,
    LineModifiers,
    NoRuleInForce,
    code_table,
    discipline_modifiers,
    settle_discipline,
)

ON = date(2026, 3, 2)
PT, OT, SLP = Discipline.PT, Discipline.OT, Discipline.SLP
REQUIRED = DisciplineModifierUse.REQUIRED


def of(code: str, discipline: Discipline | None, use: DisciplineModifierUse = REQUIRED) -> LineModifiers:
    modifiers, value = discipline_modifiers(code_table().find(code), on=ON, discipline=discipline, use=use)
    assert value.reference == "medicare.modifiers.discipline@2012-01-01"
    return modifiers


@pytest.mark.parametrize(
    ("codes", "given", "settled"),
    [
        (("97110",), None, None),
        (("97110",), OT, OT),
        (("97161", "97110"), None, PT),
        (("97165", "97110"), None, OT),
        (("92507",), None, SLP),
        (("97161", "97165"), None, None),
        (("97161",), OT, OT),
        ((), None, None),
    ],
)
def test_the_plan_is_the_given_one_or_the_one_that_a_code_settles(
    codes: tuple[str, ...], given: Discipline | None, settled: Discipline | None
) -> None:
    assert settle_discipline(map(code_table().find, codes), given) is settled


@pytest.mark.parametrize(("discipline", "modifier"), [(PT, "GP"), (OT, "GO")])
def test_an_always_therapy_code_carries_the_modifier_of_its_plan(
    discipline: Discipline, modifier: str
) -> None:
    assert of("97110", discipline) == LineModifiers((modifier,), ())


def test_speech_treatment_carries_gn() -> None:
    assert of("92507", SLP) == LineModifiers(("GN",), ())


def test_without_a_discipline_every_one_that_bills_the_code_is_offered() -> None:
    assert of("97110", None) == LineModifiers((), (Condition("GP", PT, "plan"), Condition("GO", OT, "plan")))
    assert of("92507", None) == LineModifiers((), (Condition("GN", SLP, "plan"),))


def test_a_sometimes_therapy_code_depends_on_the_plan_it_was_given_under() -> None:
    assert of("97129", SLP) == LineModifiers((), (Condition("GN", SLP, "sometimes"),))


def test_a_discipline_that_does_not_bill_the_code_never_puts_its_modifier_on_it() -> None:
    assert of("97161", OT) == LineModifiers((), (Condition("GP", PT, "plan"),))
    assert of("97110", SLP) == LineModifiers((), (Condition("GP", PT, "plan"), Condition("GO", OT, "plan")))


@pytest.mark.parametrize("use", [DisciplineModifierUse.PER_PLAN, DisciplineModifierUse.RARELY])
def test_where_the_payer_does_not_demand_it_the_modifier_depends_on_the_payer(
    use: DisciplineModifierUse,
) -> None:
    assert of("97110", PT, use) == LineModifiers((), (Condition("GP", PT, "payer"),))


def test_a_code_that_no_discipline_bills_has_no_modifier() -> None:
    assert of("97810", None) == LineModifiers((), ())
    assert of("97810", PT) == LineModifiers((), ())


def test_a_date_before_the_rule_is_refused() -> None:
    with pytest.raises(NoRuleInForce, match="2011-12-31"):
        discipline_modifiers(code_table().find("97110"), on=date(2011, 12, 31), discipline=PT, use=REQUIRED)
