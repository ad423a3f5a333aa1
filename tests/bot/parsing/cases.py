"""Tables of typed text and what it has to be read as, kept in YAML that anyone can add a line to.

Keys of a line, all optional beside `text`; what is left out has to be empty:
`minutes`, `providers` (code to minutes of therapist, assistant and both), `untimed`, `untimed_minutes`,
`typed_units`, `unspecified`, `billed` (lines as typed), `bucket`, `used`, `lines`, `code`, `codes`, `payer`,
`secondary_payer`, `unknown_payer`, `rule`, `discipline`, `setting`, `date`, `read` (kinds of reading,
sorted), `ignored`; or `problem` (code, outcome) with `says` (parts of the message) and `try` (whole
commands offered); or `request: none`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.parsing import ParseProblem
from rules import BilledLine, Visit
from tests.support import REPOSITORY

FOLDER = REPOSITORY / "tests" / "cases" / "parsing"
TODAY = date(2026, 11, 22)
AS_THEY_ARE = (
    *("payer", "secondary_payer", "unknown_payer", "rule", "discipline", "setting", "code", "bucket"),
)
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


def read(parse: Callable[..., Any], text: str) -> Any:
    """What a text is read as, or the problem it raises."""
    try:
        return parse(text, today=TODAY)
    except ParseProblem as problem:
        return problem


def as_line(request: Any) -> dict[str, Any]:
    """A request of any kind, or a problem, in the words of the tables."""
    if request is None:
        return {"request": "none"}
    if isinstance(request, ParseProblem):
        return problem_as_line(request)
    line: dict[str, Any] = {name: getattr(request, name, None) for name in AS_THEY_ARE}
    visit = getattr(request, "visit", Visit())
    day = getattr(request, "date_of_service", None)
    line |= {
        "minutes": dict(visit.minutes),
        "providers": {code: [*minutes] for code, *minutes in getattr(request, "provider_minutes", ())},
        "untimed": list(visit.untimed),
        "untimed_minutes": dict(visit.untimed_minutes),
        "typed_units": dict(visit.typed_units),
        "unspecified": getattr(request, "unspecified_minutes", None),
        "billed": ["-".join((f"{one.code}x{one.units}", *one.modifiers)) for one in lines_of(request)],
        "lines": [[code, str(amount)] for code, amount in getattr(request, "lines", ())],
        "codes": list(getattr(request, "codes", ())),
        "date": day.isoformat() if day else None,
        "read": sorted({reading.kind for reading in request.readings}),
        "ignored": list(request.ignored),
    }
    kept = {key: getattr(value, "value", value) for key, value in line.items() if value}
    used = getattr(request, "used", None)
    return kept if used is None else {**kept, "used": str(used)}


def lines_of(request: Any) -> tuple[BilledLine, ...]:
    """The billed lines of a request; none for most kinds."""
    found: tuple[BilledLine, ...] = getattr(request, "billed", ())
    return found


def problem_as_line(problem: ParseProblem) -> dict[str, Any]:
    """A problem in the words of the tables."""
    line: dict[str, Any] = {"problem": {"code": problem.code, "outcome": problem.outcome}}
    if problem.suggestions:
        line["try"] = list(problem.suggestions)
    return line


def expected(line: dict[str, Any]) -> dict[str, Any]:
    """What a line of a table promises."""
    return {key: value for key, value in line.items() if key not in NOT_COMPARED}
