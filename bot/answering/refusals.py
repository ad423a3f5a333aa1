"""Drafts of requests that cannot be answered: one question back, or a refusal with what would be right."""

from __future__ import annotations

from datetime import date

from bot.answer import ErrorView, Intent, Outcome
from bot.answering.draft import Context, Draft
from bot.answering.units_request import StoredUnitsRequest
from bot.answering.views import DayShown, understood_words
from bot.parsing import PairRequest, ParseProblem, UnitsRequest
from rules import Caution, UserError, payers


def typed_cautions(request: UnitsRequest | PairRequest, day: DayShown, today: date) -> tuple[Caution, ...]:
    """What must be said about the typing itself. None of it is ever stored or shared."""
    cautions = []
    if request.unknown_payer is not None:
        known = sorted(payer for payer in payers() if "." not in payer)
        cautions.append(Caution("unknown_payer", {"typed": request.unknown_payer, "known": known}))
    if request.ignored:
        cautions.append(Caution("left_out", {"symbols": request.ignored}))
    if day.given and day.on > today:
        cautions.append(Caution("future_date", {}))
    return tuple(cautions)


def draft_problem(problem: ParseProblem, command: str = "units") -> Draft:
    """A question back, or a refusal: the typing could not be read as one request."""
    refused = problem.outcome == "refused"
    return Draft(
        intent=Intent(command),
        outcome=Outcome(problem.outcome),
        template=f"asked/{problem.outcome}",
        context=problem_context(problem.message, problem.suggestions),
        request_object={"command": command},
        error=ErrorView(code=problem.code, message=problem.message) if refused else None,
        holds_typed_words=True,
    )


def draft_refusal(fault: UserError, stored: StoredUnitsRequest, day: DayShown) -> Draft:
    """A request that was understood, but that no rule can answer."""
    return Draft(
        intent=Intent.UNITS,
        outcome=Outcome.REFUSED,
        template="asked/refused",
        context=problem_context(fault.message, ()),
        request_object=stored.to_json_dict(),
        understood=understood_words(stored, None),
        codes=stored.codes(),
        on=day.on,
        date_given=day.given,
        error=ErrorView(code=fault.code, message=fault.message),
    )


def problem_context(message: str, suggestions: tuple[str, ...]) -> Context:
    """Template values of a message with commands to try."""
    return lambda _receipt, shown: {
        "message": message,
        "suggestions": suggestions,
        "cautions": shown,
    }
