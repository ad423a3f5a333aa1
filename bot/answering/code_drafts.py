"""From a question about one code to its card."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import pairwise
from typing import Any

from bot.answer import Intent, Outcome
from bot.answering.asked import Asked, Typed, asked
from bot.answering.books import Books
from bot.answering.code_request import StoredCodeRequest
from bot.answering.day import DayShown
from bot.answering.draft import Draft
from bot.answering.payers import find_payer, payer_label, stored_payer, whose_edits
from bot.answering.source_lines import source_context
from bot.parsing import CodeRequest, parse_code
from rules import CodeCard, Confidence, PairResult, Setting, code_card, code_table

_SEEN = frozenset({Confidence.VERIFIED, Confidence.DERIVED})


def read_code(text: str, *, today: date, books: Books) -> Asked:
    """Read what was typed after `/billing code`.

    Raises:
        ParseProblem: It is not one code or its usual name with options.
    """
    return ask_code(parse_code(text, today=today, book=books.payers), today=today, books=books)


def ask_code(request: CodeRequest, *, today: date, books: Books) -> Asked:
    """A parsed code, ready for its card."""
    stored = StoredCodeRequest(
        code=request.code,
        setting=Setting(request.setting) if request.setting else None,
        payer=stored_payer(request),
    )
    return asked(request, stored, today=today, books=books)


def draft_code(stored: StoredCodeRequest, day: DayShown, books: Books, typed: Typed) -> Draft:
    """Put the card of a code together.

    Args:
        stored: The structured request.
        day: Date of service.
        books: The tables and payers in use.
        typed: What concerns the typing alone.

    Raises:
        UserError: The code is unknown or not in force on this date, or the date is not covered.
    """
    setting = stored.setting or Setting.PRACTITIONER
    tables = books.tables
    card = code_card(
        stored.code, on=day.on, setting=setting, ptp=tables.ptp(setting), mue=tables.mue(setting)
    )
    payer = payer_label(stored.payer, books.payers)
    claims = f"{setting.value} claims" + ("" if stored.setting else " (assumed)")
    understood = " · ".join([stored.code, claims, *([payer] if payer else [])])

    def context(receipt: str, sentences: list[str]) -> dict[str, Any]:
        shown = source_context(card.citations, card.used, day, receipt)
        return {
            "understood": understood,
            "readings": typed.readings,
            "card": card,
            "closed": code_spans(_others(card.closed)),
            "opens": code_spans(_others(card.opens)),
            "further_closed": code_spans(_others(card.further_closed)),
            "further_opens": code_spans(_others(card.further_opens)),
            "no_edit": card.no_edit,
            "unsettled": code_spans(card.unsettled),
            "cautions": sentences,
            **shown,
            "unseen": [*shown["unseen"], *_unseen(card)],
        }

    return Draft(
        intent=Intent.CODE,
        outcome=Outcome.ANSWERED,
        template="code/answered",
        context=context,
        request_object=stored.to_json_dict(),
        confident=not card.unsettled and not card.entry.is_doubtful,
        understood=understood,
        parts={"code": code_object(card)},
        cautions=(
            *typed.cautions,
            *card.cautions,
            whose_edits(find_payer(stored.payer, books.payers), day.on),
        ),
        citations=card.citations,
        used=card.used,
        codes=stored.all_codes(),
        on=day.on,
        date_given=day.given,
        shareable=stored,
        holds_typed_words=bool(typed.cautions or typed.readings),
    )


def code_object(card: CodeCard) -> dict[str, Any]:
    """The answer's `code`.

    Args:
        card: What is known of it.
    """
    entry, limit = card.entry, card.mue.entry
    return {
        "code": entry.code,
        "label": entry.label,
        "counted_by": entry.counted_by.value,
        "minutes_per_unit": entry.minutes_per_unit,
        "from_minute": card.from_minute,
        "base_code": entry.base_code,
        "add_on": card.add_on.code if card.add_on else None,
        "disciplines": [discipline.value for discipline in entry.disciplines],
        "medicare_status": entry.medicare_status.value,
        "medicare_replacement": entry.medicare_replacement,
        "valid_from": entry.valid_from.isoformat() if entry.valid_from else None,
        "valid_through": entry.valid_through.isoformat() if entry.valid_through else None,
        "replaced_by": list(entry.replaced_by),
        "setting": card.setting.value,
        "mue": (
            {"units": limit.value, "adjudication_indicator": limit.adjudication_indicator} if limit else None
        ),
        "edits": {
            "no_modifier": list(_others((*card.closed, *card.further_closed))),
            "modifier_may_open": list(_others((*card.opens, *card.further_opens))),
            "no_edit": list(card.no_edit),
            "not_in_table": list(card.unsettled),
        },
        "note": [
            {"says": need.says, "source": need.cite.source, "confidence": need.confidence.value}
            for need in card.note
        ],
        "denials": [denial.code for denial in card.denials],
        "confidence": entry.confidence.value,
    }


def code_spans(codes: Iterable[str]) -> list[str]:
    """Codes for reading, three or more neighbours of the code table as one span: `97161–97168`.

    Args:
        codes: In any order; spans come where their first code stood.
    """
    listed = list(codes)
    spans: list[list[str]] = [[code] for code in listed[:1]]
    for before, code in pairwise(listed):
        if _are_neighbours(before, code):
            spans[-1].append(code)
        else:
            spans.append([code])
    shown: list[str] = []
    for span in spans:
        shown += [f"{span[0]}–{span[-1]}"] if len(span) > 2 else span
    return shown


def _are_neighbours(before: str, code: str) -> bool:
    return before.isdigit() and code.isdigit() and int(code) == int(before) + 1 and code in code_table()


def _others(pairs: Iterable[PairResult]) -> tuple[str, ...]:
    return tuple(pair.codes[1] for pair in pairs)


def _unseen(card: CodeCard) -> list[str]:
    """What of the card was not seen at its source, beside dated values."""
    found = [] if card.entry.confidence in _SEEN else [f"Standing of {card.entry.code}"]
    if any(need.confidence not in _SEEN for need in card.note):
        found.append("Parts of what the note needs")
    if card.denials:
        found.append("Common denials")
    return found
