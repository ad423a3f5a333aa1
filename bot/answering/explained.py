"""The longer explanation behind the button of an answer: its own, or the list of its sources."""

from __future__ import annotations

from typing import Any

from bot.answering.books import Books
from bot.answering.day import DayShown
from bot.answering.draft import Draft, Why
from bot.answering.source_lines import fact, full_sources


def explained(draft: Draft, books: Books) -> Why | None:
    """What *Why* or *Sources* shows; `None` for what rests on nothing.

    Args:
        draft: The answer.
        books: The payers in use among them.
    """
    if draft.why is not None or not draft.citations or draft.on is None:
        return draft.why
    day = DayShown(draft.on, given=True, is_public=True)

    def context(receipt: str) -> dict[str, Any]:
        return {
            "understood": draft.understood,
            "sources": full_sources(draft.citations),
            "facts": [fact(reference, books.payers) for reference in draft.used],
            "day": day.words(),
            "receipt": receipt,
        }

    return Why("sources/why", context)
