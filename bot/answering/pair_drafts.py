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
from bot.answering.payers import find_payer, payer_label, stored_payer, whose_edits
from bot.answering.sentences import caution_words
from bot.answering.source_lines import source_context
from bot.parsing import parse_pair
from rules import PairStatus, Setting


def read_pair(text: str, *, today: date, books: Books) -> Asked:
    """Read what was typed after `/pair`.

    Raises:
        ParseProblem: It is not two or more codes with options.
    """
    request = parse_pair(text, today=today, book=books.payers)
    stored = StoredPairRequest(
        codes=request.codes,
        payer=stored_payer(request),
        discipline=request.discipline,
        setting=Setting(request.setting) if request.setting else None,
    )
    return asked(request, stored, today=today, books=books)


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
    understood = _understood(stored, setting, books)
    unsettled = looked_up.with_status(PairStatus.NOT_IN_TABLE)
    payer = find_payer(stored.payer, books.payers)
    edited_by = [payer.edits_on(day.on)[1]] if payer and not payer.follows_medicare_code_status else []
    citations = (*looked_up.citations, *(value.cite for value in edited_by))
    used = (*looked_up.used, *(value.reference for value in edited_by))

    def context(receipt: str, sentences: list[str]) -> dict[str, Any]:
        return {
            "understood": understood,
            "readings": typed.readings,
            "edits": views_of(looked_up.with_status(PairStatus.EDIT), caution_words),
            "no_edits": views_of(looked_up.with_status(PairStatus.NO_EDIT), caution_words),
            "unsettled": views_of(unsettled, caution_words),
            "cautions": sentences,
            **source_context(citations, used, day, receipt),
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
        cautions=(*typed.cautions, *looked_up.cautions, whose_edits(payer, day.on)),
        citations=citations,
        used=used,
        codes=stored.all_codes(),
        on=day.on,
        date_given=day.given,
        shareable=stored,
        holds_typed_words=bool(typed.cautions or typed.readings),
    )


def _understood(stored: StoredPairRequest, setting: Setting, books: Books) -> str:
    payer = payer_label(stored.payer, books.payers)
    extras = [payer or "", stored.discipline.value.upper() if stored.discipline else ""]
    claims = f"{setting.value} claims" + ("" if stored.setting else " (none named)")
    return " · ".join([" + ".join(stored.codes), claims, *(extra for extra in extras if extra)])
