"""Timing a piece of work beside a fixed loop, so that a slow or busy machine shows in both."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import quantiles

BATCH_SECONDS = 0.005
BATCHES = 60

Work = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Timed:
    """How long one call took.

    Attributes:
        seconds: Of one call, in the fastest batch: whatever else runs can only make it slower.
        ratio: The same as a multiple of one round of the baseline loop, likewise the fastest.
    """

    seconds: float
    ratio: float


def baseline() -> int:
    """What everything is compared with: nothing but the interpreter, some 50 µs on a server of 2020."""
    total = 0
    for number in range(1000):
        total += number * number % 7
    return total


def time_beside_baseline(work: Work) -> Timed:
    """Time a call in many small batches, each next to a batch of the baseline.

    Args:
        work: What to call; the first call, which may load things, is not timed.
    """
    work()
    calls, rounds = _calls_of_a_batch(work), _calls_of_a_batch(baseline)
    own, other = zip(*((_batch(work, calls), _batch(baseline, rounds)) for _ in range(BATCHES)), strict=True)
    return Timed(seconds=min(own), ratio=min(own) / min(other))


def time_each(works: Sequence[Work]) -> list[float]:
    """The seconds of each call, for work that is not the same twice."""
    seconds = []
    for work in works:
        began = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - began)
    return seconds


def percentile(values: Sequence[float], percent: int) -> float:
    """The value that this many percent of all values do not exceed."""
    return quantiles(values, n=100, method="inclusive")[percent - 1]


def _calls_of_a_batch(work: Work) -> int:
    calls = 1
    while _batch(work, calls) * calls < BATCH_SECONDS:
        calls *= 2
    return calls


def _batch(work: Work, calls: int) -> float:
    began = time.perf_counter()
    for _ in range(calls):
        work()
    return (time.perf_counter() - began) / calls
