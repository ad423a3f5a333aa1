"""Every worked example of a code pair: the answer in both orders, on both sides of every change."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

import pytest

from rules import NoRuleInForce, sources
from rules.ptp import ModifierLine, PairResult, PtpEdit, find_ptp_edits
from rules.ptp_chart import ptp_chart
from rules.published import Setting
from tests.rules.ptp_case_files import PairCase, Question, pair_cases, pair_files, questions

CASES = [pytest.param(case, id=f"{theme}: {case.name}") for theme, case in pair_cases()]
SINCE_2015 = ["59", "XE", "XS", "XP", "XU"]


def ask(pair: tuple[str, str], on: date, setting: Setting) -> PairResult:
    [found] = find_ptp_edits(pair, on=on, setting=setting, table=ptp_chart(setting))
    return found


def differences(question: Question, found: PairResult) -> list[str]:
    """What is answered otherwise than the example says."""
    span, (one, two) = question.span, question.pair
    column_one, column_two = (one, two) if span.column_one == "one" else (two, one)
    told = {caution.id: caution.data for caution in found.cautions}
    cautions = set(span.cautions)
    last_day = ptp_chart(question.setting).last_day
    if span.says != "not_in_table" and question.on > last_day:
        cautions.add("chart_older_than_date")
    wanted: dict[str, tuple[object, object]] = {
        "status": (span.says, found.status.value),
        "cautions": (cautions, set(told)),
        "ended": (span.ended, told["ended"]["last_day"] if "ended" in told else None),
        "begins": (span.begins, told["begins_later"]["first_day"] if "begins_later" in told else None),
        "withdrawn": (
            tuple(span.withdrawn),
            told.get("withdrawn_before_it_began", {"days": ()})["days"],
        ),
        "table": (("built-in chart", question.setting), (found.table, found.setting)),
    }
    if span.says == "edit":
        assert found.edit is not None, "no edit was found"
        wanted |= {
            "columns": ((column_one, column_two), (found.edit.column_one_code, found.edit.column_two_code)),
            "indicator": (span.indicator, found.edit.modifier_indicator),
            "days": ((span.effective, span.deleted), (found.edit.effective, found.edit.deleted)),
            "modifiers": (modifiers_on(question), [name for name, _ in found.modifiers]),
            "line": (line_on(question), found.modifier_line),
        }
        wanted["confidence"] = (confidence_of(question), found.confidence)
    else:
        wanted["nothing to open"] = ((None, (), None), (found.edit, found.modifiers, found.modifier_line))
    return [f"{name}: {want} expected, {got} found" for name, (want, got) in wanted.items() if want != got]


def modifiers_on(question: Question) -> list[str]:
    if question.span.indicator == 0 or question.on < date(1997, 1, 1):
        return []
    names = SINCE_2015 if question.on >= date(2015, 1, 1) else ["59"]
    only = question.case.opened_by
    return [name for name in names if only is None or name in only]


def line_on(question: Question) -> ModifierLine | None:
    if question.span.indicator == 0:
        return None
    if question.setting is Setting.PRACTITIONER and question.on >= date(2019, 7, 1):
        return ModifierLine.EITHER
    return ModifierLine.COLUMN_TWO


def confidence_of(question: Question) -> str:
    if "start_unknown" in question.span.cautions:
        return "doubtful"
    return question.case.confidence if question.setting is Setting.PRACTITIONER else "verified"


@pytest.mark.parametrize("case", CASES)
def test_every_pair_of_the_example_is_answered_as_it_says_in_both_orders(case: PairCase) -> None:
    faults = []
    for question in questions(case):
        for pair in (question.pair, question.pair[::-1]):
            found = ask(pair, question.on, question.setting)
            assert found.codes == pair
            where = f"{'/'.join(pair)} on {question.on}, {question.setting}"
            faults += [f"{where}: {fault}" for fault in differences(question, found)]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("case", CASES)
def test_the_day_before_the_first_edits_is_refused(case: PairCase) -> None:
    for setting in Setting:
        with pytest.raises(NoRuleInForce):
            ask(case.pairs[0], date(1995, 12, 31), setting)


@pytest.mark.parametrize("case", CASES)
def test_what_because_says_stands_in_the_rows_of_each_pair(case: PairCase) -> None:
    for pair in case.pairs:
        charts = [ptp_chart(setting) for setting in Setting]
        rows = [words_of(row) for chart in charts for row in chart.rows(*pair)]
        known = set().union(*rows) if rows else {charts[0].quarter[:4], charts[0].quarter[-1]}
        for line in case.because:
            said = set(re.findall(r"\d{4}-\d\d-\d\d|[A-Z]?\d+", line.replace("column 1", "")))
            assert said <= known | {"2024", "Q3"}, f"{pair}: {line}"


def words_of(row: PtpEdit) -> set[str]:
    dates = {day.isoformat() for day in (row.effective, row.deleted, row.seen_since) if day}
    return {row.column_one_code, row.column_two_code, str(row.modifier_indicator), *dates}


def test_every_name_is_a_sentence_of_its_own_with_the_codes_in_it() -> None:
    names = Counter(case.name for _, case in pair_cases())
    faults = [f"used {count} times: {name}" for name, count in names.items() if count > 1]
    for _, case in pair_cases():
        faults += [
            f"{code} is not in: {case.name}" for pair in case.pairs for code in pair if code not in case.name
        ]
        if case.name.endswith("."):
            faults.append(f"ends in a full stop: {case.name}")
    assert not faults, "\n".join(faults)


def test_no_pair_is_in_two_examples() -> None:
    pairs = Counter(frozenset(pair) for _, case in pair_cases() for pair in case.pairs)
    assert [sorted(pair) for pair, count in pairs.items() if count > 1] == []
    assert len(pairs) > 300


def test_every_source_of_the_examples_exists() -> None:
    assert {file.from_.source for file in pair_files().values()} <= sources().keys()
