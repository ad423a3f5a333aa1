"""Which minutes belong to which code: explicit ties first, then groups, then the typed order."""

from __future__ import annotations

from collections.abc import Sequence

from bot.parsing.entries import MEASURES, Cell, Entry, Pairing
from bot.parsing.items import (
    AmountItem,
    Binder,
    ClockItem,
    CodeItem,
    CountItem,
    Each,
    Item,
    Measure,
    Separator,
    Total,
)
from bot.parsing.sharing import share_out

MOST_TOTALS_TRIED = 2


def pair(items: Sequence[Item], *, follows_order: bool = False) -> Pairing:
    """Tie numbers to codes.

    Args:
        items: Everything understood, in typed order; choices between codes are settled.
        follows_order: Where groups and the typed order disagree without a fault, the order wins:
            right for minutes typed as `pt:13, pta:23`, while words leave it open.

    Returns:
        The best reading. A number is never tied to a code against the typed order, so what does
        not fit is left over and reported.
    """
    if any(type(item) is Total for item in items):
        for total in _totals(items)[:MOST_TOTALS_TRIED]:
            rest = [item for item in items if item is not total and type(item) is not Total]
            pairing = _pair(rest, follows_order)
            if pairing.entries and not pairing.faults:
                pairing.total = total
                return pairing
        doubtful = _doubtful_total(items)
        pairing = _pair([item for item in items if type(item) is not Total], follows_order)
        pairing.doubtful_total = doubtful
        return pairing
    return _pair(items, follows_order)


def _totals(items: Sequence[Item]) -> list[AmountItem]:
    """Amounts that stand beside the word "total", those behind it first."""
    found: list[AmountItem] = []
    for at, item in enumerate(items):
        if type(item) is Total:
            after = at + 1
            while after < len(items) and type(items[after]) is Binder:
                after += 1
            beside = [items[place] for place in (after, at - 1) if 0 <= place < len(items)]
            found += [amount for amount in beside if isinstance(amount, AmountItem)]
    return found


def _doubtful_total(items: Sequence[Item]) -> AmountItem | None:
    """The last amount, when the only word "total" stands right behind it."""
    totals = [at for at, item in enumerate(items) if type(item) is Total]
    if len(totals) != 1 or any(isinstance(item, MEASURES) for item in items[totals[0] + 1 :]):
        return None
    before = items[totals[0] - 1] if totals[0] else None
    return before if isinstance(before, AmountItem) else None


def _pair(items: Sequence[Item], follows_order: bool) -> Pairing:
    each: list[tuple[list[Entry], AmountItem]] = []
    if any(type(item) is Each for item in items):
        items, each = share_out(items)
    by_group = _read_groups(_tie(items))
    best = by_group
    names_providers = any(isinstance(item, MEASURES) and item.provider for item in items)
    if by_group.faults or names_providers:
        in_order = _read_in_order(_tie(items))
        if in_order.faults < by_group.faults:
            best = in_order
        elif names_providers and not by_group.faults and (apart := _given_apart(in_order, by_group)):
            if follows_order and not in_order.faults:
                best = in_order
            else:
                best.homeless += apart
    if each:
        best.each = each
        best.entries = sorted(
            [*best.entries, *(entry for entries, _ in each for entry in entries)],
            key=lambda entry: entry.code.start,
        )
    return best


def _given_apart(one: Pairing, other: Pairing) -> list[Measure]:
    """The first number that two readings without a fault give to different codes; none when they agree."""
    homes = {id(measure): entry.code.start for entry in one.entries for measure in entry.measures}
    for entry in other.entries:
        for measure in entry.measures:
            if homes.get(id(measure), entry.code.start) != entry.code.start:
                return [measure]
    return []


def _tie(items: Sequence[Item]) -> list[Cell]:
    """Cells with everything tied that a binder stands between."""
    cells: list[Cell] = []
    at, count = 0, len(items)
    while at < count:
        item = items[at]
        if type(item) is CodeItem:
            cells.append(Entry(item))
        elif isinstance(item, Binder):
            previous = cells[-1] if cells else None
            following = items[at + 1] if at + 1 < count else None
            if (
                isinstance(previous, Entry)
                and isinstance(following, MEASURES)
                and (not previous.measures or not isinstance(following, AmountItem))
                and not (len(cells) > 1 and isinstance(cells[-2], MEASURES))
            ):
                previous.add(following)
                at += 1
            elif (
                isinstance(previous, MEASURES)
                and isinstance(following, CodeItem)
                and (item.is_strong or not (len(cells) > 1 and _is_open(cells[-2])))
            ):
                entry = Entry(following)
                entry.add(previous)
                cells[-1] = entry
                at += 1
        elif isinstance(item, AmountItem | ClockItem | CountItem | Separator):
            cells.append(item)
        at += 1
    return cells


def _is_open(cell: Cell) -> bool:
    return isinstance(cell, Entry) and not cell.measures


# reading by groups


def _read_groups(cells: Sequence[Cell]) -> Pairing:
    """Read what stands between separators on its own."""
    groups: list[list[Entry | Measure]] = [[]]
    joins: list[bool] = []
    for cell in cells:
        if isinstance(cell, Separator):
            if groups[-1]:
                groups.append([])
                joins.append(cell.joins)
            elif joins:
                joins[-1] = joins[-1] or cell.joins
        else:
            groups[-1].append(cell)
    pairing = Pairing()
    homes = [_read_group(group, pairing) for group in groups]
    for at, group in enumerate(groups):
        if group and not any(isinstance(cell, Entry) for cell in group):
            _join(group, at, groups, joins, homes, pairing)
    return pairing


def _read_group(group: Sequence[Entry | Measure], pairing: Pairing) -> tuple[Entry | None, Entry | None]:
    """Read one group into the pairing.

    Returns:
        The entry that the group's first number belongs to when the group begins with a number, and
        the one its last belongs to when it ends with one: where a further amount may be joined.
    """
    entries = [cell for cell in group if isinstance(cell, Entry)]
    if not entries:
        return None, None
    open_entries = [entry for entry in entries if not entry.measures]
    numbers = [cell for cell in group if isinstance(cell, MEASURES)]
    if len(open_entries) == 1 and numbers:
        for number in _reachable(group, open_entries[0], pairing):
            _give(open_entries[0], number, pairing, joined=False)
        pairing.entries += entries
    else:
        group_pairing = _read_in_order(group)
        pairing.entries += group_pairing.entries
        pairing.homeless += group_pairing.homeless
        pairing.seconds += group_pairing.seconds
    first = entries[0] if _begins_with_number(entries[0]) else None
    last = entries[-1] if _ends_with_number(entries[-1]) else None
    return first, last


def _reachable(group: Sequence[Entry | Measure], home: Entry, pairing: Pairing) -> list[Measure]:
    """The numbers of a group with no other code between them and their only open code."""
    at = next(index for index, cell in enumerate(group) if cell is home)
    near: list[Measure] = []
    for side in (range(at - 1, -1, -1), range(at + 1, len(group))):
        is_cut_off = False
        for index in side:
            cell = group[index]
            if isinstance(cell, Entry):
                is_cut_off = True
            else:
                (pairing.homeless if is_cut_off else near).append(cell)
    return sorted(near, key=lambda number: number.start)


def _begins_with_number(entry: Entry) -> bool:
    return bool(entry.measures) and entry.measures[0].start < entry.code.start


def _ends_with_number(entry: Entry) -> bool:
    return bool(entry.measures) and entry.measures[-1].end > entry.code.end


def _join(
    group: Sequence[Entry | Measure],
    at: int,
    groups: Sequence[Sequence[Entry | Measure]],
    joins: Sequence[bool],
    homes: Sequence[tuple[Entry | None, Entry | None]],
    pairing: Pairing,
) -> None:
    """Give numbers that stand alone to the code they are joined to ("10 and 15 min"), if it is one code."""
    before = homes[at - 1][1] if at > 0 and joins[at - 1] else None
    behind = homes[at + 1][0] if at + 1 < len(groups) and joins[at] else None
    numbers = [cell for cell in group if isinstance(cell, MEASURES)]
    home = before if behind is None else behind if before is None else None
    if home is None or len(numbers) != 1:
        pairing.homeless += numbers
    else:
        _give(home, numbers[0], pairing, joined=True)


# reading in the typed order


def _read_in_order(cells: Sequence[Cell]) -> Pairing:
    """Read codes and numbers in turn; what comes first, a code or a number, says which leads."""
    first = next((cell for cell in cells if not isinstance(cell, Separator)), None)
    is_number = isinstance(first, MEASURES) or (isinstance(first, Entry) and _begins_with_number(first))
    return _numbers_first(cells) if is_number else _codes_first(cells)


def _codes_first(cells: Sequence[Cell]) -> Pairing:
    pairing = Pairing()
    current: Entry | None = None
    joined = False
    for cell in cells:
        if isinstance(cell, Separator):
            joined = joined or cell.joins
        elif isinstance(cell, Entry):
            current = cell
            pairing.entries.append(cell)
            joined = False
        elif current is None or (current.measures and current.measures[-1].end < current.code.start):
            pairing.homeless.append(cell)
            joined = False
        else:
            _give(current, cell, pairing, joined=joined)
            joined = False
    return pairing


def _numbers_first(cells: Sequence[Cell]) -> Pairing:
    pairing = Pairing()
    waiting: list[Measure] = []
    has_amount = joined = is_apart = False
    for cell in cells:
        if isinstance(cell, Separator):
            joined = joined or cell.joins
            is_apart = is_apart or bool(waiting)
        elif isinstance(cell, Entry):
            if is_apart and any(_fits_last(pairing, number) for number in waiting):
                # "PT 10 te, PTA 12, PT 5 manual": the 12 may belong to either code.
                pairing.homeless += waiting
                waiting = []
            is_apart = False
            pairing.entries.append(cell)
            given = [measure.provider for measure in cell.measures]
            for number in waiting:
                # "PT 20 min, PTA 10 min of 97140": the code has the second provider's minutes already.
                if given and (None in given or number.provider in (None, *given)):
                    pairing.homeless.append(number)
                else:
                    cell.add(number)
            waiting = []
            has_amount = joined = False
        else:
            is_amount = type(cell) is AmountItem
            is_other = cell.provider is not None and all(
                number.provider is not cell.provider for number in waiting
            )
            if is_amount and has_amount and not joined and not is_other:
                pairing.homeless += waiting
                waiting = []
            waiting.append(cell)
            has_amount = has_amount or is_amount
            joined = False
    for number in waiting:
        if _fits_last(pairing, number):
            pairing.entries[-1].add(number)
        else:
            pairing.homeless.append(number)
    return pairing


def _fits_last(pairing: Pairing, number: Measure) -> bool:
    """Whether a number of one provider may still belong to the last code, which has another's."""
    if number.provider is None or not pairing.entries:
        return False
    given = [measure.provider for measure in pairing.entries[-1].measures]
    return bool(given) and None not in given and number.provider not in given


def _give(entry: Entry, number: Measure, pairing: Pairing, *, joined: bool) -> None:
    """Add a number to an entry; a second amount only when it is joined to the first."""
    has_one = any(
        type(measure) is type(number) and measure.provider is number.provider for measure in entry.measures
    )
    if isinstance(number, AmountItem) and has_one and not joined:
        pairing.seconds.append((entry, number))
    elif isinstance(number, CountItem) and has_one:
        pairing.homeless.append(number)
    else:
        entry.add(number)
