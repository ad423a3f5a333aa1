"""Codes and options without minutes, as `/pair` and `/billing code` take them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.parsing.items import AmountItem, ClockItem, CodeItem, CountItem
from bot.parsing.normalise import normalise
from bot.parsing.options import OptionReader
from bot.parsing.parser import MOST_CHARACTERS, MOST_UNFOLDED, read_message
from bot.parsing.problems import COMMAND, ParseProblem, Rank, asked, first_of, quoted, refused
from bot.parsing.request import Reading
from bot.parsing.scan import Scan
from bot.parsing.settling import settle
from rules import PayerBook

_OF_MODIFIERS = frozenset({"modifier_typed", "modifier_or_minutes"})
_BARE_MODIFIERS = frozenset({"59", "52", "76", "77", "95", "96", "97"})
"""Numbers beside codes that are more likely a modifier than minutes where no minutes are asked for."""


@dataclass(frozen=True, slots=True)
class CodesRead:
    """Codes with what stood beside them.

    Attributes:
        codes: In typed order, a code as often as it was typed.
        modifiers: Modifiers typed among them, in typed order.
        numbers: Numbers and clock times beside them, as typed.
        has_other: Something else that is no code stands there.
        options: What was typed as options.
        readings: How things typed were read.
        ignored: Emoji and stray symbols left out.
    """

    codes: tuple[str, ...]
    modifiers: tuple[str, ...]
    numbers: tuple[str, ...]
    has_other: bool
    options: OptionReader
    readings: tuple[Reading, ...]
    ignored: tuple[str, ...]

    def command(self, command: str, codes: Sequence[str]) -> str:
        """A whole line with some codes and the options as they were typed.

        Args:
            command: Such as `/pair`.
            codes: The codes it asks about.
        """
        options, payers = self.options, self.options.payers
        primary = payers.payer or (f'"{payers.unknown}"' if payers.unknown else None)
        named = "+".join(filter(None, (primary, payers.secondary)))
        typed = (
            f"on:{options.date_of_service.isoformat()}" if options.date_of_service else "",
            f"setting:{options.setting}" if options.setting else "",
            f"payer:{named}" if named else "",
            options.discipline.value if options.discipline else "",
        )
        return " ".join((command, *codes, *filter(None, typed)))


def read_codes(text: str, *, today: date, book: PayerBook | None, example: str) -> CodesRead:
    """Read codes or their usual names, with options.

    Args:
        text: Without the command words.
        today: For `on:today` and `on:yesterday`.
        book: The payers that are known.
        example: A whole command that works.

    Raises:
        ParseProblem: A word, option or code is not understood.
    """
    if len(text) > MOST_CHARACTERS or len(plain := normalise(text)) > MOST_UNFOLDED:
        message = f"The text has {len(text):,} characters; at most {MOST_CHARACTERS:,} are read."
        raise refused("too_long", message, example)
    reader, options = read_message(plain, today, is_plain=False, book=book)
    scan, payers = reader.scan, options.payers
    items = settle(
        scan,
        payer=payers.payer,
        is_other_payer=payers.unknown is not None,
        discipline=options.discipline,
    )
    told = [trouble.tell() for trouble in scan.troubles if trouble.rank is Rank.AMBIGUOUS]
    in_way = [trouble for trouble in scan.troubles if trouble.rank < Rank.AMBIGUOUS]
    if in_way:
        problem = first_of(in_way).tell()
        if problem.code == "unknown_word" and not problem.suggestions and reader.unknown_words:
            raise _unknown_word(reader.unknown_words[0].text, example)
        raise problem
    for item in items:
        if isinstance(item, CodeItem) and item.said is not None:
            scan.note(item.start, "house_word", said=item.said, code=item.code)
    for problem in told:
        if problem.code not in _OF_MODIFIERS:
            raise problem
    measures = [item for item in items if isinstance(item, AmountItem | ClockItem | CountItem)]
    numbers = tuple(scan.text[item.start : item.end] for item in measures)
    hung = [trouble.at for trouble in scan.troubles if trouble.rank is Rank.AMBIGUOUS]
    return CodesRead(
        codes=tuple(item.code for item in items if isinstance(item, CodeItem)),
        modifiers=(*_modifiers_at(scan, hung), *(n for n in numbers if n in _BARE_MODIFIERS)),
        numbers=tuple(n for n in numbers if n not in _BARE_MODIFIERS),
        has_other=any(trouble.rank > Rank.AMBIGUOUS for trouble in scan.troubles),
        options=options,
        readings=scan.told(),
        ignored=tuple(reader.ignored),
    )


def _unknown_word(typed: str, example: str) -> ParseProblem:
    return asked(
        "unknown_word",
        f"I did not understand {quoted(typed)}. Type codes or their usual names, e.g. {example}, or leave "
        "the word out.",
    )


def _modifiers_at(scan: Scan, places: Sequence[int]) -> list[str]:
    """The modifiers that stand at some places of the text, or behind the dash there."""
    starts = {token.start: at for at, token in enumerate(scan.tokens)}
    found = []
    for place in places:
        at = starts[place]
        at += scan.text_at(at) == "-"
        found.append(scan.text_at(at).upper())
    return found


def for_command(problem: ParseProblem, command: str) -> ParseProblem:
    """A problem whose suggestions are whole lines of a command; the readers that all share speak of /units.

    Args:
        problem: As raised.
        command: The command, such as `/pair`.
    """
    return ParseProblem(
        problem.message,
        code=problem.code,
        outcome=problem.outcome,
        suggestions=[
            command + line.removeprefix(COMMAND) if line.startswith(COMMAND + " ") else line
            for line in problem.suggestions
        ],
    )
