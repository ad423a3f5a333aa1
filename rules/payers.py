"""Payer profiles: how each payer counts and which modifiers it wants, as far as that is known.

Encoded, each dated and cited: counting rule, how the payer takes the discipline modifiers, the
assistant modifiers and KX, and whose code pairs it edits by. Beside them: whether the counting
rule is settled enough to show alone, whether Medicare's standing of a code decides the claim line,
limits that are known to exist, and who keeps the entry.
Left to judgement: the clinic's own contract, which always wins.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple, TypeVar

from rules.citations import Citation
from rules.timeline import Confidence, DatedValue, Parameter
from rules.types import CountingRule

_Word = TypeVar("_Word", bound=StrEnum)

MONTHS_OF = {"month": 1, "year": 12}


class DisciplineModifierUse(StrEnum):
    """How a payer takes GP, GO and GN."""

    REQUIRED = "required"
    PER_PLAN = "per_plan"
    RARELY = "rarely"


class AssistantModifierUse(StrEnum):
    """How a payer takes CQ and CO."""

    REQUIRED = "required"
    PER_PLAN = "per_plan"
    RARELY = "rarely"
    EXEMPT = "exempt"
    """Not asked for: the provider is exempt, the payer has no use for them, or they were not there yet."""
    UNKNOWN = "unknown"


class KxUse(StrEnum):
    """How a payer takes KX."""

    REQUIRED = "required"
    PER_PLAN = "per_plan"
    NO = "no"
    UNKNOWN = "unknown"


class EditsUse(StrEnum):
    """Whose table of code pairs a payer edits claims by."""

    MEDICARE = "medicare"
    MEDICAID = "medicaid"
    OWN = "own"
    """Pairs of its own, in place of Medicare's or beside them."""
    UNKNOWN = "unknown"


class ModifierClass(StrEnum):
    """Modifiers that stand at one place of a line's order."""

    ASSISTANT = "assistant"
    """CQ, CO."""
    DISTINCT = "distinct"
    """59, XE, XS, XP, XU."""
    DISCIPLINE = "discipline"
    """GP, GO, GN."""
    THRESHOLD = "threshold"
    """KX."""
    NOTICE = "notice"
    """GA, GX, GY, GZ."""
    TELEHEALTH = "telehealth"
    """95, 93, GT."""


class PayerLimit(NamedTuple):
    """A limit that is known to exist; the number itself stands in the contract.

    Attributes:
        says: One short sentence.
        cite: Where it stands.
        confidence: How well it is known.
    """

    says: str
    cite: Citation
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class PayerProfile:
    """One payer, or a primary and a secondary payer together.

    Attributes:
        id: Stable id, e.g. `medicare` or `bcbs.ne`; `medicare+bcbs` for two.
        label: Name as an answer prints it.
        aliases: Other ways people write it, in lower case.
        counting_rule: Dated: `cms`, `ama` or `full15`.
        shows_both_rules: The rule is disputed or up to the plan, so both are shown.
        follows_medicare_code_status: A code that Medicare bundles or refuses is left off the claim.
        discipline_modifiers: Dated: how the payer takes GP, GO and GN.
        assistant_modifiers: Dated: how the payer takes CQ and CO.
        kx: Dated: how the payer takes KX.
        edits: Dated: whose table of code pairs the payer edits by.
        limits: Limits that are known to exist.
        note: One sentence for the answer, or an empty string.
        owner: Who keeps the entry, such as a channel or a person; `None` for a built-in one.
        reviewed_on: When the owner last checked it; `None` while nobody has.
        review_in: After how long it is due again, such as `6 months`.
        modifier_order: Classes of modifiers, first on the line first; `None` for the usual order.
        is_clinics: The entry stands in the clinic's own file.
        first_label: Name of the primary payer, where there are two; `None` for one payer alone.
    """

    id: str
    label: str
    aliases: tuple[str, ...]
    counting_rule: Parameter
    shows_both_rules: bool
    follows_medicare_code_status: bool
    discipline_modifiers: Parameter
    assistant_modifiers: Parameter
    kx: Parameter
    edits: Parameter
    limits: tuple[PayerLimit, ...]
    note: str
    owner: str | None
    reviewed_on: date | None
    review_in: str
    modifier_order: tuple[ModifierClass, ...] | None
    is_clinics: bool = False
    first_label: str | None = None

    @property
    def primary_label(self) -> str:
        """Name of the payer whose counting rule, code pairs and order of modifiers hold."""
        return self.first_label or self.label

    def rule_on(self, day: date) -> tuple[CountingRule, DatedValue]:
        """The counting rule on a date of service, with the dated value behind it.

        Raises:
            NoRuleInForce: Nothing is loaded for this payer on this day.
        """
        return _word_on(self.counting_rule, CountingRule, day)

    def discipline_modifiers_on(self, day: date) -> tuple[DisciplineModifierUse, DatedValue]:
        """How GP, GO and GN are taken on a date of service, with the dated value behind it.

        Raises:
            NoRuleInForce: Nothing is loaded for this payer on this day.
        """
        return _word_on(self.discipline_modifiers, DisciplineModifierUse, day)

    def assistant_modifiers_on(self, day: date) -> tuple[AssistantModifierUse, DatedValue]:
        """How CQ and CO are taken on a date of service, with the dated value behind it.

        Raises:
            NoRuleInForce: Nothing is loaded for this payer on this day.
        """
        return _word_on(self.assistant_modifiers, AssistantModifierUse, day)

    def kx_on(self, day: date) -> tuple[KxUse, DatedValue]:
        """How KX is taken on a date of service, with the dated value behind it.

        Raises:
            NoRuleInForce: Nothing is loaded for this payer on this day.
        """
        return _word_on(self.kx, KxUse, day)

    def edits_on(self, day: date) -> tuple[EditsUse, DatedValue]:
        """Whose code pairs the payer edits by on a date of service, with the dated value behind it.

        Raises:
            NoRuleInForce: Nothing is loaded for this payer on this day.
        """
        return _word_on(self.edits, EditsUse, day)

    def parameters(self) -> tuple[Parameter, ...]:
        """Every dated fact of this payer."""
        return (self.counting_rule, self.discipline_modifiers, self.assistant_modifiers, self.kx, self.edits)

    @property
    def due_on(self) -> date | None:
        """The day after which the entry should be looked at again; `None` while nobody reviewed it."""
        if self.reviewed_on is None:
            return None
        count, unit = self.review_in.split()
        return _months_after(self.reviewed_on, int(count) * MONTHS_OF[unit.removesuffix("s")])

    def is_due(self, today: date) -> bool:
        """Whether the entry is past its review date.

        Args:
            today: The day the question is asked, not the date of service.

        Returns:
            `False` for an entry that nobody reviewed yet: that is said by its confidence.
        """
        return self.due_on is not None and today > self.due_on

    def is_reviewed_after(self, today: date) -> bool:
        """Whether the entry claims a review on a day to come, which nobody can have made.

        Args:
            today: The day the question is asked.
        """
        return self.reviewed_on is not None and self.reviewed_on > today


def _word_on(fact: Parameter, words: type[_Word], day: date) -> tuple[_Word, DatedValue]:
    """The word that a dated fact holds on a day, with the dated value behind it."""
    value = fact.on(day)
    return words(value.value), value


def _months_after(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    following = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    last = following - date.resolution
    return last.replace(day=min(day.day, last.day))


@dataclass(frozen=True, eq=False)
class PayerBook:
    """Every payer that is known: what ships with the rules, and what a clinic put in its place.

    Two books are the same only as one object, so that what is worked out from a book can be kept.

    Attributes:
        profiles: Every payer by its id.
        fault: Why the clinic's own entries are not used, in words; `None` when all is well.
    """

    profiles: Mapping[str, PayerProfile]
    fault: str | None = None

    def find(self, payer_id: str) -> PayerProfile | None:
        """The profile of a payer; a state or plan without its own falls back to its family's.

        Args:
            payer_id: Id of one payer, with a state or plan behind a dot or without.
        """
        return self.profiles.get(payer_id) or self.profiles.get(payer_id.partition(".")[0])

    @cached_property
    def parameters(self) -> Mapping[str, Parameter]:
        """Every dated fact of every payer, by its dotted name."""
        return {
            parameter.name: parameter
            for profile in self.profiles.values()
            for parameter in profile.parameters()
        }
