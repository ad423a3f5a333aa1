"""Which tables are loaded: each with its setting, quarter and files, as the database keeps it."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from bot.tables.names import TableKind
from rules.published import Quarter, Setting

UNNUMBERED = 0
SEVERAL_UNNUMBERED = 100
PARTS = 4
"""Parts that CMS cuts the PTP edits of one setting into, by their column 1 codes."""


@dataclass(frozen=True, slots=True)
class LoadedFile:
    """One file of a table.

    Attributes:
        part: Its number; 0 for one whose name does not tell, 100 and more for several of these.
        name: Its name as given.
        sha256: Its checksum.
        rows_read: Usable rows.
        rows_kept: Those of them that are kept.
        rows_rejected: Rows that could not be read.
        first_code: Smallest column 1 code.
        last_code: Largest column 1 code.
    """

    part: int
    name: str
    sha256: str
    rows_read: int
    rows_kept: int
    rows_rejected: int
    first_code: str
    last_code: str

    @property
    def has_number(self) -> bool:
        """Whether its name told which part it is."""
        return UNNUMBERED < self.part < SEVERAL_UNNUMBERED


@dataclass(frozen=True, slots=True)
class Release:
    """One loaded table.

    Attributes:
        kind: PTP edits or MUE values.
        setting: The claims it is for.
        quarter: Its quarter.
        loaded_at: When it was loaded, UTC.
        keeps_all: Every row was kept, not only those with a therapy code.
        files: What it was loaded from, in the order of their parts.
    """

    kind: TableKind
    setting: Setting
    quarter: Quarter
    loaded_at: datetime
    keeps_all: bool
    files: tuple[LoadedFile, ...]

    @property
    def rows_read(self) -> int:
        """Usable rows of all files."""
        return sum(file.rows_read for file in self.files)

    @property
    def rows_kept(self) -> int:
        """Kept rows of all files."""
        return sum(file.rows_kept for file in self.files)

    @property
    def rows_rejected(self) -> int:
        """Rejected rows of all files."""
        return sum(file.rows_rejected for file in self.files)

    @property
    def missing_parts(self) -> tuple[int, ...]:
        """Numbers of the parts that are not loaded; all of them where no name tells a number."""
        if self.kind is not TableKind.PTP:
            return ()
        loaded = {file.part for file in self.files if file.has_number}
        return tuple(part for part in range(1, max(PARTS, *loaded, 0) + 1) if part not in loaded)

    def reaches(self, code: str) -> bool:
        """Whether every row with this column 1 code is in the loaded parts."""
        if not self.missing_parts:
            return True
        last = max(PARTS, *(file.part for file in self.files if file.has_number), 0)
        return any(
            (file.part == 1 or file.first_code <= code) and (file.part == last or code <= file.last_code)
            for file in self.files
        )


Key = tuple[TableKind, Setting]


def read_releases(connection: sqlite3.Connection, schema: str = "main") -> dict[Key, Release]:
    """Every loaded table of a database.

    Args:
        connection: Where to read.
        schema: `main`, or the name under which another file is attached.
    """
    found: dict[Key, Release] = {}
    for kind, setting, quarter, loaded_at, keeps_all in connection.execute(
        f"SELECT kind, setting, quarter, loaded_at, keeps_all FROM {schema}.release"  # noqa: S608 - our own word
    ).fetchall():
        files = connection.execute(
            "SELECT part, name, sha256, rows_read, rows_kept, rows_rejected, first_code, last_code "  # noqa: S608 - our own word
            f"FROM {schema}.file WHERE kind = ? AND setting = ? ORDER BY part",
            (kind, setting),
        ).fetchall()
        release = Release(
            TableKind(kind),
            Setting(setting),
            Quarter.parse(quarter),
            datetime.fromisoformat(loaded_at),
            bool(keeps_all),
            tuple(LoadedFile(*file) for file in files),
        )
        found[release.kind, release.setting] = release
    return found


def write_release(connection: sqlite3.Connection, release: Release) -> None:
    """Note that a table is loaded."""
    key = (release.kind.value, release.setting.value)
    connection.execute(
        "INSERT INTO main.release VALUES (?, ?, ?, ?, ?)",
        (*key, str(release.quarter), release.loaded_at.isoformat(timespec="seconds"), release.keeps_all),
    )
    connection.executemany(
        "INSERT INTO main.file VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                *key,
                file.part,
                file.name,
                file.sha256,
                file.rows_read,
                file.rows_kept,
                file.rows_rejected,
                file.first_code,
                file.last_code,
            )
            for file in release.files
        ],
    )


def copy_release(connection: sqlite3.Connection, release: Release) -> None:
    """Take a table over from the old file, as it is."""
    setting = release.setting.value
    if release.kind is TableKind.MUE:
        connection.execute("INSERT INTO main.mue SELECT * FROM old.mue WHERE setting = ?", (setting,))
    else:
        connection.execute("INSERT INTO main.term SELECT * FROM old.term WHERE setting = ?", (setting,))
        connection.execute(
            "INSERT INTO main.kept_code SELECT * FROM old.kept_code WHERE setting = ?", (setting,)
        )
        table = ptp_table(release.setting)
        connection.execute(f"INSERT INTO main.{table} SELECT * FROM old.{table}")  # noqa: S608 - our own word
    write_release(connection, release)


def copy_part(connection: sqlite3.Connection, setting: Setting, part: int) -> None:
    """Take the rows of one part over from the old file."""
    table = ptp_table(setting)
    connection.execute(f"INSERT INTO main.{table} SELECT * FROM old.{table} WHERE part = ?", (part,))  # noqa: S608 - our own word


def read_kept_codes(connection: sqlite3.Connection, setting: Setting, schema: str = "main") -> frozenset[str]:
    """Codes among which a pair without a row has no edit, as far as the parts reach."""
    rows = connection.execute(
        f"SELECT code FROM {schema}.kept_code WHERE setting = ?",  # noqa: S608 - our own word
        (setting.value,),
    )
    return frozenset(code for (code,) in rows)


def write_kept_codes(connection: sqlite3.Connection, setting: Setting, codes: frozenset[str]) -> None:
    """Note which codes the rows were kept for."""
    connection.executemany(
        "INSERT INTO main.kept_code VALUES (?, ?)", ((setting.value, code) for code in sorted(codes))
    )


def ptp_table(setting: Setting) -> str:
    """Name of the table that keeps the PTP rows of a setting."""
    return f"ptp_{setting.value}"
