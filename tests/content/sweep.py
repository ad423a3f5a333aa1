"""Walking a parameter over every day on which something about it changes, one day less and one day more."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from rules import NoRuleInForce, Parameter

ONE_DAY = timedelta(days=1)


def boundary_days(parameter: Parameter) -> list[date]:
    """First days, last days and expected days, each with the day before and after it."""
    edges = {value.effective for value in parameter.values} | set(parameter.expected)
    edges |= {value.through for value in parameter.values if value.through is not None}
    return sorted({edge + n * ONE_DAY for edge in edges for n in (-1, 0, 1)})


def faults_of(parameter: Parameter) -> Iterator[str]:
    """Overlaps, gaps, and days on which the look-up says something else than the values do."""
    first = min((value.effective for value in parameter.values), default=None)
    last_days = [value.through for value in parameter.values]
    for day in boundary_days(parameter):
        holding = [
            value
            for value in parameter.values
            if value.effective <= day and (value.through is None or day <= value.through)
        ]
        if len(holding) > 1:
            yield f"{parameter.name}: {len(holding)} values hold on {day}"
        awaited = any(
            start <= day and not any(start < value.effective <= day for value in parameter.values)
            for start in parameter.expected
        )
        inside = (
            first is not None and first <= day and (None in last_days or day <= max(filter(None, last_days)))
        )
        if not holding and inside and not awaited:
            yield f"{parameter.name}: a gap on {day}"
        usable = [value for value in holding if value.value is not None and not awaited]
        try:
            found = [parameter.on(day)]
        except NoRuleInForce:
            found = []
        if found != usable:
            yield f"{parameter.name}: {day} answers {found}, and {usable} hold"
