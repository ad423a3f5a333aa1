"""The two doors of the parser, and the order in which its parts are asked."""

from __future__ import annotations

from datetime import date

from bot.parsing import pairing_complaints
from bot.parsing.items import AmountItem, ClockItem, CodeItem
from bot.parsing.normalise import normalise
from bot.parsing.pairing import Pairing, pair
from bot.parsing.problems import ParseProblem, first_of
from bot.parsing.reader import Reader
from bot.parsing.request import UnitsRequest
from bot.parsing.settling import settle
from bot.parsing.slips import near_word
from bot.parsing.tokens import tokens
from bot.parsing.visit import VisitBuilder
from bot.parsing.words import lexicon

MOST_CHARACTERS = 10_000
UNITS_WORDS = frozenset({"unit", "units"})


def parse_units(text: str, *, today: date) -> UnitsRequest:
    """Read what was typed after `/units`.

    Args:
        text: Without the command word.
        today: For `on:today` and `on:yesterday`.

    Returns:
        The visit and its options, with how things were read.

    Raises:
        ParseProblem: Something typed is not counted as it stands; the message says what would be right.
    """
    _refuse_too_long(text)
    plain = normalise(text)
    words = lexicon()
    reader = Reader(plain, tokens(plain, words.glued), words, today=today, is_plain=False)
    reader.read()
    return _request(plain, reader)


def parse_plain(text: str, *, today: date) -> UnitsRequest | None:
    """Read a plain sentence, if it clearly asks for units.

    Args:
        text: The whole message.
        today: For "today" and "yesterday" as dates of service.

    Returns:
        The visit and its options, or `None` when the sentence is about something else: every word
        has to be understood, and there are codes with minutes, or a total and the word "units".

    Raises:
        ParseProblem: It asks for units, but something in it is not counted as it stands.
    """
    if len(text) > MOST_CHARACTERS:
        return None
    plain = normalise(text)
    words = lexicon()
    pieces = tokens(plain, words.glued)
    reader = Reader(plain, pieces, words, today=today, is_plain=True)
    reader.read()
    has_codes = any(type(item) is CodeItem for item in reader.items)
    amounts = [item for item in reader.items if isinstance(item, AmountItem | ClockItem)]
    if not amounts or not _only_slips(reader):
        return None
    if not has_codes:
        says_units = any(piece.text in UNITS_WORDS for piece in pieces)
        if not says_units or reader.troubles or not any(_has_unit(item) for item in amounts):
            return None
    return _request(plain, reader)


def _has_unit(item: AmountItem | ClockItem) -> bool:
    return isinstance(item, ClockItem) or item.has_unit


def _only_slips(reader: Reader) -> bool:
    """Whether at most one word was not understood, and that one is nearly a known one."""
    unknown = reader.unknown_words
    return not unknown or (len(unknown) == 1 and near_word(unknown[0].text) is not None)


def _refuse_too_long(text: str) -> None:
    if len(text) > MOST_CHARACTERS:
        raise ParseProblem(
            f"The text has {len(text):,} characters; at most {MOST_CHARACTERS:,} are read. "
            "Type one visit, e.g. 97112 25 97110 10.",
            code="too_long",
            outcome="refused",
        )


def _request(text: str, reader: Reader) -> UnitsRequest:
    """The request of one message that was read.

    Raises:
        ParseProblem: The problem that matters most.
    """
    options = reader.options
    payer, unknown_payer = options.get("payer"), options.get("unknown_payer")
    items, troubles = settle(
        text,
        reader.items,
        payer=payer,
        is_other_payer=unknown_payer is not None,
        discipline=options.get("discipline"),
    )
    troubles = [*reader.troubles, *options.troubles, *troubles]
    readings = [*reader.readings, *options.readings]
    unspecified = None
    pairing = Pairing()
    builder = VisitBuilder(text, troubles, readings)
    if not any(trouble.rank < _PAIRING_MATTERS for trouble in troubles):
        pairing = pair(items)
        if not pairing.entries:
            unspecified = builder.unspecified(pairing)
            pairing.homeless = []
    visit = builder.build(pairing)
    if troubles:
        raise first_of(troubles).tell()
    if not pairing.entries and unspecified is None:
        raise pairing_complaints.nothing_typed()
    return UnitsRequest(
        visit=visit,
        unspecified_minutes=unspecified,
        payer=payer,
        unknown_payer=unknown_payer,
        rule=options.get("rule"),
        discipline=options.get("discipline"),
        setting=options.get("setting"),
        date_of_service=options.get("on"),
        readings=tuple(reading for _, reading in sorted(readings, key=lambda entry: entry[0])),
        ignored=tuple(reader.ignored),
    )


_PAIRING_MATTERS = 4
