"""The check of `because` lines can fail: on a wrong number, and on the right ones in a wrong order."""

from __future__ import annotations

from datetime import date

import pytest

from rules import CountingRule, Visit, count_units
from tests.cases.arithmetic import is_backed, numbers_in, statements_of

STATEMENTS = statements_of(
    count_units(Visit({"97112": 24, "97110": 23}), on=date(2026, 3, 2), rule=CountingRule.CMS)
)


@pytest.mark.parametrize(
    "line",
    [
        "24 + 23 = 47 timed minutes",
        "47 falls in 38-52, so 3 units in all",
        "97112 has 24 minutes: 1 quarter hour and 9 over",
        "1 unit goes to 97112 with 9 over; 97110 comes next with 8, behind by 1",
        "8 minutes are the least of a unit",
    ],
)
def test_a_line_with_the_numbers_of_the_result_is_backed(line: str) -> None:
    assert is_backed(line, STATEMENTS)


@pytest.mark.parametrize(
    "line",
    [
        "24 + 23 = 48 timed minutes",
        "23 + 24 = 47 timed minutes",
        "47 falls in 37-52, so 3 units in all",
        "97110 has 24 minutes",
        "1 unit goes to 97110 with 8 over; 97112 comes next",
        "7 minutes are the least of a unit",
    ],
)
def test_a_line_with_another_number_or_another_order_is_not_backed(line: str) -> None:
    assert not is_backed(line, STATEMENTS)


def test_numbers_codes_and_dates_of_a_sentence_are_found_in_order() -> None:
    assert numbers_in("G0283 on 2026-03-02: 30 minutes, x1") == ("G0283", "2026-03-02", "30", "1")
