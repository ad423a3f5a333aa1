"""Replies that wait for a call to Slack: kept with their row, handed to one sender, forgotten in time."""

import sqlite3
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from bot.store import LogUnavailable, WaitingReply

EARLIER = datetime(2026, 11, 22, 14, 0, tzinfo=UTC)
LATER = datetime(2026, 11, 22, 14, 10, tzinfo=UTC)


def waiting_for(row, **given):
    reply = {"channel": "C1", "thread_ts": "1.2", "waits_since": row.asked_at, "sender": "11"}
    return WaitingReply(receipt=row.receipt, **reply | given)


@pytest.fixture
def log(make_log):
    return make_log()


async def test_a_reply_waits_until_it_is_delivered(log, make_row):
    row = make_row()
    reply = waiting_for(row, thread_ts=None)
    assert not (await log.record_reply_async(row, reply, stale=EARLIER)).repeated
    assert await log.waiting_async(stale=EARLIER) == [reply]
    assert log.find(row.receipt).delivered_at is None
    await log.set_delivered_async(row.receipt, LATER)
    assert await log.waiting_async(stale=EARLIER) == []
    assert log.find(row.receipt).delivered_at == "2026-11-22T14:10:00.000Z"


async def test_a_delivery_that_has_a_row_waits_only_once(log, make_row):
    first, again = make_row(delivery_key="k"), make_row(delivery_key="k")
    await log.record_reply_async(first, waiting_for(first), stale=EARLIER)
    recorded = await log.record_reply_async(again, waiting_for(again), stale=EARLIER)
    assert (recorded.receipt, recorded.repeated) == (first.receipt, True)
    assert [reply.receipt for reply in await log.waiting_async(stale=EARLIER)] == [first.receipt]
    assert [row.receipt for row in log.rows()] == [first.receipt]


async def test_of_several_that_take_a_reply_over_one_does(log, make_row):
    row = make_row()
    reply = waiting_for(row)
    await log.record_reply_async(row, reply, stale=EARLIER)
    assert [await log.take_over_async(reply, sender) for sender in ("22", "33")] == [True, False]
    [taken] = await log.waiting_async(stale=EARLIER)
    assert taken.sender == "22"


async def test_a_reply_that_went_meanwhile_is_not_taken_over(log, make_row):
    row = make_row()
    await log.record_reply_async(row, waiting_for(row), stale=EARLIER)
    await log.set_delivered_async(row.receipt, LATER)
    assert not await log.take_over_async(waiting_for(row), "22")


async def test_the_oldest_comes_first_and_what_is_stale_is_forgotten(log, make_row):
    rows = [make_row(asked_at=f"2026-11-22T14:0{minute}:00.000Z") for minute in (5, 3, 1)]
    for row in rows:
        await log.record_reply_async(row, waiting_for(row), stale=EARLIER)
    stale = datetime(2026, 11, 22, 14, 2, tzinfo=UTC)
    assert [reply.receipt for reply in await log.waiting_async(stale=stale)] == [
        rows[1].receipt,
        rows[0].receipt,
    ]
    # The row itself stays in the log, undelivered.
    assert len(list(log.rows())) == 3
    newest = make_row(asked_at="2026-11-22T14:10:00.000Z")
    await log.record_reply_async(newest, waiting_for(newest), stale=LATER)
    assert [reply.receipt for reply in await log.waiting_async(stale=EARLIER)] == [newest.receipt]


async def test_what_is_purged_waits_no_longer(log, make_row):
    row, other = make_row(user_hash="aa"), make_row(user_hash="bb")
    for one in (row, other):
        await log.record_reply_async(one, waiting_for(one), stale=EARLIER)
    assert log.purge(user_hash="aa") == 1
    assert [reply.receipt for reply in await log.waiting_async(stale=EARLIER)] == [other.receipt]


async def test_a_row_and_its_reply_are_kept_both_or_neither(log, make_row, path):
    row = make_row()
    await log.record_reply_async(row, waiting_for(row), stale=EARLIER)
    with sqlite3.connect(path) as other:
        other.execute("DROP TABLE outbox")
    other.close()
    with pytest.raises(LogUnavailable, match="wrong schema"):
        await log.record_reply_async(make_row(), waiting_for(row), stale=EARLIER)
    assert [kept.receipt for kept in log.rows()] == [row.receipt]


async def test_a_claim_can_be_held_longer(make_log):
    log = make_log()
    with time_machine.travel("2026-11-22 12:00", tick=False) as clock:
        assert await log.claim_async("day", holds=timedelta(hours=24))
        assert await log.claim_async("short")
        clock.shift(timedelta(minutes=11))
        assert await log.claim_async("short")
        assert not await log.claim_async("day", holds=timedelta(hours=24))
        clock.shift(timedelta(hours=23, minutes=48))
        assert not await log.claim_async("day", holds=timedelta(hours=24))
        clock.shift(timedelta(minutes=2))
        assert await log.claim_async("day", holds=timedelta(hours=24))
