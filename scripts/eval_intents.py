"""Score how plain sentences become calculations.

Run it with the evaluation files of the specification:

    python -m scripts.eval_intents INTENTS.yaml [QUESTIONS.yaml …]

A file of `requests` is scored by exact match of every field and by command alone; a file of `questions` by
the share that is taken for a calculation without being one. Exit code 1 when a floor (`--floor`) is missed.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from bot.parsing import (
    CheckRequest,
    CodeRequest,
    DenialRequest,
    KxRequest,
    PairRequest,
    ParseProblem,
    UnitsRequest,
    parse_message,
)

TODAY = date(2026, 11, 22)
UNSPECIFIED = "unspecified"


def read(text: str) -> dict[str, Any]:
    """What a message is taken for, in the words of the evaluation files.

    Args:
        text: The whole message.

    Returns:
        The structured request; its command is `none` or `clarify` when nothing is worked out.
    """
    try:
        request = parse_message(text, today=TODAY)
    except ParseProblem as problem:
        return {"command": "clarify", "problem": problem.code}
    return structured(request)


def structured(request: object) -> dict[str, Any]:
    """A request in the words of the evaluation files."""
    if isinstance(request, UnitsRequest):
        if request.provider_minutes:
            return _assistant(request)
        minutes = dict(request.visit.minutes)
        if request.unspecified_minutes is not None:
            minutes[UNSPECIFIED] = request.unspecified_minutes
        return {
            "command": "units",
            "minutes": minutes,
            "untimed": sorted(request.visit.untimed),
            "payer": request.payer,
            "rule": request.rule.value if request.rule else None,
        }
    if isinstance(request, PairRequest):
        return {"command": "pair", "codes": sorted(request.codes), "payer": request.payer}
    if isinstance(request, CheckRequest):
        billed = sorted((line.code, line.units) for line in request.billed)
        return {
            "command": "check",
            "billed": [[*line] for line in billed],
            "minutes": dict(request.visit.minutes),
            "payer": request.payer,
        }
    if isinstance(request, KxRequest):
        return {"command": "kx", "bucket": request.bucket, "used": str(request.used)}
    if isinstance(request, CodeRequest):
        return {"command": "code", "code": request.code}
    if isinstance(request, DenialRequest):
        return {"command": "denial", "codes": [one.code for one in request.codes]}
    return {"command": "none"}


def _assistant(request: UnitsRequest) -> dict[str, Any]:
    lines = sorted((one.code, one.therapist, one.assistant) for one in request.provider_minutes)
    return {
        "command": "assistant",
        "discipline": request.discipline.value if request.discipline else None,
        "lines": [list(line) for line in lines],
        "payer": request.payer,
    }


def wanted(expected: Mapping[str, Any]) -> dict[str, Any]:
    """An expected request with everything that may be left out, sets sorted."""
    found = dict(expected)
    if found["command"] == "units":
        found = {"untimed": [], "payer": None, "rule": None, "minutes": {}} | found
        found["untimed"] = sorted(found["untimed"])
    elif found["command"] == "pair":
        found = {"payer": None} | found | {"codes": sorted(found["codes"])}
    elif found["command"] == "assistant":
        lines = sorted((line["code"], line["therapist"], line["assistant"]) for line in found["lines"])
        found = {"payer": None} | found | {"lines": [list(line) for line in lines]}
    elif found["command"] == "check":
        found = {"payer": None} | found | {"billed": sorted([*line] for line in found["billed"])}
    return found


def matches(expected: Mapping[str, Any], found: Mapping[str, Any]) -> bool:
    """Whether every field is right; `a|b` takes either value."""
    expected = wanted(expected)
    if expected.keys() != found.keys():
        return expected == {"command": "none"} and found["command"] == "clarify"
    return all(_is_value(expected[key], found[key]) for key in expected)


def _is_value(expected: object, found: object) -> bool:
    if isinstance(expected, str) and "|" in expected:
        return str(found) in expected.split("|")
    return expected == found


def score_requests(requests: Sequence[Mapping[str, Any]], *, shows: bool = True) -> float:
    """Print the scores of requests; returns the share that matches exactly."""
    tally: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for request in requests:
        found = read(request["text"])
        command = request["expected"]["command"]
        is_exact = matches(request["expected"], found)
        for name in (command, "all"):
            tally[name][0] += 1
            tally[name][1] += is_exact
            tally[name][2] += found["command"] == command
        if not is_exact and shows:
            print(
                f"  wrong: {request['text']!r}\n    wanted {wanted(request['expected'])}\n    found  {found}"
            )
    for name, (count, exact, command_only) in sorted(tally.items()):
        print(f"{name:10} {count:4}  exact {exact / count:.3f}  command only {command_only / count:.3f}")
    return tally["all"][1] / tally["all"][0]


def score_questions(questions: Sequence[Mapping[str, Any]]) -> float:
    """Print the questions taken for a calculation that they are not; returns their share."""
    taken = asked = 0
    for question in questions:
        found = read(question["question"])
        accepted = question.get("accept_intent")
        if found["command"] == "clarify":
            asked += 1
            print(f"  asked back: {question['question']!r} {found}")
        elif found["command"] != "none" and not (
            accepted and matches({"payer": found.get("payer")} | accepted, found)
        ):
            taken += 1
            print(f"  taken: {question['question']!r} {found}")
    share = taken / len(questions)
    print(f"questions  {len(questions):4}  taken for a calculation {share:.3f}, asked back {asked}")
    return share


def main(arguments: Sequence[str] | None = None) -> int:
    """Score every file named.

    Args:
        arguments: The command line; the process's own when not given.

    Returns:
        1 when the exact match of a file is below the floor.
    """
    parser = argparse.ArgumentParser(description="Score how plain sentences become calculations.")
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--floor", type=float, default=0.0, help="least exact match")
    parser.add_argument("--split", help="only requests of this split")
    options = parser.parse_args(arguments)
    is_low = False
    for file in options.files:
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
        print(file.name)
        if "requests" in content:
            wanted_split = options.split
            requests = [one for one in content["requests"] if wanted_split in (None, one.get("split"))]
            is_low |= score_requests(requests) < options.floor
        else:
            score_questions(content["questions"])
    return int(is_low)


if __name__ == "__main__":
    sys.exit(main())
