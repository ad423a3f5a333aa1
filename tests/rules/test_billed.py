"""Billed units against a check of every split, and the laws of a check."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules import (
    BilledVerdict,
    CheckResult,
    CountingRule,
    UnitsResult,
    Visit,
    check_billed,
    claim_visit,
    count_units,
)
from rules.billed import is_allowed_split
from tests.rules.oracle import allowed_splits

ON = date(2026, 3, 2)
CODES = ("97112", "97110", "97140", "97530", "97116", "97535", "97113", "97124", "97032", "97033")
FITS, OVER, UNDER, MOVED = BilledVerdict


def counted(minutes: Mapping[str, int], rule: CountingRule = CountingRule.CMS) -> UnitsResult:
    return count_units(Visit(minutes), on=ON, rule=rule)


def units_of(amounts: tuple[int, ...]) -> dict[str, int]:
    return {code: units for code, units in zip(CODES, amounts, strict=False) if units}


def check(minutes: Mapping[str, int], billed: Mapping[str, int]) -> CheckResult:
    return check_billed(billed, counted(minutes))


def changed(billed: tuple[int, ...], split: tuple[int, ...]) -> int:
    return sum(abs(one - other) for one, other in zip(billed, split, strict=True))


@pytest.mark.parametrize("minutes", list(product((0, 7, 8, 10, 15, 22, 25), repeat=3)))
def test_every_claim_of_up_to_3_units_a_code_is_judged_as_trying_every_split_does(
    minutes: tuple[int, ...],
) -> None:
    result = counted(dict(zip(CODES, minutes, strict=False)))
    allowed = allowed_splits(minutes)
    earned = sum(next(iter(allowed)))
    for billed in product(range(4), repeat=3):
        if not any(billed):
            continue
        found = check_billed(units_of(billed), result)
        if billed in allowed:
            assert found.verdict is FITS
        elif sum(billed) != earned:
            assert found.verdict is (OVER if sum(billed) > earned else UNDER)
        else:
            assert found.verdict is MOVED
        nearest = tuple(found.supported.get(code, 0) for code in CODES[:3])
        assert nearest in allowed
        assert changed(billed, nearest) == min(changed(billed, split) for split in allowed)


@pytest.mark.parametrize("minutes", [(10, 10, 10), (25, 10, 10), (7, 7, 7), (8, 8, 8, 8), (10, 25, 10, 25)])
def test_of_equally_near_splits_the_one_recommended_first_is_named(minutes: tuple[int, ...]) -> None:
    result = counted(dict(zip(CODES, minutes, strict=False)))
    recommended = [
        tuple(split.get(code, 0) for code in CODES[: len(minutes)]) for split in result.allocations
    ]
    for billed in product(range(3), repeat=len(minutes)):
        if any(billed):
            found = check_billed(units_of(billed), result)
            nearest = tuple(found.supported.get(code, 0) for code in CODES[: len(minutes)])
            assert nearest == min(recommended, key=lambda split: changed(billed, split))


def test_splits_that_are_not_listed_fit_as_well() -> None:
    result = counted(dict.fromkeys(CODES, 8))
    assert result.tie is not None
    assert result.allocations_total > len(result.allocations)
    every = [dict.fromkeys(chosen, 1) for chosen in combinations(CODES, result.tie.extra_units)]
    assert len(every) == result.allocations_total
    assert {check_billed(split, result).verdict for split in every} == {FITS}


visits = st.dictionaries(st.sampled_from(CODES), st.integers(0, 130), min_size=1, max_size=6)
claims = st.dictionaries(st.sampled_from(CODES), st.integers(1, 9), min_size=1, max_size=6)


@given(visits, st.sampled_from(CountingRule))
def test_every_listed_split_fits_the_visit_it_was_worked_out_from(
    minutes: dict[str, int], rule: CountingRule
) -> None:
    result = counted(minutes, rule)
    for split in result.allocations:
        assert is_allowed_split(split, result)
        if split:
            assert check_billed(split, result).verdict is FITS


@given(visits, claims, st.sampled_from(CountingRule))
def test_more_units_than_supported_are_over_fewer_are_under_and_as_many_are_neither(
    minutes: dict[str, int], billed: dict[str, int], rule: CountingRule
) -> None:
    found = check_billed(billed, counted(minutes, rule))
    more = found.billed_units - found.supported_units
    assert (found.verdict is OVER) == (more > 0)
    assert (found.verdict is UNDER) == (more < 0)
    assert (found.verdict in (FITS, MOVED)) == (more == 0)
    assert (found.verdict is FITS) == (not found.changes)


@given(visits, claims, st.sampled_from(CountingRule))
def test_the_claim_with_its_changes_made_fits(
    minutes: dict[str, int], billed: dict[str, int], rule: CountingRule
) -> None:
    result = counted(minutes, rule)
    found = check_billed(billed, result)
    mended = {line.code: line.billed + line.change for line in found.lines if line.billed + line.change}
    assert mended == found.supported
    if mended:
        assert check_billed(mended, result).verdict is FITS


@given(visits, claims)
def test_the_order_in_which_lines_are_billed_changes_no_verdict(
    minutes: dict[str, int], billed: dict[str, int]
) -> None:
    backwards = dict(reversed(billed.items()))
    one, other = check(minutes, billed), check(minutes, backwards)
    assert (one.verdict, one.supported) == (other.verdict, other.supported)


def test_minutes_typed_for_an_untimed_code_do_not_make_it_timed() -> None:
    visit = claim_visit({"97161": 1}, Visit({"97110": 30}, ("97161",), {"97161": 40}))
    result = count_units(visit, on=ON, rule=CountingRule.CMS)
    assert check_billed({"97161": 1, "97110": 2}, result).verdict is FITS
    assert visit.untimed_minutes == {"97161": 40}


def test_units_typed_for_a_code_by_area_are_kept_beside_the_billed_ones() -> None:
    visit = claim_visit({"97597": 2}, Visit(typed_units={"97597": 1}))
    found = check_billed({"97597": 2}, count_units(visit, on=ON, rule=CountingRule.CMS))
    assert (found.verdict, found.supported) == (OVER, {"97597": 1})


@pytest.mark.parametrize(
    ("billed", "nearest"),
    [
        ({"97112": 2, "97110": 1}, [{"97112": 2}, {"97112": 1, "97110": 1}]),
        ({"97112": 1}, [{"97112": 2}, {"97112": 1, "97110": 1}]),
        ({"97112": 3}, [{"97112": 2}]),
        ({"97110": 2}, [{"97112": 1, "97110": 1}]),
    ],
)
def test_every_split_that_is_as_near_is_named(billed: dict[str, int], nearest: list[dict[str, int]]) -> None:
    found = check({"97112": 25, "97110": 10}, billed)
    assert [found.supported, *found.also_near] == nearest
    assert found.nearest_total == len(nearest)


@pytest.mark.parametrize("minutes", list(product((0, 7, 8, 10, 22), repeat=3)))
def test_the_nearest_splits_are_those_with_the_fewest_units_to_change(minutes: tuple[int, ...]) -> None:
    result = counted(dict(zip(CODES, minutes, strict=False)))
    allowed = allowed_splits(minutes)
    for billed in product(range(3), repeat=3):
        if not any(billed):
            continue
        found = check_billed(units_of(billed), result)
        least = min(changed(billed, split) for split in allowed)
        nearest = {frozenset(units_of(split).items()) for split in allowed if changed(billed, split) == least}
        named = [frozenset(split.items()) for split in (found.supported, *found.also_near)]
        assert found.nearest_total == len(nearest)
        assert set(named) <= nearest
        assert len(set(named)) == len(named) == min(len(nearest), 4)
