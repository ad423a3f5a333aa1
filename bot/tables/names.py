"""What the name of an official file says: which table, for which claims, of which quarter, which part."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum

from bot.tables.faults import TableFileFault
from rules.published import Quarter, Setting


class TableKind(StrEnum):
    """The two kinds of official tables that are loaded."""

    PTP = "ptp"
    MUE = "mue"

    @property
    def words(self) -> str:
        """What a message calls it."""
        return "PTP edits" if self is TableKind.PTP else "MUE values"


@dataclass(frozen=True, slots=True)
class NameFacts:
    """What a name says; `None` where it says nothing."""

    kind: TableKind | None = None
    setting: Setting | None = None
    quarter: Quarter | None = None
    part: int | None = None
    revision: int | None = None


VERSION_ZERO_YEAR = 1994
"""Versions count years from here: 32.3 is the fourth quarter of 2026."""

_PTP = re.compile(r"cci(?P<setting>pra|oph)[-_ ]?v(?P<version>\d{2})(?P<quarter>[0-3])r(?P<revision>\d+)")
_PART = re.compile(r"cci(?:pra|oph)[-_ ]?v\d{3}r\d+[-_ ]?f(?P<part>\d+)")
_EFFECTIVE = re.compile(r"eff[-_ ](\d{2})[-_](\d{2})[-_](\d{4})")
_SLUG_QUARTERS = (
    re.compile(r"(?P<year>20\d\d)[-_ ]?q(?P<quarter>[1-4])"),
    re.compile(r"q(?P<quarter>[1-4])[-_ ](?P<year>20\d\d)"),
)
_SETTING_WORDS = (
    ("outpatient", Setting.HOSPITAL),
    ("hospital", Setting.HOSPITAL),
    ("practitioner", Setting.PRACTITIONER),
)
_OTHER_TABLES = (
    ("medicaid", "is a Medicaid table, and Unitwise loads the Medicare ones"),
    ("dmesupplier", "is the table for equipment suppliers; load the practitioner or outpatient hospital one"),
    (
        "dme-supplier",
        "is the table for equipment suppliers; load the practitioner or outpatient hospital one",
    ),
    ("additions", "is a quarterly change file, which cannot say whether a pair has an edit"),
    ("deletions", "is a quarterly change file, which cannot say whether a pair has an edit"),
    ("revisions", "is a quarterly change file, which cannot say whether a pair has an edit"),
    ("aoc_", "is the list of add-on codes, which holds no edits"),
    ("add-on", "is the list of add-on codes, which holds no edits"),
)


def read_name(name: str) -> NameFacts:
    """Read one file name, without its folders.

    Raises:
        TableFileFault: It names an official table that is not one of ours.

    >>> facts = read_name("ccipra-v323r0-f1.TXT")
    >>> facts.setting.value, str(facts.quarter), facts.part
    ('practitioner', '2026Q4', 1)
    """
    low = name.lower()
    for word, refusal in _OTHER_TABLES:
        if word in low:
            raise TableFileFault(f"{name} {refusal}. {what_is_right(None)}")
    if match := _PTP.search(low):
        part = _PART.search(low)
        return NameFacts(
            kind=TableKind.PTP,
            setting=Setting.PRACTITIONER if match["setting"] == "pra" else Setting.HOSPITAL,
            quarter=Quarter(VERSION_ZERO_YEAR + int(match["version"]), int(match["quarter"]) + 1),
            part=int(part["part"]) if part else None,
            revision=int(match["revision"]),
        )
    kind = TableKind.MUE if "mue" in low else TableKind.PTP if "ptp" in low else None
    setting = next((setting for word, setting in _SETTING_WORDS if word in low), None) if kind else None
    return NameFacts(kind=kind, setting=setting, quarter=_quarter(low))


def _quarter(name: str) -> Quarter | None:
    for pattern in _SLUG_QUARTERS:
        if match := pattern.search(name):
            return Quarter(int(match["year"]), int(match["quarter"]))
    if match := _EFFECTIVE.search(name):
        month, day, year = map(int, match.groups())
        try:
            return Quarter.of(date(year, month, day))
        except ValueError:
            return None
    return None


def agree(named: Iterable[tuple[str, NameFacts]]) -> NameFacts:
    """Put together what several names of one thing say.

    Args:
        named: Each name with what it says, such as a zip file and the file in it.

    Raises:
        TableFileFault: Two of them contradict each other.
    """
    found: dict[str, tuple[str, object]] = {}
    for name, facts in named:
        for field in fields(NameFacts):
            value = getattr(facts, field.name)
            if value is None:
                continue
            before, other = found.setdefault(field.name, (name, value))
            if other != value:
                raise TableFileFault(
                    f"The names contradict each other: {before} says {field.name} {other}, "
                    f"and {name} says {value}. Download the file again and keep its name."
                )
    return NameFacts(**{field: value for field, (_, value) in found.items()})  # type: ignore[arg-type]


def what_is_right(kind: TableKind | None) -> str:
    """The closing sentence of a refusal: which file to give instead."""
    edits = "CMS's PTP edits as downloaded, such as ccipra-v323r0-f1.zip (unitwise ncci import)"
    values = "CMS's MUE table, such as MCR_MUE_PractitionerServices_Eff_10-01-2026.csv (unitwise mue import)"
    if kind is None:
        return f"Give {edits}, or {values}."
    return f"Give {edits if kind is TableKind.PTP else values}."
