"""Loading an MUE table: as CSV with its notice of several lines, as a workbook, or in CMS's zip file."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.tables.current import read_tables
from bot.tables.database import tables_path
from bot.tables.faults import TableFileFault
from rules.mue import MueResult, MueStatus, find_mue
from rules.published import Setting
from tests.bot.tables.loading import HOSPITAL, ON, PRACTITIONER, ROWS, content_of, load, load_mue, status
from tests.bot.tables.synthetic import MUE_NAME, mue_text, mue_workbook, ptp_text, write_part, write_zip

VALUES = [
    ("T0001", "6", "3 Date of Service Edit: Clinical", "Made up: one"),
    ("T0002", "0", "2 Date of Service Edit: Policy", '"Made up, with a comma"'),
    ("00100", "1", "1 Line Edit", "Made up: three"),
]


def look_up(database: str, code: str, setting: Setting = PRACTITIONER) -> MueResult:
    tables = read_tables(tables_path(database))
    assert tables.fault is None
    return find_mue(code, on=ON, setting=setting, table=tables.mue(setting))


def csv_file(folder: Path, content: bytes | None = None, name: str = f"{MUE_NAME}.csv") -> Path:
    path = folder / name
    path.write_bytes(mue_text(VALUES) if content is None else content)
    return path


def in_form(form: str, folder: Path) -> Path:
    if form == "csv":
        return csv_file(folder)
    plain = [(*row[:3], row[3].strip('"')) for row in VALUES]
    if form == "workbook":
        path = folder / f"{MUE_NAME}.xlsx"
        path.write_bytes(mue_workbook(plain))
        return path
    members = {f"{MUE_NAME}.csv": mue_text(VALUES), f"{MUE_NAME}.xlsx": mue_workbook(plain)}
    return write_zip(folder / "medicare-ncci-2026-q4-practitioner-services-mue-table.zip", members)


@pytest.mark.parametrize("form", ["csv", "workbook", "zip"])
def test_every_form_of_the_table_loads_to_the_same(form: str, downloads: Path, database: str) -> None:
    imported = load_mue(in_form(form, downloads), database)
    release = imported.release
    assert (release.setting, str(release.quarter), release.rows_read) == (PRACTITIONER, "2026Q4", 3)
    assert (imported.warnings, imported.rejected) == ((), ())
    found = look_up(database, "T0001")
    assert found.entry is not None
    assert (found.entry.value, found.entry.adjudication_indicator) == (6, 3)
    assert (found.table, found.quarter, found.cautions) == ("official table", "2026Q4", ())
    assert look_up(database, "T0002").status is MueStatus.NOT_PAYABLE
    assert look_up(database, "00100").status is MueStatus.LIMITED
    assert look_up(database, "T0009").status is MueStatus.UNKNOWN


def test_the_header_tells_the_setting(downloads: Path, database: str) -> None:
    path = csv_file(downloads, mue_text(VALUES, setting="Outpatient Hospital Services"), "values.csv")
    imported = load_mue(path, database, quarter="2026Q4")
    assert imported.release.setting is HOSPITAL
    assert look_up(database, "T0001", HOSPITAL).status is MueStatus.LIMITED
    assert look_up(database, "T0001").status is MueStatus.UNKNOWN


def test_values_and_edits_are_kept_beside_each_other(downloads: Path, database: str) -> None:
    load(write_part(downloads, ROWS), database)
    load_mue(csv_file(downloads), database)
    assert status(database, "T0001", "T0002") == "edit"
    load(write_part(downloads, ROWS), database)
    assert look_up(database, "T0001").status is MueStatus.LIMITED


def test_a_rejected_row_is_told_with_its_line_and_its_code_is_unknown(downloads: Path, database: str) -> None:
    bad = [("T0003", "many", "3 Date", "r"), ("T0004", "2", "4 Date", "r"), ("T0001", "7", "3 Date", "r")]
    imported = load_mue(csv_file(downloads, mue_text([*VALUES, *bad, *more(5)])), database)
    assert [row.line for row in imported.rejected] == [9, 10, 11]
    assert "'many'" in imported.rejected[0].reason
    assert "not 1, 2 or 3" in imported.rejected[1].reason
    assert "T0001 is there twice" in imported.rejected[2].reason
    assert look_up(database, "T0003").status is MueStatus.UNKNOWN
    entry = look_up(database, "T0001").entry
    assert entry is not None
    assert entry.value == 6


def more(count: int) -> list[tuple[str, str, str, str]]:
    return [(f"M{number:04d}", "1", "3 Date", "r") for number in range(count)]


def test_a_new_quarter_takes_the_place_of_the_one_before(downloads: Path, database: str) -> None:
    load_mue(
        csv_file(downloads, mue_text([*VALUES, *more(20)]), MUE_NAME.replace("10-01", "07-01") + ".csv"),
        database,
    )
    imported = load_mue(csv_file(downloads), database)
    assert look_up(database, "M0001").status is MueStatus.UNKNOWN
    assert any("3 rows, and 2026Q3 had 23" in warning for warning in imported.warnings)


FAULTS = {
    "PTP edits": (ptp_text(ROWS), ["PTP edits", "unitwise ncci import"]),
    "a web page": (b"<!doctype html>", ["web page", "license"]),
    "an empty file": (b"", ["empty"]),
    "a letter": (b"Dear biller\r\n", ["no header of MUE values"]),
    "a header alone": (mue_text([]), ["no row"]),
    "a table cut off": (mue_text(VALUES)[:-25], ["ends in the middle of line 8"]),
    "other claims": (mue_text(VALUES, setting="DME Supplier Services"), ["other claims", "practitioner"]),
    "columns moved": (mue_text([(row[1], row[0], *row[2:]) for row in VALUES]), ["3 rows cannot be read"]),
    "a quote that ends some rows later": (
        mue_text([("T0001", "6", "3 Date", '"Made up'), *VALUES, ("T0009", "1", "1 Line", 'up"')]),
        ["a quote is opened before line 8"],
    ),
    "a null byte": (mue_text(VALUES).replace(b"T0001", b"T\x00001"), []),
}


@pytest.mark.parametrize("name", FAULTS)
def test_what_is_wrong_is_said_and_what_was_loaded_stays(name: str, downloads: Path, database: str) -> None:
    content, words = FAULTS[name]
    load_mue(csv_file(downloads), database)
    before = content_of(database)
    if not words:
        imported = load_mue(csv_file(downloads, content), database)
        assert [row.line for row in imported.rejected] == [6]
        return
    with pytest.raises(TableFileFault) as refusal:
        load_mue(csv_file(downloads, content), database)
    missing = [word for word in words if word not in refusal.value.message]
    assert not missing, f"not in {refusal.value.message!r}: {missing}"
    assert content_of(database) == before


def test_a_setting_or_quarter_that_contradicts_the_file_is_refused(downloads: Path, database: str) -> None:
    with pytest.raises(TableFileFault, match=r"setting practitioner.*--setting says hospital"):
        load_mue(csv_file(downloads), database, setting=HOSPITAL)
    with pytest.raises(TableFileFault, match=r"quarter 2026Q4.*--quarter says 2026Q3"):
        load_mue(csv_file(downloads), database, quarter="2026Q3")
    with pytest.raises(TableFileFault, match="Add --quarter"):
        load_mue(csv_file(downloads, name="values.csv"), database)


def test_two_tables_at_once_are_refused(downloads: Path, database: str) -> None:
    csv_file(downloads)
    csv_file(downloads, name=MUE_NAME.replace("10-01", "07-01") + ".csv")
    with pytest.raises(TableFileFault, match="one MUE table at a time"):
        load_mue(downloads, database)
