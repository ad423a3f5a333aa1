"""From a question to everything its answer says, before it has a receipt and words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from bot.answer import ErrorView, Intent, Outcome
from bot.answering.asked import Asked
from bot.answering.books import BUILT_IN, Books
from bot.answering.check_drafts import ask_check
from bot.answering.draft import Draft
from bot.answering.filling import with_own_defaults
from bot.answering.kinds import READERS, work_out
from bot.answering.payers import named_payers
from bot.answering.refusals import draft_problem, draft_refusal, problem_context
from bot.answering.settings_drafts import draft_settings
from bot.answering.units_drafts import ask_units
from bot.commands import COMMANDS, command_names, subcommand_names
from bot.own_defaults import NONE_SET, OwnDefaults
from bot.parsing import ParseProblem, parse_plain, parse_plain_check
from bot.question import Question
from bot.routing import Routed, route
from rules import UserError


def draft_answer(
    question: Question, *, today: date, books: Books = BUILT_IN, own: OwnDefaults = NONE_SET
) -> Draft:
    """Understand a question and work its answer out.

    Args:
        question: What was asked.
        today: Date of service where none is typed.
        books: The tables and payers in use.
        own: What the asker has set for themselves.

    Returns:
        The draft, whatever its outcome; bad input is a refusal, not an exception.
    """
    routed = route(question.text)
    read = READERS.get(routed.command)
    if read is not None:
        return _drafted(lambda: read(routed.rest, today=today, books=books), routed.command, books, own)
    if routed.command == "settings":
        is_known = question.user is not None
        return draft_settings(routed.rest, today=today, books=books, own=own, is_known=is_known)
    if routed.command == "help":
        return _draft_help(books)
    if routed.command == "plain":
        return _draft_plain(routed, today, books, own)
    return _draft_unknown_command(routed)


def _drafted(read: Callable[[], Asked], command: str, books: Books, own: OwnDefaults) -> Draft:
    try:
        stored, day, typed = with_own_defaults(read(), own, books)
    except ParseProblem as problem:
        return draft_problem(problem, command)
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


def _draft_plain(routed: Routed, today: date, books: Books, own: OwnDefaults) -> Draft:
    """A message without a command: counted or checked when it is clearly that, else an honest no."""
    claim = parse_plain_check(routed.rest, today=today, book=books.payers)
    if claim is not None:
        billed = claim
        return _drafted(lambda: ask_check(billed, today=today, books=books), "check", books, own)
    try:
        request = parse_plain(routed.rest, today=today, book=books.payers)
    except ParseProblem as problem:
        return draft_problem(problem, "units")
    if request is not None:
        understood = request
        return _drafted(lambda: ask_units(understood, today=today, books=books), "units", books, own)
    return Draft(
        intent=Intent.FAQ,
        outcome=Outcome.ABSTAINED,
        template="plain/abstained",
        context=lambda _receipt, shown: {
            "example": COMMANDS[0].examples[0],
            "cautions": shown,
        },
        request_object={"command": "faq"},
    )


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
