"""Units already billed, held against what the minutes support.

Source: cms-100-04-ch5 §20.2 C (which code gets which unit is the clinician's choice where the left-over
minutes are equal); cpt-time-rule and contract-terms for counts of each code alone.

Encoded: billed units fit when they are any one of the splits that the rule allows, also one that is not
listed; else the nearest allowed splits are named (fewest units changed), in the recommended order.
Left to judgement: whether the minutes were skilled, one-on-one, necessary and documented; how a claim
that was already paid is put right.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations, islice
from math import comb
from typing import NamedTuple

from rules.codes import CodeEntry, code_table
from rules.errors import BadMinutes, NotCountable
from rules.result import UnitsResult
from rules.tally import NOT_PAYABLE, Visit
from rules.types import CountedBy, CountingRule

MOST_NEAREST = 4
"""So many of the splits that are as near as each other are listed."""


class BilledVerdict(StrEnum):
    """How billed units stand to the supported ones."""

    FITS = "fits"
    """The units are one of the allowed splits."""
    OVER = "over"
    """More units in all than the minutes support."""
    UNDER = "under"
    """Fewer units in all: something was left on the table."""
    MOVED = "moved"
    """The right number in all, on the wrong codes."""


class CheckLine(NamedTuple):
    """One code of the claim or of the visit.

    Attributes:
        code: The code.
        billed: Units on the claim, 0 where it is not billed.
        supported: Units of the nearest allowed split.
        change: Units to add; below 0, units to take off.
    """

    code: str
    billed: int
    supported: int
    change: int


@dataclass(frozen=True, slots=True)
class CheckResult:
    """Billed units held against one way of counting.

    Attributes:
        rule: How the minutes were counted.
        verdict: Fits, over, under or moved.
        billed: Units on the claim by code, codes that cannot be judged here left out.
        supported: The nearest allowed split, untimed codes in it; of several, the one recommended first.
        also_near: Further splits that are as near, at most 3, in the recommended order.
        lines: Every code of both, billed ones first.
        not_judged: Billed codes that are never counted here.
        splits_total: How many splits the rule allows.
        nearest_total: How many of them are as near as `supported`, itself among them.
    """

    rule: CountingRule
    verdict: BilledVerdict
    billed: dict[str, int]
    supported: dict[str, int]
    also_near: tuple[dict[str, int], ...]
    lines: tuple[CheckLine, ...]
    not_judged: tuple[str, ...]
    splits_total: int
    nearest_total: int

    @property
    def billed_units(self) -> int:
        """Units on the claim in all."""
        return sum(self.billed.values())

    @property
    def supported_units(self) -> int:
        """Units that the minutes support in all."""
        return sum(self.supported.values())

    @property
    def changes(self) -> tuple[CheckLine, ...]:
        """The lines to change."""
        return tuple(line for line in self.lines if line.change)


def claim_visit(billed: Mapping[str, int], visit: Visit) -> Visit:
    """The visit that a claim speaks of: what was typed, and the billed codes that need no minutes.

    Args:
        billed: Units on the claim by code.
        visit: Codes and whole minutes as typed.

    Returns:
        The visit with every billed untimed code in it; units of a code that no minutes decide
        (wound area, unlisted) are taken as billed.

    Raises:
        UnknownCode: A billed code is not in the table.
        BadMinutes: A billed code is counted by minutes and none were given for it.

    Source:
        cms-100-04-ch5 §20.2 B and C.
    """
    missing = codes_without_minutes(billed, visit)
    if missing:
        both = " and ".join([", ".join(missing[:-1]), missing[-1]] if missing[1:] else missing)
        raise BadMinutes(
            f"{both} {'are' if missing[1:] else 'is'} billed, and the minutes are not given. "
            f"Add them, e.g. minutes: {missing[0]} 25.",
            code="missing_minutes",
        )
    untimed = dict.fromkeys(visit.untimed)
    typed_units = dict(visit.typed_units)
    for code, units in billed.items():
        kind = code_table().find(code).counted_by
        if kind in (CountedBy.AREA, CountedBy.UNLISTED):
            typed_units.setdefault(code, units)
        elif code not in visit.minutes and not code_table().find(code).takes_minutes:
            untimed[code] = None
    return Visit(visit.minutes, tuple(untimed), visit.untimed_minutes, typed_units)


def codes_without_minutes(billed: Mapping[str, int], visit: Visit) -> list[str]:
    """Billed codes that are counted by minutes and have none, in billed order.

    Raises:
        UnknownCode: A billed code is not in the table.

    Source:
        cms-100-04-ch5 §20.2 C.

    >>> codes_without_minutes({"97110": 2, "97161": 1}, Visit())
    ['97110']
    """
    entries = map(code_table().find, billed)
    return [entry.code for entry in entries if entry.takes_minutes and not _has_minutes(entry, visit)]


def _has_minutes(entry: CodeEntry, visit: Visit) -> bool:
    """Whether minutes of the visit decide the code: its own, its base code's, or its family's."""
    if entry.code in visit.minutes or entry.base_code in visit.minutes:
        return True
    if entry.counted_by is not CountedBy.MONTH:
        return False
    # The minutes of the month pick the codes, whichever of them they were typed with.
    return any(code_table().find(code).counted_by is CountedBy.MONTH for code in visit.minutes)


def check_billed(billed: Mapping[str, int], result: UnitsResult) -> CheckResult:
    """Hold billed units against the units that the minutes support.

    Args:
        billed: Units on the claim by code, 1 or more each, all lines of a code together.
        result: The visit counted by one rule, every billed code in it (see `claim_visit`).

    Returns:
        Fits, over, under or moved, with the line and the change.

    Raises:
        NotCountable: Units are below 1.

    Source:
        cms-100-04-ch5 §20.2 C; cpt-time-rule; contract-terms.

    >>> from datetime import date
    >>> from rules import CountingRule, count_units
    >>> visit = Visit({"97110": 38, "97140": 15})
    >>> counted = count_units(visit, on=date(2026, 3, 2), rule=CountingRule.CMS)
    >>> check_billed({"97110": 3, "97140": 1}, counted).verdict.value
    'fits'
    """
    for code, units in billed.items():
        if type(units) is not int or units < 1:
            raise NotCountable(
                f"{code} is billed with {units} units; give 1 or more, e.g. {code}x1.", code="bad_units"
            )
    open_codes = {left.code for left in result.not_counted if left.reason != NOT_PAYABLE}
    judged = {code: units for code, units in billed.items() if code not in open_codes}
    nearest_splits, nearest_total = _nearest_splits(judged, result)
    nearest, *others = nearest_splits
    codes = dict.fromkeys((*judged, *(line.code for line in result.lines), *nearest))
    supported = {code: nearest[code] for code in codes if code in nearest}
    lines = tuple(
        CheckLine(
            code, judged.get(code, 0), supported.get(code, 0), supported.get(code, 0) - judged.get(code, 0)
        )
        for code in codes
    )
    return CheckResult(
        rule=result.rule,
        verdict=BilledVerdict.FITS if is_allowed_split(judged, result) else _verdict(lines),
        billed=judged,
        supported=supported,
        also_near=tuple(others),
        lines=lines,
        not_judged=tuple(code for code in billed if code in open_codes),
        splits_total=result.allocations_total,
        nearest_total=nearest_total,
    )


def is_allowed_split(billed: Mapping[str, int], result: UnitsResult) -> bool:
    """Whether units are one of the splits that the rule allows, listed or not.

    Args:
        billed: Units by code; a code with 0 units may be left out.
        result: The visit counted by one rule.

    Source:
        cms-100-04-ch5 §20.2 C, examples 1-5.

    >>> from datetime import date
    >>> from rules import CountingRule, count_units
    >>> visit = Visit({"97112": 25, "97110": 10})
    >>> counted = count_units(visit, on=date(2026, 3, 2), rule=CountingRule.CMS)
    >>> [is_allowed_split(units, counted) for units in ({"97112": 2}, {"97110": 2})]
    [True, False]
    """
    certain, tied, _ = _without_tie(result)
    extra = {code: billed.get(code, 0) - certain.get(code, 0) for code in (*certain, *billed, *tied)}
    if any(units for code, units in extra.items() if code not in tied):
        return False
    open_units = result.tie.extra_units if result.tie else 0
    return set(extra.values()) <= {0, 1} and sum(extra.values()) == open_units


def _without_tie(result: UnitsResult) -> tuple[dict[str, int], tuple[str, ...], int]:
    """Units that every allowed split has, and the tied codes with the units open among them."""
    certain = result.allocations[0] | result.untimed
    if result.tie is None:
        return certain, (), 0
    # The recommended split gives the open units to the first of the group.
    for code in result.tie.codes[: result.tie.extra_units]:
        certain[code] -= 1
    return certain, result.tie.codes, result.tie.extra_units


def _nearest_splits(billed: Mapping[str, int], result: UnitsResult) -> tuple[tuple[dict[str, int], ...], int]:
    """The allowed splits with the fewest units to change, recommended order first, and how many there are."""
    certain, tied, open_units = _without_tie(result)
    billed_more = [code for code in tied if billed.get(code, 0) > certain.get(code, 0)]
    if len(billed_more) > open_units:
        settled, free, left = [], billed_more, open_units
    else:
        settled, free = billed_more, [code for code in tied if code not in billed_more]
        left = open_units - len(billed_more)
    splits = []
    for more in islice(combinations(free, left), MOST_NEAREST):
        units = Counter(certain) + Counter((*settled, *more))
        splits.append({code: units[code] for code in (*certain, *tied) if units[code]})
    return tuple(splits), comb(len(free), left)


def _verdict(lines: tuple[CheckLine, ...]) -> BilledVerdict:
    """How units stand that are no allowed split, by their number in all."""
    change = sum(line.change for line in lines)
    if change == 0:
        return BilledVerdict.MOVED
    return BilledVerdict.UNDER if change > 0 else BilledVerdict.OVER
