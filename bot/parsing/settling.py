"""Which code a house word stands for, once its neighbours, the payer and the discipline are known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.parsing.code_slips import short_label
from bot.parsing.items import Binder, CodeItem, Item
from bot.parsing.problems import Fix, ParseProblem, Rank, Trouble, asked, quoted, with_fixes
from bot.parsing.scan import Scan
from rules import Discipline, code_table

MEDICARE = "medicare"
MOST_CHOICES_NAMED = 6


def settle(
    scan: Scan, *, payer: str | None, is_other_payer: bool, discipline: Discipline | None
) -> list[Item]:
    """Settle every code.

    Args:
        scan: The message; a word that leaves its code open becomes a problem of it.
        payer: Id of the payer, when one is known.
        is_other_payer: A payer was named that is not known here.
        discipline: Plan of care, where one was named.

    Returns:
        The items with one code each, a code and its own word beside it as one mention.
    """
    settled: list[Item] = []
    for item in scan.items:
        if type(item) is CodeItem and _merge(settled, item):
            continue
        settled.append(item)
    for at, item in enumerate(settled):
        if type(item) is not CodeItem or not item.choices:
            continue
        if item.by_payer:
            is_medicare = payer.startswith(MEDICARE) if payer else not is_other_payer
            settled[at] = replace(item, code=item.choices[0 if is_medicare else 1][1], choices=())
            continue
        left = [choice for choice in item.choices if _fits(choice[1], discipline)]
        if len(left) == 1:
            settled[at] = replace(item, code=left[0][1], choices=())
        else:
            scan.troubles.append(_which_code(scan.text, item, left or item.choices))
    return settled


def _merge(settled: list[Item], item: CodeItem) -> bool:
    """Take a code and its own house word beside it as one mention."""
    at = len(settled) - 1
    if at > 0 and type(settled[at]) is Binder:
        at -= 1
    before = settled[at] if at >= 0 else None
    if not isinstance(before, CodeItem) or (before.said is None) == (item.said is None):
        return False
    typed, word = (before, item) if before.said is None else (item, before)
    if not word.may_be(typed.code):
        return False
    del settled[at:]
    settled.append(CodeItem(before.start, item.end, typed.code))
    return True


def _fits(code: str, discipline: Discipline | None) -> bool:
    if discipline is None:
        return True
    disciplines = code_table().find(code).disciplines
    return not disciplines or discipline in disciplines


def _which_code(text: str, item: CodeItem, choices: Sequence[tuple[str, str]]) -> Trouble:
    """The question which code a word stands for."""

    def tell() -> ParseProblem:
        shown = [f"{code} ({short_label(code)})" for _, code in choices[:MOST_CHOICES_NAMED]]
        return asked(
            "which_code",
            f"{quoted(item.said or '')} may be {', '.join(shown[:-1])} or {shown[-1]}. Which one was it?",
            *(with_fixes(text, Fix(item.start, item.end, code)) for _, code in choices[:3]),
        )

    return Trouble(Rank.AMBIGUOUS, item.start, tell)
