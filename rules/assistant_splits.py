"""Splits of a visit between therapist and assistant: from units of services to units of codes.

Source: cms-cq-co-examples; cms-pfs-2022.

Encoded: which services are split by 15 minutes and which go by the assistant's share as a whole; every
reading of a split; base code and add-on.
Left to judgement: who gave the first minutes of a service with an add-on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import product
from typing import NamedTuple

from rules.assistant_units import (
    SHARE_NOT_OVER,
    SHARE_OVER,
    TWO_READINGS,
    Limits,
    ServiceShare,
    share_service,
    share_whole_service,
    ten_percent,
)
from rules.codes import code_table
from rules.loader import parameters
from rules.result import Caution, Step
from rules.types import CountedBy

_MANAGEMENT_OF_A_MONTH = "month"


class ProviderMinutes(NamedTuple):
    """Minutes of one code by who gave them, whole minutes each.

    Attributes:
        code: The code.
        therapist: Minutes of the therapist alone.
        assistant: Minutes of the assistant alone.
        together: Minutes side by side, which count as the therapist's.
    """

    code: str
    therapist: int = 0
    assistant: int = 0
    together: int = 0

    @property
    def total(self) -> int:
        """Minutes of the patient, each once."""
        return self.therapist + self.assistant + self.together


class ProviderSplit(NamedTuple):
    """One allowed way to bill a visit: units by code without the assistant modifier, and with it."""

    plain: dict[str, int]
    with_modifier: dict[str, int]


class SharedService(NamedTuple):
    """One service of a visit with its units between the two.

    Attributes:
        codes: Units by code: one code, a base code with its add-on, or the codes of a month.
        therapist: Minutes of the therapist, side-by-side minutes among them.
        assistant: Minutes of the assistant alone.
        together: Minutes side by side.
        by_quarter_hours: Whether its units are of 15 minutes; else the whole service goes by the share.
        share: The units between the two.
    """

    codes: Mapping[str, int]
    therapist: int
    assistant: int
    together: int
    by_quarter_hours: bool
    share: ServiceShare

    @property
    def code(self) -> str:
        """The code that the service is named by."""
        return next(iter(self.codes))

    @property
    def units(self) -> int:
        """Units of the service."""
        return sum(self.codes.values())


def share_services(
    billed: Mapping[str, int], minutes: Mapping[str, ProviderMinutes], limits: Limits, *, on: date
) -> tuple[SharedService, ...]:
    """Share the units of each service of one split of a visit.

    Args:
        billed: Units by code, in typed order.
        minutes: Minutes by code as typed.
        limits: What is in force on the date of service.
        on: Date of service.

    Source:
        cms-cq-co-examples; cms-pfs-2022.
    """
    services: dict[str, dict[str, int]] = {}
    for code, units in billed.items():
        services.setdefault(_service_of(code), {})[code] = units
    return tuple(_shared(name, codes, minutes, limits, on) for name, codes in services.items())


def splits_of(services: Sequence[SharedService]) -> tuple[ProviderSplit, ...]:
    """Every way that the rule leaves to bill the shared services, the recommended one first."""
    readings = max((len(service.share.readings) for service in services), default=1)
    found: list[ProviderSplit] = []
    for reading in range(readings):
        # One reading of the rule holds for the whole visit, not for one code this and for another that.
        ways = (
            tuple(_ways(service, service.share.readings[min(reading, len(service.share.readings) - 1)]))
            for service in services
        )
        for way in product(*ways):
            plain: dict[str, int] = {}
            with_modifier: dict[str, int] = {}
            for part in way:
                plain |= part.plain
                with_modifier |= part.with_modifier
            found.append(ProviderSplit(plain, with_modifier))
    return tuple(found)


def step_of(service: SharedService, limits: Limits) -> Step:
    """The arithmetic of one service."""
    share = service.share
    data = {
        "code": service.code,
        "therapist": service.therapist,
        "assistant": service.assistant,
        "together": service.together,
        "units": service.units,
        "by": share.by,
        "plain": service.units - share.readings[0],
        "with_modifier": share.readings[0],
        "percent": limits.percent,
    }
    if not service.by_quarter_hours:
        total = service.therapist + service.assistant
        return Step("assistant_share", data | {"total": total})
    return Step(
        "provider_units",
        data
        | {
            "full_therapist": share.full_therapist,
            "full_assistant": share.full_assistant,
            "open": share.open_units,
            "left_therapist": share.left_therapist,
            "left_assistant": share.left_assistant,
            "length": limits.length,
            "reach": limits.reach,
        },
    )


def cautions_of(service: SharedService, limits: Limits) -> Iterator[Caution]:
    """What the asker should know of one service: readings, roundings, and units that are not 15 minutes."""
    share = service.share
    left = {"therapist": share.left_therapist, "assistant": share.left_assistant}
    if share.by == TWO_READINGS:
        yield Caution("assistant_two_readings", {"code": service.code, **left})
    if share.by in (SHARE_OVER, SHARE_NOT_OVER):
        total = sum(left.values())
        ways = ten_percent(left["assistant"], total, limits.percent)
        if ways.methods_differ:
            data = {"code": service.code, "assistant": left["assistant"], "total": total, **ways._asdict()}
            yield Caution("ten_percent_methods_differ", data)
    if service.assistant and not service.by_quarter_hours and code_table().find(service.code).takes_minutes:
        yield Caution("assistant_whole_service", {"code": service.code})
    if any(len(tuple(_ways(service, marked))) > 1 for marked in share.readings):
        base, add_on = service.codes
        yield Caution("assistant_first_unit", {"code": base, "add_on": add_on})


def _shared(
    name: str, codes: Mapping[str, int], minutes: Mapping[str, ProviderMinutes], limits: Limits, on: date
) -> SharedService:
    given = [line for code, line in minutes.items() if _service_of(code) == name]
    together = sum(line.together for line in given)
    therapist = sum(line.therapist for line in given) + together
    assistant = sum(line.assistant for line in given)
    by_quarter_hours = _is_by_quarter_hours(name, on)
    share = share_service if by_quarter_hours else share_whole_service
    return SharedService(
        codes,
        therapist,
        assistant,
        together,
        by_quarter_hours,
        share(sum(codes.values()), therapist, assistant, limits),
    )


def _service_of(code: str) -> str:
    entry = code_table().find(code)
    if entry.counted_by is CountedBy.MONTH:
        return _MANAGEMENT_OF_A_MONTH
    if entry.counted_by is CountedBy.ADDITIONAL and entry.base_code is not None:
        return entry.base_code
    return code


def _is_by_quarter_hours(service: str, on: date) -> bool:
    if service == _MANAGEMENT_OF_A_MONTH:
        return False
    if code_table().find(service).counted_by is CountedBy.QUARTER_HOUR:
        return True
    return service in parameters()["medicare.timed_units.pooled_first_additional"].on(on).value


def _ways(service: SharedService, marked: int) -> Iterator[ProviderSplit]:
    """Ways to put so many marked units of a service on its codes."""
    codes = dict(service.codes)
    if marked == 0:
        yield ProviderSplit(codes, {})
    elif marked == service.units:
        yield ProviderSplit({}, codes)
    elif len(codes) == 1:
        yield ProviderSplit({service.code: service.units - marked}, {service.code: marked})
    else:
        # Nobody said who gave the first 15 minutes, so the base code may be either person's.
        base, add_on = codes
        plain = service.units - marked
        yield ProviderSplit(_with_base(base, add_on, plain), {add_on: marked})
        yield ProviderSplit({add_on: plain}, _with_base(base, add_on, marked))


def _with_base(base: str, add_on: str, units: int) -> dict[str, int]:
    return {base: 1, add_on: units - 1} if units > 1 else {base: 1}
