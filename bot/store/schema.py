"""Whether a database has the table of the query log, and making it where it is missing."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from bot.store.faults import wrong_schema
from bot.store.rows import COLUMNS
from bot.store.table_names import MIGRATION_NAMES, MIGRATION_SET, TABLE


def is_current(connection: sqlite3.Connection, path: Path) -> bool:
    """Whether every migration has been applied.

    Raises:
        LogUnavailable: There is a table of this name, but it is not ours.
        sqlite3.Error: The database cannot be read.
    """
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    applied: set[str] = set()
    if "_sqlite_migrations" in tables:
        found = connection.execute(
            "SELECT name FROM _sqlite_migrations WHERE migration_set = ?", (MIGRATION_SET,)
        )
        applied = {name for (name,) in found}
    current = applied.issuperset(MIGRATION_NAMES)
    present = {row[1] for row in connection.execute("SELECT * FROM pragma_table_info(?)", (TABLE,))}
    if TABLE in tables and not applied:
        raise wrong_schema(path, f"it holds a table {TABLE!r} that Unitwise did not make")
    missing = [column for column in COLUMNS if column not in present]
    if current and missing:
        raise wrong_schema(path, f"its table {TABLE!r} lacks {', '.join(missing)}")
    return current


def bring_up_to_date(connection: sqlite3.Connection) -> None:
    """Apply what `is_current` found missing; of several processes at once, one does it.

    Raises:
        sqlite3.Error: The database is locked, read-only, full or damaged.
    """
    from bot.store.migrations import apply  # 100 ms of import, needed once in a database's life

    # sqlite-utils would begin with a read and fail when another process writes first; with the
    # write lock taken here, its own transactions become savepoints inside this one.
    connection.execute("BEGIN IMMEDIATE")
    try:
        apply(connection)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
