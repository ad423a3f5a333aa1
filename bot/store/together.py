"""Rows that arrive together are kept together: one transaction costs little more than one row."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from bot.store.base import NotLogged
from bot.store.rows import QueryRow, Recorded

_Waiting = tuple[QueryRow, "asyncio.Future[Recorded | None]"]


@dataclass(slots=True)
class _Batch:
    """The rows of one turn of one event loop; no other thread touches it."""

    loop: asyncio.AbstractEventLoop
    waiting: list[_Waiting] = field(default_factory=list)


class Together:
    """Collects the rows of one turn of the event loop and hands them over in one go.

    Args:
        record_all: Keeps all the rows or none of them, without waiting.
    """

    def __init__(self, record_all: Callable[[Sequence[QueryRow]], list[Recorded]]) -> None:
        self._record_all = record_all
        self._open: _Batch | None = None

    async def record(self, row: QueryRow) -> Recorded | None:
        """Keep a row together with those that arrive in the same turn.

        Args:
            row: The row.

        Returns:
            What became of it, or `None` when nothing was kept and the row must be tried by itself.
        """
        loop = asyncio.get_running_loop()
        batch = self._open
        if batch is None or batch.loop is not loop:
            # Another loop's batch, in another thread or never finished, is left to that loop.
            batch = self._open = _Batch(loop)
            loop.call_soon(self._hand_over, batch)
        kept: asyncio.Future[Recorded | None] = loop.create_future()
        batch.waiting.append((row, kept))
        return await kept

    def _hand_over(self, batch: _Batch) -> None:
        if self._open is batch:
            self._open = None
        # An answer that was given up on in the meantime does not leave, so its row is not kept.
        waiting = [(row, kept) for row, kept in batch.waiting if not kept.done()]
        if not waiting:
            return
        recorded: Sequence[Recorded | None] = [None] * len(waiting)
        try:
            with suppress(NotLogged):
                recorded = self._record_all([row for row, _ in waiting])
        finally:
            # Whatever went wrong, nobody waits for ever: each tries alone and meets its own fault.
            for (_, kept), one in zip(waiting, recorded, strict=True):
                kept.set_result(one)
