"""Whether this process can answer and log, asked for often and looked at seldom."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

import structlog

from bot.logs import describe_error

FRESH_SECONDS = 2.0
PATIENCE_SECONDS = 5.0

_log = structlog.get_logger("bot.health")


class Readiness:
    """Runs one check at a time, in a thread, and remembers its outcome for a moment.

    Args:
        check: Lists what is wrong; may wait for a disk or a lock.
        patience: How long to wait for the check, in seconds.
    """

    def __init__(self, check: Callable[[], list[str]], *, patience: float = PATIENCE_SECONDS) -> None:
        self._check = check
        self._patience = patience
        self._faults: list[str] = []
        self._looked_at = float("-inf")
        self._running: asyncio.Task[list[str]] | None = None

    async def faults(self) -> list[str]:
        """What is wrong now, or was two seconds ago; empty when all is well."""
        if time.monotonic() - self._looked_at < FRESH_SECONDS:
            return self._faults
        if self._running is None:
            # Kept when it takes too long, so that a stuck disk holds one thread and not many.
            self._running = asyncio.create_task(asyncio.to_thread(self._check))
        running = self._running
        await asyncio.wait({running}, timeout=self._patience)
        if not running.done():
            return [f"the check has not ended after {self._patience:g} seconds"]
        if self._running is running:
            self._running = None
            self._faults, self._looked_at = _outcome(running), time.monotonic()
        return self._faults


def _outcome(done: asyncio.Task[list[str]]) -> list[str]:
    error = done.exception()
    if error is None:
        return done.result()
    _log.error("health.check_failed", **describe_error(error))
    return [f"the check itself failed ({type(error).__name__})"]
