"""Comparing the request of an answer with the calculation that was expected."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.answering.books import BUILT_IN
from bot.answering.plain_requests import ask_message
from bot.parsing import ParseProblem, parse_message

DAY = date(2026, 11, 22)
"""What "today" is while measuring, so that the figures are the same tomorrow."""


def read(text: str) -> dict[str, Any]:
    """What a message is taken for, before anything is worked out.

    Args:
        text: The whole message.

    Returns:
        The structured request as `compared` gives it; its command is `none` or `clarify` when there is none.
    """
    try:
        request = parse_message(text, today=DAY)
    except ParseProblem as problem:
        return {"command": "clarify", "problem": problem.code}
    if request is None:
        return {"command": "none"}
    return compared(ask_message(request, today=DAY, books=BUILT_IN).stored.to_json_dict())


def compared(request: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a request that count, in the words of the evaluation data, sets sorted.

    Args:
        request: The `request` object of an answer.
    """
    command = request["command"]
    payer = request.get("payer")
    if command == "units":
        return {
            "command": command,
            "minutes": request.get("minutes", {}),
            "untimed": sorted(request.get("untimed", ())),
            "payer": payer,
            "rule": request.get("rule"),
        }
    if command == "pair":
        return {"command": command, "codes": sorted(request.get("codes", ())), "payer": payer}
    if command == "assistant":
        lines = request.get("lines", ())
        found = sorted([line["code"], line["therapist"], line["assistant"]] for line in lines)
        return {
            "command": command,
            "discipline": request.get("discipline"),
            "lines": found,
            "payer": payer,
        }
    if command == "check":
        billed = sorted([line["code"], line["units"]] for line in request.get("billed", ()))
        return {
            "command": command,
            "billed": billed,
            "minutes": request.get("minutes", {}),
            "payer": payer,
        }
    if command == "denial":
        return {"command": command, "codes": [one["code"] for one in request.get("codes", ())]}
    if command == "kx":
        return {"command": command, "bucket": request.get("bucket"), "used": str(request.get("used"))}
    if command == "code":
        return {"command": command, "code": request.get("code")}
    return {"command": command}


def wanted(expected: Mapping[str, Any]) -> dict[str, Any]:
    """An expected request with everything that may be left out, sets sorted.

    Args:
        expected: As the evaluation data have it.
    """
    found = dict(expected)
    command = found["command"]
    if command == "units":
        found = {"untimed": [], "payer": None, "rule": None, "minutes": {}} | found
        found["untimed"] = sorted(found["untimed"])
    elif command == "pair":
        found = {"payer": None} | found | {"codes": sorted(found["codes"])}
    elif command == "assistant":
        lines = sorted([line["code"], line["therapist"], line["assistant"]] for line in found["lines"])
        found = {"payer": None} | found | {"lines": lines}
    elif command == "check":
        found = {"payer": None} | found | {"billed": sorted([*line] for line in found["billed"])}
    return found


def matches(expected: Mapping[str, Any], found: Mapping[str, Any]) -> bool:
    """Whether every field is right; `a|b` takes either value.

    Args:
        expected: As the evaluation data have it.
        found: As `compared` gives it.
    """
    expected = wanted(expected)
    if expected.keys() != found.keys():
        return expected == {"command": "none"} and found["command"] == "clarify"
    return all(_is_value(expected[key], found[key]) for key in expected)


def is_accepted(accepted: Mapping[str, Any] | None, found: Mapping[str, Any]) -> bool:
    """Whether a calculation is as right a reply as an entry: every field that is named agrees.

    Args:
        accepted: The calculation that is as right, or `None`.
        found: As `compared` gives it.
    """
    if accepted is None or accepted["command"] != found["command"]:
        return False
    expected = wanted(accepted)
    return all(_is_value(expected[key], found.get(key)) for key in accepted)


def _is_value(expected: object, found: object) -> bool:
    if isinstance(expected, str) and "|" in expected:
        return str(found) in expected.split("|")
    return expected == found
