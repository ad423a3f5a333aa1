"""Units of one visit: each code by its own rule, and what is no claim line at all.

Source: cms-100-04-ch5 §20.2 B and C; cpt-time-rule; cms-therapy-code-list for the kinds of codes.

Encoded: which rule counts which code; the lines, totals and arithmetic of an answer.
Left to judgement: skilled need, medical necessity, documentation, and whether the codes fit
what was done.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from rules.codes import code_table
from rules.errors import BadMinutes, NotCountable
from rules.result import Line, Step, Tie, UnitsResult, Verdict
from rules.services import Splits, count_each_alone, count_own_lengths, count_pool
from rules.single_codes import AloneCount
from rules.tally import ENTER_UNITS, NOT_PAYABLE, OUTSIDE_BENEFIT, Tally, Visit
from rules.time_pool import MOST_SPLITS_LISTED, Pool
from rules.types import MINUTES_PER_DAY, CountedBy, CountingRule

_NOT_OF_THE_DAY = frozenset({CountedBy.MONTH, CountedBy.BAND})


def count_units(
    visit: Visit,
    *,
    on: date,
    rule: CountingRule,
    follows_medicare_code_status: bool = True,
    most_splits: int = MOST_SPLITS_LISTED,
) -> UnitsResult:
    """Decide the units of every code of a visit.

    Args:
        visit: Whole minutes and codes of one patient, day and plan of care.
        on: Date of service.
        rule: How 15-minute codes are counted.
        follows_medicare_code_status: Leave codes that Medicare bundles, refuses or does not
            cover off the claim lines; right for Medicare and for an unknown payer.
        most_splits: How many tied splits are listed; all are counted.

    Returns:
        Units with every allowed split, the steps, cautions, citations and parameters used.

    Raises:
        UnknownCode: A code is not in the table.
        CodeNotInForce: A code does not exist on this date.
        BadMinutes: Minutes are missing, negative, not whole, or more than a day holds.
        NotCountable: A code can't be counted from what was given.
        NoRuleInForce: Nothing is loaded for this date.

    Source:
        cms-100-04-ch5 §20.2 B and C; cpt-time-rule; contract-terms.

    >>> count_units(Visit({"97112": 24, "97110": 23}), on=date(2026, 3, 2), rule=CountingRule.CMS).timed_units
    3
    """
    tally = Tally(visit, code_table(), rule, on, follows_medicare_code_status)
    _check_minutes(visit, tally)
    tally.walk()

    pool: Pool | None = None
    splits: Splits = ({},)
    tie: Tie | None = None
    alone_count: AloneCount | None = None
    to_next: int | None = None
    if tally.pool:
        pool, splits, tie = count_pool(tally, most_splits)
        to_next = pool.band[1] + 1 - pool.total_minutes
    elif tally.single:
        alone, alone_count = count_each_alone(tally)
        splits = (alone,)
        to_next = min(map(alone_count.to_next, tally.single.values()))
    if own := count_own_lengths(tally):
        splits = tuple(split | own for split in splits)

    lines = _lines(tally, splits[0])
    if not lines and all(left.reason != NOT_PAYABLE for left in tally.not_counted):
        raise _nothing_to_count(tally)
    pooled_minutes = pool.total_minutes if pool else 0
    timed_minutes = pooled_minutes + sum(tally.single.values()) + sum(tally.long.values())
    timed_units = sum(splits[0].values())
    return UnitsResult(
        rule=rule,
        verdict=_verdict(tally, tie, timed_units),
        timed_minutes=timed_minutes,
        pooled_minutes=pooled_minutes,
        total_minutes=_total_minutes(tally, timed_minutes),
        timed_units=timed_units,
        allocations=splits,
        allocations_total=pool.splits_total if pool else 1,
        tie=tie,
        untimed=tally.untimed,
        untimed_minutes=dict(visit.untimed_minutes),
        lines=lines,
        not_counted=tuple(tally.not_counted),
        minutes_to_next_unit=to_next,
        steps=(
            *(_pool_steps(pool) if pool else _single_steps(tally, splits[0], alone_count)),
            *tally.steps,
        ),
        cautions=tuple(tally.cautions),
        citations=tally.citations(),
        used=tuple(tally.values),
    )


def _check_minutes(visit: Visit, tally: Tally) -> None:
    for minutes_by_code in (visit.minutes, visit.untimed_minutes):
        for code, minutes in minutes_by_code.items():
            if type(minutes) is not int or minutes < 0:
                raise BadMinutes(
                    f"{code} was given {minutes} minutes; give whole minutes, 0 or more, e.g. {code} 25."
                )
    timed = sum(minutes for code, minutes in visit.minutes.items() if _is_of_the_day(code, tally))
    if timed > MINUTES_PER_DAY:
        raise BadMinutes(
            f"The timed minutes add up to {timed}, and a day has {MINUTES_PER_DAY}. "
            "Give the one-on-one minutes of one patient and one day."
        )
    for code, minutes in visit.untimed_minutes.items():
        if minutes > MINUTES_PER_DAY:
            raise BadMinutes(
                f"{code} was given {minutes} minutes, and a day has {MINUTES_PER_DAY}. "
                "Give the minutes of one patient and one day."
            )


def _is_of_the_day(code: str, tally: Tally) -> bool:
    entry = tally.table.get(code)
    return entry is None or entry.counted_by not in _NOT_OF_THE_DAY


def _lines(tally: Tally, units: Mapping[str, int]) -> tuple[Line, ...]:
    """Every counted code in typed order; a code that only follows from minutes comes after its base."""
    typed = tally.visit.minutes
    left_off = {left.code for left in tally.not_counted}
    order: dict[str, None] = {}
    for code in typed:
        if code in left_off:
            continue
        if tally.table.find(code).counted_by is CountedBy.MONTH:
            # The minutes of the month pick the codes, not the code that was typed.
            picked = [other for other in units if tally.table.find(other).counted_by is CountedBy.MONTH]
            order |= dict.fromkeys(picked or [code])
            continue
        order[code] = None
        add_on = tally.table.add_on_of(code)
        if add_on is not None and add_on.code in units:
            order[add_on.code] = None
    timed = [
        Line(code, typed.get(code), units.get(code, 0), tally.table.find(code).counted_by) for code in order
    ]
    untimed = [
        Line(code, tally.visit.untimed_minutes.get(code), count, tally.table.find(code).counted_by)
        for code, count in tally.untimed.items()
    ]
    return (*timed, *untimed)


def _nothing_to_count(tally: Tally) -> NotCountable:
    if not tally.not_counted:
        return NotCountable(
            "No code was given. Give codes with minutes, e.g. 97112 25 97110 10.", code="missing_minutes"
        )
    waiting = [left.code for left in tally.not_counted if left.reason == ENTER_UNITS]
    if waiting:
        return NotCountable(" ".join(_asks_for_units(code, tally) for code in waiting), code=ENTER_UNITS)
    codes = ", ".join(left.code for left in tally.not_counted)
    return NotCountable(
        f"{codes}: known, but outside the outpatient therapy benefit, so no units are counted here. "
        "Give therapy codes, e.g. 97112 25 97110 10.",
        code=OUTSIDE_BENEFIT,
    )


def _asks_for_units(code: str, tally: Tally) -> str:
    why = (
        "is counted by area, which minutes do not tell"
        if tally.table.find(code).counted_by is CountedBy.AREA
        else "is unlisted, so nothing says how many minutes make a unit"
    )
    return f"{code} {why}: enter its units, e.g. {code} 1 unit."


def _verdict(tally: Tally, tie: Tie | None, timed_units: int) -> Verdict:
    if tie is not None or any(left.reason == ENTER_UNITS for left in tally.not_counted):
        return Verdict.DEPENDS
    return Verdict.BILLABLE if timed_units or tally.untimed else Verdict.NOT_BILLABLE


def _total_minutes(tally: Tally, timed_minutes: int) -> int | None:
    """Total treatment minutes; `None` when an untimed service came without its minutes."""
    visit = tally.visit
    outside = {left.code for left in tally.not_counted if left.reason == OUTSIDE_BENEFIT}
    missing = tuple(
        code
        for code in visit.codes_without_minutes()
        if code not in visit.untimed_minutes
        and code not in outside
        and tally.table.find(code).counted_by is not CountedBy.PERIOD
    )
    if missing:
        tally.caution("untimed_minutes_missing", codes=missing)
        return None
    documented = sum(
        left.minutes for left in tally.not_counted if left.minutes and left.code in visit.minutes
    )
    untimed = sum(
        minutes
        for code, minutes in visit.untimed_minutes.items()
        if tally.table.find(code).counted_by is not CountedBy.PERIOD
    )
    return timed_minutes + documented + untimed


def _pool_steps(pool: Pool) -> tuple[Step, ...]:
    """The arithmetic of the pool as data, in the order of the manual's paragraphs."""
    by = pool.left_over[pool.settled[-1]] - pool.left_over[pool.runner_up] if pool.runner_up else None
    return (
        Step("total", {"minutes": pool.total_minutes, "units": pool.units, "band": pool.band}),
        Step("full_quarters", pool.full_quarters),
        Step("left_over", pool.left_over),
        Step(
            "extra_units",
            {
                "extra": pool.extra_units,
                "settled": pool.settled,
                "tied": pool.tied,
                "open": pool.open_units,
                "runner_up": pool.runner_up,
                "by": by,
            },
        ),
    )


def _single_steps(tally: Tally, units: Mapping[str, int], count: AloneCount | None) -> tuple[Step, ...]:
    """The length that counts, then one step for each service that was counted alone."""
    if count is None:
        return ()
    steps = [Step("each_alone", {"length": count.length, "reach": count.reach})]
    for service, minutes in tally.single.items():
        add_on = tally.table.add_on_of(service)
        total = units.get(service, 0) + (units.get(add_on.code, 0) if add_on else 0)
        steps.append(Step("code_alone", {"code": service, "minutes": minutes, "units": total}))
    return tuple(steps)
