"""The tables of the query log, as steps that are only ever added to.

A step that has shipped is never edited: databases out there have applied it. A new step gets
the next number, here and in `schema.MIGRATION_NAMES`.
"""

from __future__ import annotations

import sqlite3

from sqlite_utils import Database, Migrations

from bot.store.schema import CLAIMS, MIGRATION_SET, OWN_DEFAULTS, TABLE

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


def apply(connection: sqlite3.Connection) -> None:
    """Apply the steps that this database has not seen.

    Args:
        connection: Inside a write transaction, which the caller commits.
    """
    # Plugins of sqlite-utils that happen to be installed have no business in this database.
    migrations.apply(Database(connection, execute_plugins=False, recursive_triggers=False))
