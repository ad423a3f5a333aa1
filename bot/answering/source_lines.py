"""What an answer rests on, as its last lines and *Why* print it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from bot.answering.day import DayShown
from bot.render.phrases import join_words
from rules import Citation, Confidence, PayerBook, find_value, payer_parameters, sources
from rules.clinic_payers import CLINIC

_LONGEST_IN_SHORT = 92
"""Characters of small print on two lines of a phone, beside the word before them."""
_PLACES_IN_SHORT = 3
_LONGEST_PLACE = 24
"""Characters of a place; a longer one is cut at its first comma."""


def source_context(
    citations: Iterable[Citation], used: Iterable[str], day: DayShown, receipt: str
) -> dict[str, Any]:
    """What the last lines of every answer ask for: sources, day, what was not seen, receipt."""
    return {
        "cited": _in_short(citations),
        "day": day.words(),
        "receipt": receipt,
        "unseen": list(dict.fromkeys(label for label in map(_label_if_unseen, used) if label)),
    }


def full_sources(citations: Iterable[Citation]) -> list[str]:
    """Every source by its title, with all places in it, and the pages it was read through.

    Args:
        citations: What an answer rests on, the weightiest first.
    """
    known = sources()
    return [
        f"{known[source].title}, {', '.join(places)}"
        + (f". How read: {through}" if (through := known[source].read_through) else "")
        for source, places in _by_source(citations).items()
    ]


def _in_short(citations: Iterable[Citation]) -> list[str]:
    """Short names with their first places, as many as stand on two lines of a phone, and how many more."""
    known = sources()
    shown: list[str] = []
    by_source = _by_source(citations)
    for source, places in by_source.items():
        heads = _narrowest(list(dict.fromkeys(filter(None, map(_head, places)))))
        words = ", ".join((known[source].short or known[source].title, *heads[:_PLACES_IN_SHORT]))
        if shown and len("; ".join((*shown, words))) > _LONGEST_IN_SHORT:
            break
        shown.append(words)
    left = len(by_source) - len(shown)
    return [*shown, f"and {left} more"] if left else shown


def _head(place: str) -> str | None:
    """A place in a few words; `None` for a long list of numbers, which stands in the full list."""
    if len(place) <= _LONGEST_PLACE:
        return place
    head = place.partition(" (")[0].partition(", ")[0]
    return None if head.isdigit() else head


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
