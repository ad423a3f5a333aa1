"""Answers in words that were worked out before, kept under a hash of what was typed."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from datetime import date
from typing import NamedTuple

from bot.answering.before import Before
from bot.answering.books import Books
from bot.answering.rendered import Rendered
from bot.own_defaults import OwnDefaults

REMEMBERED_ANSWERS = 1024
"""How many answers are kept in words; each is a few kilobytes, without anything typed."""


class Asked(NamedTuple):
    """Everything that an answer depends on, beside the tables in use.

    Attributes:
        text: Hash of what was typed, as `hash_of_text` makes it.
        today: Date of service where none was typed.
        own: The asker's own settings; `None` when they could not be read.
        before: What the conversation was about.
        is_public: Whether everybody sees the answer.
        offers_share: Whether it can be shared.
    """

    text: bytes
    today: date
    own: OwnDefaults | None
    before: Before
    is_public: bool
    offers_share: bool


class RememberedAnswers:
    """The answers asked for most lately, for as long as the same tables are in use."""

    def __init__(self) -> None:
        self._with: Books | None = None
        self._held: OrderedDict[Asked, Rendered] = OrderedDict()

    def find(self, asked: Asked, books: Books) -> Rendered | None:
        """The answer given before, or `None`.

        Args:
            asked: What it depends on.
            books: The tables in use.
        """
        if books is not self._with:
            # Other tables may give other answers, so nothing that was worked out before counts.
            self._held.clear()
            self._with = books
        known = self._held.get(asked)
        if known is not None:
            self._held.move_to_end(asked)
        return known

    def keep(self, asked: Asked, rendered: Rendered) -> None:
        """Remember an answer, unless it holds words that were typed; the oldest gives way."""
        if rendered.draft.holds_typed_words:
            return
        self._held[asked] = rendered
        if len(self._held) > REMEMBERED_ANSWERS:
            self._held.popitem(last=False)


def hash_of_text(text: str) -> bytes:
    """Stands for a typed text in memory, so that the text itself is not kept."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
