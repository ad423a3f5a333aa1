"""What people type after `/pair`: codes or their usual names, and options."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.parsing.codes_reader import CodesRead, for_command, read_codes
from bot.parsing.problems import ParseProblem, asked, quoted, refused
from bot.parsing.request import TypedRequest
from rules import PayerBook

PAIR_COMMAND = "/pair"
MOST_CODES = 20
"""Codes compared at once: 190 pairs, which still fit one message."""
MOST_NAMED = 3
EXAMPLE = "/pair 97140 97124"


@dataclass(frozen=True, slots=True, kw_only=True)
class PairRequest(TypedRequest):
    """Codes whose pairs are asked about.

    Attributes:
        codes: Each once, in typed order; two at least.
    """

    codes: tuple[str, ...]


def parse_pair(text: str, *, today: date, book: PayerBook | None = None) -> PairRequest:
    """Read what was typed after `/pair`.

    Args:
        text: Without the command word.
        today: For `on:today` and `on:yesterday`.
        book: The payers that are known; the ones that ship with the rules when not given.

    Raises:
        ParseProblem: It is not two or more codes with options; the message says what would be right.
    """
    try:
        return _request(read_codes(text, today=today, book=book, example=EXAMPLE))
    except ParseProblem as problem:
        raise for_command(problem, PAIR_COMMAND) from None


def _request(read: CodesRead) -> PairRequest:
    codes = tuple(dict.fromkeys(read.codes))
    if read.modifiers:
        raise _modifiers_beside(read, codes)
    if read.numbers or read.has_other:
        raise _numbers_beside(read, codes)
    if len(codes) < 2:
        raise _too_few(read.codes)
    if len(codes) > MOST_CODES:
        raise refused(
            "too_many_codes",
            f"{len(codes)} codes were given; at most {MOST_CODES} are compared at once. Ask in two parts.",
        )
    options = read.options
    return PairRequest(
        codes=codes,
        readings=read.readings,
        ignored=read.ignored,
        **options.values(),
    )


def _codes_alone(read: CodesRead, codes: tuple[str, ...]) -> str:
    return read.command(PAIR_COMMAND, codes) if len(codes) > 1 else EXAMPLE


def _modifiers_beside(read: CodesRead, codes: tuple[str, ...]) -> ParseProblem:
    modifiers = read.modifiers
    shown = ", ".join(dict.fromkeys(map(quoted, modifiers[:MOST_NAMED])))
    what = "is a modifier, not a code" if len(set(modifiers)) == 1 else "are modifiers, not codes"
    return asked(
        "modifier_typed",
        f"{shown} {what}. Give the codes alone: the answer says which modifier may go where, and what has to "
        "be true for it.",
        _codes_alone(read, codes),
    )


def _numbers_beside(read: CodesRead, codes: tuple[str, ...]) -> ParseProblem:
    numbers = [quoted(number) for number in read.numbers]
    shown = ", ".join(numbers[:MOST_NAMED])
    is_or_are = "is no code" if len(numbers) == 1 else "are no codes"
    what = f"{shown} {is_or_are}" if numbers else "Something there is no code"
    return asked(
        "not_a_code",
        f"{what}. A pair check takes codes only, without minutes, units or modifiers.",
        _codes_alone(read, codes),
    )


def _too_few(typed: tuple[str, ...]) -> ParseProblem:
    if len(typed) > 1:
        return refused(
            "missing_codes",
            f"Only {typed[0]} was given, {len(typed)} times. A code makes no pair with itself: on one "
            "claim it is one line with more units. Give two different codes, e.g. 97140 97124.",
            EXAMPLE,
        )
    given = f"Only {typed[0]} was given" if typed else "No code was given"
    return refused("missing_codes", f"{given}. Give two or more different codes, e.g. 97140 97124.", EXAMPLE)
