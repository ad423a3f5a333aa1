"""What people type after `/billing denial`: reason numbers, with or without the letters in front."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.parsing.normalise import normalise
from bot.parsing.problems import quoted, refused
from rules import DenialRead, read_denial_code

EXAMPLE = "/billing denial CO 97"
MOST_CODES = 10
"""Codes explained at once; more are no question about one claim."""
MOST_CHARACTERS = 400
_WORDS_OF_ONE_CODE = 4
_BETWEEN = re.compile(r"[,;/+&\n]|\band\b", re.IGNORECASE)
_LITTLE_WORD = re.compile(
    r"an?|carc|codes?|denials?|denied|do|does|for|is|it|means?|meant|of|our|reason|the|this|what|why|with",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class DenialRequest:
    """Denial codes that a sentence asks about.

    Attributes:
        codes: Each once, in typed order.
    """

    codes: tuple[DenialRead, ...]


def parse_denials(text: str) -> tuple[DenialRead, ...]:
    """Read denial codes, each once, in typed order.

    Args:
        text: Without the command words.

    Raises:
        ParseProblem: There is none, or something there is none; the message says what would be right.
    """
    if len(text) > MOST_CHARACTERS:
        raise refused(
            "too_long", f"The text has {len(text):,} characters; at most {MOST_CHARACTERS} are read.", EXAMPLE
        )
    found: dict[DenialRead, None] = {}
    for piece in _BETWEEN.split(normalise(text)):
        found |= dict.fromkeys(_read_piece(piece))
    if not found:
        raise refused("missing_codes", "No denial code was given. Give its number, e.g. CO 97.", EXAMPLE)
    if len(found) > MOST_CODES:
        raise refused(
            "too_many_codes",
            f"{len(found)} denial codes were given; at most {MOST_CODES} are explained at once.",
            EXAMPLE,
        )
    return tuple(found)


_NAMED = re.compile(
    r"\b(?:co|pr|oa|pi|carc)\s?-?\s?(?P<code>[0-9]{1,3})\b(?!\s*(?:m|min|mins|minutes?|units?)\b)"
    r"|\b(?:denial|reason)\s+(?:code\s+)?(?P<bare>[0-9]{1,3})\b",
    re.IGNORECASE,
)


def named_denial(text: str) -> str | None:
    """The one denial code that a question in plain words names, or `None` for none and for several.

    Args:
        text: The whole message.
    """
    named = {found["code"] or found["bare"] for found in _NAMED.finditer(normalise(text[:MOST_CHARACTERS]))}
    return named.pop().lstrip("0") or None if len(named) == 1 else None


def _read_piece(piece: str) -> list[DenialRead]:
    """The codes of a stretch without commas; the longest run of words that is one code is taken."""
    words = [word.strip(".?!:()\"'") for word in piece.split()]
    words = [word for word in words if word and word != "-"]
    read: list[DenialRead] = []
    at = 0
    while at < len(words):
        for length in range(min(_WORDS_OF_ONE_CODE, len(words) - at), 0, -1):
            code = read_denial_code(" ".join(words[at : at + length]))
            if code is not None:
                read.append(code)
                at += length
                break
        else:
            if not _LITTLE_WORD.fullmatch(words[at]):
                raise _no_denial_code(words[at])
            at += 1
    return read


def _no_denial_code(word: str) -> Exception:
    return refused(
        "not_a_denial_code",
        f"{quoted(word)} is no denial code. Give its number, with or without letters in front, e.g. CO 97.",
        EXAMPLE,
    )
