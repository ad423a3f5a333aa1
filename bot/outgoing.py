"""Answers that have to be sent by a call to Slack: each waits in the outbox until it went.

One that its process could not send is handed out to the next process, once.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta
from typing import NamedTuple

import structlog

from bot.answer import Answer
from bot.question import Place
from bot.senders import is_another_at_work, this_process
from bot.store import NotLogged, QueryLog, QueryRow, Recorded, WaitingReply

REPLY_WAITS = timedelta(minutes=10)
"""How long a reply that did not go is worth sending."""

_log = structlog.get_logger("unitwise.outgoing")


class Undelivered(NamedTuple):
    """An answer that was kept and never sent.

    Attributes:
        receipt: Names it.
        place: Where it belongs.
        answer: The answer, as everybody may see it; `None` when the log does not hold enough for it.
    """

    receipt: str
    place: Place
    answer: Answer | None


class Outgoing:
    """Knows the answers that are on their way.

    Args:
        query_log: Where they wait.
        clock: The present moment with its time zone.
        again: Works an answer out again from its row; `None` where that cannot be.
    """

    def __init__(
        self,
        query_log: QueryLog,
        clock: Callable[[], datetime],
        again: Callable[[QueryRow], Answer | None],
    ) -> None:
        self._log = query_log
        self._clock = clock
        self._again = again

    async def keep(self, row: QueryRow, place: Place) -> Recorded:
        """Keep an answer, and that it waits to be sent: both or neither.

        Args:
            row: The answer's row.
            place: Where it belongs.

        Raises:
            NotLogged: It could not be kept.
        """
        waiting = WaitingReply(
            receipt=row.receipt,
            channel=place.channel,
            thread_ts=place.thread_ts,
            waits_since=row.asked_at,
            sender=this_process(),
        )
        return await self._log.record_reply_async(row, waiting, stale=self._clock() - REPLY_WAITS)

    async def delivered(self, receipt: str) -> None:
        """Note that an answer went."""
        try:
            await self._log.set_delivered_async(receipt, self._clock())
        except NotLogged as fault:
            _log.error("delivery_not_kept", fault=type(fault).__name__, advice=str(fault))

    async def take_undelivered(self) -> AsyncIterator[Undelivered]:
        """The answers of earlier processes that never went, one after the other, each handed out once.

        What is older than ten minutes is nobody's question any more and is left out.
        """
        try:
            for reply in await self._log.waiting_async(stale=self._clock() - REPLY_WAITS):
                if is_another_at_work(reply.sender):
                    continue
                if await self._log.take_over_async(reply, this_process()):
                    row = await asyncio.to_thread(self._log.find, reply.receipt)
                    again = None if row is None else self._again(row)
                    yield Undelivered(reply.receipt, Place(reply.channel, reply.thread_ts), again)
        except NotLogged as fault:
            _log.error("undelivered_not_read", fault=type(fault).__name__, advice=str(fault))
