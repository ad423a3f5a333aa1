"""Every SQL statement about the rows of the log, as functions of a connection."""

# ruff: noqa: S608 - what is put into the texts below is column names of ours; values are always bound

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from operator import attrgetter

from bot.store.rows import COLUMNS, TRUTH_COLUMNS, QueryRow, Recorded

BATCH = 500
"""Rows read or deleted in one go: never long enough to hold up an answer."""

_NAMES = ", ".join(COLUMNS)
_INSERT = (
    f"INSERT INTO queries ({_NAMES}) VALUES ({', '.join('?' * len(COLUMNS))}) "
    "ON CONFLICT (delivery_key) DO NOTHING"
)
_DELIVERED = "SELECT receipt FROM queries WHERE delivery_key = ?"
_FEEDBACK = "UPDATE queries SET feedback = ?, feedback_reason = ? WHERE receipt = ?"
_FIND = f"SELECT {_NAMES} FROM queries WHERE receipt = ?"
_PAGE = (
    f"SELECT rowid, {_NAMES} FROM queries WHERE (asked_at, rowid) > (?, ?) "
    f"ORDER BY asked_at, rowid LIMIT {BATCH}"
)
OWN_COLUMNS = ("discipline", "role", "setting", "payer")
_OWN = f"SELECT {', '.join(OWN_COLUMNS)} FROM own_defaults WHERE user_hash = ?"
_KEEP_OWN = (
    f"INSERT OR REPLACE INTO own_defaults (user_hash, {', '.join(OWN_COLUMNS)}, changed_at) "
    f"VALUES ({', '.join('?' * (len(OWN_COLUMNS) + 2))})"
)
_values = attrgetter(*COLUMNS)


def insert(row: QueryRow, connection: sqlite3.Connection) -> Recorded:
    """Add a row, unless its delivery has one already."""
    values = _values(row)
    while not _execute(connection, _INSERT, values).rowcount:
        earlier = connection.execute(_DELIVERED, (row.delivery_key,)).fetchone()
        if earlier is not None:
            return Recorded(earlier[0], repeated=True)
        # Purged between the two statements: then it is a new one after all.
    return Recorded(row.receipt, repeated=False)


def insert_all(rows: Sequence[QueryRow], connection: sqlite3.Connection) -> list[Recorded]:
    """Add rows in one transaction: all of them or, when one fails, none."""
    if len(rows) == 1:  # is a transaction by itself
        return [insert(rows[0], connection)]
    connection.execute("BEGIN IMMEDIATE")
    try:
        recorded = [insert(row, connection) for row in rows]
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
    return recorded


def update_feedback(receipt: str, verdict: str, reason: str | None, connection: sqlite3.Connection) -> bool:
    """Set the thumb of one answer; whether there is such an answer."""
    return _execute(connection, _FEEDBACK, (verdict, reason, receipt)).rowcount > 0


def claim(key: str, now: str, stale: str, connection: sqlite3.Connection) -> bool:
    """Take a key; whether nobody held it. Keys claimed before `stale` are free again."""
    _execute(connection, "DELETE FROM claims WHERE claimed_at < ?", (stale,))
    taken = _execute(
        connection, "INSERT INTO claims (key, claimed_at) VALUES (?, ?) ON CONFLICT DO NOTHING", (key, now)
    )
    return taken.rowcount > 0


def release(key: str, connection: sqlite3.Connection) -> None:
    """Give a key back."""
    _execute(connection, "DELETE FROM claims WHERE key = ?", (key,))


def own_defaults(user_hash: str, connection: sqlite3.Connection) -> dict[str, str | None]:
    """What a person has set for themselves; empty when nothing is."""
    found = _execute(connection, _OWN, (user_hash,)).fetchone()
    return {} if found is None else dict(zip(OWN_COLUMNS, found, strict=True))


def keep_own_defaults(
    user_hash: str, values: Mapping[str, str | None], now: str, connection: sqlite3.Connection
) -> None:
    """Keep what a person has set; with nothing set, nothing is kept."""
    kept = [values.get(name) for name in OWN_COLUMNS]
    if any(kept):
        _execute(connection, _KEEP_OWN, (user_hash, *kept, now))
    else:
        forget_own_defaults(user_hash, connection)


def forget_own_defaults(user_hash: str, connection: sqlite3.Connection) -> None:
    """Delete what a person has set."""
    _execute(connection, "DELETE FROM own_defaults WHERE user_hash = ?", (user_hash,))


def find(receipt: str, connection: sqlite3.Connection) -> QueryRow | None:
    """The row of one answer."""
    found = _execute(connection, _FIND, (receipt,)).fetchone()
    return None if found is None else _row(found)


def all_rows(connection: sqlite3.Connection) -> Iterator[QueryRow]:
    """Every row by the moment of the question; those of one moment in the order they came."""
    # Page by page: one long read would keep the write-ahead file from being folded back.
    after: tuple[str, int] = ("", 0)
    while page := connection.execute(_PAGE, after).fetchall():
        for rowid, *values in page:
            row = _row(values)
            after = (row.asked_at, rowid)
            yield row


def delete_batch(user_hash: str | None, before: str | None, connection: sqlite3.Connection) -> int:
    """Delete up to `BATCH` of the rows that meet every condition given; how many went."""
    given = [
        (condition, value)
        for condition, value in (("user_hash = ?", user_hash), ("asked_at < ?", before))
        if value is not None
    ]
    conditions = " AND ".join(condition for condition, _ in given)
    return connection.execute(
        f"DELETE FROM queries WHERE rowid IN (SELECT rowid FROM queries WHERE {conditions} LIMIT {BATCH})",
        [value for _, value in given],
    ).rowcount


def _execute(connection: sqlite3.Connection, sql: str, values: Sequence[object]) -> sqlite3.Cursor:
    try:
        return connection.execute(sql, values)
    except UnicodeEncodeError:
        # Half of a surrogate pair, as broken input has it: SQLite takes only whole characters.
        whole = [v.encode("utf-8", "replace").decode() if isinstance(v, str) else v for v in values]
        return connection.execute(sql, whole)


def _row(values: Sequence[object]) -> QueryRow:
    named = {
        name: bool(value) if name in TRUTH_COLUMNS else value
        for name, value in zip(COLUMNS, values, strict=True)
    }
    return QueryRow(**named)  # type: ignore[arg-type]  # the columns' types are the table's
