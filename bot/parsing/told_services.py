"""Everyday words that name a service only beside minutes: "20 min in the pool", "balance took 12"."""

from __future__ import annotations

import re

_BESIDE_MINUTES = re.compile(
    r"(?P<before>\b(?:[0-9]{1,3}|minutes|mins|min|mn|hour|hr)\s*(?:of|on|doing|for|in|straight|in\s+the)?\s*(?:the\s+)?"
    r"|\b(?:did|doing|was)\s+)(?P<word>balance|bal|manuel|pool)\b(?!\s+(?:re|training|retraining|therapy|tx|due|bill|billing))"
    r"|\b(?P<first>balance|bal|manuel|pool)\b(?:\s+(?:work|exercises|drills|activities|stuff))?"
    r"(?P<behind>\s*(?:for|x|:|=|-|took|was|ran|got|lasted|began|started|went)?\s*(?:from\s+|at\s+)?[0-9])",
    re.IGNORECASE,
)
"""Words that name a service only beside minutes."""
_FULL = {
    **{"balance": "balance training", "bal": "balance training"},
    **{"manuel": "manual", "pool": "aquatic therapy"},
}
_PACK = re.compile(
    r"\b(?P<what>ice|heat)\b(?=\s+(?:at\s+the\s+end|after(?:wards)?|before|first|on\s+the\s+\w+|to\s+the\s+\w+)\s+(?:for\s+|x\s*)?[0-9])",
    re.IGNORECASE,
)
_GAIT_AS_HEARD = re.compile(r"\b(?:gate|gat)(?=\s+train(?:ing|in)?\b)", re.IGNORECASE)
_ONE_TO_ONE = re.compile(r"\b(?:1:1|1\s?-?\s?on\s?-?\s?1|one[\s-]on[\s-]one)\b", re.IGNORECASE)


def with_services_named(text: str) -> str:
    """A normalised text with such words as the name of their service, and without "one on one".

    Args:
        text: As `normalise` returns it.

    >>> with_services_named("balance took 12")
    'balance training took 12'
    """
    text = _PACK.sub(lambda match: "cold pack" if match["what"].lower() == "ice" else "hot pack", text)
    return _BESIDE_MINUTES.sub(_full, _GAIT_AS_HEARD.sub("gait", _ONE_TO_ONE.sub(" ", text)))


def _full(match: re.Match[str]) -> str:
    """A word that is a service only beside minutes, as the name of that service."""
    if match["word"]:
        return match["before"] + _FULL[match["word"].lower()]
    return _FULL[match["first"].lower()] + match["behind"]
