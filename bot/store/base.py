"""What every query log can do, whichever database keeps it, and how it fails.

    NotLogged
    ├─ LogBusy          somebody else holds the database; the next request may go through
    └─ LogUnavailable   the database cannot be used until somebody acts

The messages are for the operator: they name the file, what is wrong and what to do. They
never hold anything of a row.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Literal, Protocol

from bot.store.outbox import WaitingReply
from bot.store.people import Handover, HandoverStep
from bot.store.rows import QueryRow, Recorded
from bot.store.threads import ThreadAbout
from rules.errors import BillingError

Verdict = Literal["up", "down"]

CLAIM_HOLDS = timedelta(minutes=10)
"""How long a claimed key is held where nothing else is said."""


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

    async def record_reply_async(self, row: QueryRow, reply: WaitingReply, *, stale: datetime) -> Recorded:
        """Keep a row together with where its reply belongs, which has to go by a call to Slack.

        Args:
            row: The row.
            reply: Where its reply belongs; not kept for a delivery that has a row already.
            stale: Replies that wait since before this moment are forgotten.

        Raises:
            NotLogged: Neither could be kept.
        """
        ...

    async def waiting_async(self, *, stale: datetime) -> Sequence[WaitingReply]:
        """The replies that have not gone yet, the oldest first.

        Args:
            stale: Those that wait since before this moment are forgotten.

        Raises:
            NotLogged: The database could not be used.
        """
        ...

    async def take_over_async(self, reply: WaitingReply, sender: str) -> bool:
        """Make another process the sender of a reply; false when somebody else was faster.

        Raises:
            NotLogged: It could not be noted.
        """
        ...

    async def set_delivered_async(self, receipt: str, at: datetime) -> None:
        """Note when a reply went, and forget where it belonged.

        Raises:
            NotLogged: It could not be noted.
        """
        ...

    async def keep_remark_async(self, receipt: str, remark: str, at: datetime) -> bool:
        """Keep the latest remark about an answer; false when there is no such answer.

        Args:
            receipt: Names the answer.
            remark: What was typed, redacted; never as it was typed.
            at: When.

        Raises:
            NotLogged: It could not be kept.
        """
        ...

    async def hand_over_async(self, receipt: str, at: datetime) -> bool:
        """Note that a question went to a person; false when it had gone before, or is not kept any more.

        Raises:
            NotLogged: It could not be noted.
        """
        ...

    async def note_handover_async(self, receipt: str, step: HandoverStep, at: datetime) -> bool:
        """Note when a question was first answered or solved; false when it was never handed over.

        Raises:
            NotLogged: It could not be noted.
        """
        ...

    async def handover_async(self, receipt: str) -> Handover | None:
        """What is known of a question that was handed over.

        Raises:
            NotLogged: The database could not be read.
        """
        ...

    async def claim_async(self, key: str, *, holds: timedelta = CLAIM_HOLDS) -> bool:
        """Take a key for a while, for something that must happen once among all processes.

        Args:
            key: A keyed hash; never anything typed.
            holds: How long it is held.

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

    async def find_thread_async(self, thread: str, *, since: datetime) -> ThreadAbout | None:
        """What a conversation was about last, unless that is longer ago than `since`.

        Raises:
            NotLogged: The database could not be read.
        """
        ...

    async def keep_thread_async(
        self, thread: str, about: ThreadAbout, *, now: datetime, since: datetime
    ) -> None:
        """Note what a conversation is about now; what was noted before `since` is deleted.

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

    def export(self) -> Iterator[Mapping[str, Any]]:
        """Every row as one JSON object, oldest question first, with what people added to its answer.

        Beside the columns of the row there are `remark` (`text`, redacted, and `at`) after a thumb down,
        and `handover` (`asked_at`, `answered_at`, `solved_at`) of a question that went to a person; each is
        `None` where there is none. Who remarked, asked or replied is kept nowhere, nor is the reply.

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
