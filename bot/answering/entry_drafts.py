"""From an entry of the knowledge base to what its answer says on a date of service."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from bot.answer import Intent, Outcome
from bot.answering.asked import Typed
from bot.answering.books import Books
from bot.answering.day import DayShown
from bot.answering.draft import Draft, Topic
from bot.answering.faq_request import StoredFaqRequest
from bot.answering.source_lines import source_context
from bot.render.entry_words import marked_paragraphs
from knowledge import Entry, Tables, render_entry
from rules import Caution, Citation, Confidence, Setting, UserError, denial_codes

MOST_CHOICES = 3
"""Related questions that are named, and questions that are offered to pick from."""
_ALL_DENIALS = "denial-codes-co"
"""The entry with a line for each denial code."""
_DO = "Do:"
"""Begins the last paragraph of an entry."""


def draft_entry(
    stored: StoredFaqRequest,
    day: DayShown,
    books: Books,
    typed: Typed,
    *,
    kept: str | None = None,
    topics: tuple[Topic, ...] = (),
) -> Draft:
    """Show one entry on a date of service.

    Args:
        stored: Which entry.
        day: Date of service.
        books: The entries, tables and payers in use.
        typed: What concerns the typing alone.
        kept: The question as it may be kept.
        topics: What else the search found.

    Raises:
        UserError: There is no such entry any more.
    """
    entry = books.library.entries.get(stored.topic)
    if entry is None:
        raise UserError("This answer is no longer in the knowledge base. Please ask again.", code="no_entry")
    tables = Tables(
        ptp={setting: books.tables.ptp(setting) for setting in Setting},
        mue={setting: books.tables.mue(setting) for setting in Setting},
    )
    shown = render_entry(entry, on=day.on, tables=tables)
    answer, *more = marked_paragraphs(shown.text)
    do = more.pop().removeprefix(_DO).strip() if more and more[-1].startswith(_DO) else None
    correction = None
    if stored.myth is not None and stored.myth < len(entry.myths):
        wrong = entry.myths[stored.myth].wrong
        correction = {"wrong": wrong, "right": " ".join(marked_paragraphs(shown.corrections[stored.myth]))}
    first = _first_of(entry, stored, day, books)
    if first is not None and stored.denial and entry.id == _ALL_DENIALS:
        more = _about(more, stored.denial)
    citations = [*(Citation(place.source, place.at) for place in entry.sources), *shown.citations]
    used = shown.used
    if first is not None:
        citations, used = [first.cite, *citations], (*used, *first.used)
    related = [
        books.library.entries[other].question for other in entry.related if other in books.library.entries
    ]

    def context(receipt: str, sentences: list[str]) -> dict[str, Any]:
        return {
            "question": entry.question,
            "correction": correction,
            "first": first.shown if first else None,
            "answer": answer,
            "more": more,
            "do": do,
            "try_line": entry.try_line,
            "related": related[:MOST_CHOICES],
            "owner": entry.owner,
            "reviewed_on": entry.last_reviewed_on,
            "cautions": sentences,
            **source_context(citations, used, day, receipt),
        }

    return Draft(
        intent=Intent.FAQ,
        outcome=Outcome.ANSWERED,
        template="faq/answered",
        context=context,
        request_object={**stored.to_json_dict(), "question": kept},
        confident=True,
        understood=entry.question,
        cautions=(*typed.cautions, *_review_cautions(entry, day)),
        citations=tuple(dict.fromkeys(citations)),
        used=used,
        codes=list(entry.codes),
        on=day.on,
        date_given=day.given,
        shareable=stored,
        holds_typed_words=bool(typed.cautions or typed.readings),
        topics=topics or (Topic(entry.id, 1.0),),
        question=kept,
    )


class _First(NamedTuple):
    """What an entry says before its answer: for the template, its source, and the dated values in it."""

    shown: dict[str, Any]
    cite: Citation
    used: tuple[str, ...] = ()


def _first_of(entry: Entry, stored: StoredFaqRequest, day: DayShown, books: Books) -> _First | None:
    """What is known of the very payer, or denial code, that a question names."""
    if entry.says_first == "counting_rule" and stored.payer:
        return _of_payer(stored.payer, day, books)
    denial = denial_codes().get(stored.denial or "")
    if entry.says_first == "denial_code" and denial is not None:
        return _First({"denial": denial.code, "means": denial.means, "fix": denial.fix}, denial.cite)
    return None


def _of_payer(payer_id: str, day: DayShown, books: Books) -> _First | None:
    """How a payer counts, where the payer book knows it on the day."""
    payer = books.payers.find(payer_id)
    if payer is None:
        return None
    try:
        rule, value = payer.rule_on(day.on)
    except UserError:
        return None
    shown = {
        "payer": payer.primary_label,
        "rule": rule.value,
        "is_settled": not payer.shows_both_rules and value.confidence is not Confidence.DOUBTFUL,
        "note": payer.note,
    }
    return _First(shown, value.cite, (value.reference,))


def _about(paragraphs: list[str], denial: str) -> list[str]:
    """The paragraphs without the list items of other denial codes."""
    mine = re.compile(rf"\b{denial}\b")
    kept = (
        "\n".join(line for line in text.split("\n") if not line.startswith("•") or mine.search(line))
        for text in paragraphs
    )
    return [text for text in kept if text]


def _review_cautions(entry: Entry, day: DayShown) -> list[Caution]:
    """What must be said of an entry that is past its review."""
    due = entry.review_by
    if due is None or day.on < due:
        return []
    return [Caution("entry_due", {"owner": entry.owner, "due": due.isoformat()})]
