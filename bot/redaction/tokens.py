"""A text cut into words, numbers and signs."""

from __future__ import annotations

import re
import unicodedata
from enum import Enum, auto
from typing import NamedTuple

from bot.redaction.kinds import MARK_PATTERN


class Shape(Enum):
    """What a token is made of."""

    MARK = auto()
    NUMBER = auto()
    WORD = auto()
    SIGN = auto()


class Token(NamedTuple):
    """One word, number or sign.

    Attributes:
        text: As written.
        low: In lower case with straight apostrophes; for a word without a possessive ending.
        start: First character in the text.
        end: One past the last character.
        shape: What it is made of.
        capital: A word whose first letter is a capital that says something.
        first: It begins a sentence, a line or a quotation.
        possessive: A word with `'s` or `s'` behind it.
        joined: Nothing but spaces, or nothing at all, parts it from the token before.
    """

    text: str
    low: str
    start: int
    end: int
    shape: Shape
    capital: bool
    first: bool
    possessive: bool
    joined: bool


_TOKEN = re.compile(
    rf"(?P<mark>{MARK_PATTERN})"
    # A number takes with it what is glued to it: "CO-97", "25min", "9:05-9:30", "M54.50".
    r"|(?P<number>\$?(?:[^\W\d_]{1,12}[-.]?)?\d[^\W_]*(?:[-.,:/'’%][^\W_]+)*%?)"
    r"|(?P<word>[^\W\d_](?:[^\W\d_]|[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0900-\u0dff\u0e00-\u0e7f]|['’ʼ\-‐‑](?=[^\W\d_]))*)"
    r"|(?P<sign>\S)"
)
_ENDS = frozenset('.!?\n:;•"“(>*')
_MOSTLY = 0.6
_HYPHENS = frozenset("\u2010\u2011\u2012\u2212")
_DRAWN_OTHERWISE = (("\uff01", "\uff5e"), ("\U0001d400", "\U0001d7ff"), ("\u24b6", "\u24e9"))
"""Wide, mathematical and circled letters."""
_FEWEST_WORDS = 4


def plain_form(text: str) -> str:
    """The text as it is seen, in which every position of this package counts.

    Composed, and without what nobody sees. Signs that are only drawn otherwise (wide or bold letters, digits
    of other scripts, narrow spaces, hyphens that do not break) become plain: nothing hides behind them.

    Args:
        text: As it was typed.
    """
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", text.translate(_PlainForms()))


class _PlainForms(dict[int, str]):
    """Plain forms by code point, each worked out once a text."""

    def __missing__(self, point: int) -> str:
        plain = self[point] = _plain(chr(point))
        return plain


def _plain(character: str) -> str:
    if character.isascii():
        return character
    category = unicodedata.category(character)
    if category == "Cf":
        return ""
    if category == "Zs":
        return " "
    if category == "Nd":
        return str(unicodedata.digit(character))
    if character in _HYPHENS:
        return "-"
    if any(first <= character <= last for first, last in _DRAWN_OTHERWISE):
        return unicodedata.normalize("NFKC", character)
    return character


def tokens_of(text: str) -> list[Token]:
    """Cut a text into tokens.

    A capital says something only where not nearly every word has one, as in a title or in shouting.

    Args:
        text: In the form of `plain_form`.
    """
    found = list(_TOKEN.finditer(text))
    telling = _capitals_say_something([match["word"] for match in found if match["word"]])
    tokens: list[Token] = []
    end = 0
    ended = True
    for match in found:
        gap = text[end : match.start()]
        ended = ended or "\n" in gap
        tokens.append(_token(match, ended, telling, not gap.strip(" ") and bool(tokens)))
        end = match.end()
        ended = match["sign"] in _ENDS if match["sign"] else False
    return tokens


def _token(match: re.Match[str], first: bool, telling: bool, joined: bool) -> Token:
    text = match[0]
    low = text.casefold().replace("’", "'").replace("ʼ", "'")
    possessive = False
    if match["word"]:
        shape = Shape.WORD
        if low.endswith("'s") and len(low) > len("x's"):
            low, possessive = low[:-2], True
    else:
        shape = Shape.MARK if match["mark"] else Shape.NUMBER if match["number"] else Shape.SIGN
    capital = shape is Shape.WORD and telling and text[0].isupper()
    return Token(text, low, match.start(), match.end(), shape, capital, first, possessive, joined)


def _capitals_say_something(words: list[str]) -> bool:
    """Not in shouting, nor in a title; abbreviations such as PT are no sign of either."""
    long = [word for word in words if len(word) > 1]
    if all(word.isupper() for word in long):
        return False
    plain = [word for word in long if not word.isupper()]
    return len(plain) < _FEWEST_WORDS or sum(word[0].isupper() for word in plain) < _MOSTLY * len(plain)
