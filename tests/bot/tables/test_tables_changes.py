"""What changed between two quarters: new, ended, changed, and what reaches back."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from bot.tables.changes import ChangeKind, PairChange, compare, read_quarter
from bot.tables.database import tables_path
from bot.tables.faults import TableFileFault
from tests.bot.tables.loading import HOSPITAL, KEPT, PRACTITIONER, load
from tests.bot.tables.synthetic import Row, write_part

OLD = [
    Row("T0001", "T0002", "20200101"),
    Row("T0001", "T0003", "20200101"),
    Row("T0002", "T0003", "20200101"),
    Row("T0002", "T0004", "20200101", indicator="0"),
    Row("T0003", "T0004", "20200101"),
    Row("T0001", "B0001", "20200101"),
]
NEW = [
    Row("T0001", "T0002", "20200101"),
    Row("T0001", "T0003", "20200101", "20260930"),
    Row("T0002", "T0003", "20200101", "20191231"),
    Row("T0002", "T0004", "20200101", indicator="1"),
    Row("T0003", "T0004", "20200101", "20200101", "9"),
    Row("T0001", "T0004", "20261001"),
    Row("T0001", "B0001", "20200101", "20260930"),
]


def changes(old: Path, new: Path, *, any_code: bool = False) -> tuple[PairChange, ...]:
    sides = [read_quarter(path, codes=KEPT, any_code=any_code) for path in (old, new)]
    return compare(*sides)


@pytest.fixture
def old(downloads: Path) -> Path:
    return write_part(downloads, OLD, version="322", as_zip=True)


@pytest.fixture
def new(downloads: Path) -> Path:
    return write_part(downloads, NEW, version="323")


def test_every_change_is_found_with_its_days(old: Path, new: Path) -> None:
    found = {
        (change.before or change.after).column_one_code
        + (change.before or change.after).column_two_code: change  # type: ignore[union-attr]
        for change in changes(old, new)
    }
    assert {pair: change.kind for pair, change in found.items()} == {
        "T0001T0003": ChangeKind.ENDED,
        "T0001T0004": ChangeKind.ADDED,
        "T0002T0003": ChangeKind.ENDED,
        "T0002T0004": ChangeKind.CHANGED,
        "T0003T0004": ChangeKind.ENDED,
    }
    assert found["T0001T0003"].last_day == date(2026, 9, 30)
    assert found["T0002T0003"].last_day == date(2019, 12, 31)
    assert {pair for pair, change in found.items() if change.reaches_back} == {
        "T0002T0003",
        "T0002T0004",
        "T0003T0004",
    }
    assert [pair for pair, change in found.items() if change.is_withdrawn] == ["T0003T0004"]


def test_pairs_with_other_codes_come_only_on_demand(old: Path, new: Path) -> None:
    assert len(changes(old, new, any_code=True)) == len(changes(old, new)) + 1


def test_a_table_against_itself_has_no_change(old: Path) -> None:
    assert changes(old, old) == ()


def test_backwards_what_is_new_has_ended_and_the_other_way_round(old: Path, new: Path) -> None:
    there = sorted(change.kind for change in changes(old, new))
    back = sorted(change.kind for change in changes(new, old))
    assert (there.count(ChangeKind.ADDED), there.count(ChangeKind.ENDED)) == (1, 3)
    assert (back.count(ChangeKind.ADDED), back.count(ChangeKind.ENDED)) == (3, 1)


def test_a_pair_whose_columns_were_swapped_has_changed(downloads: Path) -> None:
    before = write_part(downloads, [Row("T0001", "T0002", "20200101")], version="322")
    after = write_part(downloads, [Row("T0002", "T0001", "20200101")], version="323")
    assert [change.kind for change in changes(before, after)] == [ChangeKind.CHANGED]


def test_loaded_tables_are_compared_as_their_files_are(
    old: Path, new: Path, database: str, tmp_path: Path
) -> None:
    load(old, database)
    kept = tmp_path / "before.tables"
    shutil.copy(tables_path(database), kept)
    load(new, database)
    assert changes(kept, tables_path(database)) == changes(old, new)


def test_a_folder_with_the_parts_is_one_side(downloads: Path, tmp_path: Path, new: Path) -> None:
    folder = tmp_path / "parts"
    folder.mkdir()
    for part in (1, 2):
        write_part(folder, OLD[part - 1 :: 2], part, version="322", as_zip=True)
    whole = write_part(downloads, OLD, version="322")
    assert changes(folder, new) == changes(whole, new)
    assert read_quarter(folder, codes=KEPT).missing_parts == (3, 4)


def test_two_settings_are_not_compared(old: Path, downloads: Path) -> None:
    hospital = write_part(downloads, NEW, setting="hospital")
    with pytest.raises(TableFileFault, match="Compare two of one"):
        changes(old, hospital)


def test_which_of_two_loaded_settings_is_meant_is_asked(downloads: Path, new: Path, database: str) -> None:
    load(new, database)
    load(write_part(downloads, NEW, setting="hospital"), database)
    with pytest.raises(TableFileFault, match="--setting"):
        read_quarter(tables_path(database), codes=KEPT)
    for setting in (PRACTITIONER, HOSPITAL):
        assert read_quarter(tables_path(database), codes=KEPT, setting=setting).setting is setting
