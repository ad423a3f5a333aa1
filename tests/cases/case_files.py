"""Worked examples from `tests/cases/units/*.yaml`, checked strictly, and the visit or line each one types."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, model_validator

from rules import Visit
from rules.errors import ParameterFileError
from rules.yaml_files import read_model

FOLDER = Path(__file__).parent / "units"

Code = Annotated[str, Field(pattern=r"^([0-9]{5}|[A-Z][0-9]{4})$")]
Units = Annotated[int, Field(ge=1)]
Split = dict[Code, Units]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Source(_Part):
    """A source id of `rules/sources.yaml`, and the place in it."""

    source: str
    at: str = Field(min_length=1)


class Given(_Part):
    """What the example is about, as it would be typed."""

    minutes: dict[Code, int | float] = {}
    """Minutes of each code that is counted by minutes."""
    sessions: list[dict[Code, int]] = []
    """The same for a day in parts, where a code comes again."""
    untimed: list[Code] = []
    """Codes that come without minutes."""
    untimed_minutes: dict[Code, int] = {}
    """Minutes typed with codes of `untimed`."""
    typed_units: dict[Code, int] = {}
    """Units typed for codes that no minutes decide."""

    @model_validator(mode="after")
    def _is_a_visit(self) -> Given:
        if bool(self.minutes) and bool(self.sessions):
            raise ValueError("give `minutes` or `sessions`, not both")
        if not (self.minutes or self.sessions or self.untimed or self.typed_units):
            raise ValueError("nothing is given")
        if missing := set(self.untimed_minutes) - set(self.untimed):
            raise ValueError(f"untimed_minutes of {sorted(missing)}, which are not under `untimed`")
        return self

    def day(self) -> dict[str, int | float]:
        """Minutes of each timed code over the whole day."""
        minutes: dict[str, int | float] = dict(self.minutes)
        for session in self.sessions:
            for code, part in session.items():
                minutes[code] = minutes.get(code, 0) + part
        return minutes

    def visit(self) -> Visit:
        """The visit as the library takes it."""
        # A case may hold what must be refused, such as a fraction of a minute.
        minutes: dict[str, int] = self.day()  # type: ignore[assignment]
        return Visit(minutes, tuple(self.untimed), dict(self.untimed_minutes), dict(self.typed_units))

    def codes(self) -> tuple[str, ...]:
        """Every code of the example once, in typed order."""
        return tuple(dict.fromkeys((*self.day(), *self.untimed, *self.typed_units)))


class Assumed(_Part):
    """What is needed to run, but is not the point of the example."""

    discipline: Literal["PT", "OT", "SLP"] | None = None


class Expect(_Part):
    """The right answer."""

    verdict: Literal["billable", "not_billable", "depends", "refused"]
    units: Split = {}
    """Every billed code with its units, as recommended; timed and untimed together."""
    splits: list[Split] = []
    """All allowed splits, the recommended one first, where there are several and few."""
    splits_total: int = 1
    """How many splits the rule allows."""
    not_counted: dict[Code, Literal["not_payable_medicare", "enter_units", "outside_benefit"]] = {}
    """Codes that are no claim line, and why."""
    cautions: list[str] = []
    """Ids of everything the asker is told beside the units, in any order."""
    error: str | None = None
    """Code of the refusal."""
    says: list[str] = []
    """Words that the refusal must hold."""

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> Expect:
        if (self.verdict == "refused") != (self.error is not None):
            raise ValueError("`error` belongs to the verdict `refused`, and only to it")
        if self.verdict == "refused" and (self.units or self.splits or self.not_counted or self.cautions):
            raise ValueError("a refusal has no units, splits or cautions")
        if self.says and self.error is None:
            raise ValueError("`says` belongs to a refusal")
        if self.verdict == "not_billable" and self.units:
            raise ValueError("`not_billable` has no units")
        if self.verdict == "billable" and not self.units:
            raise ValueError("`billable` needs units")
        if self.splits:
            if self.splits[0] != self.units:
                raise ValueError("the first of `splits` is the recommended one, the same as `units`")
            if len(self.splits) != self.splits_total:
                raise ValueError(
                    f"{len(self.splits)} splits are listed, and splits_total is {self.splits_total}"
                )
            if len({sum(split.values()) for split in self.splits}) != 1:
                raise ValueError("the splits differ in their total units")
            if len({tuple(sorted(split.items())) for split in self.splits}) != len(self.splits):
                raise ValueError("a split is listed twice")
        if self.splits_total > 1 and self.verdict != "depends":
            raise ValueError("several splits are a choice, so the verdict is `depends`")
        return self


class NotExpected(_Part):
    """What a public page says, and what must never be our whole answer."""

    page: str = Field(min_length=3)
    splits: list[dict[Code, Units]] = Field(min_length=1)


class Signature(_Part):
    """Who read the example and agreed."""

    by: str
    on: date


class Case(_Part):
    """One worked example."""

    name: str = Field(min_length=20)
    row: str | None = None
    """Id in `unit_examples.csv`, where the example stands there."""
    origin: str | None = None
    """Where this very example was found, beyond the file's `from`."""
    confidence: Literal["verified", "known", "derived", "doubtful"]
    date_of_service: date
    payer: str
    given: Given
    assumed: Assumed = Assumed()
    expect: Expect
    not_expected: NotExpected | None = None
    because: list[Annotated[str, Field(pattern=r"\d")]] = Field(min_length=1)
    signed: Signature | None

    @model_validator(mode="after")
    def _is_whole(self) -> Case:
        if self.row is not None and self.origin is None:
            raise ValueError("a case with a `row` carries its source as `origin`")
        if self.expect.error is None:
            bad = [
                code for code, minutes in self.given.day().items() if type(minutes) is not int or minutes < 0
            ]
            if bad:
                raise ValueError(f"minutes of {bad} are not whole or below 0, so this must be a refusal")
        return self


class CaseFile(_Part):
    """Examples of one rule on one theme."""

    rule: str
    about: str = Field(pattern=r"\.$")
    from_: Source | Literal["house", "question-log", "law-worked-by-hand"] = Field(alias="from")
    cases: list[Case] = Field(min_length=1)


class NamedCase(NamedTuple):
    """A case with the file it stands in."""

    theme: str
    file: CaseFile
    case: Case


def read_case_file(file: Path) -> CaseFile:
    """One file of cases.

    Raises:
        ParameterFileError: With every fault of the file.
    """
    return read_model(file, CaseFile, name=f"tests/cases/units/{file.name}")


@cache
def read_all() -> tuple[Mapping[str, CaseFile], tuple[str, ...]]:
    """Every usable file by its theme, and every fault of the others."""
    found: dict[str, CaseFile] = {}
    faults: list[str] = []
    for file in sorted(FOLDER.glob("*.yaml")):
        try:
            found[file.stem] = read_case_file(file)
        except ParameterFileError as fault:
            faults.append(str(fault))
    return found, tuple(faults)


def all_cases() -> Iterator[NamedCase]:
    """Every case of every usable file."""
    for theme, file in read_all()[0].items():
        for case in file.cases:
            yield NamedCase(theme, file, case)
