"""From a pair request to what its answer says."""

from __future__ import annotations

from datetime import date
from typing import Any

from bot.answer import ErrorView, Intent, Outcome
from bot.answering.draft import Draft
from bot.answering.pairs import LookedUpPairs, TablesInUse, look_up_pairs, pair_object, views_of
from bot.answering.refusals import draft_problem, problem_context, typed_cautions
from bot.answering.units import find_payer
from bot.answering.views import DayShown, caution_words, reading_words, source_context
from bot.parsing import PairRequest, ParseProblem, parse_pair
from rules import Caution, PairStatus, Setting, UserError


def draft_pairs(text: str, *, today: date, tables: TablesInUse) -> Draft:
    """Work out the answer to `/pair`.

    Args:
        text: What was typed after the command.
        today: Date of service where none is typed.
        tables: The tables in use.
    """
    try:
        request = parse_pair(text, today=today)
    except ParseProblem as problem:
        return draft_problem(problem, "pair")
    day = DayShown(request.date_of_service or today, given=request.date_of_service is not None)
    setting = Setting(request.setting or Setting.PRACTITIONER)
    request_object: dict[str, Any] = {
        "command": "pair",
        "codes": list(request.codes),
        "payer": request.payer,
        "discipline": request.discipline.value if request.discipline else None,
        "setting": request.setting,
    }
    try:
        looked_up = look_up_pairs(request.codes, on=day.on, setting=setting, tables=tables)
    except UserError as fault:
        return Draft(
            intent=Intent.PAIR,
            outcome=Outcome.REFUSED,
            template="asked/refused",
            context=problem_context(fault.message, ()),
            request_object=request_object,
            codes=list(request.codes),
            on=day.on,
            date_given=day.given,
            error=ErrorView(code=fault.code, message=fault.message),
        )
    return _answered(request, request_object, looked_up, setting, day, today)


def _answered(
    request: PairRequest,
    request_object: dict[str, Any],
    looked_up: LookedUpPairs,
    setting: Setting,
    day: DayShown,
    today: date,
) -> Draft:
    typed = typed_cautions(request, day, today)
    readings = tuple(reading_words(reading.kind, reading.data) for reading in request.readings)
    understood = _understood(request, setting)
    unsettled = looked_up.with_status(PairStatus.NOT_IN_TABLE)

    def context(receipt: str, sentences: list[str]) -> dict[str, Any]:
        return {
            "understood": understood,
            "readings": readings,
            "edits": views_of(looked_up.with_status(PairStatus.EDIT), caution_words),
            "no_edits": views_of(looked_up.with_status(PairStatus.NO_EDIT), caution_words),
            "unsettled": views_of(unsettled, caution_words),
            "cautions": sentences,
            **source_context(looked_up.citations, looked_up.used, day, receipt),
        }

    return Draft(
        intent=Intent.PAIR,
        outcome=Outcome.ANSWERED,
        template="pair/answered",
        context=context,
        request_object=request_object,
        confident=not unsettled,
        understood=understood,
        pairs=[pair_object(result) for result in looked_up.results],
        cautions=(*typed, *looked_up.cautions, _whose_edits(request)),
        citations=looked_up.citations,
        used=looked_up.used,
        codes=list(request.codes),
        on=day.on,
        date_given=day.given,
        holds_typed_words=bool(typed) or bool(readings),
    )


def _understood(request: PairRequest, setting: Setting) -> str:
    payer = find_payer(request.payer)
    extras = [payer.label if payer else "", request.discipline.value.upper() if request.discipline else ""]
    claims = f"{setting.value} claims" + ("" if request.setting else " (none named)")
    return " · ".join([" + ".join(request.codes), claims, *(extra for extra in extras if extra)])


def _whose_edits(request: PairRequest) -> Caution:
    """Whose table was read, in the light of the payer that was named."""
    payer = find_payer(request.payer)
    if payer is not None and not payer.follows_medicare_code_status:
        return Caution("other_payers_edits", {"payer": payer.label})
    return Caution("medicare_edits_only", {})
