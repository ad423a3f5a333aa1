"""Every worked example of therapist and assistant on the command line and in Slack, in words too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from tests.rules.assistant_case_files import AssistantCase, Split, assistant_cases
from tests.surfaces.asking import Answers, ask_in_slack, ask_on_the_command_line
from tests.surfaces.command_lines import without_receipt

ASKED_BACK_BY_THE_PARSER = frozenset({"missing_provider"})
"""Refused by the rules; whoever types it is asked who it was."""
NO_ASSISTANT_TO_TYPE = "slp"


def command_line(case: AssistantCase) -> str:
    """`/units …` with everything of the case in it."""
    pieces = []
    for line in case.lines():
        pieces.append(line.code)
        people = (case.discipline, f"{case.discipline}a", "both")
        if case.discipline == "pt":
            people = ("pt", "pta", "both")
        minutes = (line.therapist, line.assistant, line.together)
        pieces += [f"{who}:{given}" for who, given in zip(people, minutes, strict=True) if given]
    pieces += case.untimed
    if not case.therapist and not case.assistant:
        pieces.append(case.discipline)
    payer = "medicare_cah" if case.exempt else "medicare"
    return f"/units {' '.join(pieces)} payer:{payer} rule:{case.rule} on:{case.date_of_service}"


CASES = {
    f"{theme}: {case.name}": case
    for theme, case in assistant_cases()
    if case.discipline != NO_ASSISTANT_TO_TYPE
}
LINES = {name: command_line(case) for name, case in CASES.items()}


@pytest.fixture(scope="module")
def on_the_command_line(tmp_path_factory: pytest.TempPathFactory) -> Answers:
    return ask_on_the_command_line(LINES, tmp_path_factory.mktemp("cli") / "log.db")


@pytest.fixture(scope="module")
def in_slack(tmp_path_factory: pytest.TempPathFactory) -> Answers:
    return ask_in_slack(LINES, tmp_path_factory.mktemp("slack") / "log.db")


@pytest.mark.slow
def test_the_command_line_answers_as_the_examples_say(
    on_the_command_line: Answers,
) -> None:
    faults = [
        f"{LINES[name]}: {fault}"
        for name, case in CASES.items()
        for fault in faults_of(case, on_the_command_line[name])
    ]
    assert not faults, "\n".join(faults)


@pytest.mark.slow
def test_slack_gets_the_same_words(in_slack: Answers, on_the_command_line: Answers) -> None:
    faults = [
        f"{LINES[name]}: other words in Slack"
        for name in CASES
        if without_receipt(in_slack[name]["text"]) != without_receipt(on_the_command_line[name]["text"])
    ]
    assert not faults, "\n".join(faults)


def faults_of(case: AssistantCase, answer: Mapping[str, Any]) -> Iterator[str]:
    """Where an answer differs from what the case expects, in its object or in its words."""
    expect = case.expect
    if expect.error is not None:
        if expect.error in ASKED_BACK_BY_THE_PARSER:
            if answer["outcome"] != "clarify":
                yield f"is not asked back: {answer['outcome']}"
        elif (answer["error"] or {}).get("code") != expect.error:
            yield f"is not refused as {expect.error}: {answer['outcome']}, {answer['error']}"
        return
    if (answer["outcome"], answer["intent"]) != ("answered", "assistant"):
        yield f"{answer['outcome']}, {answer['intent']}, {answer['error']}"
        return
    request, found = answer["request"], answer["assistant"]
    given = {
        line["code"]: (line["therapist"], line["assistant"], line["together"]) for line in request["lines"]
    }
    if given != {line.code: line[1:] for line in case.lines()} or request["discipline"] != case.discipline:
        yield f"understands {request}"
    splits = [(split["plain"], split["with_modifier"]) for split in found["allocations"]]
    if splits != [(split.plain, split.with_modifier) for split in expect.splits]:
        yield f"allows {splits}"
    if (found["modifier"], found["total_units"]) != (expect.modifier, expect.units):
        yield f"says {found['total_units']} units and {found['modifier']}"
    if answer["confident"] and not expect.settled:
        yield "is confident of one of two readings"
    if missing := set(expect.cautions) - {warning["id"] for warning in answer["warnings"]}:
        yield f"does not say {sorted(missing)}"
    said = set(answer["text"].splitlines())
    if missing_lines := [line for line in lines_of(expect.splits[0], case) if line not in said]:
        yield f"does not list {missing_lines}:\n{answer['text']}"
    units = answer["units"]
    if units["timed_units"] + sum(units["untimed"].values()) != expect.units:
        yield f"counts {units['timed_units']} timed units and {units['untimed']}"


def lines_of(split: Split, case: AssistantCase) -> Iterator[str]:
    """The claim lines in words, for codes that are always under a plan of the discipline."""
    plan = {"pt": "GP", "ot": "GO"}[case.discipline]
    always = {"97110", "97140", "97530", "97150", "G0283", "97535"}
    yield from (f"{code} ×{units} {plan}" for code, units in split.plain.items() if code in always)
    for code, units in split.with_modifier.items():
        if code in always:
            yield f"{code} ×{units} {case.expect.modifier} {plan}"
