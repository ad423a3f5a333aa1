"""Typing slips, mended against our own vocabulary only: a word of any other kind is left as it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from rapidfuzz.distance import OSA

SHORTEST = 4
_OFTEN = 3
_RARE = 2
_LONG = 7
_LONGER = 9


def _slips_allowed(word: str) -> int:
    return 2 if len(word) >= _LONGER else 1


class Speller:
    """Mends words.

    Args:
        counts: How often each word stands in the wordings of the entries.
        vocabulary: Words of the field.
        others: Words of other phrasings that are no slips.
    """

    def __init__(
        self, counts: Mapping[str, int], vocabulary: Iterable[str], others: frozenset[str] = frozenset()
    ) -> None:
        field = {word for word in vocabulary if word.isalpha()} | others
        good = field | {word for word, count in counts.items() if count >= _OFTEN}
        self._targets: dict[tuple[str, int], list[str]] = {}
        for word in sorted(good):
            if word.isalpha() and len(word) >= SHORTEST:
                self._targets.setdefault((word[0], len(word)), []).append(word)
        self._counts = counts
        self._good = good
        self._mend = lru_cache(maxsize=4096)(self._find)
        # Wordings hold slips on purpose; one that lies beside a word of the field is no word of its own.
        self._known = good | {
            word for word, count in counts.items() if count > _RARE or self._find(word) == word
        }

    def mend(self, words: Iterable[str]) -> list[str]:
        """The words, each slip replaced by the word it was meant to be."""
        known = self._known
        return [word if word in known or not word.isalpha() else self._mend(word) for word in words]

    def _find(self, word: str) -> str:
        if word in self._good or len(word) < SHORTEST or not word.isalpha():
            return word
        most = _slips_allowed(word)
        best, best_key = word, (most + 1, 0)
        for length in range(len(word) - most, len(word) + most + 1):
            for target in self._targets.get((word[0], length), ()):
                distance = OSA.distance(word, target, score_cutoff=most)
                if distance > most or (distance == most == 1 and min(length, len(word)) < SHORTEST):
                    continue
                if distance == 1 and _only_an_ending(word, target):
                    continue
                key = (distance, -self._counts.get(target, 1))
                if key < best_key:
                    best, best_key = target, key
        return best


def _only_an_ending(word: str, target: str) -> bool:
    """Forms of one word meet in their stem; they are no slips."""
    return word == target + "s" or target == word + "s"
