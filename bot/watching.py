"""Looking whether a file has changed, so that a running bot takes it up without a restart.

One look costs a single question to the file system, at most once a second.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar

LOOK_EVERY = 1.0
"""Seconds between two looks at whether the file in use has changed or another has taken its place."""

Content = TypeVar("Content")


class Watch(Generic[Content]):
    """One file and what was last read from it; safe to ask from several threads.

    Args:
        path: The file.
        read: Reads it; never raises for what a file may hold.
        without: What holds while there is no such file.
        unreadable: What holds while the file system refuses it, for the reason in words.
    """

    def __init__(
        self,
        path: Path,
        *,
        read: Callable[[Path], Content],
        without: Content,
        unreadable: Callable[[str], Content],
    ) -> None:
        self._path = path
        self._read = read
        self._without = without
        self._unreadable = unreadable
        self._lock = threading.Lock()
        self._look_again_at = 0.0
        self._has_looked = False
        self._seen: tuple[int, ...] | None = None
        self._content = without

    def content(self) -> Content:
        """What the file holds; the same object as long as it did not change."""
        if time.monotonic() < self._look_again_at:
            return self._content
        # Whoever comes while another thread looks goes on with what is there, if anything.
        if self._lock.acquire(blocking=not self._has_looked):
            try:
                self._look()
                self._has_looked = True
                self._look_again_at = time.monotonic() + LOOK_EVERY
            finally:
                self._lock.release()
        return self._content

    def _look(self) -> None:
        try:
            found = self._path.stat()
        except FileNotFoundError:
            self._seen = None
            self._take(self._without)
            return
        except OSError as fault:
            self._seen = None
            self._take(self._unreadable(f"{self._path} cannot be read: {fault.strerror}."))
            return
        mark = (found.st_ino, found.st_mtime_ns, found.st_size)
        if mark == self._seen:
            return
        self._content = self._read(self._path)
        self._seen = mark

    def _take(self, content: Content) -> None:
        """Put something in use, unless it is the same: what was worked out with this stays good."""
        if content != self._content:
            self._content = content
