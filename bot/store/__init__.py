"""The query log: one row for every request that gets a reply, kept without naming anybody."""

from __future__ import annotations

from pathlib import Path

from bot.settings import SettingsError
from bot.store.base import CLAIM_HOLDS, LogBusy, LogUnavailable, NotLogged, QueryLog, Verdict
from bot.store.identity import Hasher, Secret, load_secret
from bot.store.outbox import WaitingReply
from bot.store.people import Handover, HandoverStep
from bot.store.rows import QueryRow, Recorded, utc_text
from bot.store.sqlite import SqliteQueryLog
from bot.store.threads import ThreadAbout

__all__ = [
    "CLAIM_HOLDS",
    "Handover",
    "HandoverStep",
    "Hasher",
    "LogBusy",
    "LogUnavailable",
    "NotLogged",
    "QueryLog",
    "QueryRow",
    "Recorded",
    "Secret",
    "ThreadAbout",
    "Verdict",
    "WaitingReply",
    "load_secret",
    "open_log",
    "utc_text",
]


def open_log(database: str) -> QueryLog:
    """The query log that the setting `UNITWISE_DATABASE` names. Touches nothing until it is used.

    Args:
        database: A file path.

    Raises:
        SettingsError: It is the address of a database server.
    """
    scheme, separator, _ = database.partition("://")
    if separator:
        # The address may hold a password, so it is not repeated.
        name = "PostgreSQL" if scheme in ("postgres", "postgresql") else f"{scheme}://"
        raise SettingsError(
            [f"UNITWISE_DATABASE: {name} is not supported yet; give a file path, e.g. unitwise.db"]
        )
    return SqliteQueryLog(Path(database))
