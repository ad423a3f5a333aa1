"""Section 2: `/units` over HTTP against bare Bolt, turn and turn about in the same minutes."""

from __future__ import annotations

import json
import re
from array import array
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from bot.assembly import build_service
from bot.question import Question
from bot.receipts import ALPHABET
from bot.settings import Settings
from tests.bench.figures import AtLeast, AtMost, CannotMeasure, Figure, Unit
from tests.bench.load import Outcome, Round, run_round
from tests.bench.servers import Server, bare_server, our_server
from tests.bench.timing import percentile
from tests.bench.visits import different_visits

SECTION = "/units over HTTP, against bare Bolt with a constant answer of the same size"
CONNECTIONS = (1, 16, 64)
VISITS = 300
TURNS = 3
THROUGHPUT_AIM = AtLeast(0.6)
TAIL_AIM = AtMost(2.0)
TAIL_JUDGED_AT = 16
TOO_BUSY = 0.9

_RECEIPT = re.compile(rf"\b[{ALPHABET}]{{4}}(?:-[{ALPHABET}]{{4}}){{2}}\b")

Send = Callable[[Round], Outcome]


@dataclass(slots=True)
class Side:
    """One of the two servers at one number of connections, over all its turns."""

    server: Server
    seconds: float = 0.0
    cpu_seconds: float = 0.0
    latencies: array[float] = field(default_factory=lambda: array("d"))
    busy: float = 0.0

    @property
    def per_second(self) -> float:
        return len(self.latencies) / self.seconds

    def percentile(self, percent: int) -> float:
        return percentile(self.latencies, percent)

    def cpu_of_one(self) -> float:
        return self.cpu_seconds / len(self.latencies)


def measure_http(send: Send, *, seconds: float) -> list[Figure]:
    """Load both servers and compare them.

    Args:
        send: Sends a round from another process, see `load_generator`.
        seconds: Of one turn of one server.

    Raises:
        CannotMeasure: A server could not be started, or gave a wrong answer.
    """
    texts = different_visits(VISITS)
    with ExitStack() as stack:
        ours_in, bare_in = (
            Path(stack.enter_context(TemporaryDirectory(prefix=f"unitwise-bench-{name}-")))
            for name in ("ours", "bare")
        )
        check = AnswerCheck(texts, ours_in)
        ours = stack.enter_context(our_server(ours_in))
        answers = send(Round(ours.address, 4, texts, keep_every=1)).kept
        check.all_right(answers)
        answer_bytes = round(median(len(body) for _, body in answers))
        bare = stack.enter_context(bare_server(bare_in, answer_bytes))
        _, body = send(Round(bare.address, 4, texts)).kept[0]
        if len(body) != answer_bytes:
            raise CannotMeasure(f"the bare app answers with {len(body)} bytes in place of {answer_bytes}")
        found: list[Figure] = []
        for connections in CONNECTIONS:
            sides = _take_turns(send, check, (ours, bare), texts, connections, seconds)
            found += _compared(*sides, connections)
        return found


@contextmanager
def load_generator() -> Iterator[Send]:
    """A process beside this one that sends rounds."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        yield lambda asked: pool.submit(run_round, asked).result()


class AnswerCheck:
    """Knows the right answers, from the same code in this process.

    Args:
        texts: What will be asked.
        folder: Where a database for this may lie.
    """

    def __init__(self, texts: Sequence[str], folder: Path) -> None:
        service = build_service(Settings.model_validate({"UNITWISE_DATABASE": str(folder / "check.db")}))
        try:
            answers = {text: service.answer(Question(f"/units {text}")) for text in texts}
        finally:
            service.close()
        self._right = {text: _without_receipt(answer.text) for text, answer in answers.items()}
        wrong = [text for text, answer in answers.items() if not answer.units or answer.outcome != "answered"]
        if wrong:
            raise CannotMeasure(f"{len(wrong)} of the visits were not answered, e.g. {wrong[0]!r}")

    def all_right(self, answers: Sequence[tuple[str, bytes]]) -> None:
        """See that each answer belongs to the visit that was asked about.

        Raises:
            CannotMeasure: One does not, or was not logged.
        """
        if not answers:
            raise CannotMeasure("no answer was kept to be looked at")
        for text, body in answers:
            message = json.loads(body)
            if _without_receipt(message["text"]) != self._right[text] or not message["blocks"]:
                raise CannotMeasure(f"the answer to {text!r} is not the answer to that visit")


def _without_receipt(text: str) -> str:
    return _RECEIPT.sub("", text)


def _take_turns(
    send: Send,
    check: AnswerCheck,
    servers: tuple[Server, Server],
    texts: Sequence[str],
    connections: int,
    seconds: float,
) -> tuple[Side, Side]:
    ours, bare = (Side(server) for server in servers)
    for turn in range(TURNS):
        # Whoever comes second meets a warmer machine, so the order changes.
        for side in (ours, bare) if turn % 2 == 0 else (bare, ours):
            used_before = side.server.cpu_seconds()
            outcome = send(Round(side.server.address, connections, texts, seconds, seed=turn))
            used = side.server.cpu_seconds()
            if side is ours:
                check.all_right(outcome.kept)
            side.seconds += outcome.seconds
            side.latencies.extend(outcome.latencies)
            side.busy = max(side.busy, outcome.busy)
            if used is not None and used_before is not None:
                side.cpu_seconds += used - used_before
    return ours, bare


def _compared(ours: Side, bare: Side, connections: int) -> Iterator[Figure]:
    at = f"{connections} connection{'s' if connections > 1 else ''}"
    note = f"{ours.per_second:,.0f}/s against {bare.per_second:,.0f}/s"
    if max(ours.busy, bare.busy) > TOO_BUSY:
        note += "; the load generator itself was the limit"
    details = {
        "our_requests": len(ours.latencies),
        "bare_requests": len(bare.latencies),
        "our_per_second": ours.per_second,
        "bare_per_second": bare.per_second,
        "load_generator_busy": max(ours.busy, bare.busy),
    }
    if ours.cpu_seconds and bare.cpu_seconds:
        details["our_cpu_seconds"] = ours.cpu_of_one()
        details["bare_cpu_seconds"] = bare.cpu_of_one()
        note += f", {ours.cpu_of_one() * 1e6:.0f} against {bare.cpu_of_one() * 1e6:.0f} µs of processor each"
    throughput = ours.per_second / bare.per_second
    yield Figure(SECTION, f"throughput, {at}", throughput, Unit.RATIO, THROUGHPUT_AIM, note, details)

    p50, p99 = ((ours.percentile(percent), bare.percentile(percent)) for percent in (50, 99))
    yield Figure(
        SECTION,
        f"p99, {at}",
        p99[0] / p99[1],
        Unit.RATIO,
        TAIL_AIM if connections == TAIL_JUDGED_AT else None,
        f"{_ms(p99[0])} against {_ms(p99[1])} ms; p50 {_ms(p50[0])} against {_ms(p50[1])} ms",
        {"our_p50": p50[0], "bare_p50": p50[1], "our_p99": p99[0], "bare_p99": p99[1]},
    )


def _ms(seconds: float) -> str:
    return f"{seconds * 1e3:.2f}"
