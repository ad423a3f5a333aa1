"""Every worked example of CQ and CO: the answer, its cautions, and the arithmetic behind it."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from rules import AssistantResult, UserError, parameters, sources
from tests.cases.arithmetic import is_backed, numbers_in
from tests.rules.assistant_case_files import AssistantCase, assistant_cases, assistant_files
from tests.support import shared_or_skip

CASES = [pytest.param(case, id=f"{theme}: {case.name}") for theme, case in assistant_cases()]


@pytest.mark.parametrize("case", CASES)
def test_the_library_answers_as_the_example_says(case: AssistantCase) -> None:
    expect = case.expect
    if expect.error is not None:
        with pytest.raises(UserError) as refusal:
            case.run()
        assert refusal.value.code == expect.error
        assert [words for words in expect.says if words not in refusal.value.message] == []
        return
    result = case.run()
    found = [(split.plain, split.with_modifier) for split in result.allocations]
    assert found == [(split.plain, split.with_modifier) for split in expect.splits]
    assert result.modifier == expect.modifier
    assert result.units.total_units == expect.units
    assert result.is_settled == expect.settled
    assert sorted(caution.id for caution in result.cautions) == sorted(expect.cautions)


@pytest.mark.parametrize("case", CASES)
def test_the_numbers_of_because_are_those_of_the_answer_in_their_order(case: AssistantCase) -> None:
    if case.expect.error is not None:
        with pytest.raises(UserError) as refusal:
            case.run()
        statements = [numbers_in(refusal.value.message)]
    else:
        statements = [tuple(map(str, numbers)) for numbers in _statements(case.run())]
    assert [line for line in case.because if not is_backed(line, statements)] == []


def _statements(result: AssistantResult) -> Iterator[tuple[object, ...]]:
    yield (result.units.total_units,)
    for step in result.steps:
        data = step.data
        both = data["therapist"] + data["assistant"]
        yield data["code"], data["therapist"], data["assistant"], both, data["units"]
        if step.name == "assistant_share":
            yield data["code"], data["assistant"], data["total"], data["percent"], data["with_modifier"]
        else:
            full = data["full_therapist"], data["full_assistant"], data["open"]
            left = data["left_therapist"], data["left_assistant"]
            yield data["code"], *full, *left, data["plain"], data["with_modifier"]


def test_every_name_is_its_own_and_holds_the_minutes_and_the_answer() -> None:
    names = Counter(case.name for _, case in assistant_cases())
    faults = [f"used {count} times: {name}" for name, count in names.items() if count > 1]
    for theme, case in assistant_cases():
        said = set(numbers_in(case.name))
        wanted = {str(minutes) for line in case.lines() for minutes in line[1:] if minutes}
        wanted |= {line.code for line in case.lines()}
        if case.expect.units:
            wanted.add(str(case.expect.units))
        if missing := wanted - said:
            faults.append(f"{theme}: {sorted(missing)} not in: {case.name}")
        if case.expect.error and not case.name.endswith("refused"):
            faults.append(f"{theme}: does not say that it is refused: {case.name}")
    assert not faults, "\n".join(faults)


def test_every_file_names_a_source_that_exists() -> None:
    cited = {file.from_.source for file in assistant_files().values() if not isinstance(file.from_, str)}
    assert cited
    assert cited <= set(sources())


def test_every_shared_example_is_a_case_with_its_minutes_answer_and_source() -> None:
    text = shared_or_skip("data/assistant_examples.csv").read_text(encoding="utf-8")
    rows = {row["id"]: row for row in csv.DictReader(text.splitlines())}
    cases = {case.row: case for _, case in assistant_cases() if case.row}
    assert cases.keys() == rows.keys()
    faults = []
    for name, row in rows.items():
        case = cases[name]
        given = {"pt": case.therapist, "pta": case.assistant, "both": case.together}
        columns = {"pt": "therapist_minutes", "pta": "assistant_minutes", "both": "together_minutes"}
        if given != {who: _amounts(row[column]) for who, column in columns.items()}:
            faults.append(f"{name}: other minutes in the shared example")
        plain, marked = (
            list(map(_amounts, row[column].split("|")))
            for column in ("expected_without_modifier", "expected_with_CQ_or_CO")
        )
        if [(split.plain, split.with_modifier) for split in case.expect.splits] != list(
            zip(plain, marked, strict=True)
        ):
            faults.append(f"{name}: another answer in the shared example")
        if (int(row["total_units"]), row["discipline"].lower(), row["source"]) != (
            case.expect.units,
            case.discipline,
            case.origin,
        ):
            faults.append(f"{name}: other units, discipline or source in the shared example")
        doubtful = "FLAG" in row["confidence"]
        if doubtful != (case.confidence == "doubtful") or (
            row["confidence"].startswith("from memory") != (case.confidence == "known")
        ):
            faults.append(f"{name}: {row['confidence']!r} in the shared example, {case.confidence} here")
    assert not faults, "\n".join(faults)


def _amounts(cell: str) -> dict[str, int]:
    parts = (part.partition(":") for part in cell.replace(",", "").split())
    return {code: int(amount) for code, _, amount in parts}


def test_every_first_day_of_a_value_has_cases_on_the_day_before_and_of_it() -> None:
    days = {case.date_of_service for _, case in assistant_cases()}
    first = {
        value.effective
        for name, parameter in parameters().items()
        if name.startswith("medicare.assistants.")
        for value in parameter.values
        if value.effective > date(2012, 1, 1)
    }
    assert first
    assert {day + timedelta(days=n) for day in first for n in (-1, 0)} <= days


def test_every_value_is_used_by_an_example() -> None:
    used = {
        reference for _, case in assistant_cases() if not case.expect.error for reference in case.run().used
    }
    known = {
        value.reference
        for name, parameter in parameters().items()
        if name.startswith("medicare.assistants.") and not name.endswith("therapist_only")
        for value in parameter.values
    }
    assert known - used == set()
