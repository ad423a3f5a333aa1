"""What every answer goes through, a command's as well as a sentence's: own settings, and the guard's word."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.answering.asked import Asked, for_everybody
from bot.answering.books import Books
from bot.answering.draft import Draft
from bot.answering.filling import with_own_defaults
from bot.answering.kinds import work_out
from bot.answering.refusals import draft_refusal
from bot.own_defaults import OwnDefaults
from rules import UserError

if TYPE_CHECKING:
    from bot.answering.guarding import Guarded


def drafted(request: Asked, books: Books, own: OwnDefaults, *, is_public: bool) -> Draft:
    """Work out what was asked, with what the asker has set for themselves.

    Args:
        request: As it was read.
        books: The tables and payers in use.
        own: What the asker has set.
        is_public: Whether everybody in a channel will see the answer.

    Returns:
        The answer, or a refusal where no rule can give one.
    """
    filled = with_own_defaults(request, own, books)
    stored, day, typed = for_everybody(filled) if is_public else filled
    try:
        return work_out(stored, day, books, typed)
    except UserError as fault:
        return draft_refusal(fault, stored, day)


def told(draft: Draft, guard: Guarded, *, is_public: bool) -> Draft:
    """Say what was taken out of a message, to the asker alone.

    Args:
        draft: The answer.
        guard: The message, guarded.
        is_public: Whether everybody in a channel will see the answer.
    """
    if not guard.kinds:
        return draft
    cautions = draft.cautions if is_public else (guard.caution(), *draft.cautions)
    return replace(draft, cautions=cautions, is_redacted=True, holds_typed_words=True)
