"""What people type after `/pair`: codes or their usual names, and options."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.parsing.items import AmountItem, ClockItem, CodeItem, CountItem
from bot.parsing.normalise import normalise
from bot.parsing.parser import MOST_CHARACTERS, read_message
from bot.parsing.problems import COMMAND, ParseProblem, Rank, asked, first_of, quoted, refused
from bot.parsing.request import Reading, Setting
from bot.parsing.settling import settle
from rules import Discipline

PAIR_COMMAND = "/pair"
MOST_CODES = 20
"""Codes compared at once: 190 pairs, which still fit one message."""
EXAMPLE = "/pair 97140 97124"


@dataclass(frozen=True, slots=True)
class PairRequest:
    """Codes whose pairs are asked about.

    Attributes:
        codes: Each once, in typed order; two at least.
        payer: Id of a known payer, where one was named.
        unknown_payer: Payer as typed, when it is not known.
        setting: Which claims, where it was named.
        discipline: Plan of care, where one was named.
        date_of_service: Where one was named.
        readings: How things typed were read.
        ignored: Emoji and stray symbols left out.
    """

    codes: tuple[str, ...]
    payer: str | None
    unknown_payer: str | None
    setting: Setting | None
    discipline: Discipline | None
    date_of_service: date | None
    readings: tuple[Reading, ...]
    ignored: tuple[str, ...]


def parse_pair(text: str, *, today: date) -> PairRequest:
    """Read what was typed after `/pair`.

    Args:
        text: Without the command word.
        today: For `on:today` and `on:yesterday`.

    Raises:
        ParseProblem: It is not two or more codes with options; the message says what would be right.
    """
    if len(text) > MOST_CHARACTERS:
        raise refused(
            "too_long",
            f"The text has {len(text):,} characters; at most {MOST_CHARACTERS:,} are read.",
            EXAMPLE,
        )
    try:
        return _parse(text, today)
    except ParseProblem as problem:
        raise ParseProblem(
            problem.message,
            code=problem.code,
            outcome=problem.outcome,
            # The readers that both commands share speak of /units.
            suggestions=[
                PAIR_COMMAND + line.removeprefix(COMMAND).removeprefix(PAIR_COMMAND)
                for line in problem.suggestions
            ],
        ) from None


def _parse(text: str, today: date) -> PairRequest:
    reader, options = read_message(normalise(text), today, is_plain=False)
    scan, payers = reader.scan, options.payers
    settle(scan, payer=payers.payer, is_other_payer=payers.unknown is not None, discipline=options.discipline)
    troubles = [trouble for trouble in scan.troubles if trouble.rank < Rank.MINUTES]
    if troubles:
        raise first_of(troubles).tell()
    codes = tuple(dict.fromkeys(item.code for item in scan.items if isinstance(item, CodeItem)))
    measures = [item for item in scan.items if isinstance(item, AmountItem | ClockItem | CountItem)]
    if measures or len(troubles) < len(scan.troubles):
        raise _numbers_beside(codes, [quoted(scan.text[item.start : item.end]) for item in measures])
    if len(codes) < 2:
        raise _too_few(codes)
    if len(codes) > MOST_CODES:
        raise refused(
            "too_many_codes", f"{len(codes)} codes were given; at most {MOST_CODES} are compared at once."
        )
    return PairRequest(
        codes=codes,
        payer=payers.payer,
        unknown_payer=payers.unknown,
        setting=options.setting,
        discipline=options.discipline,
        date_of_service=options.date_of_service,
        readings=tuple(reading for _, reading in sorted(scan.readings, key=lambda reading: reading[0])),
        ignored=tuple(reader.ignored),
    )


def _numbers_beside(codes: tuple[str, ...], numbers: list[str]) -> ParseProblem:
    what = f"{', '.join(numbers)} is no code" if numbers else "Something there is no code"
    return asked(
        "not_a_code",
        f"{what}. A pair check takes codes only, without minutes, units or modifiers.",
        f"{PAIR_COMMAND} {' '.join(codes)}" if len(codes) > 1 else EXAMPLE,
    )


def _too_few(codes: tuple[str, ...]) -> ParseProblem:
    given = f"Only {codes[0]} was given" if codes else "No code was given"
    return refused("missing_codes", f"{given}. Give two or more different codes, e.g. 97140 97124.", EXAMPLE)
