"""Codes with what was measured for them, and what found no place."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.parsing.items import AmountItem, ClockItem, CodeItem, CountItem, Measure, Separator
from rules import CountedBy, code_table

BY_TYPED_UNITS = frozenset({CountedBy.AREA, CountedBy.UNLISTED})
"""Kinds of codes that no minutes decide, so their units are typed."""
MEASURES = (AmountItem, ClockItem, CountItem)


@dataclass(slots=True)
class Entry:
    """One mention of a code with what was measured for it.

    Attributes:
        code: The mention.
        measures: Amounts, clock ranges and counts, in typed order.
    """

    code: CodeItem
    measures: list[Measure] = field(default_factory=list)

    def add(self, measure: Measure) -> None:
        """Add what was measured; for a code that no minutes decide, a number behind an x is its units."""
        if isinstance(measure, AmountItem) and measure.how == "x_minutes" and self._takes_typed_units:
            measure = CountItem(measure.start, measure.end, sum(measure.parts), with_x=True)
        self.measures.append(measure)

    @property
    def _takes_typed_units(self) -> bool:
        return code_table().find(self.code.code).counted_by in BY_TYPED_UNITS

    @property
    def needs_measure(self) -> bool:
        """Whether it cannot stand alone."""
        return not self.measures and code_table().find(self.code.code).takes_minutes


Cell = Entry | Measure | Separator


@dataclass(slots=True)
class Pairing:
    """How codes and numbers go together.

    Attributes:
        entries: Every code mentioned, in typed order.
        homeless: Numbers that belong to no code.
        seconds: Numbers for a code that has one already, with that code.
        each: Amounts given to several codes at once.
        total: A total typed beside the parts.
        doubtful_total: A number called the total that could only be read as the minutes of a code.
    """

    entries: list[Entry] = field(default_factory=list)
    homeless: list[Measure] = field(default_factory=list)
    seconds: list[tuple[Entry, AmountItem]] = field(default_factory=list)
    each: list[tuple[list[Entry], AmountItem]] = field(default_factory=list)
    total: AmountItem | None = None
    doubtful_total: AmountItem | None = None

    @property
    def missing(self) -> list[Entry]:
        """Codes that need minutes and have none."""
        return [entry for entry in self.entries if entry.needs_measure]

    @property
    def faults(self) -> int:
        """How much of it does not fit."""
        return len(self.homeless) + len(self.seconds) + len(self.missing)
