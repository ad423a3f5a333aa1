"""Our code table against the shared one, and against itself."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import pairwise

import pytest

from rules import CodeEntry, CountedBy, MedicareStatus, code_table
from tests.support import shared_or_skip

FAMILY = re.compile(r"([0-9]{5})-([0-9]{5})(?: family)?")
KINDS = {
    "timed": {CountedBy.QUARTER_HOUR, CountedBy.HOUR},
    "timed?": {CountedBy.UNLISTED},
    "untimed": {CountedBy.SERVICE},
    "first": {CountedBy.FIRST},
    "additional": {CountedBy.ADDITIONAL},
    "first/additional": {CountedBy.NEVER},
    "area": {CountedBy.AREA},
    "period": {CountedBy.PERIOD},
    "time band": {CountedBy.BAND},
}
OTHER_KINDS = {
    "97039": (CountedBy.UNLISTED, "not counted without typed units"),
    "97799": (CountedBy.UNLISTED, "not counted without typed units"),
    "98979": (CountedBy.MONTH, "minutes of the month, no midpoint"),
    "98980": (CountedBy.MONTH, "minutes of the month, no midpoint"),
    "98981": (CountedBy.MONTH, "minutes of the month, no midpoint"),
    "97169": (CountedBy.NEVER, "not on the list"),
    "97170": (CountedBy.NEVER, "not on the list"),
    "97171": (CountedBy.NEVER, "not on the list"),
    "97172": (CountedBy.NEVER, "not on the list"),
    "G2250": (CountedBy.SERVICE, "a review of what was sent, with no minutes of its own"),
}
STATUS = {
    "always": MedicareStatus.ALWAYS,
    "sometimes": MedicareStatus.SOMETIMES,
    "bundled": MedicareStatus.BUNDLED,
    "not valid for Medicare": MedicareStatus.NOT_VALID,
    "not covered": MedicareStatus.NOT_COVERED,
    "not on list": MedicareStatus.NOT_ON_LIST,
    "not therapy": MedicareStatus.NOT_THERAPY,
    "unsure": MedicareStatus.UNSURE,
}
ATHLETIC_TRAINER = ("97169", "97170", "97171", "97172")
NAMED_IN_OTHER_ROWS = {"90911"}


@cache
def shared_rows() -> dict[str, dict[str, str]]:
    """Every shared row by each code it stands for."""
    text = shared_or_skip("data/codes.csv").read_text(encoding="utf-8")
    return {code: row for row in csv.DictReader(text.splitlines()) for code in expanded(row)}


def expanded(row: dict[str, str]) -> Iterator[str]:
    """The codes of a row: itself, exactly those its notes list, or all numbers of a short range."""
    family = FAMILY.fullmatch(row["code"])
    if family is None:
        yield row["code"]
        return
    first, last = family.groups()
    if listed := re.findall(r"\b[0-9]{5}\b", row["notes"].partition("replaced by")[0]):
        yield from listed
    else:
        yield from map(str, range(int(first), int(last) + 1))


def ours(code: str) -> CodeEntry:
    return code_table().find(code)


def each() -> Iterator[tuple[str, dict[str, str], CodeEntry]]:
    for code, row in shared_rows().items():
        if code in code_table():
            yield code, row, ours(code)


def test_every_code_of_the_shared_table_is_in_ours() -> None:
    assert [code for code in shared_rows() if code not in code_table()] == []


def test_every_code_of_ours_is_in_the_shared_table() -> None:
    assert {entry.code for entry in code_table()} - shared_rows().keys() == NAMED_IN_OTHER_ROWS


def test_the_casting_families_are_exactly_the_codes_in_their_notes() -> None:
    notes = shared_rows()["29105"]["notes"]
    assert {entry.code for entry in code_table() if entry.code.startswith("29")} == set(
        re.findall(r"\b29[0-9]{3}\b", notes)
    )


def test_acupuncture_is_exactly_its_four_codes() -> None:
    assert {entry.code for entry in code_table() if entry.code.startswith("978")} == {
        "97810",
        "97811",
        "97813",
        "97814",
    }


def test_every_code_is_counted_as_the_shared_table_says() -> None:
    faults = []
    for code, row, entry in each():
        outside = row["cms_list_status"] in ("not on list", "not therapy") or code in ("97005", "97006")
        if code in OTHER_KINDS:
            wanted = {OTHER_KINDS[code][0]}
        elif outside:
            wanted = {CountedBy.NEVER}
        else:
            wanted = KINDS[row["timed"]]
        if entry.counted_by not in wanted:
            faults.append(f"{code}: {row['timed']} in the shared table, {entry.counted_by} here")
        length = row["minutes_per_unit"].removesuffix("d").removesuffix("?")
        if length.isdigit() and entry.counted_by not in (CountedBy.NEVER, CountedBy.UNLISTED):
            if entry.minutes_per_unit != int(length):
                faults.append(f"{code}: {length} minutes in the shared table, {entry.minutes_per_unit} here")
            if (entry.counted_by is CountedBy.HOUR) != (row["timed"] == "timed" and length == "60"):
                faults.append(f"{code}: {length} minutes, and counted by {entry.counted_by}")
    assert not faults, "\n".join(faults)


def test_every_code_has_the_standing_that_the_shared_table_says() -> None:
    faults = []
    for code, row, entry in each():
        if row["cms_list_status"] == "deleted":
            if entry.valid_through is None:
                faults.append(f"{code} is deleted and has no last day")
        elif code in ATHLETIC_TRAINER:
            if not entry.is_refused_by_medicare:
                faults.append(f"{code} is not valid for Medicare")
        elif entry.medicare_status is not STATUS[row["cms_list_status"]]:
            faults.append(
                f"{code}: {row['cms_list_status']} in the shared table, {entry.medicare_status} here"
            )
    assert not faults, "\n".join(faults)


def test_every_code_has_the_disciplines_that_the_shared_table_says() -> None:
    faults = []
    for code, row, entry in each():
        wanted = set(re.findall(r"\b(PT|OT|SLP)\b", row["disciplines"].partition("(")[0]))
        if "OT 92610-92611" in row["disciplines"] and code in ("92610", "92611"):
            wanted.add("OT")
        if {name.upper() for name in entry.disciplines} != wanted:
            faults.append(f"{code}: {sorted(wanted)} in the shared table, {entry.disciplines} here")
    assert not faults, "\n".join(faults)


def test_every_code_begins_and_ends_in_the_year_that_the_shared_table_says() -> None:
    faults = []
    for code, row, entry in each():
        change = row["year_change"]
        if begun := re.search(r"(?:new(?: CPT)?|replaced \S+ in) (\d{4})", change):
            if entry.valid_from != date(int(begun[1]), 1, 1):
                faults.append(f"{code}: {change} in the shared table, from {entry.valid_from} here")
        elif re.match(r"\d{4}", change) and entry.valid_from not in (None, date(int(change[:4]), 1, 1)):
            # A bare year may also be that of a change in how an older code is handled.
            faults.append(f"{code}: {change} in the shared table, from {entry.valid_from} here")
        if (ended := re.search(r"^deleted (\d{4})", change)) and entry.valid_through != date(
            int(ended[1]) - 1, 12, 31
        ):
            faults.append(f"{code}: {change} in the shared table, through {entry.valid_through} here")
        if (announced := re.search(r"deletion approved for (\S+?);", change)) and (
            entry.end_announced != date.fromisoformat(announced[1])
        ):
            faults.append(f"{code}: {change} in the shared table, announced {entry.end_announced} here")
        if "deleted" not in change and entry.valid_through is not None:
            faults.append(f"{code}: not deleted in the shared table, through {entry.valid_through} here")
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(
    ("code", "first"),
    [("97161", 2017), ("97168", 2017), ("97169", 2017), ("97763", 2018), ("97127", 2018), ("G0515", 2018)],
)
def test_codes_that_replaced_others_begin_in_the_year_of_the_change(code: str, first: int) -> None:
    assert ours(code).valid_from == date(first, 1, 1)


@pytest.mark.parametrize("entry", list(code_table()), ids=lambda entry: entry.code)
def test_the_row_of_a_code_agrees_with_itself(entry: CodeEntry) -> None:
    table = code_table()
    if entry.valid_from and entry.valid_through:
        assert entry.valid_from <= entry.valid_through
    if entry.replaced_by:
        assert entry.valid_through is not None
    if entry.counted_by is CountedBy.ADDITIONAL:
        assert entry.base_code is not None
        base = table.find(entry.base_code)
        assert base.counted_by is CountedBy.FIRST
        assert (base.valid_from, base.medicare_status) == (entry.valid_from, entry.medicare_status)
    has_length = {CountedBy.FIRST, CountedBy.ADDITIONAL, CountedBy.HOUR, CountedBy.MONTH, CountedBy.PERIOD}
    assert (entry.minutes_per_unit is not None) == (entry.counted_by in has_length | {CountedBy.QUARTER_HOUR})
    if entry.counted_by is CountedBy.QUARTER_HOUR:
        assert entry.minutes_per_unit == 15
    assert (entry.band is not None) == (entry.counted_by is CountedBy.BAND)
    if entry.band is not None and entry.band[1] is not None:
        assert entry.band[0] <= entry.band[1]
    if entry.medicare_replacement is not None:
        assert entry.is_refused_by_medicare
        assert not table.find(entry.medicare_replacement).is_refused_by_medicare
    assert not (entry.is_supervised and entry.takes_minutes)


def test_labels_stand_alone() -> None:
    assert [entry.code for entry in code_table() if entry.label.startswith("same")] == []


def test_bands_of_a_family_follow_each_other_without_gap_or_overlap() -> None:
    for stem in ("9896", "9897"):
        family = [entry for entry in code_table() if entry.code.startswith(stem) and entry.band]
        family.sort(key=lambda entry: entry.code)
        for earlier, later in pairwise(family):
            assert earlier.band is not None
            assert later.band is not None
            assert earlier.band[1] is not None
            assert later.band[0] == earlier.band[1] + 1


@pytest.mark.parametrize("code", ["97010", "97014", "97602", "92605", "92606", "92618", *ATHLETIC_TRAINER])
def test_what_medicare_never_pays_is_refused_by_it(code: str) -> None:
    assert ours(code).is_refused_by_medicare
