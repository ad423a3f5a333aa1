"""Worked code cards from `tests/cases/cards/cards.yaml`, checked strictly."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from rules.published import Setting
from rules.yaml_files import read_model


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Expected(_Part):
    """What stands on the card; codes with spaces between."""

    kind: str
    from_minute: int | None
    base: str | None
    add_on: str | None
    mue: tuple[int, int] | None
    """Most units, and the adjudication indicator."""
    closed: str
    opens: str
    denials: str


class Card(_Part):
    """One code on one date of service."""

    name: str = Field(min_length=20)
    code: str
    date_of_service: date
    setting: Setting
    expect: Expected
    signed: None


class Cards(_Part):
    """The file."""

    about: str
    cards: list[Card]


FILE = Path(__file__).parents[1] / "cases" / "cards" / "cards.yaml"
CARDS = read_model(FILE, Cards, name="tests/cases/cards/cards.yaml").cards
