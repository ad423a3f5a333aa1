"""Which calculation a plain sentence asks for, if any."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from bot.parsing.check_parser import CheckRequest, parse_check, parse_plain_check
from bot.parsing.code_parser import CodeRequest, parse_code
from bot.parsing.denial_parser import DenialRequest, parse_denials
from bot.parsing.kx_parser import KxRequest, parse_kx
from bot.parsing.lead_ins import without_lead_in
from bot.parsing.narration import narrate
from bot.parsing.normalise import normalise
from bot.parsing.pair_parser import PairRequest, parse_pair
from bot.parsing.parser import parse_plain, parse_units
from bot.parsing.plain_lookups import read_card_question, read_denial_question, read_kx_question
from bot.parsing.plain_pairs import read_pair_question
from bot.parsing.plain_words import plain_words
from bot.parsing.problems import COMMAND, ParseProblem, asked
from bot.parsing.request import Reading, UnitsRequest
from bot.parsing.retell import retell
from bot.parsing.story import Story
from bot.parsing.words import lexicon
from rules import PayerBook

MessageRequest = UnitsRequest | PairRequest | CheckRequest | KxRequest | CodeRequest | DenialRequest

LONGEST_MESSAGE = 1_500
"""Characters of a message in plain words, some 250 words; it keeps the slowest text below 0.1 s."""
MOST_PIECES = 300
"""Words and signs after which a message is no question about one visit."""
_PIECE = re.compile(r"\w+|[^\w\s]")

_COMMAND_WORD = re.compile(
    r"(?:billing\s+|check\s+)?(?P<word>units|pair|pairs|check|kx|code|denial|denials)\b\s*:?\s*(?P<rest>\S[^\0]*)",
    re.I,
)
_SAME_MINUTES = re.compile(
    r"\bsame\s+(?:[0-9]+|fifteen|ten|twenty|thirty|eight)?\s*(?:min|mins|minutes|time)\b", re.I
)
_MINUTE_WORDS = re.compile(
    r"[0-9]\s?-?(?:m|min|mins|minutes?|hrs?|hours?|h)\b|[0-9]:[0-9]{2}|\b(?:minutes?|mins?|hour|hr)\b", re.I
)
_UNITS_GIVEN = re.compile(r"\b(?:[0-9]{1,2}|one|two|three|four|five|six|seven|eight)\s+units?\b", re.I)
_MINUTES_THEN_NUMBER = re.compile(
    r"\b(?:minutes|mins|min|time)\s*(?::|=|is|was|of|were)?\s*[0-9]{1,3}\b(?!\s*(?:m|min|mins|minutes|h|hours?)\b)",
    re.I,
)
_TYPED_MINUTES = re.compile(r"\b[0-9]{1,3}\s?-?(?:m|min|mins|minutes?)\b", re.I)
_NUMBERS = re.compile(r"\b[0-9]{1,3}\b(?!:)")
_TO_BOTH = re.compile(r"\b(?:to|toward|towards|for|as)\s+both\b", re.I)
_RATE = re.compile(
    r"\b(?:per|by|each|every|first|additional)\s+(?:the\s+|a\s+)?(?:quarter|half|[0-9]{1,2}|fifteen|thirty|eight)"
    r"[\s-]*(?:min|mins|minutes?|hours?)\b",
    re.I,
)
"""A length of time that says how a code is counted: "by the quarter hour", "first 15 minutes"."""
_LEAST_OR_MOST = re.compile(r"\bat\s+(?:least|most)\b|\b(?:minimum|maximum|max)\b", re.I)
_OFFICE_VISIT = re.compile(r"\be/m\b", re.I)
_ABOUT_A_CODE = re.compile(r"is\s+(?:code\s+|cpt\s+)?[a-z]?[0-9]{4,5}\b", re.I)
_QUESTIONS = frozenset({"can", "is", "do", "does", "how", "what", "should", "when", "which", "are", "may"})
_UNITS = frozenset({"unit", "units"})
_TOTAL_WORDS = frozenset({"unit", "units", "timed"})
_ABOUT_ORDER = frozenset(
    {"number_without_code", "who_gave_it", "modifier_typed", "missing_minutes", "doubtful_sentence", "second_amount"}
)
"""Problems of telling what belongs to what, which a second reading may settle."""
_HOW_MANY = re.compile(r"\b(?:how\s+(?:many|much)|what)\b", re.I)
_BILLING = frozenset({"bill", "billed", "billable", "charge", "claim", "timed", "units"})
_HOLDS_AGAINST = frozenset(
    {"equal", "equals", "get", "can", "is", "does", "enough", "really", "make", "makes", "are"}
)
_MUSCLES = re.compile(r"\bneedling\b[^\0]*\bmuscles?\b|\bmuscles?\b[^\0]*\bneedling\b", re.I)
"""How many muscles were needled decides the code, and a count of minutes does not ask for it."""
_EITHER_UNITS = re.compile(r"\b[0-9]\s+or\s+[0-9]\s+(?=units?\b)", re.I)
_UNITS_OR_UNITS = re.compile(
    r"\b(?:[0-9]|one|two|three|four)\s+units?\s+or\s+(?:[0-9]|one|two|three|four|five)\b(?!\s*(?:m|min|mins|minutes?)\b)", re.I
)
_NUMBER_OF_MINUTES = re.compile(
    r"\b([0-9]{1,3})\s+(?:(?:total|timed|treatment|billable)\s+){1,3}(?:minutes|mins|min)\b", re.I
)
_GUESSED_UNITS = re.compile(
    r"\b(?:is|isn't|would|that's|thats|so)\s+(?:that|it|this|those|be|that\s+be)?\s*(?:[0-9]|one|two|three|four|five|six)\s+units?\b(?!\s+(?:of|for|on|ok))",
    re.I,
)
_ASKS_MINUTES = re.compile(r"\bhow\s+(?:many|much)\s+(?:min|mins|minutes|time)\b|\bwhat\s+does\b", re.I)


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
    plain = _EITHER_UNITS.sub("how many ", without_lead_in(plain.strip()))
    plain = _GUESSED_UNITS.sub(" how many units ", _UNITS_OR_UNITS.sub(" how many units ", plain))
    commanded = _after_command_word(plain, today, book)
    if commanded is not None:
        return commanded
    story = retell(plain, lexicon(book))
    if story.words & plain_words().other_field or _OFFICE_VISIT.search(plain) or _counts_twice(plain):
        return None
    found = (
        read_denial_question(plain)
        or _check(story, plain, today, book)
        or read_kx_question(plain, today=today, book=book, story=story)
        or _visit(story, plain, today, book)
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
    return request


def _units_first(story: Story) -> str | None:
    """Units, code and minutes in the order that is read: "is 4 units ok for 53 minutes of 97530"."""
    units, minutes = _UNITS_GIVEN.findall(story.text), _TYPED_MINUTES.findall(story.text)
    if len(story.codes) != 1 or len(units) != 1 or len(minutes) != 1:
        return None
    start, end, _ = story.codes[0]
    payer = " ".join(story.text[begin:stop] for begin, stop in story.payer_spans)
    return f"check {units[0]} of {story.text[start:end]} for {minutes[0]} {payer}"


def _visit(story: Story, plain: str, today: date, book: PayerBook | None) -> UnitsRequest | None:
    """Minutes to be counted, or shared between therapist and assistant.

    A sentence is read twice: with every word known, and as a story. Where both give an answer they have to
    agree; one that a story alone can tell is taken only where the first reading was unsure of an order.
    """
    if _asks_something_else(story, plain):
        return None
    told = _told_visit(story, plain, today, book)
    try:
        known = _known_visit(story, plain, today, book)
    except ParseProblem as problem:
        if told is None or problem.code not in _ABOUT_ORDER:
            raise
        return told
    if known is not None and told is not None and _counted(known) != _counted(told):
        raise _doubtful(None)
    return known or told


def _counted(request: UnitsRequest) -> tuple[object, ...]:
    """What two readings of a visit have to agree on."""
    return dict(request.visit.minutes), set(request.visit.untimed), set(request.provider_minutes)


def _told_visit(story: Story, plain: str, today: date, book: PayerBook | None) -> UnitsRequest | None:
    """A visit told with words between that are not known, where the order leaves one reading."""
    if story.turns or story.has_foreign_code or story.words & plain_words().no_treatment:
        return None
    asks = bool(story.words & plain_words().asks_units)
    if not asks and not _MINUTE_WORDS.search(plain):
        return None
    if not story.codes and not (story.words & _TOTAL_WORDS and _MINUTE_WORDS.search(plain)):
        return None
    return narrate(story.told, today=today, book=book)


def _known_visit(story: Story, plain: str, today: date, book: PayerBook | None) -> UnitsRequest | None:
    """A visit in which every word that could matter is known."""
    asks = bool(story.words & plain_words().asks_units)
    try:
        request = parse_plain(story.text, today=today, book=book)
    except ParseProblem as problem:
        is_asked = asks and (problem.code != "missing_minutes" or story.words & _UNITS)
        if story.codes and (not story.passed_over or is_asked):
            raise
        return None
    if request is None:
        return _total(story, plain, today, book)
    if story.is_doubtful or story.turns:
        if (asks or len(_TYPED_MINUTES.findall(plain)) > 1) and not story.has_foreign_code:
            raise _doubtful(None if story.has_homeless else command_of(request))
        return None
    if not request.visit.minutes and request.unspecified_minutes is None and story.words & _QUESTIONS:
        # Untimed codes alone need no count: the question is about something else.
        return request if story.words & _UNITS else None
    is_clear = asks or _MINUTE_WORDS.search(plain) or len(request.visit.minutes) > 1
    return request if is_clear or not story.passed_over else None


def _asks_something_else(story: Story, plain: str) -> bool:
    """Whether a sentence with minutes in it asks for knowledge rather than for a count."""
    has_story = story.passed_over > 0
    return bool(
        _SAME_MINUTES.search(plain)
        or _MUSCLES.search(plain)
        or _ASKS_MINUTES.search(plain)
        or (has_story and story.loose_words & plain_words().not_a_count)
        or (_RATE.search(plain) and len(_NUMBERS.findall(plain)) < 2 and not story.words & _UNITS)
        or (has_story and _LEAST_OR_MOST.search(plain))
        or (_ABOUT_A_CODE.match(plain) and not story.words & _UNITS)
        or (_UNITS_GIVEN.search(plain) and not _MINUTE_WORDS.search(plain))
    )


def _total(story: Story, plain: str, today: date, book: PayerBook | None) -> UnitsRequest | None:
    """One total without a code, where the sentence asks how many units it makes."""
    if story.codes or story.is_doubtful or story.turns or story.has_foreign_code:
        return None
    is_question = _HOW_MANY.search(plain) is not None and bool(story.words & _BILLING)
    is_total = "units" in story.words and bool(story.words & {"timed", "total"})
    if not (is_question or is_total) or not _MINUTE_WORDS.search(plain):
        return None
    text = _NUMBER_OF_MINUTES.sub(r"\1 min", _MINUTES_THEN_NUMBER.sub(r"\g<0> min", story.text))
    try:
        request = parse_plain(f"units {text}", today=today, book=book)
    except ParseProblem:
        return None
    return request if request is not None and request.unspecified_minutes is not None else None


def _doubtful(command: str | None) -> ParseProblem:
    """The question whether the reading is right, with the reading as a whole command where it may be."""
    return asked(
        "doubtful_sentence",
        "Some words in this may change what is counted, so I would rather ask. "
        + ("If the codes and minutes below are right, send them as they are. " if command else "")
        + "Or type each code with its minutes, e.g. 97112 25 97110 10.",
        command,
    )


def command_of(request: UnitsRequest) -> str | None:
    """A visit as a whole command, or `None` when it has nothing to type.

    Args:
        request: As it was read.
    """
    visit = request.visit
    given = {one.code: one for one in request.provider_minutes}
    pieces = []
    for code, minutes in visit.minutes.items():
        one = given.get(code)
        if one is None:
            pieces.append(f"{code} {minutes}")
            continue
        by = {"pt": one.therapist, "pta": one.assistant, "both": one.together}
        if request.discipline == "ot":
            by = {"ot": one.therapist, "ota": one.assistant, "both": one.together}
        pieces.append(" ".join((code, *(f"{who}:{n}" for who, n in by.items() if n))))
    pieces += [f"{code} {visit.untimed_minutes.get(code, '')}".strip() for code in visit.untimed]
    if not pieces:
        return None
    pieces += [f"payer:{request.payer}"] if request.payer else []
    pieces += [f"rule:{request.rule.value}"] if request.rule else []
    return " ".join((COMMAND, *pieces))


def _with_slips(request: MessageRequest, slips: list[tuple[str, str]]) -> MessageRequest:
    """The request with the words that were read as others told first."""
    if not slips or isinstance(request, DenialRequest):
        return request
    told = tuple(Reading("slip", {"said": said, "meant": meant}) for said, meant in dict(slips).items())
    return replace(request, readings=(*told, *request.readings))
