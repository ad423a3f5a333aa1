"""Remarks and questions that go to a person: masked before they are kept, found again by their receipt."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.answer import Answer
from bot.question import Question
from bot.service import Service
from bot.store import Hasher, open_log

NOW = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
UNKNOWN = "/billing ask may we bill crystal healing for Quillfeather Zebulonquist, MRN 4471902"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "log.db"


@pytest.fixture
def service(path: Path) -> Iterator[Service]:
    service = Service(
        open_log(str(path)), Hasher(b"k" * 32), timezone=ZoneInfo("America/New_York"), clock=lambda: NOW
    )
    yield service
    service.close()


@pytest.fixture
def answer(service: Service) -> Answer:
    return service.answer(Question(UNKNOWN, user="U0THERAPY", team="T0CLINIC1"))


def raw(path: Path) -> bytes:
    return b"".join(file.read_bytes() for file in path.parent.iterdir()).lower()


def table(path: Path, name: str) -> list[dict[str, str]]:
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        return [dict(row) for row in connection.execute(f"SELECT * FROM {name}")]


def test_an_answer_that_is_not_sure_offers_a_person(answer: Answer) -> None:
    [offer] = [
        element
        for block in answer.blocks
        for element in block.get("elements", [])
        if element.get("action_id") == "answer.person"
    ]
    assert offer["value"] == answer.receipt


def test_a_calculation_offers_none(service: Service) -> None:
    assert "answer.person" not in service.answer(Question("/units 97112 25")).blocks_json


async def test_the_question_comes_back_masked_with_what_is_nearest(service: Service, answer: Answer) -> None:
    question = await service.handing_over.question_of(answer.receipt)
    assert question is not None
    assert "may we bill" in question.text
    for typed in ("quillfeather", "zebulonquist", "4471902"):
        assert typed not in question.text.lower()
    assert 1 <= len(question.nearest) <= 3
    assert all(entry.endswith("?") for entry in question.nearest)
    assert not question.is_handed_over


async def test_once_handed_over_it_is_known_as_such(service: Service, answer: Answer, path: Path) -> None:
    desk = service.handing_over
    await desk.note_handed_over(answer.receipt)
    await desk.note_answered(answer.receipt)
    await desk.note_solved(answer.receipt)
    question = await desk.question_of(answer.receipt)
    assert question is not None
    assert question.is_handed_over
    moment = "2026-03-02T18:00:00.000Z"
    assert table(path, "handovers") == [
        {"receipt": answer.receipt, "asked_at": moment, "answered_at": moment, "solved_at": moment}
    ]


async def test_what_is_no_question_to_hand_over_is_not_found(service: Service) -> None:
    counted = service.answer(Question("/units 97112 25"))
    assert await service.handing_over.question_of(counted.receipt) is None
    assert await service.handing_over.question_of("R-nobody") is None


async def test_a_remark_is_kept_masked_and_cut_to_500_characters(
    service: Service, answer: Answer, path: Path
) -> None:
    typed = "Zebulonquist had 25 min of 97112, it should say 2 units " + "zq" * 400
    assert await service.handing_over.keep_remark(answer.receipt, typed)
    [kept] = table(path, "remarks")
    assert "25 min of 97112, it should say 2 units" in kept["remark"]
    assert len(kept["remark"]) <= 500
    for word in (b"zebulonquist", b"zqzq", b"u0therapy", b"quillfeather", b"4471902"):
        assert word not in raw(path)


async def test_a_blank_remark_is_no_remark(service: Service, answer: Answer, path: Path) -> None:
    assert await service.handing_over.keep_remark(answer.receipt, "  \n ")
    assert table(path, "remarks") == []


async def test_a_remark_about_an_unknown_answer_is_not_kept(service: Service, answer: Answer) -> None:
    assert not await service.handing_over.keep_remark("R-nobody", "it should say 2 units")


async def test_for_others_the_words_stay_and_details_go(service: Service) -> None:
    shown = await service.handing_over.for_others("Ask the plan about Mrs. Quillfeather, 97112 is fine")
    assert "Quillfeather" not in shown
    assert "97112 is fine" in shown


async def test_a_log_that_cannot_be_used_is_no_failure(service: Service, answer: Answer, path: Path) -> None:
    service.close()
    await asyncio.to_thread(path.write_bytes, b"this is no database")
    desk = service.handing_over
    assert await desk.question_of(answer.receipt) is None
    assert not await desk.keep_remark(answer.receipt, "it should say 2 units")
    await desk.note_handed_over(answer.receipt)


def test_an_answer_that_was_not_logged_offers_nobody(service: Service, path: Path) -> None:
    path.write_bytes(b"this is no database, only text " * 100)
    answer = service.answer(Question(UNKNOWN))
    assert any(warning.id == "not_logged" for warning in answer.warnings)
    assert "answer.person" not in answer.blocks_json
