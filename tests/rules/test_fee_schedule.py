"""The yearly factors of the fee schedule: known for their year only."""

from __future__ import annotations

from datetime import date

import pytest

from rules import NoRuleInForce, parameters

FACTORS = {
    "medicare.fee_schedule.conversion_factor": "33.4009",
    "medicare.fee_schedule.conversion_factor_apm": "33.5675",
}


@pytest.mark.parametrize(("name", "amount"), FACTORS.items())
@pytest.mark.parametrize("day", [date(2026, 1, 1), date(2026, 1, 2), date(2026, 12, 31)])
def test_the_factor_of_2026_holds_from_its_first_to_its_last_day(name: str, amount: str, day: date) -> None:
    assert parameters()[name].on(day).value == amount


@pytest.mark.parametrize("name", FACTORS)
@pytest.mark.parametrize("day", [date(2025, 12, 31), date(2027, 1, 1)])
def test_no_factor_is_carried_into_another_year(name: str, day: date) -> None:
    with pytest.raises(NoRuleInForce):
        parameters()[name].on(day)
