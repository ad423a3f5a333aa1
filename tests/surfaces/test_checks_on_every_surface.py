"""Every worked example of a check on both surfaces: the verdict of the library, in words too."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pytest

from tests.rules.billed_case_files import CheckCase, check_cases
from tests.surfaces.asking import Answers, ask_in_slack, ask_on_the_command_line
from tests.surfaces.command_lines import without_receipt

CASES = {f"{theme}: {case.name}": case for theme, case in check_cases()}
PAYER_OF = {True: "medicare", False: "commercial_cms"}
"""A payer that counts by the pool, by whether it follows Medicare's list of codes."""


def line_of(case: CheckCase) -> str:
    """`/billing check …` with everything of the case in it."""
    billed = [f"{code}x{units}" for code, units in case.given.billed.items()]
    minutes = [f"{code} {minutes}" for code, minutes in case.given.minutes.items()]
    options = [f"payer:{PAYER_OF[case.follows_medicare_code_status]}", f"on:{case.date_of_service}"]
    if case.counted_by != "cms":
        options[0] = f"rule:{case.counted_by}"
    beside = ["minutes:", *minutes, *case.given.untimed] if minutes or case.given.untimed else []
    return " ".join(["/billing check", *billed, *beside, *options])


LINES = {name: line_of(case) for name, case in CASES.items()}


@pytest.fixture(scope="module")
def on_the_command_line(tmp_path_factory: pytest.TempPathFactory) -> Answers:
    """The answer object of every case, from one process."""
    return ask_on_the_command_line(LINES, tmp_path_factory.mktemp("cli") / "log.db")


@pytest.fixture(scope="module")
def in_slack(tmp_path_factory: pytest.TempPathFactory) -> Answers:
    """What Slack gets back for every case."""
    return ask_in_slack(LINES, tmp_path_factory.mktemp("slack") / "log.db")


@pytest.mark.slow
def test_the_command_line_judges_as_the_examples_say(on_the_command_line: Answers) -> None:
    faults = [
        f"{LINES[name]}: {fault}"
        for name, case in CASES.items()
        for fault in faults_of(case, on_the_command_line[name])
    ]
    assert not faults, "\n".join(faults)


@pytest.mark.slow
def test_slack_gets_the_same_words(on_the_command_line: Answers, in_slack: Answers) -> None:
    faults = [
        f"{line}: {in_slack[name]['text']}"
        for name, line in LINES.items()
        if without_receipt(in_slack[name]["text"]) != without_receipt(on_the_command_line[name]["text"])
    ]
    assert not faults, "\n".join(faults)


def faults_of(case: CheckCase, answer: Mapping[str, Any]) -> Iterable[str]:
    """Where an answer differs from what the case expects, in the object or in words."""
    expected = case.expect
    if expected.error is not None:
        if answer["outcome"] != "refused":
            yield f"{answer['outcome']}, and not refused"
        return
    if answer["outcome"] != "answered":
        yield f"{answer['outcome']}: {answer['text']}"
        return
    check = answer["check"]
    lines = {line["code"]: line["change"] for line in check["lines"] if line["change"]}
    wanted = (expected.verdict, expected.supported, expected.change)
    if (check["verdict"], check["supported"], lines) != wanted:
        yield f"{check}"
    if expected.verdict not in answer["text"]:
        yield f"{expected.verdict} is not in the words"
    for code, change in expected.change.items():
        words = f"add {change}" if change > 0 else f"take {-change} off"
        if not any(code in said and words in said for said in answer["text"].splitlines()):
            yield f"{code}: {words} is not in the words"
