"""One amount for several codes: "15 min each of te and mt"."""

from __future__ import annotations

from collections.abc import Sequence

from bot.parsing.entries import Entry
from bot.parsing.items import AmountItem, Binder, CodeItem, Each, Item, Separator


def share_out(items: Sequence[Item]) -> tuple[list[Item], list[tuple[list[Entry], AmountItem]]]:
    """Give the amount beside "each" to the codes beside it; what is used up leaves the items."""
    used: set[int] = set()
    shared: list[tuple[list[Entry], AmountItem]] = []
    for at, item in enumerate(items):
        if type(item) is not Each:
            continue
        used.add(at)
        beside = next(
            (i for i in (at - 1, at + 1) if 0 <= i < len(items) and type(items[i]) is AmountItem), None
        )
        if beside is None or beside in used:
            continue
        amount = items[beside]
        first, last = min(at, beside), max(at, beside)
        before = _codes_beside(items, first - 1, -1, used)
        behind = _codes_beside(items, last + 1, 1, used)
        is_forward = last + 1 < len(items) and type(items[last + 1]) is Binder and bool(behind)
        places = behind if is_forward or len(before) < 2 else before
        if not places or not isinstance(amount, AmountItem):
            continue
        places.sort()
        used |= {beside, *places, *range(min(places), max(places) + 1)}
        used |= {i for i in range(first, last + 1) if type(items[i]) in (Binder, Each)}
        codes = [code for i in places if isinstance(code := items[i], CodeItem)]
        shared.append(([Entry(code, [amount]) for code in codes], amount))
    return [item for at, item in enumerate(items) if at not in used], shared


def _codes_beside(items: Sequence[Item], at: int, step: int, used: set[int]) -> list[int]:
    """Places of the codes that stand in an unbroken run to one side."""
    places: list[int] = []
    while 0 <= at < len(items) and at not in used and type(items[at]) in (CodeItem, Separator, Binder):
        if type(items[at]) is CodeItem:
            places.append(at)
        at += step
    return places
