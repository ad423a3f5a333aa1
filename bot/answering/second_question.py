"""Two questions in one message: the second is named, so that it is not lost."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.answer import Outcome
from bot.answering.books import Books
from bot.answering.draft import Draft
from bot.answering.picks import pick_buttons
from bot.parsing import ParseProblem, parse_message
from knowledge.search import Decision, Ranking
from rules import Caution

_FEWEST_WORDS = 3
_HOPELESS = 0.005
"""Chance below which a message is none for the entries, whatever a part of it sounds like."""
_MOST = 4
"""Questions of one message that are looked up."""
_ASKS = re.compile(r"[^?]+\?")
_STARTS_ASKING = re.compile(
    r"[,.;!?\"]\s*(?:(?:and|also|so|but)\s+)*(?=(?:how|what|when|which|who|why|can|could|do|does|did|is|are|should|may|must)\b)",
    re.IGNORECASE,
)
"""Where a question starts behind what is told before it."""


def ranked(
    text: str, books: Books, *, codes: tuple[str, ...], payer: str | None, is_whole: bool = False
) -> Ranking:
    """What the search finds for a message; where that is unsure, for the first question in it that is sure.

    Args:
        text: The message.
        books: The entries in use.
        codes: Codes of the question before it in the same thread.
        payer: Payer of the question, or of the one before it.
        is_whole: The message tells one thing, so that no part of it is looked up by itself.
    """
    whole = books.library.search(text, codes=codes, payer=payer)
    if not _is_in_our_letters(text):
        return whole._replace(decision=Decision.NONE, elsewhere=None, top=(), probability=0.0)
    if is_whole or whole.probability < _HOPELESS:
        return whole
    sure = [
        found
        for part in _parts(text)
        if (found := books.library.search(part, codes=codes, payer=payer)).decision is Decision.SURE
    ]
    if not sure:
        return whole
    # Of several questions the first is answered, and the others are named.
    is_one_of_them = any(found.top[0][0] == whole.top[0][0] for found in sure) if whole.top else False
    return sure[0] if whole.decision is not Decision.SURE or (len(sure) > 1 and is_one_of_them) else whole


def with_second_question(draft: Draft, text: str, books: Books, *, payer: str | None) -> Draft:
    """The draft, naming what else was asked, where that is surely something else.

    Args:
        draft: The answer to the message as a whole.
        text: The message.
        books: The entries in use.
        payer: Payer of the question, or of the one before it.
    """
    asked = _questions(text)
    if len(asked) < 2 or draft.outcome is not Outcome.ANSWERED or not draft.topics:
        return draft
    answered = draft.topics[0].id
    return _naming(draft, asked, books, payer=payer, answered=answered)


def with_question_beside(draft: Draft, text: str, books: Books, *, today: date) -> Draft:
    """A calculation, naming what was asked beside it and is surely answered by an entry.

    Args:
        draft: What was worked out.
        text: The message.
        books: The entries and payers in use.
        today: Date of service where none is said.
    """
    asked = _questions(text)
    if len(asked) < 2 or draft.outcome is not Outcome.ANSWERED:
        return draft
    beside = [part for part in asked if not _is_calculation(part, books, today)]
    return _naming(draft, beside, books, payer=draft.request_object.get("payer"))


def _is_calculation(part: str, books: Books, today: date) -> bool:
    try:
        return parse_message(part, today=today, book=books.payers) is not None
    except ParseProblem:
        return True


def _naming(
    draft: Draft, asked: Sequence[str], books: Books, *, payer: str | None, answered: str | None = None
) -> Draft:
    """The draft, naming those of some questions that an entry surely answers, but for the one `answered`."""
    others: dict[str, None] = {}
    for part in asked:
        found = books.library.search(part, payer=payer)
        if found.decision is Decision.SURE and found.top[0][0] != answered:
            others[found.top[0][0]] = None
    if not others:
        return draft
    found_entries = [books.library.entries[other] for other in others]
    caution = Caution("second_question", {"questions": [entry.question for entry in found_entries]})
    labels = ["Answer that too"] if len(others) == 1 else [f"Answer {n + 1}" for n in range(len(others))]
    picks = pick_buttons(zip(labels, found_entries, strict=True), draft.on) if draft.on else ()
    return replace(draft, cautions=(*draft.cautions, caution), controls=(*draft.controls, *picks))


def _is_in_our_letters(text: str) -> bool:
    """Whether most letters are those that our entries are written in; else a likeness to one is chance."""
    letters = [character for character in text if character.isalnum()]
    return 2 * sum(letter.isascii() for letter in letters) >= len(letters)


def _parts(text: str) -> list[str]:
    """Each question of several, or what is asked at the end of a message that tells something first."""
    several = _questions(text)
    if len(several) > 1:
        return several
    _told, *asked = _STARTS_ASKING.split(text)
    return [part for part in reversed(asked) if len(part.split()) >= _FEWEST_WORDS][:_MOST]


def _questions(text: str) -> list[str]:
    return [part for part in _ASKS.findall(text) if len(part.split()) >= _FEWEST_WORDS][:_MOST]
