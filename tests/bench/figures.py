"""What was measured, beside its aim: one figure a line, for people and as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import groupby
from typing import Any


class CannotMeasure(Exception):
    """A figure could not be had. The message says why; a figure that was merely bad is no reason."""


class Unit(StrEnum):
    """What a figure counts."""

    SECONDS = "seconds"
    RATIO = "ratio"
    MEBIBYTES = "MiB"
    PER_SECOND = "1/s"
    COUNT = "count"


class Verdict(StrEnum):
    """How a figure compares with its aim."""

    MET = "met"
    MISSED = "missed"
    NO_AIM = "no aim"
    NOT_MEASURED = "not measured"


@dataclass(frozen=True, slots=True)
class AtMost:
    """The figure should not be above this."""

    limit: float

    def is_met(self, value: float) -> bool:
        return value <= self.limit

    def words(self, unit: Unit) -> str:
        return f"≤ {in_words(self.limit, unit)}"


@dataclass(frozen=True, slots=True)
class AtLeast:
    """The figure should not be below this."""

    limit: float

    def is_met(self, value: float) -> bool:
        return value >= self.limit

    def words(self, unit: Unit) -> str:
        return f"≥ {in_words(self.limit, unit)}"


@dataclass(frozen=True, slots=True)
class Figure:
    """One measurement.

    Attributes:
        section: The heading it stands under.
        name: What was measured.
        value: How much of `unit`; `None` when it could not be measured.
        unit: What `value` counts.
        aim: What it should be, where something was promised.
        note: What a reader should see beside it.
        details: Further numbers, for the JSON file alone.
    """

    section: str
    name: str
    value: float | None
    unit: Unit = Unit.SECONDS
    aim: AtMost | AtLeast | None = None
    note: str = ""
    details: Mapping[str, float] = field(default_factory=dict)

    @property
    def verdict(self) -> Verdict:
        if self.value is None:
            return Verdict.NOT_MEASURED
        if self.aim is None:
            return Verdict.NO_AIM
        return Verdict.MET if self.aim.is_met(self.value) else Verdict.MISSED

    def to_json_dict(self) -> dict[str, Any]:
        return {
            "section": self.section,
            "name": self.name,
            "value": self.value,
            "unit": self.unit.value,
            "aim": self.aim.words(self.unit) if self.aim else None,
            "verdict": self.verdict.value,
            "note": self.note,
            "details": dict(self.details),
        }


def in_words(value: float, unit: Unit) -> str:
    """A figure as a person reads it, in three digits or so."""
    match unit:
        case Unit.SECONDS if value < 1e-3:
            return f"{_short(value * 1e6)} µs"
        case Unit.SECONDS if value < 1:
            return f"{_short(value * 1e3)} ms"
        case Unit.SECONDS:
            return f"{_short(value)} s"
        case Unit.RATIO:
            return f"{value:.2f}×"
        case Unit.MEBIBYTES:
            return f"{value:.0f} MiB"
        case Unit.PER_SECOND:
            return f"{value:,.0f}/s"
        case Unit.COUNT:
            return f"{value:,.0f}"


def _short(value: float) -> str:
    if value >= 100 or value == round(value):
        return f"{value:.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def table(figures: Sequence[Figure]) -> str:
    """All figures, section by section, in aligned columns."""
    rows = [_row(figure) for figure in figures]
    widths = [max((len(row[column]) for row in rows), default=0) for column in range(4)]
    lines: list[str] = []
    for section, members in groupby(zip(figures, rows, strict=True), key=lambda pair: pair[0].section):
        lines += ["", section]
        for _, (name, value, aim, verdict, note) in members:
            columns = (f"{name:<{widths[0]}}", f"{value:>{widths[1]}}", f"{aim:>{widths[2]}}")
            lines.append("  ".join(("", *columns, f"{verdict:<{widths[3]}}", note)).rstrip())
    return "\n".join(lines)


def _row(figure: Figure) -> tuple[str, str, str, str, str]:
    return (
        figure.name,
        "–" if figure.value is None else in_words(figure.value, figure.unit),
        figure.aim.words(figure.unit) if figure.aim else "",
        figure.verdict.value,
        figure.note,
    )
