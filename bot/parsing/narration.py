"""A visit that is told rather than typed: which minutes of a story belong to which code, and to whom.

This is the second reading of a sentence. The first one knows every word between a number and its code; this one
passes over words it does not know, and is only certain where the order of the sentence leaves one reading.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from bot.parsing.items import Provider
from bot.parsing.narrated import Part, Told, tell
from bot.parsing.parser import parse_units
from bot.parsing.plain_words import plain_words
from bot.parsing.problems import ParseProblem
from bot.parsing.request import UnitsRequest
from bot.parsing.words import lexicon
from rules import PayerBook, code_table

Homes = dict[int, int]
"""Place of each number of minutes → place of the code that it belongs to."""

_STOPS = frozenset({"and", "then", "plus", "n", "followed", "afterwards", "afterward", "next"})
_OF = frozenset({"of", "on", "doing", "in", "toward", "towards"})
_JOINS = frozenset({"+", "plus", "and", "&", "then"})
_OF_VISIT = frozenset({"with", "for", "if", "from", "when"})
_ROW_SIGNS = frozenset({",", "/", "and", "&", ";", "n", "|"})
_NAMES = {
    "pt": (Provider.THERAPIST, Provider.ASSISTANT, "pt", "pta"),
    "ot": (Provider.THERAPIST, Provider.ASSISTANT, "ot", "ota"),
    "any": (Provider.THERAPIST, Provider.ASSISTANT, "therapist", "assistant"),
}


def narrate(text: str, *, today: date, book: PayerBook | None = None) -> UnitsRequest | None:
    """Read the visit that a sentence tells of.

    Args:
        text: Without slips and without numbers that are no minutes.
        today: For the date of service.
        book: The payers that are known; the ones that ship with the rules when not given.

    Returns:
        The request, or `None` where more than one reading is left, or none.
    """
    told = tell(text, lexicon(book))
    command = _command(told)
    if command is None:
        return None
    try:
        return parse_units(command, today=today, book=book)
    except ParseProblem:
        return None


def _command(told: Told) -> str | None:
    """A told visit as it would be typed, or `None` when it is not certain."""
    if not told.is_whole or len(set(told.options)) > 2 or _is_doubtful(told.parts):
        return None
    parts = _without_total(told.parts)
    if parts is None:
        return None
    if (whole := _only_total(parts)) is not None:
        return " ".join((f"{whole} min", *dict.fromkeys(told.options)))
    people = _people(parts) if told.names_assistant else {}
    homes = _homes(parts, people or {})
    if homes is None or people is None:
        return None
    typed = _typed(parts, homes, people)
    return None if typed is None else " ".join((typed, *dict.fromkeys(told.options)))


def _only_total(parts: Sequence[Part]) -> int | None:
    """The one number of a sentence without a code."""
    kinds = Counter(part.kind for part in parts)
    is_total = kinds["minutes"] == 1 and not kinds["code"] and not kinds["person"]
    return next(part.minutes for part in parts if part.kind == "minutes") if is_total else None


def _is_doubtful(parts: Sequence[Part]) -> bool:
    """Whether a word says that minutes are not what they seem, or that there is a choice of numbers."""
    words = plain_words()
    said = [part.text for part in parts if part.kind == "word"]
    if words.turns_meaning.intersection(said) or words.no_treatment.intersection(said):
        return True
    if _has_units_of_a_code(parts):
        return True
    numbers = [at for at, part in enumerate(parts) if part.kind == "minutes"]
    return any(
        {"or", "-", "to"} >= {part.text for part in parts[first + 1 : second]} and second > first + 1
        for first, second in pairwise(numbers)
    )


def _has_units_of_a_code(parts: Sequence[Part]) -> bool:
    """Whether a count of units is said of one code; one said of the visit asks for nothing else."""
    for clause in _clauses(parts):
        units = next((at for at in clause if parts[at].kind == "units"), None)
        behind = {part.text for part in parts[units + 1 : units + 3]} if units is not None else set()
        if units is not None and not behind & _OF_VISIT and any(parts[at].kind == "code" for at in clause):
            return True
    return False


def _without_total(parts: list[Part]) -> list[Part] | None:
    """The parts without a number that is the sum of all others; `None` when a total does not fit."""
    numbers = [at for at, part in enumerate(parts) if part.kind == "minutes"]
    whole = sum(parts[at].minutes for at in numbers)
    for at in numbers if len(numbers) > 2 else ():
        is_aside = _stands_alone(parts, at) or _is_of_which(parts, at) or parts[at - 1].text == "("
        if parts[at].minutes * 2 == whole and is_aside:
            return [*parts[:at], *parts[at + 1 :]]
    beside = {
        part.text for at in numbers for part in parts[max(at - 3, 0) : at + 2] if part.kind == "word"
    }
    return None if plain_words().totals & beside and len(numbers) > 1 else parts


def _stands_alone(parts: Sequence[Part], number: int) -> bool:
    """Whether no code stands in the clause of a number."""
    clause = next(clause for clause in _clauses(parts) if number in clause)
    return all(parts[at].kind != "code" for at in clause)


def _is_of_which(parts: Sequence[Part], number: int) -> bool:
    """Whether a number is the whole that the one before is a part of: "5 of the 20 minutes"."""
    before = [part.text for part in parts[max(number - 2, 0) : number]]
    return before in (["of", "the"], ["out", "of"])


def _between(parts: Sequence[Part], first: int, second: int) -> list[str]:
    return [part.text for part in parts[first + 1 : second]]


# which minutes belong to which code


def _homes(parts: Sequence[Part], people: dict[int, Part]) -> Homes | None:
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


def _clauses(parts: Sequence[Part]) -> Iterator[range]:
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
    """Each number belongs to the one code of its clause; one in a clause of its own is more of the code before."""
    homes: Homes = {}
    last: int | None = None
    for clause in _clauses(parts):
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


# who gave which minutes


def _people(parts: Sequence[Part]) -> dict[int, Part] | None:
    """Who gave each number; `None` when that is not certain."""
    order = [at for at, part in enumerate(parts) if part.kind in ("person", "minutes")]
    numbers = [at for at in order if parts[at].kind == "minutes"]
    persons = [at for at in order if parts[at].kind == "person"]
    if not numbers or not persons:
        return None
    given: dict[int, Part] = {}
    if persons[0] < numbers[0]:
        speaker: Part | None = None
        idle = 0
        for at in order:
            if parts[at].kind == "person":
                idle += (
                    speaker is not None
                    and not any(who is speaker for who in given.values())
                    and speaker.provider is not parts[at].provider
                )
                speaker = parts[at]
            elif speaker is not None:
                given[at] = speaker
        if idle:
            return None
    else:
        waiting: list[int] = []
        for at in order:
            if parts[at].kind == "minutes":
                waiting.append(at)
            else:
                given |= dict.fromkeys(waiting, parts[at])
                waiting = []
        if waiting:
            return None
    # With the words behind their numbers as well as in front, either reading may be meant.
    return given


@dataclass(slots=True)
class _Line:
    """One code with its minutes as typed."""

    said: str
    minutes: list[int]
    by: dict[Provider, int]


def _typed(parts: Sequence[Part], homes: Homes, people: dict[int, Part]) -> str | None:
    """Codes with their minutes, as they follow a command."""
    lines: dict[str, _Line] = {}
    for part in parts:
        if part.kind == "code":
            lines.setdefault(part.code, _Line(part.text, [], {}))
    for number, home in sorted(homes.items()):
        line, minutes = lines[parts[home].code], parts[number].minutes
        line.minutes.append(minutes)
        if people:
            giver = people[number].provider or Provider.THERAPIST
            line.by[giver] = line.by.get(giver, 0) + minutes
    disciplines = {who.discipline for who in people.values()} - {"any"}
    if len(disciplines) > 1:
        return None
    names = _NAMES[next(iter(disciplines), "any")]
    pieces = []
    for line in lines.values():
        if line.by:
            told = (
                f"{names[2 + place]}:{line.by[who]}" for place, who in enumerate(names[:2]) if who in line.by
            )
            pieces.append(f"{line.said} {' '.join(told)}")
        else:
            pieces.append(f"{line.said} {'+'.join(map(str, line.minutes))}".strip())
    return ", ".join(pieces)
