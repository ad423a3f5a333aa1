"""Section 2: `/units` over HTTP against bare Bolt, turn and turn about in the same minutes."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from bot.answer import Outcome
from bot.answering.drafts import draft_answer
from bot.answering.rendered import RECEIPT_STAND_IN, render_draft
from bot.question import Question
from bot.receipts import ALPHABET
from bot.settings import Settings
from tests.bench.figures import AtLeast, AtMost, CannotMeasure, Figure, Unit
from tests.bench.load import Replies, Round, run_round
from tests.bench.servers import Server, bare_server, our_server, rows_in
from tests.bench.timing import percentile
from tests.bench.visits import different_visits

SECTION = "/units over HTTP, against bare Bolt with a constant answer of the same size"
CONNECTIONS = (1, 16, 64)
VISITS = 300
TURNS = 5
THROUGHPUT_AIM = AtLeast(0.6)
TAIL_AIM = AtMost(2.0)
TAIL_JUDGED_AT = 16
TOO_BUSY = 0.9

_RECEIPT = re.compile(rf"\b[{ALPHABET}]{{4}}(?:-[{ALPHABET}]{{4}}){{2}}\b")

Send = Callable[[Round], Replies]


@dataclass(frozen=True, slots=True)
class Turn:
    """What one server did in one turn.

    Attributes:
        per_second: Answers a second.
        p50: Seconds that half of the answers did not exceed.
        p99: Seconds that 99 of 100 did not exceed.
        processor: Seconds of processor time for one answer; `None` where the system does not tell.
        requests: How many there were.
        busy: Share of the time that the load generator was at work.
    """

    per_second: float
    p50: float
    p99: float
    processor: float | None
    requests: int
    busy: float


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
        check = AnswerCheck(texts)
        ours = stack.enter_context(our_server(ours_in))
        answers = send(Round(ours.address, 4, texts, keep_every=1)).kept
        check.all_right(answers)
        answer_bytes = round(median(len(body) for _, body in answers))
        bare = stack.enter_context(bare_server(bare_in, answer_bytes))
        _, body = send(Round(bare.address, 4, texts)).kept[0]
        if len(body) != answer_bytes:
            raise CannotMeasure(f"the bare app answers with {len(body)} bytes in place of {answer_bytes}")
        found: list[Figure] = []
        asked = len(answers)
        for connections in CONNECTIONS:
            pairs = list(_take_turns(send, check, (ours, bare), texts, connections, seconds))
            found += _compared(pairs, connections)
            asked += sum(our_turn.requests for our_turn, _ in pairs)
        return [*found, not_logged(SECTION, asked, ours_in)]


def not_logged(section: str, answered: int, folder: Path) -> Figure:
    """How many of the answers have no row, which should be none."""
    return Figure(
        section,
        "answers that were not logged",
        answered - rows_in(folder),
        Unit.COUNT,
        AtMost(0),
        f"of {answered:,}",
    )


@contextmanager
def load_generator() -> Iterator[Send]:
    """A process beside this one that sends rounds."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        yield lambda asked: pool.submit(run_round, asked).result()


class AnswerCheck:
    """Knows the right answers, from the same code in this process.

    Args:
        texts: What will be asked.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        today = datetime.now(ZoneInfo(Settings().timezone)).date()
        self._right: dict[str, list[str]] = {}
        for text in texts:
            draft = draft_answer(Question(f"/units {text}"), today=today)
            if draft.outcome is not Outcome.ANSWERED or not draft.parts.get("units"):
                raise CannotMeasure(f"the visit {text!r} is not answered with units")
            # An answer that was not logged says so, and is counted elsewhere.
            both = (render_draft(draft, is_logged=is_logged).words.text for is_logged in (True, False))
            self._right[text] = [words.replace(RECEIPT_STAND_IN, "") for words in both]

    def all_right(self, answers: Sequence[tuple[str, bytes]]) -> None:
        """See that each answer belongs to the visit that was asked about.

        Raises:
            CannotMeasure: One does not.
        """
        if not answers:
            raise CannotMeasure("no answer was kept to be looked at")
        for text, body in answers:
            message = json.loads(body)
            if _RECEIPT.sub("", message["text"]) not in self._right[text] or not message["blocks"]:
                raise CannotMeasure(f"the answer to {text!r} is not the answer to that visit")


def _take_turns(
    send: Send,
    check: AnswerCheck,
    servers: tuple[Server, Server],
    texts: Sequence[str],
    connections: int,
    seconds: float,
) -> Iterator[tuple[Turn, Turn]]:
    """Our turn and the bare app's, close together in time, as often as there are turns."""
    ours, bare = servers
    for number in range(TURNS):
        asked = Round(ours.address, connections, texts, seconds, seed=number)
        # Whoever comes second may meet another machine than the first, so the order changes.
        if number % 2:
            bare_turn = _turn(send, bare, asked)
        our_turn = _turn(send, ours, asked, check)
        if not number % 2:
            bare_turn = _turn(send, bare, asked)
        yield our_turn, bare_turn


def _turn(send: Send, server: Server, asked: Round, check: AnswerCheck | None = None) -> Turn:
    before = server.cpu_seconds()
    replies = send(replace(asked, address=server.address))
    after = server.cpu_seconds()
    if check is not None:
        check.all_right(replies.kept)
    requests = len(replies.latencies)
    return Turn(
        per_second=requests / replies.seconds,
        p50=percentile(replies.latencies, 50),
        p99=percentile(replies.latencies, 99),
        processor=None if before is None or after is None else (after - before) / requests,
        requests=requests,
        busy=replies.busy,
    )


def _compared(pairs: Sequence[tuple[Turn, Turn]], connections: int) -> Iterator[Figure]:
    """Ratios of neighbouring turns, and of these the median: a burst of other work spoils one pair."""
    at = f"{connections} connection{'s' if connections > 1 else ''}"
    ours, bare = zip(*pairs, strict=True)
    busy = max(turn.busy for turn in (*ours, *bare))
    our_rate, bare_rate = (median(turn.per_second for turn in side) for side in (ours, bare))
    note = f"{our_rate:,.0f}/s against {bare_rate:,.0f}/s"
    details = {
        "our_per_second": our_rate,
        "bare_per_second": bare_rate,
        "our_requests": sum(turn.requests for turn in ours),
        "bare_requests": sum(turn.requests for turn in bare),
        "load_generator_busy": busy,
    }
    our_work, bare_work = (_median_processor(side) for side in (ours, bare))
    if our_work is not None and bare_work is not None:
        note += f"; {our_work * 1e6:.0f} against {bare_work * 1e6:.0f} µs of processor time each"
        details |= {"our_processor": our_work, "bare_processor": bare_work}
    if busy > TOO_BUSY:
        note += "; the load generator itself was the limit"
    throughput = median(mine.per_second / other.per_second for mine, other in pairs)
    yield Figure(SECTION, f"throughput, {at}", throughput, Unit.RATIO, THROUGHPUT_AIM, note, details)

    our_p50, bare_p50 = (median(turn.p50 for turn in side) for side in (ours, bare))
    our_p99, bare_p99 = (median(turn.p99 for turn in side) for side in (ours, bare))
    yield Figure(
        SECTION,
        f"p99, {at}",
        median(mine.p99 / other.p99 for mine, other in pairs),
        Unit.RATIO,
        TAIL_AIM if connections == TAIL_JUDGED_AT else None,
        f"{_ms(our_p99)} against {_ms(bare_p99)} ms; p50 {_ms(our_p50)} against {_ms(bare_p50)} ms",
        {"our_p50": our_p50, "bare_p50": bare_p50, "our_p99": our_p99, "bare_p99": bare_p99},
    )


def _median_processor(turns: Sequence[Turn]) -> float | None:
    known = [turn.processor for turn in turns if turn.processor is not None]
    return median(known) if known else None


def _ms(seconds: float) -> str:
    return f"{seconds * 1e3:.2f}"
