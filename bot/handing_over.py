"""What people add to answers: remarks, and questions handed to a person of the clinic.

Whatever is kept or shown to others has every word masked that is not ours; who asked is never kept.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import NamedTuple

import structlog

from bot.answering.books import Books
from bot.answering.library import Library
from bot.store import HandoverStep, NotLogged, QueryLog

NEAREST = 3
LONGEST_REMARK = 500
"""Characters of a remark that are looked at; the form takes no more."""

_log = structlog.get_logger("unitwise.handing_over")


class HandedQuestion(NamedTuple):
    """A question as another person may see it.

    Attributes:
        receipt: Names its answer.
        text: The question, with every word masked that is not ours.
        nearest: Questions of the entries that come nearest to it, the best first.
        is_handed_over: Whether it went to a person before.
    """

    receipt: str
    text: str
    nearest: tuple[str, ...] = ()
    is_handed_over: bool = False


class HandingOver:
    """Keeps remarks, and knows the questions that go to a person.

    Args:
        query_log: Where they are kept.
        books: Gives the knowledge base in use at a moment.
        clock: The present moment with its time zone.
    """

    def __init__(
        self, query_log: QueryLog, books: Callable[[], Books], clock: Callable[[], datetime]
    ) -> None:
        self._log = query_log
        self._books = books
        self._clock = clock

    async def keep_remark(self, receipt: str, typed: str) -> bool:
        """Keep what somebody typed about an answer, redacted.

        Args:
            receipt: Names the answer.
            typed: As it was typed; at most 500 characters of it count.

        Returns:
            Whether it was kept; a blank one needs no keeping.
        """
        from bot.answering.guarding import kept_question  # heavy, and no command waits for it

        typed = typed.strip()[:LONGEST_REMARK]
        if not typed:
            return True
        remark = await asyncio.to_thread(kept_question, typed, self._books().library)
        return await self._noted(self._log.keep_remark_async(receipt, remark, self._clock()))

    async def question_of(self, receipt: str) -> HandedQuestion | None:
        """The question that an answer belongs to, as another person may see it.

        Args:
            receipt: Names the answer.

        Returns:
            The question; `None` when it is not kept, not any more, or the log cannot be read.
        """
        try:
            row = await asyncio.to_thread(self._log.find, receipt)
            handover = await self._log.handover_async(receipt)
        except NotLogged as fault:
            _log.error("question_not_read", fault=type(fault).__name__, advice=str(fault))
            return None
        if row is None or not row.question:
            return None
        nearest = await asyncio.to_thread(_nearest, row.question, self._books().library)
        return HandedQuestion(receipt, row.question, nearest, handover is not None)

    async def note_handed_over(self, receipt: str) -> None:
        """Note that a question went to a person."""
        await self._noted(self._log.hand_over_async(receipt, self._clock()))

    async def note_answered(self, receipt: str) -> None:
        """Note that a person answered."""
        await self._noted(self._log.note_handover_async(receipt, HandoverStep.ANSWERED, self._clock()))

    async def note_solved(self, receipt: str) -> None:
        """Note that somebody marked it solved."""
        await self._noted(self._log.note_handover_async(receipt, HandoverStep.SOLVED, self._clock()))

    async def for_others(self, typed: str) -> str:
        """A person's own words as others may read them: without what looks like a patient's details."""
        from bot.answering.guarding import guarded  # heavy, and no command waits for it

        return (await asyncio.to_thread(guarded, typed, self._books().library)).text

    async def _noted(self, keeping: Awaitable[bool]) -> bool:
        try:
            return await keeping
        except NotLogged as fault:
            _log.error("not_noted", fault=type(fault).__name__, advice=str(fault))
            return False


def _nearest(question: str, library: Library) -> tuple[str, ...]:
    found = library.search(question).top[:NEAREST]
    return tuple(library.entries[topic].question for topic, _ in found if topic in library.entries)
