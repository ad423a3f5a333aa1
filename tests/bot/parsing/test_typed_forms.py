"""Every form people type is read as the tables say, minute for minute."""

from __future__ import annotations

from typing import Any

import pytest

from bot.parsing import ParseProblem, parse_plain, parse_units
from tests.bot.parsing.cases import (
    TODAY,
    as_line,
    expected,
    files_of_cases,
    lines,
    problem_as_line,
)

COMMANDS = (
    *("pairs", "amounts", "clock", "options", "house_words", "stray", "sentences"),
    *("questions", "slips", "refusals"),
)


@pytest.mark.parametrize("line", lines(*COMMANDS))
def test_what_is_typed_after_the_command_is_read_as_the_table_says(line: dict[str, Any]) -> None:
    try:
        read = as_line(parse_units(line["text"], today=TODAY))
    except ParseProblem as problem:
        read = problem_as_line(problem)
        for part in line.get("says", []):
            assert part in problem.message
    assert read == expected(line)


@pytest.mark.parametrize("line", lines("plain_sentences"))
def test_a_plain_sentence_is_read_as_the_table_says(line: dict[str, Any]) -> None:
    try:
        read = as_line(parse_plain(line["text"], today=TODAY))
    except ParseProblem as problem:
        read = problem_as_line(problem)
        for part in line.get("says", []):
            assert part in problem.message
    assert read == expected(line)


def test_no_table_is_left_out() -> None:
    assert files_of_cases() == {*COMMANDS, "plain_sentences"}


@pytest.mark.parametrize("line", lines("questions", "slips", "refusals"))
def test_every_problem_is_one_or_more_whole_sentences_of_plain_text(line: dict[str, Any]) -> None:
    try:
        parse_units(line["text"], today=TODAY)
    except ParseProblem as problem:
        message = problem.message
        assert message.rstrip("”)")[-1] in ".?"
        assert "`" not in message
        assert "\n" not in message
        assert len(message) < 500


@pytest.mark.parametrize("line", [case for case in lines(*COMMANDS) if "try" in case.values[0]])
def test_every_command_that_is_offered_works_or_leads_to_another_question(line: dict[str, Any]) -> None:
    for command in line["try"]:
        assert command.startswith("/units ")
        try:
            parse_units(command.removeprefix("/units"), today=TODAY)
        except ParseProblem as problem:
            assert problem.code != "missing_minutes"
            assert problem.outcome == "clarify"
