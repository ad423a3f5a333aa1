"""Whether a message states something and wants it confirmed, rather than asks openly."""

from __future__ import annotations

import re

_CONFIRM = (
    r"(?:right|correct|true|yes|yeah|no|ok|okay|fine|agreed|"
    r"(?:is|are|do|does|did|was|were|has|have|ca|can|must|should|wo|would)n'?t\s+(?:it|they|we|i|that|he|she))"
)
_HEARD = (
    r"(?:(?:i|we)\s+(?:was|were|am|have\s+been|'ve\s+been)?\s*(?:told|taught|heard|hear|read|learned|learnt|thought|think)"
    r"|(?:they|he|she|people|everyone|everybody|somebody|someone|my\s+\w+|our\s+\w+|(?:the|a|an|this)\s+\w+)"
    r"\s+(?:says?|said|claims?|claimed|tells?|told|insists?|thinks?|states?|lists?))"
)
_SWEEPING = r"(?:always|never|every|only|all|any|nobody|no\s+one|must|has\s+to|have\s+to|nothing|whatever|belongs?)"
_OPEN = re.compile(
    r"\W*(?:(?:ok|so|and|hi|hello|hey|but|well)\W+)*"
    r"(?:how|what|what's|whats|when|which|wich|who|why|where|can|could|do|does|did|is|are|should|may|need|will|would)\b",
    re.IGNORECASE,
)
_CONFIRMED = re.compile(rf"\b{_CONFIRM}\b\W*$", re.IGNORECASE)
_TOLD = re.compile(rf"\b{_HEARD}\b", re.IGNORECASE)
_SWEEPS = re.compile(rf"\b{_SWEEPING}\b", re.IGNORECASE)
_STARTED = re.compile(r"\W*(?:so|but|then)\b", re.IGNORECASE)


def is_claim(text: str) -> bool:
    """Whether a message says how something is, as people do with what they read somewhere.

    Args:
        text: The message.
    """
    if _CONFIRMED.search(text) or _TOLD.search(text):
        return True
    if _OPEN.match(text):
        return False
    return bool(_SWEEPS.search(text) or _STARTED.match(text))
