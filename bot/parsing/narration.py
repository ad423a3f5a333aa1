"""A visit that is told rather than typed: which minutes of a story belong to which code, and to whom.

This is the second reading of a sentence. The first one knows every word between a number and its code; this
one passes over words it does not know, and is only certain where the order leaves one reading.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from bot.parsing.items import Provider
from bot.parsing.narrated import Part, Told, tell
from bot.parsing.parser import parse_units
from bot.parsing.plain_words import plain_words
from bot.parsing.problems import ParseProblem
from bot.parsing.request import UnitsRequest
from bot.parsing.told_givers import givers_of
from bot.parsing.told_homes import Homes, clauses, homes_of
from bot.parsing.words import lexicon
from rules import PayerBook

_OF_VISIT = frozenset({"with", "for", "if", "from", "when"})
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
    people = givers_of(parts) if told.names_assistant else {}
    homes = homes_of(parts, people or {})
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
    for clause in clauses(parts):
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
        in_brackets = at > 0 and parts[at - 1].text == "("
        is_aside = (
            _stands_alone(parts, at) or _is_of_which(parts, at) or in_brackets or _is_told_again(parts, at)
        )
        is_more = plain_words().again & {part.text for part in parts[max(at - 2, 0) : at + 4]}
        says_total = plain_words().totals & {part.text for part in parts[at + 1 : at + 2]}
        if parts[at].minutes * 2 == whole and (is_aside or says_total) and not is_more:
            return [*parts[:at], *parts[at + 1 :]]
    beside = {part.text for at in numbers for part in parts[max(at - 3, 0) : at + 2] if part.kind == "word"}
    return None if plain_words().totals & beside and len(numbers) > 1 else parts


def _stands_alone(parts: Sequence[Part], number: int) -> bool:
    """Whether no code stands in the clause of a number."""
    clause = next(clause for clause in clauses(parts) if number in clause)
    return all(parts[at].kind != "code" for at in clause)


def _is_told_again(parts: Sequence[Part], number: int) -> bool:
    """Whether every code beside a number has one elsewhere: "an hour on TE and TA, 35 TE and 25 TA"."""
    told = list(clauses(parts))
    mine = next(clause for clause in told if number in clause)
    counted = {
        parts[at].code
        for clause in told
        if clause is not mine and any(parts[place].kind == "minutes" for place in clause)
        for at in clause
        if parts[at].kind == "code"
    }
    return all(parts[at].code in counted for at in mine if parts[at].kind == "code")


def _is_of_which(parts: Sequence[Part], number: int) -> bool:
    """Whether a number is the whole that the one before is a part of: "5 of the 20 minutes"."""
    before = [part.text for part in parts[max(number - 2, 0) : number]]
    return before in (["of", "the"], ["out", "of"])


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
                f"{names[2 + place]}:{line.by[who]}"
                for place, who in enumerate(names[:2])
                if line.by.get(who)
            )
            pieces.append(f"{line.said} {' '.join(told)}")
        else:
            pieces.append(f"{line.said} {'+'.join(map(str, line.minutes))}".strip())
    return ", ".join(pieces)
