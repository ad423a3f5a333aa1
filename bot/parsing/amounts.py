"""Amounts of time in words and hours: "twenty five", "1 hr 10 min", "an hour and a half"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from bot.parsing.tokens import Token, TokenKind
from bot.parsing.words import Lexicon

_SMALL = (
    *(
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
    ),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
NUMBER_WORDS = (
    {word: value for value, word in enumerate(_SMALL)}
    | {word: 10 * tens for tens, word in enumerate(_TENS, start=2)}
    | {
        "fourty": 40,
        "fourtyfive": 45,
        "ninteen": 19,
        "fiften": 15,
        "fifeteen": 15,
        "forteen": 14,
        "eightteen": 18,
    }
    | {"twelv": 12, "tweny": 20, "twenthy": 20, "thirdy": 30, "eigth": 8, "eigt": 8, "elevn": 11}
    | {f"{ten}{one}": 10 * t + o for t, ten in enumerate(_TENS, 2) for o, one in enumerate(_SMALL[1:10], 1)}
)
HUNDRED = "hundred"
LONGEST_NUMBER = 9
"""Digits after which a number is too long to be minutes, and is not even turned into one."""
MINUTES_PER_HOUR = 60


@dataclass(frozen=True, slots=True)
class Amount:
    """A number as typed, with the unit of time behind it.

    Attributes:
        value: Minutes, or the bare number.
        end: Index of the token after it.
        unit: `minutes`, `hours`, `units` or empty.
        is_written: In words rather than digits.
        is_past_the_hour: Sixty minutes or more stand behind the hours (1h75).
    """

    value: Fraction | int
    end: int
    unit: str = ""
    is_written: bool = False
    is_past_the_hour: bool = False

    @property
    def whole(self) -> int | None:
        """The whole number, or `None` for a fraction."""
        value = self.value
        return value if type(value) is int else int(value) if value.denominator == 1 else None


def read_written(tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
    """A number in words, with the index after it, or `None`."""
    token = tokens[at]
    if token.text == "a" and _text(tokens, at + 1) == HUNDRED:
        value, at = 1, at + 1
    elif token.text in NUMBER_WORDS:
        value, at = NUMBER_WORDS[token.text], at + 1
        if value >= 20 and value % 10 == 0:
            value, at = _with_ones(tokens, at, value)
    else:
        return None
    if _text(tokens, at) == HUNDRED and value < 10:
        value, at = value * 100, at + 1
        after_and = at + 1 if _text(tokens, at) == "and" else at
        rest = NUMBER_WORDS.get(_text(tokens, after_and))
        if rest is not None and _text(tokens, after_and + 1) != HUNDRED:
            at = after_and + 1
            if rest >= 20 and rest % 10 == 0:
                rest, at = _with_ones(tokens, at, rest)
            value += rest
    return value, at


def _with_ones(tokens: Sequence[Token], at: int, tens: int) -> tuple[int, int]:
    """The ones behind twenty, thirty …, with or without a dash."""
    dash = at + 1 if _text(tokens, at) == "-" else at
    ones = NUMBER_WORDS.get(_text(tokens, dash))
    if ones is not None and 1 <= ones <= 9 and _text(tokens, dash + 1) != HUNDRED:
        return tens + ones, dash + 1
    return tens, at


def read_spelled_code(tokens: Sequence[Token], at: int) -> tuple[str, int] | None:
    """Five digits dictated one after the other or in twos ("ninety seven one twelve"), with the index after.

    Numbers that do not come to exactly five digits are none.
    """
    digits = ""
    while len(digits) < 5 and at < len(tokens):
        token = tokens[at]
        if token.kind is TokenKind.DIGITS and len(token.text) == 1:
            digits, at = digits + token.text, at + 1
            continue
        written = read_written(tokens, at)
        if written is None:
            return None
        digits, at = digits + str(written[0]), written[1]
    return (digits, at) if len(digits) == 5 else None


def read_amount(tokens: Sequence[Token], at: int, words: Lexicon) -> Amount | None:
    """A number at a token with its unit, hours turned into minutes, or `None`."""
    token = tokens[at]
    is_written = False
    if token.kind is TokenKind.DIGITS:
        value: Fraction | int = int(token.text[:LONGEST_NUMBER])
        end = at + 1
        if _text(tokens, end) == "/" and _text(tokens, end + 1) == "2" and _is_half(tokens, at, words):
            value, end = Fraction(1, 2), end + 2
    elif token.kind is TokenKind.DECIMAL:
        value, end = Fraction(token.text[: 2 * LONGEST_NUMBER].rstrip(".")), at + 1
    else:
        written = read_written(tokens, at)
        if written is None:
            return None
        value, end, is_written = written[0], written[1], True
    return _with_unit(tokens, end, words, value, is_written)


def _is_half(tokens: Sequence[Token], at: int, words: Lexicon) -> bool:
    """Whether "1/2" stands before hours."""
    return tokens[at].text == "1" and _text(tokens, at + 3) in words.hour_units


def _with_unit(
    tokens: Sequence[Token], end: int, words: Lexicon, value: Fraction | int, is_written: bool
) -> Amount:
    if end >= len(tokens):
        return Amount(value, end, is_written=is_written)
    text = tokens[end].text
    dashed = end
    if text == "-":
        dashed, text = end + 1, _text(tokens, end + 1)
    if text in words.minute_units and (text != "'" or tokens[dashed - 1].end == tokens[dashed].start):
        return Amount(value, dashed + 1, "minutes", is_written)
    if text in words.unit_words:
        return Amount(value, end + 1, "units", is_written)
    if text == "and" and [_text(tokens, end + n) for n in (1, 2)] == ["a", "half"]:
        if _text(tokens, end + 3) in words.hour_units:
            return Amount((value + Fraction(1, 2)) * MINUTES_PER_HOUR, end + 4, "hours", is_written)
        return Amount(value, end, is_written=is_written)
    if text not in words.hour_units:
        return Amount(value, end, is_written=is_written)
    minutes, end = value * MINUTES_PER_HOUR, dashed + 1
    if [_text(tokens, end + n) for n in range(3)] == ["and", "a", "half"]:
        return Amount(minutes + MINUTES_PER_HOUR // 2, end + 3, "hours", is_written)
    extra, end = _minutes_after_hours(tokens, end, words)
    return Amount(minutes + extra, end, "hours", is_written, extra >= MINUTES_PER_HOUR)


def _minutes_after_hours(tokens: Sequence[Token], at: int, words: Lexicon) -> tuple[int, int]:
    """The minutes of "1h15" or "1 hr 10 min"; a bare number after a space belongs to what follows."""
    if at >= len(tokens):
        return 0, at
    token = tokens[at]
    if token.kind is TokenKind.DIGITS and len(token.text) <= 2:
        value, end = int(token.text), at + 1
        is_close = tokens[at - 1].end == token.start
    else:
        written = read_written(tokens, at)
        if written is None:
            return 0, at
        value, end = written
        is_close = False
    if _text(tokens, end) in words.minute_units:
        return value, end + 1
    return (value, end) if is_close else (0, at)


def _text(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].text if at < len(tokens) else ""
