"""Which words are ours, and which of them may be somebody's name as well."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache

from bot.redaction.lists import positions, word_list
from rules import code_table, parameters, payers

_CONTRACTION = re.compile(r"(?:n't|'(?:s|re|ve|ll|d|m))$")
_HYPHENS = re.compile(r"[-‐‑]+")
_SHORTEST_PART = 2
_SMALLEST_AMOUNT = 1000
"""Below it a number needs no reason to stay."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words that stored text may hold.

    Attributes:
        words: All of them, in lower case, with straight apostrophes.
        codes: Billing codes whose digits may stay.
        amounts: Dollars of Medicare's rules, such as thresholds, whose digits may stay.
        given: Given names, words of ours among them where they are met as names too.
        surnames: Family names, likewise.
        names: Every name of the lists, those too that are met as words only: "Soon", "Hall".
        of_the_field: Words that are the field's own, which a capital does not make a name.
    """

    words: frozenset[str]
    codes: frozenset[str]
    amounts: frozenset[str]
    given: frozenset[str]
    surnames: frozenset[str]
    names: frozenset[str]
    of_the_field: frozenset[str]

    def knows(self, word: str) -> bool:
        """Whether a word may be kept where no name stands.

        Args:
            word: One word in lower case with straight apostrophes; hyphens and endings such as `'s`
                are looked through.
        """
        if word in self.words or (len(word) == 1 and word.isascii()):
            return True
        bare = _CONTRACTION.sub("", word).strip("'")
        if bare in self.words:
            return True
        parts = _HYPHENS.split(bare)
        not_halves = positions().halves_of_names
        return len(parts) > 1 and all(
            part in self.words and len(part) >= _SHORTEST_PART and part not in not_halves for part in parts
        )

    def is_given(self, word: str) -> bool:
        """Whether a word, known or not, is a given name somewhere."""
        return word in self.given

    def is_surname(self, word: str) -> bool:
        """Whether a word, known or not, is a family name somewhere."""
        return word in self.surnames

    def may_be_name(self, word: str) -> bool:
        """Whether a word is in any list of names and is no word of the field."""
        return word in self.names and word not in self.of_the_field

    def with_words(self, more: Iterable[str]) -> Vocabulary:
        """The same vocabulary and more words, less those among them that are names and nothing else.

        Args:
            more: Words of our own documents, such as the knowledge entries; any case.
        """
        added = {word.casefold() for word in set(more)} - self.names
        return replace(self, words=self.words | added)


@cache
def shipped_vocabulary() -> Vocabulary:
    """The vocabulary that needs nothing but this package: everyday words, the field's, payers and codes."""
    of_payers = {
        part
        for profile in payers().values()
        for name in (profile.label, *profile.aliases)
        for part in re.findall(r"[^\W\d_]+", name.casefold())
    }
    places = positions()
    by_hand = word_list("names_by_hand")
    given, surnames = word_list("given_names") | by_hand, word_list("surnames") | by_hand
    around = (
        places.honorifics | places.people | places.does_something | places.code_words | places.digits.keys()
    )
    of_the_field = word_list("field") | of_payers | around | places.tens | places.ordinals
    return Vocabulary(
        words=word_list("everyday") | of_the_field,
        codes=frozenset(entry.code for entry in code_table()) | _codes_in(places.codes_beside_ours),
        amounts=frozenset(
            str(each.value)
            for parameter in parameters().values()
            for each in parameter.values
            if isinstance(each.value, int) and each.value >= _SMALLEST_AMOUNT
        ),
        given=given - places.not_names,
        surnames=surnames - places.not_names,
        names=given | surnames,
        of_the_field=of_the_field,
    )


def _codes_in(ranges: Iterable[str]) -> frozenset[str]:
    """Every code of ranges such as `97802-97804`."""
    ends = [tuple(map(int, each.split("-"))) for each in ranges]
    return frozenset(str(code) for first, last in ends for code in range(first, last + 1))
