"""Names of people that stand for something else where they are met: payers, modifiers, tests, phrases."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from bot.redaction.lists import positions
from bot.redaction.spoken import dictated_modifiers
from bot.redaction.tokens import Shape, Token
from bot.redaction.vocabulary import Vocabulary

_SIGNS_BETWEEN = frozenset(":=-")


def called_otherwise(tokens: Sequence[Token], vocabulary: Vocabulary) -> frozenset[int]:
    """Places of words that are no names where they stand: "payer:oscar", "is kay ex due", "grace period".

    Args:
        tokens: The text's tokens.
        vocabulary: Whose codes and names are behind an insurer or a person.
    """
    return frozenset((*dictated_modifiers(tokens), *_insurers(tokens, vocabulary), *_in_phrases(tokens)))


def _in_phrases(tokens: Sequence[Token]) -> Iterator[int]:
    """Words of phrases that hold a name: "grace period", "Thomas test"."""
    words = positions()
    for at, (first, second) in enumerate(pairwise(tokens)):
        if not second.joined:
            continue
        if second.low in words.phrases_with_a_name.get(first.low, ()):
            yield from (at, at + 1)
        elif first.low in words.eponyms and second.low in words.behind_an_eponym:
            before = tokens[at - 1].low if at else ""
            if before not in words.people and before not in words.honorifics:
                yield at
        elif {first.low, second.low} <= words.eponyms:
            behind = tokens[at + 2].low if at + 2 < len(tokens) else ""
            if behind in words.behind_an_eponym:
                yield at


def _insurers(tokens: Sequence[Token], vocabulary: Vocabulary) -> Iterator[int]:
    words = positions()
    for at, token in enumerate(tokens):
        if token.low not in words.insurers_named_like_people or token.possessive:
            continue
        behind = tokens[at + 1] if at + 1 < len(tokens) else None
        if behind is not None and behind.low in words.behind_an_insurer:
            yield at
        elif behind is not None and behind.low in {"denied", "denies"}:
            ahead = tokens[at + 2] if at + 2 < len(tokens) else None
            if ahead is not None and ahead.shape is Shape.NUMBER:
                yield at
        elif not (behind is not None and behind.joined and _may_end_a_name(behind, vocabulary)):
            back = at - 1
            while back >= 0 and tokens[back].low in _SIGNS_BETWEEN:
                back -= 1
            if back >= 0 and tokens[back].low in words.before_an_insurer:
                yield at


def _may_end_a_name(token: Token, vocabulary: Vocabulary) -> bool:
    if token.shape is not Shape.WORD:
        return False
    return not vocabulary.knows(token.low) or (token.capital and vocabulary.may_be_name(token.low))
