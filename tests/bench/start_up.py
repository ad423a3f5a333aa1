"""Section 3: from the start of a process to its first answer, and what it holds after many commands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from tests.bench.figures import AtMost, Figure, Unit, in_words
from tests.bench.load import Round
from tests.bench.over_http import Send, not_logged
from tests.bench.servers import Server, our_server, playground_server
from tests.bench.timing import percentile
from tests.bench.visits import different_visits

SECTION = "Start-up and memory"
STARTS = 3
CONNECTIONS = 16
SERVER_AIM = AtMost(1.5)
PLAYGROUND_AIM = AtMost(2.0)
MEMORY_AIM = AtMost(120)


def measure_start_up(send: Send, *, commands: int) -> list[Figure]:
    """Start our servers anew, and give one of them many commands.

    Args:
        send: Sends a round from another process.
        commands: How many, each about another visit.

    Raises:
        CannotMeasure: A server could not be started, or did not answer.
    """
    return [
        _start("serve --http, to the first answered /healthz", our_server, "/healthz", SERVER_AIM),
        _start("serve --playground, to the first page", playground_server, "/", PLAYGROUND_AIM),
        *_after_many(send, commands),
    ]


def _start(name: str, start: Callable[[Path], Server], path: str, aim: AtMost) -> Figure:
    seconds = []
    for _ in range(STARTS):
        with _folder() as folder, start(folder) as server:
            seconds.append(server.seconds_until_answer(path))
    note = f"{STARTS} starts, the slowest in {in_words(max(seconds), Unit.SECONDS)}"
    return Figure(SECTION, name, median(seconds), aim=aim, note=note, details={"slowest": max(seconds)})


def _after_many(send: Send, commands: int) -> Iterator[Figure]:
    texts = different_visits(commands)
    with _folder() as folder, our_server(folder) as server:
        server.seconds_until_answer("/healthz")
        before = server.resident_mib()
        replies = send(Round(server.address, CONNECTIONS, texts))
        after = server.resident_mib()
        yield Figure(
            SECTION,
            f"memory after {commands:,} commands",
            after,
            Unit.MEBIBYTES,
            MEMORY_AIM,
            f"{before:.0f} MiB before the first",
            {"before": before},
        )
        p50, p99 = (percentile(replies.latencies, percent) for percent in (50, 99))
        yield Figure(
            SECTION,
            f"answers when no visit is asked twice, {CONNECTIONS} connections",
            len(replies.latencies) / replies.seconds,
            Unit.PER_SECOND,
            note=f"p50 {in_words(p50, Unit.SECONDS)} p99 {in_words(p99, Unit.SECONDS)}",
            details={"p50": p50, "p99": p99},
        )
        yield not_logged(SECTION, commands, folder)


@contextmanager
def _folder() -> Iterator[Path]:
    with TemporaryDirectory(prefix="unitwise-bench-") as folder:
        yield Path(folder)
