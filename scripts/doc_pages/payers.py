"""`docs/payers.md`: every payer's facts with source and doubt, and how a clinic adds its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from bot.cli.payer_words import USE_WORDS
from rules import CountingRule, ModifierClass, Parameter, PayerLimit, PayerProfile, payers
from scripts.doc_pages import markdown, values

EXAMPLE = "payers.example.yaml"
_DOCS = Path(__file__).resolve().parents[2] / "docs"


def page() -> str:
    """The whole page."""
    return markdown.page(
        "Payers",
        "What each payer is known to want, with the dates of service it holds for and where it stands. The "
        "clinic's own contract always wins over what stands here.",
        markdown.confidence_legend(),
        "## Your own payers",
        "A clinic adds payers, or puts its own facts in place of the ones below, in a file `payers.yaml` "
        "beside the log database. `unitwise payers check` reads it without using it; a running bot takes a "
        "good file up within a second. With any fault in it nothing of it is used, and `unitwise doctor` "
        "tells the fault.",
        f"[{EXAMPLE}]({EXAMPLE}) is one to copy:",
        f"```yaml\n{(_DOCS / EXAMPLE).read_text(encoding='utf-8').rstrip()}\n```",
        f"Classes for `modifier_order`: {', '.join(markdown.code(kind.value) for kind in ModifierClass)}.",
        "With `payer:a+b` the first payer's rule counts, a modifier that either requires goes on, and the "
        "answer says where the second one differs.",
        "## Built-in payers",
        *(_payer(payer) for payer in payers().values()),
    )


def _payer(payer: PayerProfile) -> str:
    facts = [
        f"Type: {markdown.code(f'payer:{payer.id}')}"
        + (f"; also understood: {', '.join(payer.aliases)}" if payer.aliases else ""),
        "Counting rule: "
        + ("not settled, so both common ones are shown" if payer.shows_both_rules else "shown alone"),
        "A code that Medicare bundles or refuses is "
        + ("left off the claim" if payer.follows_medicare_code_status else "counted as any other"),
        *(f"Limit: {_limit(limit)}" for limit in payer.limits),
        *([f"Note: {payer.note}"] if payer.note else []),
        f"Checked: {markdown.checked(payer.reviewed_on, payer.owner)}",
    ]
    rows = [
        (parameter.label, *row)
        for parameter in payer.parameters()
        for row in values.rows(parameter, _words_of(parameter))
    ]
    table = markdown.table(("Fact", *values.HEADS), rows)
    return "\n\n".join([f"### {payer.label}", table, markdown.bullets(facts)])


def _limit(limit: PayerLimit) -> str:
    return f"{limit.says} ({markdown.place(limit.cite)}; {limit.confidence.value})"


def _words_of(parameter: Parameter) -> Callable[[Any], str]:
    return _rule if parameter.name.endswith(".counting_rule") else _use


def _use(value: str | None) -> str:
    return markdown.shown(value) if value is None else USE_WORDS[value]


def _rule(value: str | None) -> str:
    if value is None:
        return markdown.shown(value)
    return f"{markdown.RULE_WORDS[CountingRule(value)]} ({markdown.code(f'rule:{value}')})"
