"""The table of what people type, one form at a time."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict

TABLE = Path(__file__).with_name("what_people_type.yaml")
A_DAY = "2026-03-02"
"""Typed along where the table names none, so that the table holds whatever today is."""

Split = dict[str, int]


class Expected(BaseModel):
    """What has to come of a line; what is left open is `None`.

    Attributes:
        splits: Every allowed split of the timed units, the recommended one first.
        shows: What the person has to see somewhere in the text.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    outcome: Literal["answered", "clarify", "refused"] = "answered"
    error: str | None = None
    minutes: dict[str, int] | None = None
    untimed: list[str] | None = None
    untimed_minutes: dict[str, int] | None = None
    untimed_units: dict[str, int] = {}
    splits: list[Split] | None = None
    payer: str | None = None
    discipline: str | None = None
    rule: str | None = None
    shows: list[str] = []

    def splits_in_words(self) -> list[Split]:
        """Every allowed split with the untimed codes in it, as the text shows it."""
        return [split | self.untimed_units for split in self.splits or []]


class _Group(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    says: str
    expect: Expected
    typed: list[str]


class Form(BaseModel):
    """One line, and what has to come of it."""

    model_config = ConfigDict(frozen=True)

    says: str
    line: str
    expected: Expected

    @property
    def name(self) -> str:
        return f"{self.says}: {self.line!a}"


def all_forms() -> list[Form]:
    """Every line of the table."""
    groups = [_Group.model_validate(group) for group in yaml.safe_load(TABLE.read_text(encoding="utf-8"))]
    return [
        Form(says=group.says, line=_dated(line, group.expect), expected=group.expect)
        for group in groups
        for line in group.typed
    ]


def _dated(line: str, expected: Expected) -> str:
    return f"{line} on:{A_DAY}" if expected.outcome == "answered" and "on:" not in line else line
