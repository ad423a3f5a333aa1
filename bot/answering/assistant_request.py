"""The structured request of a visit that a therapist and an assistant gave."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from bot.answering.payers import stored_payer
from bot.answering.provider_minutes import StoredProviderMinutes
from bot.answering.stored import StoredRequest
from bot.answering.units_request import StoredUnitsRequest
from bot.parsing import UnitsRequest
from rules import CountingRule, Discipline, ProviderMinutes, code_table


class StoredAssistantRequest(StoredRequest):
    """Minutes by who gave them, without the date of service and without anything typed freely."""

    command: Literal["assistant"] = "assistant"
    lines: tuple[StoredProviderMinutes, ...]
    untimed: tuple[str, ...] = ()
    typed_units: dict[str, int] = Field(default_factory=dict)
    payer: str | None = None
    rule: CountingRule | None = None
    discipline: Discipline | None = None
    setting: Literal["practitioner", "hospital"] | None = None

    @classmethod
    def of(cls, request: UnitsRequest) -> StoredAssistantRequest:
        """What is kept of a parsed request with minutes by who gave them."""
        lines = tuple(StoredProviderMinutes(**line._asdict()) for line in request.provider_minutes)
        named = {line.code for line in lines}
        return cls(
            lines=lines,
            untimed=tuple(code for code in request.visit.untimed if code not in named),
            typed_units=dict(request.visit.typed_units),
            payer=stored_payer(request),
            rule=request.rule,
            discipline=request.discipline,
            setting=request.setting,
        )

    def to_json_dict(self) -> dict[str, Any]:
        """The answer's `request` object; parts that are seldom there are left out when empty."""
        data = self.model_dump(mode="json")
        return {
            name: value for name, value in data.items() if value or name not in ("untimed", "typed_units")
        }

    def minutes(self) -> tuple[ProviderMinutes, ...]:
        """The lines as the rules take them."""
        return tuple(line.as_given() for line in self.lines)

    def as_units(self) -> StoredUnitsRequest:
        """The same visit, both people's minutes together."""
        table = code_table()
        minutes: dict[str, int] = {}
        untimed: dict[str, int] = {}
        for line in self.minutes():
            into = minutes if table.find(line.code).takes_minutes else untimed
            into[line.code] = into.get(line.code, 0) + line.total
        return StoredUnitsRequest(
            minutes=minutes,
            untimed=[
                code for code in dict.fromkeys((*untimed, *self.untimed)) if code not in self.typed_units
            ],
            untimed_minutes={code: total for code, total in untimed.items() if total},
            typed_units=self.typed_units,
            payer=self.payer,
            rule=self.rule,
            discipline=self.discipline,
            setting=self.setting,
        )

    def all_codes(self) -> list[str]:
        """Every code asked about, each once."""
        return list(dict.fromkeys((*(line.code for line in self.lines), *self.untimed, *self.typed_units)))
