"""`docs/modifiers.md`: every known modifier, the order on the line, and the combinations that are wrong."""

from __future__ import annotations

from rules import modifier_table
from rules.combination_table import Combination, combination_table
from rules.modifier_table import ModifierEntry
from scripts.doc_pages import markdown


def page() -> str:
    """The whole page."""
    table = modifier_table()
    order = " → ".join(
        "/".join(name for name, entry in table.entries.items() if entry.modifier_class is modifier_class)
        for modifier_class in table.order
    )
    return markdown.page(
        "Modifiers",
        "What each modifier states, in our own words, and what it must not stand with. A modifier that is "
        "not here is unknown to us: that is said, and is no error. No dates of service given means that no "
        f"first or last day is known. The tables are {markdown.NOT_CONFIRMED}.",
        markdown.confidence_legend(),
        "## Each modifier",
        markdown.table(
            ("Modifier", "States", "Who and when", "Dates of service", "Source", "How well known"),
            map(_modifier, table.entries.values()),
        ),
        "## Order on the line",
        f"{order}. Others follow. A payer may have an order of its own. {markdown.place(table.order_cite)}; "
        f"{table.order_confidence.value}. A line holds four; with more, none is dropped and it is said.",
        "## Combinations",
        markdown.table(
            ("What", "Modifiers", "Says", "Dates of service", "Source", "How well known"),
            map(_combination, combination_table().rows),
        ),
    )


def _modifier(entry: ModifierEntry) -> tuple[str, ...]:
    return (
        entry.modifier,
        entry.meaning,
        entry.when,
        markdown.days(entry.valid_from, entry.valid_through),
        markdown.place(entry.cite),
        entry.confidence.value,
    )


def _combination(row: Combination) -> tuple[str, ...]:
    known = list(modifier_table().entries)
    modifiers = " ".join(sorted(row.modifiers, key=known.index))
    return (
        row.severity.value,
        modifiers,
        row.says,
        markdown.days(row.since, None),
        markdown.place(row.cite),
        row.confidence.value,
    )
