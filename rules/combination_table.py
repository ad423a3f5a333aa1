"""The table of combinations of modifiers that are wrong or want a second look.

Encoded: which modifiers contradict each other, a code or a date, how strongly, and where that stands.
Left to judgement: whether the fact behind a modifier is true.
Source: `tables/combinations.yaml`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict, Field

from rules.citations import Citation, sources
from rules.errors import ParameterFileError
from rules.loader import CiteEntry
from rules.modifier_table import modifier_table
from rules.timeline import Confidence
from rules.yaml_files import read_model

FILE = "tables/combinations.yaml"


class Severity(StrEnum):
    """How strongly a finding speaks."""

    REJECT = "reject"
    """The line or claim is wrong as it stands."""
    WARN = "warn"
    """Somebody should look again."""


class RowTest(StrEnum):
    """What a row looks for. Each is a function of `rules.combinations`."""

    LACKS = "lacks"
    """A line with one of `modifiers` and none of `others`."""
    TOGETHER = "together"
    """A line with one of `modifiers` and one of `others`."""
    SEVERAL = "several"
    """A line with two or more of `modifiers`."""
    ON_CODE = "on_code"
    """One of `modifiers` on a code of the group."""
    LACKS_ON_CODE = "lacks_on_code"
    """A code of the group with none of `modifiers`."""
    ENDED = "ended"
    """One of `modifiers` after its last day."""
    NOT_YET = "not_yet"
    """One of `modifiers` before its first day."""
    BELOW_THRESHOLD = "below_threshold"
    """One of `modifiers` although the yearly amount is not passed."""
    EXEMPT = "exempt"
    """One of `modifiers` although the payer takes no assistant modifier."""
    NO_PAIR = "no_pair"
    """One of `modifiers` on a code that has no edit with another code of the claim."""
    BOTH_OF_PAIR = "both_of_pair"
    """One of `modifiers` on both codes of an edit that one opens."""
    CLOSED_PAIR = "closed_pair"
    """One of `modifiers` on a code whose edits no modifier opens."""
    COLUMN_ONE_OF_PAIR = "column_one_of_pair"
    """One of `modifiers` on the column 1 code, where it belongs on the other."""
    CODE_TWICE = "code_twice"
    """A code on two lines that have the same of `modifiers`."""


class CodeGroup(StrEnum):
    """Codes that a row speaks of: listed in the table, or told by the code table."""

    PT_EVALUATIONS = "pt_evaluations"
    OT_EVALUATIONS = "ot_evaluations"
    THERAPY = "therapy"
    """Billed under a therapy plan of care at all."""
    TIMED = "timed"
    """Counted by minutes."""
    ALWAYS = "always"
    """On Medicare's list as always therapy."""
    SPEECH_ONLY = "speech_only"
    """Billed by speech-language pathology and nobody else."""


@dataclass(frozen=True, slots=True)
class Combination:
    """One row.

    Attributes:
        id: Stable id; its words are the template of that name.
        says: The row in one sentence.
        severity: How strongly it speaks.
        test: What it looks for.
        modifiers: What it looks at.
        others: What must, or must not, stand with them.
        unless: With one of these on the line another row speaks.
        codes: The groups of codes it is about; empty where any code will do.
        since: First day, or `None` when it is as old as its modifiers.
        cite: Where it stands.
        confidence: How well it is known.
    """

    id: str
    says: str
    severity: Severity
    test: RowTest
    modifiers: frozenset[str]
    others: frozenset[str]
    unless: frozenset[str]
    codes: tuple[CodeGroup, ...]
    since: date | None
    cite: Citation
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class CombinationTable:
    """Every row, and the groups of codes that are listed.

    Attributes:
        rows: In the order in which they are told.
        listed: Codes by group, for the groups that the code table does not tell.
    """

    rows: tuple[Combination, ...]
    listed: Mapping[CodeGroup, frozenset[str]]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Row(_Part):
    says: str = Field(pattern=r"\.$")
    severity: Severity
    test: RowTest
    modifiers: list[str] = Field(min_length=1)
    others: list[str] = []
    unless: list[str] = []
    codes: list[CodeGroup] = []
    since: date | None = None
    cite: CiteEntry
    confidence: Confidence


class _File(_Part):
    title: str
    says: str
    code_groups: dict[CodeGroup, list[str]]
    combinations: dict[str, _Row]


@cache
def combination_table() -> CombinationTable:
    """The shipped rows, read on first use.

    Raises:
        ParameterFileError: With every unusable row.
    """
    content = read_model(files("rules").joinpath(FILE), _File, name=FILE)
    faults = list(_faults(content))
    if faults:
        raise ParameterFileError("\n".join(faults))
    return CombinationTable(
        rows=tuple(
            Combination(
                id=name,
                says=row.says,
                severity=row.severity,
                test=row.test,
                modifiers=frozenset(row.modifiers),
                others=frozenset(row.others),
                unless=frozenset(row.unless),
                codes=tuple(row.codes),
                since=row.since,
                cite=Citation(row.cite.source, row.cite.at),
                confidence=row.confidence,
            )
            for name, row in content.combinations.items()
        ),
        listed={group: frozenset(codes) for group, codes in content.code_groups.items()},
    )


def _faults(content: _File) -> list[str]:
    known = modifier_table().entries
    faults = []
    for name, row in content.combinations.items():
        if row.cite.source not in sources():
            faults.append(f"{FILE}: {name}: source {row.cite.source!r} is not in sources.yaml")
        faults += [
            f"{FILE}: {name}: {modifier!r} is not in tables/modifiers.yaml"
            for modifier in (*row.modifiers, *row.others, *row.unless)
            if modifier not in known
        ]
        if (row.test in (RowTest.ON_CODE, RowTest.LACKS_ON_CODE)) != bool(row.codes):
            faults.append(f"{FILE}: {name}: `codes` belongs to the tests on_code and lacks_on_code")
        if (row.test in (RowTest.LACKS, RowTest.TOGETHER)) != bool(row.others):
            faults.append(f"{FILE}: {name}: `others` belongs to the tests lacks and together")
    return faults
