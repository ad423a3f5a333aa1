"""Whether a plain sentence gives minutes to be counted, or shared between therapist and assistant."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from bot.parsing.narration import narrate
from bot.parsing.parser import parse_plain
from bot.parsing.plain_words import plain_words
from bot.parsing.problems import COMMAND, ParseProblem, asked
from bot.parsing.request import UnitsRequest
from bot.parsing.story import Story
from bot.parsing.told_people import MYSELF
from bot.parsing.uncounted import Uncounted, uncounted
from rules import Discipline, PayerBook

_SAME_MINUTES = re.compile(
    r"\bsame\s+(?:[0-9]+|fifteen|ten|twenty|thirty|eight)?\s*(?:min|mins|minutes|time)\b", re.I
)
_MINUTE_WORDS = re.compile(
    r"[0-9]\s?-?(?:m|min|mins|minutes?|hrs?|hours?|h)\b|[0-9]:[0-9]{2}|\b(?:minutes?|mins?|hour|hr)\b", re.I
)
_UNITS_GIVEN = re.compile(r"\b(?:[0-9]{1,2}|one|two|three|four|five|six|seven|eight)[ \t]+units?\b", re.I)
_MINUTES_THEN_NUMBER = re.compile(
    r"\b(?:minutes|mins|min|time)\s*(?::|=|is|was|of|were)?\s*[0-9]{1,3}\b(?!\s*(?:m|min|mins|minutes|h|hours?)\b)",
    re.I,
)
_TYPED_MINUTES = re.compile(r"\b[0-9]{1,3}\s?-?(?:m|min|mins|minutes?)\b", re.I)
_NUMBERS = re.compile(r"\b[0-9]{1,3}\b(?!:)")
_RATE = re.compile(
    r"\b(?:per|by|each|every|first|additional)\s+(?:the\s+|a\s+)?(?:quarter|half|[0-9]{1,2}|fifteen|thirty|eight)"
    r"[\s-]*(?:min|mins|minutes?|hours?)\b",
    re.I,
)
"""A length of time that says how a code is counted: "by the quarter hour", "first 15 minutes"."""
_LEAST_OR_MOST = re.compile(r"\bat\s+(?:least|most)\b|\b(?:minimum|maximum|max)\b", re.I)
_MOST_UNITS = re.compile(r"\bmax(?:imum)?\s+units\s*[?.!]*\s*$", re.I)
_ABOUT_A_CODE = re.compile(r"is\s+(?:code\s+|cpt\s+)?[a-z]?[0-9]{4,5}\b", re.I)
_DISCIPLINES = {"cq": Discipline.PT, "co": Discipline.OT}
_QUESTIONS = frozenset({"can", "is", "do", "does", "how", "what", "should", "when", "which", "are", "may"})
_UNITS = frozenset({"unit", "units"})
_TOTAL_WORDS = frozenset({"unit", "units", "timed"})
_SAYS_TOTAL = frozenset({"timed", "total", "altogether", "totals", "overall"})
_ASKS_TO_COUNT = re.compile(
    r"\b(?:run|crunch|do|add|tally|figure)\s+(?:\w+\s+){0,2}(?:numbers?|math|maths|up|out|one|this|these)\b",
    re.I,
)
_OF_EACH = re.compile(r"\b[0-9]{1,2}\s+(?:m\s+|mins?\s+|minutes?\s+)?(?:of|on|doing)\s", re.I)
_ABOUT_ORDER = frozenset(
    {
        *("number_without_code", "who_gave_it", "modifier_typed", "missing_minutes", "doubtful_sentence"),
        *("second_amount", "total_disagrees", "provider_without_minutes", "modifier_or_minutes", "bad_times"),
    }
)
"""Problems of telling what belongs to what, which a second reading may settle."""
_HOW_MANY = re.compile(r"\b(?:how\s+(?:many|much)|what)\b", re.I)
_BILLING = frozenset({"bill", "billed", "billable", "charge", "claim", "timed", "units"})
_FEWEST_MINUTES = 5
"""Minutes from which on a bare number beside a code may be minutes; below, it counts something else."""
_OF_THE_SAME = re.compile(r"\bof\s+(?:the\s+)?same\b(?!\s+(?:min|mins|minutes|time)\b)", re.I)
"""Points at the service before, where "the same minutes" would say that two codes share them."""
_HALVES_OF_DAY = frozenset({"morning", "afternoon"})
_PER_CODE = re.compile(r"\bper\s+(?:code|line)\b", re.I)
_MUSCLES = re.compile(r"\bneedling\b[^\0]*\bmuscles?\b|\bmuscles?\b[^\0]*\bneedling\b", re.I)
"""How many muscles were needled decides the code, and a count of minutes does not ask for it."""
_NUMBER_OF_MINUTES = re.compile(
    r"\b([0-9]{1,3})\s+(?:(?:total|timed|treatment|billable)\s+){1,3}(?:minutes|mins|min)\b", re.I
)
_ASKS_MINUTES = re.compile(
    r"\bhow\s+(?:many|much)\s+(?:min|mins|minutes|time)\b|\bwhat\s+does\b(?![^?]{0,60}\b(?:give|make|come\s+to|get\s+me)\b)",
    re.I,
)


def read_visit(story: Story, plain: str, *, today: date, book: PayerBook | None) -> UnitsRequest | None:
    """Read the minutes of a sentence that asks for their units, or tells of a visit.

    A sentence is read twice: with every word known, and as a story. Where both give an answer they have to
    agree; one that a story alone can tell is taken only where the first reading was unsure of an order.

    Args:
        story: The sentence without its story.
        plain: The sentence as normalised.
        today: For dates in words.
        book: The payers that are known.

    Returns:
        The request, or `None` when the sentence asks something else.

    Raises:
        ParseProblem: It asks for a count, and what is counted is not certain.
    """
    if _asks_something_else(story, plain):
        return None
    kind = uncounted(plain)
    if kind is Uncounted.KNOWLEDGE:
        return None
    request = _agreed(story, plain, today, book)
    if request is not None and _are_counts(request, plain):
        return None
    if request is not None and story.has_assistant and not request.provider_minutes:
        # "As a PTA can I bill 20 min": who gave the minutes got lost.
        kind = Uncounted.DOUBTFUL_TIME
    if request is None or kind is None:
        return request if request is None else _with_discipline(request, story)
    if story.words & _UNITS or story.has_assistant:
        raise _doubtful(command_of(request))
    return None


def _agreed(story: Story, plain: str, today: date, book: PayerBook | None) -> UnitsRequest | None:
    """What both readings of a visit come to, or the only one of them that is sure."""
    told = _told_visit(story, plain, today, book)
    try:
        known = _known_visit(story, plain, today, book)
    except ParseProblem as problem:
        if told is None or problem.code not in _ABOUT_ORDER:
            raise
        return told
    if known is None or (told is not None and _names_writer(story)):
        return told
    if (told is None and _names_writer(story)) or (told is not None and _counted(known) != _counted(told)):
        raise _doubtful(None)
    return known


def _are_counts(request: UnitsRequest, plain: str) -> bool:
    """Whether a number too small for minutes stands there without their word: "Epley x1", "3 people"."""
    smallest = min(request.visit.minutes.values(), default=_FEWEST_MINUTES)
    return smallest < _FEWEST_MINUTES and _MINUTE_WORDS.search(plain) is None


def _names_writer(story: Story) -> bool:
    """Whether "I" stands beside an assistant: only the story knows that it is the therapist."""
    return story.has_assistant and MYSELF.search(story.told) is not None


def _with_discipline(request: UnitsRequest, story: Story) -> UnitsRequest:
    """The request with the plan of care its modifier names: CQ of physical, CO of occupational therapy."""
    named = story.words & _DISCIPLINES.keys()
    if request.discipline is not None or not request.provider_minutes or len(named) != 1:
        return request
    return replace(request, discipline=_DISCIPLINES[next(iter(named))])


def _counted(request: UnitsRequest) -> tuple[object, ...]:
    """What two readings of a visit have to agree on."""
    return dict(request.visit.minutes), set(request.visit.untimed), set(request.provider_minutes)


def _told_visit(story: Story, plain: str, today: date, book: PayerBook | None) -> UnitsRequest | None:
    """A visit told with words between that are not known, where the order leaves one reading."""
    words = story.words
    words -= {"same"} if _OF_THE_SAME.search(plain) else set()
    words -= {"per"} if _PER_CODE.search(plain) else set()
    if story.turns or story.has_foreign_code or words & plain_words().no_treatment:
        return None
    has_minutes = _MINUTE_WORDS.search(plain) is not None or _MINUTE_WORDS.search(story.told) is not None
    asks = bool(story.words & plain_words().asks_units) or _ASKS_TO_COUNT.search(plain) is not None
    asks = asks or bool(story.words & _HALVES_OF_DAY)
    if not asks and not has_minutes and not story.has_assistant and len(_OF_EACH.findall(plain)) < 2:
        return None
    if not story.codes and not (story.words & _TOTAL_WORDS and has_minutes and _is_all_known(story)):
        return None
    opens_question = plain.split(maxsplit=1)[0].lower() in _QUESTIONS
    is_tied = ":" in story.told or (_OF_EACH.search(plain) is not None and not opens_question)
    if not asks and story.is_doubtful and len(story.codes) == 1 and not is_tied:
        # "My mom lives at 97112 Elm St, 25 min away": nobody asks, and the words between are not known.
        return None
    request = narrate(story.told, today=today, book=book)
    return None if request is not None and _asks_about_untimed(request, story) else request


def _asks_about_untimed(request: UnitsRequest, story: Story) -> bool:
    """Whether untimed codes alone stand in a question: they need no count, so it is about something else."""
    has_none = not request.visit.minutes and request.unspecified_minutes is None
    is_question = bool(story.words & _QUESTIONS) or "?" in story.told
    return has_none and is_question and not story.words & _UNITS


def _is_all_known(story: Story) -> bool:
    """Whether a total may be one: somebody says so, or no word is left that may name another service."""
    return bool(story.words & _SAYS_TOTAL) or not story.passed_over


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
    if _asks_about_untimed(request, story):
        return None
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
        or (has_story and _LEAST_OR_MOST.search(_MOST_UNITS.sub("", plain)))
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
