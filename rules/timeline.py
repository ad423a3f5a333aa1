"""Dated values: which one is in force on a date of service, and refusal where none is."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from rules.citations import Citation
from rules.errors import NoRuleInForce, OverlapError


class Confidence(StrEnum):
    """How well a fact is known. Carried into every answer that uses it."""

    VERIFIED = "verified"
    """Seen in a public page."""
    KNOWN = "known"
    """Known in the field, not seen at the source."""
    DERIVED = "derived"
    """Follows from other facts here."""
    DOUBTFUL = "doubtful"
    """Sources contradict each other, or are thin."""


@dataclass(frozen=True, slots=True)
class DatedValue:
    """One value and the days it holds.

    Attributes:
        reference: `parameter@first-day`, as answers and the log print it.
        value: The number, text or list; `None` for a rule that was repealed.
        effective: First day.
        through: Last day, inclusive; `None` for a standing rule.
        cite: Where this value stands.
        confidence: How well it is known.
    """

    reference: str
    value: Any
    effective: date
    through: date | None
    cite: Citation
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class Parameter:
    """One number or short list with its whole history.

    Attributes:
        name: Dotted name, the same as its path.
        label: Noun phrase.
        says: One or two plain sentences.
        unit: Unit with its period and subject.
        values: In order of their first day, without overlaps.
        expected: Days from which a new value is known to come, not yet usable.
        checked_on: When a person last read the source; `None` until one has.
        gap: What a refusal on a day without a value begins with, where it is not the usual sentence.
    """

    name: str
    label: str
    says: str
    unit: str
    values: tuple[DatedValue, ...]
    expected: tuple[date, ...] = ()
    checked_on: date | None = None
    gap: str | None = None
    _starts: tuple[date, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Refuse values that share a day."""
        for earlier, later in zip(self.values, self.values[1:], strict=False):
            if earlier.through is None or earlier.through >= later.effective:
                raise OverlapError(
                    f"{self.name}: the values of {earlier.effective} and {later.effective} "
                    f"both hold on {later.effective}; end the first one the day before"
                )
        object.__setattr__(self, "_starts", tuple(value.effective for value in self.values))

    def on(self, day: date) -> DatedValue:
        """The value in force on a date of service.

        Raises:
            NoRuleInForce: Before the first value, after the last, in a gap, on a value that is
                only expected, or on a repealed one.
        """
        index = bisect_right(self._starts, day) - 1
        if index >= 0:
            found = self.values[index]
            if (found.through is None or day <= found.through) and found.value is not None:
                awaited = any(found.effective < start <= day for start in self.expected)
                if not awaited:
                    return found
        raise NoRuleInForce(self.name, day, self.covered(), gap=self.gap)

    def covered(self) -> tuple[tuple[date, date | None], ...]:
        """First and last day of each usable value."""
        return tuple((value.effective, value.through) for value in self.values if value.value is not None)
