"""Numbers that were dictated digit by digit: "three one two five five five oh one four three"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.redaction.kinds import Identifier, Kind
from bot.redaction.lists import positions
from bot.redaction.tokens import Shape, Token
from bot.redaction.vocabulary import Vocabulary

_LONGEST_HARMLESS = 3
"""So many digits in a row may be left when the codes are taken out: "nine seven one one two, oh eight"."""


def find_spoken_numbers(tokens: Sequence[Token], vocabulary: Vocabulary) -> Iterator[Identifier]:
    """Runs of spoken digits that are more than codes.

    Args:
        tokens: The text's tokens.
        vocabulary: Whose codes may be spoken.
    """
    spoken_digits = positions().digits
    digits = [spoken_digits.get(token.low, "") if token.shape is Shape.WORD else "" for token in tokens]
    begin = 0
    while begin < len(tokens):
        end = begin
        while end < len(tokens) and (digits[end] or tokens[end].low == "-"):
            end += 1
        spoken = "".join(digits[begin:end])
        letter = tokens[begin - 1].low.upper() if begin else ""
        if (
            letter + spoken not in vocabulary.codes
            and _left_beside_codes(spoken, vocabulary) > _LONGEST_HARMLESS
        ):
            yield Identifier(tokens[begin].start, tokens[end - 1].end, Kind.NUMBER)
        begin = max(end, begin + 1)


def _left_beside_codes(spoken: str, vocabulary: Vocabulary) -> int:
    """The longest run of digits that belongs to no code."""
    longest = run = at = 0
    while at < len(spoken):
        if spoken[at : at + 5] in vocabulary.codes:
            at, run = at + 5, 0
        else:
            at, run = at + 1, run + 1
            longest = max(longest, run)
    return longest


SPELLED_OUT = re.compile(r"(?<!\w)(?:[^\W\d_][ .-]){3,}[^\W\d_](?!\w)")
"""A word spelled letter by letter."""
