"""Medicare's count of timed codes: one pool of minutes a day, shared by largest remainder.

Source: cms-100-04-ch5 §20.2 C (minutes, units, worked examples 1-5).

Encoded: the day's total timed minutes set the units; each service gets its full quarter hours;
units still open go one at a time to the services with the most minutes left over; equal
left-overs are a choice, and every allowed split is returned.
Left to judgement: which of the tied services takes the unit; whether the minutes were skilled,
one-on-one, necessary and documented.
Our convention (unitwise-convention): among tied services the one with more minutes in all is
recommended, then the one typed first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations, islice
from math import comb

from rules.loader import parameters
from rules.timeline import DatedValue

MOST_SPLITS_LISTED = 24


@dataclass(frozen=True, slots=True)
class Pool:
    """Units of the pool and who gets them.

    Attributes:
        minutes: Minutes of each service, in typed order.
        total_minutes: Their sum.
        units: Units that the total earns.
        band: Least and most minutes that earn exactly these units.
        full_quarters: Whole 15 minutes of each service.
        left_over: Minutes of each service beyond its whole 15 minutes.
        extra_units: Units still open after the whole quarter hours.
        settled: Services that get one of them for certain, most left over first.
        tied: Services with equal left-overs that compete for the rest, recommended ones first;
            empty without a tie.
        open_units: How many of the tied services get a unit.
        runner_up: The service that came next and got none; `None` in a tie, and where nothing was left over.
        values: Dated values used.
    """

    minutes: Mapping[str, int]
    total_minutes: int
    units: int
    band: tuple[int, int]
    full_quarters: Mapping[str, int]
    left_over: Mapping[str, int]
    extra_units: int
    settled: tuple[str, ...]
    tied: tuple[str, ...]
    open_units: int
    runner_up: str | None
    values: tuple[DatedValue, ...]

    @property
    def splits_total(self) -> int:
        """How many splits the rule allows."""
        return comb(len(self.tied), self.open_units) if self.tied else 1

    def splits(self, most: int = MOST_SPLITS_LISTED) -> tuple[dict[str, int], ...]:
        """The allowed splits as units per service (0 left in), the recommended one first."""
        base = dict(self.full_quarters)
        for service in self.settled:
            base[service] += 1
        if not self.tied:
            return (base,)
        return tuple(
            {service: units + (service in chosen) for service, units in base.items()}
            for chosen in islice(map(frozenset, combinations(self.tied, self.open_units)), most)
        )


def _lengths(on: date) -> tuple[DatedValue, DatedValue]:
    known = parameters()
    return (
        known["medicare.timed_units.minutes_per_unit"].on(on),
        known["medicare.timed_units.minutes_for_last_unit"].on(on),
    )


def units_for_total(total_timed_minutes: int, *, on: date) -> int:
    """How many units the day's timed minutes earn.

    Args:
        total_timed_minutes: Whole one-on-one minutes of all 15-minute codes of one day and discipline.
        on: Date of service.

    Returns:
        Units of service (15-minute units).

    Raises:
        NoRuleInForce: Nothing is loaded for this date.

    Source:
        cms-100-04-ch5 §20.2 C.

    >>> units_for_total(35, on=date(2026, 3, 2))
    2
    """
    length, last = _lengths(on)
    return _units(total_timed_minutes, length.value, last.value)


def _units(total: int, length: int, last: int) -> int:
    return (total + length - last) // length


def share_units(minutes: Mapping[str, int], *, on: date) -> Pool:
    """Share the day's units among timed services by largest remainder.

    Args:
        minutes: Whole one-on-one minutes of each service, in typed order; one discipline, one day.
        on: Date of service.

    Returns:
        The units, every allowed split, and the arithmetic behind them.

    Raises:
        NoRuleInForce: Nothing is loaded for this date.

    Source:
        cms-100-04-ch5 §20.2 C, examples 1-5.

    >>> share_units({"97112": 24, "97110": 23}, on=date(2026, 3, 2)).splits()
    ({'97112': 2, '97110': 1},)
    """
    length_value, last_value = _lengths(on)
    length, last = length_value.value, last_value.value
    total = sum(minutes.values())
    units = _units(total, length, last)
    quarters: dict[str, int] = {}
    left: dict[str, int] = {}
    for service, service_minutes in minutes.items():
        quarters[service], left[service] = divmod(service_minutes, length)
    extra = units - sum(quarters.values())
    settled, tied, open_units, runner_up = _give_extra(extra, left, minutes)
    return Pool(
        minutes=minutes,
        total_minutes=total,
        units=units,
        band=(0 if units == 0 else (units - 1) * length + last, units * length + last - 1),
        full_quarters=quarters,
        left_over=left,
        extra_units=extra,
        settled=settled,
        tied=tied,
        open_units=open_units,
        runner_up=runner_up,
        values=(length_value, last_value),
    )


def _give_extra(
    extra: int, left: Mapping[str, int], minutes: Mapping[str, int]
) -> tuple[tuple[str, ...], tuple[str, ...], int, str | None]:
    """Who gets the open units: the settled ones, the tied group with its share, the runner-up."""
    # `sorted` is stable, so services equal in both figures stay in typed order.
    ranked: Sequence[str] = sorted(left, key=lambda service: (-left[service], -minutes[service]))
    if extra == 0:
        return (), (), 0, None
    if extra == len(ranked):
        return tuple(ranked), (), 0, None
    cut = left[ranked[extra - 1]]
    if left[ranked[extra]] != cut:
        came_next = ranked[extra]
        return tuple(ranked[:extra]), (), 0, came_next if left[came_next] else None
    settled = tuple(service for service in ranked[:extra] if left[service] > cut)
    tied = tuple(service for service in ranked if left[service] == cut)
    return settled, tied, extra - len(settled), None
