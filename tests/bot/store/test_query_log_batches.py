"""Rows that arrive in one turn of the event loop: one transaction, and as independent as by themselves."""

import asyncio
import struct
import time

import pytest

from bot.store import LogBusy, LogUnavailable, folding

WAL_HEADER, FRAME_HEADER, PAGE = 32, 24, 4096
AT_MOST = 0.4
"""Seconds: 250 ms of waiting, and room for the attempts."""
TRIES = 3
"""A machine that is busy with something else may be late once; a log that waits wrongly always is."""


def commits(path):
    """How many transactions the write-ahead file holds: the last frame of each tells the file's size."""
    frames = path.with_name("unitwise.db-wal").read_bytes()[WAL_HEADER:]
    starts = range(0, len(frames), FRAME_HEADER + PAGE)
    return sum(struct.unpack_from(">I", frames, start + 4)[0] > 0 for start in starts)


async def at_once(log, rows):
    return await asyncio.gather(*(log.record_async(row) for row in rows), return_exceptions=True)


async def test_twenty_rows_at_once_are_one_transaction_and_each_gets_its_receipt(log, make_row, path):
    log.record(make_row())
    before = commits(path)
    rows = [make_row(delivery_key=f"d{number}") for number in range(20)]
    recorded = await at_once(log, rows)
    assert commits(path) == before + 1
    assert [(one.receipt, one.repeated) for one in recorded] == [(row.receipt, False) for row in rows]
    assert {row.receipt for row in rows} < {row.receipt for row in log.rows()}


async def test_a_delivery_that_comes_twice_in_one_batch_gets_the_first_receipt_twice(log, make_row):
    log.record(make_row(receipt="EARLIER", delivery_key="d0"))
    keys = ["d1", "d0", "d1", None, "d2"]
    recorded = await at_once(
        log, [make_row(receipt=f"B{number}", delivery_key=key) for number, key in enumerate(keys)]
    )
    assert [(one.receipt, one.repeated) for one in recorded] == [
        ("B0", False),
        ("EARLIER", True),
        ("B0", True),
        ("B3", False),
        ("B4", False),
    ]
    assert sorted(row.receipt for row in log.rows()) == ["B0", "B3", "B4", "EARLIER"]


async def test_a_row_that_is_refused_costs_the_others_of_its_batch_nothing(log, make_row):
    log.record(make_row(receipt="TAKEN"))
    receipts = ["B0", "B1", "TAKEN", "B3", "B4"]
    recorded = await at_once(log, [make_row(receipt=receipt) for receipt in receipts])
    assert isinstance(recorded.pop(2), LogUnavailable)
    assert [one.receipt for one in recorded] == ["B0", "B1", "B3", "B4"]
    assert sorted(row.receipt for row in log.rows()) == ["B0", "B1", "B3", "B4", "TAKEN"]


async def test_a_row_that_no_database_can_hold_leaves_nobody_waiting(log, make_row):
    log.open()
    errors = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: errors.append(context["exception"]))
    rows = [make_row(receipt="B0"), make_row(duration_ms=2**70), make_row(receipt="B2")]
    async with asyncio.timeout(2):
        first, too_large, last = await at_once(log, rows)
    assert (first.receipt, last.receipt) == ("B0", "B2")
    assert isinstance(too_large, OverflowError)
    assert [type(error) for error in errors] == [OverflowError]


async def test_every_row_of_a_batch_gives_up_on_a_held_lock_in_its_own_time(log, make_row, hold_lock, path):
    async def timed(row):
        began = time.perf_counter()
        with pytest.raises(LogBusy):
            await log.record_async(row)
        return time.perf_counter() - began

    log.open()
    holder = hold_lock(path)
    for _ in range(TRIES):
        took = await asyncio.gather(*(timed(make_row()) for _ in range(20)))
        assert min(took) >= 0.24
        if max(took) < AT_MOST:
            break
    else:
        pytest.fail(f"gave up after {max(took):.3f} s")
    holder.release()
    assert list(log.rows()) == []


async def test_whoever_gives_up_before_the_batch_is_kept_takes_only_its_own_row_along(log, make_row):
    log.open()
    tasks = [asyncio.create_task(log.record_async(make_row(receipt=f"B{number}"))) for number in range(3)]
    asyncio.get_running_loop().call_soon(tasks[1].cancel)
    outcomes = await asyncio.gather(*tasks, return_exceptions=True)
    assert isinstance(outcomes[1], asyncio.CancelledError)
    assert [outcomes[0].receipt, outcomes[2].receipt] == ["B0", "B2"]
    assert sorted(row.receipt for row in log.rows()) == ["B0", "B2"]


def test_an_event_loop_that_ended_in_mid_batch_does_not_hold_up_the_next(log, make_row):
    log.open()
    abandoned = asyncio.new_event_loop()
    task = abandoned.create_task(log.record_async(make_row()))
    abandoned.call_soon(abandoned.stop)
    abandoned.run_forever()
    recorded = asyncio.run(at_once(log, [make_row(receipt="N0"), make_row(receipt="N1")]))
    assert [one.receipt for one in recorded] == ["N0", "N1"]
    task.cancel()
    abandoned.run_until_complete(asyncio.wait([task]))
    abandoned.close()
    assert [row.receipt for row in log.rows()] == ["N0", "N1"]


def test_loops_in_several_threads_share_one_log(log, make_row):
    async def in_turns(name):
        for turn in range(20):
            await at_once(log, [make_row(receipt=f"{name}-{turn}-{number}") for number in range(5)])

    async def in_threads():
        await asyncio.gather(*(asyncio.to_thread(asyncio.run, in_turns(name)) for name in "ABC"))

    log.open()
    asyncio.run(in_threads())
    assert len(list(log.rows())) == 300


async def test_no_row_is_lost_to_a_checkpoint_that_takes_long(log, make_row, monkeypatch):
    # One that takes longer than an answer may wait: rows make way for a moment and then go on.
    monkeypatch.setattr(folding, "CHECKPOINT_EVERY", 5)
    monkeypatch.setattr(folding.Folding, "checkpoint", lambda _: time.sleep(0.6))
    log.open()
    took = []
    for _ in range(8):
        began = time.perf_counter()
        recorded = await at_once(log, [make_row() for _ in range(10)])
        took.append(time.perf_counter() - began)
        assert not [one for one in recorded if isinstance(one, Exception)]
    assert max(took) > 0.03  # rows did make way
    assert len(list(log.rows())) == 80
