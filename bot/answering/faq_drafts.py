"""From a question in plain words to what its answer says: an entry, a short list, or an honest no."""

from __future__ import annotations

from functools import cache

from bot.answer import Intent, Outcome
from bot.answering.asked import Typed
from bot.answering.books import Books
from bot.answering.day import DayShown
from bot.answering.draft import Draft, Topic
from bot.answering.entry_drafts import MOST_CHOICES, draft_entry
from bot.answering.faq_request import StoredFaqRequest
from bot.answering.picks import pick_buttons
from bot.answering.small_talk import SMALL_TALK
from bot.render.words import template_names
from knowledge.search import Decision, Ranking

_SURELY_ELSEWHERE = 0.05
"""Chance that an entry answers after all, from which on nobody is turned away with a fixed word."""
_OTHER = "other"


def draft_question(
    ranking: Ranking,
    kept: str | None,
    day: DayShown,
    books: Books,
    typed: Typed,
    *,
    payer: str | None = None,
    denial: str | None = None,
) -> Draft:
    """Say what the search found, as far as it is sure.

    Args:
        ranking: What the search found.
        kept: The question as it may be kept: without anything that says who somebody is.
        day: Date of service.
        books: The entries, tables and payers in use.
        typed: What concerns the typing alone.
        payer: Id of the one payer that the question names, or `None`.
        denial: The one denial code that it names, or `None`.
    """
    topics = tuple(Topic(topic, score) for topic, score in ranking.top)
    if ranking.decision is Decision.SURE:
        stored = StoredFaqRequest(topic=topics[0].id, myth=ranking.myth, payer=payer, denial=denial)
        return draft_entry(stored, day, books, typed, kept=kept, topics=topics)
    if ranking.decision is Decision.CLOSE:
        return _draft_choice(topics, kept, day, books, typed)
    return _draft_unknown(ranking, topics, kept, books, typed)


@cache
def _fixed_replies() -> frozenset[str]:
    """Subjects with a fixed word of their own."""
    return frozenset(
        name.removeprefix("elsewhere/") for name in template_names() if name.startswith("elsewhere/")
    )


def _draft_choice(
    topics: tuple[Topic, ...], kept: str | None, day: DayShown, books: Books, typed: Typed
) -> Draft:
    """Near, but not sure: at most three to pick from, by a button or by asking again in their words."""
    offered = [books.library.entries[topic.id] for topic in topics[:MOST_CHOICES]]
    labelled = [(f"Answer {number}", entry) for number, entry in enumerate(offered, start=1)]
    return Draft(
        intent=Intent.FAQ,
        outcome=Outcome.CHOOSE,
        template="faq/choose",
        context=lambda receipt, sentences: {
            "questions": [entry.question for entry in offered],
            "cautions": sentences,
            "receipt": receipt,
        },
        request_object={"command": "faq", "question": kept},
        cautions=typed.cautions,
        controls=pick_buttons(labelled, day.on),
        holds_typed_words=bool(typed.cautions),
        topics=topics,
        question=kept,
        offers_person=True,
    )


def _draft_unknown(
    ranking: Ranking, topics: tuple[Topic, ...], kept: str | None, books: Books, typed: Typed
) -> Draft:
    """Nothing sure: a fixed word where it is no question for this bot, else an honest "I don't have that"."""
    is_elsewhere = ranking.probability < _SURELY_ELSEWHERE
    subject = ranking.elsewhere if is_elsewhere else None
    reply = None
    if subject is not None:
        reply = f"elsewhere/{subject if subject in _fixed_replies() else _OTHER}"
    near = (
        [books.library.entries[topic.id].question for topic in topics[:MOST_CHOICES]] if not subject else []
    )
    return Draft(
        intent=Intent.SMALLTALK if subject == SMALL_TALK else Intent.FAQ,
        outcome=Outcome.ABSTAINED,
        template="faq/abstained",
        context=lambda receipt, sentences: {
            "reply": reply,
            "near": near,
            "cautions": sentences,
            "receipt": receipt,
        },
        request_object={"command": "faq", "question": kept},
        cautions=typed.cautions,
        holds_typed_words=bool(typed.cautions),
        topics=topics,
        question=kept,
        offers_person=not subject,
    )
