"""Real sentences: each request for units is understood, and nothing else is taken for one."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from bot.parsing import ParseProblem, parse_plain, parse_units
from tests.bot.parsing.cases import TODAY
from tests.support import shared_or_skip


def load(file: str, key: str) -> list[dict[str, Any]]:
    content = yaml.safe_load(shared_or_skip(f"eval/{file}").read_text(encoding="utf-8"))
    found: list[dict[str, Any]] = content[key]
    return found


def fields(text: str, *, is_command: bool) -> dict[str, Any] | None:
    request = (parse_units if is_command else parse_plain)(text, today=TODAY)
    if request is None:
        return None
    minutes: dict[str, int] = dict(request.visit.minutes)
    if request.unspecified_minutes is not None:
        minutes["unspecified"] = request.unspecified_minutes
    rule = request.rule.value if request.rule else None
    return {"minutes": minutes, "untimed": list(request.visit.untimed), "payer": request.payer, "rule": rule}


@pytest.mark.parametrize("is_command", [True, False], ids=["after the command", "as a plain sentence"])
def test_every_request_for_units_is_understood_field_by_field(is_command: bool) -> None:
    wrong = []
    asked = [r for r in load("intents.yaml", "requests") if r["expected"]["command"] == "units"]
    for request in asked:
        expected = request["expected"]
        read = fields(request["text"], is_command=is_command)
        payers = str(expected["payer"]).split("|")
        if (
            read is None
            or read["minutes"] != expected["minutes"]
            or read["untimed"] != expected.get("untimed", [])
            or read["rule"] != expected.get("rule")
            or str(read["payer"]) not in payers
        ):
            wrong.append((request["text"], read))
    assert len(asked) > 30
    assert wrong == []


def is_taken_for_units(text: str) -> bool:
    try:
        return parse_plain(text, today=TODAY) is not None
    except ParseProblem:
        return True


@pytest.mark.parametrize(
    ("file", "key", "text"),
    [
        ("dev_questions.yaml", "questions", "question"),
        ("out_of_scope.yaml", "messages", "text"),
        ("phi_messages.yaml", "messages", "text"),
    ],
)
def test_no_question_of_another_kind_is_taken_for_a_calculation(file: str, key: str, text: str) -> None:
    content = yaml.safe_load(shared_or_skip(f"eval/{file}").read_text(encoding="utf-8"))
    entries = next(value for value in content.values() if isinstance(value, list))
    texts = [entry.get(text) or entry.get("question") or entry.get("text") for entry in entries]
    assert len(texts) > 20
    assert [typed for typed in texts if is_taken_for_units(typed)] == []


@pytest.mark.parametrize("is_command", [True, False], ids=["after the command", "as a plain sentence"])
def test_every_request_about_an_assistant_is_understood_line_by_line(is_command: bool) -> None:
    wrong = []
    asked = [r for r in load("intents.yaml", "requests") if r["expected"]["command"] == "assistant"]
    for request in asked:
        expected = request["expected"]
        read = (parse_units if is_command else parse_plain)(request["text"], today=TODAY)
        lines = {(line["code"], line["therapist"], line["assistant"], 0) for line in expected["lines"]}
        if (
            read is None
            or {tuple(line) for line in read.provider_minutes} != lines
            or read.discipline != expected["discipline"]
            or read.payer != expected["payer"]
        ):
            wrong.append((request["text"], read))
    assert len(asked) >= 10
    assert wrong == []


def test_no_request_about_a_pair_is_taken_for_a_calculation() -> None:
    others = [r for r in load("intents.yaml", "requests") if r["expected"]["command"] == "pair"]
    assert others
    assert [r["text"] for r in others if is_taken_for_units(r["text"])] == []
