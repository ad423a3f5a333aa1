"""Section 1: counting, reading, answering and logging, in this process and one at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.assembly import build_service, warm_up
from bot.blocks import check_message
from bot.parsing import parse_units
from bot.question import Question, Surface
from bot.receipts import new_receipt
from bot.service import Service
from bot.settings import Settings
from bot.store import open_log
from rules import CountingRule, Visit, count_units, share_units
from tests.bench.figures import AtMost, CannotMeasure, Figure, Unit, in_words
from tests.bench.timing import Work, percentile, time_beside_baseline, time_each
from tests.bench.visits import different_visits

SECTION = "Core, one after the other (× = times the fixed loop beside it)"
DAY = date(2026, 3, 2)
TWO_CODES = {"97112": 25, "97110": 10}
FOUR_CODES = {"97112": 24, "97110": 23, "97140": 11, "97530": 9}
TIED_CODES = {f"service {number}": 22 for number in range(100)}
TYPED = "97112 25 97110 10"
ANSWERS = 1_000
ROWS = 4_000

VISIT_AIM = AtMost(50e-6)
TIES_AIM = AtMost(5e-3)
MILLISECOND = AtMost(1e-3)
FIRST_ANSWER_AIM = AtMost(5e-3)


def measure_core() -> list[Figure]:
    """Time everything that an answer is made of.

    Raises:
        CannotMeasure: An answer was not what it should be, so its time says nothing.
    """
    warm_up()
    _check_the_ties()
    with TemporaryDirectory(prefix="unitwise-bench-") as folder:
        return [*_counting(), *_answering(Path(folder)), _logging(Path(folder))]


def _counting() -> Iterator[Figure]:
    for codes, words in ((TWO_CODES, "two"), (FOUR_CODES, "four")):
        visit = Visit(codes)
        work = partial(count_units, visit, on=DAY, rule=CountingRule.CMS)
        yield _per_call(f"count units, {words} codes", work, VISIT_AIM)
    yield _per_call("share units among 100 tied codes", _share_among_tied, TIES_AIM)
    yield _per_call("read a two-code command", partial(parse_units, TYPED, today=DAY), MILLISECOND)


def _answering(folder: Path) -> Iterator[Figure]:
    with _service(folder / "answers.db") as service:
        asked = [_question(text) for text in different_visits(ANSWERS)]
        first = time_each([partial(service.answer, question) for question in asked])
        again = [replace(question, delivery_id=f"again {number}") for number, question in enumerate(asked)]
        repeated = time_each([partial(service.answer, question) for question in again])
        answer = service.answer(_question(TYPED))
    yield _spread("answer, asked for the first time", first, FIRST_ANSWER_AIM)
    yield _spread("answer, asked before", repeated, MILLISECOND)
    check = partial(check_message, answer.text, answer.blocks)
    yield _per_call(f"check a message of {len(answer.blocks)} blocks", check, MILLISECOND)


def _logging(folder: Path) -> Figure:
    path = folder / "rows.db"
    with _service(path) as service:
        receipt = service.answer(_question(TYPED)).receipt
    with closing(open_log(str(path))) as query_log:
        row = query_log.find(receipt)
        if row is None:
            raise CannotMeasure("the answer that was to be timed was not logged")
        rows = [replace(row, receipt=new_receipt(), delivery_key=f"{number:032x}") for number in range(ROWS)]
        seconds = time_each([partial(query_log.record, each) for each in rows])
    return _spread("log a row", seconds, MILLISECOND, judged=99)


def _share_among_tied() -> tuple[dict[str, int], ...]:
    return share_units(TIED_CODES, on=DAY).splits()


def _check_the_ties() -> None:
    pool = share_units(TIED_CODES, on=DAY)
    if len(pool.tied) != len(TIED_CODES) or not 0 < pool.open_units < len(TIED_CODES):
        raise CannotMeasure("the 100 codes that should all tie do not")


def _per_call(name: str, work: Work, aim: AtMost) -> Figure:
    timed = time_beside_baseline(work)
    return Figure(
        SECTION, name, timed.seconds, aim=aim, note=f"{timed.ratio:.2f}×", details={"ratio": timed.ratio}
    )


def _spread(name: str, seconds: list[float], aim: AtMost, *, judged: int = 50) -> Figure:
    found = {percent: percentile(seconds, percent) for percent in (50, 99)}
    note = " ".join(f"p{percent} {in_words(value, Unit.SECONDS)}" for percent, value in found.items())
    details = {f"p{percent}": value for percent, value in found.items()} | {"longest": max(seconds)}
    return Figure(SECTION, f"{name}, p{judged}", found[judged], aim=aim, note=note, details=details)


def _question(text: str) -> Question:
    return Question(
        f"/units {text}",
        surface=Surface.SLACK_HTTP,
        user="U0THERAPY",
        team="T0CLINIC1",
        delivery_id=text,
        as_of=DAY,
    )


@contextmanager
def _service(path: Path) -> Iterator[Service]:
    service = build_service(Settings.model_validate({"UNITWISE_DATABASE": str(path)}))
    try:
        yield service
    finally:
        service.close()
