"""What is loaded, and when a newer quarter should be out."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.tables.current import current_tables
from bot.tables.names import TableKind
from bot.tables.overview import TableStatus, newer_quarter, overview
from rules.published import Quarter, Setting
from tests.bot.tables.loading import HOSPITAL, PRACTITIONER, ROWS, load
from tests.bot.tables.synthetic import write_part


@pytest.mark.parametrize(
    ("today", "newer"),
    [
        (date(2026, 10, 1), None),
        (date(2026, 12, 1), None),
        (date(2026, 12, 2), "2027Q1"),
        (date(2026, 12, 31), "2027Q1"),
        (date(2027, 1, 1), "2027Q1"),
        (date(2027, 6, 15), "2027Q2"),
    ],
)
def test_a_newer_quarter_is_awaited_from_a_month_before_it_begins(today: date, newer: str | None) -> None:
    found = newer_quarter(Quarter(2026, 4), today)
    assert (str(found) if found else None) == newer


def test_a_quarter_loaded_early_awaits_none() -> None:
    assert newer_quarter(Quarter(2027, 1), date(2026, 12, 15)) is None


def of(found: tuple[TableStatus, ...], kind: TableKind, setting: Setting) -> TableStatus:
    [status] = [status for status in found if (status.kind, status.setting) == (kind, setting)]
    return status


def test_every_table_is_listed_whether_loaded_or_built_in(downloads: Path, database: str) -> None:
    load(write_part(downloads, ROWS), database)
    found = overview(current_tables(database), today=date(2026, 11, 22))
    assert len(found) == 4
    loaded = of(found, TableKind.PTP, PRACTITIONER)
    assert (loaded.name, loaded.quarter) == ("official table", "2026Q4")
    assert len(loaded.warnings) == 1
    assert "f2, f3, f4" in loaded.warnings[0]
    chart = of(found, TableKind.PTP, HOSPITAL)
    assert (chart.name, chart.quarter, chart.release) == ("built-in chart", "2026Q4", None)
    assert "only the pairs that were read" in chart.warnings[0]
    values = of(found, TableKind.MUE, PRACTITIONER)
    assert "2026Q4 is in force since 2026-10-01" in values.warnings[0]
    assert "unitwise mue import" in values.warnings[0]
    assert of(found, TableKind.MUE, HOSPITAL).quarter is None


def test_the_listing_says_as_json_where_each_table_is_from(downloads: Path, database: str) -> None:
    load(write_part(downloads, ROWS), database)
    listed = [
        status.to_json_dict() for status in overview(current_tables(database), today=date(2026, 11, 22))
    ]
    loaded = listed[0]["loaded"]
    assert (loaded["quarter"], loaded["rows_read"], loaded["keeps"]) == ("2026Q4", 7, "therapy")
    assert loaded["files"][0]["name"] == "ccipra-v323r0-f1.txt"
    assert len(loaded["files"][0]["sha256"]) == 64
    assert listed[1]["loaded"] is None
