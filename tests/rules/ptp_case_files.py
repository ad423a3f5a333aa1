"""Worked examples of code pairs from `tests/cases/pairs/*.yaml`, checked strictly."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, model_validator

from rules.published import Setting
from rules.yaml_files import read_model

FOLDER = Path(__file__).parents[1] / "cases" / "pairs"
LAST_DAY = date(2027, 3, 31)
"""A day after everything that is known, on which an answer without an end still holds."""

Code = Annotated[str, Field(pattern=r"^([0-9]{5}|[A-Z][0-9]{4})$")]


Pair = Annotated[tuple[Code, Code], Field(strict=False)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Source(_Part):
    """A source id of `rules/sources.yaml`, and the place in it."""

    source: str
    at: str = Field(min_length=1)


class Span(_Part):
    """What is answered from one day on, until the next span begins."""

    from_: date = Field(alias="from")
    says: Literal["edit", "no_edit", "not_in_table"]
    column_one: Literal["one", "two"] = "one"
    """Which code of the pair, as the case writes it, stands in column 1."""
    indicator: Literal[0, 1] | None = None
    effective: date | None = None
    deleted: date | None = None
    ended: date | None = None
    """Last day of the edit that was in force before."""
    begins: date | None = None
    """First day of an edit that comes later."""
    withdrawn: list[date] = []
    """Days of rows that were never in force."""
    cautions: list[str] = []
    """Ids of everything told beside, in any order; that the table is older than the date comes by itself."""

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> Span:
        if (self.says == "edit") != (self.indicator is not None):
            raise ValueError("`indicator` belongs to an edit, and only to it")
        if self.says != "edit" and (self.effective or self.deleted):
            raise ValueError("`effective` and `deleted` belong to an edit")
        return self


class Signature(_Part):
    """Who read the example and agreed."""

    by: str
    on: date


class PairCase(_Part):
    """Pairs with one history."""

    name: str = Field(min_length=20)
    pairs: list[Pair] = Field(min_length=1)
    confidence: Literal["verified", "doubtful"]
    practitioner: list[Span] = Field(min_length=1)
    hospital: list[Span] = Field(min_length=1)
    opened_by: list[str] | None = None
    """The only modifiers that may open the edit, where it is not all of them."""
    because: list[Annotated[str, Field(pattern=r"\d")]] = Field(min_length=1)
    signed: Signature | None

    @model_validator(mode="after")
    def _is_in_order(self) -> PairCase:
        for spans in (self.practitioner, self.hospital):
            starts = [span.from_ for span in spans]
            if starts != sorted(set(starts)) or starts[0] != date(1996, 1, 1):
                raise ValueError("spans begin on 1996-01-01 and follow each other")
        return self


class PairFile(_Part):
    """Examples on one theme."""

    rule: Literal["medicare.ncci"]
    about: str = Field(pattern=r"\.$")
    from_: Source = Field(alias="from")
    cases: list[PairCase] = Field(min_length=1)


class Question(NamedTuple):
    """One pair on one day in one setting, with the span that holds."""

    case: PairCase
    pair: tuple[str, str]
    setting: Setting
    on: date
    span: Span


@cache
def pair_files() -> dict[str, PairFile]:
    """Every file by its theme."""
    return {
        file.stem: read_model(file, PairFile, name=f"tests/cases/pairs/{file.name}")
        for file in sorted(FOLDER.glob("*.yaml"))
    }


def pair_cases() -> Iterator[tuple[str, PairCase]]:
    """Every case with its theme."""
    for theme, file in pair_files().items():
        for case in file.cases:
            yield theme, case


def questions(case: PairCase) -> Iterator[Question]:
    """Each pair of a case in each setting, the day before, of and after every change, and long after."""
    for setting, spans in ((Setting.PRACTITIONER, case.practitioner), (Setting.HOSPITAL, case.hospital)):
        ends = [span.from_ - timedelta(days=1) for span in spans[1:]] + [LAST_DAY]
        for span, end in zip(spans, ends, strict=True):
            days = {span.from_, min(span.from_ + timedelta(days=1), end), end}
            for on in sorted(days):
                for pair in case.pairs:
                    yield Question(case, pair, setting, on, span)
