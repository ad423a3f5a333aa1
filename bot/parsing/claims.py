"""Counts that somebody claims or guesses, read as the question how many units there are."""

from __future__ import annotations

import re

_N = r"(?:[0-9]|1[0-2]|one|two|three|four|five|six|seven|eight|nine|ten)"
_EITHER = re.compile(r"\b[0-9]\s+or\s+[0-9]\s+(?=units?\b)", re.IGNORECASE)
_UNITS_OR_UNITS = re.compile(rf"\b{_N}\s+units?\s+or\s+{_N}\b(?!\s*(?:m|min|mins|minutes?)\b)", re.IGNORECASE)
_GUESSED = re.compile(
    rf"\b(?:is|isn't|would|that's|thats|so)\s+(?:that|it|this|those|be|that\s+be)?\s*{_N}\s+units?\b(?!\s+(?:of|for|on|ok|right|correct|fine))",
    re.IGNORECASE,
)
_CLAIMED = re.compile(
    rf"\b(?:(?:can|could|may|should|do|would)\s+(?:i|we|you|they)\s+(?:bill|charge|claim|get|have|count|drop)\s+{_N}\s+units?"
    rf"|(?:is|are|would|was)\s+(?:it\s+)?(?:be\s+)?{_N}\s+units?\s+(?:right|ok|okay|correct|fine|good)?"
    rf"|(?:my|our|the)?\s*\b(?:boss|director|manager|biller|coworker|colleague|supervisor|lead|he|she|they|owner|front\s+desk|emr|system|software)\s+"
    rf"(?:says?|said|thinks?|claims?|wants|gets|got|counts?|counted)(?:\s+(?:it's|its|it\s+is|that's|that\s+is|to\s+bill|i\s+(?:can|should)\s+bill))?\s+{_N}"
    rf"(?:\s+units?)?(?!\s*(?:m|min|mins|minutes?|of)\b))"
    r"(?!\s+of\b)(?:\s+(?:for|with|from|on|if|out\s+of))?",
    re.IGNORECASE,
)


def with_guess_asked(plain: str) -> str:
    """A text in which "is that 2 units" and "3 or 4 units" ask how many there are.

    Args:
        plain: As `normalise` returns it.
    """
    return _GUESSED.sub(
        " how many units ", _UNITS_OR_UNITS.sub(" how many units ", _EITHER.sub("how many ", plain))
    )


def with_claim_asked(plain: str) -> str | None:
    """A text in which the one claimed count of a whole visit asks for it; `None` when nothing is claimed.

    Args:
        plain: As `normalise` returns it.

    >>> with_claim_asked("can I bill 3 units for 40 minutes")
    'how many units  40 minutes'
    """
    if len(_CLAIMED.findall(plain)) != 1:
        return None
    return _CLAIMED.sub("how many units ", plain)
