import dataclasses
import json
import re
import sqlite3
import statistics
import threading
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone

import pytest

from bot.settings import SettingsError
from bot.store import NotLogged, QueryRow, folding, open_log, utc_text
from bot.store import sqlite as sqlite_module
from bot.store.migrations import migrations
from bot.store.rows import COLUMNS, JSON_COLUMNS
from bot.store.statements import BATCH
from bot.store.table_names import MIGRATION_NAMES
from tests.support import shared_or_skip


def look_inside(path, sql, *values):
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql, values).fetchall()


def change_inside(path, sql):
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(sql)


def test_a_row_comes_back_exactly_as_it_was_recorded(log, make_row):
    row = make_row(
        delivery_key="d1",
        date_given=True,
        confident=False,
        score=0.25,
        question="how many units — für 25 min?",
    )
    recorded = log.record(row)
    assert (recorded.receipt, recorded.repeated) == (row.receipt, False)
    assert log.find(row.receipt) == row


async def test_a_row_recorded_on_the_event_loop_comes_back_the_same(log, make_row):
    row = make_row(delivery_key="d1")
    assert (await log.record_async(row)).receipt == row.receipt
    assert log.find(row.receipt) == row


def test_a_receipt_that_was_never_given_is_not_found(log, make_row):
    log.record(make_row())
    assert log.find("R99999") is None


def test_the_table_has_the_columns_of_the_row_and_no_other(log, make_row, path):
    log.record(make_row())
    names = [row[1] for row in look_inside(path, "PRAGMA table_info(queries)")]
    assert names == [field.name for field in dataclasses.fields(QueryRow)]


def test_the_table_has_every_column_that_was_promised():
    storage = shared_or_skip("spec/contract.md").read_text().partition("## 5 Storage")[2]
    listed = storage.partition("at least")[2].partition("rules_version")[0] + "rules_version"
    without_explanations = re.sub(r"\([^)]*\)", "", listed)
    assert set(re.findall(r"\b[a-z]+(?:_[a-z]+)*\b(?=`|$)", without_explanations)) == set(COLUMNS)


def test_a_row_can_hold_nothing_but_its_columns(make_row):
    row = make_row()
    assert not hasattr(row, "__dict__")
    with pytest.raises(TypeError):
        make_row(text="/units 97112 25")


def test_the_steps_that_opening_looks_for_are_those_there_are():
    assert tuple(step.name for step in migrations._migrations) == MIGRATION_NAMES


def test_receipts_moments_and_users_are_found_by_an_index(log, make_row, path):
    log.record(make_row())
    indexed = {
        tuple(row[2] for row in look_inside(path, f"PRAGMA index_info({name})")): bool(unique)
        for _, name, unique, *_ in look_inside(path, "PRAGMA index_list(queries)")
    }
    assert indexed == {
        ("receipt",): True,
        ("delivery_key",): True,
        ("asked_at",): False,
        ("user_hash",): False,
    }


# Deliveries that Slack repeats


def test_a_repeated_delivery_gets_the_first_receipt_and_no_second_row(log, make_row):
    first = log.record(make_row(delivery_key="d1"))
    again = log.record(make_row(delivery_key="d1"))
    assert (again.receipt, again.repeated) == (first.receipt, True)
    assert [row.receipt for row in log.rows()] == [first.receipt]


def test_a_delivery_repeated_after_a_restart_gets_the_first_receipt(make_log, make_row):
    before = make_log()
    first = before.record(make_row(delivery_key="d1"))
    before.close()
    after = make_log()
    again = after.record(make_row(delivery_key="d1"))
    assert (again.receipt, again.repeated) == (first.receipt, True)
    assert len(list(after.rows())) == 1


async def test_a_delivery_repeated_at_the_same_moment_gets_one_row(log, make_row):
    rows = [make_row(delivery_key="d1") for _ in range(5)]
    recorded = [await log.record_async(row) for row in rows]
    assert {one.receipt for one in recorded} == {rows[0].receipt}
    assert [one.repeated for one in recorded] == [False, True, True, True, True]


def test_the_very_same_row_twice_is_a_repeated_delivery(log, make_row):
    row = make_row(delivery_key="d1")
    log.record(row)
    assert log.record(row).repeated


def test_requests_without_a_delivery_are_all_kept(log, make_row):
    assert not any(log.record(make_row(delivery_key=None)).repeated for _ in range(3))
    assert len(list(log.rows())) == 3


def test_a_receipt_cannot_be_given_twice(log, make_row):
    log.record(make_row(receipt="R1", payer="medicare"))
    with pytest.raises(NotLogged):
        log.record(make_row(receipt="R1", payer="tricare"))
    assert log.find("R1").payer == "medicare"
    assert not log.record(make_row(receipt="R2")).repeated


# Feedback


def test_the_latest_thumb_counts(log, make_row):
    log.record(make_row(receipt="R1"))
    log.record(make_row(receipt="R2"))
    assert log.set_feedback("R1", "down")
    assert log.set_feedback("R1", "down", "outdated")
    assert (log.find("R1").feedback, log.find("R1").feedback_reason) == ("down", "outdated")
    assert log.set_feedback("R1", "up")
    assert (log.find("R1").feedback, log.find("R1").feedback_reason) == ("up", None)
    assert log.find("R2").feedback is None


async def test_a_thumb_for_an_unknown_receipt_is_said_to_be_lost(log, make_row):
    await log.record_async(make_row(receipt="R1"))
    assert not await log.set_feedback_async("R2", "up")
    assert not await log.set_feedback_async("R\ud8002", "up")
    assert await log.set_feedback_async("R1", "up")
    assert log.find("R1").feedback == "up"


# Export


def test_export_runs_from_the_oldest_question_to_the_newest(log, make_row):
    moments = ["2026-03-02T09:00:00.500Z", "2026-03-02T09:00:00.000Z", "2025-12-31T23:59:59.999Z"]
    for moment in moments:
        log.record(make_row(asked_at=moment))
    assert [row.asked_at for row in log.rows()] == sorted(moments)


def test_export_misses_and_repeats_nothing_at_the_edges_of_its_pages(log, make_row):
    # All but the first in one moment, so that the page ends in the middle of it.
    rows = [make_row(asked_at="2026-01-01T00:00:00.000Z"), *(make_row() for _ in range(BATCH * 2 + 3))]
    for row in rows:
        log.record(row)
    assert list(log.rows()) == rows


def test_export_can_be_read_while_rows_are_added(log, make_row):
    for _ in range(3):
        log.record(make_row())
    exported = log.rows()
    next(exported)
    log.record(make_row())
    assert len(list(exported)) >= 2


def test_an_exported_row_is_json_that_holds_what_was_recorded(log, make_row):
    request = {"command": "units", "minutes": {"97112": 25}, "untimed": [], "payer": None}
    given = {
        "request": request,
        "codes": ["97112"],
        "minutes": {"97112": 25},
        "used": ["medicare.timed_units.minutes_per_unit@2000-06-01", '¼ hour \u2028 " \\ 🙂'],
        "tables": [],
    }
    assert set(given) == JSON_COLUMNS
    log.record(make_row(receipt="R1", **{name: json.dumps(value) for name, value in given.items()}))
    exported = json.loads(json.dumps(log.find("R1").to_json_dict()))
    assert {name: exported[name] for name in given} == given
    assert list(exported) == list(COLUMNS)
    assert exported["confident"] is True
    assert exported["date_given"] is False
    assert exported["payer"] is None


def test_half_a_surrogate_pair_costs_one_character_and_no_row(log, make_row):
    log.record(make_row(receipt="R1", question="25 min \ud83d neuro"))
    assert log.find("R1").question == "25 min ? neuro"


def test_reading_a_log_that_is_not_there_says_so_and_makes_none(log, path):
    for read in (lambda: log.find("R1"), lambda: list(log.rows()), lambda: log.purge(user_hash="0f")):
        with pytest.raises(NotLogged, match="does not exist"):
            read()
    assert not path.exists()


# Purge


def test_purging_a_user_takes_that_users_rows_and_says_how_many(log, make_row):
    for user in ("aa", "bb", "aa", None):
        log.record(make_row(user_hash=user))
    assert log.purge(user_hash="aa") == 2
    assert [row.user_hash for row in log.rows()] == ["bb", None]
    assert log.purge(user_hash="aa") == 0


def test_purging_by_age_keeps_what_was_asked_at_that_very_moment(log, make_row):
    now = datetime(2026, 6, 1, 12, tzinfo=UTC)
    for days in (91, 90, 89):
        log.record(make_row(receipt=f"R{days}", asked_at=utc_text(now - timedelta(days=days))))
    in_new_york = (now - timedelta(days=90)).astimezone(timezone(timedelta(hours=-4)))
    assert log.purge(older_than=in_new_york) == 1
    assert {row.receipt for row in log.rows()} == {"R90", "R89"}


def test_purging_by_user_and_age_takes_only_rows_where_both_hold(log, make_row):
    log.record(make_row(receipt="old", user_hash="aa", asked_at="2025-01-01T00:00:00.000Z"))
    log.record(make_row(receipt="new", user_hash="aa"))
    log.record(make_row(receipt="other", user_hash="bb", asked_at="2025-01-01T00:00:00.000Z"))
    assert log.purge(user_hash="aa", older_than=datetime(2026, 1, 1, tzinfo=UTC)) == 1
    assert {row.receipt for row in log.rows()} == {"new", "other"}


def test_purging_counts_rows_over_several_batches(log, make_row):
    for _ in range(BATCH + 7):
        log.record(make_row(user_hash="aa"))
    assert log.purge(user_hash="aa") == BATCH + 7
    assert list(log.rows()) == []


def test_purging_with_no_limit_at_all_is_refused(log, make_row):
    log.record(make_row())
    with pytest.raises(ValueError, match="a user or an age"):
        log.purge()
    with pytest.raises(ValueError, match="time zone"):
        log.purge(older_than=datetime(2026, 1, 1))
    assert len(list(log.rows())) == 1


def test_purged_rows_are_gone_from_the_files_too(log, make_row, tmp_path):
    log.record(make_row(user_hash="aa", question="only in the purged row"))
    log.record(make_row(user_hash="bb", question="only in the row that stays"))
    log.purge(user_hash="aa")
    left = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert b"only in the row that stays" in left
    assert b"only in the purged row" not in left


# The file


def test_nothing_is_touched_before_the_first_row(tmp_path):
    log = open_log(str(tmp_path / "unitwise.db"))
    assert log.check() == []
    log.close()
    assert list(tmp_path.iterdir()) == []


def test_opening_ahead_of_the_first_row_makes_the_table(log, path):
    log.open()
    assert look_inside(path, "SELECT count(*) FROM queries") == [(0,)]
    assert log.check(thorough=True) == []


def test_only_the_owner_may_read_the_files(log, make_row, tmp_path):
    log.record(make_row())
    modes = {file.name: file.stat().st_mode & 0o777 for file in tmp_path.iterdir()}
    assert modes == dict.fromkeys(["unitwise.db", "unitwise.db-wal", "unitwise.db-shm"], 0o600)


@pytest.mark.parametrize("name", ["a b?c#d%20é.db", ":memory:"])
def test_any_file_name_is_a_file_name(make_log, make_row, tmp_path, name, monkeypatch):
    monkeypatch.chdir(tmp_path)
    log = make_log(name)
    log.record(make_row(receipt="R1"))
    assert (tmp_path / name).is_file()
    assert log.find("R1") is not None


def test_a_file_made_from_a_dump_goes_back_to_the_write_ahead_log(make_log, make_row, path):
    log = make_log()
    log.record(make_row())
    log.close()
    change_inside(path, "PRAGMA journal_mode = DELETE")
    make_log().record(make_row())
    assert look_inside(path, "PRAGMA journal_mode") == [("wal",)]


def test_a_closed_log_opens_again_for_the_next_row(log, make_row, tmp_path):
    log.record(make_row())
    log.close()
    assert [file.name for file in tmp_path.iterdir()] == ["unitwise.db"]
    log.record(make_row())
    assert len(list(log.rows())) == 2


def test_rows_go_on_in_the_file_that_was_put_in_place_of_the_old_one(log, make_row, path, tmp_path):
    log.record(make_row(receipt="R1"))
    change_inside(path, f"VACUUM INTO '{tmp_path / 'backup.db'}'")
    log.record(make_row(receipt="R2"))
    (tmp_path / "away").mkdir()
    for name in ("unitwise.db", "unitwise.db-wal", "unitwise.db-shm"):
        (tmp_path / name).rename(tmp_path / "away" / name)
    (tmp_path / "backup.db").rename(path)
    log.record(make_row(receipt="R3"))
    assert {row.receipt for row in log.rows()} == {"R1", "R3"}
    assert look_inside(tmp_path / "away" / "unitwise.db", "SELECT count(*) FROM queries") == [(2,)]


def test_a_table_with_a_further_column_of_a_later_version_still_takes_rows(make_log, make_row, path):
    log = make_log()
    log.record(make_row())
    log.close()
    change_inside(path, "ALTER TABLE queries ADD COLUMN replayed TEXT")
    log = make_log()
    log.record(make_row())
    assert log.check(thorough=True) == []


def test_the_write_ahead_file_stays_small_however_fast_rows_come(log, make_row, path, monkeypatch):
    monkeypatch.setattr(folding, "CHECKPOINT_EVERY", 50)
    monkeypatch.setattr(folding, "MANY_PAGES", 300)
    for number in range(1500):
        log.record(make_row(delivery_key=f"d{number}"))
    write_ahead = path.with_name("unitwise.db-wal").stat().st_size
    assert write_ahead < 12 * 2**20  # unfolded, these rows take over 25 MB
    assert len(list(log.rows())) == 1500


def test_several_threads_share_one_log(log, make_row):
    rows = [[make_row(receipt=f"T{thread}-{number}") for number in range(50)] for thread in range(4)]
    threads = [threading.Thread(target=lambda mine=mine: [log.record(row) for row in mine]) for mine in rows]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {row.receipt for row in log.rows()} == {row.receipt for mine in rows for row in mine}


def test_a_row_takes_well_under_a_millisecond(log, make_row):
    log.open()
    took = []
    for number in range(500):
        row = make_row(delivery_key=f"d{number}")
        began = time.perf_counter()
        log.record(row)
        took.append(time.perf_counter() - began)
    assert statistics.median(took) < 0.001


# Moments and settings


def test_moments_are_written_in_utc_and_in_one_length():
    in_new_york = timezone(timedelta(hours=-5))
    assert utc_text(datetime(2026, 1, 1, 20, 0, 0, tzinfo=in_new_york)) == "2026-01-02T01:00:00.000Z"
    assert utc_text(datetime(2026, 1, 1, 0, 0, 0, 123999, tzinfo=UTC)) == "2026-01-01T00:00:00.123Z"
    with pytest.raises(ValueError, match="time zone"):
        utc_text(datetime(2026, 1, 1))


@pytest.mark.parametrize("moment", ["2026-01-01T00:00:00+00:00", "2026-01-01", "2026-01-01T00:00:00.123456Z"])
@pytest.mark.parametrize("column", ["asked_at", "delivered_at"])
def test_a_moment_in_another_spelling_is_refused(make_row, column, moment):
    with pytest.raises(ValueError, match="use utc_text"):
        make_row(**{column: moment})


@pytest.mark.parametrize("scheme", ["postgresql", "postgres"])
def test_postgresql_is_refused_clearly_and_without_the_password(scheme):
    with pytest.raises(SettingsError) as refusal:
        open_log(f"{scheme}://unitwise:hunter2@db.example/unitwise")
    assert "PostgreSQL is not supported yet; give a file path" in str(refusal.value)
    assert "hunter2" not in str(refusal.value)


def test_any_other_address_is_refused_too():
    with pytest.raises(SettingsError, match="mysql:// is not supported"):
        open_log("mysql://db.example/unitwise")


async def test_a_claim_is_given_to_one_asker_until_it_is_given_back(tmp_path):
    first, second = (open_log(str(tmp_path / "log.db")) for _ in range(2))
    assert await first.claim_async("a")
    assert not await second.claim_async("a")
    assert await second.claim_async("b")
    await first.release_async("a")
    assert await second.claim_async("a")
    first.close()
    second.close()


async def test_a_claim_is_free_again_after_its_time(tmp_path, monkeypatch):
    log = open_log(str(tmp_path / "log.db"))
    assert await log.claim_async("a")
    monkeypatch.setattr(sqlite_module, "CLAIM_HOLDS", timedelta(seconds=-1))
    assert await log.claim_async("a")
    log.close()
