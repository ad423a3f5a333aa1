"""What the documents tell people to type works, and prints what they say it prints."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from bot.answer import Outcome
from bot.answering.drafts import draft_answer
from bot.commands import COMMANDS, command_names
from bot.question import Question
from tests.docs.markdown import PROSE, fences, spans, text_of
from tests.docs.running import run_line, run_python
from tests.support import REPOSITORY

TODAY = date(2026, 3, 2)
SAMPLE = 'unitwise ask "/units 97112 25 97110 10"'
ANYTHING = "…"
RUNS_UNTIL_STOPPED = ("unitwise serve",)
"""Started by the tests of the processes."""
USAGES = {sub.usage for command in COMMANDS for sub in command.subcommands if sub.usage != sub.example}
"""Say what may be typed, with capitals for what the person fills in; their examples are tried instead."""
DOCUMENTS = ("README.md", "CONTRIBUTING.md")
TOP_FOLDERS = ("bot/", "docs/", "knowledge/", "rules/", "scripts/", "tests/")


def console_lines() -> list[object]:
    return [
        pytest.param(line, output, id=f"{fence.place} #{number}")
        for name in DOCUMENTS
        for fence in fences(name)
        if fence.kind == "console"
        for number, (line, output) in enumerate(_sessions(fence.body), start=1)
    ]


def _sessions(body: str) -> Iterator[tuple[str, list[str]]]:
    """Each line after a prompt, with the output that is shown below it."""
    for part in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
        line, *output = part.rstrip().splitlines()
        yield line, output


def snippets(kind: str) -> list[object]:
    return [
        pytest.param(fence.body, id=fence.place)
        for name in DOCUMENTS
        for fence in fences(name)
        if fence.kind == kind
    ]


def typed(start: str) -> list[object]:
    """Code spans that begin with a word and go on, each once."""
    found = {span: place for name in DOCUMENTS for place, span in spans(name) if span.startswith(f"{start} ")}
    return [
        pytest.param(span, id=f"{place} {span}")
        for span, place in found.items()
        if not span.startswith(RUNS_UNTIL_STOPPED) and span not in USAGES
    ]


def shows(printed: list[str], shown: list[str]) -> bool:
    """Whether printed lines are those that are shown, where `…` on a line of its own is any lines."""
    if not shown:
        return not printed
    if shown[0] == ANYTHING:
        return any(shows(printed[at:], shown[1:]) for at in range(len(printed) + 1))
    return bool(printed) and printed[0] == shown[0] and shows(printed[1:], shown[1:])


def test_there_is_something_to_try_in_the_readme() -> None:
    kinds = [fence.kind for fence in fences("README.md")]
    assert "console" in kinds
    assert "python" in kinds
    assert typed("unitwise")


@pytest.mark.parametrize(("line", "shown"), console_lines())
def test_a_line_for_the_shell_prints_what_the_document_shows(
    line: str, shown: list[str], tmp_path: Path
) -> None:
    done = run_line(line, tmp_path)
    assert done.returncode == 0, done.stderr
    is_shown = shows(done.stdout.splitlines(), shown)
    assert is_shown, f"it is shown:\n{chr(10).join(shown)}\nit prints:\n{done.stdout}"


@pytest.mark.parametrize("program", snippets("python"))
def test_a_python_snippet_runs_and_prints(program: str, tmp_path: Path) -> None:
    done = run_python(program, tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


@pytest.mark.slow
@pytest.mark.parametrize("line", typed("unitwise"))
def test_a_command_named_in_the_text_works(line: str, tmp_path: Path) -> None:
    assert run_line(SAMPLE, tmp_path).returncode == 0
    done = run_line(line, tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


@pytest.mark.parametrize("line", [entry for name in command_names() for entry in typed(name)])
def test_a_slash_command_in_the_text_is_answered(line: str) -> None:
    assert draft_answer(Question(line, user="U1"), today=TODAY).outcome is Outcome.ANSWERED


def test_every_chore_named_in_the_text_is_one_of_make() -> None:
    listed = set(re.findall(r"^([a-z-]+):.*## ", text_of("Makefile"), flags=re.MULTILINE))
    faults = [
        f"{place}: {span}"
        for name in PROSE
        for place, span in spans(name)
        if span.startswith("make ") and span.split()[1] not in listed
    ]
    assert not faults, "\n".join(faults)


def test_every_file_or_folder_named_in_the_text_is_there() -> None:
    faults = [
        f"{place}: {span}"
        for name in PROSE
        for place, span in spans(name)
        if span.startswith(TOP_FOLDERS) and " " not in span and not (REPOSITORY / span).exists()
    ]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(
    ("printed", "shown", "same"),
    [
        (["a", "b"], ["a", "b"], True),
        (["a", "b"], ["a"], False),
        (["a"], ["a", "b"], False),
        (["a", "b", "c"], ["a", "…"], True),
        (["a"], ["a", "…"], True),
        (["a", "b", "c"], ["…", "c"], True),
        (["a", "b", "c"], ["a", "…", "d"], False),
        (["a …"], ["a b"], False),
    ],
)
def test_shown_output_is_compared_line_by_line(printed: list[str], shown: list[str], same: bool) -> None:
    assert shows(printed, shown) is same
