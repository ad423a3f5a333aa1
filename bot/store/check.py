"""Looking at the database of the query log for anything that would keep a row out."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from bot.store.base import NotLogged
from bot.store.database import plain_connection
from bot.store.faults import corrupt_fault, explain, explain_os, place_fault, space_fault
from bot.store.schema import is_current
from bot.store.table_names import TABLE


def check_file(path: Path, *, wait: float, was_open: bool, thorough: bool) -> list[str]:
    """Every fault in words; never raises and leaves nothing behind.

    Args:
        path: The database file, absolute.
        wait: Seconds that a held lock may last before it is a fault.
        was_open: The file was there before; then its absence is a fault, else the first row makes it.
        thorough: Read the whole file.
    """
    try:
        faults = [fault for fault in (place_fault(path),) if fault]
        if faults:
            return faults
        faults = [fault for fault in (space_fault(path),) if fault]
        if path.exists():
            faults += _inside(path, wait, thorough)
        elif was_open:
            faults.append(
                f"{path} is missing: it was moved or deleted while in use. The next row starts a new one."
            )
    except OSError as error:
        return [str(explain_os(error, path))]
    return faults


def _inside(path: Path, wait: float, thorough: bool) -> list[str]:
    try:
        with closing(plain_connection(path, wait=wait)) as connection:
            if is_current(connection, path):
                # The newest row lies at the end, where the next one will be written.
                connection.execute(f"SELECT * FROM {TABLE} ORDER BY rowid DESC LIMIT 1").fetchall()  # noqa: S608 - our own table name
            if thorough:
                found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
                if found != "ok":
                    raise corrupt_fault(path)
            _try_to_write(connection)
    except NotLogged as fault:
        return [str(fault)]
    except sqlite3.Error as error:
        return [str(explain(error, path))]
    return []


def _try_to_write(connection: sqlite3.Connection) -> None:
    # Only a write that is really begun finds out about locks and read-only files. `BEGIN IMMEDIATE`
    # alone would not do: on a read-only file SQLite quietly makes it a read.
    connection.execute("BEGIN IMMEDIATE")
    try:
        connection.execute("CREATE TABLE write_probe (id)")
    finally:
        connection.execute("ROLLBACK")
