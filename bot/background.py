"""Work that goes on after the answer has left: calls to Slack, mostly."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

import structlog

from bot.logs import describe_error

AT_MOST = 200
EACH_SECONDS = 30.0
DRAIN_SECONDS = 5.0

_log = structlog.get_logger("bot.background")

TellPerson = Callable[[str], Awaitable[None]]
"""Tells the person that something went wrong, with the reference under which it was logged."""


class BackgroundTasks:
    """A bounded set of tasks that a stopping process waits for.

    Args:
        at_most: How many may run at the same time; further ones are refused and logged.
        seconds: After this long a task is given up, so that a slow Slack cannot fill the set.
    """

    def __init__(self, *, at_most: int = AT_MOST, seconds: float = EACH_SECONDS) -> None:
        self._at_most = at_most
        self._seconds = seconds
        self._running: set[asyncio.Task[None]] = set()

    def __len__(self) -> int:
        return len(self._running)

    def start(
        self, name: str, work: Coroutine[Any, Any, None], *, tell_person: TellPerson | None = None
    ) -> bool:
        """Let some work go on by itself.

        Args:
            name: A fixed word for the log.
            work: What to do.
            tell_person: Called with a reference when the work fails.

        Returns:
            Whether it was started.
        """
        if len(self._running) >= self._at_most:
            work.close()
            _log.error("background.full", task=name, running=len(self._running))
            return False
        task = asyncio.create_task(self._within_time(work), name=name)
        self._running.add(task)
        task.add_done_callback(lambda done: self._ended(done, tell_person))
        return True

    async def drain(self, seconds: float = DRAIN_SECONDS) -> int:
        """Wait for what is running, and cut off what takes too long.

        Returns:
            How many tasks were cut off.
        """
        deadline = asyncio.get_running_loop().time() + seconds
        # A task that ends may start another one that tells the person about it.
        while self._running and (left := deadline - asyncio.get_running_loop().time()) > 0:
            await asyncio.wait(set(self._running), timeout=left)
            await asyncio.sleep(0)
        cut_off = list(self._running)
        for task in cut_off:
            task.cancel()
        await asyncio.gather(*cut_off, return_exceptions=True)
        if cut_off:
            _log.error("background.cut_off", tasks=sorted(task.get_name() for task in cut_off))
        return len(cut_off)

    async def _within_time(self, work: Coroutine[Any, Any, None]) -> None:
        async with asyncio.timeout(self._seconds):
            await work

    def _ended(self, task: asyncio.Task[None], tell_person: TellPerson | None) -> None:
        self._running.discard(task)
        error = None if task.cancelled() else task.exception()
        if error is None:
            return
        reference = new_reference()
        _log.error("background.failed", task=task.get_name(), reference=reference, **describe_error(error))
        if tell_person is not None:
            self.start(f"{task.get_name()}.apology", _apologize(tell_person, reference))


def new_reference() -> str:
    """A short random word that leads from what a person was told to a line in the log."""
    return secrets.token_hex(4)


async def _apologize(tell_person: TellPerson, reference: str) -> None:
    await tell_person(reference)
