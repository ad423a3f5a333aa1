"""What people type after `/billing check`: lines as billed, their minutes, and options."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from bot.parsing import check_complaints
from bot.parsing.billed_reader import BilledReader
from bot.parsing.billed_text import BilledText
from bot.parsing.check_complaints import CHECK_COMMAND, as_typed
from bot.parsing.items import CodeItem
from bot.parsing.normalise import normalise
from bot.parsing.parser import MOST_CHARACTERS, MOST_UNFOLDED, build_request, read_message
from bot.parsing.problems import COMMAND, ParseProblem, refused
from bot.parsing.request import TypedRequest, UnitsRequest
from bot.parsing.scan import Scan
from bot.parsing.tokens import tokens
from bot.parsing.words import lexicon
from rules import BilledLine, PayerBook, Visit, code_table
from rules.assistants import ProviderMinutes

MOST_LINES = 50
"""Lines of one professional claim."""
_SUGGESTS_THE_WHOLE = frozenset({"modifier_or_minutes", "missing_billed_units", "line_with_colons"})
"""Problems with a billed line, whose suggestions hold the other lines too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckRequest(TypedRequest):
    """What was billed, and the minutes it is held against.

    Attributes:
        billed: Lines in typed order; the same code may stand on several.
        visit: Codes with their minutes; empty when none were given.
        provider_minutes: Minutes by who gave them, as in a units request.
    """

    billed: tuple[BilledLine, ...]
    visit: Visit
    provider_minutes: tuple[ProviderMinutes, ...] = ()


def parse_check(text: str, *, today: date, book: PayerBook | None = None) -> CheckRequest:
    """Read what was typed after `/billing check`.

    Args:
        text: Without the command words.
        today: For `on:today` and `on:yesterday`.
        book: The payers that are known; the ones that ship with the rules when not given.

    Raises:
        ParseProblem: It is not what was billed with minutes or without; the message says what would be right.
    """
    plain = _normal(text)
    billed = _read_billed(plain, book)
    try:
        return _request(billed, today, book, is_plain=False)
    except ParseProblem as problem:
        raise _with_whole_commands(problem, billed) from None


def parse_plain_check(text: str, *, today: date, book: PayerBook | None = None) -> CheckRequest | None:
    """Read a plain sentence, if it clearly asks whether what was billed fits its minutes.

    Args:
        text: The whole message.
        today: For "today" and "yesterday" as dates of service.
        book: The payers that are known; the ones that ship with the rules when not given.

    Returns:
        The lines and minutes, or `None` when the sentence is about something else: every word has to be
        understood, and there are billed units, minutes and a word of billing.
    """
    if len(text) > MOST_CHARACTERS or len(plain := normalise(text)) > MOST_UNFOLDED:
        return None
    billed = _read_billed(plain, book)
    if not billed.lines or not billed.is_worded:
        return None
    try:
        request = _request(billed, today, book, is_plain=True)
    except ParseProblem:
        # A sentence that is not understood to the last word may be about anything.
        return None
    return request if request.visit.minutes else None


def _normal(text: str) -> str:
    plain = normalise(text) if len(text) <= MOST_CHARACTERS else ""
    if len(text) > MOST_CHARACTERS or len(plain) > MOST_UNFOLDED:
        raise refused(
            "too_long",
            f"The text has {len(text):,} characters; at most {MOST_CHARACTERS:,} are read. "
            f"Type one claim, e.g. {check_complaints.EXAMPLE}.",
        )
    return plain


def _read_billed(plain: str, book: PayerBook | None) -> BilledText:
    words = lexicon(book)
    return BilledReader(Scan(plain, tokens(plain, words.glued, words.modifiers), words)).read()


def _request(billed: BilledText, today: date, book: PayerBook | None, *, is_plain: bool) -> CheckRequest:
    reader, options = read_message(billed.rest, today, is_plain=is_plain, book=book)
    reader.scan.troubles.extend(billed.troubles)
    if not billed.lines and not reader.scan.troubles:
        raise check_complaints.nothing_billed()
    if len(billed.lines) > MOST_LINES:
        raise check_complaints.too_many_lines(len(billed.lines), MOST_LINES)
    codes = dict.fromkeys(item.code for item in reader.scan.items if isinstance(item, CodeItem))
    try:
        request = build_request(reader, options, may_be_empty=True)
    except ParseProblem as problem:
        if problem.code != "missing_minutes":
            raise
        # The one for /units would show lines of /units.
        raise check_complaints.minutes_missing(
            [code for code in codes if code not in billed.codes] or [*codes]
        ) from None
    return CheckRequest(
        billed=tuple(billed.lines),
        visit=_visit(request, billed),
        provider_minutes=request.provider_minutes,
        readings=(*billed.readings, *request.readings),
        ignored=request.ignored,
        **options.values(),
    )


def _visit(request: UnitsRequest, billed: BilledText) -> Visit:
    """The minutes; one number without a code belongs to the only code that was billed."""
    if request.unspecified_minutes is None:
        return request.visit
    codes = set(billed.codes)
    code = codes.pop()
    if codes or not code_table().find(code).takes_minutes:
        raise check_complaints.which_code(request.unspecified_minutes)
    return replace(request.visit, minutes={code: request.unspecified_minutes})


def _with_whole_commands(problem: ParseProblem, billed: BilledText) -> ParseProblem:
    """The problem with suggestions that are whole commands of this kind."""
    lines = " ".join(map(as_typed, billed.lines))
    suggestions = []
    for suggestion in problem.suggestions:
        typed = suggestion.removeprefix(COMMAND).removeprefix(CHECK_COMMAND).strip()
        is_whole = not lines or problem.code in _SUGGESTS_THE_WHOLE
        between = " minutes: " if typed[:1].isdigit() else " "
        suggestions.append(f"{CHECK_COMMAND} {typed if is_whole else f'{lines}{between}{typed}'}")
    return ParseProblem(problem.message, code=problem.code, outcome=problem.outcome, suggestions=suggestions)
