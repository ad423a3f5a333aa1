"""One row of the query log: what is kept of one answered request, and nothing else."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import Any

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")


def utc_text(moment: datetime) -> str:
    """A moment as the log keeps it: `2026-11-22T14:03:05.123Z`.

    Always in UTC and always of one length, so that sorting the text sorts the moments.

    Args:
        moment: Any moment with a time zone.

    Raises:
        ValueError: The moment has no time zone, so nobody knows which one it is.
    """
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone, e.g. datetime.now(UTC)")
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryRow:
    """What is kept of one request that got a reply; the fields are the columns.

    Attributes:
        receipt: Names this answer; never two the same.
        delivery_key: Keyed hash of Slack's event or trigger id; never two the same. `None` on the
            command line.
        asked_at: When it came in, as `utc_text` writes it.
        surface: Where it came from.
        team: Slack workspace id.
        user_hash: Keyed hash of the asker.
        command: The command understood, e.g. `units`.
        intent: What kind of request it was.
        outcome: How it ended.
        confident: Whether one calculation or entry was shown as the answer.
        request: The structured command as JSON, without the date of service.
        rules_on: First day of the quarter of the date of service, ISO.
        date_given: Whether the date of service was typed.
        codes: Codes asked about, a JSON list.
        minutes: Minutes by code, a JSON object.
        payer: Payer id.
        discipline: `pt`, `ot` or `slp`.
        setting: `practitioner` or `hospital`.
        topic: Best knowledge entry.
        score: How well it fitted.
        question: Redacted text, where any is kept.
        used: Parameters that decided, a JSON list.
        tables: Imported tables in use, a JSON list.
        feedback: `up` or `down`.
        feedback_reason: What was wrong, out of a fixed list.
        duration_ms: Milliseconds from question to answer.
        delivered_at: When a reply that needed a call to Slack went out, as `utc_text` writes it.
        rules_version: Version of the rules and tables that answered.
    """

    receipt: str
    delivery_key: str | None = None
    asked_at: str
    surface: str
    team: str | None = None
    user_hash: str | None = None
    command: str | None = None
    intent: str
    outcome: str
    confident: bool
    request: str = "{}"
    rules_on: str | None = None
    date_given: bool = False
    codes: str = "[]"
    minutes: str = "{}"
    payer: str | None = None
    discipline: str | None = None
    setting: str | None = None
    topic: str | None = None
    score: float | None = None
    question: str | None = None
    used: str = "[]"
    tables: str = "[]"
    feedback: str | None = None
    feedback_reason: str | None = None
    duration_ms: float
    delivered_at: str | None = None
    rules_version: str

    def __post_init__(self) -> None:
        # Another spelling of the same moment would sort wrongly, and be purged too late or too early.
        for moment in (self.asked_at, self.delivered_at):
            if moment is not None and _MOMENT.fullmatch(moment) is None:
                raise ValueError(
                    "a moment in the query log looks like 2026-11-22T14:03:05.123Z; use utc_text()"
                )

    def to_json_dict(self) -> dict[str, Any]:
        """The row as an export shows it: the JSON columns as what they hold, not as text."""
        return {
            name: json.loads(getattr(self, name)) if name in JSON_COLUMNS else getattr(self, name)
            for name in COLUMNS
        }


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of a row.

    Attributes:
        receipt: The receipt under which the request is kept.
        repeated: The same delivery was kept before: `receipt` is that older row's, and no row was added.
    """

    receipt: str
    repeated: bool


COLUMNS = tuple(field.name for field in fields(QueryRow))
JSON_COLUMNS = frozenset({"request", "codes", "minutes", "used", "tables"})
TRUTH_COLUMNS = frozenset({"confident", "date_given"})
"""Kept as 0 or 1, because SQLite has no truth values."""
