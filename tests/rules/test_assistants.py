"""CQ and CO against an oracle of their own, their laws, and the ten percent."""

from __future__ import annotations

import random
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules import (
    AssistantResult,
    BadMinutes,
    CountingRule,
    Discipline,
    ProviderMinutes,
    count_units,
    split_by_provider,
)
from rules.assistant_units import ten_percent
from rules.tally import Visit
from tests.rules.oracle import units_by_table

IN_2021, IN_2026 = date(2021, 6, 1), date(2026, 3, 2)
CODES = ("97110", "97140", "97530", "97112", "97116", "97535")

amounts = st.tuples(st.integers(0, 60), st.integers(0, 60), st.integers(0, 20))
visits = st.lists(amounts, min_size=1, max_size=len(CODES)).filter(lambda visit: sum(map(sum, visit)) > 0)
days = st.sampled_from([IN_2021, IN_2026])
rules_of_count = st.sampled_from(CountingRule)


def split(
    lines: list[tuple[int, int, int]], on: date = IN_2026, rule: CountingRule = CountingRule.CMS
) -> AssistantResult:
    return split_by_provider(
        [ProviderMinutes(code, *line) for code, line in zip(CODES, lines, strict=False)],
        on=on,
        discipline=Discipline.PT,
        rule=rule,
    )


def by_hand(therapist: int, assistant: int) -> int:
    """Units with CQ of one code since 2022, minute by minute out of the two people's hours."""
    units = units_by_table(therapist + assistant)
    marked = 0
    while assistant >= 15:
        assistant, units, marked = assistant - 15, units - 1, marked + 1
    while therapist >= 15:
        therapist, units = therapist - 15, units - 1
    if units == 2:
        return marked + 1
    if units == 1 and therapist < 8:
        tenth_of_both = (therapist + assistant) / 10
        return marked + (assistant >= 8 or assistant > tenth_of_both)
    return marked


def by_hand_before_2022(therapist: int, assistant: int) -> set[int]:
    """The same in 2020 and 2021; two numbers where the rule did not say."""
    units = units_by_table(therapist + assistant)
    whole = therapist // 15, assistant // 15
    still_open = units - sum(whole)
    if still_open == 2:
        return {whole[1] + 2, whole[1] + 1}
    therapist, assistant = therapist % 15, assistant % 15
    return {whole[1] + (still_open == 1 and assistant / (therapist + assistant) > 0.1)}


@pytest.mark.parametrize("therapist", range(61))
def test_one_code_up_to_60_minutes_each_is_as_counted_by_hand(therapist: int) -> None:
    for assistant in range(61):
        units = units_by_table(therapist + assistant)
        result = split([(therapist, assistant, 0)])
        [only] = result.allocations
        marked = by_hand(therapist, assistant)
        assert only.with_modifier.get("97110", 0) == marked, (therapist, assistant)
        assert only.plain.get("97110", 0) == units - marked, (therapist, assistant)
        assert result.is_settled
        found = {
            way.with_modifier.get("97110", 0)
            for way in split([(therapist, assistant, 0)], IN_2021).allocations
        }
        assert found == by_hand_before_2022(therapist, assistant), (therapist, assistant)


@given(visits, days, rules_of_count)
def test_plain_and_modified_units_are_together_the_units_of_the_count(
    visit: list[tuple[int, int, int]], on: date, rule: CountingRule
) -> None:
    result = split(visit, on, rule)
    counted = count_units(
        Visit({code: sum(line) for code, line in zip(CODES, visit, strict=False)}), on=on, rule=rule
    )
    assert result.units == counted
    allowed = [{code: units for code, units in way.items() if units} for way in counted.allocations]
    for way in result.allocations:
        together = {
            code: way.plain.get(code, 0) + way.with_modifier.get(code, 0)
            for code in way.plain.keys() | way.with_modifier.keys()
        }
        assert together in allowed
        assert all(units > 0 for part in way for units in part.values())


@given(visits, days)
def test_every_split_of_the_count_is_there_and_none_twice(
    visit: list[tuple[int, int, int]], on: date
) -> None:
    result = split(visit, on)
    shown = [tuple(tuple(sorted(part.items())) for part in way) for way in result.allocations]
    assert len(set(shown)) == len(shown)
    assert result.is_settled == (len(shown) == len(result.units.allocations)) or len(shown) == 24


@given(visits, days, rules_of_count)
def test_whole_quarter_hours_stay_with_the_person_who_gave_them(
    visit: list[tuple[int, int, int]], on: date, rule: CountingRule
) -> None:
    for way in split(visit, on, rule).allocations:
        for code, (therapist, assistant, together) in zip(CODES, visit, strict=False):
            assert way.plain.get(code, 0) >= (therapist + together) // 15
            assert way.with_modifier.get(code, 0) >= assistant // 15
            assert way.with_modifier.get(code, 0) <= assistant // 15 + 2
            if assistant == 0:
                assert code not in way.with_modifier
            if therapist + together == 0:
                assert code not in way.plain


@given(visits, days)
def test_side_by_side_minutes_are_the_therapists(visit: list[tuple[int, int, int]], on: date) -> None:
    as_alone = [(therapist + together, assistant, 0) for therapist, assistant, together in visit]
    assert split(visit, on).allocations == split(as_alone, on).allocations


@given(visits, st.randoms(use_true_random=False))
def test_the_order_of_codes_does_not_change_the_set_of_splits(
    visit: list[tuple[int, int, int]], shuffler: random.Random
) -> None:
    lines = [ProviderMinutes(code, *line) for code, line in zip(CODES, visit, strict=False)]
    turned = lines[:]
    shuffler.shuffle(turned)

    def ways(given_lines: list[ProviderMinutes]) -> list[list[tuple[str, int]]]:
        result = split_by_provider(given_lines, on=IN_2026, discipline=Discipline.PT, most_splits=10**4)
        return sorted(
            sorted(way.plain.items()) + sorted(way.with_modifier.items()) for way in result.allocations
        )

    assert ways(lines) == ways(turned)


@given(visits, days)
def test_ot_has_the_same_splits_with_its_own_modifier(visit: list[tuple[int, int, int]], on: date) -> None:
    lines = [ProviderMinutes(code, *line) for code, line in zip(CODES, visit, strict=False)]
    ot = split_by_provider(lines, on=on, discipline=Discipline.OT)
    assert (ot.modifier, split(visit, on).modifier) == ("CO", "CQ")
    assert ot.allocations == split(visit, on).allocations


def test_the_one_code_rule_never_leaves_a_choice_and_a_second_code_can() -> None:
    assert split([(6, 14, 0)]).is_settled
    corner = split([(6, 14, 0), (3, 0, 0)])
    assert not corner.is_settled
    assert [way.with_modifier for way in corner.allocations] == [{"97110": 2}, {"97110": 1}]


def test_two_open_codes_are_read_the_same_way_in_one_split() -> None:
    visit = [(6, 14, 0), (6, 14, 0), (5, 0, 0), (5, 0, 0), (5, 0, 0)]
    result = split(visit)
    assert {"97110": 1, "97140": 1} in [way.with_modifier for way in result.allocations]
    assert not any(
        way.with_modifier == {"97110": 2, "97140": 1} and way.plain.get("97140") for way in result.allocations
    )


@pytest.mark.parametrize(
    ("assistant", "total", "strict", "simple", "percentage"),
    [
        (2, 15, True, False, True),
        (1, 8, True, False, True),
        (3, 30, False, False, False),
        (4, 30, True, True, True),
        (10, 96, True, False, False),
        (0, 0, False, False, False),
        (0, 40, False, False, False),
        (40, 40, True, True, True),
        (1, 10, False, False, False),
    ],
)
def test_ten_percent_is_worked_out_in_three_ways(
    assistant: int, total: int, strict: bool, simple: bool, percentage: bool
) -> None:
    found = ten_percent(assistant, total, 10)
    assert tuple(found) == (strict, simple, percentage)
    assert found.methods_differ == (len({strict, simple, percentage}) > 1)


@given(st.integers(0, 300), st.integers(0, 300))
def test_nothing_rounded_is_the_safe_side_of_both_methods(assistant: int, more: int) -> None:
    found = ten_percent(assistant, assistant + more, 10)
    assert found.is_over or not (found.by_simple or found.by_percentage)


@pytest.mark.parametrize("minutes", [(-5, 10), (13, -1), (12.5, 10), (True, 10)])
def test_minutes_that_are_not_whole_or_below_zero_are_refused(minutes: tuple[int, int]) -> None:
    with pytest.raises(BadMinutes, match="97110"):
        split([(*minutes, 0)])


def test_sessions_of_one_code_are_summed_for_each_person() -> None:
    lines = [ProviderMinutes("97110", 10, 0), ProviderMinutes("97110", 3, 23)]
    [way] = split_by_provider(lines, on=IN_2026, discipline=Discipline.PT).allocations
    assert (way.plain, way.with_modifier) == ({"97110": 1}, {"97110": 1})


def test_only_what_decided_is_cited() -> None:
    alone = split([(30, 0, 0)])
    assert not {name for name in alone.used if "in_part_percent" in name or "two_open_units" in name}
    assert "medicare.assistants.two_open_units@2022-01-01" in split([(14, 14, 0)]).used
    assert "medicare.assistants.side_by_side@2020-01-01" in split([(14, 14, 5)]).used
