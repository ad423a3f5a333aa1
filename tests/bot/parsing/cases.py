"""Tables of typed text and what it has to be read as, kept in YAML that anyone can add a line to.

Keys of a line, all optional beside `text`; what is left out has to be empty:
`minutes`, `untimed`, `untimed_minutes`, `typed_units`, `unspecified`, `payer`, `unknown_payer`, `rule`,
`discipline`, `setting`, `date`, `read` (kinds of reading, sorted), `ignored`; or `problem` (code, outcome)
with `says` (parts of the message) and `try` (whole commands offered); or `request: none`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.parsing import ParseProblem, UnitsRequest
from tests.support import REPOSITORY

FOLDER = REPOSITORY / "tests" / "cases" / "parsing"
TODAY = date(2026, 11, 22)
NOT_COMPARED = {"text", "says"}


def lines(*names: str) -> list[Any]:
    """One test parameter for each line of the named files."""
    return [
        pytest.param(line, id=f"{name}:{line['text']!r}")
        for name in names
        for line in yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    ]


def files_of_cases() -> set[str]:
    """Every table there is."""
    return {Path(file).stem for file in FOLDER.glob("*.yaml")}


def read(parse: Callable[..., UnitsRequest | None], text: str) -> UnitsRequest | ParseProblem | None:
    """What a text is read as, or the problem it raises."""
    try:
        return parse(text, today=TODAY)
    except ParseProblem as problem:
        return problem


def as_line(request: UnitsRequest | ParseProblem | None) -> dict[str, Any]:
    """A request or problem in the words of the tables."""
    if request is None:
        return {"request": "none"}
    if isinstance(request, ParseProblem):
        return problem_as_line(request)
    visit = request.visit
    line = {
        "minutes": dict(visit.minutes),
        "untimed": list(visit.untimed),
        "untimed_minutes": dict(visit.untimed_minutes),
        "typed_units": dict(visit.typed_units),
        "unspecified": request.unspecified_minutes,
        "payer": request.payer,
        "unknown_payer": request.unknown_payer,
        "rule": request.rule.value if request.rule else None,
        "discipline": request.discipline.value if request.discipline else None,
        "setting": request.setting,
        "date": request.date_of_service.isoformat() if request.date_of_service else None,
        "read": sorted({reading.kind for reading in request.readings}),
        "ignored": list(request.ignored),
    }
    return {key: value for key, value in line.items() if value}


def problem_as_line(problem: ParseProblem) -> dict[str, Any]:
    """A problem in the words of the tables."""
    line: dict[str, Any] = {"problem": {"code": problem.code, "outcome": problem.outcome}}
    if problem.suggestions:
        line["try"] = list(problem.suggestions)
    return line


def expected(line: dict[str, Any]) -> dict[str, Any]:
    """What a line of a table promises."""
    return {key: value for key, value in line.items() if key not in NOT_COMPARED}
