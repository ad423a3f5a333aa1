"""Whether a message states something and wants it confirmed, rather than asks openly."""

from __future__ import annotations

import re

from knowledge.search.words import LONGEST_TEXT

_CONFIRM = (
    r"(?:\b(?:right|correct|true|agreed)|,\s*(?:yes|yeah|no|ok|okay|fine)"
    r"|\b(?:is|are|do|does|did|was|were|has|have|ca|can|must|should|wo|would)n'?t\s+(?:it|they|we|i|that|he|she))"
)
_HEARD = (
    r"(?:(?:i|we)\s+(?:was|were|am|have\s+been|'ve\s+been)?\s*(?:told|taught|heard|hear|read|learned|learnt|thought|think)"
    r"|(?:they|he|she|people|everyone|everybody|somebody|someone|my\s+\w+|our\s+\w+|(?:the|a|an|this)\s+\w+)"
    r"\s+(?:says?|said|claims?|claimed|tells?|told|insists?|thinks?|states?|lists?))"
)
_SWEEPING = (
    r"(?:always|never|every|only|all|nobody|no\s+one|must|has\s+to|have\s+to|nothing|whatever|belongs?"
    r"|cannot|can't|cant|don't|dont|isn't|isnt|not)"
)
_STATED = r"(?:means?|stands?\s+for|goes|takes|gets|needs|lets|allows|equals|counts|pays|requires)"

_CONFIRMED = re.compile(rf"{_CONFIRM}\W*$", re.IGNORECASE)
_TOLD = re.compile(rf"\b{_HEARD}\b", re.IGNORECASE)
_STATES = re.compile(rf"\b(?:{_SWEEPING}|{_STATED})\b|^\W*(?:so|but|then)\b", re.IGNORECASE)
_ASKS_OPENLY = re.compile(
    r"(?:^|[.!?,;]\s)\W*(?:(?:ok|so|and|hi|hello|hey|but|well)\W+)*"
    r"(?:how|what|what's|whats|when|which|who|why|where|can|could|do|does|did|is|are|should|may|need|will|would|any)\b"
    r"[^.!?]*[.!?]*\s*$",
    re.IGNORECASE,
)


def is_claim(text: str) -> bool:
    """Whether a message says how something is, as people do with what they read somewhere.

    Args:
        text: The message.
    """
    text = text[:LONGEST_TEXT]
    if _CONFIRMED.search(text) or _TOLD.search(text):
        return True
    return _STATES.search(text) is not None and _ASKS_OPENLY.search(text) is None
