"""Worked examples of the KX threshold from `tests/cases/kx/*.yaml`, checked strictly."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from rules import Confidence
from rules.kx_threshold import KxBucket, KxOnLine
from rules.yaml_files import read_model

FOLDER = Path(__file__).parents[1] / "cases" / "kx"
Dollars = Annotated[Decimal, Field(ge=0, decimal_places=2)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Place(_Part):
    """A source id of `rules/sources.yaml`, and the place in it."""

    source: str
    at: str


class Year(_Part):
    """One year's amounts."""

    name: str = Field(min_length=20)
    year: int
    pt_slp: Dollars
    ot: Dollars
    review: Dollars
    confidence: Confidence
    signed: None


class Expected(_Part):
    """What is answered."""

    kx: list[KxOnLine]
    first: int | None
    left: Dollars
    past: bool
    past_review: bool
    cautions: list[str]


class Claim(_Part):
    """Lines of a claim against the amount."""

    name: str = Field(min_length=20)
    date_of_service: date
    bucket: KxBucket
    used: Dollars
    lines: list[tuple[str, Dollars]]
    expect: Expected
    because: list[str] = Field(min_length=1)
    signed: None


class Years(_Part):
    """The amounts of every year."""

    rule: Literal["medicare.kx_threshold"]
    about: str
    from_: Place = Field(alias="from")
    years: list[Year]


class Claims(_Part):
    """Worked claims."""

    rule: Literal["medicare.kx_threshold"]
    about: str
    from_: Literal["house"] = Field(alias="from")
    claims: list[Claim]


YEARS = read_model(FOLDER / "years.yaml", Years, name="tests/cases/kx/years.yaml")
CLAIMS = read_model(FOLDER / "claims.yaml", Claims, name="tests/cases/kx/claims.yaml")
