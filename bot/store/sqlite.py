"""The query log in an SQLite file.

Rows are written through one open connection that never waits inside SQLite (`held.py`). Everything
slower (export, purge, checks, checkpoints) uses connections of its own, so that it never stands in
the way of an answer.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from bot.store import outbox, people, statements, threads
from bot.store.base import CLAIM_HOLDS, LogBusy, NotLogged, Verdict
from bot.store.check import check_file
from bot.store.database import connect
from bot.store.faults import explain
from bot.store.folding import Folding
from bot.store.held import HeldConnection
from bot.store.rows import QueryRow, Recorded, utc_text
from bot.store.threads import ThreadAbout
from bot.store.together import Together

ANSWER_WAIT = 0.25
"""Seconds that an answer may wait for a held lock, in all."""
COMMAND_WAIT = 5.0
"""Seconds that an operator's command (export, purge) may wait for one."""
REOPEN_AFTER = 5.0
"""Seconds between two tries to open a database that could not be opened or written."""
BETWEEN_BATCHES = 0.025
"""Seconds between two batches of a purge, in which answers that poll for the lock get it."""


class SqliteQueryLog:
    """The query log in one SQLite file, which several threads and processes may share.

    Making one touches nothing; the file is opened, and created where needed, by the first row.

    Args:
        path: The database file.
        wait: Seconds that a row may wait for a held lock.
        reopen_after: Seconds before a database that could not be used is tried again.
    """

    def __init__(self, path: Path, *, wait: float = ANSWER_WAIT, reopen_after: float = REOPEN_AFTER) -> None:
        self._path = path.expanduser().absolute()
        self._wait = wait
        self._folding = Folding(self._path)
        self._held = HeldConnection(
            self._path, wait=wait, reopen_after=reopen_after, makes_way=self._folding.needs_the_way
        )
        self._together = Together(self._record_all)

    def open(self) -> None:
        """See `QueryLog.open`."""
        try:
            self._held.open(time.monotonic() + COMMAND_WAIT)
        except NotLogged:
            return  # check() says it in words, and the first row runs into it again

    def record(self, row: QueryRow) -> Recorded:
        """See `QueryLog.record`."""
        return self._held.patiently(partial(self._insert, row))

    async def record_async(self, row: QueryRow) -> Recorded:
        """See `QueryLog.record_async`."""
        recorded = await self._together.record(row) if self._held.is_held else None
        if recorded is None:
            recorded = await self._held.patiently_async(partial(self._insert, row))
        return recorded

    def set_feedback(self, receipt: str, verdict: Verdict, reason: str | None = None) -> bool:
        """See `QueryLog.set_feedback`."""
        return self._held.patiently(partial(statements.update_feedback, receipt, verdict, reason))

    async def set_feedback_async(self, receipt: str, verdict: Verdict, reason: str | None = None) -> bool:
        """See `QueryLog.set_feedback_async`."""
        return await self._held.patiently_async(partial(statements.update_feedback, receipt, verdict, reason))

    async def record_reply_async(
        self, row: QueryRow, reply: outbox.WaitingReply, *, stale: datetime
    ) -> Recorded:
        """See `QueryLog.record_reply_async`."""
        recorded = await self._held.patiently_async(
            partial(outbox.insert_with_reply, row, reply, utc_text(stale))
        )
        self._folding.count(1)
        return recorded

    async def waiting_async(self, *, stale: datetime) -> Sequence[outbox.WaitingReply]:
        """See `QueryLog.waiting_async`."""
        return await self._held.patiently_async(partial(outbox.waiting_replies, utc_text(stale)))

    async def take_over_async(self, reply: outbox.WaitingReply, sender: str) -> bool:
        """See `QueryLog.take_over_async`."""
        return await self._held.patiently_async(partial(outbox.take_over, reply, sender))

    async def set_delivered_async(self, receipt: str, at: datetime) -> None:
        """See `QueryLog.set_delivered_async`."""
        await self._held.patiently_async(partial(outbox.set_delivered, receipt, utc_text(at)))

    async def keep_remark_async(self, receipt: str, remark: str, at: datetime) -> bool:
        """See `QueryLog.keep_remark_async`."""
        return await self._held.patiently_async(partial(people.keep_remark, receipt, remark, utc_text(at)))

    async def hand_over_async(self, receipt: str, at: datetime) -> bool:
        """See `QueryLog.hand_over_async`."""
        return await self._held.patiently_async(partial(people.hand_over, receipt, utc_text(at)))

    async def note_handover_async(self, receipt: str, step: people.HandoverStep, at: datetime) -> bool:
        """See `QueryLog.note_handover_async`."""
        return await self._held.patiently_async(partial(people.note_step, receipt, step, utc_text(at)))

    async def handover_async(self, receipt: str) -> people.Handover | None:
        """See `QueryLog.handover_async`."""
        return await self._held.patiently_async(partial(people.find_handover, receipt))

    async def claim_async(self, key: str, *, holds: timedelta = CLAIM_HOLDS) -> bool:
        """See `QueryLog.claim_async`."""
        now = datetime.now(UTC)
        # A key that is held longer is written down as claimed later, and so leaves later.
        claimed_at = utc_text(now + holds - CLAIM_HOLDS)
        return await self._held.patiently_async(
            partial(statements.claim, key, claimed_at, utc_text(now - CLAIM_HOLDS))
        )

    async def release_async(self, key: str) -> None:
        """See `QueryLog.release_async`."""
        await self._held.patiently_async(partial(statements.release, key))

    def own_defaults(self, user_hash: str) -> Mapping[str, str | None]:
        """See `QueryLog.own_defaults`."""
        return self._held.patiently(partial(statements.own_defaults, user_hash))

    async def own_defaults_async(self, user_hash: str) -> Mapping[str, str | None]:
        """See `QueryLog.own_defaults_async`."""
        return await self._held.patiently_async(partial(statements.own_defaults, user_hash))

    def keep_own_defaults(self, user_hash: str, values: Mapping[str, str | None]) -> None:
        """See `QueryLog.keep_own_defaults`."""
        now = utc_text(datetime.now(UTC))
        self._held.patiently(partial(statements.keep_own_defaults, user_hash, dict(values), now))

    async def keep_own_defaults_async(self, user_hash: str, values: Mapping[str, str | None]) -> None:
        """See `QueryLog.keep_own_defaults_async`."""
        now = utc_text(datetime.now(UTC))
        await self._held.patiently_async(partial(statements.keep_own_defaults, user_hash, dict(values), now))

    async def find_thread_async(self, thread: str, *, since: datetime) -> ThreadAbout | None:
        """See `QueryLog.find_thread_async`."""
        return await self._held.patiently_async(partial(threads.find_thread, thread, utc_text(since)))

    async def keep_thread_async(
        self, thread: str, about: ThreadAbout, *, now: datetime, since: datetime
    ) -> None:
        """See `QueryLog.keep_thread_async`."""
        await self._held.patiently_async(
            partial(threads.keep_thread, thread, about, utc_text(now), utc_text(since))
        )

    def find(self, receipt: str) -> QueryRow | None:
        """See `QueryLog.find`."""
        with self._own_connection() as connection:
            return statements.find(receipt, connection)

    def rows(self) -> Iterator[QueryRow]:
        """See `QueryLog.rows`."""
        with self._own_connection() as connection:
            yield from statements.all_rows(connection)

    def export(self) -> Iterator[dict[str, Any]]:
        """See `QueryLog.export`."""
        with self._own_connection() as connection:
            yield from people.rows_with_people(connection)

    def purge(self, *, user_hash: str | None = None, older_than: datetime | None = None) -> int:
        """See `QueryLog.purge`."""
        if user_hash is None and older_than is None:
            raise ValueError("purge needs a user or an age; deleting every row is deleting the file")
        before = None if older_than is None else utc_text(older_than)
        gone = 0
        with self._own_connection() as connection:
            # Purged means gone from the file as well, not just from the table.
            connection.execute("PRAGMA secure_delete = ON")
            if user_hash is not None and before is None:
                statements.forget_own_defaults(user_hash, connection)
            while deleted := statements.delete_batch(user_hash, before, connection):
                gone += deleted
                # Answers that wait for the lock poll for it; let one in between two batches.
                time.sleep(BETWEEN_BATCHES)
            outbox.forget_purged(connection)
            people.forget_purged(connection)
            # The write-ahead file still shows the deleted rows until it is emptied. Emptying holds up
            # answers while it waits for readers, so most is done first and the wait is kept short.
            connection.execute("PRAGMA wal_checkpoint(PASSIVE)")
            connection.execute("PRAGMA busy_timeout = 100")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return gone

    def check(self, *, thorough: bool = False) -> list[str]:
        """See `QueryLog.check`."""
        was_open, row_fault = self._held.state()
        faults = check_file(self._path, wait=self._wait, was_open=was_open, thorough=thorough)
        if not faults:
            self._held.try_again()
            if row_fault is not None:
                faults = [str(row_fault)]
        return faults

    def close(self) -> None:
        """See `QueryLog.close`."""
        self._held.close()
        self._folding.wait(COMMAND_WAIT)

    def _insert(self, row: QueryRow, connection: sqlite3.Connection) -> Recorded:
        recorded = statements.insert(row, connection)
        self._folding.count(1)
        return recorded

    def _record_all(self, rows: Sequence[QueryRow]) -> list[Recorded]:
        """Keep all these rows now, or none.

        Raises:
            NotLogged: That cannot be done now, or not with one of them.
        """
        if not self._held.is_open():
            raise LogBusy(f"{self._path} must be opened first.")
        return self._held.attempt(partial(self._insert_all, rows))

    def _insert_all(self, rows: Sequence[QueryRow], connection: sqlite3.Connection) -> list[Recorded]:
        recorded = statements.insert_all(rows, connection)
        self._folding.count(len(rows))
        return recorded

    @contextmanager
    def _own_connection(self) -> Iterator[sqlite3.Connection]:
        try:
            with closing(connect(self._path, wait=COMMAND_WAIT, create=False)) as connection:
                yield connection
        except sqlite3.Error as error:
            raise explain(error, self._path) from error
