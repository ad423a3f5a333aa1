"""From a question about the KX threshold to what its answer says."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from bot.answer import Intent, Outcome
from bot.answering.asked import Asked, Typed, asked
from bot.answering.books import Books
from bot.answering.day import DayShown
from bot.answering.draft import Draft
from bot.answering.kx_request import AllowedLine, StoredKxRequest, json_number
from bot.answering.payers import find_payer, payer_label, stored_payer
from bot.answering.source_lines import source_context
from bot.parsing import KxRequest, parse_kx
from bot.render.phrases import dollars
from rules import (
    Caution,
    Citation,
    KxBucket,
    KxFromLine,
    KxStatus,
    KxUse,
    PayerProfile,
    kx_from_line,
    kx_status,
)

BUCKET_WORDS = {KxBucket.PT_SLP: "PT and SLP together", KxBucket.OT: "OT"}


def read_kx(text: str, *, today: date, books: Books) -> Asked:
    """Read what was typed after `/billing kx`.

    Raises:
        ParseProblem: It names no discipline, or no usable dollars.
    """
    return ask_kx(parse_kx(text, today=today, book=books.payers), today=today, books=books)


def ask_kx(request: KxRequest, *, today: date, books: Books) -> Asked:
    """A parsed amount, ready to be held against the year's."""
    stored = StoredKxRequest(
        bucket=KxBucket(request.bucket) if request.bucket else None,
        used=request.used,
        lines=tuple(AllowedLine(code=code, allowed=allowed) for code, allowed in request.lines),
        payer=stored_payer(request),
    )
    return asked(request, stored, today=today, books=books)


def draft_kx(stored: StoredKxRequest, day: DayShown, books: Books, typed: Typed) -> Draft:
    """Work out what is left of the year, and where KX starts.

    Args:
        stored: The structured request.
        day: Date of service.
        books: The payers in use among them.
        typed: What concerns the typing alone.

    Raises:
        UserError: No amount is loaded for the year, or a code does not exist on this date.
    """
    buckets = (stored.bucket,) if stored.bucket else tuple(KxBucket)
    statuses = [kx_status(bucket, stored.used or Decimal(0), on=day.on) for bucket in buckets]
    claim: KxFromLine | None = None
    if stored.bucket and stored.used is not None and stored.lines:
        lines = [(line.code, line.allowed) for line in stored.lines]
        claim = kx_from_line(stored.bucket, stored.used, lines, on=day.on)
    payer = find_payer(stored.payer, books.payers)
    understood = _understood(stored, books)
    of_payer, citations, used = _of_payer(payer, statuses, day)

    def context(receipt: str, sentences: list[str]) -> dict[str, Any]:
        return {
            "understood": understood,
            "readings": typed.readings,
            "buckets": BUCKET_WORDS,
            "statuses": statuses,
            "is_used_known": stored.used is not None,
            "claim": claim,
            "cautions": sentences,
            **source_context(citations, used, day, receipt),
        }

    return Draft(
        intent=Intent.KX,
        outcome=Outcome.ANSWERED,
        template="kx/answered",
        context=context,
        request_object=stored.to_json_dict(),
        confident=claim is None or not claim.cautions,
        understood=understood,
        parts={"kx": kx_object(statuses, claim, is_used_known=stored.used is not None)},
        cautions=(*typed.cautions, *(claim.cautions if claim else ()), *of_payer),
        citations=citations,
        used=used,
        codes=stored.all_codes(),
        on=day.on,
        date_given=day.given,
        shareable=stored,
        holds_typed_words=bool(typed.cautions or typed.readings),
    )


def kx_object(
    statuses: Sequence[KxStatus], claim: KxFromLine | None, *, is_used_known: bool
) -> dict[str, Any]:
    """The answer's `kx`.

    Args:
        statuses: Where the year stands before any lines; both buckets where none was named.
        claim: The lines, where there are some.
        is_used_known: Whether the dollars so far were given; otherwise only the amounts are told.
    """
    status = statuses[0]
    found: dict[str, Any] = {
        "bucket": status.bucket.value if len(statuses) == 1 else None,
        "year": status.year,
        "thresholds": {each.bucket.value: json_number(each.amount) for each in statuses},
        "review_threshold": json_number(status.review_amount),
    }
    if is_used_known:
        found |= {
            "used": json_number(status.allowed),
            "left": json_number(status.left),
            "past": status.past,
            "past_review": status.past_review,
        }
    if claim is not None:
        found["lines"] = [
            {
                "code": line.code,
                "allowed": json_number(line.allowed),
                "total": json_number(line.total),
                "kx": line.kx.value,
            }
            for line in claim.lines
        ]
        found["first_kx_line"] = None if claim.first is None else claim.first + 1
        found["left_after"] = json_number(claim.after.left)
        found["past_review_after"] = claim.after.past_review
    return found


def _of_payer(
    payer: PayerProfile | None, statuses: Sequence[KxStatus], day: DayShown
) -> tuple[tuple[Caution, ...], tuple[Citation, ...], tuple[str, ...]]:
    """What the named payer does with KX, with the citations and values of the whole answer."""
    citations = tuple(dict.fromkeys(cite for status in statuses for cite in status.citations))
    used = tuple(dict.fromkeys(reference for status in statuses for reference in status.used))
    if payer is None:
        return (), citations, used
    use, value = payer.kx_on(day.on)
    named = {"payer": payer.label}
    cautions: tuple[Caution, ...] = ()
    if use is KxUse.NO:
        cautions = (Caution("kx_not_used", named),)
    elif use is KxUse.PER_PLAN:
        cautions = (Caution("kx_per_plan", named),)
    elif use is KxUse.UNKNOWN:
        cautions = (Caution("kx_unknown", named),)
    return cautions, tuple(dict.fromkeys((*citations, value.cite))), (*used, value.reference)


def _understood(stored: StoredKxRequest, books: Books) -> str:
    used = [f"{dollars(stored.used)} allowed so far"] if stored.used is not None else []
    lines = [f"{line.code} {dollars(line.allowed)}" for line in stored.lines]
    payer = payer_label(stored.payer, books.payers)
    bucket = [BUCKET_WORDS[stored.bucket]] if stored.bucket else ["both amounts"]
    return " · ".join(["KX", *bucket, *used, *lines, *([payer] if payer else [])])
