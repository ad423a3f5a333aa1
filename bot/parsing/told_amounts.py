"""Amounts as stories tell them, written as typed: halves, rows, stretches, a number before "units?"."""

from __future__ import annotations

import re

MOST_UNITS_OF_DAY = 8
"""Units of one timed code in a day; a bare number above it, before the word "units", is minutes."""
_MIN = r"(?:m|min|mins|minutes?)"
_COUNTS = {"two": 2, "three": 3, "four": 4}

_ASKED_UNITS = re.compile(
    r"(?P<list>(?:\b[a-z]{2,}|\b[0-9]{5})[ \t]*[-:=]?[ \t]*(?P<number>[0-9]{1,3}))[ \t]+(?:-[ \t]*)?"
    r"(?P<asks>units?(?:[ \t]+(?:count|total|pls|please))*[ \t]*[?.!]*\s*)$",
    re.IGNORECASE,
)
_UNITS_EACH = re.compile(r"\bunits\s+(?:for\s+)?each\b(?=\s*[?.!]*\s*$)", re.IGNORECASE)
_BARE_NUMBERS = re.compile(
    r"\b(?:[a-z]{2,}|[0-9]{5})[ \t]*[-:=]?[ \t]*[0-9]{1,3}\b(?![:.][0-9])", re.IGNORECASE
)
_HOUR_AND = re.compile(
    r"(?P<before>^|[,.;:(]\s*|\b(?:did|was|had|of|about|for|spent|got|gave)\s+)(?:hour|hr)\s+(?:and\s+)?(?=(?:[0-9]|five|ten|fifteen|"
    r"twenty|thirty|forty|fifty))",
    re.IGNORECASE,
)
_STRETCHES = re.compile(
    rf"\b(?P<count>[2-4]|two|three|four)\s*(?:x\s*|\s(?:(?:separate|different|short)\s+)?(?:stretches|blocks|rounds|bouts|segments|periods|chunks|goes)\s+of\s+)"
    rf"(?P<minutes>[0-9]{{1,2}})[\s-]*{_MIN}\b(?:\s+(?:each|apiece|every\s+time|at\s+a\s+time))?",
    re.IGNORECASE,
)
_ROWS = re.compile(
    r"(?<![\w/,])(?P<codes>[a-z]?[0-9]{4,5}(?:\s?[/,]\s?[a-z]?[0-9]{4,5}){1,5}|[a-z]{2,5}(?:/[a-z]{2,5}){1,5})"
    r"\s*(?:[:=-]\s*|\s(?:at|for|x)\s+)?\s?(?P<numbers>[0-9]{1,2}(?:\s?[/,]\s?[0-9]{1,2}){1,5})\b(?![/\w])",
    re.IGNORECASE,
)
_LEADERS = re.compile(r"[ \t]*\.{2,}[ \t]*(?=[0-9])")
_ROW_SIGN = re.compile(r"\s?[/,]\s?")
_WHOLE = rf"(?:(?P<whole>[0-9]{{1,3}})[\s-]*{_MIN}|\b(?:an\s+hour|one\s+hour|1\s?(?:hour|hr)))\b"
_HALF = re.compile(
    r"\b(?:the\s+other\s+|other\s+|one\s+)?half\b(?!\s*(?:an?\s|hours?\b|hrs?\b|past\b|-))"
    r"(?:\s+(?:of\s+)?(?:it|that|the\s+time)\b)?(?:\s+(?:was|were|is|on|for|went\s+to)\b)?",
    re.IGNORECASE,
)
_HALVED = re.compile(_WHOLE, re.IGNORECASE)
_OF_WHOLE = re.compile(rf"\s+of\s+(?:the\s+|my\s+|our\s+|those\s+)?[0-9]{{1,3}}[\s-]*{_MIN}\b", re.IGNORECASE)
_SPLIT = re.compile(
    _WHOLE + r"\s*,?\s*(?:(?:was|were|got|is|i)\s+)?(?:split|divided|shared)\s+"
    r"(?:evenly|equally|even|in\s+half|fifty[\s-]fifty|50[/-]50)\s*(?:between|among|into|on|by)?\s+"
    r"(?P<one>[\w -]{2,30}?)\s+and\s+(?P<other>[\w-]+(?:\s+[\w-]+)?)",
    re.IGNORECASE,
)
_ANY_MINUTES = re.compile(rf"\b[0-9]{{1,3}}[\s-]*{_MIN}\b|\bhours?\b", re.IGNORECASE)


def with_typed_amounts(text: str) -> str:
    """A normalised text with told amounts as they would be typed.

    Args:
        text: As `normalise` returns it.

    >>> with_typed_amounts("97110/97140: 20/15 min")
    '97110 20, 97140 15 min'
    >>> with_typed_amounts("60 minutes, half neuro, half gait")
    ', 30 min neuro, 30 min gait'
    """
    text = _STRETCHES.sub(
        _stretches, _ROWS.sub(_rows, _LEADERS.sub(": ", _HOUR_AND.sub(r"\g<before>1 hour ", text)))
    )
    if "half" in text.lower():
        text = _with_halves(text)
    return _ASKED_UNITS.sub(_asked_units, _UNITS_EACH.sub("units", _SPLIT.sub(_split, text)))


def _asked_units(match: re.Match[str]) -> str:
    """The number before "units?" as minutes: too high for units, or the other codes have theirs bare."""
    is_list = len(_BARE_NUMBERS.findall(match.string)) > 1
    is_minutes = int(match["number"]) > MOST_UNITS_OF_DAY or is_list
    return f"{match['list']}, {match['asks']}" if is_minutes else match.group()


def _stretches(match: re.Match[str]) -> str:
    said = match["count"].lower()
    count = int(said) if said.isdecimal() else _COUNTS[said]
    return "+".join([match["minutes"]] * count) + " min"


def _rows(match: re.Match[str]) -> str:
    codes, numbers = _ROW_SIGN.split(match["codes"]), _ROW_SIGN.split(match["numbers"])
    if len(codes) != len(numbers):
        return match.group()
    return ", ".join(f"{code} {number}" for code, number in zip(codes, numbers, strict=True))


def _minutes_of(match: re.Match[str]) -> int:
    return int(match["whole"]) if match["whole"] else 60


def _with_halves(text: str) -> str:
    """Both halves of the only amount as minutes."""
    halves = list(_HALF.finditer(text))
    wholes = list(_HALVED.finditer(text))
    if len(halves) != 2 or len(wholes) != 1 or _minutes_of(wholes[0]) % 2:
        return text
    part = f"{_minutes_of(wholes[0]) // 2} min"
    if _OF_WHOLE.match(text, halves[0].end()):
        text = _OF_WHOLE.sub(" ", text, count=1)
    else:
        text = text[: wholes[0].start()] + text[wholes[0].end() :]
    return _HALF.sub(part, text)


def _split(match: re.Match[str]) -> str:
    minutes = _minutes_of(match)
    rest = match.string[: match.start()] + match.string[match.end() :]
    if minutes % 2 or _ANY_MINUTES.search(rest):
        return match.group()
    return f"{minutes // 2} min {match['one']}, {minutes // 2} min {match['other']}"
