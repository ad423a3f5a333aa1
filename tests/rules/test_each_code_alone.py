"""Counting each code alone: by its midpoint, in whole 15 minutes, and with longer units."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules import CountingRule, Visit, count_units
from rules.single_codes import (
    least_minutes,
    long_service_units,
    midpoint_count,
    midpoint_share,
    month_units,
    whole_unit_count,
)
from tests.rules.oracle import units_by_table

ON = date(2026, 3, 2)
CODES = ("97112", "97110", "97140", "97530", "97116", "97035")

visits = st.dictionaries(st.sampled_from(CODES), st.integers(0, 200), min_size=1)


def units_of(minutes: dict[str, int], rule: CountingRule) -> dict[str, int]:
    return count_units(Visit(minutes), on=ON, rule=rule).allocations[0]


@given(visits)
def test_by_the_midpoint_each_code_is_looked_up_alone_in_the_table(minutes: dict[str, int]) -> None:
    wanted = {code: units_by_table(amount) for code, amount in minutes.items()}
    assert units_of(minutes, CountingRule.AMA) == {code: units for code, units in wanted.items() if units}


@given(visits)
def test_in_whole_15_minutes_the_rest_of_each_code_is_dropped(minutes: dict[str, int]) -> None:
    wanted = {code: amount // 15 for code, amount in minutes.items() if amount >= 15}
    assert units_of(minutes, CountingRule.FULL15) == wanted


@given(visits)
def test_the_midpoint_never_gives_a_code_fewer_units_than_whole_15_minutes(minutes: dict[str, int]) -> None:
    by_midpoint, by_whole = (units_of(minutes, rule) for rule in (CountingRule.AMA, CountingRule.FULL15))
    assert all(by_midpoint.get(code, 0) - by_whole.get(code, 0) in (0, 1) for code in minutes)


@pytest.mark.parametrize("rule", [CountingRule.AMA, CountingRule.FULL15])
@given(minutes=visits, data=st.data())
def test_more_minutes_never_give_fewer_units_and_touch_no_other_code(
    rule: CountingRule, minutes: dict[str, int], data: st.DataObject
) -> None:
    code = data.draw(st.sampled_from(sorted(minutes)))
    longer = minutes | {code: minutes[code] + data.draw(st.integers(0, 60))}
    before, after = units_of(minutes, rule), units_of(longer, rule)
    assert after.get(code, 0) >= before.get(code, 0)
    assert {other: units for other, units in after.items() if other != code} == {
        other: units for other, units in before.items() if other != code
    }


@pytest.mark.parametrize("rule", [CountingRule.AMA, CountingRule.FULL15])
@given(minutes=visits)
def test_alone_there_is_one_split_no_tie_and_no_zero(rule: CountingRule, minutes: dict[str, int]) -> None:
    result = count_units(Visit(minutes), on=ON, rule=rule)
    assert (result.allocations_total, len(result.allocations), result.tie) == (1, 1, None)
    assert 0 not in result.allocations[0].values()
    assert result.timed_units == sum(result.allocations[0].values())
    assert result.pooled_minutes == 0
    assert [line.code for line in result.lines] == list(minutes)


@pytest.mark.parametrize("rule", [CountingRule.AMA, CountingRule.FULL15])
@given(minutes=visits)
def test_the_minutes_to_the_next_unit_are_the_fewest_that_any_code_needs(
    rule: CountingRule, minutes: dict[str, int]
) -> None:
    result = count_units(Visit(minutes), on=ON, rule=rule)

    def best_with(more: int) -> int:
        return max(
            sum(units_of(minutes | {code: amount + more}, rule).values()) for code, amount in minutes.items()
        )

    needed = result.minutes_to_next_unit
    assert needed is not None
    assert best_with(needed) == result.timed_units + 1
    assert best_with(needed - 1) == result.timed_units


@pytest.mark.parametrize(
    ("count", "reach"),
    [(midpoint_count, 8), (whole_unit_count, 15)],
)
def test_the_count_of_one_code_says_its_length_and_its_reach(
    count: Callable[..., object], reach: int
) -> None:
    found = count(on=ON)
    assert (found.length, found.reach) == (15, reach)  # type: ignore[attr-defined]


@pytest.mark.parametrize(("length", "least"), [(15, 8), (30, 16), (60, 31), (120, 61)])
def test_a_longer_unit_counts_from_the_first_whole_minute_past_its_midpoint(length: int, least: int) -> None:
    assert least_minutes(length, midpoint_share(on=ON)) == least


@pytest.mark.parametrize("first", [15, 30, 60, 120])
@pytest.mark.parametrize("further", [15, 30, 60])
def test_longer_services_add_a_unit_at_every_further_midpoint(first: int, further: int) -> None:
    """The unit number n is there once its first n - 1 lengths and more than half of its own have passed."""
    share = midpoint_share(on=ON)
    lengths = [first, *[further] * 12]
    thresholds = [sum(lengths[:number]) + lengths[number] // 2 + 1 for number in range(len(lengths) - 1)]
    for minutes in range(thresholds[-1] + 1):
        wanted = sum(minutes >= threshold for threshold in thresholds)
        assert long_service_units(minutes, first, further, share) == wanted, minutes


@pytest.mark.parametrize("day", [date(2025, 12, 31), date(2026, 1, 1)])
def test_minutes_of_a_month_are_never_rounded(day: date) -> None:
    for minutes in range(200):
        units, _ = month_units(minutes, on=day)
        if minutes >= 20:
            further = minutes // 20 - 1
            assert units == {"98980": 1} | ({"98981": further} if further else {})
        elif minutes >= 10 and day.year >= 2026:
            assert units == {"98979": 1}
        else:
            assert units == {}
