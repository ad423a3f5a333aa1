"""Payer files → `PayerBook`: the ones that ship with the rules, and a clinic's own over them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, model_validator

from rules.citations import Citation
from rules.errors import ParameterFileError
from rules.loader import CiteEntry, ValueEntry, build_values, check_source, without_expected
from rules.payers import (
    AssistantModifierUse,
    DisciplineModifierUse,
    EditsUse,
    KxUse,
    ModifierClass,
    PayerBook,
    PayerLimit,
    PayerProfile,
)
from rules.timeline import Confidence, DatedValue, Parameter
from rules.types import CountingRule
from rules.yaml_files import read_model, yaml_files

FOLDER = "payers"
FACTS = {
    "counting_rule": ("Counting rule of {}", "How {} turns minutes into units.", "counting rule"),
    "discipline_modifiers": (
        "Discipline modifiers for {}",
        "How {} takes GP, GO and GN.",
        "use of the modifiers",
    ),
    "assistant_modifiers": (
        "Assistant modifiers for {}",
        "How {} takes CQ and CO.",
        "use of the modifiers",
    ),
    "kx": ("KX for {}", "How {} takes KX.", "use of the modifier"),
    "edits": ("Code pairs of {}", "Whose table of code pairs {} edits by.", "table of code pairs"),
}
"""Every dated fact of a payer: its label, what it says and its unit."""


class Part(BaseModel):
    """Any part of a payer file: keys that nobody knows are faults."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class _Rule(ValueEntry):
    value: CountingRule | None


class _Discipline(ValueEntry):
    value: DisciplineModifierUse | None


class _Assistant(ValueEntry):
    value: AssistantModifierUse | None


class _Kx(ValueEntry):
    value: KxUse | None


class _Edits(ValueEntry):
    value: EditsUse | None


class _Limit(Part):
    says: str = Field(pattern=r"\.$")
    cite: CiteEntry
    confidence: Confidence


ReviewIn = Annotated[str, Field(pattern=r"^[1-9][0-9]? (month|months|year|years)$")]
Order = Annotated[list[ModifierClass], Field(min_length=1)]


class _PayerFile(Part):
    label: str
    aliases: list[str]
    counting_rule: dict[date, _Rule]
    expected_from: list[date] = []
    shows_both_rules: bool
    follows_medicare_code_status: bool
    discipline_modifiers: dict[date, _Discipline]
    assistant_modifiers: dict[date, _Assistant]
    kx: dict[date, _Kx]
    edits: dict[date, _Edits]
    limits: list[_Limit]
    note: str
    owner: str | None
    reviewed_on: date | None
    review_in: ReviewIn
    modifier_order: Order | None

    @model_validator(mode="before")
    @classmethod
    def _expected_days_apart(cls, data: Any) -> Any:  # noqa: ANN401 - runs before anything is checked
        return without_expected(data, "counting_rule")


@cache
def payer_book() -> PayerBook:
    """The payers that ship with the rules.

    Raises:
        ContentError: A file is not usable, or two payers share an alias.
    """
    loaded = {
        name: _built_in(name, read_model(file, _PayerFile, name=f"{FOLDER}/{name}.yaml"))
        for name, file in yaml_files(FOLDER)
    }
    for payer_id, name, other in names_taken_twice(loaded.values()):
        raise ParameterFileError(f"payers/{payer_id}.yaml: {name!r} already names {other}")
    return PayerBook(loaded)


def payers() -> Mapping[str, PayerProfile]:
    """Every payer that ships with the rules, by its id.

    Raises:
        ContentError: A file is not usable, or two payers share an alias.
    """
    return payer_book().profiles


def payer_parameters() -> Mapping[str, Parameter]:
    """Every dated fact of every payer that ships with the rules, by its dotted name."""
    return payer_book().parameters


def _built_in(name: str, content: _PayerFile) -> PayerProfile:
    where = f"payers.{name}"
    for limit in content.limits:
        check_source(where, limit.cite)

    def fact(key: str, entries: Mapping[date, ValueEntry], expected: Iterable[date] = ()) -> Parameter:
        full = f"{where}.{key}"
        return fact_parameter(
            full, content.label, build_values(full, entries), expected=tuple(sorted(expected))
        )

    return PayerProfile(
        id=name,
        label=content.label,
        aliases=tuple(content.aliases),
        counting_rule=fact("counting_rule", content.counting_rule, content.expected_from),
        discipline_modifiers=fact("discipline_modifiers", content.discipline_modifiers),
        assistant_modifiers=fact("assistant_modifiers", content.assistant_modifiers),
        kx=fact("kx", content.kx),
        edits=fact("edits", content.edits),
        shows_both_rules=content.shows_both_rules,
        follows_medicare_code_status=content.follows_medicare_code_status,
        limits=tuple(
            PayerLimit(limit.says, Citation(limit.cite.source, limit.cite.at), limit.confidence)
            for limit in content.limits
        ),
        note=content.note,
        owner=content.owner,
        reviewed_on=content.reviewed_on,
        review_in=content.review_in,
        modifier_order=tuple(content.modifier_order) if content.modifier_order else None,
    )


def fact_parameter(
    name: str,
    payer: str,
    values: tuple[DatedValue, ...],
    *,
    expected: tuple[date, ...] = (),
    gap: str | None = None,
) -> Parameter:
    """One dated fact of a payer.

    Args:
        name: Its dotted name, which ends in the key of the fact.
        payer: The payer's label.
        values: In order of their first day.
        expected: Days from which a new value is known to come.
        gap: What a refusal on a day without a value begins with, where it is not the usual sentence.
    """
    label, says, unit = FACTS[name.rpartition(".")[2]]
    return Parameter(
        name=name,
        label=label.format(payer),
        says=says.format(payer),
        unit=unit,
        values=values,
        expected=expected,
        gap=gap,
    )


def names_taken_twice(profiles: Iterable[PayerProfile]) -> Iterator[tuple[str, str, str]]:
    """Each name that two payers claim: the later payer's id, the name, the earlier one's id."""
    owner: dict[str, str] = {}
    for profile in profiles:
        for name in (profile.id, *profile.aliases):
            if name in owner:
                yield profile.id, name, owner[name]
            owner.setdefault(name, profile.id)
