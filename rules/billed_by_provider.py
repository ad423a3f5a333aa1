"""Billed units with and without CQ or CO, held against who gave the minutes.

Source: cms-cq-co-examples; cms-100-04-ch5 §20.1.

Encoded: a unit billed plain that the assistant gave, or the other way round, is on the wrong line even
where the units of the code are right.
Left to judgement: which reading holds where the rule leaves two; any of them fits here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rules.assistants import AssistantResult
from rules.billed import BilledVerdict
from rules.result import BilledLine
from rules.tally import NOT_PAYABLE

ASSISTANT_MODIFIERS = frozenset({"CQ", "CO"})


class ProviderLine(NamedTuple):
    """Units of one code that a therapist or an assistant gave.

    Attributes:
        code: The code.
        by_assistant: Whether they are the assistant's: the line with CQ or CO.
        billed: Units on the claim.
        supported: Units of the nearest allowed split.
        change: Units to add; below 0, units to take off.
    """

    code: str
    by_assistant: bool
    billed: int
    supported: int
    change: int


@dataclass(frozen=True, slots=True)
class ProviderCheck:
    """Billed lines held against the minutes of therapist and assistant.

    Attributes:
        verdict: Fits, over or under in all, or moved between codes or between plain and modified.
        is_taken: Whether a line takes CQ or CO at all, on this day and with this payer.
        lines: Plain and modified units of each code, in billed order.
    """

    verdict: BilledVerdict
    is_taken: bool
    lines: tuple[ProviderLine, ...]

    @property
    def changes(self) -> tuple[ProviderLine, ...]:
        """The lines to change."""
        return tuple(line for line in self.lines if line.change)


def check_providers(lines: Sequence[BilledLine], result: AssistantResult) -> ProviderCheck:
    """Hold billed lines against the units of therapist and assistant.

    Args:
        lines: The lines of the claim; one with CQ or CO stands for the assistant's units.
        result: The same visit split by who gave it, with every allowed split listed.

    Returns:
        The verdict, and each line with its change.

    Source:
        cms-cq-co-examples; cms-100-04-ch5 §20.1.

    >>> from datetime import date
    >>> from rules import Discipline, ProviderMinutes, split_by_provider
    >>> split = split_by_provider(
    ...     [ProviderMinutes("97110", 13, 23)], on=date(2026, 3, 2), discipline=Discipline.PT
    ... )
    >>> [tuple(line) for line in check_providers([BilledLine("97110", 2, ("CQ",))], split).changes]
    [('97110', False, 0, 1, 1), ('97110', True, 2, 1, -1)]
    """
    open_codes = {left.code for left in result.units.not_counted if left.reason != NOT_PAYABLE}
    billed: dict[tuple[str, bool], int] = {}
    for line in lines:
        if line.code not in open_codes:
            key = (line.code, not ASSISTANT_MODIFIERS.isdisjoint(line.modifiers))
            billed[key] = billed.get(key, 0) + line.units
    allowed = [
        {(code, False): units for code, units in split.plain.items() if units}
        | {(code, True): units for code, units in split.with_modifier.items() if units}
        for split in result.allocations
    ]
    nearest = min(allowed, key=lambda split: _units_changed(billed, split))
    codes = dict.fromkeys(code for code, _ in (*billed, *nearest))
    keys = [key for code in codes for key in ((code, False), (code, True)) if key in billed or key in nearest]
    found = tuple(
        ProviderLine(*key, billed.get(key, 0), nearest.get(key, 0), nearest.get(key, 0) - billed.get(key, 0))
        for key in keys
    )
    return ProviderCheck(_verdict(found), bool(result.steps), found)


def _units_changed(billed: dict[tuple[str, bool], int], split: dict[tuple[str, bool], int]) -> int:
    return sum(abs(split.get(key, 0) - billed.get(key, 0)) for key in {*billed, *split})


def _verdict(lines: Sequence[ProviderLine]) -> BilledVerdict:
    if not any(line.change for line in lines):
        return BilledVerdict.FITS
    change = sum(line.change for line in lines)
    if change == 0:
        return BilledVerdict.MOVED
    return BilledVerdict.UNDER if change > 0 else BilledVerdict.OVER
