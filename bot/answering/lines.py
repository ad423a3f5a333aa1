"""The lines of the claim as an answer shows them: lines with the same modifiers together, questions once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from bot.render.phrases import condition_words
from rules import (
    CertainModifier,
    ClaimLine,
    ClaimLines,
    DatedValue,
    Discipline,
    DisciplineModifierUse,
    ModifierIf,
    PairResult,
    PayerProfile,
    build_claim_lines,
)

_OF_THE_LINE = frozenset({"plan", "sometimes", "payer", "assistant_payer"})
"""Questions that stand with the line itself; those about a pair or the year stand behind all lines."""


NO_LINES = ClaimLines((), ())


class LineGroup(NamedTuple):
    """Lines that take the same modifiers.

    Attributes:
        lines: Code and units of each.
        certain: Modifiers that stand on each, in order.
        conditional: Modifiers that hang on a fact, in order.
    """

    lines: tuple[tuple[str, int], ...]
    certain: tuple[CertainModifier, ...]
    conditional: tuple[ModifierIf, ...]


class Question(NamedTuple):
    """A modifier that hangs on a fact about a pair or the year.

    Attributes:
        found: The modifier and its fact.
        codes: Codes whose lines may take it; empty for every line.
    """

    found: ModifierIf
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClaimView:
    """The lines of a claim as templates take them.

    Attributes:
        groups: Lines with the same modifiers together.
        questions: What is asked about pairs, line by line, and about the year, once.
        other_groups: The same as `groups` for codes that only another split bills.
    """

    groups: tuple[LineGroup, ...]
    questions: tuple[Question, ...]
    other_groups: tuple[LineGroup, ...]


def claim_of(
    units: Mapping[str, int],
    *,
    on: date,
    discipline: Discipline | None,
    payer: PayerProfile | None,
    edits: Sequence[PairResult] = (),
    by_assistant: Mapping[str, int] | None = None,
) -> tuple[ClaimLines, tuple[DatedValue, ...]]:
    """Lay units out as claim lines, the way a payer takes them.

    Args:
        units: Units by code; those a therapist gave, where an assistant gave others.
        on: Date of service.
        discipline: Discipline of the plan of care, where known.
        payer: Profile of the payer; `None` goes by Medicare, without the yearly amount.
        edits: Edits among the codes.
        by_assistant: Units by code that an assistant gave.

    Returns:
        The lines, and every dated value behind them, the payer's own facts first.

    Raises:
        NoRuleInForce: Nothing is loaded for this date.
    """
    if payer is None:
        use = DisciplineModifierUse.REQUIRED
        claim = build_claim_lines(
            units, on=on, discipline=discipline, use=use, edits=edits, by_assistant=by_assistant
        )
        return claim, claim.values
    use, plan_value = payer.discipline_modifiers_on(on)
    assistant_use, assistant_value = payer.assistant_modifiers_on(on)
    kx_use, kx_value = payer.kx_on(on)
    claim = build_claim_lines(
        units,
        on=on,
        discipline=discipline,
        use=use,
        by_assistant=by_assistant,
        assistant_use=assistant_use,
        kx_use=kx_use,
        edits=edits,
        order=payer.modifier_order,
    )
    asks_for_kx = any(found.modifier == "KX" for line in claim.lines for found in line.conditional)
    values = (
        *([plan_value] if claim.lines else []),
        *([assistant_value] if by_assistant else []),
        *([kx_value] if asks_for_kx else []),
        *claim.values,
    )
    return claim, values


def claim_view(claim: ClaimLines, other: ClaimLines | None = None) -> ClaimView:
    """Lines with the same modifiers together, and each question about a pair or the year once.

    Args:
        claim: The lines of the recommended split.
        other: Lines of codes that only another split bills, where there are any.
    """
    return ClaimView(
        _groups(claim), (*_pair_questions(claim), *_year_questions(claim)), _groups(other or NO_LINES)
    )


def _groups(claim: ClaimLines) -> tuple[LineGroup, ...]:
    groups: dict[tuple[Any, ...], list[tuple[str, int]]] = {}
    for line in claim.lines:
        own = tuple(found for found in line.conditional if found.reason in _OF_THE_LINE)
        groups.setdefault((line.certain, own), []).append((line.code, line.units))
    return tuple(LineGroup(tuple(lines), *modifiers) for modifiers, lines in groups.items())


def _pair_questions(claim: ClaimLines) -> Iterator[Question]:
    # Two lines of one code, plain and by an assistant, are asked together.
    asked = {
        (line.code, found): None for line in claim.lines for found in line.conditional if found.apart_from
    }
    for code, found in asked:
        yield Question(found, (code,))


def _year_questions(claim: ClaimLines) -> Iterator[Question]:
    lines: dict[ModifierIf, list[str]] = {}
    for line in claim.lines:
        for found in line.conditional:
            if not found.apart_from and found.reason not in _OF_THE_LINE:
                lines.setdefault(found, []).append(line.code)
    for found, codes in lines.items():
        on_every_line = len(codes) == len(claim.lines) > 1
        yield Question(found, () if on_every_line else tuple(dict.fromkeys(codes)))


def modifiers_object(line: ClaimLine | None) -> dict[str, Any]:
    """What the answer's object for a line says of its modifiers.

    Args:
        line: The claim line; `None` for a code with no units.
    """
    view: dict[str, Any] = {"modifiers": list(line.modifiers) if line else []}
    if line and line.conditional:
        view["modifiers_if"] = [_object_of(found) for found in line.conditional]
    return view


def _object_of(found: ModifierIf) -> dict[str, Any]:
    view: dict[str, Any] = {"modifier": found.modifier, "if": condition_words(found)}
    if found.instead:
        view["or"] = list(found.instead)
    return view
