"""`docs/parameters.md`: every dated number and every payer's counting rule, with source and doubt."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from rules import CountingRule, DatedValue, DisciplineModifierUse, Parameter, PayerProfile, parameters, payers
from rules.loader import FOLDER as PARAMETERS
from rules.payers import FOLDER as PAYERS
from scripts.doc_pages import markdown
from scripts.doc_pages.extras import Extras, extras

_HEADS = ("Dates of service", "Value", "Source", "How well known")
_MODIFIER_USE = {
    DisciplineModifierUse.REQUIRED: "required",
    DisciplineModifierUse.PER_PLAN: "the plan decides",
    DisciplineModifierUse.RARELY: "rarely wanted",
}


def page() -> str:
    """The whole page."""
    return markdown.page(
        "Parameters and payers",
        "Every number that an answer rests on, with the dates of service it holds for and where it stands. "
        "A date that no value covers is refused.",
        markdown.confidence_legend(),
        "## Parameters",
        *(_parameter(parameter) for parameter in parameters().values()),
        "## Payers",
        "The clinic's own contract always wins over what stands here.",
        *(_payer(payer) for payer in payers().values()),
    )


def _parameter(parameter: Parameter) -> str:
    more = extras(PARAMETERS)[parameter.name]
    facts = [
        f"Name: {markdown.code(parameter.name)}",
        f"Unit: {parameter.unit}",
        f"Checked: {markdown.checked(more.checked.on, more.checked.by)}",
        *(f"Note on {day}: {note}" for day, note in more.notes.items()),
    ]
    return "\n\n".join(
        [
            f"### {parameter.label} ({_scope(more)})",
            parameter.says.strip(),
            _values(parameter),
            markdown.bullets(facts),
        ]
    )


def _payer(payer: PayerProfile) -> str:
    checked = extras(PAYERS)[payer.id].checked
    facts = [
        f"Type: {markdown.code(f'payer:{payer.id}')}"
        + (f"; also understood: {', '.join(payer.aliases)}" if payer.aliases else ""),
        "Counting rule: "
        + ("not settled, so both common ones are shown" if payer.shows_both_rules else "shown alone"),
        "A code that Medicare bundles or refuses is "
        + ("left off the claim" if payer.follows_medicare_code_status else "counted as any other"),
        f"Discipline modifiers (GP, GO, GN): {_MODIFIER_USE[payer.discipline_modifiers]}",
        f"Checked: {markdown.checked(checked.on, checked.by)}",
        *([f"Note: {payer.note}"] if payer.note else []),
    ]
    values = _values(payer.counting_rule, shown=_rule)
    return "\n\n".join([f"### {payer.label}", values, markdown.bullets(facts)])


def _values(parameter: Parameter, shown: Callable[[Any], str] = markdown.shown) -> str:
    rows = [_value(value, shown) for value in parameter.values]
    return markdown.table(_HEADS, [*rows, *_expected(parameter)])


def _rule(value: str | None) -> str:
    if value is None:
        return markdown.shown(value)
    return f"{markdown.RULE_WORDS[CountingRule(value)]} ({markdown.code(f'rule:{value}')})"


def _value(value: DatedValue, shown: Callable[[Any], str]) -> tuple[str, ...]:
    return (
        markdown.days(value.effective, value.through),
        shown(value.value),
        markdown.place(value.cite),
        value.confidence.value,
    )


def _expected(parameter: Parameter) -> Iterator[tuple[str, ...]]:
    for day in parameter.expected:
        yield markdown.days(day, None), "expected, not yet known: dates are refused", "", ""


def _scope(more: Extras) -> str:
    return "; ".join(markdown.shown(value) for value in more.scope.values())
