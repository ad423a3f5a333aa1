"""From minutes of therapist and assistant to what the answer says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.answer import Intent, Outcome
from bot.answering.asked import Typed
from bot.answering.assistant_request import StoredAssistantRequest
from bot.answering.assistants import EITHER, SharedVisit, assistant_object, share_visit
from bot.answering.books import Books
from bot.answering.day import DayShown
from bot.answering.draft import Draft, Why
from bot.answering.lines import claim_view
from bot.answering.pairs import pair_object
from bot.answering.units import units_object
from bot.answering.units_drafts import is_sure
from bot.answering.units_views import visit_context, visit_payer, why_context
from rules import Discipline

PEOPLE: Mapping[Discipline | None, tuple[str, str]] = {
    Discipline.PT: ("PT", "PTA"),
    Discipline.OT: ("OT", "OTA"),
    Discipline.SLP: ("SLP", "assistant"),
    None: ("therapist", "assistant"),
}
"""Who gives the minutes, by the discipline of the plan of care."""


def draft_assistant(stored: StoredAssistantRequest, day: DayShown, books: Books, typed: Typed) -> Draft:
    """Share the units of a visit between therapist and assistant and say what the answer says.

    Args:
        stored: The structured request.
        day: Date of service.
        books: The tables and payers in use.
        typed: What concerns the typing alone.

    Raises:
        UserError: It cannot be counted or shared; the message says what would be right.
    """
    shared = share_visit(stored, on=day.on, books=books)
    counted = shared.whole
    names_a_payer = any(caution.id == "unknown_payer" for caution in typed.cautions)
    cautions = (
        *typed.cautions,
        *(c for c in counted.cautions if not (names_a_payer and c.id == "payer_not_named")),
    )

    def context(receipt: str, shown: list[str]) -> dict[str, Any]:
        return visit_context(counted, day, receipt, typed.readings, shown) | _context(shared)

    return Draft(
        intent=Intent.ASSISTANT,
        outcome=Outcome.ANSWERED,
        template="assistant/answered",
        context=context,
        request_object=stored.to_json_dict(),
        confident=shared.result.is_settled and is_sure(counted),
        understood=_understood(shared),
        parts={
            "units": units_object(shared.counted),
            "assistant": assistant_object(shared),
            "pairs": [pair_object(found) for found in counted.edits] or None,
        },
        cautions=cautions,
        citations=counted.citations,
        used=counted.used,
        codes=stored.all_codes(),
        on=day.on,
        date_given=day.given,
        shareable=stored,
        why=Why("assistant/why", lambda receipt: why_context(counted, day, receipt) | _context(shared)),
        holds_typed_words=bool(typed.cautions or typed.readings),
    )


def _context(shared: SharedVisit) -> dict[str, Any]:
    """What the templates ask for beside the values of a units answer."""
    result = shared.result
    therapist, assistant = PEOPLE[result.discipline]
    return {
        "understood": _understood(shared),
        "therapist": therapist,
        "assistant": assistant,
        "modifier": result.modifier or EITHER,
        "is_settled": result.is_settled,
        "ways": [claim_view(way) for way in shared.ways],
        "provider_steps": result.steps,
    }


def _understood(shared: SharedVisit) -> str:
    """What was understood, as one line to be read back."""
    request = shared.request
    therapist, assistant = PEOPLE[shared.result.discipline]
    pieces = []
    for line in request.lines:
        given = [(therapist, line.therapist), (assistant, line.assistant), ("both", line.together)]
        said = ", ".join(f"{who} {minutes} min" for who, minutes in given if minutes)
        pieces.append(f"{line.code} {said}".rstrip())
    pieces += [code for code in request.untimed if code not in request.typed_units]
    pieces += [f"{code} {n} unit{'' if n == 1 else 's'}" for code, n in request.typed_units.items()]
    pieces += [
        extra
        for extra in (
            visit_payer(shared.whole),
            request.discipline.value.upper() if request.discipline else "",
            f"rule {request.rule.value}" if request.rule else "",
            f"{request.setting} setting" if request.setting else "",
        )
        if extra
    ]
    return " · ".join(pieces)
