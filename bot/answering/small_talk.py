"""Greetings and thanks: messages with nothing else in them."""

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
    """.split()  # noqa: SIM905 - a list of a hundred quoted words reads worse
)
_MOST_WORDS = 12


def is_small_talk(text: str) -> bool:
    """Whether a message holds nothing but greetings, thanks and the like.

    Args:
        text: The message.
    """
    words = _WORD.findall(text.lower())
    return 0 < len(words) <= _MOST_WORDS and not any(map(str.isdigit, text)) and _WORDS.issuperset(words)
