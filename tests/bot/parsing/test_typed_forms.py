"""Every form people type is read as the tables say, minute for minute."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from bot.parsing import (
    ParseProblem,
    Reading,
    parse_check,
    parse_code,
    parse_kx,
    parse_pair,
    parse_plain,
    parse_plain_check,
    parse_units,
)
from tests.bot.parsing.cases import as_line, expected, files_of_cases, lines, read

COMMANDS = (
    *("pairs", "amounts", "clock", "options", "house_words", "stray", "sentences"),
    *("questions", "slips", "refusals", "providers", "payers"),
)
OTHERS = {
    "pair": (parse_pair, "/pair"),
    "check": (parse_check, "/billing check"),
    "kx": (parse_kx, "/billing kx"),
    "code": (parse_code, "/billing code"),
}
"""Tables of the other commands, each with its door and its command."""
LINES_OF_OTHERS = [
    pytest.param(*OTHERS[name], *case.values, id=case.id) for name in OTHERS for case in lines(name)
]


def assert_says(found: object, line: dict[str, Any]) -> None:
    """The message of a problem holds what the table names."""
    for part in line.get("says", []):
        assert isinstance(found, ParseProblem)
        assert part in found.message


@pytest.mark.parametrize("line", lines(*COMMANDS))
def test_what_is_typed_after_the_command_is_read_as_the_table_says(line: dict[str, Any]) -> None:
    found = read(parse_units, line["text"])
    assert as_line(found) == expected(line)
    assert_says(found, line)


@pytest.mark.parametrize("line", lines("plain_sentences"))
def test_a_plain_sentence_is_read_as_the_table_says(line: dict[str, Any]) -> None:
    found = read(parse_plain, line["text"])
    assert as_line(found) == expected(line)
    assert_says(found, line)


def test_no_table_is_left_out() -> None:
    assert files_of_cases() == {*COMMANDS, *OTHERS, "plain_sentences", "plain_checks", "plain_requests"}


@pytest.mark.parametrize(("parse", "command", "line"), LINES_OF_OTHERS)
def test_what_is_typed_after_another_command_is_read_as_the_table_says(
    parse: Callable[..., Any], command: str, line: dict[str, Any]
) -> None:
    found = read(parse, line["text"])
    assert as_line(found) == expected(line)
    assert_says(found, line)
    for suggestion in line.get("try", []):
        own = f"{command} " if suggestion.startswith(f"{command} ") else "/pair "
        assert suggestion.startswith(own)
        again = read(parse if own != "/pair " else parse_pair, suggestion.removeprefix(own))
        assert not isinstance(again, ParseProblem) or again.outcome == "clarify"


@pytest.mark.parametrize(("parse", "command", "line"), LINES_OF_OTHERS)
def test_every_problem_of_another_command_is_whole_sentences_of_plain_text(
    parse: Callable[..., Any], command: str, line: dict[str, Any]
) -> None:
    problem = read(parse, line["text"])
    if isinstance(problem, ParseProblem):
        assert problem.message.rstrip("”)")[-1] in ".?"
        assert "`" not in problem.message
        assert len(problem.message) < 500


@pytest.mark.parametrize("line", lines("plain_checks"))
def test_a_plain_question_about_billed_units_is_read_as_the_table_says(line: dict[str, Any]) -> None:
    assert as_line(read(parse_plain_check, line["text"])) == expected(line)


@pytest.mark.parametrize("line", lines("questions", "slips", "refusals", "providers"))
def test_every_problem_is_one_or_more_whole_sentences_of_plain_text(line: dict[str, Any]) -> None:
    problem = read(parse_units, line["text"])
    if isinstance(problem, ParseProblem):
        assert problem.message.rstrip("”)")[-1] in ".?"
        assert "`" not in problem.message
        assert "\n" not in problem.message
        assert len(problem.message) < 500


@pytest.mark.parametrize("line", [case for case in lines(*COMMANDS) if "try" in case.values[0]])
def test_every_command_that_is_offered_works_or_leads_to_another_question(line: dict[str, Any]) -> None:
    for command in line["try"]:
        assert command.startswith("/units ")
        found = read(parse_units, command.removeprefix("/units"))
        if isinstance(found, ParseProblem):
            assert found.code != "missing_minutes"
            assert found.outcome == "clarify"


@pytest.mark.parametrize("line", [case for case in lines(*COMMANDS) if "problem" in case.values[0]])
def test_a_number_too_many_is_asked_about_without_a_command_that_adds_or_drops_it(
    line: dict[str, Any],
) -> None:
    problem = read(parse_units, line["text"])
    if isinstance(problem, ParseProblem) and problem.code in ("number_without_code", "units_or_minutes"):
        assert problem.suggestions == ()


def test_every_kind_of_reading_that_is_documented_is_in_a_table() -> None:
    documented = set(re.findall(r"^    \| `(\w+)` \|", Reading.__doc__ or "", re.MULTILINE))
    shown = {kind for case in lines(*COMMANDS) for kind in case.values[0].get("read", [])}
    # Only sentences are corrected; their table is another test's.
    assert shown == documented - {"slip"}
    assert documented
