"""From a units request to what its answer says."""

from __future__ import annotations

from datetime import date
from typing import Any

from bot.answer import Intent, Outcome
from bot.answering.asked import Asked, Typed, asked
from bot.answering.assistant_request import StoredAssistantRequest
from bot.answering.books import Books
from bot.answering.day import DayShown
from bot.answering.draft import Draft, Why
from bot.answering.pairs import pair_object
from bot.answering.units import (
    CountedTotal,
    CountedVisit,
    count_total,
    count_visit,
    total_object,
    units_object,
)
from bot.answering.units_request import StoredUnitsRequest
from bot.answering.units_views import total_context, understood_words, visit_context, visit_payer, why_context
from bot.parsing import UnitsRequest, parse_units
from rules import Caution

_UNSURE = frozenset({"doubtful_code", "several_disciplines", "not_together"})


def read_units(text: str, *, today: date, books: Books) -> Asked:
    """Read what was typed after `/units`.

    Raises:
        ParseProblem: It cannot be counted as it stands.
    """
    return ask_units(parse_units(text, today=today, book=books.payers), today=today, books=books)


def ask_units(request: UnitsRequest, *, today: date, books: Books) -> Asked:
    """A parsed visit, ready to be counted, and shared out where it says who gave what."""
    kind = StoredAssistantRequest if request.provider_minutes else StoredUnitsRequest
    return asked(request, kind.of(request), today=today, books=books)


def draft_units(stored: StoredUnitsRequest, day: DayShown, books: Books, typed: Typed) -> Draft:
    """Count a visit and say what the answer says.

    Args:
        stored: The structured request.
        day: Date of service.
        books: The tables in use.
        typed: What concerns the typing alone.

    Raises:
        UserError: It cannot be counted; the message says what would be right.
    """
    if stored.unspecified_minutes is not None:
        total = count_total(stored, stored.unspecified_minutes, on=day.on, book=books.payers)
        return _draft_total(total, stored, day, typed)
    return _draft_visit(count_visit(stored, on=day.on, books=books), stored, day, typed)


def _draft_visit(counted: CountedVisit, stored: StoredUnitsRequest, day: DayShown, typed: Typed) -> Draft:
    names_a_payer = any(caution.id == "unknown_payer" for caution in typed.cautions)
    cautions = (
        *typed.cautions,
        *(c for c in counted.cautions if not (names_a_payer and c.id == "payer_not_named")),
    )

    def context(receipt: str, shown: list[str]) -> dict[str, Any]:
        return visit_context(counted, day, receipt, typed.readings, shown)

    return Draft(
        intent=Intent.UNITS,
        outcome=Outcome.ANSWERED,
        template="units/answered",
        context=context,
        request_object=stored.to_json_dict(),
        confident=is_sure(counted),
        understood=understood_words(stored, visit_payer(counted)),
        parts={
            "units": units_object(counted),
            "pairs": [pair_object(result) for result in counted.edits] or None,
        },
        cautions=cautions,
        citations=counted.citations,
        used=counted.used,
        codes=stored.all_codes(),
        on=day.on,
        date_given=day.given,
        shareable=stored,
        why=Why("units/why", lambda receipt: why_context(counted, day, receipt)),
        holds_typed_words=bool(typed.cautions or typed.readings),
    )


def is_sure(counted: CountedVisit) -> bool:
    """Whether the count stands as the answer, with nothing in it that must be checked first."""
    if any(caution.id in _UNSURE for caution in counted.cautions):
        return False
    return not any(edit.edit and not edit.modifiers for edit in counted.edits)


def _draft_total(total: CountedTotal, stored: StoredUnitsRequest, day: DayShown, typed: Typed) -> Draft:
    return Draft(
        intent=Intent.UNITS,
        outcome=Outcome.ANSWERED,
        template="units/total",
        context=lambda receipt, shown: total_context(total, day, receipt, shown),
        request_object=stored.to_json_dict(),
        confident=True,
        understood=understood_words(stored, None),
        parts={"units": total_object(total)},
        cautions=(Caution("no_codes_total", {}), *typed.cautions),
        citations=total.citations,
        used=total.used,
        on=day.on,
        date_given=day.given,
    )
