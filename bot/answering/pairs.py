"""A pair request looked up: what Medicare's NCCI says of every pair among the codes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Any, NamedTuple

from bot.answering.books import TablesInUse
from rules import (
    Caution,
    Citation,
    PairResult,
    PairStatus,
    Setting,
    code_table,
    find_ptp_edits,
)


class PairView(NamedTuple):
    """One pair as templates take it: what was found, and the sentences that stand with it."""

    result: PairResult
    notes: list[str]


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
    results = find_ptp_edits(codes, on=on, setting=setting, table=tables.ptp(setting))
    return LookedUpPairs(
        results=results,
        cautions=_of_the_table(results),
        citations=tuple(dict.fromkeys(cite for result in results for cite in result.citations)),
        used=tuple(dict.fromkeys(value for result in results for value in result.used)),
    )


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
