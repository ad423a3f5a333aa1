"""A claim whatever its minutes are: its modifiers, Medicare's edits among its codes, and the MUE."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from bot.answering.books import TablesInUse
from bot.answering.pairs import LookedUpPairs, look_up_pairs
from bot.answering.payers import whose_edits
from rules import (
    BilledLine,
    Caution,
    Citation,
    Finding,
    KxUse,
    PairResult,
    PairStatus,
    PayerProfile,
    Setting,
    check_combinations,
    find_mue,
    mue_cautions,
)

PLAN_MISSING = "plan_missing"
"""A line without the modifier of its plan of care."""
_PAST_THE_YEAR = "KX"


class Opening(NamedTuple):
    """A modifier on a line that may open an edit, with the fact that it states."""

    code: str
    modifier: str
    fact: str


class ClaimEdit(NamedTuple):
    """An edit between two billed codes.

    Attributes:
        result: What the table says of the pair.
        opened_by: What is billed to open it; empty where nothing is.
    """

    result: PairResult
    opened_by: tuple[Opening, ...]


@dataclass(frozen=True, slots=True)
class ClaimFindings:
    """What a claim meets whatever its minutes are.

    Attributes:
        findings: What is wrong with the modifiers.
        edits: Medicare NCCI edits among the billed codes.
        unsettled: Pairs that the table cannot say anything of.
        cautions: What the asker should know.
        citations: What they rest on.
        used: `parameter@first-day` of each value used.
    """

    findings: tuple[Finding, ...]
    edits: tuple[ClaimEdit, ...]
    unsettled: tuple[PairResult, ...]
    cautions: tuple[Caution, ...]
    citations: tuple[Citation, ...]
    used: tuple[str, ...]


def look_at_claim(
    lines: Sequence[BilledLine],
    *,
    on: date,
    setting: Setting,
    payer: PayerProfile | None,
    tables: TablesInUse,
) -> ClaimFindings:
    """Look at the lines of a claim.

    Args:
        lines: As billed, in typed order.
        on: Date of service.
        setting: Whose claims.
        payer: Who pays; `None` when nobody is named or known.
        tables: The tables in use.

    Raises:
        UserError: A code does not exist on this date, or the date lies before the edits.
    """
    pairs = _pairs(list(dict.fromkeys(line.code for line in lines)), on, setting, tables)
    edits = pairs.with_status(PairStatus.EDIT)
    findings = _findings(lines, pairs, payer, on)
    units = ((line.code, line.units) for line in lines)
    above_mue = mue_cautions(units, on=on, setting=setting, table=tables.mue(setting))
    opens = any(edit.modifiers for edit in edits)
    whose = (whose_edits(payer, on, opens=opens),) if edits else ()
    return ClaimFindings(
        findings=findings,
        edits=tuple(ClaimEdit(edit, _opened_by(edit, lines)) for edit in edits),
        unsettled=tuple(pairs.with_status(PairStatus.NOT_IN_TABLE)),
        cautions=(
            *pairs.cautions,
            *whose,
            *_kx_unchecked(lines, payer, on),
            *above_mue.cautions,
            *_mue_unknown(lines, on, setting, tables),
        ),
        citations=(*(found.cite for found in findings), *_table_citations(pairs), *above_mue.citations),
        used=(*(value for edit in edits for value in edit.used), *above_mue.used),
    )


def _pairs(codes: Sequence[str], on: date, setting: Setting, tables: TablesInUse) -> LookedUpPairs:
    if len(codes) < 2:
        return LookedUpPairs((), (), (), ())
    return look_up_pairs(codes, on=on, setting=setting, tables=tables)


def _findings(
    lines: Sequence[BilledLine], pairs: LookedUpPairs, payer: PayerProfile | None, on: date
) -> tuple[Finding, ...]:
    """What is wrong with the modifiers; without a payer and any modifier, none is said to be missing."""
    found = check_combinations(
        lines,
        on=on,
        edits=pairs.results,
        discipline_use=payer.discipline_modifiers_on(on)[0] if payer else None,
        assistant_use=payer.assistant_modifiers_on(on)[0] if payer else None,
    )
    if payer is not None or any(line.modifiers for line in lines):
        return found
    return tuple(finding for finding in found if finding.id != PLAN_MISSING)


def _kx_unchecked(lines: Sequence[BilledLine], payer: PayerProfile | None, on: date) -> tuple[Caution, ...]:
    """That nobody can say from a claim whether KX belongs on it."""
    codes = list(dict.fromkeys(line.code for line in lines if _PAST_THE_YEAR in line.modifiers))
    if not codes:
        return ()
    is_refused = payer is not None and payer.kx_on(on)[0] is KxUse.NO
    return (
        Caution("kx_unchecked", {"codes": codes, "not_used_by": payer.label if payer and is_refused else ""}),
    )


def _mue_unknown(
    lines: Sequence[BilledLine], on: date, setting: Setting, tables: TablesInUse
) -> tuple[Caution, ...]:
    """Codes of which the table holds no MUE: that is no proof that there is none."""
    table = tables.mue(setting)
    codes = [
        code
        for code in dict.fromkeys(line.code for line in lines)
        if find_mue(code, on=on, setting=setting, table=table).entry is None
    ]
    return (Caution("mue_unknown", {"codes": codes, "setting": setting.value}),) if codes else ()


def _opened_by(pair: PairResult, lines: Sequence[BilledLine]) -> tuple[Opening, ...]:
    facts = {modifier.modifier: modifier.fact for modifier in pair.modifiers}
    return tuple(
        Opening(line.code, name, facts[name])
        for line in lines
        if line.code in pair.codes
        for name in line.modifiers
        if name in facts
    )


def _table_citations(pairs: LookedUpPairs) -> list[Citation]:
    """The edits that were found, or the table that holds none: not every pair of a long claim."""
    edits = pairs.with_status(PairStatus.EDIT)
    if edits or not pairs.results:
        return [cite for edit in edits for cite in edit.citations]
    first = pairs.results[0]
    return [Citation("cms-ncci-ptp", f"{first.setting} table {first.quarter}")]
