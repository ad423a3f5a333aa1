"""The two doors of the parser, and the order in which its parts are asked."""

from __future__ import annotations

from datetime import date

from bot.parsing import pairing_complaints
from bot.parsing.entries import BY_TYPED_UNITS
from bot.parsing.items import AmountItem, ClockItem, CodeItem, CountItem, ProviderMark
from bot.parsing.lead_ins import without_lead_in
from bot.parsing.normalise import normalise
from bot.parsing.options import OptionReader
from bot.parsing.pairing import pair
from bot.parsing.problems import COMMAND, ParseProblem, Rank, first_of, refused
from bot.parsing.provider_minutes import provider_minutes
from bot.parsing.provider_ties import tie_providers
from bot.parsing.reader import Reader
from bot.parsing.request import UnitsRequest
from bot.parsing.scan import Scan
from bot.parsing.settling import settle
from bot.parsing.tokens import tokens
from bot.parsing.visit import VisitBuilder
from bot.parsing.word_slips import near_phrases
from bot.parsing.words import lexicon
from rules import PayerBook, Visit, code_table
from rules.assistants import ProviderMinutes

MOST_CHARACTERS = 4_000
"""Characters after a command, ten times what a long visit needs; it keeps any answer below 0.1 s."""
MOST_CORRECTIONS = 3
MOST_UNFOLDED = 2 * MOST_CHARACTERS
"""Characters that a text may grow to when signs such as ﬁ are taken apart."""
DISTINCT_SERVICE = 59
"""The modifier that sentences about pairs of codes name as a bare number."""
WHO_GAVE_IT = "who_gave_it"
UNITS_WORDS = frozenset({"unit", "units"})


def parse_units(text: str, *, today: date, book: PayerBook | None = None) -> UnitsRequest:
    """Read what was typed after `/units`.

    Args:
        text: Without the command word.
        today: For `on:today` and `on:yesterday`.
        book: The payers that are known; the ones that ship with the rules when not given.

    Returns:
        The visit and its options, with how things were read.

    Raises:
        ParseProblem: Something typed is not counted as it stands; the message says what would be right.
    """
    if len(text) > MOST_CHARACTERS:
        raise _too_long(len(text))
    try:
        return _parse(text, today, book)
    except ParseProblem as problem:
        raise _with_whole_commands(problem, today, book) from None


def parse_plain(text: str, *, today: date, book: PayerBook | None = None) -> UnitsRequest | None:
    """Read a plain sentence, if it clearly asks for units.

    Args:
        text: The whole message.
        today: For "today" and "yesterday" as dates of service.
        book: The payers that are known; the ones that ship with the rules when not given.

    Returns:
        The visit and its options, or `None` when the sentence is about something else: every word
        has to be understood, and there are codes with minutes, or a total and the word "units".

    Raises:
        ParseProblem: It asks for units, but something in it is not counted as it stands.
    """
    if len(text) > MOST_CHARACTERS or len(plain := normalise(text)) > MOST_UNFOLDED:
        return None
    reader, options = read_message(plain, today, is_plain=True, book=book)
    if not _only_slips(reader) or _asks_about_units(reader) or not _gives_minutes(reader):
        return None
    try:
        return build_request(reader, options)
    except ParseProblem as problem:
        raise _with_whole_commands(problem, today, book) from None


def read_message(
    plain: str, today: date, *, is_plain: bool, book: PayerBook | None = None
) -> tuple[Reader, OptionReader]:
    """Read one normalised message."""
    words = lexicon(book)
    scan = Scan(plain, tokens(plain, words.glued, words.modifiers), words)
    options = OptionReader(scan, today=today)
    reader = Reader(scan, options, is_plain=is_plain)
    reader.read()
    return reader, options


def _parse(text: str, today: date, book: PayerBook | None) -> UnitsRequest:
    plain = without_lead_in(normalise(text))
    if len(plain) > MOST_UNFOLDED:
        raise _too_long(len(plain))
    return build_request(*read_message(plain, today, is_plain=False, book=book))


def _with_whole_commands(problem: ParseProblem, today: date, book: PayerBook | None) -> ParseProblem:
    """The problem with suggestions that answer: further slips in them corrected too, dead ends left out."""
    whole = (_corrected(suggestion, today, book) for suggestion in problem.suggestions)
    return ParseProblem(
        problem.message,
        code=problem.code,
        outcome=problem.outcome,
        suggestions=[command for command in whole if command is not None],
    )


def _corrected(command: str, today: date, book: PayerBook | None) -> str | None:
    """A command with its remaining slips corrected, or `None` when it still lacks minutes."""
    for _ in range(MOST_CORRECTIONS):
        try:
            _parse(command.removeprefix(COMMAND), today, book)
        except ParseProblem as problem:
            if problem.code == "missing_minutes":
                return None
            if not problem.suggestions or problem.code == WHO_GAVE_IT:
                # Who gave minutes is never settled for anybody.
                return command
            command = problem.suggestions[0]
        else:
            return command
    return command


def _may_be_59(item: AmountItem | ClockItem) -> bool:
    """Whether a bare number in a sentence is as likely the modifier 59 ("97530 97140 59")."""
    return isinstance(item, AmountItem) and item.parts == (DISTINCT_SERVICE,) and not item.has_unit


def _gives_minutes(reader: Reader) -> bool:
    """Whether there are minutes, right or wrong, for a code; or a total and the word "units"."""
    scan = reader.scan
    amounts = [
        item for item in scan.items if isinstance(item, AmountItem | ClockItem) and not _may_be_59(item)
    ]
    has_bad_minutes = any(trouble.rank is Rank.MINUTES for trouble in scan.troubles)
    if any(type(item) is CodeItem for item in scan.items):
        return bool(amounts) or has_bad_minutes
    is_explicit = any(isinstance(item, ClockItem) or item.has_unit for item in amounts)
    has_bad_code = any(trouble.rank is Rank.CODE for trouble in scan.troubles)
    says_units = any(token.text in UNITS_WORDS for token in scan.tokens)
    return is_explicit and (has_bad_code or (says_units and not scan.troubles))


def _asks_about_units(reader: Reader) -> bool:
    """Whether units are what is given rather than what is asked ("4 units of 92507 for an hour")."""
    items = reader.scan.items
    if not any(type(item) is CountItem and not item.with_x for item in items):
        return False
    table = code_table()
    return not any(
        type(item) is CodeItem and table.find(item.code).counted_by in BY_TYPED_UNITS for item in items
    )


def _only_slips(reader: Reader) -> bool:
    """Whether at most one word was not understood, and that one is nearly a known one."""
    unknown = reader.unknown_words
    return not unknown or (len(unknown) == 1 and bool(near_phrases([unknown[0].text])[0]))


def _too_long(characters: int) -> ParseProblem:
    return refused(
        "too_long",
        f"The text has {characters:,} characters; at most {MOST_CHARACTERS:,} are read. "
        "Type one visit, e.g. 97112 25 97110 10.",
    )


def build_request(reader: Reader, options: OptionReader, *, may_be_empty: bool = False) -> UnitsRequest:
    """The request of one message that was read.

    Args:
        reader: The message.
        options: What was typed beside the codes.
        may_be_empty: No code and no minutes are as good as a visit.

    Raises:
        ParseProblem: The problem that matters most.
    """
    scan = reader.scan
    payers = options.payers
    items = settle(
        scan,
        payer=payers.payer,
        is_other_payer=payers.unknown is not None,
        discipline=options.discipline,
    )
    names_providers = any(isinstance(item, ProviderMark) for item in items)
    if names_providers and any(trouble.rank is Rank.MINUTES for trouble in scan.troubles):
        # A number that is none leaves whoever was named for it without one: only the number is at fault.
        raise first_of(scan.troubles).tell()
    given = tie_providers(scan, items)
    unspecified = None
    visit = Visit()
    by_provider: tuple[ProviderMinutes, ...] = ()
    if not any(trouble.rank < Rank.AMBIGUOUS for trouble in scan.troubles):
        follows_order = given is not None and not given.is_worded
        pairing = pair(given.items if given else items, follows_order=follows_order)
        builder = VisitBuilder(scan)
        if pairing.entries:
            visit = builder.build(pairing)
            if given:
                by_provider = provider_minutes(scan, given, builder.given, pairing.entries, visit)
        else:
            unspecified = builder.unspecified(pairing)
    if scan.troubles:
        raise first_of(scan.troubles).tell()
    is_empty = not visit.minutes and not visit.untimed and unspecified is None
    if is_empty and not may_be_empty:
        raise pairing_complaints.nothing_typed()
    return UnitsRequest(
        visit=visit,
        provider_minutes=by_provider,
        unspecified_minutes=unspecified,
        readings=scan.told(),
        ignored=tuple(reader.ignored),
        **options.values(),
    )
