"""Everything wrong that may be given for PTP edits: said, with what would be right, and nothing changed."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.tables.database import tables_path
from bot.tables.faults import TableFileFault, TablesFault
from rules.published import Setting
from tests.bot.tables.loading import PRACTITIONER, ROWS, content_of, load, status
from tests.bot.tables.synthetic import (
    MUE_NAME,
    NOTICE,
    Row,
    mue_text,
    ptp_head,
    ptp_name,
    ptp_text,
    ptp_workbook,
    workbook_of,
    write_part,
    write_zip,
)

TEXT = ptp_text(ROWS)
NAME = ptp_name()


def zip_of(folder: Path, **members: bytes) -> Path:
    return write_zip(
        folder / f"{NAME}.zip", {name.replace("__", "."): data for name, data in members.items()}
    )


def text_file(folder: Path, content: bytes, name: str = f"{NAME}.txt") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def encrypted(folder: Path) -> Path:
    path = zip_of(folder, edits__txt=TEXT)
    data = bytearray(path.read_bytes())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + at] |= 1
    path.write_bytes(data)
    return path


def bomb(folder: Path) -> Path:
    """One small file that unpacks to 40 MB of one letter."""
    path = folder / f"{NAME}.zip"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open(f"{NAME}.txt", "w") as member,
    ):
        for _ in range(40):
            member.write(b"A" * 1024**2)
    return path


def lying_bomb(folder: Path) -> Path:
    """The same, with a size in its headers that is far too small."""
    path = bomb(folder)
    data = bytearray(path.read_bytes())
    for mark, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        position = data.rindex(mark) + at
        data[position : position + 4] = struct.pack("<I", 1000)
    path.write_bytes(data)
    return path


def corrupt(folder: Path) -> Path:
    path = zip_of(folder, edits__txt=TEXT * 50)
    data = bytearray(path.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 40] = bytes(40)
    path.write_bytes(data)
    return path


def cut_zip(folder: Path) -> Path:
    path = zip_of(folder, edits__txt=TEXT)
    path.write_bytes(path.read_bytes()[:-60])
    return path


def far_away_cell(folder: Path) -> Path:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
    return text_file(folder, workbook_of(rows), f"{NAME}.xlsx")


def shifted(folder: Path) -> Path:
    """The third column is missing from the rows, so every date stands one column too far left."""
    rows = b"".join(
        b"\t".join(cell for at, cell in enumerate(line.split(b"\t")) if at != 2) + b"\r\n"
        for line in TEXT[len(ptp_head()) :].split(b"\r\n")
        if line
    )
    return text_file(folder, ptp_head() + rows)


def without_1996(folder: Path) -> Path:
    lines = [line.split(b"\t") for line in TEXT.split(b"\r\n")]
    return text_file(folder, b"\r\n".join(b"\t".join(line[:2] + line[3:]) for line in lines))


def change_file(folder: Path) -> Path:
    head = f"{NOTICE}\nColumn 1\tColumn 2\tModifier Indicator\n".encode()
    return text_file(folder, head + b"T0001\tT0002\t1\n", "edits_2026q4.txt")


def other_columns(folder: Path) -> Path:
    return text_file(
        folder, TEXT.replace(b"Effective", b"Deletion", 1).replace(b"\tDeletion\tMod", b"\tEffective\tMod", 1)
    )


FAULTS: dict[str, tuple[Callable[[Path], Path], list[str]]] = {
    "an empty file": (lambda folder: text_file(folder, b""), ["empty", "ccipra-v323r0-f1.zip"]),
    "blank lines": (lambda folder: text_file(folder, b"\r\n \r\n"), ["empty"]),
    "a web page": (
        lambda folder: text_file(folder, b"<!DOCTYPE html><html><body>License</body></html>"),
        ["web page", "license", "Accept"],
    ),
    "a web page named zip": (
        lambda folder: text_file(folder, b"\n<html><head></head></html>", f"{NAME}.zip"),
        ["web page"],
    ),
    "a web page inside the zip": (lambda folder: zip_of(folder, a__txt=b"<html></html>"), ["web page"]),
    "a letter": (lambda folder: text_file(folder, b"Dear biller,\nregards\n"), ["no header of PTP edits"]),
    "one endless line": (lambda folder: text_file(folder, b"A" * 3_000_000), ["not a table of lines"]),
    "a PDF document": (lambda folder: text_file(folder, b"%PDF-1.7 ..."), ["PDF"]),
    "an old workbook": (lambda folder: text_file(folder, b"\xd0\xcf\x11\xe0\xa1\xb1"), ["old Excel"]),
    "gzip": (lambda folder: text_file(folder, b"\x1f\x8b\x08" + zlib.compress(TEXT)), ["gzip"]),
    "UTF-16": (lambda folder: text_file(folder, TEXT.decode("latin-1").encode("utf-16")), ["UTF-16"]),
    "an MUE table": (
        lambda folder: text_file(folder, mue_text([("T0001", "1", "3 Date", "r")]), f"{NAME}.csv"),
        ["MUE values", "unitwise mue import"],
    ),
    "a zip cut off": (cut_zip, ["damaged or cut-off zip", "Download it again"]),
    "a damaged zip": (corrupt, ["damaged", "Download it again"]),
    "a zip with a password": (encrypted, ["password"]),
    "a zip bomb": (bomb, ["would unpack to 40 MB"]),
    "a zip bomb with a false size": (lying_bomb, ["damaged"]),
    "a zip of zips": (lambda folder: zip_of(folder, parts__zip=b"PK"), ["further zip files"]),
    "an empty zip": (lambda folder: zip_of(folder), ["holds no", "nothing"]),
    "a zip of something else": (lambda folder: zip_of(folder, readme__pdf=b"%PDF"), ["only readme.pdf"]),
    "a text in the middle of a line": (lambda folder: text_file(folder, TEXT[:-40]), ["line 13", "cut off"]),
    "a text in the middle of a word": (lambda folder: text_file(folder, TEXT[:-7]), ["line 13", "cut off"]),
    "a header alone": (lambda folder: text_file(folder, ptp_head()), ["no row"]),
    "rows without a header": (
        lambda folder: text_file(folder, TEXT[len(ptp_head()) :]),
        ["no header of PTP edits"],
    ),
    "rows moved by one column": (shifted, ["7 rows cannot be read", "line 7", "columns"]),
    "a Medicaid table": (without_1996, ["Medicaid", "Medicare"]),
    "a quarterly change file": (change_file, ["change file", "no dates"]),
    "columns in another order": (other_columns, ["other columns", "effective"]),
    "commas for tabs": (
        lambda folder: text_file(folder, TEXT.replace(b"\t", b",")),
        ["PTP edits"],
    ),
    "a workbook that is none": (
        lambda folder: zip_of(folder, edits__xlsx=b"no workbook"),
        ["not a workbook"],
    ),
    "a workbook with a cell at the far end": (far_away_cell, ["cannot be read as a workbook"]),
    "a workbook of another table": (
        lambda folder: text_file(folder, ptp_workbook([]), f"{NAME}.xlsx"),
        ["no row"],
    ),
    "an MUE table by its name": (
        lambda folder: text_file(folder, b"a,b\n", f"{MUE_NAME}.csv"),
        ["no header of PTP edits"],
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_what_is_wrong_is_said_and_what_was_loaded_stays(name: str, downloads: Path, database: str) -> None:
    make, words = FAULTS[name]
    good = write_part(downloads, ROWS)
    load(good, database)
    good.unlink()
    before = content_of(database)
    bad = make(downloads)
    with pytest.raises(TableFileFault) as refusal:
        load(bad, database, setting=PRACTITIONER, quarter="2026Q4")
    missing = [word for word in words if word not in refusal.value.message]
    assert not missing, f"not in {refusal.value.message!r}: {missing}"
    assert content_of(database) == before
    assert status(database, "T0001", "T0002") == "edit"
    assert leftovers(database) == []


def leftovers(database: str) -> list[str]:
    path = tables_path(database)
    kept = {path.name, f"{path.name}.lock"}
    return [file.name for file in path.parent.iterdir() if file.name not in kept]


def refusal_of(paths: list[Path] | Path, database: str, **given: object) -> str:
    with pytest.raises(TableFileFault) as refusal:
        load(paths, database, **given)  # type: ignore[arg-type]
    assert content_of(database) is None
    return refusal.value.message


def test_a_file_that_is_not_there_is_named(downloads: Path, database: str) -> None:
    assert "There is no file" in refusal_of(downloads / "nowhere.zip", database)


def test_a_folder_without_tables_is_named(downloads: Path, database: str) -> None:
    assert "holds no zip, txt, csv or xlsx" in refusal_of(downloads, database)


def test_one_bad_part_keeps_out_the_good_ones(downloads: Path, database: str) -> None:
    good, bad = write_part(downloads, ROWS, 1), text_file(downloads, b"<html>", f"{ptp_name(2)}.txt")
    assert "web page" in refusal_of([good, bad], database)


def test_a_setting_other_than_the_named_one_is_refused(downloads: Path, database: str) -> None:
    path = write_part(downloads, ROWS, setting="hospital")
    told = refusal_of(path, database, setting=PRACTITIONER)
    assert "says setting hospital" in told
    assert "--setting says practitioner" in told


def test_a_quarter_other_than_the_named_one_is_refused(downloads: Path, database: str) -> None:
    told = refusal_of(write_part(downloads, ROWS), database, quarter="2026Q3")
    assert "says quarter 2026Q4" in told
    assert "--quarter says 2026Q3" in told


@pytest.mark.parametrize(
    "other",
    [{"version": "322"}, {"setting": "hospital"}],
)
def test_parts_of_two_tables_are_refused(other: dict[str, str], downloads: Path, database: str) -> None:
    paths = [write_part(downloads, ROWS, 1), write_part(downloads, ROWS, 2, **other)]  # type: ignore[arg-type]
    assert "contradict each other" in refusal_of(paths, database)


def test_a_zip_that_is_named_otherwise_than_what_it_holds_is_refused(downloads: Path, database: str) -> None:
    path = write_zip(downloads / "medicare-ncci-2026q3-practitioner-ptp-edits.zip", {f"{NAME}.txt": TEXT})
    assert "contradict each other" in refusal_of(path, database)


def test_a_part_given_twice_is_refused(downloads: Path, database: str) -> None:
    paths = [write_part(downloads, ROWS, as_zip=True), write_part(downloads, ROWS)]
    assert "Part 1 is there twice" in refusal_of(paths, database)


def test_rows_that_begin_after_the_quarter_contradict_it(downloads: Path, database: str) -> None:
    path = write_part(downloads, [*ROWS, Row("T0001", "T0004", "20270101")])
    told = refusal_of(path, database)
    assert "not the edits of 2026Q4" in told
    assert "2027Q1" in told


@pytest.mark.parametrize(
    ("given", "asked"), [({"quarter": "2026Q4"}, "--setting"), ({"setting": PRACTITIONER}, "--quarter")]
)
def test_what_no_name_tells_is_asked_for(
    given: dict[str, str | Setting], asked: str, downloads: Path, database: str
) -> None:
    assert f"Add {asked}" in refusal_of(text_file(downloads, TEXT, "table.txt"), database, **given)


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("medicaid-ncci-2026-q3-ptp-edits-practitioner-services.zip", "Medicaid"),
        ("medicare-ncci-2026q3-practitioner-quarterly-additions-deletions-revisions-ptp.zip", "change file"),
        ("AOC_V2025Q4_01-MCR.txt", "add-on"),
        ("MCR_MUE_DMESupplierServices_Eff_07-01-2026.csv", "equipment suppliers"),
    ],
)
def test_another_official_table_is_known_by_its_name(
    name: str, word: str, downloads: Path, database: str
) -> None:
    assert word in refusal_of(text_file(downloads, TEXT, name), database)


def test_too_many_rejected_rows_mean_another_table(downloads: Path, database: str) -> None:
    good = [Row("T0001", f"B{number:04d}", "20261001") for number in range(100)]
    bad = [Row("T0001", "T0002", "soon") for _ in range(21)]
    assert "21 rows cannot be read and 100 can" in refusal_of(write_part(downloads, [*good, *bad]), database)


def test_a_folder_that_cannot_be_written_is_named(downloads: Path, tmp_path: Path) -> None:
    with pytest.raises(TablesFault, match="cannot be written"):
        load(write_part(downloads, ROWS), str(tmp_path / "nowhere" / "log.db"))
