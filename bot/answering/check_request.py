"""The structured request of a check of billed units."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from bot.answering.payers import stored_payer
from bot.answering.provider_minutes import StoredProviderMinutes
from bot.answering.stored import StoredRequest
from bot.answering.units_request import StoredUnitsRequest
from bot.parsing import CheckRequest
from rules import BilledLine, CountingRule, Discipline, ProviderMinutes, Setting, Visit, code_table


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class StoredBilledLine(_Part):
    """One line as it stands on the claim."""

    code: str
    units: int
    modifiers: tuple[str, ...] = ()


class StoredCheckRequest(StoredRequest):
    """Billed lines with the minutes they are held against; no date, and nothing typed freely."""

    command: Literal["check"] = "check"
    billed: tuple[StoredBilledLine, ...]
    minutes: dict[str, int] = Field(default_factory=dict)
    untimed: list[str] = Field(default_factory=list)
    untimed_minutes: dict[str, int] = Field(default_factory=dict)
    typed_units: dict[str, int] = Field(default_factory=dict)
    providers: tuple[StoredProviderMinutes, ...] = ()
    payer: str | None = None
    rule: CountingRule | None = None
    discipline: Discipline | None = None
    setting: Setting | None = None

    @classmethod
    def of(cls, request: CheckRequest) -> StoredCheckRequest:
        """What is kept of a parsed request."""
        visit = request.visit
        return cls(
            billed=tuple(StoredBilledLine(**line._asdict()) for line in request.billed),
            minutes=dict(visit.minutes),
            untimed=list(visit.untimed),
            untimed_minutes=dict(visit.untimed_minutes),
            typed_units=dict(visit.typed_units),
            providers=tuple(
                StoredProviderMinutes(**minutes._asdict()) for minutes in request.provider_minutes
            ),
            payer=stored_payer(request),
            rule=request.rule,
            discipline=request.discipline,
            setting=Setting(request.setting) if request.setting else None,
        )

    def to_json_dict(self) -> dict[str, Any]:
        """The answer's `request` object; parts that are seldom there are left out when empty."""
        data = self.model_dump(mode="json")
        return {name: value for name, value in data.items() if value or name not in _SELDOM}

    def lines(self) -> tuple[BilledLine, ...]:
        """The lines of the claim, in typed order."""
        return tuple(BilledLine(line.code, line.units, line.modifiers) for line in self.billed)

    def billed_units(self) -> dict[str, int]:
        """Billed units by code, all lines of a code together."""
        units: dict[str, int] = {}
        for line in self.billed:
            units[line.code] = units.get(line.code, 0) + line.units
        return units

    def visit(self) -> Visit:
        """What was done, as typed."""
        return Visit(self.minutes, tuple(self.untimed), self.untimed_minutes, self.typed_units)

    def provider_minutes(self) -> tuple[ProviderMinutes, ...]:
        """Minutes by who gave them; empty when nobody was named."""
        return tuple(ProviderMinutes(**minutes.model_dump()) for minutes in self.providers)

    def units_request(self, visit: Visit) -> StoredUnitsRequest:
        """The count of a visit that the billed units are held against."""
        return StoredUnitsRequest(
            minutes=dict(visit.minutes),
            untimed=list(visit.untimed),
            untimed_minutes=dict(visit.untimed_minutes),
            typed_units=dict(visit.typed_units),
            payer=self.payer,
            rule=self.rule,
            discipline=self.discipline,
            setting=self.setting.value if self.setting else None,
        )

    def all_codes(self) -> list[str]:
        """Every code asked about, billed ones first."""
        named = (*self.billed_units(), *self.minutes, *self.untimed, *self.typed_units)
        return [code for code in dict.fromkeys(named) if code in code_table()]


_SELDOM = frozenset({"untimed_minutes", "typed_units", "providers"})
