"""A worked example as the line a person would type, and its answer read back out of the text they see."""

from __future__ import annotations

import re
from typing import NamedTuple

from tests.cases.case_files import Case

_RESULT = re.compile(r"^(?![0-9A-Z][0-9]{4}\b)[^:]+: (?P<units>no|\d+) units?\b")
_LINE = re.compile(r"(?P<code>[0-9]{5}|[A-Z][0-9]{4}) ×(?P<units>\d+)")
_RECEIPT = re.compile(r"^(Receipt) \S+$", re.MULTILINE)


def command_line(case: Case) -> str:
    """`/units …` with everything of the case in it."""
    given = case.given
    pieces = [f"{code} {minutes}" for code, minutes in given.minutes.items()]
    pieces += [f"{code} {minutes}" for session in given.sessions for code, minutes in session.items()]
    for code in given.untimed:
        minutes = given.untimed_minutes.get(code)
        pieces.append(code if minutes is None else f"{code} {minutes}")
    pieces += [f"{code} x{units}" for code, units in given.typed_units.items()]
    if case.assumed.discipline is not None:
        pieces.append(case.assumed.discipline.lower())
    return f"/units {' '.join(pieces)} payer:{case.payer} on:{case.date_of_service}"


class Said(NamedTuple):
    """What a text says first: how many units, and on which codes in which allowed ways."""

    units: int
    splits: list[dict[str, int]]


def said_in(text: str) -> Said | None:
    """The result in the words of an answer, or `None` where there is none."""
    lines = text.splitlines()
    for number, line in enumerate(lines):
        if found := _RESULT.match(line):
            units = 0 if found["units"] == "no" else int(found["units"])
            splits = []
            for after in lines[number + 1 :]:
                if not _LINE.match(after.removeprefix("or ")):
                    break
                splits.append({piece["code"]: int(piece["units"]) for piece in _LINE.finditer(after)})
            return Said(units, splits)
    return None


def without_receipt(text: str) -> str:
    """The text as every asker of the same gets it."""
    return _RECEIPT.sub(r"\1", text)
