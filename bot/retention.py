"""Forgetting in time: rows older than the retention window go, at the start and once a day."""

from __future__ import annotations

import asyncio
from typing import Protocol, runtime_checkable

import structlog

SECONDS_BETWEEN = 24 * 60 * 60

_log = structlog.get_logger("bot.retention")


@runtime_checkable
class Forgets(Protocol):
    """What can delete rows past the retention window."""

    def forget_old_rows(self) -> int:
        """Delete them and say how many went; 0 when no window is set."""
        ...


async def forget_daily(service: Forgets, *, seconds_between: float = SECONDS_BETWEEN) -> None:
    """Delete old rows now and then, off the event loop, until cancelled.

    Args:
        service: What deletes them.
        seconds_between: Seconds from one round to the next.
    """
    while True:
        gone = await asyncio.to_thread(service.forget_old_rows)
        if gone:
            _log.info("retention.rows_deleted", rows=gone)
        await asyncio.sleep(seconds_between)
