"""The parts of a command once words are understood: codes, amounts, clock ranges and what ties them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from rules import Discipline


class Provider(StrEnum):
    """Who gave minutes of a service."""

    THERAPIST = "therapist"
    ASSISTANT = "assistant"
    TOGETHER = "together"
    """Side by side: each minute once, and it counts as the therapist's."""


@dataclass(slots=True)
class CodeItem:
    """One mention of a code.

    Attributes:
        start: Where it begins in the normalised text.
        end: Where it ends.
        code: The code; while it has `choices` this is the first of them.
        said: The house word it was typed as, `None` when typed as a code.
        choices: Phrase and code of each choice, while the words leave it open.
        by_payer: The choices are Medicare's code and the other payers' code.
    """

    start: int
    end: int
    code: str
    said: str | None = None
    choices: tuple[tuple[str, str], ...] = ()
    by_payer: bool = False

    def may_be(self, code: str) -> bool:
        """Whether this mention may stand for a code."""
        return code == self.code or any(code == choice for _, choice in self.choices)


@dataclass(slots=True)
class AmountItem:
    """Minutes.

    Attributes:
        start: Where it begins.
        end: Where it ends.
        parts: The minutes, several when typed as a sum.
        has_unit: Whether a unit of time was typed with it.
        said: As typed, for amounts that are not plain digits.
        how: `hours`, `written_number`, `x_minutes`, `hyphen_minutes`, or empty for plain digits.
        provider: Who gave them, where it was said.
    """

    start: int
    end: int
    parts: tuple[int, ...]
    has_unit: bool = False
    said: str = ""
    how: str = ""
    provider: Provider | None = None


@dataclass(slots=True)
class ClockItem:
    """A range of clock times.

    Attributes:
        start: Where it begins in the text.
        end: Where it ends.
        begins: Minutes after midnight.
        ends: Minutes after midnight.
        said: As typed.
        is_open: Neither end says morning or afternoon.
        provider: Who was there, where it was said.
    """

    start: int
    end: int
    begins: int
    ends: int
    said: str
    is_open: bool
    provider: Provider | None = None

    @property
    def minutes(self) -> int:
        """Its length."""
        return self.ends - self.begins


@dataclass(slots=True)
class CountItem:
    """Units rather than minutes, as in x2 or "2 units".

    Attributes:
        start: Where it begins.
        end: Where it ends.
        units: How many.
        with_x: Typed with an x, which may also stand before minutes.
        provider: Always `None`: units are nobody's.
    """

    start: int
    end: int
    units: int
    with_x: bool
    provider: Provider | None = None


@dataclass(slots=True)
class Separator:
    """What parts two entries; `joins` when it may also add two amounts."""

    start: int
    end: int
    joins: bool = False


@dataclass(slots=True)
class Binder:
    """What ties the amount on one side to the code on the other; "of" does so against the typed order."""

    start: int
    end: int
    is_strong: bool = False


@dataclass(slots=True)
class Each:
    """The amount beside it goes to each of several codes."""

    start: int
    end: int


@dataclass(slots=True)
class Total:
    """The amount beside it may be the sum of all."""

    start: int
    end: int


@dataclass(slots=True)
class ProviderMark:
    """A word for who gave minutes.

    Attributes:
        start: Where it begins.
        end: Where it ends, with its colon.
        provider: Who.
        discipline: Plan of care it names; `None` for "assistant".
        said: As typed.
        has_colon: Typed as `pt:`, so that it only ever speaks of what follows.
        takes_all: "All" stands before it.
    """

    start: int
    end: int
    provider: Provider
    discipline: Discipline | None
    said: str
    has_colon: bool
    takes_all: bool = False

    @property
    def names_plan(self) -> bool:
        """Whether it may stand for the plan of care as well, as "pt" does."""
        return self.provider is Provider.THERAPIST and self.discipline is not None


Item = CodeItem | AmountItem | ClockItem | CountItem | Separator | Binder | Each | Total | ProviderMark
Measure = AmountItem | ClockItem | CountItem


def clock_text(minutes: int) -> str:
    """Minutes after midnight as 24-hour clock text."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def clock_face(minutes: int) -> str:
    """Minutes after midnight as a clock face shows them, without the half of the day."""
    return f"{(minutes // 60 - 1) % 12 + 1}:{minutes % 60:02d}"
