"""What conversations were about last: codes and payer, by the keyed hash of the conversation."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ThreadAbout:
    """What a conversation was about last.

    Attributes:
        codes: Codes of the last question that named any.
        payer: Its payer, or `None`.
    """

    codes: tuple[str, ...]
    payer: str | None


def find_thread(thread: str, stale: str, connection: sqlite3.Connection) -> ThreadAbout | None:
    """What a conversation was about, unless that was before `stale`."""
    found = connection.execute(
        "SELECT codes, payer FROM threads WHERE thread = ? AND at >= ?", (thread, stale)
    ).fetchone()
    return None if found is None else ThreadAbout(tuple(json.loads(found[0])), found[1])


def keep_thread(
    thread: str, about: ThreadAbout, now: str, stale: str, connection: sqlite3.Connection
) -> None:
    """Note what a conversation is about now, and forget every one that fell silent."""
    connection.execute("DELETE FROM threads WHERE at < ?", (stale,))
    connection.execute(
        "INSERT OR REPLACE INTO threads (thread, codes, payer, at) VALUES (?, ?, ?, ?)",
        (thread, json.dumps(about.codes), about.payer, now),
    )
