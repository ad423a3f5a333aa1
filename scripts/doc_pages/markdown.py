"""What several pages share: tables, days, values and how well something is known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from rules import Citation, Confidence, CountingRule, sources

CONFIDENCE_WORDS = {
    Confidence.VERIFIED: "seen in a public page",
    Confidence.KNOWN: "known in the field, not seen at the source",
    Confidence.DERIVED: "follows from other facts here",
    Confidence.DOUBTFUL: "sources contradict each other, or are thin",
}
RULE_WORDS = {
    CountingRule.CMS: "Medicare's rule",
    CountingRule.AMA: "CPT midpoint",
    CountingRule.FULL15: "Whole 15 minutes",
}
NOT_CONFIRMED = "not yet confirmed by a biller"


def page(title: str, *parts: str) -> str:
    """A whole page: the notice for editors, its title, then its parts with a blank line between."""
    notice = "<!-- Written by `make docs`. Change the data it describes, not this page. -->"
    return "\n\n".join([notice, f"# {title}", *(part.strip("\n") for part in parts if part)]) + "\n"


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table; what would end a cell is escaped."""
    lines = [_row(heads), _row(["---"] * len(heads)), *(_row(row) for row in rows)]
    return "\n".join(lines)


def bullets(lines: Iterable[str]) -> str:
    """One line a bullet."""
    return "\n".join(f"- {line}" for line in lines)


def code(text: object) -> str:
    """Shown as typed."""
    return f"`{text}`"


def days(first: date | None, last: date | None) -> str:
    """First and last day in words; `None` is open on that side."""
    if first is None and last is None:
        return ""
    if first is None:
        return f"to {last}"
    return f"from {first} on" if last is None else f"{first} to {last}"


def shown(value: Any) -> str:  # noqa: ANN401 - a parameter holds a number, a text or a list of either
    """A value of a parameter as people read it."""
    if value is None:
        return "repealed"
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {entry}" for key, entry in value.items())
    if isinstance(value, (list, tuple)):
        return ", ".join(str(entry) for entry in value)
    return str(value)


def place(cite: Citation) -> str:
    """Title of the source and the place in it."""
    return f"{sources()[cite.source].title}, {cite.at}"


def checked(on: date | None, by: str | None) -> str:
    """Who read the source and when, or that nobody has."""
    return f"checked on {on} by {by}" if on else NOT_CONFIRMED


def confidence_legend() -> str:
    """What the words for how well something is known mean."""
    meanings = "; ".join(f"*{level.value}*: {words}" for level, words in CONFIDENCE_WORDS.items())
    return f"How well a fact is known: {meanings}."


def _row(cells: Sequence[object]) -> str:
    return f"| {' | '.join(_cell(cell) for cell in cells)} |"


def _cell(content: object) -> str:
    return str(content).replace("\n", " ").replace("|", "\\|").strip()
