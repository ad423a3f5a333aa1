"""Which minutes of a told visit belong to which code, where the order of the sentence leaves one reading."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from bot.parsing.narrated import Part
from bot.parsing.plain_words import plain_words
from rules import code_table

Homes = dict[int, int]
"""Place of each number of minutes → place of the code that it belongs to."""

_STOPS = frozenset({"and", "then", "plus", "n", "followed", "afterwards", "afterward", "next", "if"})
_OF = frozenset({"of", "on", "doing", "in", "toward", "towards"})
_JOINS = frozenset({"+", "plus", "and", "&", "then"})
_ROW_SIGNS = frozenset({",", "/", "and", "&", ";", "n", "|"})


def _between(parts: Sequence[Part], first: int, second: int) -> list[str]:
    return [part.text for part in parts[first + 1 : second]]


def homes_of(parts: Sequence[Part], people: dict[int, Part]) -> Homes | None:
    """Which code each number of minutes belongs to.

    Args:
        parts: Of a told visit, in the order of the sentence.
        people: Who gave each number, where somebody is named.

    Returns:
        The place of a code for the place of each number; `None` where the order leaves more than one reading.
    """
    numbers = [at for at, part in enumerate(parts) if part.kind == "minutes"]
    codes = [at for at, part in enumerate(parts) if part.kind == "code"]
    if not numbers or not codes:
        return None
    in_rows = _in_rows(parts, numbers, codes)
    if in_rows is not None:
        return in_rows
    tied = _tied_by_of(parts, people)
    if tied is not None:
        return tied
    by_clause = _by_clause(parts, people)
    if by_clause is not None and _is_sound(parts, by_clause, people):
        return by_clause
    readings = [
        homes
        for homes in (
            _in_order(parts, people, numbers_first=True),
            _in_order(parts, people, numbers_first=False),
        )
        if homes is not None and _is_sound(parts, homes, people)
    ]
    timed = {parts[at].code for at in codes if code_table().find(parts[at].code).takes_minutes}
    if not readings and len(timed) == 1:
        home = next(at for at in codes if parts[at].code in timed)
        alone = dict.fromkeys(numbers, home)
        has_untimed = any(parts[at].code not in timed for at in codes)
        readings = [alone] if not has_untimed and _is_sound(parts, alone, people) else []
    told = {_sums(parts, homes, people) for homes in readings}
    return readings[0] if len(told) == 1 else None


def _sums(parts: Sequence[Part], homes: Homes, people: dict[int, Part]) -> frozenset[tuple[object, ...]]:
    """What a reading comes to, whichever mention of a code a number hangs on."""
    sums: Counter[tuple[str, object]] = Counter()
    for number, home in homes.items():
        giver = people[number].provider if number in people else None
        sums[parts[home].code, giver] += parts[number].minutes
    return frozenset(sums.items())


def clauses(parts: Sequence[Part]) -> Iterator[range]:
    """The stretches between the signs and joining words of a told visit.

    Args:
        parts: In the order of the sentence.
    """
    start = 0
    for at, part in enumerate(parts):
        if part.kind == "stop" or (part.kind == "word" and part.text in _STOPS):
            if at > start:
                yield range(start, at)
            start = at + 1
    if start < len(parts):
        yield range(start, len(parts))


def _in_rows(parts: Sequence[Part], numbers: Sequence[int], codes: Sequence[int]) -> Homes | None:
    """As many numbers as codes, in two rows: "97110, 97112 and 97140 at 12, 10 and 9 min"."""
    is_even = len(numbers) == len(codes) > 1 and (codes[-1] < numbers[0] or numbers[-1] < codes[0])
    is_close = all(
        set(_between(parts, first, second)) <= _ROW_SIGNS
        for row in (numbers, codes)
        for first, second in pairwise(row)
    )
    return dict(zip(numbers, codes, strict=True)) if is_even and is_close else None


def _by_clause(parts: Sequence[Part], people: dict[int, Part]) -> Homes | None:
    """Each number belongs to the one code of its clause; one without a code is more of the code before."""
    homes: Homes = {}
    last: int | None = None
    for clause in clauses(parts):
        codes = [at for at in clause if parts[at].kind == "code"]
        numbers = [at for at in clause if parts[at].kind == "minutes"]
        if numbers and len({parts[at].code for at in codes}) > 1:
            return None
        home = codes[0] if codes else last
        for number in numbers:
            if home is None or (not codes and not _is_more(parts, homes, people, number, home)):
                return None
            homes[number] = home
        last = home
    return homes


def _in_order(parts: Sequence[Part], people: dict[int, Part], *, numbers_first: bool) -> Homes | None:
    """Each number belongs to the next code, or each to the one before."""
    places = [at for at, part in enumerate(parts) if part.kind in ("code", "minutes")]
    if not numbers_first:
        places.reverse()
    homes: Homes = {}
    waiting: list[int] = []
    last: int | None = None
    for at in places:
        if parts[at].kind == "minutes":
            waiting.append(at)
            continue
        for number in waiting:
            homes[number] = at
        waiting, last = [], at
    for number in waiting:
        if last is None or not numbers_first or not _is_more(parts, homes, people, number, last):
            return None
        homes[number] = last
    if numbers_first and any(
        part.kind == "code" and at not in homes.values() and homes.get(at + 1, at) != at
        for at, part in enumerate(parts)
    ):
        # "Game ready 15 min after 33 min TE": the 15 stands right behind a code that would be left without.
        return None
    for number, home in homes.items():
        if not numbers_first and _is_bound_forward(parts, number):
            return None
        between = _between(parts, *sorted((number, home)))
        if numbers_first and "for" not in between and {".", ";", "?", "\n"}.intersection(between):
            return None
    return homes


def _tied_by_of(parts: Sequence[Part], people: dict[int, Part]) -> Homes | None:
    """Numbers tied to the code behind them by "of", and one code left over with one number right behind it.

    "Vaso 15 min after 38 min of ther ex": the order alone would leave two readings.
    """
    homes = {
        number: next(at for at in range(number, len(parts)) if parts[at].kind == "code")
        for number, part in enumerate(parts)
        if part.kind == "minutes" and _is_bound_forward(parts, number)
    }
    left = [at for at, part in enumerate(parts) if part.kind == "minutes" and at not in homes]
    open_codes = [at for at, part in enumerate(parts) if part.kind == "code" and at not in homes.values()]
    if not homes or len(left) != 1 or len(open_codes) != 1 or open_codes[0] > left[0]:
        return None
    between = parts[open_codes[0] + 1 : left[0]]
    if any(part.kind != "word" for part in between):
        return None
    homes[left[0]] = open_codes[0]
    return homes if _is_sound(parts, homes, people) else None


def _is_bound_forward(parts: Sequence[Part], number: int) -> bool:
    """Whether "of" or the like ties a number to the code behind it."""
    says_of = False
    for part in parts[number + 1 :]:
        if part.kind in ("minutes", "stop", "person"):
            return False
        if part.kind == "code":
            return says_of
        says_of = says_of or part.text in _OF
    return False


def _is_more(parts: Sequence[Part], homes: Homes, people: dict[int, Part], number: int, home: int) -> bool:
    """Whether a number without a code adds to the code before: more of it, or somebody else's."""
    before = [other for other, its in homes.items() if its == home]
    if not before:
        return True
    giver = people[number].provider if number in people else None
    if giver is not None and all(other in people and people[other].provider is not giver for other in before):
        return True
    around = {part.text for part in parts[max(before) + 1 : number + 6]}
    return bool(plain_words().again & around)


def _is_sound(parts: Sequence[Part], homes: Homes, people: dict[int, Part]) -> bool:
    """Whether every timed code has minutes, and numbers of one code are told to be several."""
    table = code_table()
    served = {parts[home].code for home in homes.values()}
    if any(
        part.kind == "code" and part.code not in served and table.find(part.code).takes_minutes
        for part in parts
    ):
        return False
    by_code: dict[tuple[str, object], list[int]] = {}
    for number, home in sorted(homes.items()):
        giver = people[number].provider if number in people else None
        by_code.setdefault((parts[home].code, giver), []).append(number)
    return all(
        _are_several(parts, first, second)
        for numbers in by_code.values()
        for first, second in pairwise(numbers)
        if homes[first] == homes[second] or parts[first].minutes == parts[second].minutes
    )


def _are_several(parts: Sequence[Part], first: int, second: int) -> bool:
    """Whether two numbers of one code are two stretches of time rather than one told twice."""
    between = _between(parts, first, second)
    if set(between) <= _JOINS and between:
        return True
    around = {part.text for part in parts[first + 1 : second + 6]}
    return bool(plain_words().again & around)
