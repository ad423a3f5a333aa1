"""Medicare's count once more, by trying everything: no remainders are ranked and nothing is shared out.

A split is allowed when

1. its units are as many as the day's minutes earn by the printed table,
2. every service has at least its whole quarter hours, and at most one unit more,
3. no service has a unit more while another with strictly more minutes left over has none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product

Split = tuple[int, ...]

PRINTED_TABLE = (
    range(8),
    range(8, 23),
    range(23, 38),
    range(38, 53),
    range(53, 68),
    range(68, 83),
    range(83, 98),
    range(98, 113),
    range(113, 128),
)
"""Minutes that earn 0, 1, 2 … 8 units; the pattern goes on, 15 minutes wide."""


def units_by_table(total: int) -> int:
    """Units of a day, looked up."""
    whole_rounds, rest = 0, total
    while rest > PRINTED_TABLE[-1][-1]:
        whole_rounds, rest = whole_rounds + 1, rest - 15
    return whole_rounds + next(units for units, band in enumerate(PRINTED_TABLE) if rest in band)


def allowed_splits(minutes: Sequence[int]) -> set[Split]:
    """Every split the manual allows, as units in the order of the services."""
    units = units_by_table(sum(minutes))
    whole = [0] * len(minutes)
    left = list(minutes)
    for place, service_minutes in enumerate(minutes):
        while left[place] >= 15:
            whole[place] += 1
            left[place] -= 15
        assert whole[place] * 15 + left[place] == service_minutes
    return {
        tuple(base + more for base, more in zip(whole, extra, strict=True))
        for extra in product((0, 1), repeat=len(minutes))
        if sum(whole) + sum(extra) == units and _is_fair(extra, left)
    }


def _is_fair(extra: Sequence[int], left: Sequence[int]) -> bool:
    return not any(
        mine and not theirs and left[there] > left[here]
        for here, mine in enumerate(extra)
        for there, theirs in enumerate(extra)
    )


def as_tuples(splits: Sequence[Mapping[str, int]], services: Sequence[str]) -> list[Split]:
    """Splits by code as splits by place, codes that are left out as 0."""
    return [tuple(split.get(service, 0) for service in services) for split in splits]
