"""What CMS's quarterly tables share: the setting they are for, and the quarter they hold for."""

from __future__ import annotations

import re
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from rules.timeline import Confidence

_MONTHS = 3
_NAME = re.compile(r"(\d{4})\s*-?\s*[Qq]\s*([1-4])")

CONFIDENCE_WORDS = {
    "verified": Confidence.VERIFIED,
    "reported": Confidence.KNOWN,
    "uncertain": Confidence.DOUBTFUL,
}
"""How the tables that ship with the rules say how well a row is known."""


class Setting(StrEnum):
    """Which of CMS's two tables a claim is held against."""

    PRACTITIONER = "practitioner"
    """Professional claims: private practice, chiropractors."""
    HOSPITAL = "hospital"
    """Institutional claims: hospital outpatient, rehab agency, SNF Part B, CORF, home health Part B."""


class Quarter(NamedTuple):
    """One quarter of a year; later ones compare as greater.

    >>> str(Quarter.of(date(2026, 11, 22)))
    '2026Q4'
    >>> Quarter.parse("2026-q4").first_day.isoformat()
    '2026-10-01'
    """

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> Quarter:
        """The quarter of a day."""
        return cls(day.year, (day.month - 1) // _MONTHS + 1)

    @classmethod
    def parse(cls, text: str) -> Quarter:
        """Read `2026Q4`, `2026q4` or `2026-q4`.

        Raises:
            ValueError: It is none of these.
        """
        match = _NAME.fullmatch(text.strip())
        if match is None:
            raise ValueError(f"{text!r} is not a quarter; write it as 2026Q4")
        return cls(int(match[1]), int(match[2]))

    @property
    def first_day(self) -> date:
        """Its first day."""
        return date(self.year, _MONTHS * (self.number - 1) + 1, 1)

    @property
    def last_day(self) -> date:
        """Its last day."""
        return self.next.first_day - timedelta(days=1)

    @property
    def next(self) -> Quarter:
        """The quarter after it."""
        return Quarter(self.year + self.number // 4, self.number % 4 + 1)

    def __str__(self) -> str:
        return f"{self.year}Q{self.number}"
