"""A worker whose parent is gone ends itself: it would go on holding the port that a restart needs."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal

import structlog

SECONDS_BETWEEN = 1.0

_log = structlog.get_logger("bot.orphans")


async def end_with_parent(*, seconds_between: float = SECONDS_BETWEEN) -> None:
    """Watch the process that started this worker, and stop in good order once it is gone.

    Does nothing in a process that is no worker.

    Args:
        seconds_between: Seconds from one look to the next.
    """
    parent = multiprocessing.parent_process()
    if parent is None:
        return
    while parent.is_alive():
        await asyncio.sleep(seconds_between)
    _log.warning("worker.parent_gone")
    os.kill(os.getpid(), signal.SIGTERM)
