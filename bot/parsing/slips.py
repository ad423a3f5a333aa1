"""What a mistyped code, word or option was probably meant to be. Offered, never taken."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.parsing.words import lexicon
from rules import CountingRule, code_table, payers
from rules.types import CODE_PATTERN

MOST_OFFERED = 3
CODE_LENGTH = 5
LEAST_LETTERS, LONGEST_SHORT_WORD, LONGEST_WORD = 3, 5, 30
MOST_SLIPS = 2
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
        known = [code for code in dict.fromkeys(candidates) if code != typed.upper() and code in table]
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


def near_word(typed: str) -> str | None:
    """The house word or option a mistyped word is near to, or `None`."""
    return _nearest(typed, _all_words())


def near_option(typed: str) -> str | None:
    """The option name a mistyped one is near to, or `None`."""
    return _nearest(typed, tuple(lexicon().option_names))


def near_payer(typed: str) -> str | None:
    """The id of the payer a mistyped one is near to, or `None`."""
    names = {written: payer.id for payer in payers().values() for written in (payer.id, *payer.aliases)}
    found = _nearest(typed, tuple(names))
    return names[found] if found is not None else None


def near_rules(typed: str) -> tuple[str, ...]:
    """The counting rules a mistyped one is nearest to; several when equally near."""
    return _equally_near(typed, [rule.value for rule in CountingRule])


def near_setting(typed: str) -> str | None:
    """The setting a mistyped or shortened one is near to, or `None`."""
    for name in ("practitioner", "hospital"):
        if name.startswith(typed) and len(typed) >= LEAST_LETTERS:
            return name
    return next(iter(_equally_near(typed, ("practitioner", "hospital"))), None)


def _equally_near(typed: str, words: Sequence[str]) -> tuple[str, ...]:
    found = process.extract(typed, words, scorer=OSA.distance, score_cutoff=MOST_SLIPS)
    nearest = min((distance for _, distance, _ in found), default=0)
    return tuple(word for word, distance, _ in found if distance == nearest)


def _nearest(typed: str, words: Iterable[str]) -> str | None:
    """The nearest word: one slip in short words, two in longer ones, none in the very short."""
    if not LEAST_LETTERS <= len(typed) <= LONGEST_WORD:
        return None
    slips = 1 if len(typed) <= LONGEST_SHORT_WORD else MOST_SLIPS
    # Fingers slip inside a word far more often than on its first letter.
    long_enough = [word for word in words if len(word) > LEAST_LETTERS and (slips > 1 or word[0] == typed[0])]
    found = process.extractOne(typed, long_enough, scorer=OSA.distance, score_cutoff=slips)
    return found[0] if found is not None else None


@cache
def _all_words() -> tuple[str, ...]:
    """Every word of the house phrases and options, once, in the order of the file."""
    return tuple(dict.fromkeys(word for word in lexicon().nameable if word.isalpha()))
