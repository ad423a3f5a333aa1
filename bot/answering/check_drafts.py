"""From a check of billed units to what its answer says."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from bot.answer import Intent, Outcome
from bot.answering.asked import Asked, Typed, asked
from bot.answering.assistant_drafts import PEOPLE
from bot.answering.assistants import EITHER
from bot.answering.books import Books
from bot.answering.check import CheckedClaim, CheckedUnits, check_claim, check_object
from bot.answering.check_request import StoredCheckRequest
from bot.answering.claim_findings import PLAN_MISSING, ClaimEdit
from bot.answering.day import DayShown
from bot.answering.draft import Draft, Why
from bot.answering.findings import finding_words
from bot.answering.pairs import pair_object, views_of
from bot.answering.payers import payer_label
from bot.answering.sentences import caution_words
from bot.answering.source_lines import source_context
from bot.answering.units_drafts import is_sure
from bot.answering.units_views import heading_of, understood_words, why_context
from bot.parsing import CheckRequest, parse_check
from rules import (
    AssistantResult,
    BilledLine,
    CountedBy,
    ProviderCheck,
    ProviderMinutes,
    Severity,
    Visit,
)

UNSETTLED_SHOWN = 3
"""So many pairs that the table cannot say are named; the others are counted."""


class EditView(NamedTuple):
    """An edit as the template takes it, with the sentences that stand with it."""

    edit: ClaimEdit
    notes: list[str]


def read_check(text: str, *, today: date, books: Books) -> Asked:
    """Read what was typed after `/billing check`.

    Raises:
        ParseProblem: It is no claim that can be checked.
    """
    return ask_check(parse_check(text, today=today, book=books.payers), today=today, books=books)


def ask_check(request: CheckRequest, *, today: date, books: Books) -> Asked:
    """A parsed claim, ready to be checked."""
    return asked(request, StoredCheckRequest.of(request), today=today, books=books)


def draft_check(stored: StoredCheckRequest, day: DayShown, books: Books, typed: Typed) -> Draft:
    """Check billed units and say what the answer says.

    Args:
        stored: The structured request.
        day: Date of service.
        books: The tables and payers in use.
        typed: What concerns the typing alone.

    Raises:
        UserError: It cannot be checked; the message says what would be right.
    """
    claim = check_claim(stored, on=day.on, books=books)
    understood = _understood(claim, books)
    counted = claim.units.counted if claim.units else None
    names_a_payer = any(caution.id == "unknown_payer" for caution in typed.cautions)
    cautions = (
        *typed.cautions,
        *(c for c in claim.cautions if not (names_a_payer and c.id == "payer_not_named")),
    )
    return Draft(
        intent=Intent.CHECK,
        outcome=Outcome.ANSWERED,
        template="check/answered",
        context=lambda receipt, shown: {
            **_context(claim),
            "understood": understood,
            "readings": typed.readings,
            "cautions": shown,
            **source_context(claim.citations, claim.used, day, receipt),
        },
        request_object=stored.to_json_dict(),
        confident=_is_sure(claim),
        understood=understood,
        parts={
            "check": check_object(claim),
            "pairs": [pair_object(edit.result) for edit in claim.whole.edits] or None,
        },
        cautions=cautions,
        citations=claim.citations,
        used=claim.used,
        codes=stored.all_codes(),
        on=day.on,
        date_given=day.given,
        shareable=stored,
        why=Why("units/why", lambda receipt: why_context(counted, day, receipt)) if counted else None,
        holds_typed_words=bool(typed.cautions or typed.readings),
    )


def _is_sure(claim: CheckedClaim) -> bool:
    """Whether the verdict stands as the answer, with nothing in it that must be looked at first."""
    if claim.units is None or (claim.units.split is not None and not claim.units.split.is_settled):
        return False
    return is_sure(claim.units.counted)


def _context(claim: CheckedClaim) -> dict[str, Any]:
    """What `check/answered` asks for beside the lines of every answer."""
    whole = claim.whole
    # Who typed no modifier at all asked about units: what is wanted is told then, not held against anybody.
    has_modifiers = any(line.modifiers for line in claim.request.billed)
    unheld = [] if has_modifiers else [one for one in whole.findings if one.id == PLAN_MISSING]
    sentences = finding_words(one for one in whole.findings if one not in unheld)
    pairs = [" + ".join(result.codes) for result in whole.unsettled]
    views = views_of((edit.result for edit in whole.edits), caution_words)
    return {
        "units": _units_context(claim.units) if claim.units else None,
        "rejected": [found for found in sentences if found.severity is Severity.REJECT],
        "warned": [found for found in sentences if found.severity is Severity.WARN],
        "wanted_plans": [
            {
                "codes": one.codes,
                "modifiers": one.data["wanted"],
                "payer_known": one.data["payer_known"],
            }
            for one in unheld
        ],
        "nothing_found": has_modifiers and not sentences and not _is_on_wrong_units(claim),
        "edits": [EditView(edit, view.notes) for edit, view in zip(whole.edits, views, strict=True)],
        "no_edit": len(claim.request.billed_units()) > 1 and not whole.edits and not whole.unsettled,
        "unsettled": pairs[:UNSETTLED_SHOWN],
        "unsettled_more": len(pairs[UNSETTLED_SHOWN:]),
    }


def _units_context(units: CheckedUnits) -> dict[str, Any]:
    """What the words about the units themselves are made of."""
    result, split = units.counted.result, units.split
    return {
        "heading": heading_of(units.counted),
        "check": units.check,
        "compare": units.compare,
        "providers": units.providers,
        "wrong_providers": _wrong_providers(units.providers) if units.providers else [],
        "compare_wrong": bool(units.compare_providers and _wrong_providers(units.compare_providers)),
        "provider_steps": split.steps if split else (),
        "people": _people(split),
        "modifier": (split.modifier if split else None) or EITHER,
        "result": result,
        "once_a_day": [line.code for line in result.lines if line.counted_by is CountedBy.SERVICE],
    }


def _wrong_providers(check: ProviderCheck) -> list[str]:
    """Codes with a wrong line where CQ or CO is billed or belongs; other changes are said by code."""
    marked = {line.code for line in check.lines if line.by_assistant}
    return [code for code in dict.fromkeys(line.code for line in check.changes) if code in marked]


def _is_on_wrong_units(claim: CheckedClaim) -> bool:
    return bool(claim.units and claim.units.providers and _wrong_providers(claim.units.providers))


def _people(split: AssistantResult | None) -> tuple[str, str]:
    return PEOPLE[split.discipline if split else None]


def _understood(claim: CheckedClaim, books: Books) -> str:
    """What was understood, as one line to be read back."""
    request = claim.request
    billed = "Billed " + ", ".join(map(_line_words, request.lines()))
    therapist, assistant = _people(claim.units.split if claim.units else None)
    whose = {
        part.code: f"{part.code} {_shares(part, therapist, assistant)}" for part in request.provider_minutes()
    }
    visit = request.visit()
    alone = Visit(
        {code: minutes for code, minutes in visit.minutes.items() if code not in whose},
        tuple(code for code in visit.untimed if code not in whose),
        visit.untimed_minutes,
        visit.typed_units,
    )
    given = understood_words(request.units_request(alone), payer_label(request.payer, books.payers))
    return " · ".join(words for words in (billed, *whose.values(), given) if words)


def _shares(part: ProviderMinutes, therapist: str, assistant: str) -> str:
    given = ((therapist, part.therapist), (assistant, part.assistant), ("both", part.together))
    return ", ".join(f"{who} {minutes} min" for who, minutes in given if minutes)


def _line_words(line: BilledLine) -> str:
    return " ".join((f"{line.code} ×{line.units}", *line.modifiers))
