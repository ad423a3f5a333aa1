"""What SQLite's errors mean for the person who runs the bot, and what to do about each."""

from __future__ import annotations

import os
import shutil
import sqlite3
from pathlib import Path

from bot.store.base import LogBusy, LogUnavailable, NotLogged

LITTLE_SPACE = 1024 * 1024
"""Bytes; SQLite needs some room for its write-ahead file before it can write a single row."""

_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL}
_PASSING = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_CONSTRAINT}
_WORDS = {
    sqlite3.SQLITE_READONLY: (
        "is read-only: rows cannot be written. Let the account that runs Unitwise write the file and "
        "its folder."
    ),
    sqlite3.SQLITE_PERM: "may not be used by the account that runs Unitwise. Change the file's permissions.",
    sqlite3.SQLITE_AUTH: "may not be used by the account that runs Unitwise. Change the file's permissions.",
    sqlite3.SQLITE_IOERR: "cannot be read or written: the disk reports an error. Check the disk.",
    sqlite3.SQLITE_FULL: "is full: the disk has no room, or the file may not grow. Make room.",
    sqlite3.SQLITE_CORRUPT: (
        "is corrupt (damaged). Unitwise leaves it as it is: stop the bot, move the file and its -wal and "
        "-shm files away, and restore a backup or start with none."
    ),
    sqlite3.SQLITE_NOTADB: (
        "is corrupt, or not a database at all. Unitwise leaves it as it is: move it away, or set "
        "UNITWISE_DATABASE to another file."
    ),
    sqlite3.SQLITE_CONSTRAINT: (
        "refused the row: it breaks a rule of the table. This is a fault in Unitwise; report it."
    ),
}


def _primary(error: sqlite3.Error) -> int:
    """SQLite's main result code, without the detail in its upper bits."""
    # Errors that Python raises by itself (a closed connection) carry no code.
    return getattr(error, "sqlite_errorcode", sqlite3.SQLITE_MISUSE) & 0xFF


def explain(error: sqlite3.Error, path: Path) -> NotLogged:
    """Turn SQLite's error into one that an operator can act on."""
    code = _primary(error)
    if code in _BUSY:
        return LogBusy(
            f"{path} is locked: another program holds it. Close what keeps it open for writing "
            f"(a database browser, a backup)."
        )
    if code == sqlite3.SQLITE_CANTOPEN:
        return LogUnavailable(place_fault(path) or _cannot_open(path))
    if code == sqlite3.SQLITE_ERROR and str(error).startswith(("no such ", "table queries has no ")):
        return wrong_schema(path, "a table or column is missing")
    name = getattr(error, "sqlite_errorname", type(error).__name__)
    return LogUnavailable(f"{path} {_WORDS.get(code, f'cannot be used ({name}). Run unitwise doctor.')}")


def _cannot_open(path: Path) -> str:
    if not path.exists():
        return (
            f"{path} does not exist: no question has been logged there yet. Check UNITWISE_DATABASE or --db."
        )
    return f"{path} cannot be opened. Let the account that runs Unitwise read and write it and its folder."


def is_busy(error: sqlite3.Error) -> bool:
    """Whether somebody else's lock is the whole trouble."""
    return _primary(error) in _BUSY


def is_passing(error: sqlite3.Error) -> bool:
    """Whether an open connection is still good after this error."""
    return _primary(error) in _BUSY | _PASSING


def wrong_schema(path: Path, what: str) -> LogUnavailable:
    """For a database that opens, but is not one that this version of Unitwise can write to."""
    return LogUnavailable(
        f"{path} has the wrong schema: {what}. Set UNITWISE_DATABASE to another file, or restore a backup."
    )


def corrupt_fault(path: Path) -> LogUnavailable:
    """For damage that SQLite's own check found; its words may quote the file, so they stay out."""
    return LogUnavailable(f"{path} {_WORDS[sqlite3.SQLITE_CORRUPT]}")


def explain_os(error: OSError, path: Path) -> LogUnavailable:
    """The same for an error of the operating system."""
    reason = error.strerror or type(error).__name__
    return LogUnavailable(place_fault(path) or f"{path} cannot be opened: {reason}.")


def place_fault(path: Path) -> str | None:
    """What is wrong with where the file is or would be; `None` when it could be opened there."""
    folder = path.parent
    if not folder.is_dir():
        return f"{path} cannot be opened: there is no folder {folder}. Make it, or set UNITWISE_DATABASE."
    if path.is_dir():
        return f"{path} is a folder, not a database file. Set UNITWISE_DATABASE to a file."
    if not os.access(folder, os.W_OK | os.X_OK):
        return f"The folder {folder} is read-only: {path.name} cannot be written there. Allow writing in it."
    return None


def space_fault(path: Path) -> str | None:
    """Whether the disk is too full for even one more row, in words."""
    if shutil.disk_usage(path.parent).free < LITTLE_SPACE:
        return f"The disk of {path} is full. Make room."
    return None
