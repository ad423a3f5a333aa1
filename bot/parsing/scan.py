"""What the readers of one message share: its tokens, and where findings go."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from bot.parsing.amounts import NUMBER_WORDS
from bot.parsing.items import Item
from bot.parsing.problems import ParseProblem, Rank, Trouble
from bot.parsing.request import Reading
from bot.parsing.tokens import CODE_DIGITS, Token, TokenKind
from bot.parsing.words import Lexicon

_NUMBERS = frozenset({TokenKind.DIGITS, TokenKind.DECIMAL, TokenKind.CLOCK})


@dataclass(slots=True)
class Scan:
    """One message while it is read from left to right.

    Attributes:
        text: The normalised text.
        tokens: Its tokens.
        words: The words that are understood.
        items: What was understood, in order.
        troubles: What was not.
        readings: How things were read, with their place.
    """

    text: str
    tokens: Sequence[Token]
    words: Lexicon
    items: list[Item] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    readings: list[tuple[int, Reading]] = field(default_factory=list)
    _has_code_trouble: bool = False

    def trouble(self, rank: Rank, at: int, tell: Callable[[], ParseProblem]) -> None:
        """Remember a problem at a place in the text; its message is made only when it is told."""
        self._has_code_trouble = self._has_code_trouble or rank is Rank.CODE
        self.troubles.append(Trouble(rank, at, tell))

    @property
    def has_code_trouble(self) -> bool:
        """Whether a code could not be read, so that nothing later is told before it."""
        return self._has_code_trouble

    def note(self, at: int, kind: str, **data: object) -> None:
        """Remember how something was read."""
        self.readings.append((at, Reading(kind, data)))

    def told(self) -> tuple[Reading, ...]:
        """How things were read, in the order of the text."""
        return tuple(reading for _, reading in sorted(self.readings, key=lambda reading: reading[0]))

    def span(self, at: int, end: int) -> tuple[int, int]:
        """Where the tokens from one index up to another stand in the text."""
        return self.tokens[at].start, self.tokens[end - 1].end

    def typed(self, at: int, end: int) -> str:
        """What was typed from one token up to another, on one line."""
        return " ".join(self.text[self.tokens[at].start : self.tokens[end - 1].end].split())

    def text_at(self, at: int) -> str:
        """The text of a token, empty behind the last one."""
        return self.tokens[at].text if at < len(self.tokens) else ""

    def is_tight(self, at: int) -> bool:
        """Whether a token touches the ones on both sides."""
        if not 0 < at < len(self.tokens) - 1:
            return False
        token = self.tokens[at]
        return self.tokens[at - 1].end == token.start and token.end == self.tokens[at + 1].start

    def is_number(self, at: int) -> bool:
        """Whether a number that is no code stands there, in digits, as a clock time or in words."""
        if at >= len(self.tokens):
            return False
        token = self.tokens[at]
        if token.kind is TokenKind.DIGITS:
            return len(token.text) != CODE_DIGITS
        return token.kind in _NUMBERS or token.text in NUMBER_WORDS
