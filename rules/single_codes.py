"""Codes that are counted on their own, without a pool of minutes.

Source: cpt-time-rule (a unit of time is reached once its midpoint is passed);
cms-cr-14250 (remote monitoring management); contract-terms (whole 15 minutes).

Encoded: per-code counts without any pool; first/additional services with units longer than
15 minutes; hourly codes; minutes of a month without rounding; codes picked by a band of minutes.
Left to judgement: whether a contract really counts so; the live interaction that remote
monitoring needs; who started an online assessment.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from rules.codes import CodeEntry, CodeTable
from rules.errors import NotCountable
from rules.loader import parameters
from rules.timeline import DatedValue

RTM_TEN, RTM_TWENTY, RTM_FURTHER = "98979", "98980", "98981"


class AloneCount(NamedTuple):
    """How one 15-minute code is counted alone.

    Attributes:
        length: Length of a unit in minutes.
        reach: Minutes of a unit that must be there for it to count.
        values: Dated values behind both.
    """

    length: int
    reach: int
    values: tuple[DatedValue, ...]

    def units(self, minutes: int) -> int:
        """Units of service for whole minutes of one code.

        >>> AloneCount(15, 8, ()).units(23)
        2
        """
        return (minutes + self.length - self.reach) // self.length

    def to_next(self, minutes: int) -> int:
        """Minutes more that would make the next unit of the code."""
        return (self.reach - 1 - minutes) % self.length + 1


def midpoint_count(*, on: date) -> AloneCount:
    """Counting a 15-minute code alone by the CPT midpoint.

    Args:
        on: Date of service.

    Raises:
        NoRuleInForce: Nothing is loaded for this date.

    Source:
        cpt-time-rule, time rule.

    >>> midpoint_count(on=date(2026, 3, 2)).units(23)
    2
    """
    length = parameters()["cpt.midpoint_units.minutes_per_unit"].on(on)
    last = parameters()["cpt.midpoint_units.minutes_for_last_unit"].on(on)
    return AloneCount(length.value, last.value, (length, last))


def whole_unit_count(*, on: date) -> AloneCount:
    """Counting a 15-minute code alone where only whole 15 minutes count.

    Args:
        on: Date of service.

    Raises:
        NoRuleInForce: Nothing is loaded for this date.

    Source:
        contract-terms, the clinic's contract.

    >>> whole_unit_count(on=date(2026, 3, 2)).units(29)
    1
    """
    length = parameters()["contract.whole_units.minutes_per_unit"].on(on)
    return AloneCount(length.value, length.value, (length,))


def midpoint_share(*, on: date) -> DatedValue:
    """The share of a longer unit that must be passed, in percent.

    Raises:
        NoRuleInForce: Nothing is loaded for this date.

    Source:
        cpt-time-rule, time rule.
    """
    return parameters()["cpt.midpoint_units.share_of_longer_units"].on(on)


def least_minutes(length: int, share: DatedValue) -> int:
    """First whole minute past the midpoint of a unit of `length` minutes.

    >>> least_minutes(60, midpoint_share(on=date(2026, 3, 2)))
    31
    """
    return int(length * share.value // 100 + 1)


def long_service_units(minutes: int, first: int, further: int, share: DatedValue) -> int:
    """Units of a service with a first length and further lengths, each by its midpoint.

    Args:
        minutes: Whole minutes of the service on one day.
        first: Length of the first unit in minutes.
        further: Length of each further unit in minutes; the same as `first` for an hourly code.
        share: The dated share from `midpoint_share`.

    Returns:
        Units in all, the first one included.

    Source:
        cpt-time-rule, time rule; the sums over first and further lengths are derived.

    >>> long_service_units(76, 60, 30, midpoint_share(on=date(2026, 3, 2)))
    2
    """
    if minutes < least_minutes(first, share):
        return 0
    over = minutes - first - least_minutes(further, share)
    return 1 if over < 0 else 2 + over // further


def month_units(minutes: int, *, on: date) -> tuple[dict[str, int], DatedValue]:
    """Codes for a calendar month of remote monitoring management.

    Args:
        minutes: Whole minutes of the month.
        on: Date of service, the last day of the month's management at the latest.

    Returns:
        Units per code (empty below the first threshold), and the dated value used.

    Raises:
        NoRuleInForce: Nothing is loaded for this date.

    Source:
        cms-cr-14250, codes and minutes.

    >>> month_units(40, on=date(2026, 3, 2))[0]
    {'98980': 1, '98981': 1}
    """
    value = parameters()["medicare.rtm_management.minutes_in_month"].on(on)
    thresholds = value.value
    if minutes >= thresholds[RTM_TWENTY]:
        units = {RTM_TWENTY: 1}
        further = (minutes - thresholds[RTM_TWENTY]) // thresholds[RTM_FURTHER]
        if further:
            units[RTM_FURTHER] = further
        return units, value
    if RTM_TEN in thresholds and minutes >= thresholds[RTM_TEN]:
        return {RTM_TEN: 1}, value
    return {}, value


def require_band(entry: CodeEntry, minutes: int, table: CodeTable) -> None:
    """Refuse minutes that belong to another code of the same family.

    Args:
        entry: A code counted by a band of minutes.
        minutes: Whole minutes added over the days of the code.
        table: The code table, to find the right neighbour.

    Raises:
        NotCountable: With the code whose band holds the minutes, where there is one.

    Source:
        cms-therapy-code-list, minutes in the labels of the codes.
    """
    if _in_band(entry, minutes):
        return
    stem = entry.code[:4]
    family = [other for other in table if other.code[:4] == stem and other.band]
    right = next((other for other in family if _in_band(other, minutes)), None)
    low, high = entry.band or (0, None)
    span = f"{low} minutes or more" if high is None else f"{low} to {high} minutes"
    advice = f"{minutes} minutes is {right.code}." if right else f"{minutes} minutes has no code."
    raise NotCountable(
        f"{entry.code} is for {span}, and {minutes} were given. {advice}", code="minutes_outside_band"
    )


def _in_band(entry: CodeEntry, minutes: int) -> bool:
    low, high = entry.band or (0, None)
    return minutes >= low and (high is None or minutes <= high)
