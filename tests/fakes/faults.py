"""Bad days of Slack, planned by a test: too many requests, errors, slow answers, lost connections."""

from __future__ import annotations

import threading
from dataclasses import dataclass

ANYTHING = "*"


@dataclass
class Fault:
    on: str
    times: int
    status: int | None = None
    retry_after: int | None = None
    delay: float = 0.0
    drop: bool = False


class Faults:
    """Each plan holds for the next `times` requests that match `on`.

    `on` is a Web API method (`views.open`), `reply` for a reply address, `socket` for opening the
    websocket, or anything at all when left out.
    """

    def __init__(self) -> None:
        self._planned: list[Fault] = []
        self._lock = threading.Lock()

    def rate_limit(self, times: int = 1, *, retry_after: int = 1, on: str = ANYTHING) -> None:
        """Answer 429 with `Retry-After`."""
        self._plan(Fault(on, times, status=429, retry_after=retry_after))

    def server_error(self, times: int = 1, *, on: str = ANYTHING) -> None:
        """Answer 500."""
        self._plan(Fault(on, times, status=500))

    def slow(self, seconds: float, times: int = 1, *, on: str = ANYTHING) -> None:
        """Answer rightly, but only after some seconds."""
        self._plan(Fault(on, times, delay=seconds))

    def drop(self, times: int = 1, *, on: str = ANYTHING) -> None:
        """Cut the connection without an answer."""
        self._plan(Fault(on, times, drop=True))

    def take(self, name: str) -> Fault | None:
        """The fault planned for this request, used up once."""
        with self._lock:
            for fault in self._planned:
                if fault.times > 0 and fault.on in (ANYTHING, name):
                    fault.times -= 1
                    return fault
        return None

    def _plan(self, fault: Fault) -> None:
        with self._lock:
            self._planned.append(fault)
