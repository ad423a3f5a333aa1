"""A request that was read, with what must be said about the typing itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import NamedTuple

from bot.answering.books import Books
from bot.answering.day import DayShown
from bot.answering.payers import due_cautions, named_payers, payer_label
from bot.answering.sentences import reading_words
from bot.answering.stored import StoredRequest
from bot.parsing import Reading, TypedRequest
from rules import Caution, PayerBook


class Typed(NamedTuple):
    """What concerns the typing alone. None of it is ever stored, shared or remembered.

    Attributes:
        cautions: What was not understood or is unusual in it.
        readings: How things were read, in sentences.
    """

    cautions: tuple[Caution, ...] = ()
    readings: tuple[str, ...] = ()


class Asked(NamedTuple):
    """A request that was read.

    Attributes:
        stored: The structured request.
        day: Its date of service.
        typed: What concerns the typing alone.
    """

    stored: StoredRequest
    day: DayShown
    typed: Typed


def asked(request: TypedRequest, stored: StoredRequest, *, today: date, books: Books) -> Asked:
    """Settle the day of a parsed request, and what must be said about its typing.

    Args:
        request: As it was read.
        stored: What is kept of it.
        today: Date of service where none is typed.
        books: The payers in use among them.
    """
    day = DayShown(request.date_of_service or today, given=request.date_of_service is not None)
    cautions = []
    if request.unknown_payer is not None:
        known = named_payers(books.payers)
        cautions.append(Caution("unknown_payer", {"typed": request.unknown_payer, "known": known}))
        if books.payers.fault is not None:
            cautions.append(Caution("payer_file_unused", {}))
    if request.ignored:
        cautions.append(Caution("left_out", {"symbols": request.ignored}))
    if day.given and day.on > today:
        cautions.append(Caution("future_date", {}))
    cautions += due_cautions(stored, books.payers, today)
    told = (reading for reading in request.readings if not _is_obvious(reading, books.payers))
    readings = tuple(dict.fromkeys(reading_words(reading.kind, reading.data) for reading in told))
    return Asked(stored, day, Typed(tuple(cautions), readings))


def _is_obvious(reading: Reading, payers: PayerBook) -> bool:
    """Whether what is read back anyway says it: who gave the minutes, and a payer called by its name."""
    if reading.kind == "providers":
        return True
    if reading.kind != "payer_word":
        return False
    said, payer = _letters(reading.data["said"]), reading.data["payer"]
    label = payer_label(payer, payers) or ""
    initials = "".join(word[0] for word in label.split())
    return said == _letters(payer) or _letters(label).startswith(said) or said == _letters(initials)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text)).casefold()


def for_everybody(request: Asked) -> Asked:
    """The request as an answer to everybody rests on it: only the quarter, and nothing as it was typed.

    What must not be kept back, such as that a payer is not known, is said without the typed word.
    """
    cautions = [
        caution._replace(data={**caution.data, "typed": None}) if "typed" in caution.data else caution
        for caution in request.typed.cautions
        if caution.id != "left_out"
    ]
    day = replace(request.day, is_public=True)
    return request._replace(day=day, typed=Typed(tuple(cautions)))
