"""Discipline modifiers GP, GO and GN: which plan of care a line belongs to.

Source: cms-100-04-ch5 §20.1.

Encoded: the modifier of each discipline; always-therapy and sometimes-therapy codes; a code that
only one discipline bills settles the plan. No discipline is guessed otherwise.
Left to judgement: whether a sometimes-therapy service was given under a therapy plan.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from rules.codes import CodeEntry
from rules.loader import parameters
from rules.payers import DisciplineModifierUse
from rules.timeline import DatedValue
from rules.types import Discipline, MedicareStatus


class Condition(NamedTuple):
    """A modifier that depends on a fact the asker knows.

    Attributes:
        modifier: Two characters.
        discipline: Whose plan of care it names.
        depends_on: `plan` (which discipline's plan), `sometimes` (given under a therapy plan at
            all), or `payer` (whether the payer wants it).
    """

    modifier: str
    discipline: Discipline
    depends_on: str


@dataclass(frozen=True, slots=True)
class LineModifiers:
    """Modifiers of one line: the certain ones, and those that hang on a fact."""

    certain: tuple[str, ...]
    conditional: tuple[Condition, ...]


def settle_discipline(entries: Iterable[CodeEntry], given: Discipline | None) -> Discipline | None:
    """The discipline of the plan of care, where it was given or one code settles it.

    Args:
        entries: The codes of the visit.
        given: What the asker named, or `None`.

    Returns:
        The discipline, or `None` when nothing settles it or two codes disagree.

    Source:
        cms-100-04-ch5 §20.1.
    """
    if given is not None:
        return given
    settled = {entry.disciplines[0] for entry in entries if len(entry.disciplines) == 1}
    return settled.pop() if len(settled) == 1 else None


def discipline_modifiers(
    entry: CodeEntry,
    *,
    on: date,
    discipline: Discipline | None,
    use: DisciplineModifierUse,
) -> tuple[LineModifiers, DatedValue]:
    """The discipline modifier of one line with at least one unit.

    Args:
        entry: The code of the line.
        on: Date of service.
        discipline: Discipline of the plan of care, or `None` when it is not known.
        use: How the payer takes these modifiers.

    Returns:
        The modifiers, and the dated value behind them.

    Raises:
        NoRuleInForce: Nothing is loaded for this date.

    Source:
        cms-100-04-ch5 §20.1.
    """
    value = parameters()["medicare.modifiers.discipline"].on(on)
    names = value.value
    if discipline is None:
        conditional = tuple(Condition(names[own], own, "plan") for own in entry.disciplines)
        return LineModifiers((), conditional), value
    modifier = names[discipline]
    if discipline not in entry.disciplines:
        return LineModifiers(
            (), tuple(Condition(names[own], own, "plan") for own in entry.disciplines)
        ), value
    if use is not DisciplineModifierUse.REQUIRED:
        return LineModifiers((), (Condition(modifier, discipline, "payer"),)), value
    if entry.medicare_status is not MedicareStatus.ALWAYS:
        return LineModifiers((), (Condition(modifier, discipline, "sometimes"),)), value
    return LineModifiers((modifier,), ()), value
