"""The file that keeps the loaded tables: an SQLite database of its own beside the log.

It is never changed in place. A new one is built aside and takes its place in one step, so a reader
sees the old tables or the new ones, and the log is never locked by an import.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from bot.settings import DEFAULT_DATABASE
from bot.tables.faults import TablesFault

SUFFIX = ".tables"
VERSION = 1
"""Changes with the schema; a file of another version is loaded anew."""
MARK = 0x55545442
"""Says "tables of Unitwise" in the file's header."""

_SCHEMA = """
CREATE TABLE release (
    kind TEXT NOT NULL,
    setting TEXT NOT NULL,
    quarter TEXT NOT NULL,
    loaded_at TEXT NOT NULL,
    keeps_all INTEGER NOT NULL,
    PRIMARY KEY (kind, setting)
) WITHOUT ROWID;
CREATE TABLE file (
    kind TEXT NOT NULL,
    setting TEXT NOT NULL,
    part INTEGER NOT NULL,
    name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    rows_read INTEGER NOT NULL,
    rows_kept INTEGER NOT NULL,
    rows_rejected INTEGER NOT NULL,
    first_code TEXT NOT NULL,
    last_code TEXT NOT NULL,
    PRIMARY KEY (kind, setting, part)
) WITHOUT ROWID;
CREATE TABLE kept_code (
    setting TEXT NOT NULL,
    code TEXT NOT NULL,
    PRIMARY KEY (setting, code)
) WITHOUT ROWID;
CREATE TABLE term (
    setting TEXT NOT NULL,
    number INTEGER NOT NULL,
    effective TEXT,
    deleted TEXT,
    modifier_indicator INTEGER,
    rationale TEXT NOT NULL,
    PRIMARY KEY (setting, number)
) WITHOUT ROWID;
CREATE TABLE mue (
    setting TEXT NOT NULL,
    code TEXT NOT NULL,
    value INTEGER NOT NULL,
    adjudication_indicator INTEGER NOT NULL,
    rationale TEXT NOT NULL,
    PRIMARY KEY (setting, code)
) WITHOUT ROWID;
CREATE TABLE ptp_practitioner (
    column_one INTEGER NOT NULL,
    column_two INTEGER NOT NULL,
    term INTEGER NOT NULL,
    part INTEGER NOT NULL,
    PRIMARY KEY (column_one, column_two, term)
) WITHOUT ROWID;
CREATE TABLE ptp_hospital (
    column_one INTEGER NOT NULL,
    column_two INTEGER NOT NULL,
    term INTEGER NOT NULL,
    part INTEGER NOT NULL,
    PRIMARY KEY (column_one, column_two, term)
) WITHOUT ROWID;
"""


def tables_path(database: str) -> Path:
    """Where the tables are kept for a log database.

    Args:
        database: As in the setting `UNITWISE_DATABASE`. A database server keeps no files, so beside
            one the tables lie in the working folder.
    """
    near = DEFAULT_DATABASE if "://" in database else database
    path = Path(near).expanduser().absolute()
    return path.with_name(path.name + SUFFIX)


def open_tables(path: Path) -> sqlite3.Connection:
    """Open the file for reading only.

    Raises:
        TablesFault: It is no such file, or of another version.
    """
    try:
        # Never changed in place, so no lock is needed, and none is left behind.
        connection = sqlite3.connect(
            f"{path.as_uri()}?mode=ro&immutable=1", uri=True, isolation_level=None, check_same_thread=False
        )
    except sqlite3.Error as fault:
        raise TablesFault(f"{path} cannot be opened. Let the account that runs Unitwise read it.") from fault
    try:
        mark = connection.execute("PRAGMA application_id").fetchone()[0]
        version = connection.execute("PRAGMA user_version").fetchone()[0]
    except sqlite3.Error as fault:
        connection.close()
        raise TablesFault(f"{path} is damaged, or no database at all. {_LOAD_AGAIN}") from fault
    if mark != MARK or version != VERSION:
        connection.close()
        what = "was made by another version of Unitwise" if mark == MARK else "is not a file of loaded tables"
        raise TablesFault(f"{path} {what}. {_LOAD_AGAIN}")
    return connection


_LOAD_AGAIN = "Move it away and load the official files again (unitwise ncci import, unitwise mue import)."


@contextmanager
def rebuilding(path: Path) -> Iterator[sqlite3.Connection]:
    """Build the file anew; it takes the old one's place when the block ends without an error.

    Inside, the old tables can be read under the schema name `old`; where there is no usable old file
    they are empty.

    Raises:
        TablesFault: Another import is running, or the file cannot be written.
    """
    aside = path.with_name(f"{path.name}.{os.getpid()}{_BUILDING}")
    try:
        with _only_import(path):
            _clear_left_overs(path)
            try:
                with closing(_connect_new(aside)) as connection:
                    _attach_old(connection, path)
                    yield connection
                    connection.execute("COMMIT")
                _flush(aside)
                aside.replace(path)
                _flush(path.parent)
            finally:
                aside.unlink(missing_ok=True)
    except sqlite3.Error as fault:
        raise TablesFault(
            f"The tables cannot be written to {path}: {_reason(fault)}. {_UNCHANGED}"
        ) from fault
    except OSError as fault:
        raise TablesFault(
            f"The tables cannot be written to {path}: {fault.strerror or type(fault).__name__}. {_UNCHANGED}"
        ) from fault


def _clear_left_overs(path: Path) -> None:
    """Remove what imports that were killed left behind; none is running now."""
    for file in path.parent.iterdir():
        if file.name.startswith(f"{path.name}.") and file.name.endswith(_BUILDING):
            file.unlink(missing_ok=True)


_BUILDING = ".building"
_UNCHANGED = "What was loaded before is unchanged."


def _reason(fault: sqlite3.Error) -> str:
    code = getattr(fault, "sqlite_errorcode", sqlite3.SQLITE_MISUSE) & 0xFF
    if code == sqlite3.SQLITE_FULL:
        return "the disk is full"
    if code in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM):
        return "the folder is missing, or may not be written by this account"
    return getattr(fault, "sqlite_errorname", type(fault).__name__)


@contextmanager
def _only_import(path: Path) -> Iterator[None]:
    """Hold off every other import of these tables, in a way that a crash ends by itself."""
    lock = sqlite3.connect(path.with_name(f"{path.name}.lock"), timeout=0, isolation_level=None)
    with closing(lock):
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as fault:
            if fault.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                raise
            raise TablesFault(
                f"Another import into {path} is running. Wait until it has ended. {_UNCHANGED}"
            ) from None
        yield


def _connect_new(aside: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(aside.as_uri(), uri=True, isolation_level=None)
    # Nobody else sees the file, and it is thrown away unless it is whole.
    for pragma in ("journal_mode = OFF", "synchronous = OFF", "locking_mode = EXCLUSIVE"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute(f"PRAGMA application_id = {MARK}")
    connection.execute(f"PRAGMA user_version = {VERSION}")
    connection.executescript(_SCHEMA)
    return connection


def _attach_old(connection: sqlite3.Connection, path: Path) -> None:
    usable = False
    with contextlib.suppress(TablesFault), closing(open_tables(path)) as old:
        usable = old.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok"
    if usable:
        connection.execute("ATTACH ? AS old", (f"{path.as_uri()}?mode=ro&immutable=1",))
    else:
        connection.execute("ATTACH ':memory:' AS old")
        for statement in filter(str.strip, _SCHEMA.split(";")):
            connection.execute(statement.replace("CREATE TABLE ", "CREATE TABLE old."))
    connection.execute("BEGIN")


def _flush(path: Path) -> None:
    """See a file, or a folder's names, safely on the disk."""
    if path.is_dir() and os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def damage(path: Path) -> str | None:
    """What is wrong with the file, in words; `None` when it is whole or was never made."""
    if not path.exists():
        return None
    try:
        with closing(open_tables(path)) as connection:
            found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    except TablesFault as fault:
        return str(fault)
    except sqlite3.Error:
        found = "damaged"
    return None if found == "ok" else f"{path} is damaged. {_LOAD_AGAIN}"
