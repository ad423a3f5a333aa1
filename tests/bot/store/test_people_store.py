"""Remarks and handed-over questions: kept beside their row, never without it, gone with it."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime

import pytest

from bot.store import Handover, HandoverStep

AT = datetime(2026, 11, 22, 14, 0, tzinfo=UTC)
LATER = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)
AT_TEXT, LATER_TEXT = "2026-11-22T14:00:00.000Z", "2026-11-22T15:00:00.000Z"


@pytest.fixture
def log(make_log):
    return make_log()


def remarks(path):
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT receipt, remark, at FROM remarks").fetchall()


async def test_the_latest_remark_is_kept(log, make_row, path):
    row = make_row()
    log.record(row)
    assert await log.keep_remark_async(row.receipt, "3 units", AT)
    assert await log.keep_remark_async(row.receipt, "4 units", LATER)
    assert remarks(path) == [(row.receipt, "4 units", LATER_TEXT)]


async def test_nothing_is_kept_about_an_answer_that_is_not_in_the_log(log, make_row, path):
    log.record(make_row())
    assert not await log.keep_remark_async("R-nobody", "3 units", AT)
    assert not await log.hand_over_async("R-nobody", AT)
    assert not await log.note_handover_async("R-nobody", HandoverStep.SOLVED, AT)
    assert await log.handover_async("R-nobody") is None
    assert remarks(path) == []


async def test_a_question_is_handed_over_once_and_its_first_answer_and_end_are_noted(log, make_row):
    row = make_row()
    log.record(row)
    assert await log.hand_over_async(row.receipt, AT)
    assert not await log.hand_over_async(row.receipt, LATER)
    assert await log.handover_async(row.receipt) == Handover(row.receipt, AT_TEXT)
    for step in HandoverStep:
        assert await log.note_handover_async(row.receipt, step, AT)
        assert await log.note_handover_async(row.receipt, step, LATER)
    assert await log.handover_async(row.receipt) == Handover(row.receipt, AT_TEXT, AT_TEXT, AT_TEXT)


async def test_an_export_shows_what_people_added_to_each_answer_and_nothing_where_nobody_did(log, make_row):
    said, plain = make_row(), make_row()
    for row in (said, plain):
        log.record(row)
    await log.set_feedback_async(said.receipt, "down", "outdated")
    await log.keep_remark_async(said.receipt, "the count is […]", AT)
    await log.hand_over_async(said.receipt, AT)
    await log.note_handover_async(said.receipt, HandoverStep.ANSWERED, LATER)
    exported = {row["receipt"]: row for row in log.export()}
    assert exported.keys() == {said.receipt, plain.receipt}
    of_said, of_plain = exported[said.receipt], exported[plain.receipt]
    assert (of_said["feedback"], of_said["feedback_reason"]) == ("down", "outdated")
    assert of_said["remark"] == {"text": "the count is […]", "at": AT_TEXT}
    assert of_said["handover"] == {"asked_at": AT_TEXT, "answered_at": LATER_TEXT, "solved_at": None}
    assert (of_plain["remark"], of_plain["handover"]) == (None, None)
    assert list(of_plain)[:-2] == list(plain.to_json_dict())


async def test_what_is_purged_takes_its_remark_and_its_handover_along(log, make_row, path):
    gone, stays = make_row(user_hash="aa"), make_row(user_hash="bb")
    for row in (gone, stays):
        log.record(row)
        await log.keep_remark_async(row.receipt, f"remark of {row.user_hash}", AT)
        await log.hand_over_async(row.receipt, AT)
    assert log.purge(user_hash="aa") == 1
    assert remarks(path) == [(stays.receipt, "remark of bb", AT_TEXT)]
    assert await log.handover_async(gone.receipt) is None
    assert await log.handover_async(stays.receipt) is not None
    log.close()
    left = b"".join(file.read_bytes() for file in path.parent.iterdir())
    assert b"remark of aa" not in left
