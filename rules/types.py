"""The words that every rule module shares: code, discipline, counting rule, payer groups."""

from __future__ import annotations

import re
from enum import StrEnum

CODE_PATTERN = re.compile(r"[0-9]{5}|[A-Z][0-9]{4}")
"""Shape of a CPT or HCPCS level II code as a claim prints it: five characters."""

MINUTES_PER_DAY = 24 * 60


class Discipline(StrEnum):
    """The discipline of the plan of care, as typed after a command."""

    PT = "pt"
    OT = "ot"
    SLP = "slp"


class CountingRule(StrEnum):
    """How minutes become units. The values are stable ids."""

    CMS = "cms"
    """Medicare: all timed minutes of the day in one pool (the 8-minute rule)."""
    AMA = "ama"
    """CPT midpoint: each code alone ("AMA rule of eights")."""
    FULL15 = "full15"
    """Whole 15 minutes of each code, by contract."""


class CountedBy(StrEnum):
    """What a code is counted by; each has its own rule or is honestly refused."""

    QUARTER_HOUR = "quarter_hour"
    """15-minute code: enters the day's pool under Medicare's rule."""
    SERVICE = "service"
    """Untimed: one unit a day, whatever the minutes."""
    FIRST = "first"
    """Base code of a first/additional pair; its service has its own lengths."""
    ADDITIONAL = "additional"
    """Add-on code of such a pair."""
    HOUR = "hour"
    """One unit an hour, from the midpoint on."""
    MONTH = "month"
    """Minutes added over a calendar month, no rounding."""
    BAND = "band"
    """One of several codes, picked by the minutes added over some days."""
    AREA = "area"
    """By wound area: no minutes decide it."""
    PERIOD = "period"
    """Once in a period of days, by days with data."""
    UNLISTED = "unlisted"
    """Not otherwise coded: described and priced by hand, so never counted here."""
    NEVER = "never"
    """Known, but outside the outpatient therapy benefit: never counted."""


class MedicareStatus(StrEnum):
    """How the yearly Medicare therapy code list treats a code, as far as known."""

    ALWAYS = "always"
    SOMETIMES = "sometimes"
    BUNDLED = "bundled"
    NOT_VALID = "not_valid"
    NOT_COVERED = "not_covered"
    NOT_ON_LIST = "not_on_list"
    NOT_THERAPY = "not_therapy"
    UNSURE = "unsure"
    """Sources disagree, or are thin."""
    ENDED = "ended"
    """The code is gone; how the list treated it then was not looked into."""

    @property
    def is_refused(self) -> bool:
        """Whether Medicare never pays a separate line for the code."""
        return self in _REFUSED


_REFUSED = frozenset({MedicareStatus.BUNDLED, MedicareStatus.NOT_VALID, MedicareStatus.NOT_COVERED})
