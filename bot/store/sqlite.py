"""The query log in an SQLite file.

Rows are written through one open connection that never waits inside SQLite: where another
program holds the lock, the attempt fails at once and is made again after a pause, which an
event loop can spend on other work. Everything slower (export, purge, checks, checkpoints) uses
connections of its own, so that it never stands in the way of an answer.
"""

from __future__ import annotations

import asyncio
import random
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from bot.store import outbox, people, statements, threads
from bot.store.base import CLAIM_HOLDS, LogBusy, LogUnavailable, NotLogged, Verdict
from bot.store.check import check_file
from bot.store.database import connect
from bot.store.faults import explain, is_passing
from bot.store.rows import QueryRow, Recorded, utc_text
from bot.store.threads import ThreadAbout
from bot.store.together import Together

T = TypeVar("T")

ANSWER_WAIT = 0.25
"""Seconds that an answer may wait for a held lock, in all."""
COMMAND_WAIT = 5.0
"""Seconds that an operator's command (export, purge) may wait for one."""
REOPEN_AFTER = 5.0
"""Seconds between two tries to open a database that could not be opened or written."""
REMEMBER_FAULT = 60.0
"""Seconds for which `check` still reports a fault that only a real row ran into."""
PAUSES = (0.010, 0.025)
"""Shortest and longest pause between two attempts, in seconds; uneven, so that waiting requests
do not all knock at the same moment."""
PAUSES_FOR_FOLDING = (0.001, 0.002)
"""The same while our own checkpoint is at work, which is done in a few ms."""
HOLD = 0.05
"""Seconds for which rows make way for a checkpoint at most: far less than an answer may wait."""
BETWEEN_HOLDS = 0.01
"""Seconds between two such holds, in which every row that waited gets its turn."""
CHECKPOINT_EVERY = 200
"""Rows after which the write-ahead file, some 25 KB a row, is folded back into the database."""
CHECKPOINT_WAIT = 0.05
"""Seconds that folding back may wait for a lock; nothing depends on it."""
MANY_PAGES = 4000
"""Pages (16 MB) up to which the write-ahead file may grow before answers wait for it to be folded back."""


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
        self._reopen_after = reopen_after
        # Guards everything below; an event loop never waits for it.
        self._lock = threading.Lock()
        self._hot: sqlite3.Connection | None = None
        self._opened: tuple[int, int] | None = None
        self._closed_for: LogUnavailable | None = None
        self._open_again_at = 0.0
        self._row_fault: LogUnavailable | None = None
        self._row_failed_at = 0.0
        self._unfolded = 0
        self._checkpointing: threading.Thread | None = None
        self._hold_until = 0.0
        self._hold_again_at = 0.0
        self._together = Together(self._record_all)

    def open(self) -> None:
        """See `QueryLog.open`."""
        try:
            self._open(time.monotonic() + COMMAND_WAIT)
        except NotLogged:
            return  # check() says it in words, and the first row runs into it again

    def record(self, row: QueryRow) -> Recorded:
        """See `QueryLog.record`."""
        return self._patiently(partial(self._insert, row))

    async def record_async(self, row: QueryRow) -> Recorded:
        """See `QueryLog.record_async`."""
        recorded = await self._together.record(row) if self._hot is not None else None
        if recorded is None:
            recorded = await self._patiently_async(partial(self._insert, row))
        return recorded

    def set_feedback(self, receipt: str, verdict: Verdict, reason: str | None = None) -> bool:
        """See `QueryLog.set_feedback`."""
        return self._patiently(partial(statements.update_feedback, receipt, verdict, reason))

    async def set_feedback_async(self, receipt: str, verdict: Verdict, reason: str | None = None) -> bool:
        """See `QueryLog.set_feedback_async`."""
        return await self._patiently_async(partial(statements.update_feedback, receipt, verdict, reason))

    async def record_reply_async(
        self, row: QueryRow, reply: outbox.WaitingReply, *, stale: datetime
    ) -> Recorded:
        """See `QueryLog.record_reply_async`."""
        recorded = await self._patiently_async(partial(outbox.insert_with_reply, row, reply, utc_text(stale)))
        self._count(1)
        return recorded

    async def waiting_async(self, *, stale: datetime) -> Sequence[outbox.WaitingReply]:
        """See `QueryLog.waiting_async`."""
        return await self._patiently_async(partial(outbox.waiting_replies, utc_text(stale)))

    async def take_over_async(self, reply: outbox.WaitingReply, sender: str) -> bool:
        """See `QueryLog.take_over_async`."""
        return await self._patiently_async(partial(outbox.take_over, reply, sender))

    async def set_delivered_async(self, receipt: str, at: datetime) -> None:
        """See `QueryLog.set_delivered_async`."""
        await self._patiently_async(partial(outbox.set_delivered, receipt, utc_text(at)))

    async def keep_remark_async(self, receipt: str, remark: str, at: datetime) -> bool:
        """See `QueryLog.keep_remark_async`."""
        return await self._patiently_async(partial(people.keep_remark, receipt, remark, utc_text(at)))

    async def hand_over_async(self, receipt: str, at: datetime) -> bool:
        """See `QueryLog.hand_over_async`."""
        return await self._patiently_async(partial(people.hand_over, receipt, utc_text(at)))

    async def note_handover_async(self, receipt: str, step: people.HandoverStep, at: datetime) -> bool:
        """See `QueryLog.note_handover_async`."""
        return await self._patiently_async(partial(people.note_step, receipt, step, utc_text(at)))

    async def handover_async(self, receipt: str) -> people.Handover | None:
        """See `QueryLog.handover_async`."""
        return await self._patiently_async(partial(people.find_handover, receipt))

    async def claim_async(self, key: str, *, holds: timedelta = CLAIM_HOLDS) -> bool:
        """See `QueryLog.claim_async`."""
        now = datetime.now(UTC)
        # A key that is held longer is written down as claimed later, and so leaves later.
        claimed_at = utc_text(now + holds - CLAIM_HOLDS)
        return await self._patiently_async(
            partial(statements.claim, key, claimed_at, utc_text(now - CLAIM_HOLDS))
        )

    async def release_async(self, key: str) -> None:
        """See `QueryLog.release_async`."""
        await self._patiently_async(partial(statements.release, key))

    def own_defaults(self, user_hash: str) -> Mapping[str, str | None]:
        """See `QueryLog.own_defaults`."""
        return self._patiently(partial(statements.own_defaults, user_hash))

    async def own_defaults_async(self, user_hash: str) -> Mapping[str, str | None]:
        """See `QueryLog.own_defaults_async`."""
        return await self._patiently_async(partial(statements.own_defaults, user_hash))

    def keep_own_defaults(self, user_hash: str, values: Mapping[str, str | None]) -> None:
        """See `QueryLog.keep_own_defaults`."""
        now = utc_text(datetime.now(UTC))
        self._patiently(partial(statements.keep_own_defaults, user_hash, dict(values), now))

    async def keep_own_defaults_async(self, user_hash: str, values: Mapping[str, str | None]) -> None:
        """See `QueryLog.keep_own_defaults_async`."""
        now = utc_text(datetime.now(UTC))
        await self._patiently_async(partial(statements.keep_own_defaults, user_hash, dict(values), now))

    async def find_thread_async(self, thread: str, *, since: datetime) -> ThreadAbout | None:
        """See `QueryLog.find_thread_async`."""
        return await self._patiently_async(partial(threads.find_thread, thread, utc_text(since)))

    async def keep_thread_async(
        self, thread: str, about: ThreadAbout, *, now: datetime, since: datetime
    ) -> None:
        """See `QueryLog.keep_thread_async`."""
        await self._patiently_async(
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
                time.sleep(PAUSES[1])
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
        with self._lock:
            was_open = self._hot is not None
            row_fault = self._row_fault
            recent = time.monotonic() - self._row_failed_at < REMEMBER_FAULT
        faults = check_file(self._path, wait=self._wait, was_open=was_open, thorough=thorough)
        if not faults:
            # What kept it from opening is mended: no need to wait for the next try.
            self._open_again_at = 0.0
            if row_fault is not None and recent:
                faults = [str(row_fault)]
        return faults

    def checkpoint(self) -> None:
        """Fold the write-ahead file back into the database as far as nobody is in the way.

        Runs by itself, on another thread, every `CHECKPOINT_EVERY` rows.
        """
        try:
            with closing(connect(self._path, wait=CHECKPOINT_WAIT, create=False)) as connection:
                _, pages, folded = connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
                if pages > MANY_PAGES:
                    # Rows come in faster than they are folded back, so the write-ahead file would
                    # never be begun anew. Rows wait for a few ms while the rest is done.
                    self._hold()
                    _, pages, folded = connection.execute("PRAGMA wal_checkpoint(FULL)").fetchone()
                if pages == folded or pages <= MANY_PAGES:
                    self._unfolded = 0
        except (NotLogged, sqlite3.Error):
            return  # the next row starts another one
        finally:
            self._hold_until = 0.0
            self._hold_again_at = min(self._hold_again_at, time.monotonic() + BETWEEN_HOLDS)

    def close(self) -> None:
        """See `QueryLog.close`."""
        with self._lock:
            checkpointing = self._checkpointing
            self._let_go()
        if checkpointing is not None:
            checkpointing.join(COMMAND_WAIT)

    # One attempt, and the two ways of waiting between attempts

    def _patiently(self, work: Callable[[sqlite3.Connection], T]) -> T:
        give_up = time.monotonic() + self._wait
        while True:
            try:
                if not self._is_open():
                    self._open(give_up)
                return self._attempt(work)
            except LogBusy:
                pause = self._pause(give_up)
                if not pause:
                    raise
                time.sleep(pause)

    async def _patiently_async(self, work: Callable[[sqlite3.Connection], T]) -> T:
        give_up = time.monotonic() + self._wait
        while True:
            try:
                if not self._is_open():
                    await asyncio.to_thread(self._open, give_up)
                return self._attempt(work)
            except LogBusy:
                pause = self._pause(give_up)
                if not pause:
                    raise
                await asyncio.sleep(pause)

    def _attempt(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Do it now or fail now.

        Raises:
            LogBusy: Another program, or another thread of this one, is at it.
            LogUnavailable: Anything else.
        """
        if self._is_folding_back() or not self._lock.acquire(blocking=False):
            raise LogBusy(f"{self._path} is in use by another thread.")
        try:
            if self._hot is None:
                raise LogBusy(f"{self._path} is just being opened.")
            done = work(self._hot)
            self._row_fault = None
            return done
        except sqlite3.Error as error:
            fault = explain(error, self._path)
            if isinstance(fault, LogUnavailable):
                self._row_fault, self._row_failed_at = fault, time.monotonic()
                if not is_passing(error):
                    self._let_go()
                    self._stay_closed(fault)
            raise fault from error
        finally:
            self._lock.release()

    def _pause(self, give_up: float) -> float:
        """Seconds until the next attempt; 0 when there is no time left for one."""
        pauses = PAUSES_FOR_FOLDING if self._is_folding_back() else PAUSES
        return max(0.0, min(random.uniform(*pauses), give_up - time.monotonic()))  # noqa: S311 - no secret

    def _insert(self, row: QueryRow, connection: sqlite3.Connection) -> Recorded:
        recorded = statements.insert(row, connection)
        self._count(1)
        return recorded

    def _record_all(self, rows: Sequence[QueryRow]) -> list[Recorded]:
        """Keep all these rows now, or none.

        Raises:
            NotLogged: That cannot be done now, or not with one of them.
        """
        if not self._is_open():
            raise LogBusy(f"{self._path} must be opened first.")
        return self._attempt(partial(self._insert_all, rows))

    def _insert_all(self, rows: Sequence[QueryRow], connection: sqlite3.Connection) -> list[Recorded]:
        recorded = statements.insert_all(rows, connection)
        self._count(len(rows))
        return recorded

    # Folding the write-ahead file back

    def _count(self, rows: int) -> None:
        self._unfolded += rows
        if self._unfolded >= CHECKPOINT_EVERY:
            self._start_checkpoint()
        if self._unfolded >= 2 * CHECKPOINT_EVERY:
            # Folding back is starved where answers come without a pause; then the next ones make one.
            self._hold()

    def _hold(self) -> None:
        """Ask rows to make way, for a moment and not again at once: none is lost to it."""
        now = time.monotonic()
        if now >= self._hold_again_at:
            self._hold_until = now + HOLD
            self._hold_again_at = now + HOLD + BETWEEN_HOLDS

    def _is_folding_back(self) -> bool:
        """Whether rows make way for a checkpoint; never longer than one is at work."""
        if time.monotonic() >= self._hold_until:
            return False
        return self._checkpointing is not None and self._checkpointing.is_alive()

    def _start_checkpoint(self) -> None:
        # SQLite would do this inside an insert, and so on the event loop; daemon, because a
        # process that ends half-way through loses nothing.
        if self._checkpointing is None or not self._checkpointing.is_alive():
            self._checkpointing = threading.Thread(target=self.checkpoint, name="log-checkpoint", daemon=True)
            self._checkpointing.start()

    # Opening and letting go

    def _is_open(self) -> bool:
        """Whether an attempt can be made at once.

        Raises:
            LogUnavailable: It is closed for a fault that is too fresh to try again.
        """
        if self._hot is not None:
            # A file that was moved away or restored takes rows that nobody will ever read.
            return self._opened == _identity(self._path)
        if self._closed_for is not None and time.monotonic() < self._open_again_at:
            raise LogUnavailable(str(self._closed_for))
        return False

    def _open(self, give_up: float) -> None:
        """Open, unless another thread has just done so.

        Raises:
            NotLogged: It cannot be opened, or not before the moment `give_up`.
        """
        # Not waiting here keeps twenty requests at once from filling the thread pool.
        if not self._lock.acquire(blocking=False):
            raise LogBusy(f"{self._path} is being opened by another thread.")
        try:
            if self._is_open():
                return
            self._let_go()
            try:
                connection = connect(self._path, wait=give_up - time.monotonic(), create=True)
            except LogUnavailable as fault:
                self._stay_closed(fault)
                raise
            connection.execute("PRAGMA busy_timeout = 0")
            connection.execute("PRAGMA wal_autocheckpoint = 0")
            self._hot, self._opened = connection, _identity(self._path)
        finally:
            self._lock.release()

    def _let_go(self) -> None:
        if self._hot is not None:
            self._hot.close()
        self._hot = self._opened = None

    def _stay_closed(self, fault: LogUnavailable) -> None:
        self._closed_for = fault
        self._open_again_at = time.monotonic() + self._reopen_after

    @contextmanager
    def _own_connection(self) -> Iterator[sqlite3.Connection]:
        try:
            with closing(connect(self._path, wait=COMMAND_WAIT, create=False)) as connection:
                yield connection
        except sqlite3.Error as error:
            raise explain(error, self._path) from error


def _identity(path: Path) -> tuple[int, int] | None:
    """Which file lies there now, or `None`."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
