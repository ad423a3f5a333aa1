"""Which code a house word stands for, once its neighbours, the payer and the discipline are known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.parsing.items import Binder, CodeItem, Item
from bot.parsing.problems import Fix, ParseProblem, Rank, Trouble, commands, quoted, with_fixes
from rules import Discipline, code_table

MEDICARE = "medicare"


def settle(
    text: str,
    items: Sequence[Item],
    *,
    payer: str | None,
    is_other_payer: bool,
    discipline: Discipline | None,
) -> tuple[list[Item], list[Trouble]]:
    """Settle every code.

    Args:
        text: The normalised text, for the commands that are offered.
        items: Everything understood.
        payer: Id of the payer, when one is known.
        is_other_payer: A payer was named that is not known here.
        discipline: Plan of care, where one was named.

    Returns:
        The items with one code each, a code and its own word beside it as one mention; and the
        question for every word that leaves its code open.
    """
    settled: list[Item] = []
    for item in items:
        if type(item) is CodeItem and (merged := _merge(settled, item)):
            continue
        settled.append(item)
    troubles: list[Trouble] = []
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
            troubles.append(_which_code(text, item, left or list(item.choices)))
    return settled, troubles


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
        table = code_table()
        shown = [f"{code} ({table.find(code).label})" for _, code in choices]
        return ParseProblem(
            f"{quoted(item.said or '')} may be {', '.join(shown[:-1])} or {shown[-1]}. Which one was it?",
            code="which_code",
            outcome="clarify",
            suggestions=commands(
                *(with_fixes(text, Fix(item.start, item.end, code)) for _, code in choices[:3])
            ),
        )

    return Trouble(Rank.AMBIGUOUS, item.start, tell)
