"""Dates of service as typed: ISO, or month first as in the United States."""

from __future__ import annotations

import re
from datetime import date

_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_MONTH_FIRST = re.compile(r"([0-9]{1,2})[/-]([0-9]{1,2})[/-]([0-9]{4}|[0-9]{2})")
CENTURY = 2000
RIGHT_FORM = "Type year, month and day, as in on:2026-03-02, or month, day and year, as in on:3/2/2026."
_MONTH_NAMES = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_MONTH_NUMBERS = {
    **{name: number for number, name in enumerate(_MONTH_NAMES, start=1)},
    **{name[:3]: number for number, name in enumerate(_MONTH_NAMES, start=1)},
    "sept": 9,
}
MONTHS = frozenset(_MONTH_NUMBERS)
"""Month names and their short forms."""
DAY_OF_MONTH = re.compile(r"[0-9]{1,2}(?:st|nd|rd|th)?")
_WORDS = re.compile(r"[a-z0-9]+")


def read_date(text: str) -> date | None:
    """A date as typed, or `None` when no calendar holds it.

    Args:
        text: Such as `2026-03-02`, `3/2/2026`, `3/2/26`, `march 2, 2026` or `2 mar 2026`.
    """
    if iso := _ISO.fullmatch(text):
        year, month, day = map(int, iso.groups())
    elif us := _MONTH_FIRST.fullmatch(text):
        month, day, year = map(int, us.groups())
        if year < 100:
            year += CENTURY
    elif named := _with_month_name(text):
        year, month, day = named
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _with_month_name(text: str) -> tuple[int, int, int] | None:
    """Year, month and day of a date with a month name, or `None` when one of them is missing."""
    parts = _WORDS.findall(text.lower())
    if len(parts) != 3 or len(parts[2]) != 4 or not parts[2].isdecimal():
        return None
    name, day = (parts[0], parts[1]) if parts[0] in MONTHS else (parts[1], parts[0])
    if name not in MONTHS or not DAY_OF_MONTH.fullmatch(day):
        return None
    return int(parts[2]), _MONTH_NUMBERS[name], int(day.rstrip("stndrh"))


def has_short_year(text: str) -> bool:
    """Whether the year has two digits, so that "te/mt/ta 10/15/20" is not taken for a date."""
    return "/" in text and len(text.rpartition("/")[2]) == 2
