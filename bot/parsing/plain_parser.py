"""Which calculation a plain sentence asks for, if any."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from bot.parsing.check_parser import CheckRequest, parse_check, parse_plain_check
from bot.parsing.claims import with_claim_asked, with_guess_asked
from bot.parsing.code_parser import CodeRequest, parse_code
from bot.parsing.denial_parser import DenialRequest, parse_denials
from bot.parsing.kx_parser import KxRequest, parse_kx
from bot.parsing.lead_ins import without_lead_in
from bot.parsing.normalise import normalise
from bot.parsing.pair_parser import PairRequest, parse_pair
from bot.parsing.parser import parse_units
from bot.parsing.plain_lookups import read_card_question, read_denial_question, read_kx_question
from bot.parsing.plain_pairs import read_pair_question
from bot.parsing.plain_visits import read_visit
from bot.parsing.plain_words import plain_words
from bot.parsing.problems import ParseProblem
from bot.parsing.request import Reading, UnitsRequest
from bot.parsing.retell import retell
from bot.parsing.story import Story
from bot.parsing.told_amounts import with_typed_amounts
from bot.parsing.told_people import without_alone
from bot.parsing.words import lexicon
from rules import PayerBook

MessageRequest = UnitsRequest | PairRequest | CheckRequest | KxRequest | CodeRequest | DenialRequest

LONGEST_MESSAGE = 1_500
"""Characters of a message in plain words, some 250 words; it keeps the slowest text below 0.1 s."""
MOST_PIECES = 300
"""Words and signs after which a message is no question about one visit."""
LEAST_PART = 5
"""Minutes of the least part of a sum that a sentence about billed units is taken to tell of."""
_PIECE = re.compile(r"\w+|[^\w\s]")

_COMMAND_WORD = re.compile(
    r"(?:billing\s+|check\s+)?(?P<word>units|pair|pairs|check|kx|code|denial|denials)\b\s*:?\s*(?P<rest>\S[^\0]*)",
    re.I,
)
_MINUTE_WORDS = re.compile(
    r"[0-9]\s?-?(?:m|min|mins|minutes?|hrs?|hours?|h)\b|[0-9]:[0-9]{2}|\b(?:minutes?|mins?|hour|hr)\b", re.I
)
_UNITS_GIVEN = re.compile(r"\b(?:[0-9]{1,2}|one|two|three|four|five|six|seven|eight)[ \t]+units?\b", re.I)
_TYPED_MINUTES = re.compile(r"\b[0-9]{1,3}\s?-?(?:m|min|mins|minutes?)\b", re.I)
_NUMBERS = re.compile(r"\b[0-9]{1,3}\b(?!:)")
_TO_BOTH = re.compile(r"\b(?:to|toward|towards|for|as)\s+both\b", re.I)
_OFFICE_VISIT = re.compile(r"\be/m\b", re.I)
_HOLDS_AGAINST = frozenset(
    {"equal", "equals", "get", "can", "is", "does", "enough", "really", "make", "makes", "are"}
)


def parse_message(text: str, *, today: date, book: PayerBook | None = None) -> MessageRequest | None:
    """Find the calculation that a plain sentence clearly asks for.

    Words around the question are passed over, unless they stand where they could change what a number or a
    code means.

    Args:
        text: The whole message.
        today: For "today" and "yesterday" as dates of service.
        book: The payers that are known; the ones that ship with the rules when not given.

    Returns:
        The request, or `None` when the sentence is hardly one: it asks for knowledge, or for something else.

    Raises:
        ParseProblem: It asks for a calculation, but its codes or minutes are not certain.
    """
    if len(text) > LONGEST_MESSAGE or len(plain := normalise(text)) > LONGEST_MESSAGE:
        return None
    if len(_PIECE.findall(plain)) > MOST_PIECES:
        return None
    plain = with_guess_asked(with_typed_amounts(without_lead_in(plain.strip())))
    commanded = _after_command_word(plain, today, book)
    if commanded is not None:
        return commanded
    plain = without_alone(plain)
    story = retell(plain, lexicon(book))
    if story.words & plain_words().other_field or _OFFICE_VISIT.search(plain) or _counts_twice(plain):
        return None
    found = (
        read_denial_question(plain)
        or _check(story, plain, today, book)
        or read_kx_question(plain, today=today, book=book, story=story)
        or read_visit(story, plain, today=today, book=book)
        or _claimed(story, plain, today, book)
        or read_pair_question(story, plain, today=today, book=book)
        or read_card_question(story, plain, today=today, book=book)
    )
    return _with_slips(found, story.slips) if found is not None else None


def _counts_twice(plain: str) -> bool:
    """Whether it asks if the same minutes may go to two codes."""
    is_one_time = _MINUTE_WORDS.search(plain) is not None and len(_NUMBERS.findall(plain)) <= 1
    return is_one_time and _TO_BOTH.search(plain) is not None


def _after_command_word(plain: str, today: date, book: PayerBook | None) -> MessageRequest | None:
    """What follows a command word typed without its slash, where it is whole; `None` otherwise."""
    found = _COMMAND_WORD.match(plain)
    if found is None:
        return None
    word, rest = found["word"].lower().rstrip("s"), found["rest"]
    read: dict[str, Callable[[], MessageRequest]] = {
        "unit": lambda: parse_units(rest, today=today, book=book),
        "pair": lambda: parse_pair(rest, today=today, book=book),
        "check": lambda: parse_check(rest, today=today, book=book),
        "kx": lambda: parse_kx(rest, today=today, book=book),
        "code": lambda: parse_code(rest, today=today, book=book),
        "denial": lambda: DenialRequest(parse_denials(rest)),
    }
    if word == "code" and not re.match(r"[a-z]?[0-9]{4,5}\s*[?.!]*$", rest, re.I):
        return None
    try:
        request = read[word]()
    except ParseProblem:
        return None
    if isinstance(request, KxRequest) and request.used is None:
        return None
    return request


def _check(story: Story, plain: str, today: date, book: PayerBook | None) -> CheckRequest | None:
    """Billed units held against their minutes; the story is passed over only where nothing is doubtful."""
    request = parse_plain_check(plain, today=today, book=book)
    if request is None and not story.is_doubtful and not story.turns:
        # "Does 38 min of 97110 equal 3 units" asks the same without a word of billing.
        asks = _UNITS_GIVEN.search(plain) is not None and bool(story.words & _HOLDS_AGAINST)
        text = f"check {story.text}" if asks else story.text
        request = parse_plain_check(text, today=today, book=book)
        if request is None and asks and (turned := _units_first(story)) is not None:
            request = parse_plain_check(turned, today=today, book=book)
    return request if request is None or not _holds_units_as_minutes(request) else None


def _holds_units_as_minutes(request: CheckRequest) -> bool:
    """Whether a sum holds a number that may be units: "2 units TE for 25 min, and 1 MT for 10"."""
    sums = [reading.data["parts"] for reading in request.readings if reading.kind == "parts_summed"]
    return any(int(part) < LEAST_PART for parts in sums for part in parts)


def _units_first(story: Story) -> str | None:
    """Units, code and minutes in the order that is read: "is 4 units ok for 53 minutes of 97530"."""
    units, minutes = _UNITS_GIVEN.findall(story.text), _TYPED_MINUTES.findall(story.text)
    if len(story.codes) != 1 or len(units) != 1 or len(minutes) != 1:
        return None
    start, end, _ = story.codes[0]
    payer = " ".join(story.text[begin:stop] for begin, stop in story.payer_spans)
    return f"check {units[0]} of {story.text[start:end]} for {minutes[0]} {payer}"


def _claimed(story: Story, plain: str, today: date, book: PayerBook | None) -> UnitsRequest | None:
    """A visit of several codes, or a total, with a count that somebody claims: it is counted anew."""
    if len({meaning for *_, meaning in story.codes}) == 1:
        return None
    asked = with_claim_asked(plain)
    if asked is None:
        return None
    return read_visit(retell(asked, lexicon(book)), asked, today=today, book=book)


def _with_slips(request: MessageRequest, slips: list[tuple[str, str]]) -> MessageRequest:
    """The request with the words that were read as others told first."""
    if not slips or isinstance(request, DenialRequest):
        return request
    told = tuple(Reading("slip", {"said": said, "meant": meant}) for said, meant in dict(slips).items())
    return replace(request, readings=(*told, *request.readings))
