"""The kinds of request: how each is read, and how its answer is worked out.

Everything that is asked, shared, explained or answered again goes through these two tables.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Protocol

from bot.answering.asked import Asked, Typed
from bot.answering.assistant_drafts import draft_assistant
from bot.answering.books import Books
from bot.answering.check_drafts import draft_check, read_check
from bot.answering.code_drafts import draft_code, read_code
from bot.answering.day import DayShown
from bot.answering.denial_drafts import draft_denials, read_denials
from bot.answering.draft import Draft
from bot.answering.entry_drafts import draft_entry
from bot.answering.kx_drafts import draft_kx, read_kx
from bot.answering.pair_drafts import draft_pair, read_pair
from bot.answering.payers import payer_cautions
from bot.answering.stored import StoredRequest
from bot.answering.units_drafts import draft_units, read_units


class Read(Protocol):
    """Reads what was typed after a command."""

    def __call__(self, text: str, *, today: date, books: Books) -> Asked:
        """Read it.

        Raises:
            ParseProblem: It cannot be answered as it stands.
        """
        ...


class Work(Protocol):
    """Works an answer out; the same for the first time, for *Share* and for *Why*."""

    def __call__(self, stored: Any, day: DayShown, books: Books, typed: Typed) -> Draft:  # noqa: ANN401 - each kind takes its own
        """Work it out.

        Raises:
            UserError: No rule can answer it; the message says what would be right.
        """
        ...


READERS: Mapping[str, Read] = {
    "units": read_units,
    "pair": read_pair,
    "check": read_check,
    "code": read_code,
    "kx": read_kx,
    "denial": read_denials,
}
"""By command or sub-command, without the slash."""

DRAFTERS: Mapping[str, Work] = {
    "units": draft_units,
    "assistant": draft_assistant,
    "pair": draft_pair,
    "check": draft_check,
    "code": draft_code,
    "kx": draft_kx,
    "denial": draft_denials,
    "faq": draft_entry,
}
"""By the `command` of a stored request."""


def work_out(stored: StoredRequest, day: DayShown, books: Books, typed: Typed) -> Draft:
    """Work the answer to a stored request out.

    Args:
        stored: The structured request.
        day: Date of service.
        books: The tables and payers in use.
        typed: What concerns the typing alone.

    Raises:
        UserError: No rule can answer it; the message says what would be right.
    """
    draft = DRAFTERS[stored.command](stored, day, books, typed)
    of_payer = payer_cautions(stored, books.payers, day.on)
    return replace(draft, cautions=(*draft.cautions, *of_payer)) if of_payer else draft
