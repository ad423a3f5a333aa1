"""MUE: a value is a limit of the claim, 0 is not payable, and no value is unknown, never "no limit"."""

from __future__ import annotations

import csv
import hashlib
from datetime import date
from importlib.resources import files

import pytest
import yaml

from rules import Confidence, code_table, parameters
from rules.mue import MueEntry, MueList, MueResult, MueStatus, find_mue, mue_cautions, mue_list
from rules.published import Setting

TABLES = files("rules").joinpath("tables")
PRACTITIONER, HOSPITAL = Setting.PRACTITIONER, Setting.HOSPITAL
ON = date(2026, 3, 2)


def look_up(code: str, on: date = ON, setting: Setting = PRACTITIONER) -> MueResult:
    return find_mue(code, on=on, setting=setting, table=mue_list(setting))


@pytest.mark.parametrize(
    ("codes", "value", "indicator"),
    [
        ("97110 97113 97140 97530 97537 97760 97761 97763", 6, 3),
        ("97112 97116 97124 97533 97032 97033", 4, 3),
        ("97535 97542 97750 97755 97598", 8, 3),
        ("97034 97035 97546 97551", 2, 3),
        ("97036 95851", 3, 3),
        ("97150 92507 97597 G0283", 1, 3),
        ("97130", 7, 3),
        ("97129 97545 97550 97552 98940 98941 98942 92526 20560 20561", 1, 2),
        ("97161 97162 97163 97164 97165 97166 97167 97168", 1, 2),
        ("97602 97010 97014 97169 97170 97171 97172", 0, 3),
    ],
)
def test_the_built_in_value_and_its_kind(codes: str, value: int, indicator: int) -> None:
    for code in codes.split():
        found = look_up(code)
        assert found.entry is not None, code
        assert (found.entry.value, found.entry.adjudication_indicator) == (value, indicator), code


def test_units_up_to_the_value_pass_and_one_more_does_not() -> None:
    found = look_up("97112")
    assert found.status is MueStatus.LIMITED
    assert [found.is_passed_by(units) for units in (3, 4, 5)] == [False, False, True]


def test_a_value_of_zero_is_not_payable() -> None:
    found = look_up("97010")
    assert (found.status, found.is_passed_by(1)) == (MueStatus.NOT_PAYABLE, True)


def test_a_code_without_a_value_is_unknown_and_never_without_limit() -> None:
    found = look_up("97003")
    assert (found.status, found.entry, found.meaning) == (MueStatus.UNKNOWN, None, None)
    assert found.is_passed_by(1000) is None


def test_no_hospital_value_is_built_in() -> None:
    assert look_up("97110", setting=HOSPITAL).status is MueStatus.UNKNOWN
    assert mue_list(HOSPITAL).quarter is None


def test_each_kind_has_its_meaning_in_words() -> None:
    meanings = parameters()["medicare.mue.adjudication_indicator"].on(ON).value
    assert meanings.keys() == {"1", "2", "3"}
    assert look_up("97161").meaning == meanings["2"]
    assert look_up("97110").meaning == meanings["3"]


def test_before_day_long_values_were_in_use_a_value_is_unknown() -> None:
    assert look_up("97110", date(2013, 3, 31)).status is MueStatus.UNKNOWN
    assert look_up("97110", date(2013, 4, 1)).status is MueStatus.LIMITED
    assert look_up("97110", date(2013, 4, 2)).status is MueStatus.LIMITED


@pytest.mark.parametrize(
    ("on", "ids"),
    [
        (date(2024, 6, 30), ["mue_newer_than_date"]),
        (date(2024, 7, 1), []),
        (date(2026, 6, 30), []),
        (date(2026, 7, 1), ["mue_older_than_date"]),
    ],
)
def test_a_date_outside_the_quarters_seen_is_answered_with_a_caution(on: date, ids: list[str]) -> None:
    assert [caution.id for caution in look_up("97110", on).cautions] == ids


def test_the_answer_names_its_table_and_what_it_used() -> None:
    found = look_up("97110")
    assert found.citations[0] == ("cms-ncci-mue", "practitioner table 2026Q2, 97110")
    assert found.used == ("medicare.mue.adjudication_indicator@2013-04-01",)
    assert (found.table, found.quarter) == ("built-in list", "2026Q2")


def test_a_table_of_the_other_setting_is_a_fault() -> None:
    with pytest.raises(ValueError, match="practitioner"):
        find_mue("97110", on=ON, setting=HOSPITAL, table=MueList(PRACTITIONER))


def test_the_sidecar_tells_rows_and_checksum_as_they_are() -> None:
    about = yaml.safe_load(TABLES.joinpath("mue_practitioner.yaml").read_text(encoding="utf-8"))
    content = TABLES.joinpath("mue_practitioner.csv").read_bytes()
    rows = list(csv.DictReader(content.decode("utf-8").splitlines()))
    assert about["sha256"] == hashlib.sha256(content).hexdigest()
    assert about["rows"] == len(rows) == len(mue_list(PRACTITIONER).entries)


def test_the_values_that_rest_on_one_source_are_marked() -> None:
    entries = mue_list(PRACTITIONER).entries
    marked = {code for code, entry in entries.items() if entry.confidence is not Confidence.VERIFIED}
    assert marked == {"98979", "98984", "98985", "G0541", "G0543"}
    assert all(entry.seen_in for entry in entries.values())


def test_no_therapy_code_is_held_line_by_line_and_each_is_a_known_code() -> None:
    for code, entry in mue_list(PRACTITIONER).entries.items():
        assert entry.adjudication_indicator in (2, 3)
        assert code in code_table()


def told(lines: list[tuple[str, int]], table: MueList) -> list[dict[str, object]]:
    found = mue_cautions(lines, on=ON, setting=PRACTITIONER, table=table)
    return [dict(caution.data) for caution in found.cautions if caution.id == "above_mue"]


def test_lines_of_one_code_are_added_and_only_units_above_the_value_are_told() -> None:
    table = mue_list(PRACTITIONER)
    assert told([("97112", 2), ("97112", 2)], table) == []
    [above] = told([("97112", 2), ("97110", 6), ("97112", 3)], table)
    assert above == {"code": "97112", "units": 5, "mue": 4, "indicator": 3}
    [absolute] = told([("97161", 2)], table)
    assert (absolute["mue"], absolute["indicator"]) == (1, 2)


def test_a_line_edit_holds_each_line_by_itself() -> None:
    entry = MueEntry("97112", 4, 1, "", Confidence.VERIFIED)
    table = MueList(PRACTITIONER, "2026Q1", date(2026, 1, 1), date(2026, 3, 31), {"97112": entry})
    assert told([("97112", 4), ("97112", 4)], table) == []
    assert told([("97112", 5), ("97112", 4)], table) == [
        {"code": "97112", "units": 5, "mue": 4, "indicator": 1}
    ]


def test_a_code_that_is_not_paid_at_all_and_a_code_without_a_value_are_no_matter_of_units() -> None:
    assert told([("97010", 3), ("97003", 9)], mue_list(PRACTITIONER)) == []


def test_what_units_above_a_value_rest_on_is_cited_once_for_all_codes() -> None:
    found = mue_cautions(
        [("97112", 9), ("97116", 9)], on=ON, setting=PRACTITIONER, table=mue_list(PRACTITIONER)
    )
    assert len(found.citations) == len(set(found.citations)) == 3
    assert found.used == ("medicare.mue.adjudication_indicator@2013-04-01",)
    within = mue_cautions([("97112", 4)], on=ON, setting=PRACTITIONER, table=mue_list(PRACTITIONER))
    assert within == ((), (), ())
