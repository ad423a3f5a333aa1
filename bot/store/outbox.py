"""Replies that have to go by a call to Slack: where they belong, until they have gone.

What they say is not kept: it is worked out again from the structured request in the log.
"""

from __future__ import annotations

import sqlite3
from dataclasses import astuple, dataclass

from bot.store.rows import QueryRow, Recorded
from bot.store.statements import insert


@dataclass(frozen=True, slots=True)
class WaitingReply:
    """A reply that has not gone yet.

    Attributes:
        receipt: Of its row in the log.
        channel: Slack's id of the channel or direct message.
        thread_ts: Heads the thread; `None` outside of one.
        waits_since: As `utc_text` writes it.
        sender: The process that sends it, as `bot.senders.this_process` names it.
    """

    receipt: str
    channel: str
    thread_ts: str | None
    waits_since: str
    sender: str


def insert_with_reply(
    row: QueryRow, reply: WaitingReply, stale: str, connection: sqlite3.Connection
) -> Recorded:
    """Add a row and where its reply belongs, both or neither; nothing for a delivery that has a row."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        recorded = insert(row, connection)
        _delete_stale(stale, connection)
        if not recorded.repeated:
            connection.execute("INSERT INTO outbox VALUES (?, ?, ?, ?, ?)", astuple(reply))
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
    return recorded


def waiting_replies(stale: str, connection: sqlite3.Connection) -> list[WaitingReply]:
    """Every reply that waits, the oldest first, once those since before `stale` are deleted."""
    _delete_stale(stale, connection)
    found = connection.execute(
        "SELECT receipt, channel, thread_ts, waits_since, sender FROM outbox ORDER BY waits_since, rowid"
    )
    return [WaitingReply(*values) for values in found]


def take_over(reply: WaitingReply, sender: str, connection: sqlite3.Connection) -> bool:
    """Make another process the sender; false when somebody else was faster, or the reply has gone."""
    taken = connection.execute(
        "UPDATE outbox SET sender = ? WHERE receipt = ? AND sender = ? AND waits_since = ?",
        (sender, reply.receipt, reply.sender, reply.waits_since),
    )
    return taken.rowcount > 0


def set_delivered(receipt: str, now: str, connection: sqlite3.Connection) -> None:
    """Note in the log that a reply went, and forget where it belonged: both or neither."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        connection.execute("UPDATE queries SET delivered_at = ? WHERE receipt = ?", (now, receipt))
        connection.execute("DELETE FROM outbox WHERE receipt = ?", (receipt,))
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def forget_purged(connection: sqlite3.Connection) -> None:
    """Delete what belongs to rows that are no longer in the log."""
    connection.execute("DELETE FROM outbox WHERE receipt NOT IN (SELECT receipt FROM queries)")


def _delete_stale(stale: str, connection: sqlite3.Connection) -> None:
    connection.execute("DELETE FROM outbox WHERE waits_since < ?", (stale,))
