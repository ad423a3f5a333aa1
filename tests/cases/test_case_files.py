"""The case files themselves: strict form, honest names, and nothing of the shared examples left out."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from rules import code_table, parameters, payers, sources
from rules.errors import ParameterFileError
from tests.cases.arithmetic import numbers_in
from tests.cases.case_files import Case, all_cases, read_all, read_case_file
from tests.cases.library import run
from tests.support import shared_or_skip

CONFIDENCE_OF_SHARED_WORDS = {
    "verified": "verified",
    "known": "known",
    "constructed": "derived",
    "inputs partly verified; rest known": "known",
    "inputs verified; answer computed": "derived",
    "times verified; answer computed": "derived",
    "arithmetic right; FLAG": "doubtful",
    "right": "verified",
}
DOUBTFUL_BY_THE_RULES = {"wh-1", "wh-2"}
"""Known in the field, but the two-hour base is in doubt and contracts vary."""
OF_OTHER_CASES = ("medicare.ncci.", "medicare.mue.", "medicare.kx_threshold.", "medicare.assistants.")
"""Parameters with cases and tests of their own, beside the counting of units."""
USED_ON_NO_FIRST_DAY = {
    "medicare.modifiers.discipline": "modifiers are no part of a count of units",
    "medicare.timed_units.pooled_first_additional": "its codes began later than the days we answer for",
}

OF_OTHER_CASES = (
    "medicare.ncci.",
    "medicare.mue.",
    "medicare.kx_threshold.",
    "medicare.assistants.",
    "medicare.fee_schedule.",
)
"""Parameters with cases and tests of their own, beside the counting of units."""


def test_every_case_file_has_the_right_form() -> None:
    _, faults = read_all()
    assert not faults, "\n".join(faults)


def test_every_case_names_a_rule_a_payer_and_a_source_that_exist() -> None:
    topics = {name.rpartition(".")[0] for name in parameters()} | {"tables.codes"}
    faults = []
    for theme, file, case in all_cases():
        if file.rule not in topics:
            faults.append(f"{theme}: rule {file.rule} is none of {sorted(topics)}")
        if case.payer not in payers():
            faults.append(f"{theme}: {case.name}: payer {case.payer} is not known")
        if not isinstance(file.from_, str) and file.from_.source not in sources():
            faults.append(f"{theme}: source {file.from_.source} is not in sources.yaml")
    assert not faults, "\n".join(dict.fromkeys(faults))


def test_every_name_is_a_sentence_of_its_own_with_its_numbers_and_its_answer() -> None:
    faults = []
    names = Counter(case.name for _, _, case in all_cases())
    faults += [f"used {count} times: {name}" for name, count in names.items() if count > 1]
    for theme, _, case in all_cases():
        said = set(numbers_in(case.name)) | {number.lstrip("-") for number in case.name.split()}
        codes = case.given.codes()
        wanted = {str(minutes).lstrip("-") for minutes in case.given.day().values()}
        if len(codes) <= 4:
            wanted |= set(codes)
        if case.expect.error is None:
            units = sum(case.expect.units.values())
            wanted |= {str(units)} if units else set()
            if not units and "no unit" not in case.name and "0 units" not in case.name:
                faults.append(f"{theme}: says no answer: {case.name}")
        elif "refused" not in case.name:
            faults.append(f"{theme}: does not say that it is refused: {case.name}")
        parts = {str(part) for session in case.given.sessions for part in session.values()}
        if missing := (wanted | parts) - said - _spelled_out(case):
            faults.append(f"{theme}: {sorted(missing)} not in: {case.name}")
        if case.name.endswith("."):
            faults.append(f"{theme}: ends in a full stop: {case.name}")
    assert not faults, "\n".join(faults)


def _spelled_out(case: Case) -> set[str]:
    """Days that are a sum are named by their parts."""
    return set(map(str, case.given.day().values())) if case.given.sessions else set()


def test_every_shared_example_is_a_case_with_its_minutes_answer_source_and_confidence() -> None:
    text = shared_or_skip("data/unit_examples.csv").read_text(encoding="utf-8")
    rows = {row["id"]: row for row in csv.DictReader(text.splitlines())}
    cases = {case.row: case for _, _, case in all_cases() if case.row}
    faults = [f"no case for {name}" for name in rows.keys() - cases.keys()]
    faults += [f"case for {name}, which is no shared example" for name in cases.keys() - rows.keys()]
    rule_of = {"cms": {"cms"}, "ama": {"ama"}, "other": {"cms", "ama", "full15"}}
    for name in rows.keys() & cases.keys():
        row, case = rows[name], cases[name]
        given: Counter[str] = Counter()
        for part in row["inputs"].split():
            code, _, minutes = part.partition(":")
            given[code] += int(minutes)
        if dict(given) != case.given.day() | case.given.untimed_minutes:
            faults.append(f"{name}: minutes are {dict(given)} in the shared example")
        wanted = [
            {code: int(units) for code, _, units in (part.partition(":") for part in answer.split())}
            for answer in ("" if row["expected"] == "none" else row["expected"]).split("|")
        ]
        # Alternatives are equally valid there; which one comes first is our own convention.
        ours = case.expect.splits or [case.expect.units]
        if sorted(map(_key, wanted)) != sorted(map(_key, ours)):
            faults.append(f"{name}: the answer is {wanted} in the shared example, and {ours} here")
        if int(row["total_units"]) != sum(case.expect.units.values()):
            faults.append(f"{name}: {row['total_units']} units in the shared example")
        if case.origin != row["source"]:
            faults.append(f"{name}: its source is {row['source']!r}")
        if case.confidence != _confidence(name, row["confidence"]):
            faults.append(f"{name}: its confidence is {row['confidence']!r}, here {case.confidence}")
        if payers()[case.payer].rule_on(case.date_of_service)[0].value not in rule_of[row["rule"]]:
            faults.append(f"{name}: {case.payer} does not count by {row['rule']}")
        if name.startswith("full15") and case.payer != "full15":
            faults.append(f"{name}: counted in whole 15 minutes")
    assert not faults, "\n".join(sorted(faults))


def _key(split: dict[str, int]) -> str:
    return " ".join(f"{code}:{split[code]}" for code in sorted(split))


def _confidence(row: str, words: str) -> str:
    if row in DOUBTFUL_BY_THE_RULES:
        return "doubtful"
    return next(ours for start, ours in CONFIDENCE_OF_SHARED_WORDS.items() if words.startswith(start))


def test_every_dated_code_has_cases_on_the_day_before_of_and_after_its_change() -> None:
    days: dict[str, set[date]] = {}
    for _, _, case in all_cases():
        for code in (*case.given.codes(), *case.expect.units):
            days.setdefault(code, set()).add(case.date_of_service)
    missing = []
    for entry in code_table():
        changes = [entry.valid_from, entry.end_announced]
        if entry.valid_through is not None:
            changes.append(entry.valid_through + timedelta(days=1))
        for change in filter(None, changes):
            around = {change + timedelta(days=n) for n in (-1, 0, 1)}
            if lacking := around - days.get(entry.code, set()):
                missing.append(f"{entry.code}: no case on {', '.join(map(str, sorted(lacking)))}")
    assert not missing, "\n".join(missing)


def test_every_first_day_of_a_counting_value_has_cases_on_the_day_before_of_and_after() -> None:
    answered_with: dict[str, set[date]] = {}
    every_day = set()
    for _, _, case in all_cases():
        every_day.add(case.date_of_service)
        if case.expect.error is None:
            for reference in run(case).used:
                answered_with.setdefault(reference, set()).add(case.date_of_service)
    missing = []
    for name, parameter in parameters().items():
        if name.startswith(OF_OTHER_CASES):
            continue
        for value in parameter.values:
            first = value.effective
            if first - timedelta(days=1) not in every_day:
                missing.append(f"{name}: no case on {first - timedelta(days=1)}, the day before it begins")
            if name in USED_ON_NO_FIRST_DAY:
                continue
            days = answered_with.get(value.reference, set())
            missing += [
                f"{name}: no case on {day} is answered with {value.reference}"
                for day in (first, first + timedelta(days=1))
                if day not in days
            ]
    assert not missing, "\n".join(missing)


@pytest.mark.parametrize(
    ("rule", "edges"),
    [
        ("medicare.timed_units", (8, 23, 38, 53, 68, 83, 98, 113, 128)),
        ("cpt.midpoint_units", (8, 23, 38, 53, 68, 83, 98, 113, 128)),
        ("contract.whole_units", (15, 30, 45, 60)),
        ("medicare.rtm_management", (10, 20, 40)),
    ],
)
def test_both_sides_of_every_threshold_have_a_case(rule: str, edges: tuple[int, ...]) -> None:
    alone = {
        minutes
        for _, file, case in all_cases()
        if file.rule == rule and len(case.given.codes()) == 1
        for minutes in case.given.day().values()
    }
    missing = sorted({minute for edge in edges for minute in (edge - 1, edge)} - alone)
    assert not missing, f"{rule}: no case with one code of {missing} minutes"


@pytest.mark.parametrize("verdict", ["billable", "not_billable", "depends", "refused"])
def test_every_verdict_has_a_case(verdict: str) -> None:
    assert any(case.expect.verdict == verdict for _, _, case in all_cases())


def test_all_faults_of_a_case_file_are_told_at_once(tmp_path: Path) -> None:
    file = tmp_path / "broken.yaml"
    file.write_text(
        "rule: medicare.timed_units\n"
        "about: No full stop\n"
        "from: hearsay\n"
        "cases:\n"
        "  - name: short\n"
        "    confidence: sure\n"
        "    date_of_service: 2026-03-02\n"
        "    payer: medicare\n"
        '    given: {minutes: {"971": 5}}\n'
        "    expect: {verdict: refused}\n"
        "    because: [no number]\n",
        encoding="utf-8",
    )
    with pytest.raises(ParameterFileError) as refusal:
        read_case_file(file)
    told = str(refusal.value)
    words = ["line 2: about", "line 3: from", "line 5: cases.0.name", "line 6: cases.0.confidence", "971"]
    words += ["`error` belongs to", "line 11: cases.0.because", "cases.0.signed"]
    assert [word for word in words if word not in told] == []
