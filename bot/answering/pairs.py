"""A pair request looked up: what Medicare's NCCI says of every pair among the codes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations
from typing import Any, NamedTuple

from bot.answering.books import TablesInUse
from rules import (
    Caution,
    Citation,
    Confidence,
    PairResult,
    PairStatus,
    Setting,
    code_table,
    find_ptp_edits,
)
from rules.pair_notes import pair_notes
from rules.ptp import CLOSED, BypassModifier, PtpEdit
from rules.tally import NOT_PAYABLE

MOST_PAIRS_IN_FULL = 6
"""Pairs of one answer that are told with everything known of them; of more, only what each one is."""
_TABLES = "cms-ncci-ptp"


class PairView(NamedTuple):
    """One pair as templates take it: what was found, and the sentences that stand with it."""

    result: PairResult
    notes: list[str]


class AlikePairs(NamedTuple):
    """Pairs of which the same is said.

    Attributes:
        pairs: Each as its two codes.
        notes: The sentences that stand with them.
    """

    pairs: list[tuple[str, str]]
    notes: list[str]


class Opened(NamedTuple):
    """Edits that the same modifiers may open.

    Attributes:
        edits: Each as its column 1 and column 2 code.
        modifiers: Each with the fact that must be true.
    """

    edits: list[tuple[str, str]]
    modifiers: tuple[BypassModifier, ...]


@dataclass(frozen=True, slots=True)
class LookedUpPairs:
    """Everything an answer about pairs says, before words.

    Attributes:
        results: One for each pair, in typed order.
        cautions: What the asker should know of the tables, each once.
        citations: Everything cited.
        used: Every dated value used.
    """

    results: tuple[PairResult, ...]
    cautions: tuple[Caution, ...]
    citations: tuple[Citation, ...]
    used: tuple[str, ...]

    def with_status(self, status: PairStatus) -> list[PairResult]:
        """The pairs of one of the three states."""
        return [result for result in self.results if result.status is status]


def look_up_pairs(codes: Sequence[str], *, on: date, setting: Setting, tables: TablesInUse) -> LookedUpPairs:
    """Look up every pair.

    Args:
        codes: Two or more different codes.
        on: Date of service.
        setting: Whose claims.
        tables: The tables in use.

    Raises:
        UserError: A code does not exist on this date, or the date lies before the edits.
    """
    table = code_table()
    for code in codes:
        table.find(code).require_in_force(on, table)
    found = find_ptp_edits(codes, on=on, setting=setting, table=tables.ptp(setting))
    results = tuple(replace(result, cautions=(*result.cautions, *pair_notes(result))) for result in found)
    return LookedUpPairs(
        results=results,
        cautions=_of_the_table(results),
        citations=_citations(results),
        used=tuple(dict.fromkeys(value for result in results for value in result.used)),
    )


def _citations(results: Sequence[PairResult]) -> tuple[Citation, ...]:
    """What the results rest on; of many pairs, not every row apart."""
    found = dict.fromkeys(cite for result in results for cite in result.citations)
    if len(results) <= MOST_PAIRS_IN_FULL:
        return tuple(found)
    of_rows = {result.citations[0] for result in results}
    table = Citation(_TABLES, f"{results[0].setting} table {results[0].quarter}")
    return (table, *(cite for cite in found if cite not in of_rows))


def edits_within(
    codes: Sequence[str], *, on: date, setting: Setting, tables: TablesInUse
) -> tuple[PairResult, ...]:
    """The edits among the codes of a visit; nothing is said of its other pairs."""
    table = tables.ptp(setting)
    found = (
        result
        for one, other in combinations(codes, 2)
        if table.rows(one, other)
        for result in find_ptp_edits((one, other), on=on, setting=setting, table=table)
    )
    return tuple(result for result in found if result.status is PairStatus.EDIT)


def views_of(results: Iterable[PairResult], words: Callable[[Caution], str]) -> list[PairView]:
    """Pairs with the sentences of their own cautions.

    Args:
        results: What was found.
        words: The sentence for a caution.
    """
    return [
        PairView(result, [words(caution) for caution in result.cautions if caution.id not in _OF_THE_TABLE])
        for result in results
    ]


def alike(views: Iterable[PairView]) -> list[AlikePairs]:
    """Pairs put together of which the same sentences are said, in their order."""
    groups: dict[tuple[str, ...], list[tuple[str, str]]] = {}
    for view in views:
        groups.setdefault(tuple(view.notes), []).append(view.result.codes)
    return [AlikePairs(pairs, list(notes)) for notes, pairs in groups.items()]


def opened(results: Iterable[PairResult]) -> list[Opened]:
    """The edits that a modifier may open, put together by what opens them."""
    groups: dict[tuple[BypassModifier, ...], list[tuple[str, str]]] = {}
    for result in results:
        if result.edit is not None and result.modifiers:
            groups.setdefault(result.modifiers, []).append(_columns(result.edit))
    return [Opened(edits, modifiers) for modifiers, edits in groups.items()]


def doubtful_edits(results: Iterable[PairResult]) -> list[tuple[str, str]]:
    """The edits that are not sure, each as its column 1 and column 2 code."""
    return [
        _columns(result.edit)
        for result in results
        if result.edit is not None and result.confidence is Confidence.DOUBTFUL
    ]


def _columns(edit: PtpEdit) -> tuple[str, str]:
    return edit.column_one_code, edit.column_two_code


def is_settled(result: PairResult) -> bool:
    """Whether a pair is answered, without doubt in the row and with what would open it."""
    if result.edit is None:
        return result.status is PairStatus.NO_EDIT
    known = result.edit.modifier_indicator == CLOSED or bool(result.modifiers)
    return known and result.confidence is not Confidence.DOUBTFUL


def refused_codes(codes: Iterable[str]) -> tuple[Caution, ...]:
    """What Medicare never pays of the codes, whatever the table says of their pairs."""
    entries = [code_table().find(code) for code in codes]
    return tuple(
        Caution(
            NOT_PAYABLE,
            {
                "code": entry.code,
                "status": entry.medicare_status.value,
                "instead": entry.medicare_replacement,
            },
        )
        for entry in entries
        if entry.is_refused_by_medicare
    )


def pair_object(result: PairResult) -> dict[str, Any]:
    """The answer's object for one pair."""
    edit = result.edit
    return {
        "codes": list(result.codes),
        "status": result.status.value,
        "column_one": edit.column_one_code if edit else None,
        "column_two": edit.column_two_code if edit else None,
        "modifier_indicator": edit.modifier_indicator if edit else None,
        "effective": edit.effective.isoformat() if edit and edit.effective else None,
        "deleted": edit.deleted.isoformat() if edit and edit.deleted else None,
        "setting": result.setting.value,
        "table": result.table,
        "quarter": result.quarter,
        "modifiers": [modifier.modifier for modifier in result.modifiers],
        "confidence": result.confidence.value if result.confidence else None,
        "warnings": [caution.id for caution in result.cautions],
    }


_OF_THE_TABLE = frozenset({"chart_older_than_date", "start_unknown", "start_inferred"})


def _of_the_table(results: Sequence[PairResult]) -> tuple[Caution, ...]:
    """Cautions that hold for the whole answer, each id once; the others stand with their pair."""
    found: dict[str, Caution] = {}
    for result in results:
        for caution in result.cautions:
            if caution.id in _OF_THE_TABLE:
                found.setdefault(caution.id, caution)
    return tuple(found.values())
