"""Folding the write-ahead file back into the database, on another thread and beside the rows that come in."""

from __future__ import annotations

import sqlite3
import threading
import time
from contextlib import closing
from pathlib import Path

from bot.store.base import NotLogged
from bot.store.database import connect

CHECKPOINT_EVERY = 200
"""Rows after which the write-ahead file, some 25 KB a row, is folded back into the database."""
CHECKPOINT_WAIT = 0.05
"""Seconds that folding back may wait for a lock; nothing depends on it."""
MANY_PAGES = 4000
"""Pages (16 MB) up to which the write-ahead file may grow before answers wait for it to be folded back."""
HOLD = 0.05
"""Seconds for which rows make way for a checkpoint at most: far less than an answer may wait."""
BETWEEN_HOLDS = 0.01
"""Seconds between two such holds, in which every row that waited gets its turn."""


class Folding:
    """Counts rows, and every so many of them has the write-ahead file folded back.

    Args:
        path: The database file.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._unfolded = 0
        self._at_work: threading.Thread | None = None
        self._hold_until = 0.0
        self._hold_again_at = 0.0

    def count(self, rows: int) -> None:
        """Note that rows were added, and start a checkpoint when it is time for one."""
        self._unfolded += rows
        if self._unfolded >= CHECKPOINT_EVERY:
            self._start()
        if self._unfolded >= 2 * CHECKPOINT_EVERY:
            # Folding back is starved where answers come without a pause; then the next ones make one.
            self._hold()

    def needs_the_way(self) -> bool:
        """Whether rows make way for a checkpoint; never longer than one is at work."""
        if time.monotonic() >= self._hold_until:
            return False
        return self._at_work is not None and self._at_work.is_alive()

    def checkpoint(self) -> None:
        """Fold the write-ahead file back into the database as far as nobody is in the way."""
        try:
            with closing(connect(self._path, wait=CHECKPOINT_WAIT, create=False)) as connection:
                _, pages, folded = connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
                if pages > MANY_PAGES:
                    # Rows come in faster than they are folded back, so the write-ahead file would
                    # never be begun anew. Rows wait for a few ms while the rest is done.
                    self._hold()
                    _, pages, folded = connection.execute("PRAGMA wal_checkpoint(FULL)").fetchone()
                if pages == folded or pages <= MANY_PAGES:
                    self._unfolded = 0
        except (NotLogged, sqlite3.Error):
            return  # the next row starts another one
        finally:
            self._hold_until = 0.0
            self._hold_again_at = min(self._hold_again_at, time.monotonic() + BETWEEN_HOLDS)

    def wait(self, seconds: float) -> None:
        """Wait for a checkpoint that is at work.

        Args:
            seconds: How long at most.
        """
        at_work = self._at_work
        if at_work is not None:
            at_work.join(seconds)

    def _hold(self) -> None:
        """Ask rows to make way, for a moment and not again at once: none is lost to it."""
        now = time.monotonic()
        if now >= self._hold_again_at:
            self._hold_until = now + HOLD
            self._hold_again_at = now + HOLD + BETWEEN_HOLDS

    def _start(self) -> None:
        # SQLite would do this inside an insert, and so on the event loop; daemon, because a
        # process that ends half-way through loses nothing.
        if self._at_work is None or not self._at_work.is_alive():
            self._at_work = threading.Thread(target=self.checkpoint, name="log-checkpoint", daemon=True)
            self._at_work.start()
