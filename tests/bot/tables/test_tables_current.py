"""The tables in use: loaded ones before built-in ones, taken up while the bot runs, and never a crash."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot import watching
from bot.tables import Tables, TablesFault, current_tables
from bot.tables.current import read_tables
from bot.tables.database import damage, open_tables, rebuilding, tables_path
from bot.tables.loaded import NAME
from rules.mue import mue_list
from rules.ptp import find_ptp_edits
from rules.ptp_chart import ptp_chart
from tests.bot.tables.loading import HOSPITAL, KEPT, ON, PRACTITIONER, ROWS, content_of, load, status
from tests.bot.tables.synthetic import Row, write_part


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Lets time pass for the watch, without waiting."""
    now = [1000.0]
    monkeypatch.setattr(watching.time, "monotonic", lambda: now[0])

    def pass_seconds(seconds: float) -> None:
        now[0] += seconds

    return pass_seconds


def test_without_a_file_the_built_in_tables_answer(database: str) -> None:
    tables = current_tables(database)
    for setting in (PRACTITIONER, HOSPITAL):
        assert tables.ptp(setting) is ptp_chart(setting)
        assert tables.mue(setting) is mue_list(setting)
    assert (tables.fault, tables.releases()) == (None, {})


def test_a_loaded_table_answers_for_its_setting_and_the_built_in_one_for_the_other(
    downloads: Path, database: str
) -> None:
    load(write_part(downloads, ROWS), database)
    tables = current_tables(database)
    assert tables.ptp(PRACTITIONER).name == NAME
    assert tables.ptp(HOSPITAL) is ptp_chart(HOSPITAL)


def test_a_running_bot_takes_up_a_new_table_within_a_second(
    downloads: Path, database: str, clock: Callable[[float], None]
) -> None:
    load(write_part(downloads, ROWS), database)
    first = current_tables(database).ptp(PRACTITIONER)
    load(write_part(downloads, [Row("T0001", "T0002", "20261001")]), database)
    clock(0.9)
    assert current_tables(database).ptp(PRACTITIONER) is first
    clock(0.2)
    second = current_tables(database).ptp(PRACTITIONER)
    assert len(first.rows("T0001", "T0002")) == 2
    assert len(second.rows("T0001", "T0002")) == 1


def test_an_unchanged_file_is_not_read_again(
    downloads: Path, database: str, clock: Callable[[float], None]
) -> None:
    load(write_part(downloads, ROWS), database)
    first = current_tables(database)
    clock(60)
    assert current_tables(database) is first


def test_when_the_file_goes_away_the_built_in_tables_answer_again(
    downloads: Path, database: str, clock: Callable[[float], None]
) -> None:
    load(write_part(downloads, ROWS), database)
    assert current_tables(database).releases()
    tables_path(database).unlink()
    clock(2)
    assert current_tables(database).ptp(PRACTITIONER) is ptp_chart(PRACTITIONER)


BROKEN = {
    "text": b"no database at all " * 100,
    "empty": b"",
    "half": None,
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_file_that_cannot_be_read_is_left_out_and_said(name: str, downloads: Path, database: str) -> None:
    load(write_part(downloads, ROWS), database)
    whole = content_of(database)
    assert whole is not None
    content = BROKEN[name]
    tables_path(database).write_bytes(whole[: len(whole) // 2] if content is None else content)
    tables = current_tables(database)
    assert tables.ptp(PRACTITIONER) is ptp_chart(PRACTITIONER)
    assert tables.fault is not None
    assert "load the official files again" in tables.fault
    assert damage(tables_path(database)) is not None


def test_a_file_of_another_version_is_left_out_and_said(downloads: Path, database: str) -> None:
    load(write_part(downloads, ROWS), database)
    with sqlite3.connect(tables_path(database)) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    assert "another version of Unitwise" in str(current_tables(database).fault)


def test_a_damaged_file_is_replaced_by_the_next_import(downloads: Path, database: str) -> None:
    tables_path(database).write_bytes(b"no database at all " * 100)
    load(write_part(downloads, ROWS), database)
    assert status(database, "T0001", "T0002") == "edit"
    assert damage(tables_path(database)) is None


def test_a_damaged_page_reads_as_cannot_say_and_never_as_no_edit(downloads: Path, database: str) -> None:
    rows = [Row("T0001", f"{number:05d}", "20200101") for number in range(2000)]
    load(write_part(downloads, [*rows, Row("T0001", "T0002", "20200101")]), database)
    table = read_tables(tables_path(database)).ptp(PRACTITIONER)
    path = tables_path(database)
    content = bytearray(path.read_bytes())
    pages = range(4096, len(content), 4096)
    for page in pages:
        content[page : page + 200] = b"\xff" * 200
    with path.open("r+b") as file:
        file.write(content)
    [found] = find_ptp_edits(["T0001", "T0002"], on=ON, setting=PRACTITIONER, table=table)
    assert found.status.value == "not_in_table"


def test_a_code_of_another_shape_is_in_no_table(downloads: Path, database: str) -> None:
    load(write_part(downloads, ROWS), database)
    table = current_tables(database).ptp(PRACTITIONER)
    assert table.rows("T0001", "no code") == ()
    assert not table.covers("no code")


def test_many_threads_ask_while_tables_are_loaded(downloads: Path, database: str) -> None:
    load(write_part(downloads, ROWS), database)
    stop = threading.Event()

    def ask() -> set[str]:
        said = set()
        while not stop.is_set():
            table = read_tables(tables_path(database)).ptp(PRACTITIONER)
            for _ in range(20):
                [found] = find_ptp_edits(["T0001", "T0002"], on=ON, setting=PRACTITIONER, table=table)
                said.add(found.status.value)
        return said

    with ThreadPoolExecutor(4) as pool:
        asked = [pool.submit(ask) for _ in range(4)]
        try:
            for _ in range(10):
                load(write_part(downloads, ROWS), database)
        finally:
            stop.set()
        assert [one.result() for one in asked] == [{"edit"}] * 4


def test_one_import_at_a_time(downloads: Path, database: str) -> None:
    path = tables_path(database)
    with rebuilding(path), pytest.raises(TablesFault, match="Another import"):
        load(write_part(downloads, ROWS), database)
    load(write_part(downloads, ROWS), database)
    assert status(database, "T0001", "T0002") == "edit"


def test_an_import_that_was_killed_leaves_nothing_that_lasts(downloads: Path, database: str) -> None:
    path = tables_path(database)
    left_over = path.with_name(f"{path.name}.99999.building")
    left_over.write_bytes(b"half a table")
    beside = path.with_name("other.tables.1.building")
    beside.write_bytes(b"of another database")
    load(write_part(downloads, ROWS), database)
    assert not left_over.exists()
    assert beside.exists()


class Stopped(Exception):
    pass


def fail_half_way(path: Path) -> None:
    with rebuilding(path) as connection:
        connection.execute("INSERT INTO main.kept_code VALUES ('practitioner', 'T0001')")
        raise Stopped


def test_an_import_that_fails_half_way_changes_nothing(downloads: Path, database: str) -> None:
    path = tables_path(database)
    with pytest.raises(Stopped):
        fail_half_way(path)
    assert [file.name for file in path.parent.iterdir()] == [f"{path.name}.lock"]
    load(write_part(downloads, ROWS), database)
    before = content_of(database)
    with pytest.raises(Stopped):
        fail_half_way(path)
    assert content_of(database) == before


def test_the_log_is_never_locked_by_an_import(downloads: Path, database: str) -> None:
    log = sqlite3.connect(database, timeout=0)
    log.execute("CREATE TABLE queries (id)")
    with rebuilding(tables_path(database)), log:
        log.execute("INSERT INTO queries VALUES (1)")
    assert log.execute("SELECT count(*) FROM queries").fetchone() == (1,)
    log.close()
    load(write_part(downloads, ROWS), database)
    assert Path(database).stat().st_size > 0


def test_a_loaded_table_cannot_be_written_to(downloads: Path, database: str) -> None:
    load(write_part(downloads, ROWS), database)
    connection = open_tables(tables_path(database))
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        connection.execute("DELETE FROM release")
    connection.close()


def test_open_files_are_closed_when_their_tables_are_no_longer_held(downloads: Path, database: str) -> None:
    if not Path("/proc/self/fd").is_dir():
        pytest.skip("this system does not list open files")
    load(write_part(downloads, ROWS), database)

    def opened() -> int:
        links = Path("/proc/self/fd").iterdir()
        return sum(os.path.realpath(link) == str(tables_path(database).resolve()) for link in links)

    held: list[Tables] = [read_tables(tables_path(database)) for _ in range(3)]
    assert opened() == 3
    held.clear()
    assert opened() == 0


def test_beside_a_database_server_the_tables_lie_in_the_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert tables_path("postgresql://host/log") == tmp_path / "unitwise.db.tables"
    assert tables_path("my.db") == tmp_path / "my.db.tables"


def test_the_kept_codes_are_remembered(downloads: Path, database: str) -> None:
    load(write_part(downloads, ROWS), database)
    table = current_tables(database).ptp(PRACTITIONER)
    assert [code for code in sorted(KEPT) if table.covers(code)] == ["T0001", "T0002", "T0003", "T0004"]
