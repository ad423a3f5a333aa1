"""From a question to everything its answer says, before it has a receipt and words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.answer import ErrorView, Intent, Outcome
from bot.answering.asked import Asked, Typed, for_everybody
from bot.answering.before import NOTHING_BEFORE, Before
from bot.answering.books import BUILT_IN, Books
from bot.answering.day import DayShown
from bot.answering.draft import Draft
from bot.answering.faq_drafts import SMALL_TALK, URGENT, draft_question
from bot.answering.filling import with_own_defaults, with_own_discipline
from bot.answering.guarding import Guarded, guarded, guarded_command, kept_question
from bot.answering.kinds import READERS, Read, work_out
from bot.answering.payers import named_payers
from bot.answering.plain_requests import ask_message, command_of_problem
from bot.answering.refusals import draft_problem, draft_refusal, problem_context
from bot.answering.second_question import ranked, with_second_question
from bot.answering.settings_drafts import draft_settings
from bot.answering.small_talk import is_small_talk, is_urgent
from bot.commands import COMMANDS, command_names, subcommand_names
from bot.own_defaults import NONE_SET, OwnDefaults
from bot.parsing import ParseProblem, parse_message
from bot.question import Question
from bot.routing import Routed, route
from knowledge.search import Decision
from rules import UserError


def draft_answer(
    question: Question,
    *,
    today: date,
    books: Books = BUILT_IN,
    own: OwnDefaults = NONE_SET,
    before: Before = NOTHING_BEFORE,
) -> Draft:
    """Understand a question and work its answer out.

    Args:
        question: What was asked.
        today: Date of service where none is typed.
        books: The tables and payers in use.
        own: What the asker has set for themselves.
        before: What the question before it in the same thread was about.

    Returns:
        The draft, whatever its outcome; bad input is a refusal, not an exception.
    """
    routed = route(question.text)
    read = READERS.get(routed.command)
    if read is not None:
        own_read = with_own_discipline(read, own)
        return _draft_command(routed, own_read, today, books, own, is_public=question.is_public)
    if routed.command == "settings":
        is_known = question.user is not None
        return draft_settings(routed.rest, today=today, books=books, own=own, is_known=is_known)
    if routed.command == "help":
        return _draft_help(books)
    if routed.command in ("plain", "ask"):
        guard = guarded(routed.rest, books.library)
        draft = _draft_plain(guard, routed.rest, today, books, own, before, is_public=question.is_public)
        return _told(draft, guard, is_public=question.is_public)
    return _draft_unknown_command(routed)


def _draft_command(
    routed: Routed, read: Read, today: date, books: Books, own: OwnDefaults, *, is_public: bool
) -> Draft:
    """A command: read as typed, and once more without what looks like a patient's details if need be.

    Everything that a command takes is a word of ours, so a text that was read whole holds no patient.
    """
    try:
        request = read(routed.rest, today=today, books=books)
        problem = None
    except ParseProblem as fault:
        request, problem = None, fault
    if request is not None and not any(caution.id == "unknown_payer" for caution in request.typed.cautions):
        return _drafted(request, books, own, is_public=is_public)
    guard = guarded_command(routed.rest, books.library)
    if guard.kinds:
        try:
            request, problem = read(guard.text, today=today, books=books), None
        except ParseProblem as fault:
            request, problem = None, fault
    if problem is not None:
        draft = draft_problem(problem, routed.command)
    elif request is not None:
        draft = _drafted(request, books, own, is_public=is_public)
    return _told(draft, guard, is_public=is_public)


def _told(draft: Draft, guard: Guarded, *, is_public: bool) -> Draft:
    """The draft, with what was taken out of the message said to the asker alone."""
    if not guard.kinds:
        return draft
    cautions = draft.cautions if is_public else (guard.caution(), *draft.cautions)
    return replace(draft, cautions=cautions, is_redacted=True, holds_typed_words=True)


def _drafted(request: Asked, books: Books, own: OwnDefaults, *, is_public: bool) -> Draft:
    filled = with_own_defaults(request, own, books)
    stored, day, typed = for_everybody(filled) if is_public else filled
    try:
        return work_out(stored, day, books, typed)
    except UserError as fault:
        return draft_refusal(fault, stored, day)


def _draft_help(books: Books) -> Draft:
    return Draft(
        intent=Intent.HELP,
        outcome=Outcome.ANSWERED,
        template="help/answered",
        context=lambda _receipt, shown: {
            "commands": COMMANDS,
            "payers": named_payers(books.payers),
            "cautions": shown,
        },
        request_object={"command": "help"},
    )


def _draft_plain(
    guard: Guarded,
    typed: str,
    today: date,
    books: Books,
    own: OwnDefaults,
    before: Before,
    *,
    is_public: bool,
) -> Draft:
    """A message without a command: worked out when it clearly asks for that, else looked up.

    Args:
        guard: The message without what looks like a patient's details.
        typed: The message as it was typed.
        today: Date of service where none is typed.
        books: The tables, payers and entries in use.
        own: What the asker has set for themselves.
        before: What the question before it in the same thread was about.
        is_public: Whether everybody in a channel will see the answer.
    """
    text = guard.text
    problem = None
    try:
        request = parse_message(before.completed(text), today=today, book=books.payers)
    except ParseProblem as fault:
        request, problem = None, fault
    if request is not None:
        return _drafted(ask_message(request, today=today, books=books), books, own, is_public=is_public)
    ranking = ranked(text, books, codes=before.codes, payer=before.payer or own.payer)
    if problem is not None and ranking.decision is not Decision.SURE:
        return draft_problem(problem, command_of_problem(problem))
    day = DayShown(today, given=False, is_public=is_public)
    kept = kept_question(typed, books.library)
    for applies, subject in ((is_urgent, URGENT), (is_small_talk, SMALL_TALK)):
        if applies(text):
            ranking = ranking._replace(decision=Decision.NONE, elsewhere=subject, top=(), probability=0.0)
            break
    draft = draft_question(ranking, kept, day, books, Typed())
    return with_second_question(draft, text, books, payer=before.payer or own.payer)


def _draft_unknown_command(routed: Routed) -> Draft:
    if routed.command == "unknown_command":
        known = " and ".join(command_names())
        message = f"There is no command {routed.word[:40]}. There are {known}."
    else:
        known = ", ".join(subcommand_names("/billing"))
        message = (
            f"/billing does not know “{routed.word[:40]}”. It knows {known}; units are counted with /units."
        )
    examples = (COMMANDS[0].examples[0], "/billing help")
    return Draft(
        intent=Intent.HELP,
        outcome=Outcome.REFUSED,
        template="asked/refused",
        context=problem_context(message, examples),
        request_object={"command": "help"},
        error=ErrorView(code="unknown_command", message=message),
        holds_typed_words=True,
    )
