"""Cautions: the list read from the source is the one that answers can hold."""

from __future__ import annotations

from tests.cases.case_files import all_cases
from tests.cases.library import run
from tests.content.caution_ids import caution_ids


def test_every_caution_the_rules_can_give_is_given_by_a_worked_example_and_no_other() -> None:
    given = {
        caution.id
        for _, _, case in all_cases()
        if case.expect.error is None
        for caution in run(case).cautions
    }
    assert given == caution_ids()


def test_cautions_given_by_a_constant_are_found_too() -> None:
    assert {"own_length", "not_payable_medicare", "enter_units", "outside_benefit"} <= caution_ids()
