"""The tables of the query log, as steps that are only ever added to.

A step that has shipped is never edited: databases out there have applied it. A new step gets
the next number, here and in `schema.MIGRATION_NAMES`.
"""

from __future__ import annotations

import sqlite3

from sqlite_utils import Database, Migrations

from bot.store.table_names import (
    CLAIMS,
    HANDOVERS,
    MIGRATION_SET,
    OUTBOX,
    OWN_DEFAULTS,
    REMARKS,
    TABLE,
    THREADS,
)

migrations = Migrations(MIGRATION_SET)


@migrations(name="0001_queries")
def create_queries(db: Database) -> None:
    """One row per answered request."""
    queries = db.table(TABLE)
    queries.create(
        {
            "receipt": str,
            "delivery_key": str,
            "asked_at": str,
            "surface": str,
            "team": str,
            "user_hash": str,
            "command": str,
            "intent": str,
            "outcome": str,
            "confident": int,
            "request": str,
            "rules_on": str,
            "date_given": int,
            "codes": str,
            "minutes": str,
            "payer": str,
            "discipline": str,
            "setting": str,
            "topic": str,
            "score": float,
            "question": str,
            "used": str,
            "tables": str,
            "feedback": str,
            "feedback_reason": str,
            "duration_ms": float,
            "delivered_at": str,
            "rules_version": str,
        },
        not_null={
            "receipt",
            "asked_at",
            "surface",
            "intent",
            "outcome",
            "confident",
            "request",
            "date_given",
            "codes",
            "minutes",
            "used",
            "tables",
            "duration_ms",
            "rules_version",
        },
        strict=db.supports_strict,
    )
    queries.create_index(["receipt"], unique=True)
    queries.create_index(["delivery_key"], unique=True)
    queries.create_index(["asked_at"])
    queries.create_index(["user_hash"])


@migrations(name="0002_claims")
def create_claims(db: Database) -> None:
    """What must happen once although several processes, or a restarted one, are asked for it."""
    claims = db.table(CLAIMS)
    claims.create(
        {"key": str, "claimed_at": str}, pk="key", not_null={"claimed_at"}, strict=db.supports_strict
    )


@migrations(name="0003_own_defaults")
def create_own_defaults(db: Database) -> None:
    """What people have set for themselves; who they are is a keyed hash, as in the log."""
    own = db.table(OWN_DEFAULTS)
    own.create(
        {
            "user_hash": str,
            "discipline": str,
            "role": str,
            "setting": str,
            "payer": str,
            "changed_at": str,
        },
        pk="user_hash",
        not_null={"changed_at"},
        strict=db.supports_strict,
    )


@migrations(name="0004_outbox")
def create_outbox(db: Database) -> None:
    """Where replies that have not gone yet belong; a row lives ten minutes at most."""
    outbox = db.table(OUTBOX)
    outbox.create(
        {"receipt": str, "channel": str, "thread_ts": str, "waits_since": str, "sender": str},
        pk="receipt",
        not_null={"channel", "waits_since", "sender"},
        strict=db.supports_strict,
    )


@migrations(name="0005_people")
def create_people(db: Database) -> None:
    """What people say of an answer, redacted, and when a question went to a person; never who."""
    db.table(REMARKS).create(
        {"receipt": str, "remark": str, "at": str},
        pk="receipt",
        not_null={"remark", "at"},
        strict=db.supports_strict,
    )
    db.table(HANDOVERS).create(
        {"receipt": str, "asked_at": str, "answered_at": str, "solved_at": str},
        pk="receipt",
        not_null={"asked_at"},
        strict=db.supports_strict,
    )


@migrations(name="0006_threads")
def create_threads(db: Database) -> None:
    """What a conversation was about last, for a question that leans on it; a row lives half an hour."""
    db.table(THREADS).create(
        {"thread": str, "codes": str, "payer": str, "at": str},
        pk="thread",
        not_null={"codes", "at"},
        strict=db.supports_strict,
    )


def apply(connection: sqlite3.Connection) -> None:
    """Apply the steps that this database has not seen.

    Args:
        connection: Inside a write transaction, which the caller commits.
    """
    # Plugins of sqlite-utils that happen to be installed have no business in this database.
    migrations.apply(Database(connection, execute_plugins=False, recursive_triggers=False))
