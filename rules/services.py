"""From minutes of services to units of codes, once every code of a visit is placed.

Source: cms-100-04-ch5 §20.2 C; cpt-time-rule; cms-cr-14250.

A service is one code, or a base code with its add-on: its first unit is the base code and the
rest the add-on.
"""

from __future__ import annotations

from collections.abc import Mapping

from rules.codes import CodeTable
from rules.result import Step, Tie
from rules.single_codes import (
    AloneCount,
    least_minutes,
    long_service_units,
    midpoint_count,
    midpoint_share,
    month_units,
    whole_unit_count,
)
from rules.tally import Tally
from rules.time_pool import Pool, share_units
from rules.types import CountingRule

Splits = tuple[dict[str, int], ...]


def count_pool(tally: Tally, most_splits: int) -> tuple[Pool, Splits, Tie | None]:
    """Units of the pool under Medicare's rule, as splits over codes."""
    pool = share_units(tally.pool, on=tally.on)
    tally.use(*pool.values)
    splits = tuple(_as_codes(split, tally.table) for split in pool.splits(most_splits))
    if not pool.tied:
        return pool, splits, None
    names = tuple(_code_of_next_unit(key, pool.full_quarters[key], tally.table) for key in pool.tied)
    return pool, splits, Tie(names, pool.open_units)


def count_each_alone(tally: Tally) -> tuple[dict[str, int], AloneCount]:
    """Units of 15-minute services counted alone, and how they were counted."""
    count = (midpoint_count if tally.rule is CountingRule.AMA else whole_unit_count)(on=tally.on)
    tally.use(*count.values)
    units = {service: count.units(minutes) for service, minutes in tally.single.items()}
    return _as_codes(units, tally.table), count


def count_own_lengths(tally: Tally) -> dict[str, int]:
    """Units of hourly codes, longer first/additional services, months and bands."""
    units = dict(tally.own_units)
    if tally.long:
        share = midpoint_share(on=tally.on)
        tally.use(share)
        for code, minutes in tally.long.items():
            base, add_on = tally.table.find(code), tally.table.add_on_of(code)
            first = base.minutes_per_unit or 0
            further = add_on.minutes_per_unit if add_on and add_on.minutes_per_unit else first
            count = long_service_units(minutes, first, further, share)
            units |= _as_codes({code: count}, tally.table)
            least = least_minutes(first, share)
            at = least if count == 0 else first + (count - 1) * further + least_minutes(further, share)
            step = {"code": code, "minutes": minutes, "units": count, "first": first, "further": further}
            step |= {"least": least, "next_at": at}
            tally.steps.append(Step("own_length", step))
            tally.caution("own_length", code=code, by_contract=tally.rule is CountingRule.FULL15)
    if tally.month is not None:
        of_month, value = month_units(tally.month, on=tally.on)
        tally.use(value)
        total = sum(of_month.values())
        tally.steps.append(Step("month", {"minutes": tally.month, "units": total, "codes": tuple(of_month)}))
        tally.caution("minutes_of_month", minutes=tally.month, codes=tuple(of_month))
        units |= of_month
    return units


def _as_codes(units: Mapping[str, int], table: CodeTable) -> dict[str, int]:
    """Units per code: codes with none left out, services split into base code and add-on."""
    split: dict[str, int] = {}
    for service, count in units.items():
        if count == 0:
            continue
        add_on = table.add_on_of(service)
        if add_on is None:
            split[service] = count
            continue
        split[service] = 1
        if count > 1:
            split[add_on.code] = count - 1
    return split


def _code_of_next_unit(service: str, units: int, table: CodeTable) -> str:
    add_on = table.add_on_of(service)
    return add_on.code if add_on is not None and units > 0 else service
