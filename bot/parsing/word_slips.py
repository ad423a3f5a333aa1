"""What a mistyped word or option was probably meant to be. Offered, never taken."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.parsing.phrases import Meaning
from bot.parsing.words import lexicon
from rules import CountingRule, PayerBook

LEAST_LETTERS, LONGEST_SHORT_WORD, LONGEST_TYPED = 3, 5, 40
MOST_SLIPS, MOST_OFFERED, MOST_WORDS = 2, 3, 4


def near_phrases(words: Sequence[str]) -> tuple[tuple[str, ...], int]:
    """The house phrases that mistyped words were probably meant to be.

    Args:
        words: The words from the mistyped one on.

    Returns:
        At most three phrases, and how many of the words they stand for; none and 0 when nothing is near.
    """
    for count in range(min(MOST_WORDS, len(words)), 1, -1):
        found = _nearest(" ".join(words[:count]), _phrases_of(count))
        if found is not None:
            return (found,), count
    if len(words[0]) >= LEAST_LETTERS and (begun := _begun_by(words[0])):
        return begun, 1
    if len(words[0]) >= LEAST_LETTERS and (holding := _phrases_with(words[0])):
        return holding, 1
    near = near_word(words[0])
    return ((near,), 1) if near is not None else ((), 0)


def _begun_by(word: str) -> tuple[str, ...]:
    """One house phrase for each meaning that begins with a word."""
    by_meaning: dict[Meaning, str] = {}
    for phrase, meaning in lexicon().house_phrases:
        if phrase[0] == word:
            by_meaning.setdefault(meaning, " ".join(phrase))
    return tuple(by_meaning.values())[:MOST_OFFERED]


def _phrases_with(word: str) -> tuple[str, ...]:
    """One house phrase for each meaning that holds a word; none when there are too many to offer."""
    by_meaning: dict[Meaning, str] = {}
    for phrase, meaning in lexicon().house_phrases:
        if word in phrase:
            by_meaning.setdefault(meaning, " ".join(phrase))
    return tuple(by_meaning.values()) if len(by_meaning) <= MOST_OFFERED else ()


@cache
def _phrases_of(count: int) -> tuple[str, ...]:
    """House phrases of so many words."""
    return tuple(" ".join(phrase) for phrase, _ in lexicon().house_phrases if len(phrase) == count)


def near_word(typed: str) -> str | None:
    """The house word or option a mistyped word is near to, or `None`.

    Short words are near to so many others that only those understood alone are offered for them.
    """
    words = _words_alone() if len(typed) <= LONGEST_SHORT_WORD else _all_words()
    return _nearest(typed, words) if typed not in _all_words() else None


def near_option(typed: str) -> str | None:
    """The option name a mistyped one is near to, or `None`."""
    return _nearest(typed, tuple(lexicon().option_names))


def near_payer(typed: str, book: PayerBook) -> str | None:
    """The id of the payer a mistyped one is near to, or `None`."""
    names = {written: payer.id for payer in book.profiles.values() for written in (payer.id, *payer.aliases)}
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
    if not LEAST_LETTERS <= len(typed) <= LONGEST_TYPED:
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


@cache
def _words_alone() -> tuple[str, ...]:
    """Those of them that mean something without another word beside them."""
    alone = {phrase[0] for phrase, _ in lexicon().phrases.all() if len(phrase) == 1}
    units = lexicon().minute_units
    return tuple(word for word in _all_words() if word in alone or word in units)
