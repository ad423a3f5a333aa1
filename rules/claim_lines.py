"""The lines of one day's claim: code, units, and modifiers in order, the certain ones and the questions.

Source: cms-100-04-ch5 §20.1 for GP, GO, GN, CQ and CO; cms-mln1783722 and cms-cr-11168 for 59 and the
X modifiers; the order on the line is our own (unitwise-convention) unless the payer has one.

Encoded: lines with and without the assistant modifier apart; the discipline modifier of each; 59 as a
question on the line of a pair that takes it by habit; KX as a question; the order on the line.
Left to judgement: every fact that a question asks for. No modifier of a question is ever put on a line.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, TypeVar

from rules.codes import CodeEntry, code_table
from rules.loader import parameters
from rules.modifier_table import modifier_table
from rules.modifiers import discipline_modifiers
from rules.payers import AssistantModifierUse, DisciplineModifierUse, KxUse, ModifierClass
from rules.ptp import PairResult
from rules.timeline import DatedValue
from rules.types import Discipline, MedicareStatus

_ASSISTANT = "medicare.assistants.modifier"
_UNDER_A_PLAN = frozenset({MedicareStatus.ALWAYS, MedicareStatus.SOMETIMES})


class CertainModifier(NamedTuple):
    """A modifier that stands on the line.

    Attributes:
        modifier: Two characters.
        reason: `plan` (the discipline's plan of care) or `assistant` (an assistant gave it).
        discipline: Whose plan or assistant.
    """

    modifier: str
    reason: str
    discipline: Discipline


class ModifierIf(NamedTuple):
    """A modifier that stands on the line only if a fact is true that the asker knows.

    Attributes:
        modifier: Two characters.
        reason: `plan`, `sometimes` or `payer` as in `Condition`, for an assistant modifier the same as for
            the modifier of its plan; `assistant_payer` (whether the payer wants it), `separate_blocks`
            (timed codes in different 15-minute blocks), `separate_service`, or `past_threshold`,
            `past_threshold_payer` (the yearly amount; and whether the payer wants it).
        discipline: Whose plan or assistant, where it is about one.
        apart_from: Codes that the line would have to be separate from.
        instead: Modifiers that may stand in its place, each for a fact of its own.
    """

    modifier: str
    reason: str
    discipline: Discipline | None = None
    apart_from: tuple[str, ...] = ()
    instead: tuple[str, ...] = ()


class ClaimLine(NamedTuple):
    """One line of the claim.

    Attributes:
        code: The code.
        units: Units of service, at least one.
        is_by_assistant: Whether these are the units that an assistant gave.
        certain: Modifiers that stand on it, in order.
        conditional: Modifiers that hang on a fact, in order.
    """

    code: str
    units: int
    is_by_assistant: bool
    certain: tuple[CertainModifier, ...]
    conditional: tuple[ModifierIf, ...]

    @property
    def modifiers(self) -> tuple[str, ...]:
        """The certain modifiers alone."""
        return tuple(modifier for modifier, _, _ in self.certain)


@dataclass(frozen=True, slots=True)
class ClaimLines:
    """The lines of one day.

    Attributes:
        lines: In the order of the units; of one code the plain line comes first.
        values: Every dated value behind the modifiers.
    """

    lines: tuple[ClaimLine, ...]
    values: tuple[DatedValue, ...]


def order_modifiers(
    modifiers: Iterable[str], *, order: Sequence[ModifierClass] | None = None
) -> tuple[str, ...]:
    """Put the modifiers of a line in order.

    Args:
        modifiers: As they were typed or found; none is dropped.
        order: The payer's own order of classes, first on the line first; classes it leaves out follow
            in the usual order. `None` for the usual order alone.

    Returns:
        The same modifiers. Of one class they keep their order; known ones without a class come
        behind those with one, unknown ones last.

    Source:
        unitwise-convention; `tables/modifiers.yaml`.

    >>> order_modifiers(["GP", "ZZ", "KX", "59", "CQ"])
    ('CQ', '59', 'GP', 'KX', 'ZZ')
    """
    table = modifier_table()
    classes = tuple(dict.fromkeys((*(order or ()), *table.order)))

    def place(modifier: str) -> int:
        entry = table.entries.get(modifier)
        if entry is None:
            return len(classes) + 1
        return len(classes) if entry.modifier_class is None else classes.index(entry.modifier_class)

    return tuple(sorted(modifiers, key=place))


def build_claim_lines(
    units: Mapping[str, int],
    *,
    on: date,
    discipline: Discipline | None,
    use: DisciplineModifierUse,
    by_assistant: Mapping[str, int] | None = None,
    assistant_use: AssistantModifierUse = AssistantModifierUse.REQUIRED,
    kx_use: KxUse | None = None,
    edits: Sequence[PairResult] = (),
    order: Sequence[ModifierClass] | None = None,
) -> ClaimLines:
    """Lay the units of one day out as claim lines.

    Args:
        units: Units by code that a therapist gave; 0 makes no line.
        on: Date of service.
        discipline: Discipline of the plan of care, or `None` when it is not known.
        use: How the payer takes GP, GO and GN.
        by_assistant: Units by code that an assistant gave, on lines of their own.
        assistant_use: How the payer takes CQ and CO.
        kx_use: How the payer takes KX; `None` when the payer is not known.
        edits: What the table says of the pairs among the codes.
        order: The payer's own order of classes of modifiers, or `None`.

    Returns:
        The lines and what their modifiers rest on.

    Raises:
        UnknownCode: A code is not in the code table.
        NoRuleInForce: Nothing is loaded for this date.

    Source:
        cms-100-04-ch5 §20.1; cms-mln1783722; cms-cr-11168; unitwise-convention.
    """
    assisted = by_assistant or {}
    questions = _questions(edits, {code for part in (units, assisted) for code in part if part[code]})
    lines: list[ClaimLine] = []
    values: dict[str, DatedValue] = {}
    for code in dict.fromkeys((*units, *assisted)):
        entry = code_table().find(code)
        for is_by_assistant, part in ((False, units), (True, assisted)):
            if not part.get(code):
                continue
            certain, conditional, behind = _of_the_plan(entry, on, discipline, use)
            if is_by_assistant:
                own = _of_the_assistant(entry, on, discipline, assistant_use, conditional)
                certain, conditional = [*own[0], *certain], [*own[1], *conditional]
                behind.append(own[2])
            conditional += questions.get(code, [])
            if entry.medicare_status in _UNDER_A_PLAN:
                conditional += _KX_IF.get(kx_use, [])
            values |= {value.reference: value for value in behind}
            line = ClaimLine(
                code,
                part[code],
                is_by_assistant,
                tuple(_in_order(certain, order)),
                tuple(_in_order(conditional, order)),
            )
            lines.append(line)
    return ClaimLines(tuple(lines), tuple(values.values()))


_Conditional = list[ModifierIf]
_Marked = TypeVar("_Marked", CertainModifier, ModifierIf)

_KX_IF: Mapping[KxUse | None, _Conditional] = {
    KxUse.REQUIRED: [ModifierIf("KX", "past_threshold")],
    KxUse.PER_PLAN: [ModifierIf("KX", "past_threshold_payer")],
}


def _in_order(found: list[_Marked], order: Sequence[ModifierClass] | None) -> list[_Marked]:
    by_name: dict[str, list[_Marked]] = {}
    for one in found:
        by_name.setdefault(one.modifier, []).append(one)
    return [one for name in order_modifiers(by_name, order=order) for one in by_name[name]]


def _of_the_plan(
    entry: CodeEntry, on: date, discipline: Discipline | None, use: DisciplineModifierUse
) -> tuple[list[CertainModifier], _Conditional, list[DatedValue]]:
    found, value = discipline_modifiers(entry, on=on, discipline=discipline, use=use)
    certain = [CertainModifier(name, "plan", discipline) for name in found.certain if discipline]
    conditional = [ModifierIf(name, depends, own) for name, own, depends in found.conditional]
    return certain, conditional, [value]


def _of_the_assistant(
    entry: CodeEntry,
    on: date,
    discipline: Discipline | None,
    use: AssistantModifierUse,
    plan_if: _Conditional,
) -> tuple[list[CertainModifier], _Conditional, DatedValue]:
    """The assistant modifier: a question where the modifier of its plan is one, for it never stands alone."""
    value = parameters()[_ASSISTANT].on(on)
    names = value.value if use is not AssistantModifierUse.EXEMPT else {}
    is_required = use is AssistantModifierUse.REQUIRED
    if is_required and discipline is not None and discipline in names and not plan_if:
        return [CertainModifier(names[discipline], "assistant", discipline)], [], value
    reasons = {found.discipline: found.reason for found in plan_if}
    conditional = [
        ModifierIf(name, reasons.get(own, "plan") if is_required else "assistant_payer", own)
        for own, name in ((Discipline(plan), name) for plan, name in names.items())
        if own == discipline or (discipline is None and own in entry.disciplines)
    ]
    return [], conditional, value


def _questions(edits: Sequence[PairResult], billed: set[str]) -> dict[str, _Conditional]:
    """59 for the column 2 line of each edit that a modifier may open, one question for each line."""
    apart: dict[str, list[PairResult]] = {}
    for found in edits:
        if found.edit is not None and found.modifiers and billed.issuperset(found.codes):
            # Since July 2019 either line may carry it for Medicare; by habit it is this one.
            apart.setdefault(found.edit.column_two_code, []).append(found)
    questions: dict[str, _Conditional] = {}
    for code, pairs in apart.items():
        partners = tuple(pair.edit.column_one_code for pair in pairs if pair.edit)
        all_timed = all(code_table().find(each).takes_minutes for each in (code, *partners))
        first, *instead = (modifier.modifier for modifier in pairs[0].modifiers)
        reason = "separate_blocks" if all_timed else "separate_service"
        questions[code] = [ModifierIf(first, reason, None, partners, tuple(instead))]
    return questions
