"""The sentences for codes and numbers that do not go together."""

from __future__ import annotations

from collections.abc import Sequence

from bot.parsing.clock import Overlap
from bot.parsing.entries import Entry, Pairing
from bot.parsing.items import AmountItem, ClockItem, CodeItem, CountItem, Measure, clock_face, clock_text
from bot.parsing.problems import Fix, ParseProblem, asked, quoted, refused, with_fixes
from rules import CodeEntry
from rules.types import MINUTES_PER_DAY

EXAMPLE = "97112 25 97110 10"
MOST_CODES_NAMED = 5
LONGEST_FORM_SHOWN = 120

Timed = tuple[CodeItem, ClockItem]
"""A mention of a code with one of its clock ranges."""


def nothing_typed() -> ParseProblem:
    """No code and no minutes at all."""
    return refused(
        "missing_minutes",
        f"No minutes were given. Type each code with its minutes, e.g. {EXAMPLE}.",
        *(f"/units {EXAMPLE}",),
    )


def missing_minutes(text: str, entries: Sequence[Entry]) -> ParseProblem:
    """Codes that need minutes and have none."""
    codes = list(dict.fromkeys(entry.code.code for entry in entries))
    named = ", ".join(codes[:MOST_CODES_NAMED])
    if len(codes) > MOST_CODES_NAMED:
        named += f" and {len(codes) - MOST_CODES_NAMED} more"
    needs = "needs its minutes" if len(codes) == 1 else "need their minutes"
    whole = with_fixes(text, *(Fix(entry.code.end, entry.code.end, " 15") for entry in entries))
    form = whole if whole is not None and len(whole) <= LONGEST_FORM_SHOWN else f"{codes[0]} 15"
    return refused(
        "missing_minutes",
        f"{named} {needs}. Type e.g. {form} with the real minutes in place of 15.",
    )


def second_number(text: str, entry: Entry, number: AmountItem) -> ParseProblem:
    """A second number on one code."""
    code = entry.code.code
    first = next(m for m in entry.measures if isinstance(m, AmountItem))
    typed = text[number.start : number.end]
    return asked(
        "number_without_code",
        f"{code} has {quoted(text[first.start : first.end])} and then {quoted(typed)}. Which code has "
        f"{quoted(typed)}? If both are for {code}, type them with a plus, e.g. "
        f"{code} {sum(first.parts)}+{sum(number.parts)}.",
        with_fixes(
            text,
            Fix(first.start, first.end, f"{sum(first.parts)}+{sum(number.parts)}"),
            Fix(number.start, number.end, " "),
        )
        if first.end <= number.start
        else None,
    )


def homeless(text: str, number: Measure, pairing: Pairing) -> ParseProblem:
    """A number that belongs to no code."""
    typed = quoted(text[number.start : number.end])
    without = [entry.code.code for entry in pairing.missing]
    hint = f" {without[0]} has none yet." if without else ""
    return asked(
        "number_without_code",
        f"Which code does {typed} belong to?{hint} Type each code with its own minutes, e.g. {EXAMPLE}.",
    )


def numbers_without_codes(text: str, numbers: Sequence[Measure]) -> ParseProblem:
    """Several numbers and no code."""
    shown = ", ".join(quoted(text[number.start : number.end]) for number in numbers[:MOST_CODES_NAMED])
    return asked(
        "number_without_code",
        f"Which codes do {shown} belong to? Type each code with its minutes, e.g. {EXAMPLE}, "
        "or one total, e.g. 35.",
    )


def units_without_code(count: CountItem) -> ParseProblem:
    """Units, no code and no minutes."""
    return asked(
        "missing_minutes",
        f"{count.units} units of which code, and after how many minutes? Units follow from minutes: "
        f"type each code with its minutes, e.g. {EXAMPLE}.",
    )


def units_or_minutes(
    text: str, entry: Entry, count: CountItem, known: CodeEntry, asked_about: Sequence[CountItem]
) -> ParseProblem:
    """Units typed for a code whose units follow from minutes, or which is one unit a day.

    Args:
        text: The normalised text.
        entry: The code with everything typed for it.
        count: The units.
        known: The code's row.
        asked_about: Every such count without minutes beside it, for a command that settles all.
    """
    code = entry.code.code
    shown = quoted(text[min(entry.code.start, count.start) : max(entry.code.end, count.end)])
    has_minutes = any(not isinstance(measure, CountItem) for measure in entry.measures)
    without = with_fixes(text, Fix(count.start, count.end, " "))
    if not known.takes_minutes:
        return asked(
            "units_or_minutes",
            f"{shown}: {code} counts once a day, whatever is typed. Type it once, without a number of units.",
            without,
        )
    if has_minutes:
        return asked(
            "units_or_minutes",
            f"{shown}: the units of {code} follow from its minutes. Type only the minutes.",
            without,
        )
    as_minutes = with_fixes(text, *(Fix(each.start, each.end, f" {each.units}m") for each in asked_about))
    return asked(
        "units_or_minutes",
        f"{shown}: {count.units} units or {count.units} minutes? For minutes type {code} {count.units}m. "
        f"Units follow from minutes, so for units type the minutes of {code} instead, e.g. {code} 30.",
        as_minutes,
    )


def bad_units(code: str, units: int) -> ParseProblem:
    """A number of units that cannot be."""
    return refused(
        "bad_units",
        f"{units} units of {code} cannot be right. Give whole units from 1 up, e.g. {code} x2.",
    )


def no_minutes(code: str | None) -> ParseProblem:
    """Zero minutes."""
    named = f"{code} was given" if code else "The total is"
    return refused(
        "bad_minutes",
        f"{named} 0 minutes. Give minutes from 1 up, e.g. {code or '97112'} 25, or leave the code out.",
    )


def too_long(code: str | None, minutes: int) -> ParseProblem:
    """More minutes than a day has."""
    named = f"{code} was given {minutes} minutes" if code else f"The minutes add up to {minutes}"
    return refused(
        "bad_minutes",
        f"{named}, and a day has {MINUTES_PER_DAY}. Give the minutes of one patient's day, e.g. {EXAMPLE}.",
    )


def total_disagrees(typed: int, added: int) -> ParseProblem:
    """A total that is not the sum of its parts."""
    return asked(
        "total_disagrees",
        f"The total is given as {typed} minutes, but the codes add up to {added}. "
        "Correct the one that is wrong, or leave the total out.",
    )


def times_disagree(code: str, by_clock: int, minutes: int) -> ParseProblem:
    """A clock range and minutes for one entry that differ."""
    return refused(
        "times_disagree",
        f"{code}: the clock times give {by_clock} minutes, but {minutes} minutes are typed with them. "
        "Give either the times or the minutes.",
    )


def overlapping(first: Timed, second: Timed, overlap: Overlap) -> ParseProblem:
    """Two one-on-one services at the same time."""
    minutes = overlap.ends - overlap.begins
    show = clock_face if first[1].is_open and second[1].is_open else clock_text
    return refused(
        "overlapping_times",
        f"{first[0].code} {first[1].said} and {second[0].code} {second[1].said} share {minutes} "
        f"{'minute' if minutes == 1 else 'minutes'} ({show(overlap.begins)}-{show(overlap.ends)}). "
        "A one-on-one minute counts for one code: give times that do not overlap.",
    )
