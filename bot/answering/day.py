"""The date of service of an answer, and how it may be shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rules import Quarter


@dataclass(frozen=True, slots=True)
class DayShown:
    """The date of service of an answer.

    Attributes:
        on: The date.
        given: Whether it was typed; otherwise it is today.
        is_public: Show only the quarter, never the day.
    """

    on: date
    given: bool
    is_public: bool = False

    def words(self) -> str:
        """How an answer names the day."""
        if self.is_public:
            quarter = Quarter.of(self.on)
            return f"Rules of {quarter.year} Q{quarter.number}"
        return f"Date of service {self.on.isoformat()}{'' if self.given else ' (today)'}"


def quarter_start(day: date) -> date:
    """First day of the quarter; every dated rule changes on one."""
    return Quarter.of(day).first_day
