"""A loaded quarter decides the next answer of a running service, without a restart."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot import watching
from bot.assembly import build_service
from bot.question import Question
from bot.settings import Settings
from bot.tables import current
from rules.published import Setting
from tests.bot.tables.loading import load
from tests.bot.tables.synthetic import Row, write_part

QUESTION = Question("/pair 97112 97140 on:2026-11-02")


def test_a_running_service_sees_a_new_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "LOOK_EVERY", 0.0)
    database = str(tmp_path / "log.db")
    service = build_service(Settings.model_validate({"UNITWISE_DATABASE": database}))
    (before,) = service.answer(QUESTION).pairs or []
    assert (before["status"], before["table"], before["quarter"]) == ("no_edit", "built-in chart", "2024Q3")
    codes = frozenset({"97112", "97140"})
    rows = [Row("97112", "97140", "20261001"), Row("97140", "T0001", "20200101")]
    load(write_part(tmp_path, rows), database, setting=Setting.PRACTITIONER, quarter="2026Q4", codes=codes)
    (after,) = service.answer(QUESTION).pairs or []
    assert (after["status"], after["column_one"], after["quarter"]) == ("edit", "97112", "2026Q4")
    assert after["table"] != "built-in chart"
    service.close()


def test_looking_again_at_nothing_new_keeps_the_same_tables(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "LOOK_EVERY", 0.0)
    database = str(tmp_path / "log.db")
    first = current.current_tables(database)
    assert current.current_tables(database) is first
