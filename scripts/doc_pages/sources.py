"""`docs/sources.md`: every document that facts rest on, and what rests on it."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge import entries
from rules import (
    Source,
    combination_table,
    denial_codes,
    modifier_table,
    parameters,
    payer_parameters,
    sources,
)
from rules.card_notes import all_card_notes
from scripts.doc_pages import markdown
from tests.cases.case_files import Source as CaseSource
from tests.cases.case_files import read_all


def page() -> str:
    """The whole page."""
    return markdown.page(
        "Sources",
        "Facts name a source by its id and a place in it. “Read through” says which pages quoting a source "
        "were read when the source itself was not.",
        *(_source(name, source) for name, source in sources().items()),
    )


def _source(name: str, source: Source) -> str:
    facts = [
        f"Id: {markdown.code(name)}",
        f"Publisher: {source.publisher}",
        *([f"Address: <{source.address}>"] if source.address else []),
        *([f"Read through: {source.read_through}"] if source.read_through else []),
        f"Retrieved: {source.retrieved_on or 'no date recorded'}",
        f"Rests on it: {', '.join(_resting_on(name)) or 'the kinds and standing of codes'}",
    ]
    return f"## {source.title}\n\n{markdown.bullets(facts)}"


def _resting_on(name: str) -> Iterator[str]:
    for parameter in (*parameters().values(), *payer_parameters().values()):
        if any(value.cite.source == name for value in parameter.values):
            yield markdown.code(parameter.name)
    modifiers = [entry.cite.source for entry in modifier_table().entries.values()]
    if name in (*modifiers, *(row.cite.source for row in combination_table().rows)):
        yield "[modifiers](modifiers.md)"
    if name in {denial.cite.source for denial in denial_codes().values()}:
        yield "[denial codes](denials.md)"
    if name in {need.cite.source for notes in all_card_notes() for need in notes.note}:
        yield "[what the note needs](denials.md)"
    answers = sum(any(place.source == name for place in entry.sources) for entry in entries().values())
    if answers:
        yield f"{answers} answers of the knowledge base"
    themes = [
        theme
        for theme, file in read_all()[0].items()
        if isinstance(file.from_, CaseSource) and file.from_.source == name
    ]
    if themes:
        yield f"worked examples {', '.join(f'[{theme}](examples/{theme}.md)' for theme in themes)}"
