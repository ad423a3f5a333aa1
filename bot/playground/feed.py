"""Sends what happens in the pretend workspace to every open page, as Server-Sent Events."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable

MAX_PAGES = 20
MAX_WAITING = 500
HEARTBEAT_SECONDS = 15.0


class TooManyPages(Exception):
    """No more pages can listen at the same time."""


class _Listener:
    """One open page: what it has not read yet, in order."""

    def __init__(self) -> None:
        self.waiting: list[bytes] = []
        self.ended = False
        self.wake = asyncio.Event()

    def put(self, chunk: bytes) -> None:
        if len(self.waiting) >= MAX_WAITING:
            # A page that stopped reading is let go. When it comes back it gets the whole state anew.
            self.end()
            return
        self.waiting.append(chunk)
        self.wake.set()

    def end(self) -> None:
        self.ended = True
        self.wake.set()


class Feed:
    """Keeps the open pages. Everything here runs on the event loop's own thread."""

    def __init__(self) -> None:
        self._listeners: set[_Listener] = set()
        self._closed = False

    def publish(self, event: str, data: object) -> None:
        """Send one event to every open page."""
        chunk = encode(event, data)
        for listener in self._listeners:
            listener.put(chunk)

    def close(self) -> None:
        """End every stream, now and from now on, so that a stopping server need not wait for them."""
        self._closed = True
        for listener in self._listeners:
            listener.end()

    def open(self, state: Callable[[], object]) -> AsyncIterator[bytes]:
        """Start a stream.

        Args:
            state: Gives the state so far; the page gets it before anything else.

        Raises:
            TooManyPages: When as many pages as allowed are open already.
        """
        if len(self._listeners) >= MAX_PAGES:
            raise TooManyPages
        return self._chunks(state)

    async def _chunks(self, state: Callable[[], object]) -> AsyncIterator[bytes]:
        listener = _Listener()
        # State and listening start in one step, so that nothing falls between them.
        listener.put(encode("state", state()))
        self._listeners.add(listener)
        try:
            while not (self._closed or listener.ended):
                waiting, listener.waiting = listener.waiting, []
                listener.wake.clear()
                for chunk in waiting:
                    yield chunk
                try:
                    await asyncio.wait_for(listener.wake.wait(), HEARTBEAT_SECONDS)
                except TimeoutError:
                    yield b": still here\n\n"
        finally:
            self._listeners.discard(listener)


def encode(event: str, data: object) -> bytes:
    """One event in the text form of Server-Sent Events."""
    return f"event: {event}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n".encode()
