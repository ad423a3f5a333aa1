"""The load generator: kept-open connections, each of which asks again as soon as it has its answer.

It runs in a process of its own, and everything that can be made beforehand is, so that what is
measured is the server.
"""

from __future__ import annotations

import asyncio
import gc
import random
import time
from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import cast

import uvloop

from tests.bench.figures import CannotMeasure
from tests.bench.visits import signed_requests

MOST_PER_SECOND = 9_000
"""Requests made ready for each second of a round; a round that has used them all ends early."""
SAMPLE_EVERY = 25
ANSWER_SECONDS = 10.0

_LENGTH = b"\r\ncontent-length:"


@dataclass(frozen=True, slots=True)
class Round:
    """What to send.

    Attributes:
        address: Host and port on loopback.
        connections: How many people ask at the same time.
        texts: What follows `/units`.
        seconds: How long; texts are then drawn at random. `None` sends each text once, in order.
        seed: Of the drawing.
        keep_every: Of how many answers one is kept.
    """

    address: tuple[str, int]
    connections: int
    texts: Sequence[str]
    seconds: float | None = None
    seed: int = 0
    keep_every: int = SAMPLE_EVERY


@dataclass(slots=True)
class Replies:
    """What came back.

    Attributes:
        seconds: From the first request to the last answer.
        latencies: Seconds from request to whole answer, for each.
        kept: Some answers: the text that was asked, and the body.
        busy: Share of the time that the load generator itself was at work; near 1 it is the limit.
    """

    seconds: float = 0.0
    latencies: array[float] = field(default_factory=lambda: array("d"))
    kept: list[tuple[str, bytes]] = field(default_factory=list)
    busy: float = 0.0


def run_round(asked: Round) -> Replies:
    """Send a round and wait for all answers.

    Raises:
        CannotMeasure: A connection broke, or an answer was anything but 200.
    """
    if asked.seconds is None:
        texts: Sequence[str] = asked.texts
        due_per_second = float(MOST_PER_SECOND)
    else:
        texts = random.Random(asked.seed).choices(asked.texts, k=int(asked.seconds * MOST_PER_SECOND))
        due_per_second = MOST_PER_SECOND
    requests = signed_requests(texts, asked.address, due_per_second)
    gc.collect()
    gc.disable()
    try:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            return runner.run(_send(asked, texts, requests))
    finally:
        gc.enable()


async def _send(asked: Round, texts: Sequence[str], requests: Sequence[bytes]) -> Replies:
    loop = asyncio.get_running_loop()
    replies, faults = Replies(), Counter[str]()
    waiting = iter(enumerate(requests))
    connections = []
    for _ in range(asked.connections):
        _, connection = await loop.create_connection(
            lambda: _Connection(waiting, texts, replies, faults, asked.keep_every), *asked.address
        )
        connections.append(connection)
    busy, began = time.process_time(), time.perf_counter()
    until = began + asked.seconds if asked.seconds is not None else float("inf")
    for connection in connections:
        connection.begin(until)
    unanswered = 60.0 if asked.seconds is None else asked.seconds + ANSWER_SECONDS
    _, late = await asyncio.wait([connection.done for connection in connections], timeout=unanswered)
    replies.seconds = time.perf_counter() - began
    replies.busy = (time.process_time() - busy) / replies.seconds
    for connection in connections:
        connection.close()
    if faults or late:
        told = ", ".join(f"{fault} ({times} times)" for fault, times in faults.items())
        raise CannotMeasure(told or f"{len(late)} connections still waited for an answer")
    return replies


class _Connection(asyncio.Protocol):
    """One person who asks, waits for the answer, and asks again."""

    def __init__(
        self,
        waiting: Iterator[tuple[int, bytes]],
        texts: Sequence[str],
        replies: Replies,
        faults: Counter[str],
        keep_every: int,
    ) -> None:
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting = waiting
        self._texts = texts
        self._replies = replies
        self._faults = faults
        self._keep_every = keep_every
        self._until = 0.0
        self._number = 0
        self._asked_at = 0.0
        self._came = b""
        self._whole = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's transports are not asyncio's by inheritance.
        self._transport = cast(asyncio.Transport, transport)

    def begin(self, until: float) -> None:
        self._until = until
        self._ask(time.perf_counter())

    def close(self) -> None:
        self._transport.close()

    def data_received(self, data: bytes) -> None:
        came = self._came = self._came + data if self._came else data
        if not self._whole:
            head = came.find(b"\r\n\r\n")
            if head < 0:
                return
            self._whole = head + 4 + _body_length(came[:head])
        if len(came) < self._whole:
            return
        now = time.perf_counter()
        if not came.startswith(b"HTTP/1.1 200 "):
            self._fail(f"answered with {came[:12].decode('latin-1')}")
            return
        self._replies.latencies.append(now - self._asked_at)
        if self._number % self._keep_every == 0:
            self._replies.kept.append((self._texts[self._number], came[came.index(b"\r\n\r\n") + 4 :]))
        self._came, self._whole = b"", 0
        self._ask(now)

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.done.done():
            self._fail("the connection was closed before the answer came")

    def _ask(self, now: float) -> None:
        following = next(self._waiting, None) if now < self._until else None
        if following is None:
            self.done.set_result(None)
            return
        self._number, request = following
        self._asked_at = time.perf_counter()
        self._transport.write(request)

    def _fail(self, fault: str) -> None:
        self._faults[fault] += 1
        if not self.done.done():
            self.done.set_result(None)


def _body_length(head: bytes) -> int:
    lowered = head.lower()
    start = lowered.find(_LENGTH)
    if start < 0:
        return 0
    start += len(_LENGTH)
    end = lowered.find(b"\r\n", start)
    return int(lowered[start : end if end >= 0 else None])
