"""The structured request of an answer: what is stored, and what a button carries back."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from bot.answering.payers import stored_payer
from bot.answering.stored import StoredRequest
from bot.parsing.request import UnitsRequest
from rules import CountingRule, Discipline, Visit, code_table

UNSPECIFIED = "unspecified"
"""Stands for minutes that were given with no code at all."""


class StoredUnitsRequest(StoredRequest):
    """A units request without its date of service and without anything typed freely."""

    command: Literal["units"] = "units"
    minutes: dict[str, int] = Field(default_factory=dict)
    untimed: list[str] = Field(default_factory=list)
    untimed_minutes: dict[str, int] = Field(default_factory=dict)
    typed_units: dict[str, int] = Field(default_factory=dict)
    payer: str | None = None
    rule: CountingRule | None = None
    discipline: Discipline | None = None
    setting: Literal["practitioner", "hospital"] | None = None

    @classmethod
    def of(cls, request: UnitsRequest) -> StoredUnitsRequest:
        """What is kept of a parsed request."""
        minutes = dict(request.visit.minutes)
        if request.unspecified_minutes is not None:
            minutes[UNSPECIFIED] = request.unspecified_minutes
        return cls.model_construct(
            command="units",
            minutes=minutes,
            untimed=list(request.visit.untimed),
            untimed_minutes=dict(request.visit.untimed_minutes),
            typed_units=dict(request.visit.typed_units),
            payer=stored_payer(request),
            rule=request.rule,
            discipline=request.discipline,
            setting=request.setting,
        )

    def to_json_dict(self) -> dict[str, Any]:
        """The answer's `request` object; parts that are seldom there are left out when empty."""
        data: dict[str, Any] = {
            "command": "units",
            "minutes": self.minutes,
            "untimed": self.untimed,
            "untimed_minutes": self.untimed_minutes,
            "payer": self.payer,
            "rule": self.rule.value if self.rule else None,
            "discipline": self.discipline.value if self.discipline else None,
            "setting": self.setting,
        }
        if self.typed_units:
            data["typed_units"] = self.typed_units
        return data

    @property
    def unspecified_minutes(self) -> int | None:
        """Minutes given with no code at all."""
        return self.minutes.get(UNSPECIFIED)

    def visit(self) -> Visit:
        """The visit to count."""
        return Visit(
            minutes={code: n for code, n in self.minutes.items() if code != UNSPECIFIED},
            untimed=tuple(self.untimed),
            untimed_minutes=self.untimed_minutes,
            typed_units=self.typed_units,
        )

    def all_codes(self) -> list[str]:
        """Every code asked about, each once."""
        table = code_table()
        named = (*self.minutes, *self.untimed, *self.typed_units)
        return [code for code in dict.fromkeys(named) if code in table]
