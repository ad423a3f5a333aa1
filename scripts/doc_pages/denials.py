"""`docs/denials.md`: every denial code that is known, and what the card of each kind of code adds."""

from __future__ import annotations

from rules import DenialCode, denial_codes, denial_groups
from rules.card_notes import CardNotes, all_card_notes
from scripts.doc_pages import markdown


def page() -> str:
    """The whole page."""
    return markdown.page(
        "Denial codes and code cards",
        "What a payer's denial code usually means in outpatient therapy, in our own words, and what the card "
        f"of a code says of its note. All of it is {markdown.NOT_CONFIRMED}.",
        markdown.confidence_legend(),
        "## The letters in front",
        markdown.table(
            ("Letters", "Mean"), ((group.value, means) for group, means in denial_groups().items())
        ),
        "CO there is never the assistant modifier CO.",
        "## Denial codes",
        markdown.table(
            ("Code", "Means", "Usually", "Do", "How well known"), map(_denial, denial_codes().values())
        ),
        "## What the note needs, by kind of code",
        markdown.table(
            ("Kind", "The note needs", "Source", "How well known", "Common denials"),
            (row for notes in all_card_notes() for row in _rows(notes)),
        ),
    )


def _denial(denial: DenialCode) -> tuple[str, ...]:
    return (denial.code, denial.means, denial.usually, denial.fix, denial.confidence.value)


def _rows(notes: CardNotes) -> list[tuple[str, ...]]:
    kind, denials = notes.kind.replace("_", " "), ", ".join(notes.denials)
    if not notes.note:
        return [(kind, "", "", "", denials)]
    return [
        (kind, need.says, markdown.place(need.cite), need.confidence.value, denials) for need in notes.note
    ]
