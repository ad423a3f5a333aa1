"""From a question to everything its answer says, before it has a receipt and words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from bot.answer import ErrorView, Intent, Outcome
from bot.answering.draft import Draft
from bot.answering.pair_drafts import draft_pairs
from bot.answering.pairs import BUILT_IN, TablesInUse, pair_object
from bot.answering.refusals import draft_problem, draft_refusal, problem_context, typed_cautions
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
from bot.commands import COMMANDS, command_names
from bot.parsing import ParseProblem, UnitsRequest, parse_plain, parse_units
from bot.question import Question
from bot.routing import Routed, route
from rules import Caution, UserError, payers


def draft_answer(question: Question, *, today: date, tables: TablesInUse = BUILT_IN) -> Draft:
    """Understand a question and work its answer out.

    Args:
        question: What was asked.
        today: Date of service where none is typed.
        tables: The tables in use.

    Returns:
        The draft, whatever its outcome; bad input is a refusal, not an exception.
    """
    routed = route(question.text)
    if routed.command == "units":
        return _draft_units(lambda: parse_units(routed.rest, today=today), today, tables)
    if routed.command == "pair":
        return draft_pairs(routed.rest, today=today, tables=tables)
    if routed.command == "help":
        return _draft_help()
    if routed.command == "plain":
        return _draft_plain(routed, today, tables)
    return _draft_unknown_command(routed)


def _draft_units(parse: Callable[[], UnitsRequest], today: date, tables: TablesInUse) -> Draft:
    try:
        request = parse()
    except ParseProblem as problem:
        return draft_problem(problem)
    stored = StoredUnitsRequest.of(request)
    day = DayShown(request.date_of_service or today, given=request.date_of_service is not None)
    typed = typed_cautions(request, day, today)
    try:
        if request.unspecified_minutes is not None:
            total = count_total(stored, request.unspecified_minutes, on=day.on)
            return _draft_total(total, stored, day, typed)
        counted = count_visit(stored, on=day.on, tables=tables)
    except UserError as fault:
        return draft_refusal(fault, stored, day)
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
        confident=_is_sure(counted),
        understood=understood_words(stored, payer_label(counted)),
        units=units_object(counted),
        pairs=[pair_object(result) for result in counted.edits] or None,
        cautions=cautions,
        citations=counted.citations,
        used=counted.used,
        codes=stored.codes(),
        on=day.on,
        date_given=day.given,
        shareable=stored,
        holds_typed_words=bool(typed) or bool(readings),
    )


_UNSURE = frozenset({"doubtful_code", "several_disciplines", "not_together"})


def _is_sure(counted: CountedVisit) -> bool:
    """Whether the count stands as the answer, with nothing in it that must be checked first."""
    if any(caution.id in _UNSURE for caution in counted.cautions):
        return False
    return not any(edit.edit and not edit.modifiers for edit in counted.edits)


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


def _draft_help() -> Draft:
    return Draft(
        intent=Intent.HELP,
        outcome=Outcome.ANSWERED,
        template="help/answered",
        context=lambda _receipt, shown: {
            "commands": COMMANDS,
            "payers": [payer for payer in payers() if "." not in payer],
            "cautions": shown,
        },
        request_object={"command": "help"},
    )


def _draft_plain(routed: Routed, today: date, tables: TablesInUse) -> Draft:
    """A message without a command: counted when it is clearly a calculation, else an honest no."""
    try:
        request = parse_plain(routed.rest, today=today)
    except ParseProblem as problem:
        return draft_problem(problem)
    if request is not None:
        understood = request
        return _draft_units(lambda: understood, today, tables)
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
        template="asked/refused",
        context=problem_context(message, examples),
        request_object={"command": "help"},
        error=ErrorView(code="unknown_command", message=message),
        holds_typed_words=True,
    )
