"""What a rule returns: values, the steps that led to them, and what they rest on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from rules.citations import Citation
from rules.types import CountedBy, CountingRule


class Verdict(StrEnum):
    """What a rule decided."""

    BILLABLE = "billable"
    NOT_BILLABLE = "not_billable"
    DEPENDS = "depends"


class Step(NamedTuple):
    """One line of the arithmetic, as data; the words live in templates."""

    name: str
    data: Mapping[str, Any]


class Caution(NamedTuple):
    """Something the asker should know, as data; the words live in templates."""

    id: str
    data: Mapping[str, Any]


class Tie(NamedTuple):
    """A group of which any `extra_units` get one more unit each; the clinician chooses."""

    codes: tuple[str, ...]
    extra_units: int


class BilledLine(NamedTuple):
    """One line as it stands on a claim.

    Attributes:
        code: The code.
        units: Units of service on this line.
        modifiers: Two characters each, in the order of the line.
    """

    code: str
    units: int
    modifiers: tuple[str, ...] = ()


class NotCounted(NamedTuple):
    """A code of the visit that is no line of the claim here.

    Attributes:
        code: The code.
        reason: `not_payable_medicare`, `enter_units` or `outside_benefit`.
        instead: Code to use in its place, or `None`.
        minutes: Minutes typed with it, or `None`.
    """

    code: str
    reason: str
    instead: str | None
    minutes: int | None


class Line(NamedTuple):
    """One code of the visit as the recommended split bills it; 0 units stay visible.

    Attributes:
        code: The code.
        minutes: Minutes that were typed for it, or `None`.
        units: Units of service.
        counted_by: Which rule counted it.
    """

    code: str
    minutes: int | None
    units: int
    counted_by: CountedBy


@dataclass(frozen=True, slots=True)
class UnitsResult:
    """Units of one visit.

    Attributes:
        rule: How the minutes were counted.
        verdict: `DEPENDS` where the rule leaves a choice or units must be typed in.
        timed_minutes: Minutes of all codes counted by the day's minutes.
        pooled_minutes: Those of them that share Medicare's pool (0 under the other rules).
        total_minutes: Timed and untimed minutes together; `None` when an untimed code came without.
        timed_units: Units of all codes that are counted by minutes.
        allocations: Splits the rule allows, the recommended one first, at most 24.
        allocations_total: How many splits there are in all.
        tie: The group that may be chosen from, or `None`.
        untimed: Units of the codes that are not counted by minutes.
        untimed_minutes: Minutes typed with such codes; documented, never pooled.
        lines: Every counted code in typed order, with the recommended units.
        not_counted: Codes that are no line of the claim here, with the reason.
        minutes_to_next_unit: Minutes more that would make the next unit; `None` without timed codes.
        steps: The arithmetic.
        cautions: What the asker should know.
        citations: What the answer rests on.
        used: `parameter@first-day` of each value used.
    """

    rule: CountingRule
    verdict: Verdict
    timed_minutes: int
    pooled_minutes: int
    total_minutes: int | None
    timed_units: int
    allocations: tuple[dict[str, int], ...]
    allocations_total: int
    tie: Tie | None
    untimed: dict[str, int]
    untimed_minutes: dict[str, int]
    lines: tuple[Line, ...]
    not_counted: tuple[NotCounted, ...]
    minutes_to_next_unit: int | None
    steps: tuple[Step, ...]
    cautions: tuple[Caution, ...]
    citations: tuple[Citation, ...]
    used: tuple[str, ...]

    @property
    def total_units(self) -> int:
        """Timed and untimed units together."""
        return self.timed_units + sum(self.untimed.values())
