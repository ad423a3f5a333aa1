"""A visit of therapist and assistant worked out: its units, whose they are, and the lines of the claim."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bot.answering.assistant_request import StoredAssistantRequest
from bot.answering.books import Books
from bot.answering.lines import NO_LINES, claim_of, modifiers_object
from bot.answering.units import CountedVisit, count_visit
from rules import (
    AssistantModifierUse,
    AssistantResult,
    Caution,
    ClaimLine,
    ClaimLines,
    PayerProfile,
    split_by_provider,
)

EITHER = "CQ or CO"
"""What stands for the modifier while nobody said whose plan of care it is."""
_NOT_TAKEN_FOR_SURE = frozenset(
    {AssistantModifierUse.PER_PLAN, AssistantModifierUse.RARELY, AssistantModifierUse.UNKNOWN}
)


@dataclass(frozen=True, slots=True)
class SharedVisit:
    """Everything an answer about therapist and assistant says, before words.

    Attributes:
        request: What was understood.
        counted: The count of the visit, nobody's minutes apart.
        whole: The same with the lines, cautions, citations and values of the whole answer.
        result: The units between the two.
        ways: The claim lines of each allowed split, in the order of the result.
    """

    request: StoredAssistantRequest
    counted: CountedVisit
    whole: CountedVisit
    result: AssistantResult
    ways: tuple[ClaimLines, ...]


def share_visit(request: StoredAssistantRequest, *, on: date, books: Books) -> SharedVisit:
    """Count a visit and share its units between therapist and assistant.

    Args:
        request: Minutes by code and person.
        on: Date of service.
        books: The tables and payers in use.

    Raises:
        UserError: It cannot be counted or shared; the message says what would be right.
    """
    counted = count_visit(request.as_units(), on=on, books=books)
    payer = counted.payer
    use = payer.assistant_modifiers_on(on)[0] if payer else AssistantModifierUse.REQUIRED
    result = split_by_provider(
        request.minutes(),
        on=on,
        discipline=counted.discipline,
        untimed=request.untimed,
        typed_units=request.typed_units,
        rule=counted.result.rule,
        follows_medicare_code_status=payer is None or payer.follows_medicare_code_status,
        exempt=use is AssistantModifierUse.EXEMPT,
    )
    (claim, values), *others = [
        claim_of(
            _in_order_of(request, split.plain),
            on=on,
            discipline=counted.discipline,
            payer=payer,
            edits=counted.edits,
            by_assistant=split.with_modifier,
        )
        for split in result.allocations
    ]
    cautions = (*counted.cautions, *(c for c in result.cautions if c not in counted.cautions))
    whole = replace(
        counted,
        claim=claim,
        other_claim=NO_LINES,
        cautions=(*cautions, *assistant_payer_cautions(payer, use, result)),
        citations=_each_once(counted.citations, result.citations, (value.cite for value in values)),
        used=_each_once(counted.used, result.used, (value.reference for value in values)),
    )
    return SharedVisit(request, counted, whole, result, (claim, *(other for other, _ in others)))


def assistant_object(shared: SharedVisit) -> dict[str, Any]:
    """The answer's `assistant` object."""
    result = shared.result
    return {
        "discipline": result.discipline.value if result.discipline else None,
        "modifier": result.modifier,
        "total_units": result.units.total_units,
        "settled": result.is_settled,
        "allocations": [split._asdict() for split in result.allocations],
        "lines": [_line_object(line) for line in shared.whole.claim.lines],
        "steps": [{"name": step.name, **step.data} for step in result.steps],
    }


def _line_object(line: ClaimLine) -> dict[str, Any]:
    return {"code": line.code, "units": line.units, **modifiers_object(line)}


def assistant_payer_cautions(
    payer: PayerProfile | None, use: AssistantModifierUse, result: AssistantResult
) -> tuple[Caution, ...]:
    """That the modifier is Medicare's rule, where the payer does not take it for certain.

    Args:
        payer: Who pays; `None` when nobody is named or known.
        use: How the payer takes the assistant modifiers.
        result: The units between therapist and assistant.
    """
    if payer is None or use not in _NOT_TAKEN_FOR_SURE:
        return ()
    if not any(split.with_modifier for split in result.allocations):
        return ()
    data = {"payer": payer.label, "modifier": result.modifier or EITHER, "use": use.value}
    return (Caution("assistant_modifier_by_payer", data),)


def _in_order_of(request: StoredAssistantRequest, units: dict[str, int]) -> dict[str, int]:
    """Units by code in the order that the codes were typed; an add-on comes last."""
    typed = request.all_codes()
    return {
        code: units[code]
        for code in sorted(units, key=lambda c: typed.index(c) if c in typed else len(typed))
    }


def _each_once(*parts: Any) -> tuple[Any, ...]:  # noqa: ANN401 - citations and references alike
    return tuple(dict.fromkeys(entry for part in parts for entry in part))
