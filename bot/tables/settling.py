"""Which table the given files are, from their names, from what the person said, and from both agreeing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from bot.tables.documents import Document
from bot.tables.faults import TableFileFault
from bot.tables.releases import SEVERAL_UNNUMBERED, UNNUMBERED
from rules.published import Quarter, Setting

T = TypeVar("T")


def settle_setting(
    documents: Sequence[Document], given: Setting | None, inside: Setting | None = None
) -> Setting:
    """The claims that the table is for.

    Args:
        documents: The files.
        given: What the person said, or `None`.
        inside: What the content says, or `None`.

    Raises:
        TableFileFault: Nothing tells it, or two things contradict each other.
    """
    named = [(document.label, document.facts.setting) for document in documents]
    found = _settle("setting", [*named, ("its header", inside), ("--setting", given)])
    if found is None:
        raise TableFileFault(
            f"{documents[0].label} does not say in its name whether it is the practitioner or the hospital "
            "table. Add --setting practitioner or --setting hospital."
        )
    return found


def settle_quarter(documents: Sequence[Document], given: Quarter | None) -> Quarter:
    """The quarter that the table is of.

    Args:
        documents: The files.
        given: What the person said, or `None`.

    Raises:
        TableFileFault: Nothing tells it, or two things contradict each other.
    """
    named = [(document.label, document.facts.quarter) for document in documents]
    found = _settle("quarter", [*named, ("--quarter", given)])
    if found is None:
        raise TableFileFault(
            f"{documents[0].label} does not say in its name which quarter it is of. "
            "Add --quarter, e.g. --quarter 2026Q4."
        )
    return found


def _settle(what: str, said: Sequence[tuple[str, T | None]]) -> T | None:
    """The one value that was said, or `None` where nothing was."""
    found: tuple[str, T] | None = None
    for where, value in said:
        if value is None:
            continue
        if found is None:
            found = where, value
        elif found[1] != value:
            raise TableFileFault(
                f"Two things contradict each other: {found[0]} says {what} {found[1]}, {where} says {value}. "
                "Give the files of one setting and quarter at a time."
            )
    return found[1] if found else None


def number_parts(documents: Sequence[Document]) -> dict[int, Document]:
    """The parts of the PTP edits by their number, in order.

    Raises:
        TableFileFault: One part is there twice.
    """
    numbered: dict[int, Document] = {}
    unnumbered = []
    for document in documents:
        part = document.facts.part
        if part is None:
            unnumbered.append(document)
        elif part in numbered:
            raise TableFileFault(
                f"Part {part} is there twice: {numbered[part].label} and {document.label}. Give each once."
            )
        else:
            numbered[part] = document
    first = UNNUMBERED if len(documents) == 1 else SEVERAL_UNNUMBERED
    numbered |= dict(enumerate(unnumbered, first))
    return dict(sorted(numbered.items()))
