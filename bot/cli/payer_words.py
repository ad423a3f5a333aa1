"""How `unitwise payers` lists the payer book: lines for people, JSON for programs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from rules import DatedValue, PayerProfile

USE_WORDS = {
    "cms": "Medicare's rule",
    "ama": "AMA rule",
    "full15": "whole 15 minutes",
    "required": "required",
    "per_plan": "the plan decides",
    "rarely": "rarely wanted",
    "exempt": "not asked for",
    "no": "not used",
    "unknown": "not known",
    "medicare": "Medicare's",
    "medicaid": "Medicaid's",
    "own": "its own",
}
FACT_WORDS = {
    "counting_rule": "counts by",
    "discipline_modifiers": "GP, GO, GN",
    "assistant_modifiers": "CQ, CO",
    "kx": "KX",
    "edits": "code pairs",
}


def payer_json(payer: PayerProfile, today: date) -> dict[str, Any]:
    """One payer as JSON types, with its facts of a day."""
    return {
        "id": payer.id,
        "label": payer.label,
        "aliases": list(payer.aliases),
        "facts": {
            fact: {
                "value": str(value.value),
                "confidence": value.confidence.value,
                "source": value.cite.source,
                "at": value.cite.at,
            }
            for fact, value in facts_on(payer, today)
        },
        "shows_both_rules": payer.shows_both_rules,
        "limits": [limit.says for limit in payer.limits],
        "modifier_order": list(payer.modifier_order) if payer.modifier_order else None,
        "from": "clinic" if payer.is_clinics else "built-in",
        "owner": payer.owner,
        "reviewed_on": payer.reviewed_on.isoformat() if payer.reviewed_on else None,
        "due_on": payer.due_on.isoformat() if payer.due_on else None,
        "is_due": payer.is_due(today),
    }


def payer_lines(payer: PayerProfile, today: date) -> Iterator[str]:
    """One payer in a few short lines, with its facts of a day."""
    yield f"{payer.label} (payer:{payer.id})"
    for fact, value in facts_on(payer, today):
        doubt = ", not settled" if fact == "counting_rule" and payer.shows_both_rules else ""
        yield f"  {FACT_WORDS[fact]}: {USE_WORDS[str(value.value)]}{doubt} ({value.confidence.value})"
    for limit in payer.limits:
        yield f"  limit: {limit.says} ({limit.confidence.value})"
    yield f"  {review_words(payer, today)}"


def facts_on(payer: PayerProfile, day: date) -> Iterator[tuple[str, DatedValue]]:
    """The facts of a payer that hold on a day; one that a clinic wrote for later dates is left out."""
    for parameter in payer.parameters():
        if any(first <= day and (last is None or day <= last) for first, last in parameter.covered()):
            yield parameter.name.rpartition(".")[2], parameter.on(day)


def review_words(payer: PayerProfile, today: date) -> str:
    """Who keeps an entry and when it is due."""
    if payer.reviewed_on is None:
        return "built-in, not yet confirmed by a biller"
    due = f"due since {payer.due_on}" if payer.is_due(today) else f"due on {payer.due_on}"
    return f"owner {payer.owner}, reviewed {payer.reviewed_on}, {due}"
