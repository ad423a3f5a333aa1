"""The guard: what a text says about a person is found, and taken out before anything is kept."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from bot.redaction.allowed import is_harmless_sign, number_may_stay
from bot.redaction.contacts import find_contacts
from bot.redaction.dates import find_dates
from bot.redaction.insurers import called_otherwise
from bot.redaction.kinds import Identifier, Kind, mark_of
from bot.redaction.names import find_names
from bot.redaction.records import find_ages_behind, find_records
from bot.redaction.slips import is_slip
from bot.redaction.spoken import SPELLED_OUT, find_spoken_numbers
from bot.redaction.tokens import Shape, Token, plain_form, tokens_of
from bot.redaction.towns import find_towns
from bot.redaction.vocabulary import Vocabulary, shipped_vocabulary

_MOST_ROUNDS = 5
_LONG_NUMBER, _DIGITS_OF_A_CODE = 6, 5
_DIGITS = re.compile(r"\d+")
_LONG_DETAIL = 4
"""Characters from which a number of somebody is masked wherever it stands; shorter ones may be minutes."""


class Redacted(NamedTuple):
    """A text without what it said about a person.

    Attributes:
        text: The text with a mark in place of each detail.
        kinds: What was taken out that looks like somebody's, each once, in the order of the text;
            words that are merely not ours are not named here.
        spans: Everything taken out in the first reading, unknown words among it, in the order of the text.
    """

    text: str
    kinds: tuple[Kind, ...]
    spans: tuple[Identifier, ...]


def find_identifiers(text: str, *, vocabulary: Vocabulary | None = None) -> tuple[Identifier, ...]:
    """Details that look like a person's: what the asker is told about.

    Args:
        text: A message as it was typed.
        vocabulary: Which words are ours; by default the shipped ones.

    Returns:
        In the order of the text, none over another. Positions count in its `plain_form`.
    """
    text = plain_form(text)
    return _identifiers(text, tokens_of(text), vocabulary or shipped_vocabulary())


def without_identifiers(text: str, *, vocabulary: Vocabulary | None = None) -> Redacted:
    """The text as it may be repeated to the asker alone: a mark in place of each found detail.

    Words that are not ours stay, so this is for nobody else's eyes and for no log.

    Args:
        text: A message as it was typed.
        vocabulary: Which words are ours; by default the shipped ones.
    """
    text = plain_form(text)
    found = find_identifiers(text, vocabulary=vocabulary)
    return Redacted(_masked(text, found), _kinds(found), found)


def redact(text: str, *, vocabulary: Vocabulary | None = None) -> Redacted:
    """The text as it may be stored or shown to others: nothing but our own words and harmless numbers.

    Every found detail, every word outside the vocabulary and every number that is neither a code, minutes,
    units, an amount, a modifier nor a small count is masked, and so is each further place where a masked
    word stands. Redacting the result again changes nothing.

    Args:
        text: A message as it was typed.
        vocabulary: Which words may be kept; by default the shipped ones.
    """
    ours = vocabulary or shipped_vocabulary()
    text = plain_form(text)
    spans, details = _everything_to_mask(text, ours)
    if not spans:
        return Redacted(text, (), ())
    result = _masked(text, spans)
    for _ in range(_MOST_ROUNDS):
        more, _details = _everything_to_mask(result, ours)
        if not more:
            return Redacted(result, _kinds(details), spans)
        result = _masked(result, more)
    return Redacted(mark_of(Kind.UNKNOWN), _kinds(details), spans)


def storable(text: str, *, vocabulary: Vocabulary | None = None) -> str:
    """The text as it may be stored or shown to others: `redact` without its findings."""
    return redact(text, vocabulary=vocabulary).text


def _everything_to_mask(
    text: str, vocabulary: Vocabulary
) -> tuple[tuple[Identifier, ...], tuple[Identifier, ...]]:
    """All spans to mask, and those among them that look like somebody's."""
    tokens = tokens_of(text)
    details = _identifiers(text, tokens, vocabulary)
    strange = list(_not_ours(tokens, details, vocabulary))
    spelled = [Identifier(*found.span(), Kind.UNKNOWN) for found in SPELLED_OUT.finditer(text)]
    again = _said_again(text, tokens, details, vocabulary)
    return _settled([*details, *strange, *spelled, *again]), details


def _identifiers(text: str, tokens: Sequence[Token], vocabulary: Vocabulary) -> tuple[Identifier, ...]:
    names = list(find_names(tokens, vocabulary, called_otherwise(tokens, vocabulary)))
    found = [
        *names,
        *find_contacts(text, vocabulary),
        *find_records(text, vocabulary),
        *find_ages_behind(text, names),
        *find_dates(text, of_somebody=bool(names)),
        *find_spoken_numbers(text, tokens, vocabulary),
        *find_towns(text, vocabulary),
        *_long_numbers(tokens, vocabulary),
    ]
    marks = [token for token in tokens if token.shape is Shape.MARK]
    return _settled(_outside(found, marks))


def _long_numbers(tokens: Sequence[Token], vocabulary: Vocabulary) -> Iterator[Identifier]:
    """Numbers too long to count or measure anything, whatever they are called."""
    for at, token in enumerate(tokens):
        if token.shape is not Shape.NUMBER or sum(map(str.isdigit, token.low)) < _LONG_NUMBER:
            continue
        if not number_may_stay(tokens, at, vocabulary) and not any(
            digits[:_DIGITS_OF_A_CODE] in vocabulary.codes for digits in _DIGITS.findall(token.low)
        ):
            yield Identifier(token.start, token.end, Kind.NUMBER)


def _not_ours(
    tokens: Sequence[Token], details: Sequence[Identifier], vocabulary: Vocabulary
) -> Iterator[Identifier]:
    ours = called_otherwise(tokens, vocabulary)
    taken = iter(details)
    detail = next(taken, None)
    for at, token in enumerate(tokens):
        while detail is not None and detail.end <= token.start:
            detail = next(taken, None)
        if detail is not None and detail.start <= token.start and token.end <= detail.end:
            continue
        if at not in ours and not _may_stay(tokens, at, vocabulary):
            yield Identifier(token.start, token.end, Kind.UNKNOWN)


def _may_stay(tokens: Sequence[Token], at: int, vocabulary: Vocabulary) -> bool:
    token = tokens[at]
    if token.shape is Shape.WORD:
        if vocabulary.knows(token.low) or (token.possessive and f"{token.low}'s" in vocabulary.words):
            return True
        return not token.capital and is_slip(token.low, vocabulary)
    if token.shape is Shape.NUMBER:
        return number_may_stay(tokens, at, vocabulary)
    return token.shape is Shape.MARK or is_harmless_sign(token)


def _said_again(
    text: str, tokens: Sequence[Token], details: Sequence[Identifier], vocabulary: Vocabulary
) -> Iterator[Identifier]:
    """Further places of a name (a part with a capital, one word in any letters) and of a long number."""
    alone: set[str] = set()
    parts: set[str] = set()
    numbers: set[str] = set()
    for detail in details:
        if detail.kind is Kind.NAME:
            words = [
                token.low for token in tokens_of(text[detail.start : detail.end]) if token.shape is Shape.WORD
            ]
            (alone if len(words) == 1 else parts).update(word for word in words if len(word) > 1)
        elif detail.end - detail.start >= _LONG_DETAIL:
            numbers.add(text[detail.start : detail.end].casefold())
    ours = called_otherwise(tokens, vocabulary)
    for at, token in enumerate(tokens):
        if at in ours or (token.possessive and f"{token.low}'s" in vocabulary.words):
            continue  # "Bell's palsy" beside "Dr Bell"
        if token.shape is Shape.NUMBER and token.low in numbers:
            yield Identifier(token.start, token.end, Kind.NUMBER)
        if token.low in alone or (token.capital and not token.first and token.low in parts):
            yield Identifier(token.start, token.end, Kind.NAME)


def _outside(found: Iterable[Identifier], marks: Sequence[Token]) -> Iterator[Identifier]:
    """What was found and holds no mark of an earlier reading."""
    starts = [mark.start for mark in marks]
    for identifier in found:
        after = bisect_left(starts, identifier.end)
        if after == 0 or marks[after - 1].end <= identifier.start:
            yield identifier


def _settled(found: Iterable[Identifier]) -> tuple[Identifier, ...]:
    """In order, none over another: what overlaps is joined, under the kind that covers most."""
    joined: list[Identifier] = []
    widest = 0
    for identifier in sorted(found, key=lambda each: (each.start, -each.end)):
        if joined and identifier.start < joined[-1].end:
            last = joined[-1]
            wider = identifier.end - identifier.start > widest
            kind = identifier.kind if wider else last.kind
            widest = max(widest, identifier.end - identifier.start)
            joined[-1] = Identifier(last.start, max(last.end, identifier.end), kind)
        else:
            joined.append(identifier)
            widest = identifier.end - identifier.start
    return tuple(joined)


def _masked(text: str, found: Sequence[Identifier]) -> str:
    """The text with its marks; marks that only spaces would part are one."""
    pieces: list[str] = []
    end = 0
    last = ""
    for identifier in found:
        between = text[end : identifier.start]
        mark = mark_of(identifier.kind)
        if mark != last or between.strip(" "):
            pieces += (between, mark)
        end, last = identifier.end, mark
    pieces.append(text[end:])
    return "".join(pieces)


def _kinds(found: Iterable[Identifier]) -> tuple[Kind, ...]:
    return tuple(dict.fromkeys(each.kind for each in found if each.kind is not Kind.UNKNOWN))
