"""Slips of the finger in words of the field, which may stay: "theraputic", "modifer"."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from rapidfuzz.distance import OSA

from bot.redaction.lists import word_list
from bot.redaction.vocabulary import Vocabulary

_SHORTEST = 7
"""A shorter word is a letter away from too many names."""
_LONGEST = 24


def is_slip(word: str, vocabulary: Vocabulary) -> bool:
    """Whether a word is one slip away from a long word of the field, and is itself no name.

    Args:
        word: In lower case.
        vocabulary: Whose names are never taken for slips.
    """
    if not _SHORTEST - 1 <= len(word) <= _LONGEST or not word.isascii() or not word.isalpha():
        return False
    if vocabulary.is_given(word) or vocabulary.is_surname(word):
        return False
    meant = _field_words()
    near = {other for short in (word, *_shorter(word)) for other in meant.get(short, ())}
    return any(other[0] == word[0] and OSA.distance(word, other) <= 1 for other in near)


def _shorter(word: str) -> Iterator[str]:
    """The word with each of its letters left out."""
    return (word[:at] + word[at + 1 :] for at in range(len(word)))


@cache
def _field_words() -> dict[str, tuple[str, ...]]:
    """Long words of the field that no name is near, by themselves and by themselves less one letter."""
    names = word_list("given_names") | word_list("surnames") | word_list("names_by_hand")
    near_names = {short for name in names for short in (name, *_shorter(name))}
    found: dict[str, list[str]] = {}
    for word in word_list("field"):
        if len(word) >= _SHORTEST and word.isalpha() and near_names.isdisjoint((word, *_shorter(word))):
            for short in (word, *_shorter(word)):
                found.setdefault(short, []).append(word)
    return {short: tuple(words) for short, words in found.items()}
