"""The chart of edits that ships with the rules: the everyday therapy codes, until a quarter is loaded.

Encoded: every row of the practitioner table among its codes, so that a pair without one has no edit.
For the hospital setting only pairs that were read; there a pair without a row stays open.
Source: `tables/ptp_chart.csv` with its sidecar `tables/ptp_chart.yaml`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict

from rules.errors import CodeTableError
from rules.ptp import PtpEdit
from rules.published import CONFIDENCE_WORDS, Quarter, Setting
from rules.table_files import read_rows
from rules.timeline import Confidence
from rules.types import CODE_PATTERN
from rules.yaml_files import read_model

NAME = "built-in chart"
UNREAD = "unread"
_FILE = "ptp_chart.csv"


@dataclass(frozen=True, slots=True)
class PtpChart:
    """The built-in chart for one setting; a `PtpTable`."""

    quarter: str
    setting: Setting
    last_day: date
    complete_for: frozenset[str]
    """Codes among which a pair without a row has no edit."""
    _rows: Mapping[frozenset[str], tuple[PtpEdit, ...]]
    name: str = NAME

    def covers(self, code: str) -> bool:
        """Whether every row of this code with another covered one is here."""
        return code in self.complete_for

    def rows(self, one: str, other: str) -> tuple[PtpEdit, ...]:
        """Every row between two codes, whichever is column 1, oldest first."""
        return self._rows.get(frozenset((one, other)), ())

    def pairs(self) -> tuple[frozenset[str], ...]:
        """Every pair that has a row."""
        return tuple(self._rows)


class _Sidecar(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str
    publisher: str
    says: str
    rests_on: str
    quarters: dict[Setting, str]
    complete_for: list[Setting]
    seen_since: date
    rows: int
    codes: int
    sha256: str
    notes: list[str]
    checked: dict[str, str | date | None]


@cache
def ptp_chart(setting: Setting) -> PtpChart:
    """The built-in chart of a setting, read on first use.

    Raises:
        CodeTableError: With every unusable row.
    """
    folder = files("rules").joinpath("tables")
    about = read_model(folder.joinpath("ptp_chart.yaml"), _Sidecar, name="tables/ptp_chart.yaml")
    edits, faults = read_rows(_FILE, lambda row: _edit(row, setting, about.seen_since))
    if faults:
        raise CodeTableError("\n".join(faults))
    rows: dict[frozenset[str], list[PtpEdit]] = {}
    for edit in filter(None, edits):
        rows.setdefault(frozenset((edit.column_one_code, edit.column_two_code)), []).append(edit)
    quarter = Quarter.parse(about.quarters[setting])
    codes = folder.joinpath("ptp_chart_codes.txt").read_text(encoding="utf-8").split()
    return PtpChart(
        quarter=str(quarter),
        setting=setting,
        last_day=quarter.last_day,
        complete_for=frozenset(codes if setting in about.complete_for else ()),
        _rows={pair: tuple(sorted(found, key=_by_last_day)) for pair, found in rows.items()},
    )


def _edit(row: Mapping[str, str], setting: Setting, seen_since: date) -> PtpEdit | None:
    """One row for a setting; `None` where the row says nothing of it."""
    for column in ("column1", "column2"):
        if not CODE_PATTERN.fullmatch(row[column]):
            raise ValueError(f"{row[column]!r} is not a code: five characters, e.g. 97110 or G0283")
    indicator = row[f"{setting}_indicator"]
    if indicator not in ("0", "1", "9", UNREAD, ""):
        raise ValueError(f"indicator {indicator!r} is none of 0, 1, 9, {UNREAD}")
    if not indicator:
        return None
    confidence = CONFIDENCE_WORDS[row["confidence"]]
    if setting is Setting.HOSPITAL:
        # What is in doubt is the practitioner's indicator: the hospital table of the quarter was read.
        confidence = Confidence.VERIFIED
    effective = _day(row["effective"])
    deleted = _day(row["deleted"])
    return PtpEdit(
        column_one_code=row["column1"],
        column_two_code=row["column2"],
        modifier_indicator=None if indicator == UNREAD else int(indicator),
        effective=effective,
        deleted=deleted,
        rationale=row["rationale"],
        confidence=confidence,
        seen_since=seen_since if deleted is None else None,
        effective_is_inferred="inferred" in row["note"],
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _by_last_day(row: PtpEdit) -> date:
    return row.deleted or date.max
