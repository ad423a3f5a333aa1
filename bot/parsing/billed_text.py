"""A text with its billed lines taken out, and how a code is found in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.parsing.phrases import Role
from bot.parsing.problems import Trouble
from bot.parsing.request import Reading
from bot.parsing.tokens import CODE_DIGITS, Token, TokenKind
from bot.parsing.words import Lexicon
from rules import BilledLine, code_table


@dataclass(slots=True)
class OpenNumber:
    """A bare number behind the units that may be a modifier, or the minutes.

    Attributes:
        line: Number of the billed line.
        start: Where it begins.
        end: Where it ends.
        text: The number.
    """

    line: int
    start: int
    end: int
    text: str


@dataclass(slots=True)
class BilledText:
    """A text with its billed lines taken out.

    Attributes:
        lines: Every line, in typed order.
        rest: The text with spaces where they stood; minutes and options are left.
        troubles: What cannot be read.
        readings: House words that went with a line.
        is_worded: Words of billing stand in it, such as "billed" or "right".
    """

    lines: list[BilledLine]
    rest: str
    troubles: list[Trouble]
    readings: list[Reading]
    is_worded: bool

    @property
    def codes(self) -> tuple[str, ...]:
        """Every billed code, once."""
        return tuple(dict.fromkeys(line.code for line in self.lines))


def code_at_token(tokens: Sequence[Token], at: int, words: Lexicon) -> tuple[str, int] | None:
    """A code, or a word that stands for exactly one, with the index after it; `None` when there is none."""
    if at >= len(tokens):
        return None
    token = tokens[at]
    if len(token.text) == CODE_DIGITS and token.kind in (TokenKind.DIGITS, TokenKind.MIXED):
        code = token.text.upper()
        return (code, at + 1) if code in code_table() else None
    if token.kind is not TokenKind.WORD:
        return None
    found = words.phrases.longest(tokens, at)
    if found is None or found[0].role is not Role.HOUSE_WORD:
        return None
    return found[0].value, found[1]
