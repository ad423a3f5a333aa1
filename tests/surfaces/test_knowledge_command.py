"""`unitwise knowledge` on the command line."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from bot.cli.main import unitwise
from knowledge import entries


def run(*words: str) -> str:
    done = CliRunner().invoke(unitwise, ["knowledge", *words])
    assert done.exit_code == 0, done.output
    return done.output


def test_check_says_that_the_shipped_answers_have_no_fault() -> None:
    assert run("check", "--as-of", "2026-11-23") == f"{len(entries())} answers, no fault.\n"


def test_list_names_every_answer_and_its_review() -> None:
    listed = json.loads(run("list", "--json"))
    assert [one["id"] for one in listed] == list(entries())
    assert all(one["last_reviewed_on"] is None for one in listed)
    assert "eight-minute-rule · published · not reviewed" in run("list")


def test_due_names_each_answer_that_nobody_has_reviewed_under_its_owner() -> None:
    said = run("due", "--as-of", "2026-11-23")
    assert said.startswith("#billing-questions\n")
    assert "  eight-minute-rule: never reviewed\n" in said


def test_due_names_a_yearly_value_that_has_ended() -> None:
    said = run("due", "--as-of", "2027-01-05")
    assert "medicare.kx_threshold.pt_slp holds no value since 2027-01-01" in said


def test_search_shows_the_first_answer_and_how_sure_it_is() -> None:
    found = json.loads(run("search", "--json", "what", "is", "the", "8", "minute", "rule"))
    assert found["decision"] == "sure"
    assert found["top"][0][0] == "eight-minute-rule"


@pytest.mark.parametrize("question", ["99214 for a new patient", "which crown code for a tooth"])
def test_search_says_when_nothing_fits(question: str) -> None:
    assert not run("search", question).startswith("sure")
