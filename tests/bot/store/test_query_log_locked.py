import asyncio
import sqlite3
import time
from contextlib import closing

import pytest

from bot.store import LogBusy
from bot.store import sqlite as sqlite_module

AT_MOST = 0.4
"""Seconds: 250 ms of waiting, and room for the attempts."""
LOOP_AT_MOST = 0.1
"""Seconds for which the event loop may be kept from its other work; a blocked wait takes 0.25."""
TRIES = 3
"""A machine that is busy with something else may be late once; a log that waits wrongly always is."""


async def widest_gap(stop):
    """How long the event loop was kept from its other work at worst, in seconds."""
    widest = 0.0
    while not stop.is_set():
        began = time.perf_counter()
        await asyncio.sleep(0.002)
        widest = max(widest, time.perf_counter() - began - 0.002)
    return widest


async def timed(work):
    began = time.perf_counter()
    try:
        outcome = await work
    except LogBusy as busy:
        outcome = busy
    return outcome, time.perf_counter() - began


async def twenty_give_up_in_time(log, make_row):
    """Twenty requests at once, none of which can be kept: whether all said so soon, the loop going on."""
    for _ in range(TRIES):
        stop = asyncio.Event()
        gap = asyncio.create_task(widest_gap(stop))
        outcomes = await asyncio.gather(*(timed(log.record_async(make_row())) for _ in range(20)))
        stop.set()
        assert [type(one) for one, _ in outcomes] == [LogBusy] * 20
        if max(seconds for _, seconds in outcomes) < AT_MOST and await gap < LOOP_AT_MOST:
            return True
        await gap
    return False


async def test_while_another_writer_holds_the_lock_all_give_up_in_time_and_the_loop_goes_on(
    log, make_row, hold_lock, path
):
    log.open()
    holder = hold_lock(path)
    assert await twenty_give_up_in_time(log, make_row)
    holder.release()
    assert not (await log.record_async(make_row())).repeated
    assert len(list(log.rows())) == 1


async def test_a_log_that_must_be_opened_first_gives_up_in_the_same_time(make_log, make_row, hold_lock, path):
    # Without the write-ahead log another program's lock keeps readers out as well.
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE something_else (id)")
    holder = hold_lock(path)
    log = make_log()
    assert await twenty_give_up_in_time(log, make_row)
    holder.release()
    assert not (await log.record_async(make_row())).repeated


async def test_a_lock_that_is_let_go_in_time_costs_nothing_but_the_wait(log, make_row, path):
    log.open()
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        waiting = asyncio.create_task(timed(log.record_async(make_row(receipt="R1"))))
        await asyncio.sleep(0.08)
        assert not waiting.done()
        other.execute("ROLLBACK")
        outcome, _ = await waiting
    assert outcome.receipt == "R1"
    assert log.find("R1") is not None


async def test_opening_ahead_waits_for_a_lock_for_longer_than_an_answer_would(log, path):
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        opening = asyncio.create_task(asyncio.to_thread(log.open))
        await asyncio.sleep(0.4)
        assert not opening.done()
        other.execute("ROLLBACK")
        await opening
        assert other.execute("SELECT count(*) FROM queries").fetchall() == [(0,)]


def test_a_row_recorded_without_an_event_loop_gives_up_in_time_too(log, make_row, hold_lock, path):
    log.open()
    hold_lock(path)
    took = []
    for _ in range(TRIES):
        began = time.perf_counter()
        with pytest.raises(LogBusy, match="Close what keeps it open"):
            log.record(make_row())
        took.append(time.perf_counter() - began)
    assert 0.24 <= min(took) < AT_MOST


async def test_feedback_waits_no_longer_than_a_row(log, make_row, hold_lock, path):
    log.record(make_row(receipt="R1"))
    hold_lock(path)
    outcomes = [await timed(log.set_feedback_async("R1", "up")) for _ in range(TRIES)]
    assert [type(one) for one, _ in outcomes] == [LogBusy] * TRIES
    assert 0.24 <= min(seconds for _, seconds in outcomes) < AT_MOST
    with pytest.raises(LogBusy):
        log.set_feedback("R1", "up")


async def test_many_requests_and_a_thread_at_once_are_all_kept(log, make_row):
    by_thread = asyncio.to_thread(
        lambda: [log.record(make_row(receipt=f"T{number}")) for number in range(100)]
    )
    on_the_loop = (log.record_async(make_row(receipt=f"L{number}")) for number in range(100))
    await asyncio.gather(by_thread, *on_the_loop)
    assert len(list(log.rows())) == 200


def test_rows_can_be_read_while_another_writer_holds_the_lock(log, make_row, hold_lock, path):
    log.record(make_row(receipt="R1"))
    hold_lock(path)
    assert log.find("R1") is not None
    assert len(list(log.rows())) == 1


def test_a_purge_that_cannot_get_the_lock_says_so(log, make_row, hold_lock, path, monkeypatch):
    monkeypatch.setattr(sqlite_module, "COMMAND_WAIT", 0.05)
    log.record(make_row(user_hash="aa"))
    hold_lock(path)
    with pytest.raises(LogBusy):
        log.purge(user_hash="aa")
    assert len(list(log.rows())) == 1


def test_the_check_names_a_held_lock_and_is_clean_when_it_is_let_go(log, hold_lock, path):
    log.open()
    holder = hold_lock(path)
    (fault,) = log.check()
    assert str(path) in fault
    assert "locked" in fault
    holder.release()
    assert log.check() == []
