"""From a question to everything its answer says, before it has a receipt and words."""

from __future__ import annotations

from datetime import date

from bot.answer import ErrorView, Intent, Outcome
from bot.answering.before import NOTHING_BEFORE, Before
from bot.answering.books import BUILT_IN, Books
from bot.answering.draft import Draft
from bot.answering.drafted import drafted, told
from bot.answering.filling import with_own_discipline
from bot.answering.kinds import READERS, Read
from bot.answering.payers import named_payers
from bot.answering.refusals import draft_problem, problem_context
from bot.answering.settings_drafts import draft_settings
from bot.commands import COMMANDS, command_names, subcommand_names
from bot.own_defaults import NONE_SET, OwnDefaults
from bot.parsing import MOST_CHARACTERS, ParseProblem
from bot.question import Question
from bot.routing import Routed, route


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
        # The guard and the search are a third of a second of loading that no well-typed command waits for.
        from bot.answering.plain_drafts import draft_plain

        return draft_plain(routed.rest, today, books, own, before, is_public=question.is_public)
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
        return drafted(request, books, own, is_public=is_public)
    if problem is not None and len(routed.rest) > MOST_CHARACTERS:
        return draft_problem(problem, routed.command)
    from bot.answering.guarding import guarded_command  # heavy, and needed by what is not read whole alone

    guard = guarded_command(routed.rest, books.library)
    if guard.kinds:
        try:
            request, problem = read(guard.text, today=today, books=books), None
        except ParseProblem as fault:
            request, problem = None, fault
    if problem is not None:
        draft = draft_problem(problem, routed.command)
    elif request is not None:
        draft = drafted(request, books, own, is_public=is_public)
    return told(draft, guard, is_public=is_public)


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
