"""Modifiers on a claim: every row of the table with its harmless neighbour, and laws that always hold."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.findings import finding_object, finding_words
from bot.render.words import template_names
from rules import (
    BilledLine,
    Severity,
    check_combinations,
    combination_table,
    modifier_table,
    sources,
)
from tests.cases.combinations_file import CombinationCase, combination_cases, combination_files

CASES = [pytest.param(case, id=f"{theme}: {case.name}") for theme, case in combination_cases()]
OF_THE_FORM = {"unknown_modifier", "modifier_twice", "more_than_four_modifiers"}
ON = date(2026, 3, 2)

modifiers = st.lists(st.sampled_from([*modifier_table().entries, "ZZ", "Q9"]), max_size=6)
lines = st.lists(
    st.builds(
        BilledLine,
        st.sampled_from(["97110", "97140", "97161", "97165", "92507", "97750", "98940", "99213"]),
        st.integers(1, 4),
        modifiers.map(tuple),
    ),
    max_size=5,
)


@pytest.mark.parametrize("case", CASES)
def test_exactly_this_is_found_on_the_lines_and_nothing_on_their_neighbours(case: CombinationCase) -> None:
    found = {finding.id: finding.severity.value for finding in case.check(case.lines)}
    assert found == case.finds
    assert case.check(case.harmless) == ()


@pytest.mark.parametrize("case", CASES)
def test_everything_found_has_a_sentence_that_names_its_codes(case: CombinationCase) -> None:
    found = case.check(case.lines)
    for finding, words in zip(found, finding_words(found), strict=True):
        assert (words.id, words.severity) == (finding.id, finding.severity)
        assert [name for name in finding.codes if name not in words.sentence] == []
        assert words.sentence.endswith((".", "?"))
        assert finding_object(finding)["codes"] == list(finding.codes)


def test_every_row_has_a_case_and_every_finding_of_a_case_is_a_row() -> None:
    rows = {row.id for row in combination_table().rows} | OF_THE_FORM
    assert {name for _, case in combination_cases() for name in case.finds} == rows


def test_every_row_has_its_words_and_every_words_their_row() -> None:
    rows = {row.id for row in combination_table().rows} | OF_THE_FORM
    there = {name.partition("/")[2] for name in template_names() if name.startswith("combinations/")}
    assert there == rows


def test_every_first_day_of_a_row_has_cases_on_the_day_before_of_and_after() -> None:
    days = {case.on for _, case in combination_cases()}
    since = {row.since for row in combination_table().rows if row.since}
    ends = {entry.valid_through for entry in modifier_table().entries.values() if entry.valid_through}
    first_days = since | {day + timedelta(days=1) for day in ends}
    assert {day + timedelta(days=n) for day in first_days for n in (-1, 0, 1)} - days == set()


def test_every_case_is_a_sentence_of_its_own_and_every_source_exists() -> None:
    names = Counter(case.name for _, case in combination_cases())
    assert [name for name, count in names.items() if count > 1 or name.endswith(".")] == []
    assert {file.from_.source for file in combination_files().values()} <= sources().keys()


def test_lines_with_the_same_fault_share_a_finding() -> None:
    codes = ("97110", "97140", "97530", "97112")
    [found] = check_combinations([BilledLine(code, 1, ("CQ",)) for code in codes], on=ON, edits=None)
    assert (found.id, found.codes, found.modifiers) == ("cq_without_gp", codes, ("CQ",))


def test_two_pairs_with_59_on_both_codes_are_two_findings() -> None:
    case = next(case for _, case in combination_cases() if "distinct_on_both" in case.finds)
    found = case.check(["97140x1-59-GP", "97750x1-59-GP", "97113x1-59-GP", "97110x1-59-GP"])
    pairs = {frozenset(each.codes) for each in found if each.id == "distinct_on_both"}
    assert pairs == {frozenset({"97140", "97750"}), frozenset({"97113", "97110"})}


def test_nothing_is_said_of_pairs_that_nobody_looked_up() -> None:
    line = BilledLine("97140", 1, ("59", "GP"))
    assert check_combinations([line], on=ON, edits=None) == ()
    assert [found.id for found in check_combinations([line], on=ON, edits=())] == ["distinct_without_pair"]


def test_a_claim_without_lines_has_nothing_wrong_with_it() -> None:
    assert check_combinations([], on=ON, edits=()) == ()


@given(lines)
def test_rejections_come_first_and_speak_of_what_stands_on_the_claim(billed: list[BilledLine]) -> None:
    found = check_combinations(billed, on=ON, edits=())
    severities = [finding.severity for finding in found]
    assert severities == sorted(severities, key=lambda severity: severity is Severity.WARN)
    for finding in found:
        assert set(finding.codes) <= {line.code for line in billed}
        assert set(finding.modifiers) <= {modifier for line in billed for modifier in line.modifiers}


@given(lines)
def test_the_order_of_modifiers_on_a_line_changes_no_finding(billed: list[BilledLine]) -> None:
    turned = [line._replace(modifiers=tuple(reversed(line.modifiers))) for line in billed]
    first, second = ({f.id for f in check_combinations(each, on=ON, edits=())} for each in (billed, turned))
    assert first == second
