"""`docs/parameters.md`: every dated number, with source and doubt."""

from __future__ import annotations

from rules import Parameter, parameters
from rules.loader import FOLDER as PARAMETERS
from scripts.doc_pages import markdown, values
from scripts.doc_pages.extras import Extras, extras


def page() -> str:
    """The whole page."""
    return markdown.page(
        "Parameters",
        "Every number that an answer rests on, with the dates of service it holds for and where it stands. "
        "A date that no value covers is refused.",
        markdown.confidence_legend(),
        *(_parameter(parameter) for parameter in parameters().values()),
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
            f"## {parameter.label} ({_scope(more)})",
            parameter.says.strip(),
            markdown.table(values.HEADS, values.rows(parameter)),
            markdown.bullets(facts),
        ]
    )


def _scope(more: Extras) -> str:
    return "; ".join(markdown.shown(value) for value in more.scope.values())
