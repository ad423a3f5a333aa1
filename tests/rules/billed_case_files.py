"""Worked examples of billed units from `tests/cases/check/*.yaml`, checked strictly."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from rules import Visit
from rules.yaml_files import read_model

FOLDER = Path(__file__).parents[1] / "cases" / "check"

Code = Annotated[str, Field(pattern=r"^([0-9]{5}|[A-Z][0-9]{4})$")]
Units = Annotated[int, Field(ge=1)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Source(_Part):
    """A source id of `rules/sources.yaml`, and the place in it."""

    source: str
    at: str = Field(min_length=1)


class Given(_Part):
    """What was billed, and what was done."""

    billed: dict[Code, int] = Field(min_length=1)
    minutes: dict[Code, int] = {}
    untimed: list[Code] = []

    def visit(self) -> Visit:
        """The visit as typed."""
        return Visit(self.minutes, tuple(self.untimed))


class Expect(_Part):
    """The whole answer."""

    verdict: Literal["fits", "over", "under", "moved", "refused"]
    supported: dict[Code, Units] = {}
    """The nearest allowed split."""
    change: dict[Code, int] = {}
    """Units to add, or below 0 to take off, of the lines that are wrong."""
    not_judged: list[Code] = []
    error: str | None = None
    asks_for: list[str] = []

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> Expect:
        if (self.verdict == "refused") != (self.error is not None):
            raise ValueError("`error` belongs to a refusal, and only to it")
        if (self.verdict == "fits" or self.error is not None) and self.change:
            raise ValueError(f"`{self.verdict}` changes nothing")
        total = sum(self.change.values())
        signs = {"over": total < 0, "under": total > 0, "moved": total == 0 and bool(self.change)}
        if not signs.get(self.verdict, True):
            raise ValueError(f"changes of {total} units in all are not `{self.verdict}`")
        return self


class Signature(_Part):
    """Who read the example and agreed."""

    by: str
    on: date


class CheckCase(_Part):
    """One claim against one visit, by one rule."""

    name: str = Field(min_length=20)
    date_of_service: date = date(2026, 3, 2)
    counted_by: Literal["cms", "ama", "full15"] = "cms"
    follows_medicare_code_status: bool = True
    given: Given
    expect: Expect
    because: list[Annotated[str, Field(pattern=r"\d")]] = Field(min_length=1)
    signed: Signature | None


class CheckFile(_Part):
    """Examples on one theme."""

    rule: str
    about: str = Field(pattern=r"\.$")
    from_: Source | Literal["house", "law-worked-by-hand"] = Field(alias="from")
    cases: list[CheckCase] = Field(min_length=1)


@cache
def check_files() -> dict[str, CheckFile]:
    """Every file by its theme."""
    return {
        file.stem: read_model(file, CheckFile, name=f"tests/cases/check/{file.name}")
        for file in sorted(FOLDER.glob("*.yaml"))
    }


def check_cases() -> Iterator[tuple[str, CheckCase]]:
    """Every case with its theme."""
    for theme, file in check_files().items():
        for case in file.cases:
            yield theme, case
