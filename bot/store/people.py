"""What people add to an answer: a remark after a thumb down, and questions handed to a person.

Who asked and who answered is not kept. Both tables hold a row only as long as the answer's own row.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from bot.store.statements import all_rows


class HandoverStep(StrEnum):
    """What became of a question after it was handed to a person."""

    ANSWERED = "answered_at"
    SOLVED = "solved_at"


@dataclass(frozen=True, slots=True)
class Handover:
    """A question that was handed to a person.

    Attributes:
        receipt: Of its row in the log.
        asked_at: When it was handed over, as `utc_text` writes it.
        answered_at: When a person first answered; `None` as long as nobody has.
        solved_at: When it was first marked solved.
    """

    receipt: str
    asked_at: str
    answered_at: str | None = None
    solved_at: str | None = None


# Only where the row is still there, so that nothing outlives what was purged.
_REMARK = (
    "INSERT OR REPLACE INTO remarks (receipt, remark, at) SELECT receipt, ?, ? FROM queries WHERE receipt = ?"
)
_HANDED_OVER = (
    "INSERT OR IGNORE INTO handovers (receipt, asked_at) SELECT receipt, ? FROM queries WHERE receipt = ?"
)
_REMARK_OF = "SELECT remark, at FROM remarks WHERE receipt = ?"
_HANDOVER = "SELECT receipt, asked_at, answered_at, solved_at FROM handovers WHERE receipt = ?"
_STEPS = {
    HandoverStep.ANSWERED: "UPDATE handovers SET answered_at = coalesce(answered_at, ?) WHERE receipt = ?",
    HandoverStep.SOLVED: "UPDATE handovers SET solved_at = coalesce(solved_at, ?) WHERE receipt = ?",
}


def keep_remark(receipt: str, remark: str, now: str, connection: sqlite3.Connection) -> bool:
    """Keep the latest remark about an answer; false when there is no such answer."""
    return connection.execute(_REMARK, (remark, now, receipt)).rowcount > 0


def hand_over(receipt: str, now: str, connection: sqlite3.Connection) -> bool:
    """Note that a question went to a person; false when it had gone before, or is not kept any more."""
    return connection.execute(_HANDED_OVER, (now, receipt)).rowcount > 0


def note_step(receipt: str, step: HandoverStep, now: str, connection: sqlite3.Connection) -> bool:
    """Note when it was first answered or solved; false when it was never handed over."""
    return connection.execute(_STEPS[step], (now, receipt)).rowcount > 0


def find_handover(receipt: str, connection: sqlite3.Connection) -> Handover | None:
    """What is known of a question that was handed over."""
    found = connection.execute(_HANDOVER, (receipt,)).fetchone()
    return None if found is None else Handover(*found)


def rows_with_people(connection: sqlite3.Connection) -> Iterator[dict[str, Any]]:
    """Every row as an export shows it, with what people added to its answer."""
    for row in all_rows(connection):
        remark = connection.execute(_REMARK_OF, (row.receipt,)).fetchone()
        handover = find_handover(row.receipt, connection)
        times = asdict(handover) if handover else {}
        times.pop("receipt", None)
        yield {
            **row.to_json_dict(),
            "remark": {"text": remark[0], "at": remark[1]} if remark else None,
            "handover": times or None,
        }


def forget_purged(connection: sqlite3.Connection) -> None:
    """Delete what belongs to rows that are no longer in the log."""
    connection.execute("DELETE FROM remarks WHERE receipt NOT IN (SELECT receipt FROM queries)")
    connection.execute("DELETE FROM handovers WHERE receipt NOT IN (SELECT receipt FROM queries)")
