"""From a question to everything its answer says, before it has a receipt and words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.answer import ErrorView, Intent, Outcome
from bot.answering.units import (
    CountedTotal,
    CountedVisit,
    count_total,
    count_visit,
    total_object,
    units_object,
)
from bot.answering.units_request import StoredUnitsRequest
from bot.answering.views import (
    DayShown,
    payer_label,
    reading_words,
    total_context,
    understood_words,
    visit_context,
)
from bot.commands import COMMANDS, command_names, find
from bot.parsing import ParseProblem, UnitsRequest, parse_plain, parse_units
from bot.question import Question
from bot.routing import Routed, route
from rules import Caution, Citation, UserError, payers

Context = Callable[[str, list[str]], dict[str, Any]]
"""Template values for a receipt and the sentences of the cautions."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What an answer will say.

    Attributes:
        intent: What kind of request it was.
        outcome: How it ended.
        template: Which words it takes.
        context: Template values for a receipt and the sentences of the cautions.
        request_object: The answer's `request`; nothing in it was typed freely.
        confident: Whether one calculation is shown as the answer.
        understood: What was understood, read back.
        units: The answer's `units`, for a calculation.
        cautions: What the asker should know, without the words.
        citations: What it rests on.
        used: Dated values used.
        codes: Codes asked about.
        on: Date of service, when one was settled.
        date_given: Whether it was typed.
        error: Stable id and sentence of a refusal.
        shareable: What the buttons carry, for a calculation with codes.
        holds_typed_words: Whether anything in it repeats what was freely typed.
    """

    intent: Intent
    outcome: Outcome
    template: str
    context: Context
    request_object: dict[str, Any]
    confident: bool = False
    understood: str = ""
    units: dict[str, Any] | None = None
    cautions: tuple[Caution, ...] = ()
    citations: tuple[Citation, ...] = ()
    used: tuple[str, ...] = ()
    codes: list[str] = field(default_factory=list)
    on: date | None = None
    date_given: bool = False
    error: ErrorView | None = None
    shareable: StoredUnitsRequest | None = None
    holds_typed_words: bool = False


def draft_answer(question: Question, *, today: date) -> Draft:
    """Understand a question and work its answer out.

    Args:
        question: What was asked.
        today: Date of service where none is typed.

    Returns:
        The draft, whatever its outcome; bad input is a refusal, not an exception.
    """
    routed = route(question.text)
    if routed.command == "units":
        return _draft_units(lambda: parse_units(routed.rest, today=today), today)
    if routed.command == "help":
        return _draft_help()
    if routed.command == "plain":
        return _draft_plain(routed, today)
    return _draft_unknown_command(routed)


def _draft_units(parse: Callable[[], UnitsRequest], today: date) -> Draft:
    try:
        request = parse()
    except ParseProblem as problem:
        return _draft_problem(problem)
    stored = StoredUnitsRequest.of(request)
    day = DayShown(request.date_of_service or today, given=request.date_of_service is not None)
    typed = _typed_cautions(request, day, today)
    try:
        if request.unspecified_minutes is not None:
            total = count_total(stored, request.unspecified_minutes, on=day.on)
            return _draft_total(total, stored, day, typed)
        counted = count_visit(stored, on=day.on)
    except UserError as fault:
        return _draft_refusal(fault, stored, day)
    readings = tuple(reading_words(reading.kind, reading.data) for reading in request.readings)
    return _draft_visit(counted, stored, day, typed, readings)


def _draft_visit(
    counted: CountedVisit,
    stored: StoredUnitsRequest,
    day: DayShown,
    typed: tuple[Caution, ...],
    readings: tuple[str, ...],
) -> Draft:
    names_a_payer = any(caution.id == "unknown_payer" for caution in typed)
    cautions = (
        *typed,
        *(c for c in counted.cautions if not (names_a_payer and c.id == "payer_not_named")),
    )

    def context(receipt: str, shown: list[str]) -> dict[str, Any]:
        return visit_context(counted, day, receipt, readings, shown)

    return Draft(
        intent=Intent.UNITS,
        outcome=Outcome.ANSWERED,
        template="units/answered",
        context=context,
        request_object=stored.to_json_dict(),
        confident=True,
        understood=understood_words(stored, payer_label(counted)),
        units=units_object(counted),
        cautions=cautions,
        citations=counted.citations,
        used=counted.used,
        codes=stored.codes(),
        on=day.on,
        date_given=day.given,
        shareable=stored,
        holds_typed_words=bool(typed) or bool(readings),
    )


def _draft_total(
    total: CountedTotal, stored: StoredUnitsRequest, day: DayShown, typed: tuple[Caution, ...]
) -> Draft:
    return Draft(
        intent=Intent.UNITS,
        outcome=Outcome.ANSWERED,
        template="units/total",
        context=lambda receipt, shown: total_context(total, day, receipt, shown),
        request_object=stored.to_json_dict(),
        confident=True,
        understood=understood_words(stored, None),
        units=total_object(total),
        cautions=(Caution("no_codes_total", {}), *typed),
        citations=total.citations,
        used=total.used,
        on=day.on,
        date_given=day.given,
    )


def _typed_cautions(request: UnitsRequest, day: DayShown, today: date) -> tuple[Caution, ...]:
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


def _draft_problem(problem: ParseProblem) -> Draft:
    """A question back, or a refusal: the typing could not be read as one request."""
    refused = problem.outcome == "refused"
    return Draft(
        intent=Intent.UNITS,
        outcome=Outcome(problem.outcome),
        template=f"units/{problem.outcome}",
        context=_problem_context(problem.message, problem.suggestions),
        request_object={"command": "units"},
        error=ErrorView(code=problem.code, message=problem.message) if refused else None,
        holds_typed_words=True,
    )


def _draft_refusal(fault: UserError, stored: StoredUnitsRequest, day: DayShown) -> Draft:
    """A request that was understood, but that no rule can answer."""
    return Draft(
        intent=Intent.UNITS,
        outcome=Outcome.REFUSED,
        template="units/refused",
        context=_problem_context(fault.message, ()),
        request_object=stored.to_json_dict(),
        understood=understood_words(stored, None),
        codes=stored.codes(),
        on=day.on,
        date_given=day.given,
        error=ErrorView(code=fault.code, message=fault.message),
    )


def _problem_context(message: str, suggestions: tuple[str, ...]) -> Context:
    return lambda _receipt, shown: {
        "message": message,
        "suggestions": suggestions,
        "cautions": shown,
    }


def _draft_help() -> Draft:
    units = find("/units")
    return Draft(
        intent=Intent.HELP,
        outcome=Outcome.ANSWERED,
        template="help/answered",
        context=lambda _receipt, shown: {
            "commands": COMMANDS,
            "options": units.options if units else (),
            "cautions": shown,
        },
        request_object={"command": "help"},
    )


def _draft_plain(routed: Routed, today: date) -> Draft:
    """A message without a command: counted when it is clearly a calculation, else an honest no."""
    try:
        request = parse_plain(routed.rest, today=today)
    except ParseProblem as problem:
        return _draft_problem(problem)
    if request is not None:
        understood = request
        return _draft_units(lambda: understood, today)
    return Draft(
        intent=Intent.FAQ,
        outcome=Outcome.ABSTAINED,
        template="plain/abstained",
        context=lambda _receipt, shown: {
            "example": COMMANDS[0].examples[0],
            "cautions": shown,
        },
        request_object={"command": "faq"},
    )


def _draft_unknown_command(routed: Routed) -> Draft:
    known = " and ".join(command_names())
    if routed.command == "unknown_command":
        message = f"There is no command {routed.word[:40]}. There are {known}."
    else:
        message = (
            f"/billing does not know “{routed.word[:40]}”. It knows help; units are counted with /units."
        )
    examples = (COMMANDS[0].examples[0], "/billing help")
    return Draft(
        intent=Intent.HELP,
        outcome=Outcome.REFUSED,
        template="plain/refused",
        context=_problem_context(message, examples),
        request_object={"command": "help"},
        error=ErrorView(code="unknown_command", message=message),
        holds_typed_words=True,
    )
