"""Whether a message tells of a visit, however little of it is understood."""

from __future__ import annotations

import re

_MINUTES = re.compile(
    r"\b[0-9]{1,3}[\s-]?(?:m|min|mins|minutes?)\b|\b[0-9]{1,2}:[0-9]{2}\b|\bminutes\b", re.IGNORECASE
)
_UNITS = re.compile(r"\bunits?\b", re.IGNORECASE)
_COUNT = re.compile(
    r"\bunits?\b|\bhow (?:many|much)\b|\bcan i bill\b|\bwhat (?:do|can) i bill\b", re.IGNORECASE
)


def minutes_told(text: str) -> int:
    """How many lengths of time, or times of the clock, a message tells."""
    return len(_MINUTES.findall(text))


def names_units(text: str) -> bool:
    """Whether a message speaks of billing units."""
    return _UNITS.search(text) is not None


def asks_for_count(text: str) -> bool:
    """Whether a message asks how much may be billed."""
    return _COUNT.search(text) is not None
