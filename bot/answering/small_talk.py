"""Messages that no search should answer: greetings and thanks, and somebody who needs help now."""

from __future__ import annotations

import re

_WORD = re.compile(r"[a-z']+")
_WORDS = frozenset(
    """
    hi hii hello hey heya hiya howdy yo greetings morning afternoon evening night day good happy
    monday tuesday wednesday thursday friday weekend there again everyone all team folks friend buddy
    bot unitwise how are you doing is it going what's up thanks thank thx ty tysm so very much many
    a lot for the your help awesome great nice cool perfect super ok okay k yes no yep nope yup bye
    goodbye see later cheers please sorry welcome test testing ping lol haha wow and to
    you're youre best love that this helped helps helpful works worked got got it's its really
    """.split()  # noqa: SIM905 - a list of a hundred quoted words reads worse
)
_MOST_WORDS = 12


_URGENT = re.compile(
    r"\b(?:chest pain|can(?:'|no)?t breathe|unconscious|passed out|unresponsive|suicid\w*|overdos\w*|"
    r"call(?:ing)? 911)\b",
    re.IGNORECASE,
)
"""Not the names of conditions, which people ask to bill for."""


def is_urgent(text: str) -> bool:
    """Whether a message sounds as if somebody needs help now.

    Args:
        text: The message.
    """
    return _URGENT.search(text) is not None


def is_small_talk(text: str) -> bool:
    """Whether a message holds nothing but greetings, thanks and the like.

    Args:
        text: The message.
    """
    words = _WORD.findall(text.lower())
    return 0 < len(words) <= _MOST_WORDS and not any(map(str.isdigit, text)) and _WORDS.issuperset(words)
