"""A mistyped word of a plain sentence, read as the one word of our vocabulary that it can only be."""

from __future__ import annotations

from functools import cache, lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.parsing.amounts import NUMBER_WORDS
from bot.parsing.plain_words import plain_words
from bot.parsing.words import lexicon

LEAST_LETTERS, LONG_WORD, LONGEST = 4, 8, 24
LEAST_OF_MEANT = 5
_RIGHTLY_SPELLED = frozenset({"minute", "minutes"})
"""Of the words for minutes, those that a slip may be meant for."""
NOT_OF_CODES = (
    "units",
    "unit",
    "medicare",
    "medicaid",
    "tricare",
    "aetna",
    "cigna",
    "humana",
    "modifier",
    "together",
    "minutes",
)


@cache
def _meant() -> tuple[str, ...]:
    words = {word for phrase, _ in lexicon().house_phrases for word in phrase}
    words |= _RIGHTLY_SPELLED & lexicon().minute_units
    long_enough = {w for w in words if w.isalpha() and len(w) >= LEAST_OF_MEANT}
    # "Manuel" is read as manual therapy, but a slip is never one for it.
    return tuple(sorted((long_enough - plain_words().no_slips) | set(NOT_OF_CODES)))


@cache
def _known() -> frozenset[str]:
    """Words that are nobody's slip."""
    lists = plain_words()
    heads = {phrase[0] for phrase, _ in lexicon().phrases.all()}
    inner = {word for phrase, _ in lexicon().phrases.all() for word in phrase}
    every = (
        *(heads, inner, lexicon().clock_signs, NUMBER_WORDS, lists.asks_units, lists.not_a_count),
        *(lists.turns_meaning, lists.other_field, lists.pair_strong, lists.pair_together),
        *(lists.pair_asks, lists.not_a_pair, lists.between_is_fine),
    )
    return frozenset().union(*every)


@lru_cache(maxsize=2048)
def corrected(typed: str) -> str | None:
    """The one word that a mistyped one was meant to be, or `None` when it is none of ours, or may be several.

    Args:
        typed: A word in lower case that is not understood.
    """
    if (
        not LEAST_LETTERS <= len(typed) <= LONGEST
        or not typed.isalpha()
        or typed in _known()
        or typed in plain_words().no_slips
    ):
        return None
    slips = 2 if len(typed) >= LONG_WORD else 1
    same_start = [word for word in _meant() if word[0] == typed[0] or sorted(word[:2]) == sorted(typed[:2])]
    found = process.extract(typed, same_start, scorer=OSA.distance, score_cutoff=slips, limit=3)
    if not found:
        return None
    nearest = [word for word, distance, _ in found if distance == found[0][1]]
    # "excercise" is as near to one form as to the other only when both mean the same.
    return nearest[0] if len(nearest) == 1 or _are_one(nearest) else None


def _are_one(words: list[str]) -> bool:
    """Whether several words are forms of one."""
    stems = {word.rstrip("s") for word in words}
    return len(stems) == 1
