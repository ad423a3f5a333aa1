"""Opening the SQLite file of the query log."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import time
from pathlib import Path

from bot.store.faults import explain, explain_os, is_busy
from bot.store.schema import bring_up_to_date, is_current

LOCK_PAUSE = 0.005
"""Seconds between two tries to open a locked file."""


def connect(path: Path, *, wait: float, create: bool) -> sqlite3.Connection:
    """Open the file and see that it has our table.

    Args:
        path: The database file, absolute.
        wait: Seconds to wait for a held lock; also the connection's own waiting time afterwards.
        create: Make the file where there is none, readable by its owner alone.

    Raises:
        NotLogged: It cannot be opened, or not in time.
    """
    give_up = time.monotonic() + wait
    try:
        if create:
            _create_private(path)
        while True:
            try:
                connection = _try_to_connect(path, for_writing=create)
                break
            except sqlite3.Error as error:
                # SQLite's own waiting covers some of these steps, not all, and each one anew.
                if not is_busy(error) or time.monotonic() >= give_up:
                    raise
                time.sleep(LOCK_PAUSE)
        connection.execute(f"PRAGMA busy_timeout = {round(wait * 1000)}")
        return connection
    except sqlite3.Error as error:
        raise explain(error, path) from error
    except OSError as error:
        raise explain_os(error, path) from error


def plain_connection(path: Path, *, wait: float) -> sqlite3.Connection:
    """A connection to a file that exists, with nothing looked at yet; every statement commits by itself."""
    return sqlite3.connect(
        f"{path.as_uri()}?mode=rw", uri=True, timeout=wait, isolation_level=None, check_same_thread=False
    )


def _create_private(path: Path) -> None:
    # SQLite would make the file readable by everybody; its -wal and -shm files copy these bits.
    with contextlib.suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))


def _try_to_connect(path: Path, *, for_writing: bool) -> sqlite3.Connection:
    connection = plain_connection(path, wait=0.0)
    try:
        # A power cut may take the last rows, never the file: right for a log, and no wait for the disk.
        connection.execute("PRAGMA synchronous = NORMAL")
        current = is_current(connection, path)
        # In WAL mode reading and writing do not wait for each other. The file remembers the mode, but
        # one made from a dump has forgotten it.
        if for_writing and connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
            connection.execute("PRAGMA journal_mode = WAL")
        if not current:
            bring_up_to_date(connection)
    except BaseException:
        connection.close()
        raise
    return connection
