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
from bot.answering.pairs import (
    MOST_PAIRS_IN_FULL,
    alike,
    doubtful_edits,
    is_settled,
    look_up_pairs,
    opened,
    pair_object,
    refused_codes,
    views_of,
)
from bot.answering.payers import find_payer, payer_label, stored_payer, whose_edits
from bot.answering.sentences import caution_words
from bot.answering.source_lines import source_context
from bot.parsing import PairRequest, parse_pair
from rules import PairStatus, Setting


def read_pair(text: str, *, today: date, books: Books) -> Asked:
    """Read what was typed after `/pair`.

    Raises:
        ParseProblem: It is not two or more codes with options.
    """
    return ask_pair(parse_pair(text, today=today, book=books.payers), today=today, books=books)


def ask_pair(request: PairRequest, *, today: date, books: Books) -> Asked:
    """Parsed codes, ready to be looked up."""
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
    edits, free, unsettled = (looked_up.with_status(status) for status in PairStatus)
    openings = opened(edits)
    payer = find_payer(stored.payer, books.payers)
    is_medicare = payer is None or payer.follows_medicare_code_status
    edited_by = [payer.edits_on(day.on)[1]] if payer and not is_medicare else []
    refused = refused_codes(stored.codes) if is_medicare else ()
    is_full = len(looked_up.results) <= MOST_PAIRS_IN_FULL
    citations = (*looked_up.citations, *(value.cite for value in edited_by))
    used = (*looked_up.used, *(value.reference for value in edited_by))

    def context(receipt: str, sentences: list[str]) -> dict[str, Any]:
        return {
            "understood": understood,
            "readings": typed.readings,
            "is_full": is_full,
            "edits": views_of(edits, caution_words),
            "openings": openings,
            "doubtful": doubtful_edits(edits),
            "alone": f"/pair {' '.join(looked_up.results[0].codes)}",
            "no_edits": alike(views_of(free, caution_words)),
            "unsettled": alike(views_of(unsettled, caution_words)),
            "cautions": sentences,
            **source_context(citations, used, day, receipt),
        }

    return Draft(
        intent=Intent.PAIR,
        outcome=Outcome.ANSWERED,
        template="pair/answered",
        context=context,
        request_object=stored.to_json_dict(),
        confident=all(map(is_settled, looked_up.results)),
        understood=understood,
        parts={"pairs": [pair_object(result) for result in looked_up.results]},
        cautions=(
            *typed.cautions,
            *refused,
            *looked_up.cautions,
            whose_edits(payer, day.on, opens=bool(openings or free or unsettled)),
        ),
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
    claims = f"{setting.value} claims" + ("" if stored.setting else " (assumed)")
    return " · ".join([" + ".join(stored.codes), claims, *(extra for extra in extras if extra)])
