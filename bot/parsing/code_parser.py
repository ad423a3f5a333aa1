"""What people type after `/billing code`: one code or its usual name, and options."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.parsing.codes_reader import CodesRead, for_command, read_codes
from bot.parsing.problems import ParseProblem, asked, quoted, refused
from bot.parsing.request import TypedRequest
from rules import PayerBook

CODE_COMMAND = "/billing code"
EXAMPLE = "/billing code 97112"
MOST_CODES_OF_A_PAIR = 20
MOST_NAMED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeRequest(TypedRequest):
    """A code whose card is asked for.

    Attributes:
        code: The code.
    """

    code: str


def parse_code(text: str, *, today: date, book: PayerBook | None = None) -> CodeRequest:
    """Read what was typed after `/billing code`.

    Args:
        text: Without the command words.
        today: For `on:today` and `on:yesterday`.
        book: The payers that are known; the ones that ship with the rules when not given.

    Raises:
        ParseProblem: It is not one code with options; the message says what would be right.
    """
    try:
        return _request(read_codes(text, today=today, book=book, example=EXAMPLE))
    except ParseProblem as problem:
        raise for_command(problem, CODE_COMMAND) from None


def _request(read: CodesRead) -> CodeRequest:
    codes = tuple(dict.fromkeys(read.codes))
    if len(codes) > 1 and not read.numbers:
        raise _several(read, codes)
    if read.modifiers:
        raise _modifiers_beside(read, codes)
    if read.numbers or read.has_other:
        raise _numbers_beside(read, codes)
    if not codes:
        raise refused("missing_codes", "No code was given. Give one, e.g. 97112 or neuro.", EXAMPLE)
    options = read.options
    return CodeRequest(
        code=codes[0],
        readings=read.readings,
        ignored=read.ignored,
        **options.values(),
    )


def _several(read: CodesRead, codes: tuple[str, ...]) -> ParseProblem:
    pair = read.command("/pair", codes) if len(codes) <= MOST_CODES_OF_A_PAIR else None
    return asked(
        "several_codes",
        f"{len(codes)} codes were given, and a card shows one. Type one code, or /pair to see whether they "
        "go together.",
        *(read.command(CODE_COMMAND, [code]) for code in codes[:2]),
        pair,
    )


def _modifiers_beside(read: CodesRead, codes: tuple[str, ...]) -> ParseProblem:
    modifiers = read.modifiers
    shown = ", ".join(dict.fromkeys(map(quoted, modifiers[:MOST_NAMED])))
    what = "is a modifier, not a code" if len(set(modifiers)) == 1 else "are modifiers, not codes"
    return asked(
        "modifier_typed",
        f"{shown} {what}. A card is about one code: type the code alone, e.g. {EXAMPLE}. For the modifier of "
        "two codes use /pair.",
        read.command(CODE_COMMAND, codes[:1]) if codes else None,
    )


def _numbers_beside(read: CodesRead, codes: tuple[str, ...]) -> ParseProblem:
    numbers = [quoted(number) for number in read.numbers]
    shown = ", ".join(numbers[:MOST_NAMED])
    is_or_are = "is no code" if len(numbers) == 1 else "are no codes"
    what = f"{shown} {is_or_are}" if numbers else "Something there is no code"
    return asked(
        "not_a_code",
        f"{what}. A card takes one code, without minutes or units; minutes are counted by /units.",
        read.command(CODE_COMMAND, codes[:1]) if codes else EXAMPLE,
    )
