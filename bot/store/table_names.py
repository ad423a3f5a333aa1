"""The tables of the database, and the steps that made them."""

from __future__ import annotations

TABLE = "queries"
CLAIMS = "claims"
OWN_DEFAULTS = "own_defaults"
THREADS = "threads"
OUTBOX = "outbox"
REMARKS = "remarks"
HANDOVERS = "handovers"
MIGRATION_SET = "unitwise.queries"
MIGRATION_NAMES = (
    "0001_queries",
    "0002_claims",
    "0003_own_defaults",
    "0004_outbox",
    "0005_people",
    "0006_threads",
)
"""Named here as well as in `migrations`, so that an up-to-date database is recognised without
importing sqlite-utils, which takes longer than everything else done at opening."""
