"""Every worked example of a check of billed units."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from rules import CheckResult, CountingRule, UserError, check_billed, claim_visit, count_units, sources
from tests.rules.billed_case_files import CheckCase, check_cases, check_files

CASES = [pytest.param(case, id=f"{theme}: {case.name}") for theme, case in check_cases()]
FIRST_MINUTES_OF_A_BAND = (8, 23, 38, 53, 68)


def check(case: CheckCase) -> CheckResult:
    visit = claim_visit(case.given.billed, case.given.visit())
    counted = count_units(
        visit,
        on=case.date_of_service,
        rule=CountingRule(case.counted_by),
        follows_medicare_code_status=case.follows_medicare_code_status,
    )
    return check_billed(case.given.billed, counted)


@pytest.mark.parametrize("case", CASES)
def test_the_check_answers_as_the_example_says(case: CheckCase) -> None:
    expected = case.expect
    if expected.error is not None:
        with pytest.raises(UserError) as refusal:
            check(case)
        assert refusal.value.code == expected.error
        assert [words for words in expected.asks_for if words not in refusal.value.message] == []
        return
    found = check(case)
    assert found.verdict.value == expected.verdict
    assert found.supported == expected.supported
    assert {line.code: line.change for line in found.changes} == expected.change
    assert list(found.not_judged) == expected.not_judged
    for line in found.lines:
        assert line.billed == (0 if line.code in found.not_judged else case.given.billed.get(line.code, 0))
        assert line.supported - line.billed == line.change


@pytest.mark.parametrize("case", CASES)
def test_the_name_tells_what_was_billed_what_was_done_and_the_verdict(case: CheckCase) -> None:
    said = Counter(re.findall(r"[A-Z]?\d+", case.name))
    wanted = {str(number) for number in (*case.given.billed.values(), *case.given.minutes.values())}
    wanted |= {*case.given.billed, *case.given.minutes}
    assert wanted - set(said) == set()
    assert case.expect.verdict in case.name
    assert not case.name.endswith(".")


@pytest.mark.parametrize("first", FIRST_MINUTES_OF_A_BAND)
def test_both_sides_of_the_first_minute_of_a_band_have_a_case_on_each_side_of_the_claim(first: int) -> None:
    units = first // 15 + 1
    seen = {
        (sum(case.given.minutes.values()), case.expect.verdict)
        for _, case in check_cases()
        if case.counted_by == "cms" and sum(case.given.billed.values()) == units
    }
    assert {(first - 1, "over"), (first, "fits")} <= seen


def test_every_verdict_has_cases_under_every_rule_that_can_give_it() -> None:
    seen = {(case.counted_by, case.expect.verdict) for _, case in check_cases()}
    verdicts = ("fits", "over", "under", "moved")
    assert {(rule.value, verdict) for rule in CountingRule for verdict in verdicts} <= seen
    assert "refused" in {verdict for _, verdict in seen}


def test_no_name_is_used_twice_and_every_source_exists() -> None:
    names = Counter(case.name for _, case in check_cases())
    assert [name for name, count in names.items() if count > 1] == []
    cited = {file.from_.source for file in check_files().values() if not isinstance(file.from_, str)}
    assert cited <= sources().keys()
