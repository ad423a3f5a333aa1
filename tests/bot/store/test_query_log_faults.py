import asyncio
import shutil
import sqlite3
from collections import namedtuple
from contextlib import closing

import pytest

from bot.store import LogUnavailable

PAGE = 4096
WRITE_VERSION = 18
"""Offset in the file of the version that a writer must know; a higher one makes the file
read-only, even for an administrator, whom permissions do not stop."""

SECRET_WORDS = {
    "question": "PRIVATE-question",
    "request": '{"command":"PRIVATE-request"}',
    "team": "PRIVATE-team",
    "user_hash": "PRIVATE-user",
    "delivery_key": "PRIVATE-delivery",
    "payer": "PRIVATE-payer",
}


def words_of(error):
    """What a log line would show of an error and of those behind it, without the source lines."""
    said = [error]
    while (behind := said[-1].__cause__ or said[-1].__context__) is not None:
        said.append(behind)
    return " ".join(repr(one) for one in said)


@pytest.fixture
def quick_log(make_log):
    """A log that tries a broken database again at once."""
    return make_log(wait=0.25, reopen_after=0.0)


def replace_bytes(path, at, new):
    with path.open("r+b") as file:
        file.seek(at)
        file.write(new)


def filled(make_log, make_row):
    """A log file with some rows, closed."""
    log = make_log()
    for _ in range(50):
        log.record(make_row())
    log.close()


def make_garbage(path, make_log, make_row):
    path.write_bytes(b"this is no database at all\n" * 1000)


def make_damaged(path, make_log, make_row):
    filled(make_log, make_row)
    size = path.stat().st_size
    replace_bytes(path, PAGE, b"\xa5" * (size - PAGE))


def make_read_only(path, make_log, make_row):
    filled(make_log, make_row)
    replace_bytes(path, WRITE_VERSION, b"\x03")


def make_folder(path, make_log, make_row):
    path.mkdir()


def make_foreign(path, make_log, make_row):
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE queries (id INTEGER PRIMARY KEY, text TEXT)")


def make_incomplete(path, make_log, make_row):
    filled(make_log, make_row)
    with closing(sqlite3.connect(path)) as other:
        other.execute("ALTER TABLE queries DROP COLUMN question")


TROUBLE = {
    make_garbage: "corrupt",
    make_damaged: "corrupt",
    make_read_only: "read-only",
    make_folder: "is a folder",
    make_foreign: "wrong schema: it holds a table 'queries' that Unitwise did not make",
    make_incomplete: "wrong schema: its table 'queries' lacks question",
}
every_trouble = pytest.mark.parametrize(
    ("break_it", "words"), TROUBLE.items(), ids=lambda one: getattr(one, "__name__", "")
)


@every_trouble
def test_a_database_that_cannot_be_used_is_named_by_row_and_check_and_left_alone(
    break_it, words, path, make_log, make_row, quick_log
):
    break_it(path, make_log, make_row)
    before = path.read_bytes() if path.is_file() else None
    for _ in range(2):
        with pytest.raises(LogUnavailable) as fault:
            quick_log.record(make_row())
        assert words in str(fault.value)
        assert str(path) in str(fault.value)
    (said,) = quick_log.check()
    assert words in said
    assert (path.read_bytes() if path.is_file() else None) == before


@every_trouble
async def test_on_the_event_loop_the_same_is_said(break_it, words, path, make_log, make_row, quick_log):
    break_it(path, make_log, make_row)
    with pytest.raises(LogUnavailable) as fault:
        await quick_log.record_async(make_row())
    assert words in str(fault.value)


@every_trouble
def test_a_fault_never_holds_anything_of_the_row(break_it, words, path, make_log, make_row, quick_log):
    break_it(path, make_log, make_row)
    with pytest.raises(LogUnavailable) as fault:
        quick_log.record(make_row(**SECRET_WORDS))
    assert "PRIVATE" not in words_of(fault.value)


@every_trouble
def test_when_it_is_mended_rows_are_kept_again_without_a_restart(
    break_it, words, path, make_log, make_row, quick_log
):
    break_it(path, make_log, make_row)
    with pytest.raises(LogUnavailable):
        quick_log.record(make_row())
    path.rename(path.with_name("broken"))
    assert not quick_log.record(make_row(receipt="R1")).repeated
    assert quick_log.find("R1") is not None
    assert quick_log.check(thorough=True) == []


def test_a_refused_row_is_refused_without_its_values(log, make_row):
    log.record(make_row(receipt="PRIVATE-receipt"))
    with pytest.raises(LogUnavailable) as fault:
        log.record(make_row(receipt="PRIVATE-receipt", **SECRET_WORDS))
    assert "PRIVATE" not in words_of(fault.value)


def test_a_broken_database_is_not_tried_again_with_every_row(path, make_log, make_row):
    log = make_log(reopen_after=60.0)
    make_garbage(path, make_log, make_row)
    with pytest.raises(LogUnavailable, match="corrupt"):
        log.record(make_row())
    path.unlink()
    with pytest.raises(LogUnavailable, match="corrupt"):
        log.record(make_row())


def test_a_check_that_finds_it_mended_ends_the_waiting(path, make_log, make_row):
    log = make_log(reopen_after=60.0)
    make_garbage(path, make_log, make_row)
    with pytest.raises(LogUnavailable):
        log.record(make_row())
    path.unlink()
    assert log.check() == []
    assert not log.record(make_row()).repeated


def test_a_read_only_file_can_be_read_and_takes_rows_again_when_it_may_be_written(
    path, make_log, make_row, quick_log
):
    make_read_only(path, make_log, make_row)
    with pytest.raises(LogUnavailable, match="read-only"):
        quick_log.record(make_row())
    assert len(list(quick_log.rows())) == 50
    replace_bytes(path, WRITE_VERSION, b"\x02")
    assert not quick_log.record(make_row()).repeated
    assert quick_log.check() == []


def test_a_missing_folder_is_named_and_never_made(tmp_path, make_log, make_row):
    folder = tmp_path / "no" / "such"
    log = make_log(folder / "unitwise.db", reopen_after=0.0)
    with pytest.raises(LogUnavailable, match="there is no folder"):
        log.record(make_row())
    (said,) = log.check()
    assert "there is no folder" in said
    assert not folder.exists()
    folder.mkdir(parents=True)
    assert not log.record(make_row()).repeated
    assert log.check() == []


def test_a_file_where_a_folder_is_expected_is_named(tmp_path, make_log, make_row):
    (tmp_path / "file").write_text("")
    log = make_log(tmp_path / "file" / "unitwise.db")
    with pytest.raises(LogUnavailable, match="there is no folder"):
        log.record(make_row())
    assert len(log.check()) == 1


def fill_up(log, path):
    # The limit counts for one connection only, so it has to be the one that writes the rows.
    pages = log._held._connection.execute("PRAGMA page_count").fetchone()[0]
    log._held._connection.execute(f"PRAGMA max_page_count = {pages}")


async def test_a_full_database_is_named_until_there_is_room_again(log, path, make_row):
    log.open()
    fill_up(log, path)
    rows = [make_row(**SECRET_WORDS | {"delivery_key": None}) for _ in range(200)]
    outcomes = await asyncio.gather(*map(log.record_async, rows), return_exceptions=True)
    faults = [outcome for outcome in outcomes if isinstance(outcome, LogUnavailable)]
    assert faults
    assert all("is full" in words_of(fault) and "PRIVATE" not in words_of(fault) for fault in faults)
    kept = len(list(log.rows()))
    (said,) = log.check()
    assert "is full" in said
    assert "PRIVATE" not in said
    log._held._connection.execute("PRAGMA max_page_count = 1000000")
    assert not (await log.record_async(make_row())).repeated
    assert log.check() == []
    assert len(list(log.rows())) == kept + 1


def test_a_disk_with_no_room_is_named_before_a_row_meets_it(log, monkeypatch):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(2**30, 2**30 - 4096, 4096))
    (said,) = log.check()
    assert "The disk of" in said
    assert "is full" in said


def test_a_file_that_vanished_while_in_use_is_named_and_the_next_row_begins_a_new_one(log, path, make_row):
    log.record(make_row())
    path.unlink()
    (said,) = log.check()
    assert "is missing" in said
    assert not log.record(make_row(receipt="R1")).repeated
    assert [row.receipt for row in log.rows()] == ["R1"]
    assert log.check() == []


def test_damage_in_old_rows_is_found_by_the_thorough_check(path, make_log, make_row):
    log = make_log()
    for number in range(300):
        log.record(make_row(question=f"number {number:06d}"))
    log.close()
    content = path.read_bytes()
    page_of_old_row = content.index(b"number 000020") // PAGE
    replace_bytes(path, page_of_old_row * PAGE, b"\xa5" * 200)
    assert log.check() == []
    (said,) = log.check(thorough=True)
    assert "corrupt" in said
    with pytest.raises(LogUnavailable, match="corrupt"):
        list(log.rows())


@pytest.mark.parametrize("break_it", [make_garbage, make_folder, make_damaged])
def test_opening_ahead_never_raises(break_it, path, make_log, make_row):
    break_it(path, make_log, make_row)
    log = make_log()
    log.open()
    assert len(log.check()) == 1
