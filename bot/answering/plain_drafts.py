"""From a message in plain words to what its answer says: guarded, then worked out or looked up."""

from __future__ import annotations

import re
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
from bot.answering.second_question import ranked, with_question_beside, with_second_question
from bot.answering.small_talk import ELSEWHERE, fixed_subject
from bot.own_defaults import OwnDefaults
from bot.parsing import (
    LONGEST_MESSAGE,
    ParseProblem,
    asks_for_count,
    minutes_told,
    named_denial,
    named_payer,
    names_units,
    parse_message,
    parse_units,
    uncertain_visit,
)
from knowledge.search import Decision, Ranking
from rules import code_table

_LETTER_CODE = re.compile(r"(?<![\w#-])(?<!id )(?<!# )[A-HJ-MP-V][0-9]{4}(?![\w-])")
_DIGIT_CODE = re.compile(r"\b9[0-9]{4}\b")
_VERY_SURE = 0.8
"""Chance from which on an entry answers even a message that tells of a visit."""


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
        draft = drafted(ask_message(request, today=today, books=books), books, own, is_public=is_public)
        return with_question_beside(draft, text, books, today=today)
    is_visit = minutes_told(text) > 1 and asks_for_count(text)
    ranking = ranked(
        text, books, codes=before.codes_for(text), payer=before.payer or own.payer, is_whole=is_visit
    )
    if is_visit and problem is None and ranking.decision is not Decision.SURE:
        problem = uncertain_visit()
    denial = named_denial(text)
    if denial is not None and ranking.decision is Decision.CLOSE and _explains_denials(ranking, books):
        # Whatever else is near: what the named code means is known.
        ranking = ranking._replace(decision=Decision.SURE)
    if problem is not None and _is_better_asked(text, ranking):
        return draft_problem(_with_whole_lines(problem, today, books), command_of_problem(problem))
    day = DayShown(today, given=False, is_public=is_public)
    kept = kept_question(typed, books.library)
    subject = fixed_subject(text)
    if subject is None and _names_other_code(typed, text):
        subject = ELSEWHERE
    if subject is not None:
        ranking = ranking._replace(decision=Decision.NONE, elsewhere=subject, top=(), probability=0.0)
    draft = draft_question(
        ranking,
        kept,
        day,
        books,
        Typed(),
        payer=named_payer(text, book=books.payers),
        denial=denial,
    )
    return with_second_question(draft, text, books, payer=before.payer or own.payer)


def _explains_denials(ranking: Ranking, books: Books) -> bool:
    """Whether the first entry is one that begins with what a denial code means."""
    first = books.library.entries.get(ranking.top[0][0]) if ranking.top else None
    return first is not None and first.says_first == "denial_code"


def _names_other_code(typed: str, text: str) -> bool:
    """Whether the only code of a message is none of therapy, and went as if it were somebody's number."""
    others = [code for code in _LETTER_CODE.findall(typed) if code not in text and code not in code_table()]
    return bool(others) and not _DIGIT_CODE.search(text)


def _is_better_asked(text: str, ranking: Ranking) -> bool:
    """Whether a message that could not be worked out for certain is asked about rather than looked up."""
    told = minutes_told(text)
    if told > 1 or (told and names_units(text)):
        return ranking.probability < _VERY_SURE
    return (
        ranking.decision is (Decision.CLOSE if told else Decision.NONE) or ranking.decision is Decision.NONE
    )


def _with_whole_lines(problem: ParseProblem, today: date, books: Books) -> ParseProblem:
    """The problem without suggestions that cannot be read themselves: they hold what is left of a story."""
    return ParseProblem(
        problem.message,
        code=problem.code,
        outcome=problem.outcome,
        suggestions=[line for line in problem.suggestions if _is_whole(line, today, books)],
    )


def _is_whole(line: str, today: date, books: Books) -> bool:
    if not line.startswith("/units "):
        return True
    try:
        parse_units(line.removeprefix("/units "), today=today, book=books.payers)
    except ParseProblem:
        return False
    return True
