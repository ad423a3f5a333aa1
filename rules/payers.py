"""Payer profiles: how each payer counts, as far as that is known.

Encoded: counting rule, whether it is settled enough to show alone, whether Medicare's standing
of a code decides the claim line, and how the payer takes discipline modifiers.
Left to judgement: the clinic's own contract, which always wins.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any

from pydantic import BaseModel, ConfigDict, model_validator

from rules.errors import ParameterFileError
from rules.loader import ValueEntry, build_values, without_expected
from rules.timeline import DatedValue, Parameter
from rules.types import CountingRule
from rules.yaml_files import read_model, yaml_files

FOLDER = "payers"


class DisciplineModifierUse(StrEnum):
    """How a payer takes GP, GO and GN."""

    REQUIRED = "required"
    PER_PLAN = "per_plan"
    RARELY = "rarely"


@dataclass(frozen=True, slots=True)
class PayerProfile:
    """One payer.

    Attributes:
        id: Stable id, e.g. `medicare` or `bcbs.ne`.
        label: Name as an answer prints it.
        aliases: Other ways people write it, in lower case.
        counting_rule: Dated: `cms`, `ama` or `full15`.
        shows_both_rules: The rule is disputed or up to the plan, so both are shown.
        follows_medicare_code_status: A code that Medicare bundles or refuses is left off the claim.
        discipline_modifiers: How the payer takes GP, GO and GN.
        note: One sentence for the answer, or an empty string.
    """

    id: str
    label: str
    aliases: tuple[str, ...]
    counting_rule: Parameter
    shows_both_rules: bool
    follows_medicare_code_status: bool
    discipline_modifiers: DisciplineModifierUse
    note: str

    def rule_on(self, day: date) -> tuple[CountingRule, DatedValue]:
        """The counting rule on a date of service, with the dated value behind it.

        Raises:
            NoRuleInForce: Nothing is loaded for this payer on this day.
        """
        value = self.counting_rule.on(day)
        return CountingRule(value.value), value


class _RuleEntry(ValueEntry):
    value: CountingRule | None


class _PayerFile(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    label: str
    aliases: list[str]
    counting_rule: dict[date, _RuleEntry]
    expected_from: list[date] = []
    shows_both_rules: bool
    follows_medicare_code_status: bool
    discipline_modifiers: DisciplineModifierUse
    note: str
    checked: dict[str, str | date | None]

    @model_validator(mode="before")
    @classmethod
    def _expected_days_apart(cls, data: Any) -> Any:  # noqa: ANN401 - runs before anything is checked
        return without_expected(data, "counting_rule")


@cache
def payers() -> Mapping[str, PayerProfile]:
    """Every payer profile by its id.

    Raises:
        ContentError: A file is not usable, or two payers share an alias.
    """
    loaded: dict[str, PayerProfile] = {}
    owner: dict[str, str] = {}
    for name, file in yaml_files(FOLDER):
        content = read_model(file, _PayerFile, name=f"{FOLDER}/{name}.yaml")
        parameter = f"payers.{name}.counting_rule"
        for alias in (name, *content.aliases):
            if alias in owner:
                raise ParameterFileError(f"payers/{name}.yaml: {alias!r} already names {owner[alias]}")
            owner[alias] = name
        loaded[name] = PayerProfile(
            id=name,
            label=content.label,
            aliases=tuple(content.aliases),
            counting_rule=Parameter(
                name=parameter,
                label=f"Counting rule of {content.label}",
                says=f"How {content.label} turns minutes into units.",
                unit="counting rule",
                values=build_values(parameter, content.counting_rule),
                expected=tuple(sorted(content.expected_from)),
            ),
            shows_both_rules=content.shows_both_rules,
            follows_medicare_code_status=content.follows_medicare_code_status,
            discipline_modifiers=content.discipline_modifiers,
            note=content.note,
        )
    return loaded


@cache
def payer_parameters() -> Mapping[str, Parameter]:
    """The counting rule of every payer, by its dotted name."""
    return {profile.counting_rule.name: profile.counting_rule for profile in payers().values()}
