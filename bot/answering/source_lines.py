"""What an answer rests on, as its last lines and *Why* print it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from bot.answering.day import DayShown
from bot.render.phrases import join_words
from rules import Citation, Confidence, PayerBook, find_value, payer_parameters, sources
from rules.clinic_payers import CLINIC


def source_context(
    citations: Iterable[Citation], used: Iterable[str], day: DayShown, receipt: str
) -> dict[str, Any]:
    """What the last lines of every answer ask for: sources, day, what was not seen, receipt."""
    known = sources()
    return {
        "cited": [
            f"{known[source].title}, {', '.join(places)}" for source, places in _by_source(citations).items()
        ],
        "day": day.words(),
        "receipt": receipt,
        "unseen": list(dict.fromkeys(label for label in map(_label_if_unseen, used) if label)),
    }


def _by_source(citations: Iterable[Citation]) -> dict[str, list[str]]:
    places: dict[str, list[str]] = {}
    for source, at in citations:
        places.setdefault(source, []).append(at)
    return {source: _narrowest(found) for source, found in places.items()}


def _narrowest(places: list[str]) -> list[str]:
    """Places without those that another one says more exactly, as "ch. I" beside "ch. I, p. 14"."""
    return [
        place
        for place in places
        if not any(other.startswith((f"{place}, ", f"{place} ")) for other in places)
    ]


@cache
def _label_if_unseen(reference: str) -> str | None:
    if reference.startswith(CLINIC):
        return None  # the answer says apart whose entry it is
    parameter, value = find_value(reference, payer_parameters())
    if value.confidence in (Confidence.VERIFIED, Confidence.DERIVED):
        return None
    return parameter.label


def fact(reference: str, book: PayerBook) -> dict[str, Any]:
    """One dated value as *Why* lists it: label, value, first day, source, how well known.

    Args:
        reference: `parameter@first-day`.
        book: The payers that were known.
    """
    parameter, value = find_value(reference, book.parameters, payer_parameters())
    shown = value.value
    if isinstance(shown, dict):
        shown = ", ".join(f"{key} {entry}" for key, entry in shown.items())
    elif isinstance(shown, list):
        shown = join_words(shown, "and")
    return {
        "label": parameter.label,
        "value": shown,
        "unit": parameter.unit,
        "since": value.effective.isoformat(),
        "title": sources()[value.cite.source].title,
        "at": value.cite.at,
        "confidence": _CONFIDENCE_WORDS[value.confidence],
    }


_CONFIDENCE_WORDS = {
    Confidence.VERIFIED: "seen in a public page",
    Confidence.KNOWN: "known in the field, not seen at the source",
    Confidence.DERIVED: "follows from other facts",
    Confidence.DOUBTFUL: "sources disagree",
}
