"""What a conversation was about, so that the next question in it may lean on the one before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from bot.answering.before import NOTHING_BEFORE, Before
from bot.answering.draft import Draft
from bot.store import NotLogged, QueryLog, ThreadAbout

THREAD_LASTS = timedelta(minutes=30)
"""How long a question may lean on the one before it in the same conversation."""


class Conversations:
    """Remembers codes and payer of each conversation for half an hour, among all processes.

    Args:
        query_log: Where that is kept.
        clock: The present moment with its time zone.
    """

    def __init__(self, query_log: QueryLog, clock: Callable[[], datetime]) -> None:
        self._log = query_log
        self._clock = clock

    async def before(self, thread: str | None) -> Before:
        """What was asked about before; nothing where that cannot be read.

        Args:
            thread: Keyed hash of the conversation; `None` for a question in none.
        """
        if thread is None:
            return NOTHING_BEFORE
        try:
            about = await self._log.find_thread_async(thread, since=self._clock() - THREAD_LASTS)
        except NotLogged:
            return NOTHING_BEFORE
        return Before(about.codes, about.payer) if about else NOTHING_BEFORE

    async def keep(self, thread: str | None, draft: Draft) -> None:
        """Keep what an answer was about, where it names a code.

        Args:
            thread: Keyed hash of the conversation; `None` for a question in none.
            draft: The answer.

        Raises:
            NotLogged: It could not be kept.
        """
        if thread is None or not draft.codes:
            return
        now = self._clock()
        about = ThreadAbout(tuple(draft.codes), draft.request_object.get("payer"))
        await self._log.keep_thread_async(thread, about, now=now, since=now - THREAD_LASTS)
