"""Loading synthetic files in a test, and asking what was loaded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from bot.tables.current import read_tables
from bot.tables.database import tables_path
from bot.tables.documents import collect
from bot.tables.imported import Imported
from bot.tables.mue_import import import_mue
from bot.tables.names import TableKind
from bot.tables.ptp_import import import_ptp
from rules.ptp import PairResult, find_ptp_edits
from rules.published import Quarter, Setting
from tests.bot.tables.synthetic import Row

KEPT = frozenset({"T0001", "T0002", "T0003", "T0004"})
"""Invented codes that play the therapy codes."""
PRACTITIONER, HOSPITAL = Setting.PRACTITIONER, Setting.HOSPITAL
ON = date(2026, 11, 2)

ROWS = (
    Row("A0001", "T0001", "20200101"),
    Row("A0001", "T0002", "20200101", indicator="0"),
    Row("T0001", "T0002", "20180701", "20191231"),
    Row("T0001", "T0002", "20210101", indicator="0"),
    Row("T0002", "T0003", "20261001", "20261001", "9"),
    Row("T0003", "B0001", "20261001"),
    Row("U0001", "U0002", "20100101"),
)
"""A table small enough to read, with every kind of row."""


def load(
    paths: Sequence[Path] | Path,
    database: str,
    *,
    setting: Setting | None = None,
    quarter: str | None = None,
    keep_all: bool = False,
    codes: frozenset[str] = KEPT,
) -> Imported:
    given = [paths] if isinstance(paths, Path) else paths
    return import_ptp(
        collect(given, TableKind.PTP),
        database=database,
        therapy_codes=codes,
        setting=setting,
        quarter=Quarter.parse(quarter) if quarter else None,
        keep_all=keep_all,
    )


def load_mue(
    path: Path, database: str, *, setting: Setting | None = None, quarter: str | None = None
) -> Imported:
    return import_mue(
        collect([path], TableKind.MUE),
        database=database,
        setting=setting,
        quarter=Quarter.parse(quarter) if quarter else None,
    )


def ask(database: str, one: str, two: str, on: date = ON, setting: Setting = PRACTITIONER) -> PairResult:
    """The answer from what lies on the disk now."""
    tables = read_tables(tables_path(database))
    assert tables.fault is None
    [found] = find_ptp_edits([one, two], on=on, setting=setting, table=tables.ptp(setting))
    return found


def status(database: str, one: str, two: str, on: date = ON, setting: Setting = PRACTITIONER) -> str:
    return ask(database, one, two, on, setting).status.value


def content_of(database: str) -> bytes | None:
    """The file of tables as it is, to see that nothing has changed."""
    path = tables_path(database)
    return path.read_bytes() if path.exists() else None
