"""A primary and a secondary payer: one claim that has to suit both.

Source: contract-terms. No public page was found that settles it; the clinic's contracts do.

Encoded: the primary's rule counts the units, and its table of code pairs and its order of
modifiers hold. A modifier that either payer requires goes on. Where the secondary would count or
want otherwise is told apart, so that somebody can look.
Left to judgement: whether the secondary pays on the primary's claim at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from rules.payers import AssistantModifierUse, DisciplineModifierUse, KxUse, PayerProfile
from rules.timeline import DatedValue, Parameter

AND = "+"
"""Stands between the ids of a primary and a secondary payer."""

_DISCIPLINE = tuple(DisciplineModifierUse)
_ASSISTANT = (
    AssistantModifierUse.REQUIRED,
    AssistantModifierUse.PER_PLAN,
    AssistantModifierUse.UNKNOWN,
    AssistantModifierUse.RARELY,
    AssistantModifierUse.EXEMPT,
)
_KX = (KxUse.REQUIRED, KxUse.PER_PLAN, KxUse.UNKNOWN, KxUse.NO)
"""Which of two uses decides the line: the first of them in this order, and likewise above."""


def combined(primary: PayerProfile, secondary: PayerProfile) -> PayerProfile:
    """What a claim follows that goes to two payers.

    Args:
        primary: Who pays first.
        secondary: Who gets the claim after it.

    Returns:
        One profile: the primary's, with each modifier that either requires, and the limits of both.

    Source:
        contract-terms.
    """
    limits = dict.fromkeys((*primary.limits, *secondary.limits))
    return replace(
        primary,
        id=f"{primary.id}{AND}{secondary.id}",
        label=f"{primary.label}, then {secondary.label}",
        aliases=(),
        first_label=primary.label,
        discipline_modifiers=_stronger(
            primary.discipline_modifiers, secondary.discipline_modifiers, _DISCIPLINE
        ),
        assistant_modifiers=_stronger(primary.assistant_modifiers, secondary.assistant_modifiers, _ASSISTANT),
        kx=_stronger(primary.kx, secondary.kx, _KX),
        limits=tuple(limits),
    )


def payer_differences(
    primary: PayerProfile, secondary: PayerProfile, *, on: date
) -> tuple[tuple[str, str], ...]:
    """Where the secondary payer counts or wants otherwise than the primary.

    Args:
        primary: Who pays first.
        secondary: Who gets the claim after it.
        on: Date of service.

    Returns:
        Each fact that differs, by its name, with the secondary's word for it.

    Raises:
        NoRuleInForce: Nothing is loaded for one of them on this date.

    Source:
        contract-terms.
    """
    return tuple(
        (second.name.rpartition(".")[2], str(theirs))
        for first, second in zip(primary.parameters(), secondary.parameters(), strict=True)
        if (theirs := second.on(on).value) != first.on(on).value
    )


def _stronger(first: Parameter, second: Parameter, order: Sequence[str]) -> Parameter:
    """On each day the one of two uses that decides the line; the first one when both are the same."""
    turns = sorted({turn for parameter in (first, second) for turn in _turns(parameter)})
    pieces: list[DatedValue] = []
    for start, following in zip(turns, [*turns[1:], None], strict=True):
        found = [value for parameter in (first, second) for value in _in_force(parameter, start)]
        if found:
            decisive = min(found, key=lambda value: order.index(value.value))
            through = following - timedelta(days=1) if following is not None else None
            pieces.append(replace(decisive, effective=start, through=through))
    return replace(first, values=tuple(pieces))


def _turns(parameter: Parameter) -> Iterator[date]:
    """The days on which another value begins to hold, or none does."""
    for value in parameter.values:
        yield value.effective
        if value.through is not None:
            yield value.through + timedelta(days=1)


def _in_force(parameter: Parameter, day: date) -> list[DatedValue]:
    """The value that holds on a day, if one does."""
    return [
        value
        for value in parameter.values
        if value.value is not None
        and value.effective <= day
        and (value.through is None or day <= value.through)
    ]
