"""What every query log can do, whichever database keeps it, and how it fails.

    NotLogged
    ├─ LogBusy          somebody else holds the database; the next request may go through
    └─ LogUnavailable   the database cannot be used until somebody acts

The messages are for the operator: they name the file, what is wrong and what to do. They
never hold anything of a row.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Literal, Protocol

from bot.store.rows import QueryRow, Recorded
from rules.errors import BillingError

Verdict = Literal["up", "down"]


class NotLogged(BillingError):
    """The row could not be kept. The answer goes out all the same and says so."""


class LogBusy(NotLogged):
    """Another program held the database for longer than an answer may wait."""


class LogUnavailable(NotLogged):
    """The database is missing, read-only, damaged, full or not ours."""


class QueryLog(Protocol):
    """One row for each answered request.

    `record_async` and `set_feedback_async` may be called on an event loop; everything else
    may wait for the disk or for a lock, and belongs on another thread there.
    """

    def open(self) -> None:
        """Open, and create where needed, now and not at the first row. Never raises; see `check`."""
        ...

    def record(self, row: QueryRow) -> Recorded:
        """Keep a row; waits at most 250 ms for a held lock.

        Raises:
            NotLogged: It could not be kept.
        """
        ...

    async def record_async(self, row: QueryRow) -> Recorded:
        """The same, without ever blocking the event loop.

        Raises:
            NotLogged: It could not be kept.
        """
        ...

    def set_feedback(self, receipt: str, verdict: Verdict, reason: str | None = None) -> bool:
        """Keep the latest thumb for an answer; waits at most 250 ms for a held lock.

        Args:
            receipt: Names the answer.
            verdict: Which thumb.
            reason: One of the fixed reasons after a thumbs-down; never typed text.

        Returns:
            Whether there is such an answer.

        Raises:
            NotLogged: It could not be kept.
        """
        ...

    async def set_feedback_async(self, receipt: str, verdict: Verdict, reason: str | None = None) -> bool:
        """The same, without ever blocking the event loop.

        Raises:
            NotLogged: It could not be kept.
        """
        ...

    async def claim_async(self, key: str) -> bool:
        """Take a key for ten minutes, for something that must happen once among all processes.

        Args:
            key: A keyed hash; never anything typed.

        Returns:
            Whether nobody held it.

        Raises:
            NotLogged: It could not be asked.
        """
        ...

    async def release_async(self, key: str) -> None:
        """Give a key back, because what it stood for did not happen.

        Raises:
            NotLogged: It could not be given back.
        """
        ...

    def own_defaults(self, user_hash: str) -> Mapping[str, str | None]:
        """What a person has set for themselves, by name; empty when nothing is.

        Raises:
            NotLogged: The database could not be read.
        """
        ...

    async def own_defaults_async(self, user_hash: str) -> Mapping[str, str | None]:
        """The same, without ever blocking the event loop.

        Raises:
            NotLogged: The database could not be read.
        """
        ...

    def keep_own_defaults(self, user_hash: str, values: Mapping[str, str | None]) -> None:
        """Keep what a person has set for themselves, in place of what was kept before.

        Args:
            user_hash: Whose.
            values: `discipline`, `role`, `setting` and `payer`; fixed words and ids, nothing typed freely.

        Raises:
            NotLogged: It could not be kept.
        """
        ...

    async def keep_own_defaults_async(self, user_hash: str, values: Mapping[str, str | None]) -> None:
        """The same, without ever blocking the event loop.

        Raises:
            NotLogged: It could not be kept.
        """
        ...

    def find(self, receipt: str) -> QueryRow | None:
        """The row of one answer.

        Raises:
            NotLogged: The database could not be read.
        """
        ...

    def rows(self) -> Iterator[QueryRow]:
        """Every row, oldest question first. Rows may be added and purged meanwhile.

        Raises:
            NotLogged: The database could not be read.
        """
        ...

    def purge(self, *, user_hash: str | None = None, older_than: datetime | None = None) -> int:
        """Delete the rows of a user, or those asked before a moment, or (both given) where both hold.

        With a user and no moment, what the person has set for themselves goes as well.

        Args:
            user_hash: Whose rows.
            older_than: Rows asked before this moment, which needs a time zone.

        Returns:
            How many rows went.

        Raises:
            ValueError: Neither was given, or a moment without a time zone.
            NotLogged: They could not be deleted, or not all of them.
        """
        ...

    def check(self, *, thorough: bool = False) -> list[str]:
        """Every fault that keeps rows from being written, in words; empty when there is none.

        Never raises, and creates nothing.

        Args:
            thorough: Read the whole database, which takes longer the larger it is.
        """
        ...

    def close(self) -> None:
        """Let go of the database. A later call opens it again."""
        ...
