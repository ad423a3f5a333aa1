"""From a message in plain words to what its answer says: guarded, then worked out or looked up."""

from __future__ import annotations

from datetime import date

from bot.answering.asked import Typed
from bot.answering.before import Before
from bot.answering.books import Books
from bot.answering.day import DayShown
from bot.answering.draft import Draft
from bot.answering.drafted import drafted, told
from bot.answering.faq_drafts import draft_question
from bot.answering.guarding import guarded, kept_question
from bot.answering.plain_requests import ask_message, command_of_problem
from bot.answering.refusals import draft_problem, draft_too_long
from bot.answering.second_question import ranked, with_second_question
from bot.answering.small_talk import fixed_subject
from bot.own_defaults import OwnDefaults
from bot.parsing import LONGEST_MESSAGE, ParseProblem, parse_message
from knowledge.search import Decision


def draft_plain(
    typed: str,
    today: date,
    books: Books,
    own: OwnDefaults,
    before: Before,
    *,
    is_public: bool,
) -> Draft:
    """A message without a command: worked out when it clearly asks for that, else looked up.

    It is answered without what looks like a patient's details, and the asker is told what those were.

    Args:
        typed: The message as it was typed.
        today: Date of service where none is typed.
        books: The tables, payers and entries in use.
        own: What the asker has set for themselves.
        before: What the question before it in the same thread was about.
        is_public: Whether everybody in a channel will see the answer.
    """
    if len(typed) > LONGEST_MESSAGE:
        return draft_too_long(len(typed))
    guard = guarded(typed, books.library)
    draft = _draft_guarded(guard.text, typed, today, books, own, before, is_public=is_public)
    return told(draft, guard, is_public=is_public)


def _draft_guarded(
    text: str, typed: str, today: date, books: Books, own: OwnDefaults, before: Before, *, is_public: bool
) -> Draft:
    """The answer to the text of a message that holds no patient's details; `typed` is the whole of it."""
    problem = None
    try:
        request = parse_message(before.completed(text), today=today, book=books.payers)
    except ParseProblem as fault:
        request, problem = None, fault
    if request is not None:
        return drafted(ask_message(request, today=today, books=books), books, own, is_public=is_public)
    ranking = ranked(text, books, codes=before.codes, payer=before.payer or own.payer)
    if problem is not None and ranking.decision is not Decision.SURE:
        return draft_problem(problem, command_of_problem(problem))
    day = DayShown(today, given=False, is_public=is_public)
    kept = kept_question(typed, books.library)
    if (subject := fixed_subject(text)) is not None:
        ranking = ranking._replace(decision=Decision.NONE, elsewhere=subject, top=(), probability=0.0)
    draft = draft_question(ranking, kept, day, books, Typed())
    return with_second_question(draft, text, books, payer=before.payer or own.payer)
