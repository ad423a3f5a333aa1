"""Every worked example on the command line and in Slack: the same answer as the library's, in words too.

One process answers all of them as `unitwise ask --batch -`, and the real web application answers each
one again as a signed request. Faults are told by theme, all at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pytest

from tests.cases.case_files import Case, all_cases
from tests.cases.library import as_set
from tests.surfaces.asking import Answers, ask_in_slack, ask_on_the_command_line
from tests.surfaces.command_lines import Said, command_line, said_in, without_receipt

MOST_SPLITS_LISTED = 24
MOST_SPLITS_IN_WORDS = 3

CASES = {f"{theme}: {case.name}": case for theme, _, case in all_cases()}
LINES = {name: command_line(case) for name, case in CASES.items()}
THEMES = sorted({theme for theme, _, _ in all_cases()})


@pytest.fixture(scope="module")
def on_the_command_line(tmp_path_factory: pytest.TempPathFactory) -> Answers:
    """The answer object of every case, from one process."""
    return ask_on_the_command_line(LINES, tmp_path_factory.mktemp("cli") / "log.db")


@pytest.fixture(scope="module")
def in_slack(tmp_path_factory: pytest.TempPathFactory) -> Answers:
    """What Slack gets back for every case, each a signed command to the real application."""
    return ask_in_slack(LINES, tmp_path_factory.mktemp("slack") / "log.db")


@pytest.mark.slow
@pytest.mark.parametrize("theme", THEMES)
def test_the_command_line_answers_as_the_examples_say(theme: str, on_the_command_line: Answers) -> None:
    faults = [
        f"{command_line(case)}: {fault}"
        for name, case in _of(theme)
        for fault in faults_of_object(case, on_the_command_line[name])
    ]
    assert not faults, "\n".join(faults)


@pytest.mark.slow
@pytest.mark.parametrize("theme", THEMES)
def test_the_text_of_an_answer_says_what_the_examples_say(theme: str, on_the_command_line: Answers) -> None:
    faults = [
        f"{command_line(case)}: {fault}"
        for name, case in _of(theme)
        for fault in faults_of_text(case, on_the_command_line[name]["text"])
    ]
    assert not faults, "\n".join(faults)


@pytest.mark.slow
@pytest.mark.parametrize("theme", THEMES)
def test_slack_gets_the_same_words_and_blocks_that_hold_them(
    theme: str,
    in_slack: Answers,
    on_the_command_line: Answers,
) -> None:
    faults = []
    for name, case in _of(theme):
        reply, answer = in_slack[name], on_the_command_line[name]
        if reply.get("response_type") != "ephemeral":
            faults.append(f"{command_line(case)}: not private")
        if without_receipt(reply["text"]) != without_receipt(answer["text"]):
            faults.append(
                f"{command_line(case)}: other words in Slack:\n{reply['text']}\nthan\n{answer['text']}"
            )
        faults += [f"{command_line(case)}: {fault}" for fault in faults_of_text(case, reply["text"])]
        if (said := said_in(reply["text"])) and said_in(_text_of(reply["blocks"])) != said:
            faults.append(f"{command_line(case)}: the blocks say another result than the text")
    assert not faults, "\n".join(faults)


def test_every_example_is_a_request_of_its_own_and_keeps_what_was_typed(
    on_the_command_line: Answers,
) -> None:
    faults = []
    for name, case in CASES.items():
        request = on_the_command_line[name]["request"]
        if case.expect.error is not None:
            continue
        given = case.given
        wanted = {
            "minutes": given.day(),
            "untimed": [*given.untimed, *given.typed_units],
            "untimed_minutes": given.untimed_minutes,
            "typed_units": given.typed_units,
            "payer": case.payer,
        }
        kept = {key: request.get(key) or type(value)() for key, value in wanted.items()}
        if kept != wanted:
            faults.append(f"{command_line(case)}: {kept}")
    assert not faults, "\n".join(faults)


def _of(theme: str) -> Iterable[tuple[str, Case]]:
    return [(name, case) for name, case in CASES.items() if name.startswith(f"{theme}: ")]


def faults_of_object(case: Case, answer: Mapping[str, Any]) -> Iterable[str]:
    """Where an answer object differs from what the case expects."""
    expect = case.expect
    if expect.error is not None:
        yield from _faults_of_refusal(expect.error, answer)
        return
    if (answer["outcome"], answer["error"]) != ("answered", None):
        yield f"{answer['outcome']}, {answer['error']}"
        return
    units = answer["units"]
    if answer["date_of_service"] != case.date_of_service.isoformat() or not answer["date_of_service_given"]:
        yield f"answered for {answer['date_of_service']}"
    splits = [split | units["untimed"] for split in units["allocations"]]
    if splits[0] != expect.units:
        yield f"recommends {splits[0]}, not {expect.units}"
    if expect.splits and as_set(splits) != as_set(expect.splits):
        yield f"allows {splits}"
    if len(splits) != min(expect.splits_total, MOST_SPLITS_LISTED):
        yield f"lists {len(splits)} splits of {expect.splits_total}"
    if units["allocations_total"] != expect.splits_total or units["tie"] != (expect.splits_total > 1):
        yield f"counts {units['allocations_total']} splits, tie: {units['tie']}"
    if units["timed_units"] + sum(units["untimed"].values()) != sum(expect.units.values()):
        yield f"{units['timed_units']} timed units and {units['untimed']}"
    if {line["code"]: line["units"] for line in units["lines"] if line["units"]} != expect.units:
        yield f"lines are {units['lines']}"
    if any(line["modifiers"] and not line["units"] for line in units["lines"]):
        yield "a line with 0 units carries modifiers"
    if {left["code"]: left["reason"] for left in units["not_counted"]} != expect.not_counted:
        yield f"leaves off {units['not_counted']}"
    said = {warning["id"] for warning in answer["warnings"] if warning["message"]}
    if missing := set(expect.cautions) - said:
        yield f"does not say {sorted(missing)}"
    if not answer["citations"] and expect.units:
        yield "cites nothing"
    if case.not_expected and as_set(splits) == as_set(case.not_expected.splits):
        yield f"answers as {case.not_expected.page}"


def _faults_of_refusal(error: str, answer: Mapping[str, Any]) -> Iterable[str]:
    if answer["confident"] or answer.get("units"):
        yield f"must be refused, and answers {answer.get('units')}"
    if error == "unknown_code" and answer["outcome"] == "clarify":
        return  # a slip close to a known code is asked about
    if answer["outcome"] != "refused" or (answer["error"] or {}).get("code") != error:
        yield f"must be refused as {error}: {answer['outcome']}, {answer['error']}"


def faults_of_text(case: Case, text: str) -> Iterable[str]:
    """Where the words of an answer differ from what the case expects."""
    expect = case.expect
    said = said_in(text)
    if expect.error is not None:
        if said is not None:
            yield f"must be refused, and says {said}"
        yield from (f"does not say {words!r}: {text}" for words in expect.says if words not in text)
        return
    if said is None:
        yield f"says no result: {text}"
        return
    if said.units != sum(expect.units.values()):
        yield f"says {said.units} units"
    if said.splits[:1] != ([expect.units] if expect.units else []):
        yield f"says {said.splits}"
    if expect.splits_total > 1:
        yield from _faults_of_tie(expect.splits, expect.splits_total, said, text)
    elif len(said.splits) > 1:
        yield f"says {len(said.splits)} splits"


def _faults_of_tie(splits: list[dict[str, int]], total: int, said: Said, text: str) -> Iterable[str]:
    if "tie" not in text:
        yield "does not say that it is a tie"
    if total <= MOST_SPLITS_IN_WORDS:
        if as_set(said.splits) != as_set(splits):
            yield f"says {said.splits}"
    elif f"{total:,}" not in text and str(total) not in text:
        yield f"does not say that there are {total} splits: {text}"


def _text_of(blocks: Iterable[Mapping[str, Any]]) -> str:
    """The words of sections and contexts, one block after the other, without their marks."""
    texts = [
        part["text"]
        for block in blocks
        for part in ([block["text"]] if block["type"] == "section" else block.get("elements", []))
        if part.get("type") == "mrkdwn"
    ]
    return "\n".join(texts).replace("*", "")


def test_the_reading_of_texts_finds_units_and_splits_and_can_miss_them() -> None:
    text = "97112 25 min · Medicare\nMedicare: 2 units\n97112 ×2\nor 97112 ×1 + G0283 ×1 (tie)\n35 timed min"
    assert said_in(text) == Said(2, [{"97112": 2}, {"97112": 1, "G0283": 1}])
    assert said_in("97597: 1 unit · Medicare\nMedicare: no units") == Said(0, [])
    assert said_in("97121 is not in the code table.") is None


def test_a_line_holds_everything_of_its_case() -> None:
    case = next(
        case for case in CASES.values() if case.given.minutes and case.given.untimed_minutes and not case.row
    )
    line = command_line(case)
    for code, minutes in case.given.day().items():
        assert f"{code} {minutes}" in line
    for code, minutes in case.given.untimed_minutes.items():
        assert f"{code} {minutes}" in line
    assert line.startswith("/units ")
    assert line.endswith(f" payer:{case.payer} on:{case.date_of_service}")
