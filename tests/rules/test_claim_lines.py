"""Claim lines: which modifiers stand on them, which are questions, and in what order."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules import (
    AssistantModifierUse,
    ClaimLines,
    Discipline,
    DisciplineModifierUse,
    KxUse,
    ModifierClass,
    NoRuleInForce,
    PairResult,
    Setting,
    build_claim_lines,
    find_ptp_edits,
    modifier_table,
    order_modifiers,
    ptp_chart,
)

ON = date(2026, 3, 2)
REQUIRED = DisciplineModifierUse.REQUIRED
typed = st.lists(st.sampled_from([*modifier_table().entries, "ZZ", "Q9", "A1"]), max_size=9)
orders = st.none() | st.lists(st.sampled_from(list(ModifierClass)), unique=True).map(tuple)


def pairs(*codes: str, on: date = ON, setting: Setting = Setting.PRACTITIONER) -> tuple[PairResult, ...]:
    return find_ptp_edits(codes, on=on, setting=setting, table=ptp_chart(setting))


def lines(units: dict[str, int], **more: object) -> ClaimLines:
    given_ = {"on": ON, "discipline": Discipline.PT, "use": REQUIRED} | more
    return build_claim_lines(units, **given_)  # type: ignore[arg-type]


@given(typed, orders)
def test_ordering_loses_nothing_and_does_nothing_the_second_time(
    modifiers: list[str], order: tuple[ModifierClass, ...] | None
) -> None:
    ordered = order_modifiers(modifiers, order=order)
    assert Counter(ordered) == Counter(modifiers)
    assert order_modifiers(ordered, order=order) == ordered


@pytest.mark.parametrize(
    ("modifiers", "ordered"),
    [
        ("GP CQ", "CQ GP"),
        ("GO CO", "CO GO"),
        ("KX GN 59", "59 GN KX"),
        ("95 GA KX GP XU CQ", "CQ XU GP KX GA 95"),
        ("GT 93 GY", "GY GT 93"),
        ("ZZ 96 GP", "GP 96 ZZ"),
        ("LT 25", "LT 25"),
    ],
)
def test_the_usual_order_is_assistant_59_plan_kx_notice_telehealth(modifiers: str, ordered: str) -> None:
    assert order_modifiers(modifiers.split()) == tuple(ordered.split())


def test_a_payer_with_the_plan_first_gets_it_first_and_the_rest_as_usual() -> None:
    order = (ModifierClass.DISCIPLINE,)
    assert order_modifiers(["KX", "59", "CQ", "GP"], order=order) == ("GP", "CQ", "59", "KX")


def test_units_of_an_assistant_stand_on_a_line_of_their_own_behind_the_plain_one() -> None:
    found = lines({"97110": 1, "97140": 2}, by_assistant={"97110": 2, "97112": 1}).lines
    assert [(line.code, line.units, line.is_by_assistant, line.modifiers) for line in found] == [
        ("97110", 1, False, ("GP",)),
        ("97110", 2, True, ("CQ", "GP")),
        ("97140", 2, False, ("GP",)),
        ("97112", 1, True, ("CQ", "GP")),
    ]


def test_each_certain_modifier_says_why_it_stands_there() -> None:
    [line] = lines({}, by_assistant={"97535": 1}, discipline=Discipline.OT).lines
    assert [(name, why, whose.value) for name, why, whose in line.certain] == [
        ("CO", "assistant", "ot"),
        ("GO", "plan", "ot"),
    ]


@pytest.mark.parametrize(
    ("use", "certain", "asked"),
    [
        (AssistantModifierUse.REQUIRED, ("CQ", "GP"), []),
        (AssistantModifierUse.PER_PLAN, ("GP",), [("CQ", "assistant_payer")]),
        (AssistantModifierUse.RARELY, ("GP",), [("CQ", "assistant_payer")]),
        (AssistantModifierUse.UNKNOWN, ("GP",), [("CQ", "assistant_payer")]),
        (AssistantModifierUse.EXEMPT, ("GP",), []),
    ],
)
def test_the_payer_decides_whether_the_assistant_modifier_is_certain(
    use: AssistantModifierUse, certain: tuple[str, ...], asked: list[tuple[str, str]]
) -> None:
    [line] = lines({}, by_assistant={"97110": 1}, assistant_use=use).lines
    assert line.modifiers == certain
    assert [(each.modifier, each.reason) for each in line.conditional] == asked


@pytest.mark.parametrize(
    ("on", "modifiers"), [(date(2019, 12, 31), ("GP",)), (date(2020, 1, 1), ("CQ", "GP"))]
)
def test_there_is_no_assistant_modifier_before_2020(on: date, modifiers: tuple[str, ...]) -> None:
    assert lines({}, by_assistant={"97110": 1}, on=on).lines[0].modifiers == modifiers


def test_with_no_plan_known_the_assistant_modifier_is_a_question_as_well() -> None:
    [line] = lines({}, by_assistant={"97110": 1}, discipline=None).lines
    assert line.modifiers == ()
    assert [each.modifier for each in line.conditional] == ["CQ", "CO", "GP", "GO"]


def test_a_code_with_no_units_is_no_line() -> None:
    assert lines({"97110": 0}).lines == ()


def test_59_is_a_question_on_the_column_2_line_and_stands_on_none() -> None:
    found = lines({"97750": 1, "97140": 1}, edits=pairs("97750", "97140")).lines
    asked = {line.code: [each for each in line.conditional if each.modifier == "59"] for line in found}
    assert {line.code: line.modifiers for line in found} == {"97750": ("GP",), "97140": ("GP",)}
    assert asked["97140"] == []
    [question] = asked["97750"]
    assert (question.reason, question.apart_from) == ("separate_blocks", ("97140",))
    assert question.instead == ("XE", "XS", "XP", "XU")


def test_a_line_in_two_edits_is_asked_once_with_both_partners() -> None:
    found = lines({"97750": 1, "97140": 1, "97530": 1}, edits=pairs("97750", "97140", "97530")).lines
    questions = [each for line in found for each in line.conditional if each.modifier == "59"]
    assert [question.apart_from for question in questions] == [("97140", "97530")]


def test_beside_an_untimed_code_the_question_is_a_separate_service() -> None:
    [group, single] = lines({"97150": 1, "97110": 1}, edits=pairs("97150", "97110")).lines
    assert group.conditional == ()
    assert [(each.modifier, each.reason) for each in single.conditional] == [("59", "separate_service")]


def test_an_edit_that_nothing_opens_asks_for_nothing() -> None:
    found = lines({"97140": 1, "97124": 1}, edits=pairs("97140", "97124")).lines
    assert [line.conditional for line in found] == [(), ()]


def test_an_edit_with_a_code_that_is_not_billed_asks_for_nothing() -> None:
    [line] = lines({"97750": 1, "97140": 0}, edits=pairs("97750", "97140")).lines
    assert line.conditional == ()


def test_before_2015_the_question_is_59_alone() -> None:
    on = date(2014, 12, 31)
    found = lines({"97750": 1, "97140": 1}, edits=pairs("97750", "97140", on=on), on=on).lines
    assert [each.instead for line in found for each in line.conditional] == [()]


@pytest.mark.parametrize(
    ("use", "reasons"),
    [
        (KxUse.REQUIRED, ["past_threshold"]),
        (KxUse.PER_PLAN, ["past_threshold_payer"]),
        (KxUse.NO, []),
        (KxUse.UNKNOWN, []),
        (None, []),
    ],
)
def test_kx_is_a_question_where_the_payer_has_a_use_for_it(use: KxUse | None, reasons: list[str]) -> None:
    [line] = lines({"97110": 1}, kx_use=use).lines
    assert [each.reason for each in line.conditional if each.modifier == "KX"] == reasons
    assert "KX" not in line.modifiers


def test_the_questions_of_a_line_stand_in_the_order_of_the_line() -> None:
    edits = pairs("97750", "97140")
    found = lines({"97750": 1, "97140": 1}, discipline=None, kx_use=KxUse.REQUIRED, edits=edits).lines
    [line] = [line for line in found if line.code == "97750"]
    assert [each.modifier for each in line.conditional] == ["59", "GP", "GO", "KX"]


def test_a_date_that_nothing_is_loaded_for_is_refused() -> None:
    with pytest.raises(NoRuleInForce):
        lines({"97110": 1}, on=date(2011, 12, 31))


def test_the_values_behind_the_modifiers_are_named_once() -> None:
    values = lines({"97110": 1, "97140": 1}, by_assistant={"97110": 1}).values
    assert [value.reference for value in values] == [
        "medicare.modifiers.discipline@2012-01-01",
        "medicare.assistants.modifier@2020-01-01",
    ]


@pytest.mark.parametrize(
    ("code", "use", "reason"),
    [
        ("97129", DisciplineModifierUse.REQUIRED, "sometimes"),
        ("97110", DisciplineModifierUse.PER_PLAN, "payer"),
    ],
)
def test_the_assistant_modifier_is_never_surer_than_the_one_of_its_plan(
    code: str, use: DisciplineModifierUse, reason: str
) -> None:
    [line] = lines({}, by_assistant={code: 1}, use=use).lines
    assert line.modifiers == ()
    assert [(each.modifier, each.reason) for each in line.conditional] == [("CQ", reason), ("GP", reason)]
