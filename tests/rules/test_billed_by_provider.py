"""Billed units with and without CQ or CO, against the minutes of therapist and assistant."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules import (
    AssistantResult,
    BilledLine,
    BilledVerdict,
    Discipline,
    ProviderCheck,
    ProviderMinutes,
    check_providers,
    split_by_provider,
)

ON = date(2026, 3, 2)
CODES = ("97110", "97140", "97112")
FITS, OVER, UNDER, MOVED = BilledVerdict


def shared(*minutes: tuple[str, int, int], on: date = ON, exempt: bool = False) -> AssistantResult:
    lines = [ProviderMinutes(code, therapist, assistant) for code, therapist, assistant in minutes]
    return split_by_provider(lines, on=on, discipline=Discipline.PT, exempt=exempt)


def check(claim: str, result: AssistantResult) -> ProviderCheck:
    """A claim as it is typed: `97110x1-GP-CQ`."""
    lines = []
    for word in claim.split():
        code, *modifiers = word.split("-")
        lines.append(BilledLine(code[:5], int(code[6:]), tuple(modifiers)))
    return check_providers(lines, result)


def changes(found: ProviderCheck) -> dict[tuple[str, bool], int]:
    return {(line.code, line.by_assistant): line.change for line in found.changes}


@pytest.mark.parametrize(
    ("claim", "verdict", "change"),
    [
        ("97110x1-GP 97110x1-GP-CQ 97140x2-GP", FITS, {}),
        ("97110x2-GP-CQ 97140x2-GP", MOVED, {("97110", False): 1, ("97110", True): -1}),
        ("97110x2-GP 97140x2-GP", MOVED, {("97110", False): -1, ("97110", True): 1}),
        ("97110x1-GP 97110x1-GP-CQ 97140x3-GP", OVER, {("97140", False): -1}),
        ("97110x1-GP 97110x1-GP-CQ 97140x1-GP", UNDER, {("97140", False): 1}),
        ("97110x1-GP 97140x2-GP", UNDER, {("97110", True): 1}),
        ("97110x1-GP 97110x1-GP-CQ 97140x2-GP-CQ", MOVED, {("97140", False): 2, ("97140", True): -2}),
    ],
)
def test_13_minutes_of_the_therapist_and_23_of_the_assistant_beside_30(
    claim: str, verdict: BilledVerdict, change: dict[tuple[str, bool], int]
) -> None:
    found = check(claim, shared(("97110", 13, 23), ("97140", 30, 0)))
    assert (found.verdict, changes(found)) == (verdict, change)
    assert found.is_taken


def test_a_unit_of_the_therapist_at_8_minutes_and_of_the_assistant_below() -> None:
    assert check("97110x1-GP", shared(("97110", 8, 7))).verdict is FITS
    found = check("97110x1-GP", shared(("97110", 7, 8)))
    assert (found.verdict, changes(found)) == (MOVED, {("97110", False): -1, ("97110", True): 1})


def test_either_split_of_a_tie_fits() -> None:
    result = shared(("97110", 10, 0), ("97140", 0, 10))
    assert check("97110x1-GP", result).verdict is FITS
    assert check("97140x1-GP-CQ", result).verdict is FITS
    assert check("97140x1-GP", result).verdict is MOVED


def test_either_reading_of_the_open_corner_fits() -> None:
    result = shared(("97110", 6, 14), ("97140", 3, 0))
    assert not result.is_settled
    for split in result.allocations:
        lines = [BilledLine(code, units, ("GP",)) for code, units in split.plain.items()]
        lines += [BilledLine(code, units, ("GP", "CQ")) for code, units in split.with_modifier.items()]
        assert check_providers(lines, result).verdict is FITS


def test_a_modifier_that_is_not_taken_belongs_on_the_plain_line() -> None:
    found = check("97110x1-GP-CQ", shared(("97110", 0, 15), exempt=True))
    assert (found.verdict, found.is_taken) == (MOVED, False)
    assert changes(found) == {("97110", False): 1, ("97110", True): -1}
    before = check("97110x1-GP-CQ", shared(("97110", 0, 15), on=date(2019, 12, 31)))
    assert changes(before) == changes(found)
    assert check("97110x1-GP-CQ", shared(("97110", 0, 15), on=date(2020, 1, 1))).verdict is FITS


visits = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=1, max_size=3)


@given(visits)
def test_every_listed_split_fits_and_with_a_unit_more_it_is_over(minutes: list[tuple[int, int]]) -> None:
    result = shared(*((code, *pair) for code, pair in zip(CODES, minutes, strict=False)))
    for split in result.allocations:
        lines = [BilledLine(code, units, ()) for code, units in split.plain.items() if units]
        lines += [BilledLine(code, units, ("CQ",)) for code, units in split.with_modifier.items() if units]
        assert check_providers(lines, result).verdict is FITS
        assert check_providers([*lines, BilledLine(CODES[0], 1, ())], result).verdict is OVER
