"""The built-in chart: the very rows it was made from, and nothing that contradicts itself."""

from __future__ import annotations

import csv
import hashlib
from datetime import date, timedelta
from importlib.resources import files

import pytest
import yaml

from rules import Confidence, code_table
from rules.ptp import find_ptp_edits
from rules.ptp_chart import NAME, ptp_chart
from rules.published import Quarter, Setting
from tests.support import shared_or_skip

TABLES = files("rules").joinpath("tables")
PRACTITIONER, HOSPITAL = ptp_chart(Setting.PRACTITIONER), ptp_chart(Setting.HOSPITAL)
QUARTER_ENDS = {(3, 31), (6, 30), (9, 30), (12, 31)}


def raw_rows() -> list[dict[str, str]]:
    return list(csv.DictReader(TABLES.joinpath("ptp_chart.csv").read_text(encoding="utf-8").splitlines()))


@pytest.mark.parametrize("name", ["ptp_chart.csv", "ptp_chart_codes.txt", "mue_practitioner.csv"])
def test_the_table_is_the_shared_one_byte_for_byte(name: str) -> None:
    assert TABLES.joinpath(name).read_bytes() == shared_or_skip(f"data/{name}").read_bytes()


def test_the_sidecar_tells_rows_codes_and_checksum_as_they_are() -> None:
    about = yaml.safe_load(TABLES.joinpath("ptp_chart.yaml").read_text(encoding="utf-8"))
    content = TABLES.joinpath("ptp_chart.csv").read_bytes()
    assert about["sha256"] == hashlib.sha256(content).hexdigest()
    assert about["rows"] == len(raw_rows())
    assert about["codes"] == len(PRACTITIONER.complete_for)


def test_every_row_of_the_file_is_in_the_practitioner_chart_once() -> None:
    edits = [edit for pair in PRACTITIONER.pairs() for edit in PRACTITIONER.rows(*sorted(pair))]
    assert len(edits) == len(raw_rows()) == len(set(edits))


def test_the_chart_says_which_quarter_it_was_last_seen_for() -> None:
    assert (PRACTITIONER.quarter, PRACTITIONER.last_day) == ("2024Q3", date(2024, 9, 30))
    assert (HOSPITAL.quarter, HOSPITAL.last_day) == ("2026Q4", date(2026, 12, 31))
    assert PRACTITIONER.name == HOSPITAL.name == NAME


def test_the_practitioner_chart_is_complete_for_its_codes_and_the_hospital_one_for_none() -> None:
    assert all(map(PRACTITIONER.covers, PRACTITIONER.complete_for))
    assert not PRACTITIONER.covers("97799")
    assert not any(map(HOSPITAL.covers, PRACTITIONER.complete_for))


def test_the_hospital_chart_holds_what_was_read_and_marks_what_was_not() -> None:
    read = {row["hospital_indicator"] for row in raw_rows() if not row["deleted"]}
    assert read == {"0", "1", "unread"}
    assert HOSPITAL.rows("97140", "97124")[0].modifier_indicator == 0
    assert HOSPITAL.rows("97140", "29581")[0].modifier_indicator is None
    assert HOSPITAL.rows("97112", "97140") == ()


def test_rows_come_in_either_order_of_the_codes() -> None:
    assert PRACTITIONER.rows("97140", "97124") == PRACTITIONER.rows("97124", "97140") != ()


def test_no_row_pairs_a_code_with_itself_or_leaves_the_codes_of_the_chart() -> None:
    for row in raw_rows():
        assert row["column1"] != row["column2"]
        assert {row["column1"], row["column2"]} <= PRACTITIONER.complete_for


def test_no_pair_is_live_twice_or_in_both_directions() -> None:
    live = [frozenset((row["column1"], row["column2"])) for row in raw_rows() if not row["deleted"]]
    assert len(live) == len(set(live)) == 320


def test_rows_that_were_in_force_end_with_a_quarter_and_withdrawn_ones_on_their_first_day() -> None:
    for row in raw_rows():
        if row["practitioner_indicator"] == "9":
            assert row["effective"] == row["deleted"] != ""
        elif row["deleted"]:
            day = date.fromisoformat(row["deleted"])
            assert (day.month, day.day) in QUARTER_ENDS


def test_every_code_of_the_chart_is_in_the_code_table() -> None:
    assert [code for code in sorted(PRACTITIONER.complete_for) if code not in code_table()] == []


def test_only_the_two_rows_in_doubt_are_doubtful() -> None:
    doubtful = {
        tuple(sorted(pair))
        for pair in PRACTITIONER.pairs()
        for edit in PRACTITIONER.rows(*sorted(pair))
        if edit.confidence is Confidence.DOUBTFUL
    }
    assert doubtful == {("97597", "97602"), ("97605", "97608")}


@pytest.mark.parametrize(
    ("text", "quarter"),
    [("2026Q4", Quarter(2026, 4)), ("2026q1", Quarter(2026, 1)), ("2026-q3", Quarter(2026, 3))],
)
def test_a_quarter_is_read_in_its_usual_forms(text: str, quarter: Quarter) -> None:
    assert Quarter.parse(text) == quarter
    assert Quarter.parse(str(quarter)) == quarter


@pytest.mark.parametrize("text", ["2026Q5", "26Q4", "2026", "", "Q4 2026"])
def test_what_is_no_quarter_is_refused_with_the_right_form(text: str) -> None:
    with pytest.raises(ValueError, match="2026Q4"):
        Quarter.parse(text)


def test_a_quarter_knows_its_days_and_its_order() -> None:
    last = Quarter(2026, 4)
    assert (last.first_day, last.last_day) == (date(2026, 10, 1), date(2026, 12, 31))
    assert last.next == Quarter(2027, 1) > last
    assert [Quarter.of(date(2026, month, 1)).number for month in range(1, 13)] == [
        1,
        1,
        1,
        2,
        2,
        2,
        3,
        3,
        3,
        4,
        4,
        4,
    ]


def said_by(rows: list[dict[str, str]], on: date, setting: Setting) -> tuple[str, str | None]:
    """Status and indicator straight from the rows of one pair, by another way than the rules go."""
    column = f"{setting.value}_indicator"
    may_hold = [
        row
        for row in rows
        if row[column] in ("0", "1")
        and (row["effective"] or "0000") <= on.isoformat() <= (row["deleted"] or "9999")
    ]
    if may_hold:
        return "edit", min(may_hold, key=lambda row: row["deleted"] or "9999")[column]
    return ("no_edit" if setting is Setting.PRACTITIONER else "not_in_table"), None


@pytest.mark.parametrize("setting", Setting)
def test_every_pair_of_the_chart_is_answered_as_its_rows_say(setting: Setting) -> None:
    chart = ptp_chart(setting)
    by_pair: dict[frozenset[str], list[dict[str, str]]] = {}
    for row in raw_rows():
        by_pair.setdefault(frozenset((row["column1"], row["column2"])), []).append(row)
    days = [date(2010, 1, 1), date(2019, 12, 31), date(2020, 1, 1), date(2020, 10, 1), date(2024, 7, 1)]
    faults = []
    for pair, rows in by_pair.items():
        one, two = sorted(pair)
        ends = [date.fromisoformat(row["deleted"]) for row in rows if row["deleted"]]
        for on in {*days, *ends, *(end + timedelta(days=1) for end in ends)}:
            [found] = find_ptp_edits([one, two], on=on, setting=setting, table=chart)
            indicator = str(found.edit.modifier_indicator) if found.edit else None
            if (found.status.value, indicator) != (wanted := said_by(rows, on, setting)):
                faults.append(f"{one}/{two} on {on}: {found.status} {indicator}, the rows say {wanted}")
    assert not faults, "\n".join(faults)
