"""MUE: the most units of one code that a claim takes. A check of the claim, not a limit of coverage.

Source: cms-ncci-mue; cms-ncci-manual ch. I; `tables/mue_practitioner.csv` with its sidecar.

Encoded: the value and its kind; 0 is a code that is not paid, and a code without a value is unknown,
for some values are confidential.
Left to judgement: whether units above a reviewable value were necessary and are documented.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files
from operator import attrgetter
from typing import NamedTuple, Protocol

from pydantic import BaseModel, ConfigDict

from rules.citations import Citation
from rules.errors import CodeTableError
from rules.loader import parameters
from rules.published import CONFIDENCE_WORDS, Quarter, Setting
from rules.result import Caution
from rules.table_files import read_rows
from rules.timeline import Confidence
from rules.types import CODE_PATTERN
from rules.yaml_files import read_model

NAME = "built-in list"
LINE_EDIT = 1
"""The adjudication indicator that holds each claim line against the value by itself."""
_MEANING = "medicare.mue.adjudication_indicator"
_FILE = "mue_practitioner.csv"


class MueStatus(StrEnum):
    """What a table says of a code."""

    LIMITED = "limited"
    """So many units pass."""
    NOT_PAYABLE = "not_payable"
    """The value is 0."""
    UNKNOWN = "unknown"
    """No value is known; it may still have one."""


@dataclass(frozen=True, slots=True)
class MueEntry:
    """One row of a table.

    Attributes:
        code: Five characters.
        value: Most units.
        adjudication_indicator: 1 for each line, 2 for the day and absolute, 3 for the day and reviewable.
        rationale: CMS's reason, in its own few words.
        confidence: How well the row is known.
        seen_in: Tables that hold this value, where several were compared.
    """

    code: str
    value: int
    adjudication_indicator: int
    rationale: str
    confidence: Confidence
    seen_in: tuple[str, ...] = ()


class MueTable(Protocol):
    """A table of MUE values for one setting."""

    @property
    def name(self) -> str:
        """What an answer calls it."""

    @property
    def quarter(self) -> str | None:
        """The last quarter it was seen for; `None` for a table that holds nothing."""

    @property
    def setting(self) -> Setting:
        """The claims it is for."""

    @property
    def first_day(self) -> date | None:
        """First day its values are known for."""

    @property
    def last_day(self) -> date | None:
        """Last day its values are known for."""

    def find(self, code: str) -> MueEntry | None:
        """The row of a code, or `None`."""


@dataclass(frozen=True, slots=True)
class MueResult:
    """What a table says of one code.

    Attributes:
        code: The code.
        status: Limited, not payable, or unknown.
        entry: The row, where there is one.
        meaning: What the adjudication indicator means, in words.
        table: Name of the table.
        quarter: Its quarter.
        setting: The claims it is for.
        cautions: What the asker should know.
        citations: What the answer rests on.
        used: `parameter@first-day` of each value used.
    """

    code: str
    status: MueStatus
    entry: MueEntry | None
    meaning: str | None
    table: str
    quarter: str | None
    setting: Setting
    cautions: tuple[Caution, ...]
    citations: tuple[Citation, ...]
    used: tuple[str, ...]

    def is_passed_by(self, units: int) -> bool | None:
        """Whether so many units of a day are more than the claim takes; `None` where that is not known."""
        return None if self.entry is None else units > self.entry.value


def find_mue(code: str, *, on: date, setting: Setting, table: MueTable) -> MueResult:
    """Look up the most units of a code that a claim takes.

    Args:
        code: The code.
        on: Date of service.
        setting: The claims the table must be for.
        table: Where to look.

    Returns:
        The value with its kind, or that none is known.

    Raises:
        ValueError: The table is for the other setting.

    Source:
        cms-ncci-mue; cms-ncci-manual ch. I.

    >>> find_mue(
    ...     "97112", on=date(2026, 3, 2), setting=Setting.PRACTITIONER, table=mue_list(Setting.PRACTITIONER)
    ... ).is_passed_by(5)
    True
    """
    if table.setting is not setting:
        raise ValueError(f"{table.name} is for {table.setting}, not for {setting}")
    meanings = parameters()[_MEANING]
    entry = table.find(code)
    if entry is None or on < meanings.values[0].effective:
        return MueResult(code, MueStatus.UNKNOWN, None, None, table.name, table.quarter, setting, (), (), ())
    meaning = meanings.on(on)
    return MueResult(
        code=code,
        status=MueStatus.LIMITED if entry.value else MueStatus.NOT_PAYABLE,
        entry=entry,
        meaning=meaning.value[str(entry.adjudication_indicator)],
        table=table.name,
        quarter=table.quarter,
        setting=setting,
        cautions=_cautions(on, table),
        citations=(Citation("cms-ncci-mue", f"{setting} table {table.quarter}, {code}"), meaning.cite),
        used=(meaning.reference,),
    )


class MueCautions(NamedTuple):
    """Units of a claim that pass their values.

    Attributes:
        cautions: One `above_mue` for each code, then what must be known of the table.
        citations: What they rest on.
        used: `parameter@first-day` of each value used.
    """

    cautions: tuple[Caution, ...]
    citations: tuple[Citation, ...]
    used: tuple[str, ...]


def mue_cautions(
    lines: Iterable[tuple[str, int]], *, on: date, setting: Setting, table: MueTable
) -> MueCautions:
    """Find the codes whose units are more than a claim takes.

    Args:
        lines: Code and units of each claim line; lines of one code are added, but for a line edit.
        on: Date of service.
        setting: The claims the table must be for.
        table: Where to look.

    Returns:
        What to say of each; a code that is not paid at all (value 0) is no matter of units.

    Raises:
        ValueError: The table is for the other setting.

    Source:
        cms-ncci-mue; cms-ncci-manual ch. I.

    >>> table = mue_list(Setting.PRACTITIONER)
    >>> found = mue_cautions(
    ...     [("97112", 5)], on=date(2026, 3, 2), setting=Setting.PRACTITIONER, table=table
    ... )
    >>> [(caution.data["units"], caution.data["mue"]) for caution in found.cautions]
    [(5, 4)]
    """
    by_code: dict[str, list[int]] = {}
    for code, units in lines:
        by_code.setdefault(code, []).append(units)
    cautions: list[Caution] = []
    of_table: list[Caution] = []
    citations: list[Citation] = []
    used: list[str] = []
    for code, units_of_lines in by_code.items():
        found = find_mue(code, on=on, setting=setting, table=table)
        if found.entry is None or not found.entry.value:
            continue
        indicator = found.entry.adjudication_indicator
        units = max(units_of_lines) if indicator == LINE_EDIT else sum(units_of_lines)
        if found.is_passed_by(units):
            told = {"code": code, "units": units, "mue": found.entry.value, "indicator": indicator}
            cautions.append(Caution("above_mue", told))
            of_table += [caution for caution in found.cautions if caution not in of_table]
            citations += found.citations
            used += found.used
    return MueCautions((*cautions, *of_table), tuple(dict.fromkeys(citations)), tuple(dict.fromkeys(used)))


def _cautions(on: date, table: MueTable) -> tuple[Caution, ...]:
    if table.last_day is not None and on > table.last_day:
        seen = {"quarter": table.quarter, "last_day": table.last_day, "on": on}
        return (Caution("mue_older_than_date", seen),)
    if table.first_day is not None and on < table.first_day:
        return (Caution("mue_newer_than_date", {"first_day": table.first_day, "on": on}),)
    return ()


@dataclass(frozen=True, slots=True)
class MueList:
    """The built-in values for one setting; a `MueTable`."""

    setting: Setting
    quarter: str | None = None
    first_day: date | None = None
    last_day: date | None = None
    entries: Mapping[str, MueEntry] = field(default_factory=dict)
    name: str = NAME

    def find(self, code: str) -> MueEntry | None:
        """The row of a code, or `None`."""
        return self.entries.get(code)


class _Quarters(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    first: str
    last: str


class _Sidecar(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str
    publisher: str
    says: str
    rests_on: str
    quarters: _Quarters
    rows: int
    sha256: str
    notes: list[str]
    checked: dict[str, str | date | None]


@cache
def mue_list(setting: Setting) -> MueList:
    """The built-in values of a setting, read on first use; none are known for the hospital setting.

    Raises:
        CodeTableError: With every unusable row.
    """
    if setting is not Setting.PRACTITIONER:
        return MueList(setting)
    folder = files("rules").joinpath("tables")
    about = read_model(
        folder.joinpath("mue_practitioner.yaml"), _Sidecar, name="tables/mue_practitioner.yaml"
    )
    rows, faults = read_rows(_FILE, _entry, once=attrgetter("code"))
    if faults:
        raise CodeTableError("\n".join(faults))
    first, last = Quarter.parse(about.quarters.first), Quarter.parse(about.quarters.last)
    return MueList(setting, str(last), first.first_day, last.last_day, {entry.code: entry for entry in rows})


def _entry(row: Mapping[str, str]) -> MueEntry:
    if not CODE_PATTERN.fullmatch(row["code"]):
        raise ValueError(f"{row['code']!r} is not a code: five characters, e.g. 97110 or G0283")
    if row["mai"] not in ("1", "2", "3"):
        raise ValueError(f"adjudication indicator {row['mai']!r} is none of 1, 2, 3")
    return MueEntry(
        code=row["code"],
        value=int(row["mue"]),
        adjudication_indicator=int(row["mai"]),
        rationale=row["rationale"],
        confidence=CONFIDENCE_WORDS[row["confidence"]],
        seen_in=tuple(row["seen_in_tables"].split()),
    )
