"""`unitwise ncci`, `mue` and `tables` as an operator uses them."""

from __future__ import annotations

import json
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from bot.cli.tables import mue, ncci, tables
from bot.tables.database import tables_path
from tests.bot.tables.synthetic import MUE_NAME, Row, mue_text, ptp_name, write_part

ROWS = [
    Row("97140", "97124", "19960101", indicator="0"),
    Row("97530", "97750", "20201001"),
    Row("B0001", "97110", "20200101"),
    Row("B0001", "B0002", "20261001"),
]
VALUES = [("97110", "6", "3 Date of Service Edit", "Made up"), ("97010", "0", "3 Date", "Made up")]


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def run(command: click.Command, *words: str | Path) -> Result:
    result = CliRunner().invoke(command, [str(word) for word in words])
    assert "Traceback" not in result.output
    return result


def test_a_table_is_loaded_with_one_command_and_told_in_figures(downloads: Path) -> None:
    paths = [write_part(downloads, ROWS, part, as_zip=True) for part in range(1, 5)]
    result = run(ncci, "import", *paths, "--setting", "practitioner")
    assert result.exit_code == 0, result.output
    assert "Loaded: PTP edits, practitioner, 2026Q4." in result.stdout
    assert "16 rows read, kept 12 with a therapy code; 0 rejected" in result.stdout
    assert "part 4: ccipra-v323r0-f4.txt in ccipra-v323r0-f4.zip: 4 rows, SHA-256 " in result.stdout
    assert "!" not in result.stdout
    assert Path("unitwise.db.tables").exists()


def test_the_database_option_says_where_the_tables_lie(downloads: Path) -> None:
    assert run(ncci, "import", write_part(downloads, ROWS), "--db", "mine.db").exit_code == 0
    assert tables_path("mine.db").exists()
    assert not tables_path("unitwise.db").exists()


def test_all_keeps_every_row(downloads: Path) -> None:
    told = json.loads(run(ncci, "import", write_part(downloads, ROWS), "--all", "--json").stdout)
    assert (told["keeps"], told["rows_read"], told["rows_kept"]) == ("all", 4, 4)
    assert told["missing_parts"] == [2, 3, 4]
    assert told["read_now"] == ["ccipra-v323r0-f1.txt"]


def test_missing_parts_and_rejected_rows_are_told(downloads: Path) -> None:
    path = write_part(downloads, [*ROWS, Row("97140", "97112", "soon")])
    result = run(ncci, "import", path)
    assert result.exit_code == 0
    assert "rejected: ccipra-v323r0-f1.txt, line 11: the effective date is 'soon'" in result.stdout
    assert "! Missing: f2, f3, f4." in result.stdout


def test_a_wrong_file_is_refused_and_the_rest_stays(downloads: Path) -> None:
    run(ncci, "import", write_part(downloads, ROWS))
    before = tables_path("unitwise.db").read_bytes()
    page = downloads / f"{ptp_name()}.zip"
    page.write_bytes(b"<!DOCTYPE html>")
    result = run(ncci, "import", page)
    assert result.exit_code == 2
    assert "is a web page" in result.stderr
    assert "Nothing was loaded; the tables in use are unchanged." in result.stderr
    assert result.stdout == ""
    assert tables_path("unitwise.db").read_bytes() == before


@pytest.mark.parametrize(
    "words",
    [
        ["import"],
        ["import", "nowhere.zip"],
        ["import", "x.txt", "--setting", "clinic"],
        ["import", "x.txt", "--quarter", "26"],
    ],
)
def test_bad_input_ends_with_two_and_a_sentence(words: list[str]) -> None:
    result = run(ncci, *words)
    assert result.exit_code == 2
    assert result.stderr.strip()


def test_a_bad_quarter_is_named_with_the_right_form() -> None:
    assert "2026Q4" in run(ncci, "import", "x.txt", "--quarter", "autumn").stderr


def test_a_folder_that_cannot_be_written_ends_with_one(downloads: Path) -> None:
    result = run(ncci, "import", write_part(downloads, ROWS), "--db", "nowhere/log.db")
    assert result.exit_code == 1
    assert "cannot be written" in result.stderr


def test_values_are_loaded_and_listed_beside_the_edits(downloads: Path) -> None:
    run(ncci, "import", write_part(downloads, ROWS))
    path = downloads / f"{MUE_NAME}.csv"
    path.write_bytes(mue_text(VALUES))
    result = run(mue, "import", path)
    assert result.exit_code == 0, result.output
    assert "Loaded: MUE values, practitioner, 2026Q4." in result.stdout
    assert "2 rows read, kept all of them" in result.stdout
    listed = json.loads(run(tables, "--json", "--as-of", "2026-11-22").stdout)
    assert [(row["kind"], row["setting"], row["table"], row["quarter"]) for row in listed["tables"]] == [
        ("ptp", "practitioner", "official table", "2026Q4"),
        ("ptp", "hospital", "built-in chart", "2026Q4"),
        ("mue", "practitioner", "official table", "2026Q4"),
        ("mue", "hospital", "built-in list", None),
    ]
    assert listed["fault"] is None


def test_the_listing_tells_age_and_a_newer_quarter(downloads: Path) -> None:
    run(ncci, "import", write_part(downloads, ROWS))
    told = run(tables, "--as-of", "2027-02-01").stdout
    assert "PTP edits, practitioner: official table, 2026Q4" in told
    assert "days ago" in told
    assert "2027Q1 is in force since 2027-01-01. Load it: unitwise ncci import" in told


def test_tables_that_cannot_be_read_are_told_and_end_with_one() -> None:
    tables_path("unitwise.db").write_bytes(b"no database " * 50)
    result = run(tables)
    assert result.exit_code == 1
    assert "built-in chart" in result.stdout
    assert "load the official files again" in result.stderr


def test_a_comparison_tells_every_change_in_words_and_as_json(downloads: Path) -> None:
    old = write_part(downloads, ROWS, version="322", as_zip=False)
    old.write_bytes(old.read_bytes().replace(b"20261001", b"20260701"))
    after = [
        Row("97140", "97124", "19960101", indicator="1"),
        Row("97530", "97750", "20201001", "20260930"),
        Row("97112", "97140", "20261001"),
    ]
    new = write_part(downloads, after)
    told = run(ncci, "diff", old, new).stdout
    assert "PTP edits, practitioner, 2026Q3 to 2026Q4: 1 new, 1 ended, 1 changed." in told
    assert "97112 / 97140 indicator 1, from 2026-10-01" in told
    assert "97530 / 97750 indicator 1, last day 2026-09-30" in told
    assert "97140 / 97124 indicator 0 is now 97140 / 97124 indicator 1" in told
    run(ncci, "import", old)
    as_json = json.loads(run(ncci, "diff", "loaded", new, "--json").stdout)
    assert [change["change"] for change in as_json["changes"]] == ["added", "changed", "ended"]
    assert (as_json["old"]["quarter"], as_json["new"]["quarter"]) == ("2026Q3", "2026Q4")


def test_a_comparison_without_a_change_says_so(downloads: Path) -> None:
    path = write_part(downloads, ROWS)
    assert "no change for therapy codes" in run(ncci, "diff", path, path).stdout


def test_a_comparison_with_a_wrong_file_ends_with_two(downloads: Path) -> None:
    assert run(ncci, "diff", write_part(downloads, ROWS), "nowhere.zip").exit_code == 2
    assert run(ncci, "diff", "loaded", "loaded").exit_code == 2
