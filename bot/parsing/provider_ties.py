"""Which numbers each word for a provider speaks of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from bot.parsing import provider_complaints
from bot.parsing.items import (
    AmountItem,
    Binder,
    ClockItem,
    CodeItem,
    Each,
    Item,
    Provider,
    ProviderMark,
    Separator,
    Total,
)
from bot.parsing.problems import Rank
from bot.parsing.scan import Scan

_TIES = frozenset({"with", "w", "by", "/"})
"""Separators that may stand between minutes and the word for who gave them."""


@dataclass(slots=True)
class Tied:
    """One reading of who gave which number.

    Attributes:
        takers: Place of a number, and the mark that speaks of it.
        headed: Place of a code, and the mark that heads it.
        idle: Marks that speak of no number.
        bare: Places of numbers of which nobody speaks.
    """

    takers: dict[int, ProviderMark] = field(default_factory=dict)
    headed: dict[int, ProviderMark] = field(default_factory=dict)
    idle: list[int] = field(default_factory=list)
    bare: list[int] = field(default_factory=list)

    @property
    def faults(self) -> int:
        """How much of it does not fit."""
        return len(self.idle) + len(self.bare)


@dataclass(slots=True)
class Given:
    """The items of a message with who gave which number.

    Attributes:
        items: The items without the marks; numbers carry who gave them.
        headed: Where a code begins, and who was named for it without a number of its own.
        idle: Where a code begins, and the mark beside it that speaks of no number.
        has_idle: Some mark speaks of no number.
        is_worded: Somebody was named without a colon, so the reading is told back.
    """

    items: Sequence[Item]
    headed: dict[int, Provider]
    idle: dict[int, ProviderMark]
    has_idle: bool
    is_worded: bool


def tie_providers(scan: Scan, items: Sequence[Item]) -> Given | None:
    """Give every number to whoever was named for it.

    Args:
        scan: The message; what cannot be told becomes a problem of it.
        items: Everything understood, in typed order, each code settled.

    Returns:
        The items with who gave which, or `None` when nobody is named.
    """
    marks = [item for item in items if isinstance(item, ProviderMark)]
    if not marks:
        return None
    items = _with_shared(items)
    before, behind = _marks_first(items), _numbers_first(scan, items)
    tied = behind if behind.faults < before.faults else before
    if behind.faults == before.faults and behind.takers != before.takers:
        forms = [_rewritten(items, reading, marks) for reading in (before, behind)]
        place = next(iter((*before.bare, *before.idle)))
        shown = items[place]
        scan.trouble(
            Rank.AMBIGUOUS,
            shown.start,
            lambda: provider_complaints.which_way(scan.text, (shown.start, shown.end), forms),
        )
    headed = {items[place].start: mark.provider for place, mark in tied.headed.items()}
    idle: dict[int, ProviderMark] = {}
    for place in tied.idle:
        _place_idle(scan, items, place, idle)
    headed = {start: mark.provider for start, mark in idle.items()} | headed
    given = [
        replace(item, provider=tied.takers[place].provider)
        if place in tied.takers and isinstance(item, AmountItem | ClockItem)
        else item
        for place, item in enumerate(items)
        if not isinstance(item, ProviderMark)
    ]
    return Given(given, headed, idle, bool(tied.idle), any(not mark.has_colon for mark in marks))


def _with_shared(items: Sequence[Item]) -> list[Item]:
    """The items with a number that each of several named in a row gave, written out for each of them."""
    found: list[Item] = []
    used = -1
    for place, item in enumerate(items):
        if place == used:
            continue
        found.append(item)
        if not isinstance(item, AmountItem) or not _is_each(items, place):
            continue
        at = len(found) - 2
        row: list[int] = []
        while at >= 0 and isinstance(found[at], Each | Binder | Separator | ProviderMark):
            if isinstance(found[at], ProviderMark):
                row.append(at)
            at -= 1
        if len(row) > 1:
            marks = [found[mark_at] for mark_at in reversed(row)]
            found[row[-1] :] = [piece for mark in marks for piece in (mark, replace(item))]
            used = place + 1 if place + 1 < len(items) and isinstance(items[place + 1], Each) else -1
    return found


def _is_each(items: Sequence[Item], place: int) -> bool:
    """Whether "each" stands beside a number."""
    return any(0 <= at < len(items) and isinstance(items[at], Each) for at in (place - 1, place + 1))


def _marks_first(items: Sequence[Item]) -> Tied:
    """Read with every word before its numbers, "pt 13 pta 23", or over codes: "PTA: 97110 23, 97140 15"."""
    tied = Tied()
    mark: ProviderMark | None = None
    state, marked_at, last_taken, has_taken = "", 0, -2, False
    for place, item in enumerate(items):
        if isinstance(item, ProviderMark):
            if mark is not None and not has_taken:
                tied.idle.append(marked_at)
            mark, state, marked_at, has_taken = item, "fresh", place, False
        elif isinstance(item, AmountItem | ClockItem):
            is_pair = last_taken == place - 1 and type(items[place - 1]) is not type(item)
            if mark is not None and (state in ("fresh", "heads") or is_pair):
                tied.takers[place], last_taken, has_taken = mark, place, True
                state = "done" if state == "fresh" else state
            elif not _is_total(items, place):
                tied.bare.append(place)
        elif isinstance(item, CodeItem) and mark is not None and state in ("fresh", "heads"):
            state = "heads"
            tied.headed[place] = mark
        elif isinstance(item, Separator) and mark is not None and state == "fresh":
            is_alone = marked_at == 0 or isinstance(items[marked_at - 1], Separator)
            state = "heads" if mark.has_colon or is_alone else "left"
    if mark is not None and not has_taken:
        tied.idle.append(marked_at)
    return tied


def _numbers_first(scan: Scan, items: Sequence[Item]) -> Tied:
    """Read with every word behind its number, "13 min pt"; one with a colon speaks of what follows."""
    tied = Tied()
    colons = _marks_first(items)
    tied.takers = {place: mark for place, mark in colons.takers.items() if mark.has_colon}
    tied.headed = {place: mark for place, mark in colons.headed.items() if mark.has_colon}
    is_only_mark = sum(isinstance(item, ProviderMark) for item in items) == 1
    taken = {id(mark) for mark in tied.takers.values()}
    for place, item in enumerate(items):
        if not isinstance(item, ProviderMark) or id(item) in taken:
            continue
        found = [] if item.has_colon else _numbers_before(scan, items, place, tied, is_only_mark=is_only_mark)
        for number in found:
            tied.takers[number] = item
        if not found:
            tied.idle.append(place)
    tied.bare = [
        place
        for place, item in enumerate(items)
        if isinstance(item, AmountItem | ClockItem)
        and place not in tied.takers
        and not _is_total(items, place)
    ]
    return tied


def _numbers_before(
    scan: Scan, items: Sequence[Item], mark_at: int, tied: Tied, *, is_only_mark: bool
) -> list[int]:
    """Places of the numbers right before a mark, or before the code that stands right before it."""
    mark = items[mark_at]
    if isinstance(mark, ProviderMark) and mark.takes_all and is_only_mark:
        return [
            place
            for place in range(mark_at)
            if isinstance(items[place], AmountItem | ClockItem) and place not in tied.takers
        ]
    at = _back(scan, items, mark_at - 1)
    if at >= 0 and isinstance(items[at], CodeItem):
        at = _back(scan, items, at - 1)
    found: list[int] = []
    while at >= 0 and isinstance(items[at], AmountItem | ClockItem) and at not in tied.takers:
        if found and type(items[at]) is type(items[found[-1]]):
            break
        found.append(at)
        at -= 1
    return found


def _back(scan: Scan, items: Sequence[Item], at: int) -> int:
    """The first place, going back, of what is no mere tie."""
    while at >= 0:
        item = items[at]
        is_tie = isinstance(item, Binder | Each) or (
            isinstance(item, Separator) and scan.text[item.start : item.end].lower() in _TIES
        )
        if not is_tie:
            break
        at -= 1
    return at


def _is_total(items: Sequence[Item], place: int) -> bool:
    """Whether the word "total" stands beside a number."""
    beside = (place - 1, place + 1, place - 2 if place > 1 and isinstance(items[place - 1], Binder) else -1)
    return any(0 <= at < len(items) and isinstance(items[at], Total) for at in beside)


def _place_idle(scan: Scan, items: Sequence[Item], place: int, idle: dict[int, ProviderMark]) -> None:
    """A word with no number: it names who gave the code beside it, or the plan of care, or nothing."""
    mark = items[place]
    if not isinstance(mark, ProviderMark):
        return
    beside = [items[at] for at in (place - 1, place + 1) if 0 <= at < len(items)]
    if _is_beside_mark(items, place):
        tell = partial(provider_complaints.side_by_side_or_apart, mark.said)
        scan.trouble(Rank.AMBIGUOUS, mark.start, tell)
        return
    code = next((item for item in beside if isinstance(item, CodeItem)), None)
    if code is not None:
        idle.setdefault(code.start, mark)
    elif not mark.names_plan:
        scan.trouble(Rank.AMBIGUOUS, mark.start, lambda: provider_complaints.no_number(mark.said))


def _is_beside_mark(items: Sequence[Item], place: int) -> bool:
    """Whether another word for a provider stands right behind, as in "PT and PTA 15"."""
    at = place + 1
    while at < len(items) and isinstance(items[at], Separator | Binder | Each):
        at += 1
    return at < len(items) and isinstance(items[at], ProviderMark)


def _rewritten(
    items: Sequence[Item], tied: Tied, marks: Sequence[ProviderMark]
) -> list[tuple[int, int, str]]:
    """A reading as stretches to replace, each number behind the name of who gave it."""
    spans: list[tuple[int, int, str]] = []
    names = provider_complaints.names_of(marks)
    moved = {id(mark) for mark in tied.takers.values()}
    others = {taker.provider for taker in tied.takers.values()}
    left = Provider.ASSISTANT if Provider.THERAPIST in others else Provider.THERAPIST
    for place, item in enumerate(items):
        if isinstance(item, AmountItem | ClockItem) and (place in tied.takers or place in tied.bare):
            mark = tied.takers.get(place)
            spans.append((item.start, item.end, names[mark.provider if mark else left]))
        elif isinstance(item, ProviderMark) and (not item.has_colon or id(item) in moved):
            spans.append((item.start, item.end, ""))
    return spans
