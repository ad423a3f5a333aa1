"""What the templates of a units answer are given: no words of their own beyond names and dates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from bot.answering.button_value import quarter_start
from bot.answering.pairs import views_of
from bot.answering.units import CountedTotal, CountedVisit
from bot.answering.units_request import UNSPECIFIED, StoredUnitsRequest
from bot.render.phrases import join_words
from bot.render.words import one_line
from rules import (
    Caution,
    Citation,
    Confidence,
    CountedBy,
    CountingRule,
    code_table,
    find_value,
    payer_parameters,
    sources,
)

SPLITS_SHOWN = 3
"""More tied splits than these are described, not listed, in the answer; *Why* lists them."""
_RULE_HEADINGS = {
    CountingRule.CMS: "Medicare",
    CountingRule.AMA: "AMA rule",
    CountingRule.FULL15: "Whole 15 minutes",
}


@dataclass(frozen=True, slots=True)
class DayShown:
    """The date of service of an answer.

    Attributes:
        on: The date.
        given: Whether it was typed; otherwise it is today.
        is_public: Show only the quarter, never the day.
    """

    on: date
    given: bool
    is_public: bool = False

    def words(self) -> str:
        """How an answer names the day."""
        if self.is_public:
            start = quarter_start(self.on)
            return f"Rules of {start.year} Q{(start.month - 1) // 3 + 1}"
        return f"Date of service {self.on.isoformat()}{'' if self.given else ' (today, none typed)'}"


def understood_words(request: StoredUnitsRequest, payer: str | None) -> str:
    """What was understood, as one line to be read back."""
    minutes = [
        f"{n} min, no code" if code == UNSPECIFIED else f"{code} {n} min"
        for code, n in request.minutes.items()
    ]
    untimed = [
        f"{code} {request.untimed_minutes[code]} min" if code in request.untimed_minutes else code
        for code in request.untimed
        if code not in request.typed_units
    ]
    typed = [f"{code} {n} unit{'' if n == 1 else 's'}" for code, n in request.typed_units.items()]
    extras = [
        payer or "",
        request.discipline.value.upper() if request.discipline else "",
        f"rule {request.rule.value}" if request.rule else "",
        f"{request.setting} setting" if request.setting else "",
    ]
    return " · ".join([*minutes, *untimed, *typed, *(extra for extra in extras if extra)])


def visit_context(
    counted: CountedVisit, day: DayShown, receipt: str, readings: Sequence[str], cautions: Sequence[str]
) -> dict[str, Any]:
    """Everything `units/answered` and `units/why` ask for."""
    result = counted.result
    return {
        "understood": understood_words(counted.request, payer_label(counted)),
        "readings": readings,
        "heading": _heading(counted),
        "result": result,
        "compare": counted.compare,
        "splits_shown": SPLITS_SHOWN,
        "once_a_day": [line.code for line in result.lines if line.counted_by is CountedBy.SERVICE],
        "zero_lines": [line.code for line in result.lines if line.units == 0],
        "cautions": cautions,
        "modifiers": counted.modifiers,
        "edits": views_of(counted.edits, caution_words),
        **source_context(counted.citations, counted.used, day, receipt),
    }


def why_context(counted: CountedVisit, day: DayShown, receipt: str) -> dict[str, Any]:
    """What `units/why` asks for beside the answer's own context."""
    table = code_table()
    return visit_context(counted, day, receipt, (), ()) | {
        "labels": {line.code: table.find(line.code).label for line in counted.result.lines},
        "facts": [_fact(reference) for reference in counted.used],
    }


def total_context(
    total: CountedTotal, day: DayShown, receipt: str, cautions: Sequence[str]
) -> dict[str, Any]:
    """Everything `units/total` asks for."""
    return {
        "understood": understood_words(total.request, None),
        "heading": _RULE_HEADINGS[CountingRule.CMS],
        "total": total,
        "cautions": cautions,
        **source_context(total.citations, total.used, day, receipt),
    }


def caution_words(caution: Caution) -> str:
    """The sentence for one caution."""
    return one_line(f"cautions/{caution.id}", caution.data)


def reading_words(kind: str, data: Mapping[str, Any]) -> str:
    """The sentence for one reading of something typed."""
    return one_line(f"readings/{kind}", data)


def payer_label(counted: CountedVisit) -> str | None:
    """The payer's name, with the state or plan that has no profile of its own."""
    payer_id = counted.request.payer
    if counted.payer is None or payer_id is None:
        return None
    _, _, plan = payer_id.partition(".")
    return counted.payer.label if payer_id == counted.payer.id else f"{counted.payer.label} ({plan.upper()})"


def _heading(counted: CountedVisit) -> str:
    """Whose count it is: the payer's, or the method's when no payer is named."""
    label = payer_label(counted)
    rule = counted.result.rule
    if label is None or counted.request.rule is not None:
        return _RULE_HEADINGS[rule]
    return f"{label}, {_RULE_HEADINGS[rule]}" if rule is CountingRule.AMA else label


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
    return places


@cache
def _label_if_unseen(reference: str) -> str | None:
    parameter, value = find_value(reference, payer_parameters())
    if value.confidence in (Confidence.VERIFIED, Confidence.DERIVED):
        return None
    return parameter.label


def _fact(reference: str) -> dict[str, Any]:
    parameter, value = find_value(reference, payer_parameters())
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
