"""Typed text cut into words, numbers, dates, clock times and signs, each with its place in the text."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from enum import Enum, auto
from typing import NamedTuple


class TokenKind(Enum):
    """What a piece of text looks like."""

    DIGITS = auto()
    DECIMAL = auto()
    WORD = auto()
    MIXED = auto()
    """Letters and digits in one, as in G0283, 9711O or 2S."""
    DATE = auto()
    CLOCK = auto()
    SYMBOL = auto()
    LINE = auto()
    """A line break or tab, which parts what stands on either side."""
    EMOJI = auto()
    """A picture as chat programs write it, `:smile:`."""


class Token(NamedTuple):
    """One piece, in lower case."""

    kind: TokenKind
    text: str
    start: int
    end: int


_PIECE = re.compile(
    r"""
    (?P<DIGITS>[0-9]++(?![\w.:/-]))
    |(?P<DATE>[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?![\w-])
             |[0-9]{1,2}/[0-9]{1,2}/[0-9]{2,4}(?![\w/])
             |[0-9]{1,2}-[0-9]{1,2}-[0-9]{4}(?![\w-]))
    |(?P<CLOCK>[0-9]{1,2}:[0-9]{2}(?::00)?(?![0-9]))
    |(?P<DECIMAL>(?:[0-9]++|(?<![^\s(:=]))\.[0-9]++)
    |(?P<RUN>(?:[^\W_]|(?<=[^\W_])_(?=[^\W_])|(?<=[^\W\d_])'(?=[^\W\d_]))++)
    |(?P<LINE>[\n\t]\s*+)
    |(?P<EMOJI>(?<![\w)]):(?:[+-]1|100|1234|[a-z][a-z_'-]{0,50}(?:-?[0-9]{1,4})?):(?!\w))
    |(?P<SYMBOL>(?P<sign>[^\s\w"])(?P=sign)*+|\S)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_PARTS = re.compile(r"[0-9]+|[^\W0-9_]+")
_CODE_WITH_LETTER = re.compile(r"[a-z][0-9]{4}")
_CODE_GLUED = re.compile(r"[a-z][0-9]{4}(?=x[0-9])")
"""A code that begins with a letter, with its units glued on: G0283x2."""
_KINDS = {kind.name: kind for kind in TokenKind}
MOST_GLUED_PARTS = 6
CODE_DIGITS = 5


def tokens(text: str, glued: Container[str], hung: Container[str]) -> list[Token]:
    """Cut normalised text into tokens.

    Args:
        text: As `normalise` returns it.
        glued: Words that may be written without a space beside a number, such as `min` or `x`.
        hung: Words that may hang on a code without a space, such as `gp`.

    Returns:
        Every piece that is not a space, in order.
    """
    found: list[Token] = []
    for piece in _PIECE.finditer(text):
        kind = piece.lastgroup or ""
        if kind == "DECIMAL" and any(len(side) == CODE_DIGITS for side in piece.group().split(".")):
            found += _around_dot(piece.group(), piece.start())
        elif kind == "RUN":
            found += _of_run(piece.group().lower(), piece.start(), glued, hung)
        else:
            # A sign repeated says nothing more than the sign.
            text = piece["sign"] or piece.group().lower()
            found.append(Token(_KINDS[kind], text, piece.start(), piece.end()))
    return found


def _around_dot(text: str, start: int) -> Iterator[Token]:
    """A code and a number with a full stop between them, which is no decimal number."""
    dot = start + text.index(".")
    left, right = text.split(".")
    if left:
        yield Token(TokenKind.DIGITS, left, start, dot)
    yield Token(TokenKind.SYMBOL, ".", dot, dot + 1)
    yield Token(TokenKind.DIGITS, right, dot + 1, start + len(text))


def _of_run(run: str, start: int, glued: Container[str], hung: Container[str]) -> Iterator[Token]:
    """A run of letters and digits: one token, or several where it is glued from known parts."""
    end = start + len(run)
    if run.isdecimal():
        yield Token(TokenKind.DIGITS, run, start, end)
    elif not any(map(str.isdecimal, run)):
        yield Token(TokenKind.WORD, run, start, end)
    elif _CODE_WITH_LETTER.fullmatch(run):
        yield Token(TokenKind.MIXED, run, start, end)
    else:
        code = _CODE_GLUED.match(run)
        if code is not None:
            yield Token(TokenKind.MIXED, code.group(), start, start + code.end())
            start, run = start + code.end(), run[code.end() :]
        parts = _PARTS.findall(run) if len(run) < 60 else [run]
        is_slip = "_" in run and all(part.isdecimal() and len(part) != CODE_DIGITS for part in parts)
        hangs_on_code = len(parts[0]) == CODE_DIGITS and parts[0].isdecimal()
        is_known = all(
            part.isdecimal() or part in glued or (hangs_on_code and part in hung) for part in parts
        )
        if is_slip or len(parts) > MOST_GLUED_PARTS or not is_known:
            yield Token(TokenKind.MIXED, run, start, end)
            return
        at = start
        for part in parts:
            kind = TokenKind.DIGITS if part.isdecimal() else TokenKind.WORD
            yield Token(kind, part, at, at + len(part))
            at += len(part)


def list_markers(found: Sequence[Token]) -> frozenset[int]:
    """Places of the numbers of a list, "1) … 2) …": counted up from 1, the first in front of everything."""
    places: list[int] = []
    depth = 0
    for at, token in enumerate(found[:-1]):
        if token.text == "(":
            depth += 1
        elif token.text == ")":
            depth = max(depth - 1, 0)
        is_marker = (
            token.kind is TokenKind.DIGITS
            and depth == 0
            and found[at + 1].text == ")"
            and found[at + 1].start == token.end
        )
        if is_marker:
            places.append(at)
    is_list = bool(places) and places[0] == 0
    is_counted_up = [found[at].text for at in places] == [str(n) for n in range(1, len(places) + 1)]
    return frozenset(places) if is_list and is_counted_up else frozenset()
