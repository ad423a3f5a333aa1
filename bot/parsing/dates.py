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
MONTHS = frozenset({*_MONTH_NAMES, *(name[:3] for name in _MONTH_NAMES), "sept"})
"""Month names, which are recognised only to say how a date is typed."""


def read_date(text: str) -> date | None:
    """A date as typed, or `None` when no calendar holds it.

    Args:
        text: One token, such as `2026-03-02`, `3/2/2026` or `3/2/26`.
    """
    if iso := _ISO.fullmatch(text):
        year, month, day = map(int, iso.groups())
    elif us := _MONTH_FIRST.fullmatch(text):
        month, day, year = map(int, us.groups())
        if year < 100:
            year += CENTURY
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def has_short_year(text: str) -> bool:
    """Whether the year has two digits, so that "te/mt/ta 10/15/20" is not taken for a date."""
    return "/" in text and len(text.rpartition("/")[2]) == 2
