"""Every parameter and payer over all its dates: no gap, no overlap, and exactly one rule for a visit."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from rules import (
    Citation,
    Confidence,
    CountingRule,
    DatedValue,
    NoRuleInForce,
    Parameter,
    Visit,
    count_units,
    parameters,
    payer_parameters,
    payers,
)
from tests.content.sweep import boundary_days, faults_of

EVERYTHING_DATED = {**parameters(), **payer_parameters()}
FIRST_DAY = date(2012, 1, 1)
QUARTERS = [date(year, month, 1) for year in range(2012, 2031) for month in (1, 4, 7, 10)]


@pytest.mark.parametrize("name", EVERYTHING_DATED)
def test_no_day_is_claimed_twice_or_left_out(name: str) -> None:
    assert list(faults_of(EVERYTHING_DATED[name])) == []


def test_the_sweep_looks_at_the_day_before_of_and_after_every_edge() -> None:
    found = Parameter(
        "x",
        "X",
        "X holds.",
        "minutes",
        (_dated(date(2025, 1, 1), date(2025, 12, 31)),),
        expected=(date(2026, 1, 1),),
    )
    assert [day.isoformat() for day in boundary_days(found)] == [
        "2024-12-31",
        "2025-01-01",
        "2025-01-02",
        "2025-12-30",
        "2025-12-31",
        "2026-01-01",
        "2026-01-02",
    ]
    assert list(faults_of(found)) == []


def test_the_sweep_finds_a_gap_of_one_day() -> None:
    values = (_dated(date(2025, 1, 1), date(2025, 6, 29)), _dated(date(2025, 7, 1), None))
    assert list(faults_of(Parameter("x", "X", "X holds.", "minutes", values))) == ["x: a gap on 2025-06-30"]


def _dated(effective: date, through: date | None) -> DatedValue:
    return DatedValue(f"x@{effective}", 1, effective, through, Citation("house", "1"), Confidence.KNOWN)


@pytest.mark.parametrize("payer", sorted(payers()))
def test_exactly_one_counting_rule_applies_to_every_payer_on_every_quarter_start(payer: str) -> None:
    for day in QUARTERS:
        rule, value = payers()[payer].rule_on(day)
        assert isinstance(rule, CountingRule)
        assert value.effective <= day


@pytest.mark.parametrize("payer", sorted(payers()))
@pytest.mark.parametrize(
    "visit",
    [
        Visit({"97112": 25, "97110": 10}),
        Visit({"97110": 23}, ("97012",), {"97012": 15}),
        Visit({"96125": 60}),
    ],
    ids=["sample", "with an untimed code", "hourly"],
)
def test_a_visit_is_counted_on_every_quarter_start_with_one_value_of_each_parameter(
    payer: str, visit: Visit
) -> None:
    for day in QUARTERS:
        rule, _ = payers()[payer].rule_on(day)
        result = count_units(visit, on=day, rule=rule)
        names = [reference.partition("@")[0] for reference in result.used]
        assert names
        assert len(names) == len(set(names))
        assert all(reference.partition("@")[2] <= day.isoformat() for reference in result.used)


@pytest.mark.parametrize("name", EVERYTHING_DATED)
def test_nothing_is_answered_before_the_first_day(name: str) -> None:
    with pytest.raises(NoRuleInForce):
        EVERYTHING_DATED[name].on(EVERYTHING_DATED[name].values[0].effective - timedelta(days=1))


@pytest.mark.parametrize("rule", list(CountingRule))
def test_the_sample_visit_is_still_counted_on_2027_01_05(rule: CountingRule) -> None:
    result = count_units(Visit({"97112": 25, "97110": 10}), on=date(2027, 1, 5), rule=rule)
    assert result.timed_units == {"cms": 2, "ama": 3, "full15": 1}[rule]


def test_standing_rules_are_open_and_start_on_the_first_day_answered_for() -> None:
    for name, parameter in EVERYTHING_DATED.items():
        if name.startswith("medicare.kx_threshold."):
            continue  # an amount of a year ends with it; a test beside it holds every year
        assert parameter.values[-1].through is None, f"{name} ends; a standing rule says `open`"
        # Code pairs and unit limits are older than the counting that answers are given for.
        if not name.startswith(("medicare.ncci.", "medicare.mue.")):
            assert parameter.values[0].effective >= FIRST_DAY
