"""Rows past the retention window go by themselves."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.question import Question
from bot.retention import forget_daily
from bot.service import Service
from bot.store import Hasher, open_log

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)


def service_at(moment: datetime, database: Path, retention_days: int | None) -> Service:
    return Service(
        open_log(str(database)),
        Hasher(b"k"),
        timezone=ZoneInfo("UTC"),
        clock=lambda: moment,
        retention_days=retention_days,
    )


def with_rows_of(days: list[int], database: Path) -> None:
    for age in days:
        service = service_at(NOW - timedelta(days=age), database, None)
        service.answer(Question("/units 97110 20"))
        service.close()


def test_only_rows_older_than_the_window_are_deleted(tmp_path: Path) -> None:
    database = tmp_path / "log.db"
    with_rows_of([100, 91, 89, 0], database)
    service = service_at(NOW, database, 90)
    assert service.forget_old_rows() == 2
    assert service.forget_old_rows() == 0
    service.close()
    assert len(list(open_log(str(database)).rows())) == 2


def test_without_a_window_nothing_is_deleted(tmp_path: Path) -> None:
    database = tmp_path / "log.db"
    with_rows_of([4000], database)
    service = service_at(NOW, database, None)
    assert service.forget_old_rows() == 0
    service.close()


async def test_a_server_looks_again_and_again_until_it_stops(tmp_path: Path) -> None:
    database = tmp_path / "log.db"
    with_rows_of([100], database)
    service = service_at(NOW, database, 90)
    forgetting = asyncio.create_task(forget_daily(service, seconds_between=0.01))
    async with asyncio.timeout(5):
        while list(open_log(str(database)).rows()):
            await asyncio.sleep(0.01)
        with_rows_of([100], database)
        while list(open_log(str(database)).rows()):
            await asyncio.sleep(0.01)
    forgetting.cancel()
    await asyncio.gather(forgetting, return_exceptions=True)
    service.close()
