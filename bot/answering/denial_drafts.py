"""From denial codes to what they mean in therapy, and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from bot.answer import Intent, Outcome
from bot.answering.asked import Asked, Typed
from bot.answering.books import Books
from bot.answering.day import DayShown
from bot.answering.denial_request import AskedDenial, StoredDenialRequest
from bot.answering.draft import Draft
from bot.answering.source_lines import source_context
from bot.parsing import DenialRequest, parse_denials
from bot.render.phrases import join_words
from rules import Caution, DenialCode, DenialGroup, UserError, denial_codes, denial_groups


def read_denials(text: str, *, today: date, books: Books) -> Asked:  # noqa: ARG001 - every kind is read alike
    """Read what was typed after `/billing denial`.

    Raises:
        ParseProblem: There is no denial code in it, or something else.
    """
    return ask_denials(DenialRequest(parse_denials(text)), today=today)


def ask_denials(request: DenialRequest, *, today: date) -> Asked:
    """Parsed denial codes, ready to be explained."""
    codes = tuple(AskedDenial(code=read.code, group=read.group) for read in request.codes)
    return Asked(StoredDenialRequest(codes=codes), DayShown(today, given=False), Typed())


def draft_denials(stored: StoredDenialRequest, day: DayShown, books: Books, typed: Typed) -> Draft:  # noqa: ARG001 - every kind is worked out alike
    """Explain the codes.

    Args:
        stored: The structured request.
        day: Day of the question; no denial code is dated.
        books: Not needed: no payer changes what a code means.
        typed: What concerns the typing alone.

    Raises:
        UserError: None of the codes is known here; the message lists those that are.
    """
    known = denial_codes()
    explained = [(asked, known[asked.code]) for asked in stored.codes if asked.code in known]
    unknown = tuple(dict.fromkeys(asked.code for asked in stored.codes if asked.code not in known))
    if not explained:
        raise UserError(
            f"{join_words(unknown, 'and')}: not among the denial codes known here. "
            f"Known: {', '.join(known)}. Read the payer's remark code, or ask the payer.",
            code="unknown_denial_code",
        )
    citations = tuple(dict.fromkeys(code.cite for _, code in explained))
    clashes = {code.code: asked.group for asked, code in explained if asked.group in code.clashes}
    groups = {
        asked.group: denial_groups()[asked.group]
        for asked, code in explained
        if asked.group and asked.group not in code.clashes
    }
    understood = "Denial " + " · ".join(map(_typed_words, stored.codes))

    def context(receipt: str, sentences: list[str]) -> dict[str, Any]:
        return {
            "understood": understood,
            "denials": list(dict.fromkeys(code for _, code in explained)),
            "groups": groups,
            "clashes": clashes,
            "cautions": sentences,
            **source_context(citations, (), day, receipt),
        }

    cautions = [Caution("denial_unknown", {"codes": unknown, "known": tuple(known)})] if unknown else []
    return Draft(
        intent=Intent.DENIAL,
        outcome=Outcome.ANSWERED,
        template="denial/answered",
        context=context,
        request_object=stored.to_json_dict(),
        confident=not unknown and not clashes,
        understood=understood,
        parts={"denials": denial_objects(explained)},
        cautions=(*typed.cautions, *cautions),
        citations=citations,
        on=day.on,
        date_given=day.given,
        shareable=stored,
        holds_typed_words=bool(typed.cautions),
    )


def denial_objects(explained: Sequence[tuple[AskedDenial, DenialCode]]) -> list[dict[str, Any]]:
    """The answer's `denials`.

    Args:
        explained: Each code as it was asked for, with what is known of it.
    """
    return [
        {
            "code": code.code,
            "group": asked.group,
            "group_means": denial_groups()[DenialGroup(asked.group)] if asked.group else None,
            "means": code.means,
            "usually": code.usually,
            "fix": code.fix,
            "fits_group": asked.group not in code.clashes,
            "next": list(code.next),
            "confidence": code.confidence.value,
        }
        for asked, code in explained
    ]


def _typed_words(asked: AskedDenial) -> str:
    return f"{asked.group} {asked.code}" if asked.group else asked.code
