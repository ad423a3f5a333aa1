"""The one open connection that rows are written through, which never waits inside SQLite.

Where another program holds the lock, the attempt fails at once and is made again after a pause,
which an event loop can spend on other work.
"""

from __future__ import annotations

import asyncio
import random
import sqlite3
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from bot.store.base import LogBusy, LogUnavailable
from bot.store.database import connect
from bot.store.faults import explain, is_passing

T = TypeVar("T")

REMEMBER_FAULT = 60.0
"""Seconds for which a fault that only a real row ran into counts as one that still holds."""
PAUSES = (0.010, 0.025)
"""Shortest and longest pause between two attempts, in seconds; uneven, so that waiting requests
do not all knock at the same moment."""
PAUSES_FOR_FOLDING = (0.001, 0.002)
"""The same while our own checkpoint is at work, which is done in a few ms."""


class HeldConnection:
    """A connection that is opened by the first work and held until it is closed or cannot be used.

    Args:
        path: The database file, absolute.
        wait: Seconds that a piece of work may wait for a held lock, in all.
        reopen_after: Seconds before a database that could not be used is tried again.
        makes_way: Whether work has to wait for something of our own just now.
    """

    def __init__(
        self, path: Path, *, wait: float, reopen_after: float, makes_way: Callable[[], bool]
    ) -> None:
        self._path = path
        self._wait = wait
        self._reopen_after = reopen_after
        self._makes_way = makes_way
        # Guards everything below; an event loop never waits for it.
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None
        self._opened: tuple[int, int] | None = None
        self._closed_for: LogUnavailable | None = None
        self._open_again_at = 0.0
        self._fault: LogUnavailable | None = None
        self._failed_at = 0.0

    @property
    def is_held(self) -> bool:
        """Whether a connection is held, to whatever file."""
        return self._connection is not None

    def patiently(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Do a piece of work, waiting for a held lock.

        Args:
            work: What to do with the connection.

        Raises:
            NotLogged: It could not be done in time, or not at all.
        """
        give_up = time.monotonic() + self._wait
        while True:
            try:
                if not self.is_open():
                    self.open(give_up)
                return self.attempt(work)
            except LogBusy:
                pause = self._pause(give_up)
                if not pause:
                    raise
                time.sleep(pause)

    async def patiently_async(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """The same on an event loop, which goes on with other work meanwhile."""
        give_up = time.monotonic() + self._wait
        while True:
            try:
                if not self.is_open():
                    await asyncio.to_thread(self.open, give_up)
                return self.attempt(work)
            except LogBusy:
                pause = self._pause(give_up)
                if not pause:
                    raise
                await asyncio.sleep(pause)

    def attempt(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Do it now or fail now.

        Args:
            work: What to do with the connection.

        Raises:
            LogBusy: Another program, or another thread of this one, is at it.
            LogUnavailable: Anything else.
        """
        if self._makes_way() or not self._lock.acquire(blocking=False):
            raise LogBusy(f"{self._path} is in use by another thread.")
        try:
            if self._connection is None:
                raise LogBusy(f"{self._path} is just being opened.")
            done = work(self._connection)
            self._fault = None
            return done
        except sqlite3.Error as error:
            fault = explain(error, self._path)
            if isinstance(fault, LogUnavailable):
                self._fault, self._failed_at = fault, time.monotonic()
                if not is_passing(error):
                    self._let_go()
                    self._stay_closed(fault)
            raise fault from error
        finally:
            self._lock.release()

    def is_open(self) -> bool:
        """Whether an attempt can be made at once.

        Raises:
            LogUnavailable: It is closed for a fault that is too fresh to try again.
        """
        if self._connection is not None:
            # A file that was moved away or restored takes rows that nobody will ever read.
            return self._opened == _identity(self._path)
        if self._closed_for is not None and time.monotonic() < self._open_again_at:
            raise LogUnavailable(str(self._closed_for))
        return False

    def open(self, give_up: float) -> None:
        """Open, unless another thread has just done so.

        Args:
            give_up: The moment of the monotonic clock until which to try.

        Raises:
            NotLogged: It cannot be opened, or not in time.
        """
        # Not waiting here keeps twenty requests at once from filling the thread pool.
        if not self._lock.acquire(blocking=False):
            raise LogBusy(f"{self._path} is being opened by another thread.")
        try:
            if self.is_open():
                return
            self._let_go()
            try:
                connection = connect(self._path, wait=give_up - time.monotonic(), create=True)
            except LogUnavailable as fault:
                self._stay_closed(fault)
                raise
            connection.execute("PRAGMA busy_timeout = 0")
            connection.execute("PRAGMA wal_autocheckpoint = 0")
            self._connection, self._opened = connection, _identity(self._path)
        finally:
            self._lock.release()

    def state(self) -> tuple[bool, LogUnavailable | None]:
        """Whether it is open, and the fault that work ran into within the last minute, if any."""
        with self._lock:
            recent = time.monotonic() - self._failed_at < REMEMBER_FAULT
            return self._connection is not None, self._fault if recent else None

    def try_again(self) -> None:
        """What kept it from opening is mended: no need to wait for the next try."""
        self._open_again_at = 0.0

    def close(self) -> None:
        """Let go of the file; the next work opens it again."""
        with self._lock:
            self._let_go()

    def _pause(self, give_up: float) -> float:
        """Seconds until the next attempt; 0 when there is no time left for one."""
        pauses = PAUSES_FOR_FOLDING if self._makes_way() else PAUSES
        return max(0.0, min(random.uniform(*pauses), give_up - time.monotonic()))  # noqa: S311 - no secret

    def _let_go(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = self._opened = None

    def _stay_closed(self, fault: LogUnavailable) -> None:
        self._closed_for = fault
        self._open_again_at = time.monotonic() + self._reopen_after


def _identity(path: Path) -> tuple[int, int] | None:
    """Which file lies there now, or `None`."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
