"""Worked examples of modifiers on a claim from `tests/cases/combinations/*.yaml`, checked strictly."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, model_validator

from rules import (
    AssistantModifierUse,
    BilledLine,
    DisciplineModifierUse,
    Finding,
    PairResult,
    Setting,
    check_combinations,
)
from rules.ptp import find_ptp_edits
from rules.ptp_chart import ptp_chart
from rules.yaml_files import read_model
from tests.cases.case_files import Signature, Source

FOLDER = Path(__file__).parent / "combinations"


class CombinationCase(BaseModel):
    """Lines with something wrong on them, and the harmless neighbour."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(min_length=20)
    on: date
    setting: Setting = Setting.PRACTITIONER
    use: DisciplineModifierUse | None = DisciplineModifierUse.PER_PLAN
    assistant_use: AssistantModifierUse | None = None
    kx_is_past: bool | None = None
    lines: list[str] = Field(min_length=1)
    finds: dict[str, Literal["reject", "warn"]]
    harmless: list[str] = []
    """Lines of the same day and payer of which nothing is said."""
    signed: Signature | None

    @model_validator(mode="after")
    def _has_a_neighbour(self) -> CombinationCase:
        if bool(self.finds) != bool(self.harmless):
            raise ValueError("`harmless` belongs to lines on which something is found, and only to them")
        return self

    def check(self, lines: Sequence[str]) -> tuple[Finding, ...]:
        """What is found on lines, under everything else that the case says."""
        billed = [read_line(line) for line in lines]
        codes = dict.fromkeys(line.code for line in billed)
        return check_combinations(
            billed,
            on=self.on,
            edits=_pairs(tuple(codes), self.on, self.setting),
            discipline_use=self.use,
            assistant_use=self.assistant_use,
            kx_is_past=self.kx_is_past,
        )


class CombinationFile(BaseModel):
    """Examples on one theme."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    about: str = Field(pattern=r"\.$")
    from_: Source = Field(alias="from")
    cases: list[CombinationCase] = Field(min_length=1)


class NamedCombination(NamedTuple):
    """A case with its file."""

    theme: str
    case: CombinationCase


def read_line(text: str) -> BilledLine:
    """`97110x2-GP-CQ` as a line."""
    head, *modifiers = text.split("-")
    code, _, units = head.partition("x")
    return BilledLine(code, int(units), tuple(modifiers))


def _pairs(codes: tuple[str, ...], on: date, setting: Setting) -> tuple[PairResult, ...]:
    table = ptp_chart(setting)
    return tuple(
        found
        for pair in combinations(codes, 2)
        for found in find_ptp_edits(pair, on=on, setting=setting, table=table)
    )


@cache
def combination_files() -> dict[str, CombinationFile]:
    """Every file by its theme."""
    return {
        file.stem: read_model(file, CombinationFile, name=f"tests/cases/combinations/{file.name}")
        for file in sorted(FOLDER.glob("*.yaml"))
    }


def combination_cases() -> Iterator[NamedCombination]:
    """Every case with its theme."""
    for theme, file in combination_files().items():
        for case in file.cases:
            yield NamedCombination(theme, case)
