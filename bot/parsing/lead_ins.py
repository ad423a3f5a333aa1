"""Words that open a message and say nothing of what is counted in it."""

from __future__ import annotations

import re

_SAME_MINUTES = re.compile(r"\s*(?:the\s+)?same\s+(?:minutes|mins|min|times?)\s*-\s+", re.IGNORECASE)
_NUMBERS = re.compile(r"\b[0-9]{1,3}\b")


def without_lead_in(plain: str) -> str:
    """A message without "same minutes -" in front of a list that gives each code minutes of its own.

    With one number, or the same one twice, the words may say that two codes shared their minutes: they stay.

    Args:
        plain: As `normalise` returns it.
    """
    found = _SAME_MINUTES.match(plain)
    if found is None:
        return plain
    numbers = _NUMBERS.findall(plain[found.end() :])
    is_list = len(numbers) > 1 and len(set(numbers)) == len(numbers)
    return plain[found.end() :] if is_list else plain
