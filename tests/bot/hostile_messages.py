"""Random and hostile messages of many kinds, the same ones in every run."""

from __future__ import annotations

import string
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import NamedTuple

import yaml

from rules import code_table

LONGEST = 10_000
"""Characters of a wall."""
_SHORT, _MIDDLING, _LONG = 160, 1_400, 3_900
_MARKER_LENGTH = 9


class Hostile(NamedTuple):
    """A message that nobody should send.

    Attributes:
        kind: What is wrong with it.
        text: The message.
        marker: Letters in it that are no word of anybody's, and that may be kept nowhere.
    """

    kind: str
    text: str
    marker: str


_CODES = tuple(entry.code for entry in code_table())
_PIECES: dict[str, tuple[str, ...]] = {
    pool: tuple(pieces)
    for pool, pieces in yaml.safe_load(
        Path(__file__).with_name("hostile_pieces.yaml").read_text(encoding="utf-8")
    ).items()
}
_FIELD = _PIECES["field"]
_QUESTIONS = _PIECES["questions"]
_OPTIONS = _PIECES["options"]
_COMMANDS = _PIECES["commands"]
_MARKUP = _PIECES["markup"]
_SNIPPETS = _PIECES["snippets"]
_INVISIBLE = _PIECES["invisible"]
_OTHER_NUMBERS = _PIECES["other_numbers"]
_EMOJI = _PIECES["emoji"]
_KILLERS = _PIECES["killers"]
_ENDINGS = _PIECES["endings"]
_SCRIPT_ZEROS = "0٠۰߀०০੦૦୦௦౦೦൦๐໐༠၀០᠐０𝟎𝟘𝟬🯰𞥐"
_QUESTION_ENDS = ("?", "", "...", " or", " -", "??!")


def hostile_messages(seed: int, count: int) -> Iterator[Hostile]:
    """Messages of every kind in turn.

    Args:
        seed: The same seed gives the same messages.
        count: How many.
    """
    chance = Random(seed)
    kinds = list(_KINDS.items())
    for number in range(count):
        kind, make = kinds[number % len(kinds)]
        marker = _marker(chance)
        yield Hostile(kind, make(chance, marker)[:LONGEST], marker)


def _marker(chance: Random) -> str:
    return "zq" + "".join(chance.choices("bcdfghjkvwxz", k=_MARKER_LENGTH - 2))


def _with(marker: str, pieces: list[str], chance: Random, between: str = " ") -> str:
    pieces.insert(chance.randrange(len(pieces) + 1), marker)
    return between.join(pieces)


def _some(chance: Random, pool: tuple[str, ...], most: int) -> list[str]:
    return chance.choices(pool, k=chance.randint(1, most))


def _start(chance: Random) -> str:
    return f"{chance.choice(_COMMANDS)} " if chance.random() < 0.4 else ""


def _any_unicode(chance: Random, marker: str) -> str:
    def one() -> str:
        top = chance.choice((0x7F, 0x24F, 0x2FFF, 0xFFFF, 0x10FFFF))
        return chr(chance.randrange(top + 1))

    length = chance.randint(1, chance.choice((_SHORT, _SHORT, _MIDDLING)))
    return _with(marker, ["".join(one() for _ in range(length)), ""], chance)


def _field_words(chance: Random, marker: str) -> str:
    return _start(chance) + _with(marker, _some(chance, _FIELD + _CODES, 40), chance)


def _half_question(chance: Random, marker: str) -> str:
    pieces = []
    for _ in range(chance.randint(1, 6)):
        rest = " ".join(_some(chance, _FIELD + _CODES, 6))
        pieces.append(f"{chance.choice(_QUESTIONS)} {rest}{chance.choice(_QUESTION_ENDS)}")
    return _with(marker, pieces, chance, chance.choice((" ", "\n", ", ", "? ", " and ")))


def _options_in_a_sentence(chance: Random, marker: str) -> str:
    return _start(chance) + _with(marker, _some(chance, _FIELD + _OPTIONS + _COMMANDS + _CODES, 30), chance)


def _wall(chance: Random, marker: str) -> str:
    pool = chance.choice(
        (_FIELD, _FIELD + _CODES, _QUESTIONS, _MARKUP, tuple(string.printable), _EMOJI + _INVISIBLE)
    )
    between = chance.choice((" ", " ", "", "\n", ", "))
    words: list[str] = []
    length = 0
    while length < LONGEST:
        words.append(chance.choice(pool))
        length += len(words[-1]) + len(between)
    return _start(chance) + marker + " " + between.join(words)


def _thousands_of_codes(chance: Random, marker: str) -> str:
    between = chance.choice((" ", ",", ", ", "-59 ", " 15 ", "x2, ", " and ", "/", "\n", "+"))
    count = chance.choice((50, 200, 2_000))
    return f"{_start(chance)}{between.join(chance.choices(_CODES, k=count))} {marker}"


def _nested(chance: Random, marker: str) -> str:
    depth = chance.choice((3, 30, 300, 2_000))
    begin, end = chance.choice(
        (
            ("(", ")"),
            ("[", "]"),
            ("{", "}"),
            ("<", ">"),
            ("{{", "}}"),
            ("*_", "_*"),
            ("“", "”"),
            ("<@", ">"),
            ("```", "```"),
        )
    )
    inside = f"{chance.choice(_FIELD)} {marker} {chance.choice(_CODES)} {chance.randint(1, 90)}"
    return _start(chance) + begin * depth + inside + end * chance.choice((depth, depth - 1, 0))


def _markup(chance: Random, marker: str) -> str:
    return _start(chance) + _with(
        marker, _some(chance, _MARKUP + _CODES + _FIELD, 40), chance, chance.choice((" ", "")) or " "
    )


def _invisible(chance: Random, marker: str) -> str:
    words = [
        "".join(letter + (chance.choice(_INVISIBLE) if chance.random() < 0.3 else "") for letter in word)
        for word in _some(chance, _FIELD + _CODES, 25)
    ]
    return _start(chance) + _with(marker, words, chance)


def _snippets(chance: Random, marker: str) -> str:
    return _start(chance) + _with(marker, _some(chance, _SNIPPETS + _FIELD, 12), chance)


def _killer(chance: Random, marker: str) -> str:
    piece = "".join(chance.sample(_KILLERS, k=chance.choice((1, 1, 1, 2, 2, 3))))
    length = chance.choice((_SHORT, _MIDDLING, _MIDDLING, _LONG, LONGEST))
    wall = (piece * (length // len(piece) + 1))[:length]
    return f"{_start(chance)}{wall}{chance.choice(_ENDINGS)} {marker}"


def _numbers(chance: Random, marker: str) -> str:
    def number() -> str:
        zero = ord(chance.choice(_SCRIPT_ZEROS))
        return "".join(
            chr(zero + int(digit))
            for digit in str(chance.choice((chance.randint(0, 120), *_CODES[:1], 97110)))
        )

    pieces = [
        number() if chance.random() < 0.6 else chance.choice(_OTHER_NUMBERS + _FIELD)
        for _ in range(chance.randint(1, 30))
    ]
    return _start(chance) + _with(marker, pieces, chance)


def _emoji(chance: Random, marker: str) -> str:
    return _start(chance) + _with(
        marker, _some(chance, _EMOJI + _FIELD, 40), chance, chance.choice((" ", "\n"))
    )


def _lines(chance: Random, marker: str) -> str:
    between = chance.choice(("\n", "\n\n", "\r\n", "\r", "\v", "\f", "\u2028", "\t\n ", "\n" * 50))
    return _start(chance) + _with(marker, _some(chance, _FIELD + _CODES + _QUESTIONS, 40), chance, between)


def _hardly_anything(chance: Random, marker: str) -> str:
    start = chance.choice(
        (*_COMMANDS, *_QUESTIONS, *_CODES, "", " ", "\n", "?", ".", "\ud800", "\udfff97110 15")
    )
    return f"{start} {marker}" if chance.random() < 0.5 else start + chance.choice(("", " ", " ?", " 1"))


def _halves(chance: Random, marker: str) -> str:
    """Two messages of other kinds, cut anywhere and joined."""
    first, second = (chance.choice(_MIXED)(chance, marker) for _ in range(2))
    cut, other = chance.randrange(len(first) + 1), chance.randrange(len(second) + 1)
    return first[:cut] + second[other:]


_MIXED: tuple[Callable[[Random, str], str], ...] = (
    *(_any_unicode, _field_words, _half_question, _options_in_a_sentence, _nested, _markup, _invisible),
    *(_snippets, _killer, _numbers, _emoji, _lines),
)
_KINDS: dict[str, Callable[[Random, str], str]] = {
    "any unicode": _any_unicode,
    "field words": _field_words,
    "half questions": _half_question,
    "options in a sentence": _options_in_a_sentence,
    "thousands of codes": _thousands_of_codes,
    "nested": _nested,
    "markup": _markup,
    "invisible characters": _invisible,
    "snippets": _snippets,
    "regex killers": _killer,
    "numbers": _numbers,
    "emoji": _emoji,
    "lines": _lines,
    "hardly anything": _hardly_anything,
    "halves": _halves,
    "killers and walls": lambda chance, marker: (_wall if chance.random() < 0.5 else _killer)(chance, marker),
}
