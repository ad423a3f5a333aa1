"""Worked examples of CQ and CO from `tests/cases/assistants/*.yaml`, checked strictly, and their answers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from rules import (
    AssistantResult,
    CountingRule,
    Discipline,
    ProviderMinutes,
    split_by_provider,
)
from rules.yaml_files import read_model

FOLDER = Path(__file__).parents[1] / "cases" / "assistants"

Code = Annotated[str, Field(pattern=r"^([0-9]{5}|[A-Z][0-9]{4})$")]
Minutes = dict[Code, Annotated[int, Field(ge=0)]]
Units = dict[Code, Annotated[int, Field(ge=1)]]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Source(_Part):
    """A source id of `rules/sources.yaml`, and the place in it."""

    source: str
    at: str = Field(min_length=1)


class Split(_Part):
    """Units on plain lines and on lines with the assistant modifier."""

    plain: Units = {}
    with_modifier: Units = {}


class Expect(_Part):
    """The right answer."""

    units: int | None = None
    """Timed and untimed units together."""
    modifier: Literal["CQ", "CO"] | None = None
    splits: list[Split] = []
    """Every allowed split, the recommended one first."""
    settled: bool = True
    cautions: list[str] = []
    error: str | None = None
    says: list[str] = []

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> Expect:
        if self.error is not None:
            if self.splits or self.units is not None or self.modifier or self.cautions:
                raise ValueError("a refusal has no units, splits, modifier or cautions")
            return self
        if not self.splits or self.units is None or self.says:
            raise ValueError("an answer has `units` and `splits`, and no `says`")
        for split in self.splits:
            if sum(split.plain.values()) + sum(split.with_modifier.values()) != self.units:
                raise ValueError(f"a split does not add up to {self.units} units")
            if split.with_modifier and self.modifier is None:
                raise ValueError("units with a modifier need the modifier")
        return self


class Signature(_Part):
    """Who read the example and agreed."""

    by: str
    on: date


class AssistantCase(_Part):
    """One visit by two people."""

    name: str = Field(min_length=20)
    row: str | None = None
    """Id in `assistant_examples.csv`, where the example stands there."""
    origin: str | None = None
    """Where this very example was found, beyond the file's `from`."""
    confidence: Literal["verified", "known", "derived", "doubtful"]
    date_of_service: date
    discipline: Literal["pt", "ot", "slp"]
    rule: Literal["cms", "ama", "full15"] = "cms"
    exempt: bool = False
    therapist: Minutes = {}
    assistant: Minutes = {}
    together: Minutes = {}
    untimed: list[Code] = []
    expect: Expect
    because: list[Annotated[str, Field(pattern=r"\d")]] = Field(min_length=1)
    signed: Signature | None

    @model_validator(mode="after")
    def _is_whole(self) -> AssistantCase:
        if (self.row is None) != (self.origin is None):
            raise ValueError("`row` and `origin` go together")
        return self

    def lines(self) -> tuple[ProviderMinutes, ...]:
        """Minutes by code, in typed order."""
        codes = dict.fromkeys((*self.therapist, *self.assistant, *self.together))
        return tuple(
            ProviderMinutes(
                code, self.therapist.get(code, 0), self.assistant.get(code, 0), self.together.get(code, 0)
            )
            for code in codes
        )

    def run(self) -> AssistantResult:
        """The answer of the library."""
        return split_by_provider(
            self.lines(),
            on=self.date_of_service,
            discipline=Discipline(self.discipline),
            untimed=tuple(self.untimed),
            rule=CountingRule(self.rule),
            exempt=self.exempt,
        )


class AssistantFile(_Part):
    """Examples on one theme."""

    rule: Literal["medicare.assistants"]
    about: str = Field(pattern=r"\.$")
    from_: Source | Literal["house", "law-worked-by-hand"] = Field(alias="from")
    cases: list[AssistantCase] = Field(min_length=1)


@cache
def assistant_files() -> dict[str, AssistantFile]:
    """Every file by its theme."""
    return {
        file.stem: read_model(file, AssistantFile, name=f"tests/cases/assistants/{file.name}")
        for file in sorted(FOLDER.glob("*.yaml"))
    }


def assistant_cases() -> Iterator[tuple[str, AssistantCase]]:
    """Every case with its theme."""
    for theme, file in assistant_files().items():
        for case in file.cases:
            yield theme, case
