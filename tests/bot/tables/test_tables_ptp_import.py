"""Loading the PTP edits as downloaded: every form they come in, and what is kept of them."""

from __future__ import annotations

import hashlib
from datetime import date
from itertools import combinations
from pathlib import Path

import pytest

from bot.tables.current import read_tables
from bot.tables.database import tables_path
from bot.tables.documents import collect
from bot.tables.names import TableKind
from bot.tables.ptp_rows import PartReader, PartTally
from bot.tables.terms import Terms
from rules.ptp import find_ptp_edits
from rules.ptp_chart import ptp_chart
from rules.published import Setting
from tests.bot.tables.loading import HOSPITAL, KEPT, ON, PRACTITIONER, ROWS, ask, load, status
from tests.bot.tables.synthetic import (
    REASONS,
    Row,
    ptp_head,
    ptp_name,
    ptp_text,
    ptp_workbook,
    write_part,
    write_zip,
)


def all_four(folder: Path, *, setting: str = "practitioner", version: str = "323") -> list[Path]:
    """The rows of `ROWS` in four parts."""
    cuts = (ROWS[:2], ROWS[2:4], ROWS[4:6], ROWS[6:])
    return [
        write_part(folder, rows, part, setting=setting, version=version, as_zip=True)
        for part, rows in enumerate(cuts, start=1)
    ]


def in_form(form: str, folder: Path) -> list[Path]:
    """One table in each of the forms it may come in."""
    if form == "zips with text and workbook":
        return all_four(folder)
    if form == "folder of zips":
        all_four(folder)
        return [folder]
    if form == "one zip with everything":
        members = {f"{ptp_name(part)}.TXT": ptp_text(ROWS[part - 1 :: 4]) for part in range(1, 5)}
        return [write_zip(folder / "medicare-ncci-2026-q4-practitioner-ptp-edits.zip", members)]
    if form == "folders inside the zip":
        members = {f"some/where/{ptp_name(part)}.txt": ptp_text(ROWS[part - 1 :: 4]) for part in range(1, 5)}
        return [write_zip(folder / "edits.zip", members)]
    if form == "texts":
        return [write_part(folder, ROWS[part - 1 :: 4], part, suffix=".TXT") for part in range(1, 5)]
    paths = []
    for part in range(1, 5):
        paths.append(folder / f"{ptp_name(part)}.XLSX")
        paths[-1].write_bytes(ptp_workbook(ROWS[part - 1 :: 4], numbers=form == "workbooks with numbers"))
    return paths


@pytest.mark.parametrize(
    "form",
    [
        "zips with text and workbook",
        "folder of zips",
        "one zip with everything",
        "folders inside the zip",
        "texts",
        "workbooks",
        "workbooks with numbers",
    ],
)
def test_every_form_of_a_table_loads_to_the_same(form: str, downloads: Path, database: str) -> None:
    imported = load(in_form(form, downloads), database)
    release = imported.release
    assert (release.setting, str(release.quarter)) == (PRACTITIONER, "2026Q4")
    assert (release.rows_read, release.rows_kept, release.rows_rejected) == (7, 6, 0)
    assert release.missing_parts == ()
    assert imported.warnings == ()
    assert status(database, "T0001", "T0002") == "edit"
    assert status(database, "T0002", "T0003") == "no_edit"
    assert status(database, "U0001", "U0002") == "not_in_table"


def test_the_text_is_read_where_the_zip_holds_both(downloads: Path, database: str) -> None:
    members = {f"{ptp_name()}.txt": ptp_text(ROWS), f"{ptp_name()}.xlsx": b"no workbook at all"}
    imported = load(write_zip(downloads / f"{ptp_name()}.zip", members), database)
    assert imported.release.rows_read == 7


def test_what_a_row_says_is_kept_whole(downloads: Path, database: str) -> None:
    load(all_four(downloads), database)
    found = ask(database, "T0002", "T0001")
    assert [
        (row.column_one_code, row.column_two_code, row.modifier_indicator, row.effective, row.deleted)
        for row in found.history
    ] == [
        ("T0001", "T0002", 1, date(2018, 7, 1), date(2019, 12, 31)),
        ("T0001", "T0002", 0, date(2021, 1, 1), None),
    ]
    assert {row.rationale for row in found.history} == {REASONS[0]}
    assert (found.table, found.quarter) == ("official table", "2026Q4")


def test_each_date_is_answered_by_its_episode(downloads: Path, database: str) -> None:
    load(all_four(downloads), database)
    said = {
        date(2018, 6, 30): "no_edit",
        date(2018, 7, 1): "edit",
        date(2019, 12, 31): "edit",
        date(2020, 1, 1): "no_edit",
        date(2020, 12, 31): "no_edit",
        date(2021, 1, 1): "edit",
    }
    assert {on: status(database, "T0001", "T0002", on) for on in said} == said


def test_two_episodes_that_begin_on_one_day_are_both_kept(downloads: Path, database: str) -> None:
    rows = [
        Row("T0001", "T0002", "19960101", "19960101", "9", "*"),
        Row("T0001", "T0002", "19960101", "*", "0", "*"),
    ]
    load(write_part(downloads, rows), database)
    found = ask(database, "T0001", "T0002")
    assert [row.modifier_indicator for row in found.history] == [9, 0]
    assert found.status.value == "edit"


def test_a_row_from_before_1996_may_come_without_a_first_day(downloads: Path, database: str) -> None:
    load(write_part(downloads, [Row("T0001", "T0002", "", existed="*")]), database)
    found = ask(database, "T0001", "T0002", date(1996, 1, 1))
    assert found.edit is not None
    assert found.edit.effective == date(1996, 1, 1)


def test_rows_of_other_codes_are_kept_only_on_demand(downloads: Path, database: str) -> None:
    parts = all_four(downloads)
    assert load(parts, database).release.rows_kept == 6
    assert status(database, "U0001", "U0002") == "not_in_table"
    imported = load(parts, database, keep_all=True)
    assert (imported.release.rows_kept, imported.release.keeps_all) == (7, True)
    assert status(database, "U0001", "U0002") == "edit"
    assert status(database, "U0001", "B0001") == "no_edit"
    assert status(database, "U0001", "V0001") == "not_in_table"


def test_settings_are_loaded_beside_each_other(downloads: Path, database: str) -> None:
    load(all_four(downloads), database)
    hospital = [Row("T0001", "T0002", "20200101", indicator="1")]
    imported = load(write_part(downloads, hospital, setting="hospital"), database)
    assert imported.release.setting is HOSPITAL
    for setting, indicator in ((PRACTITIONER, 0), (HOSPITAL, 1)):
        edit = ask(database, "T0001", "T0002", setting=setting).edit
        assert edit is not None
        assert edit.modifier_indicator == indicator


def test_another_quarter_takes_the_place_of_the_one_before(downloads: Path, database: str) -> None:
    load(all_four(downloads), database)
    imported = load(all_four(downloads, version="330"), database)
    assert str(imported.release.quarter) == "2027Q1"
    assert len(imported.release.files) == 4


def test_an_older_quarter_is_loaded_with_a_remark(downloads: Path, database: str) -> None:
    load(write_part(downloads, ROWS), database)
    older = load(write_part(downloads, [Row("T0001", "T0002", "20260701")], version="322"), database)
    assert any("A newer table, 2026Q4, was loaded before" in warning for warning in older.warnings)


def test_parts_given_one_by_one_add_up(downloads: Path, database: str) -> None:
    parts = all_four(downloads)
    for at, part in enumerate(parts):
        imported = load(part, database)
        assert imported.release.missing_parts == tuple(range(at + 2, 5))
        assert any("Missing" in warning for warning in imported.warnings) == (at < 3)
    assert imported.release.rows_read == 7
    assert status(database, "T0001", "T0002") == "edit"
    assert ask(database, "A0001", "T0002").edit is not None


def test_a_part_that_comes_again_takes_its_own_place(downloads: Path, database: str) -> None:
    load(all_four(downloads), database)
    load(write_part(downloads, [Row("T0001", "T0002", "20210101", indicator="1")], 2), database)
    edit = ask(database, "T0001", "T0002").edit
    assert edit is not None
    assert edit.modifier_indicator == 1
    assert ask(database, "T0003", "B0001").edit is not None


def test_with_parts_missing_only_codes_inside_of_the_loaded_ones_are_covered(
    downloads: Path, database: str
) -> None:
    rows = [Row("T0001", "B0001", "20200101"), Row("T0003", "B0001", "20200101")]
    load(write_part(downloads, rows, 2), database)
    assert status(database, "T0001", "T0002") == "no_edit"
    assert status(database, "T0001", "T0004") == "not_in_table"
    load(write_part(downloads, rows, 4), database)
    assert status(database, "T0001", "T0004") == "no_edit"


def test_a_file_without_part_number_covers_the_codes_in_it(downloads: Path, database: str) -> None:
    path = downloads / "edits of my quarter.txt"
    path.write_bytes(ptp_text([Row("T0001", "B0001", "20200101"), Row("T0003", "B0001", "20261001")]))
    imported = load(path, database, setting=PRACTITIONER, quarter="2026Q4")
    assert any("No name tells which of the four parts" in warning for warning in imported.warnings)
    assert status(database, "T0001", "T0003") == "no_edit"
    assert status(database, "T0001", "T0004") == "not_in_table"


def test_a_rejected_row_is_told_with_its_line_and_its_pair_stays_open(downloads: Path, database: str) -> None:
    good = [Row("T0001", f"B{number:04d}", "20261001") for number in range(10)]
    bad = [
        Row("T0001", "T0002", "20261301"),
        Row("T0001", "T0003", "20261001", indicator="5"),
        Row("T0001", "T0004", "20261001", "2026"),
        Row("TOO-LONG", "T0001", "20261001"),
    ]
    imported = load(write_part(downloads, [*good, *bad]), database)
    lines = [(row.line, row.reason) for row in imported.rejected]
    assert [line for line, _ in lines] == [17, 18, 19, 20]
    assert "20261301" in lines[0][1]
    assert "'5', not 0, 1 or 9" in lines[1][1]
    assert "TOO-LONG" in lines[3][1]
    assert (imported.release.rows_read, imported.release.rows_rejected) == (10, 4)
    for other in ("T0002", "T0003", "T0004"):
        found = ask(database, "T0001", other)
        assert (found.status.value, found.cautions[0].id) == ("not_in_table", "row_unread")


def test_a_row_that_is_there_twice_counts_once(downloads: Path, database: str) -> None:
    load(write_part(downloads, [ROWS[3], ROWS[3], *ROWS]), database)
    assert len(ask(database, "T0001", "T0002").history) == 2


def test_the_checksum_and_the_rows_of_each_file_are_kept(downloads: Path, database: str) -> None:
    parts = all_four(downloads)
    load(parts, database)
    release = read_tables(tables_path(database)).releases()[TableKind.PTP, PRACTITIONER]
    assert [file.sha256 for file in release.files] == [
        hashlib.sha256(part.read_bytes()).hexdigest() for part in parts
    ]
    assert [file.rows_read for file in release.files] == [2, 2, 2, 1]
    assert [(file.first_code, file.last_code) for file in release.files][1] == ("T0001", "T0001")


def test_progress_is_told_to_the_last_byte(downloads: Path) -> None:
    documents = collect([*all_four(downloads)], TableKind.PTP)
    told: list[int] = []
    for document in documents:
        list(PartReader(Terms(), KEPT).rows(document, PartTally(), told.append))
    assert sum(told) == sum(document.size for document in documents)


def test_odd_but_harmless_things_in_a_file_do_not_matter(downloads: Path, database: str) -> None:
    text = ptp_text(ROWS)
    odd = {
        "line feeds only": text.replace(b"\r\n", b"\n"),
        "no line end at the end": text.removesuffix(b"\r\n"),
        "blank lines at the end": text + b"\r\n\t\t\t\t\t\t\r\n\x1a",
        "a byte order mark": b"\xef\xbb\xbf" + text,
        "a longer notice": b"More.\r\n" * 20 + text,
        "blank lines before the rows": ptp_head() + b"\t\t\t\t\t\t\r\n" + text[len(ptp_head()) :],
        "Latin-1 in the notice": "\u00a9 2026\r\n".encode("latin-1") + text,
    }
    for name, content in odd.items():
        path = downloads / f"{ptp_name()}.txt"
        path.write_bytes(content)
        imported = load(path, database)
        assert (imported.release.rows_read, imported.release.rows_rejected) == (7, 0), name


def test_a_newest_row_from_before_the_quarter_is_remarked_on(downloads: Path, database: str) -> None:
    imported = load(write_part(downloads, [Row("T0001", "T0002", "20240101")]), database)
    assert any("The newest row begins on 2024-01-01" in warning for warning in imported.warnings)


def test_an_incomplete_quarter_in_place_of_a_whole_one_is_remarked_on(downloads: Path, database: str) -> None:
    load(all_four(downloads), database)
    imported = load(write_part(downloads, ROWS, version="330"), database)
    assert any("The whole table of 2026Q4 has given way" in warning for warning in imported.warnings)


def test_parts_of_two_revisions_are_remarked_on(downloads: Path, database: str) -> None:
    load(all_four(downloads), database)
    path = downloads / f"{ptp_name(2, revision=1)}.txt"
    path.write_bytes(ptp_text(ROWS[2:4]))
    assert any("several revisions" in warning for warning in load(path, database).warnings)


def test_far_fewer_rows_than_before_are_remarked_on(downloads: Path, database: str) -> None:
    load(all_four(downloads), database)
    fewer = [write_part(downloads, ROWS[:1], part, version="330") for part in range(1, 5)]
    assert any("7" in warning and "cut off" in warning for warning in load(fewer, database).warnings)


def as_official_rows() -> list[Row]:
    """The built-in practitioner chart in the form of the official file."""
    chart = ptp_chart(Setting.PRACTITIONER)
    edits = [edit for pair in chart.pairs() for edit in chart.rows(*sorted(pair))]
    return sorted(
        Row(
            edit.column_one_code,
            edit.column_two_code,
            f"{edit.effective or date(1996, 1, 1):%Y%m%d}",
            f"{edit.deleted:%Y%m%d}" if edit.deleted else "*",
            str(edit.modifier_indicator),
        )
        for edit in edits
    )


def test_a_loaded_chart_answers_as_the_built_in_one_does(downloads: Path, database: str) -> None:
    chart = ptp_chart(Setting.PRACTITIONER)
    rows = as_official_rows()
    parts = [write_part(downloads, rows[part::4], part + 1, version="302") for part in range(4)]
    imported = load(parts, database, codes=chart.complete_for)
    assert imported.release.rows_kept == len(rows) == 683
    loaded = read_tables(tables_path(database)).ptp(Setting.PRACTITIONER)
    days = [date(2018, 1, 1), date(2019, 12, 31), date(2020, 1, 1), date(2020, 10, 1), date(2024, 7, 1), ON]
    for one, two in combinations(sorted(chart.complete_for), 2):
        for on in days:
            answers = [
                find_ptp_edits([one, two], on=on, setting=Setting.PRACTITIONER, table=table)[0]
                for table in (chart, loaded)
            ]
            known, same = ((answer.status, answer.modifiers, answer.modifier_line) for answer in answers)
            assert known == same, (one, two, on)
            if answers[0].edit and answers[1].edit:
                assert answers[0].edit.modifier_indicator == answers[1].edit.modifier_indicator
                assert answers[0].edit.column_one_code == answers[1].edit.column_one_code
