"""Dated values: which one holds on a day, and refusal on every day that none covers."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules import Citation, Confidence, DatedValue, NoRuleInForce, Parameter
from rules.errors import OverlapError

FIRST = date(2020, 1, 1)


def dated(value: object, effective: date, through: date | None) -> DatedValue:
    return DatedValue(f"x@{effective}", value, effective, through, Citation("house", "1"), Confidence.KNOWN)


def parameter(*values: DatedValue, expected: tuple[date, ...] = ()) -> Parameter:
    return Parameter("x", "X", "X holds.", "minutes", values, expected)


def refused(found: Parameter, day: date) -> str:
    with pytest.raises(NoRuleInForce) as caught:
        found.on(day)
    assert (caught.value.parameter, caught.value.on) == ("x", day)
    assert caught.value.covered == found.covered()
    return caught.value.message


def test_a_closed_value_holds_from_its_first_to_its_last_day() -> None:
    found = parameter(dated(1, date(2025, 1, 1), date(2025, 12, 31)))
    assert found.on(date(2025, 1, 1)).value == 1
    assert found.on(date(2025, 12, 31)).value == 1
    for day in (date(2024, 12, 31), date(2026, 1, 1)):
        message = refused(found, day)
        assert day.isoformat() in message
        assert "2025-01-01 to 2025-12-31" in message
        assert "on:2025-01-01" in message


def test_a_standing_value_holds_without_end() -> None:
    found = parameter(dated(1, date(2012, 1, 1), None))
    assert found.on(date(2099, 12, 31)).value == 1
    assert "from 2012-01-01 on" in refused(found, date(2011, 12, 31))


def test_nothing_rolls_over_a_gap() -> None:
    found = parameter(
        dated(1, date(2024, 1, 1), date(2024, 6, 30)), dated(2, date(2024, 10, 1), date(2024, 12, 31))
    )
    assert found.on(date(2024, 6, 30)).value == 1
    assert found.on(date(2024, 10, 1)).value == 2
    message = refused(found, date(2024, 7, 1))
    assert "2024-01-01 to 2024-06-30, 2024-10-01 to 2024-12-31" in message
    refused(found, date(2024, 9, 30))


@pytest.mark.parametrize("through", [date(2025, 1, 1), date(2026, 5, 5), None])
def test_two_values_that_share_a_day_are_refused_with_the_day(through: date | None) -> None:
    with pytest.raises(OverlapError, match="both hold on 2025-01-01"):
        parameter(dated(1, date(2024, 1, 1), through), dated(2, date(2025, 1, 1), None))


def test_values_that_touch_do_not_overlap() -> None:
    found = parameter(dated(1, date(2024, 1, 1), date(2024, 12, 31)), dated(2, date(2025, 1, 1), None))
    assert [found.on(day).value for day in (date(2024, 12, 31), date(2025, 1, 1))] == [1, 2]


def test_an_expected_value_ends_even_a_standing_one_until_it_is_known() -> None:
    found = parameter(dated(1, date(2025, 1, 1), None), expected=(date(2027, 1, 1),))
    assert found.on(date(2026, 12, 31)).value == 1
    refused(found, date(2027, 1, 1))
    refused(found, date(2030, 1, 1))


def test_a_value_after_an_expected_one_holds_again() -> None:
    found = parameter(
        dated(1, date(2025, 1, 1), date(2025, 12, 31)),
        dated(2, date(2027, 1, 1), None),
        expected=(date(2026, 1, 1),),
    )
    refused(found, date(2026, 6, 1))
    assert found.on(date(2027, 6, 1)).value == 2


def test_a_repealed_rule_is_refused_and_not_counted_as_covered() -> None:
    found = parameter(dated(1, date(2020, 1, 1), date(2020, 12, 31)), dated(None, date(2021, 1, 1), None))
    message = refused(found, date(2021, 1, 1))
    assert found.covered() == ((date(2020, 1, 1), date(2020, 12, 31)),)
    assert "2021-01-01 on" not in message


def test_a_parameter_without_any_value_says_that_no_date_is_covered() -> None:
    message = refused(parameter(expected=(date(2027, 1, 1),)), date(2027, 1, 1))
    assert "no date yet" in message


@given(
    st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), max_size=6),
    st.integers(-5, 300),
)
def test_on_every_day_exactly_the_value_whose_days_hold_it_is_found(
    spans: list[tuple[int, int]], day_number: int
) -> None:
    values, start = [], FIRST
    for number, (gap, length) in enumerate(spans):
        start += timedelta(days=gap)
        values.append(dated(number, start, start + timedelta(days=length)))
        start += timedelta(days=length + 1)
    found, day = parameter(*values), FIRST + timedelta(days=day_number)
    holding = [value for value in values if value.effective <= day and day <= (value.through or day)]
    if holding:
        assert [found.on(day)] == holding
    else:
        refused(found, day)
