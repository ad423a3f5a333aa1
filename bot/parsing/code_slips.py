"""What a mistyped code was probably meant to be. Offered, never taken."""

from __future__ import annotations

from collections.abc import Iterator

from bot.parsing.words import lexicon
from rules import CountedBy, code_table
from rules.types import CODE_PATTERN

MOST_OFFERED = 3
CODE_LENGTH = 5
OF_OTHER_FIELDS = frozenset(str(code) for code in (*range(97151, 97159), *range(98925, 98930)))
"""Codes that stand beside therapy's in edits, of behavior analysis and of osteopathic treatment: no slips."""
_LOOK_ALIKE = str.maketrans("oоοlіiısѕzbgq", "0001111552899")
"""Letters, Latin, Greek and Cyrillic, that are mistaken for a digit."""


def near_codes(typed: str) -> tuple[str, ...]:
    """Codes of the table that a typed one was probably meant to be, the likeliest first.

    Args:
        typed: A code with letters in it, a digit wrong, missing, too many or out of place.

    Returns:
        At most three codes; empty when nothing is near.
    """
    table = code_table()
    for candidates in _steps_away(typed):
        entries = [table.get(code) for code in dict.fromkeys(candidates) if code != typed.upper()]
        # What the outpatient benefit never pays is hardly what was meant.
        known = [entry.code for entry in entries if entry and entry.counted_by is not CountedBy.NEVER]
        if known:
            return tuple(sorted(known, key=_everyday_rank)[:MOST_OFFERED])
    return ()


def as_digits(typed: str) -> str | None:
    """The number a typed one with look-alike letters was meant to be, or `None`."""
    digits = typed.lower().translate(_LOOK_ALIKE)
    return digits if digits.isdecimal() else None


def is_code_shaped(typed: str) -> bool:
    """Whether typed text has the five characters of a code."""
    return CODE_PATTERN.fullmatch(typed.upper()) is not None


def is_no_code(typed: str) -> bool:
    """Whether five digits are neither a code nor near one, so that where minutes belong they are a number."""
    is_shaped = len(typed) == CODE_LENGTH and typed.isdecimal()
    return is_shaped and typed not in code_table() and not near_codes(typed)


def _steps_away(typed: str) -> Iterator[list[str]]:
    """Groups of candidates, the likelier slip first."""
    as_typed = typed.upper()
    read_as_digits = typed.lower().translate(_LOOK_ALIKE)
    if read_as_digits != typed.lower():
        yield [read_as_digits, as_typed[0] + read_as_digits[1:]]
    # A code may begin with a letter of its own: G028 is nearer to G0283 than to 97028.
    if as_typed[:1].isalpha() and as_typed[1:].isdecimal():
        yield from _slips_of(as_typed)
    if read_as_digits.isdecimal():
        yield from _slips_of(read_as_digits)


def _slips_of(text: str) -> Iterator[list[str]]:
    if len(text) == CODE_LENGTH:
        yield _transposed(text)
        yield _one_wrong(text)
        yield [code for code in lexicon().everyday_codes if sorted(code) == sorted(text)]
    elif len(text) == CODE_LENGTH - 1:
        yield _one_missing(text)
    elif len(text) == CODE_LENGTH + 1:
        yield _one_too_many(text)


def _transposed(text: str) -> list[str]:
    return [text[:i] + text[i + 1] + text[i] + text[i + 2 :] for i in range(len(text) - 1)]


def _one_wrong(text: str) -> list[str]:
    return [text[:i] + digit + text[i + 1 :] for i in range(len(text)) for digit in "0123456789"]


def _one_missing(text: str) -> list[str]:
    return [text[:i] + digit + text[i:] for i in range(len(text) + 1) for digit in "0123456789"]


def _one_too_many(text: str) -> list[str]:
    return [text[:i] + text[i + 1 :] for i in range(len(text))]


def _everyday_rank(code: str) -> int:
    everyday = lexicon().everyday_codes
    return everyday.index(code) if code in everyday else len(everyday)


def short_label(code: str) -> str:
    """Our label of a code without what stands in brackets."""
    return code_table().find(code).label.partition(" (")[0]
