"""Every worked example through the library: the answer, its cautions, and the arithmetic behind it."""

from __future__ import annotations

import pytest

from rules import UserError
from tests.cases.arithmetic import is_backed, numbers_in, statements_of
from tests.cases.case_files import Case, all_cases
from tests.cases.library import as_set, run, with_untimed

MOST_SPLITS_LISTED = 24
CASES = [pytest.param(case, id=f"{theme}: {case.name}") for theme, _, case in all_cases()]
WRONG_ELSEWHERE = [pytest.param(case, id=case.name) for _, _, case in all_cases() if case.not_expected]


@pytest.mark.parametrize("case", CASES)
def test_the_library_answers_as_the_example_says(case: Case) -> None:
    expect = case.expect
    if expect.verdict == "refused":
        with pytest.raises(UserError) as refusal:
            run(case)
        assert refusal.value.code == expect.error
        missing = [words for words in expect.says if words not in refusal.value.message]
        assert not missing, f"not in {refusal.value.message!r}: {missing}"
        return
    result = run(case)
    splits = with_untimed(result)
    assert splits[0] == expect.units
    assert result.verdict.value == expect.verdict
    assert result.allocations_total == expect.splits_total
    assert result.total_units == sum(expect.units.values())
    assert {left.code: left.reason for left in result.not_counted} == expect.not_counted
    assert sorted(caution.id for caution in result.cautions) == sorted(expect.cautions)
    assert {line.code: line.units for line in result.lines if line.units} == expect.units
    if expect.splits:
        assert as_set(splits) == as_set(expect.splits)
    assert len(splits) == len(as_set(splits)) == min(expect.splits_total, MOST_SPLITS_LISTED)


@pytest.mark.parametrize("case", WRONG_ELSEWHERE)
def test_the_answer_is_not_that_of_the_wrong_page(case: Case) -> None:
    assert case.not_expected is not None
    of_the_page = as_set(case.not_expected.splits)
    assert as_set(case.expect.splits or [case.expect.units]) != of_the_page, "the example says the same"
    assert as_set(with_untimed(run(case))) != of_the_page


@pytest.mark.parametrize("case", CASES)
def test_the_numbers_of_because_are_those_of_the_result_in_their_order(case: Case) -> None:
    if case.expect.verdict == "refused":
        with pytest.raises(UserError) as refusal:
            run(case)
        statements = [numbers_in(refusal.value.message)]
    else:
        statements = statements_of(run(case))
    unbacked = [line for line in case.because if not is_backed(line, statements)]
    assert not unbacked, "\n".join(
        [*(f"no statement of the result backs: {line}" for line in unbacked), "The result says:"]
        + [" · ".join(statement) for statement in statements if statement]
    )
