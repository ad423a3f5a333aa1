"""What the templates of a units answer are given: no words of their own beyond names and dates."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.answering.day import DayShown
from bot.answering.lines import claim_view
from bot.answering.pairs import views_of
from bot.answering.payers import payer_label
from bot.answering.sentences import caution_words
from bot.answering.source_lines import fact, full_sources, source_context
from bot.answering.units import CountedTotal, CountedVisit
from bot.answering.units_request import UNSPECIFIED, StoredUnitsRequest
from rules import CountedBy, CountingRule, code_table

SPLITS_SHOWN = 3
"""More tied splits than these are described, not listed, in the answer; *Why* lists them."""
_RULE_HEADINGS = {
    CountingRule.CMS: "Medicare",
    CountingRule.AMA: "AMA rule",
    CountingRule.FULL15: "Whole 15 minutes",
}


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
        "understood": understood_words(counted.request, visit_payer(counted)),
        "readings": readings,
        "heading": heading_of(counted),
        "result": result,
        "compare": counted.compare,
        "splits_shown": SPLITS_SHOWN,
        "once_a_day": [line.code for line in result.lines if line.counted_by is CountedBy.SERVICE],
        "zero_lines": [line.code for line in result.lines if line.units == 0],
        "cautions": cautions,
        "claim": claim_view(counted.claim, counted.other_claim),
        "edits": views_of(counted.edits, caution_words),
        **source_context(counted.citations, counted.used, day, receipt),
    }


def why_context(counted: CountedVisit, day: DayShown, receipt: str) -> dict[str, Any]:
    """What `units/why` asks for beside the answer's own context."""
    table = code_table()
    return visit_context(counted, day, receipt, (), ()) | {
        "labels": {line.code: table.find(line.code).label for line in counted.result.lines},
        "facts": [fact(reference, counted.payers) for reference in counted.used],
        "sources": full_sources(counted.citations),
        "limits": [limit.says for limit in counted.payer.limits] if counted.payer else [],
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


def visit_payer(counted: CountedVisit) -> str | None:
    """The payer's name, or both payers' names."""
    return payer_label(counted.request.payer, counted.payers)


def heading_of(counted: CountedVisit) -> str:
    """Whose count it is: the payer's, or the method's when no payer is named."""
    label = visit_payer(counted)
    rule = counted.result.rule
    if label is None or counted.request.rule is not None:
        return _RULE_HEADINGS[rule]
    return f"{label}, {_RULE_HEADINGS[rule]}" if rule is CountingRule.AMA else label
