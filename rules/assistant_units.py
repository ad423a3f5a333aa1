"""Units of one service between therapist and assistant, once its units are counted.

Source: cms-pfs-2022; cms-100-04-ch5 §20.1; cms-cq-co-examples.

Encoded: whole 15 minutes of each person; the rule for a unit still open, before 2022 and since; the
10 percent of an untimed service; the two ways Medicare offers to work the 10 percent out.
Left to judgement: whether the assistant's minutes were skilled therapy at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import NamedTuple

from rules.loader import parameters
from rules.timeline import DatedValue

NOTHING_OPEN = "nothing_open"
ONE_PERSON = "one_person"
THERAPIST_REACHES = "therapist_reaches"
ASSISTANT_REACHES = "assistant_reaches"
SHARE_OVER = "share_over"
SHARE_NOT_OVER = "share_not_over"
ONE_EACH = "one_each"
TWO_READINGS = "two_readings"

_RESTS_ON = {
    NOTHING_OPEN: ("length",),
    ONE_PERSON: ("length",),
    THERAPIST_REACHES: ("length", "reach", "rule"),
    ASSISTANT_REACHES: ("length", "reach", "rule"),
    SHARE_OVER: ("rule", "percent"),
    SHARE_NOT_OVER: ("rule", "percent"),
    ONE_EACH: ("length", "rule", "least_of_each"),
    TWO_READINGS: ("length", "rule", "least_of_each"),
}


class Limits(NamedTuple):
    """The numbers of a day that decide between therapist and assistant.

    Attributes:
        length: Minutes of a unit.
        reach: Least minutes left over that carry a unit by themselves.
        percent: Share in percent that the assistant must pass.
        rule: Name of the rule for a unit still open.
        least_of_each: Least minutes left of each person for one unit each; `None` before that rule.
        values: Dated values behind them, by the attribute above.
    """

    length: int
    reach: int
    percent: int
    rule: str
    least_of_each: int | None
    values: Mapping[str, DatedValue]

    def values_behind(self, decided_by: Iterable[str]) -> tuple[DatedValue, ...]:
        """The dated values that a split rests on.

        Args:
            decided_by: What decided each service, as in `ServiceShare.by`.
        """
        names = dict.fromkeys(name for by in decided_by for name in _RESTS_ON[by] if name in self.values)
        return tuple(self.values[name] for name in names)


class ServiceShare(NamedTuple):
    """Units of one service between the two, with how they came about.

    Attributes:
        full_therapist: Units by whole 15 minutes of the therapist.
        full_assistant: Units by whole 15 minutes of the assistant.
        open_units: Units that neither filled alone.
        left_therapist: Minutes of the therapist beyond whole units.
        left_assistant: Minutes of the assistant beyond whole units.
        by: What decided the open units.
        readings: Units with the modifier in each reading of the rule, the recommended one first.
    """

    full_therapist: int
    full_assistant: int
    open_units: int
    left_therapist: int
    left_assistant: int
    by: str
    readings: tuple[int, ...]


def share_whole_service(units: int, therapist: int, assistant: int, limits: Limits) -> ServiceShare:
    """Put all units of a service that has no 15-minute units on one side, by the assistant's share.

    Args:
        units: Units of the service, already counted.
        therapist: Whole minutes of the therapist, side-by-side minutes among them.
        assistant: Whole minutes of the assistant alone.
        limits: What is in force on the date of service.

    Source:
        cms-cq-co-examples, more than 10 percent.
    """
    if 0 in (therapist, assistant):
        return ServiceShare(0, 0, units, therapist, assistant, ONE_PERSON, (units if assistant else 0,))
    by, (is_marked, *_) = _by_share(therapist, assistant, limits)
    return ServiceShare(0, 0, units, therapist, assistant, by, (units * is_marked,))


class TenPercent(NamedTuple):
    """Whether the assistant's share is over the limit, worked out in three ways.

    Attributes:
        is_over: Nothing rounded; what is answered here.
        by_simple: Medicare's simple method: a tenth of the minutes, rounded, and one more.
        by_percentage: Medicare's percentage method: the share rounded to a whole percent.
    """

    is_over: bool
    by_simple: bool
    by_percentage: bool

    @property
    def methods_differ(self) -> bool:
        """Whether the three do not all say the same."""
        return len({self.is_over, self.by_simple, self.by_percentage}) > 1


def limits_on(day: date) -> Limits:
    """The limits in force on a date of service from 2020 on.

    Raises:
        NoRuleInForce: Nothing is loaded for this date.

    Source:
        cms-pfs-2022; cms-cq-co-examples.
    """
    known = parameters()
    values = {
        "length": known["medicare.timed_units.minutes_per_unit"].on(day),
        "reach": known["medicare.timed_units.minutes_for_last_unit"].on(day),
        "percent": known["medicare.assistants.in_part_percent"].on(day),
        "rule": known["medicare.assistants.open_unit_rule"].on(day),
    }
    if values["rule"].value == THERAPIST_EIGHT_FIRST:
        values["least_of_each"] = known["medicare.assistants.two_open_units"].on(day)
    each = values.get("least_of_each")
    return Limits(
        length=values["length"].value,
        reach=values["reach"].value,
        percent=values["percent"].value,
        rule=values["rule"].value,
        least_of_each=each.value if each else None,
        values=values,
    )


def share_service(units: int, therapist: int, assistant: int, limits: Limits) -> ServiceShare:
    """Share the units of one 15-minute service between therapist and assistant.

    Args:
        units: Units of the service, already counted; never fewer than the whole 15 minutes of both together.
        therapist: Whole minutes of the therapist, side-by-side minutes among them.
        assistant: Whole minutes of the assistant alone.
        limits: What is in force on the date of service.

    Returns:
        The shares; more than one reading where the rule does not say.

    Source:
        cms-pfs-2022; cms-100-04-ch5 §20.1 for 2020 and 2021.
    """
    full_therapist, left_therapist = divmod(therapist, limits.length)
    full_assistant, left_assistant = divmod(assistant, limits.length)
    open_units = units - full_therapist - full_assistant
    by = NOTHING_OPEN
    readings: tuple[int, ...] = (0,)
    if open_units > 0 and 0 in (left_therapist, left_assistant):
        by, readings = ONE_PERSON, (open_units if left_assistant else 0,)
    elif open_units > 0:
        by, readings = _OPEN_UNIT_RULES[limits.rule](open_units, left_therapist, left_assistant, limits)
    return ServiceShare(
        full_therapist,
        full_assistant,
        open_units,
        left_therapist,
        left_assistant,
        by,
        tuple(full_assistant + more for more in readings),
    )


def ten_percent(assistant: int, total: int, percent: int) -> TenPercent:
    """Whether an assistant's minutes are more than a share of the whole.

    Args:
        assistant: Whole minutes of the assistant alone.
        total: Whole minutes of both.
        percent: The share in percent that must be passed.

    Source:
        cms-cq-co-examples, simple and percentage method.

    >>> ten_percent(2, 15, 10)
    TenPercent(is_over=True, by_simple=False, by_percentage=True)
    """
    return TenPercent(
        is_over=assistant * 100 > percent * total,
        by_simple=assistant >= _rounded(percent * total, 100) + 1,
        by_percentage=total > 0 and _rounded(assistant * 100, total) > percent,
    )


def _rounded(numerator: int, denominator: int) -> int:
    """A quotient to the nearest whole number, halves up."""
    return (2 * numerator + denominator) // (2 * denominator)


def _therapist_eight_first(
    open_units: int, therapist: int, assistant: int, limits: Limits
) -> tuple[str, tuple[int, ...]]:
    """The rule since 2022: how many open units carry the modifier, by what."""
    if open_units > 1:
        if min(therapist, assistant) >= (limits.least_of_each or limits.reach):
            return ONE_EACH, (1,)
        # The rule is written for one code alone and does not reach this far; the modifier on both is safe.
        return TWO_READINGS, (open_units, 1)
    if therapist >= limits.reach:
        return THERAPIST_REACHES, (0,)
    if assistant >= limits.reach:
        return ASSISTANT_REACHES, (1,)
    return _by_share(therapist, assistant, limits)


def _over_ten_percent(
    open_units: int, therapist: int, assistant: int, limits: Limits
) -> tuple[str, tuple[int, ...]]:
    """The rule of 2020 and 2021: the therapist's 8 minutes do not matter."""
    if open_units > 1:
        return TWO_READINGS, (open_units, 1)
    return _by_share(therapist, assistant, limits)


def _by_share(therapist: int, assistant: int, limits: Limits) -> tuple[str, tuple[int, ...]]:
    if ten_percent(assistant, therapist + assistant, limits.percent).is_over:
        return SHARE_OVER, (1,)
    return SHARE_NOT_OVER, (0,)


THERAPIST_EIGHT_FIRST = "therapist_eight_first"

_OPEN_UNIT_RULES: Mapping[str, Callable[[int, int, int, Limits], tuple[str, tuple[int, ...]]]] = {
    "over_ten_percent": _over_ten_percent,
    THERAPIST_EIGHT_FIRST: _therapist_eight_first,
}
