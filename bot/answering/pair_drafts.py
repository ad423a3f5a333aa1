"""From a pair request to what its answer says."""

from __future__ import annotations

from datetime import date
from typing import Any

from bot.answer import Intent, Outcome
from bot.answering.asked import Asked, Typed, asked
from bot.answering.books import Books
from bot.answering.day import DayShown
from bot.answering.draft import Draft
from bot.answering.pair_request import StoredPairRequest
from bot.answering.pairs import look_up_pairs, pair_object, views_of
from bot.answering.sentences import caution_words
from bot.answering.source_lines import source_context
from bot.answering.units import find_payer
from bot.parsing import parse_pair
from rules import Caution, PairStatus, Setting


def read_pair(text: str, *, today: date) -> Asked:
    """Read what was typed after `/pair`.

    Raises:
        ParseProblem: It is not two or more codes with options.
    """
    request = parse_pair(text, today=today)
    stored = StoredPairRequest(
        codes=request.codes,
        payer=request.payer,
        discipline=request.discipline,
        setting=Setting(request.setting) if request.setting else None,
    )
    return asked(request, stored, today=today)


def draft_pair(stored: StoredPairRequest, day: DayShown, books: Books, typed: Typed) -> Draft:
    """Look the pairs up and say what the answer says.

    Args:
        stored: The structured request.
        day: Date of service.
        books: The tables in use.
        typed: What concerns the typing alone.

    Raises:
        UserError: A code does not exist on this date, or the date lies before the edits.
    """
    setting = stored.setting or Setting.PRACTITIONER
    looked_up = look_up_pairs(stored.codes, on=day.on, setting=setting, tables=books.tables)
    understood = _understood(stored, setting)
    unsettled = looked_up.with_status(PairStatus.NOT_IN_TABLE)

    def context(receipt: str, sentences: list[str]) -> dict[str, Any]:
        return {
            "understood": understood,
            "readings": typed.readings,
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
        request_object=stored.to_json_dict(),
        confident=not unsettled,
        understood=understood,
        parts={"pairs": [pair_object(result) for result in looked_up.results]},
        cautions=(*typed.cautions, *looked_up.cautions, _whose_edits(stored)),
        citations=looked_up.citations,
        used=looked_up.used,
        codes=stored.all_codes(),
        on=day.on,
        date_given=day.given,
        shareable=stored,
        holds_typed_words=bool(typed.cautions or typed.readings),
    )


def _understood(stored: StoredPairRequest, setting: Setting) -> str:
    payer = find_payer(stored.payer)
    extras = [payer.label if payer else "", stored.discipline.value.upper() if stored.discipline else ""]
    claims = f"{setting.value} claims" + ("" if stored.setting else " (none named)")
    return " · ".join([" + ".join(stored.codes), claims, *(extra for extra in extras if extra)])


def _whose_edits(stored: StoredPairRequest) -> Caution:
    """Whose table was read, in the light of the payer that was named."""
    payer = find_payer(stored.payer)
    if payer is not None and not payer.follows_medicare_code_status:
        return Caution("other_payers_edits", {"payer": payer.label})
    return Caution("medicare_edits_only", {})
