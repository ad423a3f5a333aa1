"""The code table as code: days of validity, look-ups, and refusal of unusable rows."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from rules import CodeNotInForce, UnknownCode, code_table, codes, table_files
from rules.errors import CodeTableError

HEADER = (
    "code,label,counted_by,minutes_per_unit,band_from,band_to,base_code,attendance,medicare_status,"
    "disciplines,valid_from,valid_through,end_announced,replaced_by,medicare_replacement,not_with,confidence,note"
)
GOOD = "97110,Exercise,quarter_hour,15,,,,,always,PT OT,,,,,,,known,"


def read(monkeypatch: pytest.MonkeyPatch, folder: Path, *rows: str, header: str = HEADER) -> codes.CodeTable:
    (folder / "tables").mkdir()
    (folder / "tables/codes.csv").write_text("\n".join((header, *rows)), encoding="utf-8")
    monkeypatch.setattr(table_files, "files", lambda _: folder)
    return codes.code_table.__wrapped__()


def test_a_usable_table_is_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    table = read(monkeypatch, tmp_path, GOOD)
    assert [entry.code for entry in table] == ["97110"]
    assert len(table) == 1


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (GOOD.replace("97110", "9711"), ("line 3", "'9711' is not a code", "five characters")),
        (GOOD.replace("97110", "97112").replace("quarter_hour", "by_heart"), ("line 3", "by_heart")),
        (GOOD.replace("97110", "97112").replace(",15,", ",fifteen,"), ("line 3", "fifteen")),
        (GOOD.replace("97110", "97112").replace("always", "often"), ("line 3", "often")),
        (GOOD.replace("97110", "97112").replace("PT OT", "PTA"), ("line 3", "pta")),
        (GOOD.replace("97110", "97112").replace("known", "sure"), ("line 3", "sure")),
        (
            GOOD.replace("97110", "97112").replace("PT OT,,,,", "PT OT,2020-13-01,,,"),
            ("line 3", "2020-13-01"),
        ),
        (GOOD, ("line 3", "97110 is given twice")),
        (
            GOOD.replace("97110", "97112")
            .replace(",,,,,,,known", ",,,,97999,,,known")
            .replace("PT OT,", "PT,"),
            ("97112 names 97999, which is not in the table",),
        ),
        ("97112,Short row,quarter_hour,15,,,,,always", ("line 3",)),
    ],
    ids=[
        "code",
        "kind",
        "minutes",
        "status",
        "discipline",
        "confidence",
        "date",
        "twice",
        "successor",
        "short",
    ],
)
def test_an_unusable_row_is_refused_by_its_line_and_fault(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, row: str, words: tuple[str, ...]
) -> None:
    with pytest.raises(CodeTableError) as caught:
        read(monkeypatch, tmp_path, GOOD, row)
    for word in words:
        assert word in str(caught.value)


def test_all_unusable_rows_are_told_at_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with pytest.raises(CodeTableError) as caught:
        read(monkeypatch, tmp_path, GOOD, GOOD.replace("97110", "1"), GOOD.replace("97110", "2"))
    assert "line 3" in str(caught.value)
    assert "line 4" in str(caught.value)


def test_a_missing_column_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with pytest.raises(CodeTableError, match="label"):
        read(monkeypatch, tmp_path, GOOD, header=HEADER.replace("label", "name"))


def test_codes_are_found_by_their_five_characters_alone() -> None:
    table = code_table()
    assert "97110" in table
    assert "9711" not in table
    assert 97110 not in table
    assert table.get("97110") is table.find("97110")
    assert table.get("97121") is None
    with pytest.raises(UnknownCode, match="97121 is not in the code table"):
        table.find("97121")


def test_base_and_add_on_find_each_other() -> None:
    table = code_table()
    add_on = table.add_on_of("97129")
    assert add_on is not None
    assert (add_on.code, add_on.base_code) == ("97130", "97129")
    assert table.add_on_of("97110") is None


@pytest.mark.parametrize("entry", list(code_table()), ids=lambda entry: entry.code)
def test_a_code_is_in_force_exactly_from_its_first_to_its_last_day(entry: codes.CodeEntry) -> None:
    far = [date(2012, 1, 1), date(2026, 3, 2), date(2030, 1, 1)]
    edges = [day for day in (entry.valid_from, entry.valid_through) if day]
    for day in [*far, *(edge + timedelta(days=n) for edge in edges for n in (-1, 0, 1))]:
        begun = entry.valid_from is None or entry.valid_from <= day
        gone = entry.valid_through is not None and entry.valid_through < day
        assert entry.is_in_force(day) == (begun and not gone)
        if entry.is_in_force(day):
            entry.require_in_force(day, code_table())
            continue
        with pytest.raises(CodeNotInForce) as caught:
            entry.require_in_force(day, code_table())
        assert caught.value.code == ("deleted_code" if gone else "code_not_yet_in_force")
        assert entry.code in caught.value.message
        assert day.isoformat() in caught.value.message


@pytest.mark.parametrize(
    "entry", [entry for entry in code_table() if entry.replaced_by], ids=lambda entry: entry.code
)
@pytest.mark.parametrize("years_later", [0, 1, 5])
def test_a_deleted_code_answers_with_successors_that_are_in_force_that_day(
    entry: codes.CodeEntry, years_later: int
) -> None:
    assert entry.valid_through is not None
    first_without = entry.valid_through + timedelta(days=1)
    day = first_without.replace(year=first_without.year + years_later)
    with pytest.raises(CodeNotInForce) as caught:
        entry.require_in_force(day, code_table())
    assert caught.value.replaced_by
    for successor in caught.value.replaced_by:
        assert successor in caught.value.message
        assert code_table().find(successor).is_in_force(day), f"{successor} is not in force on {day}"
