"""The sentences for codes and numbers that do not go together."""

from __future__ import annotations

from collections.abc import Sequence

from bot.parsing.items import AmountItem, ClockItem, CodeItem, CountItem, Measure, clock_text
from bot.parsing.pairing import Entry, Pairing
from bot.parsing.problems import Fix, ParseProblem, commands, quoted, with_fixes
from rules import CodeEntry
from rules.types import MINUTES_PER_DAY

EXAMPLE = "97112 25 97110 10"
MOST_CODES_NAMED = 5


def nothing_typed() -> ParseProblem:
    """No code and no minutes at all."""
    return ParseProblem(
        f"No minutes were given. Type each code with its minutes, e.g. {EXAMPLE}.",
        code="missing_minutes",
        outcome="refused",
        suggestions=(f"/units {EXAMPLE}",),
    )


def missing_minutes(text: str, entries: Sequence[Entry]) -> ParseProblem:
    """Codes that need minutes and have none."""
    codes = list(dict.fromkeys(entry.code.code for entry in entries))
    named = ", ".join(codes[:MOST_CODES_NAMED])
    if len(codes) > MOST_CODES_NAMED:
        named += f" and {len(codes) - MOST_CODES_NAMED} more"
    needs = "needs its minutes" if len(codes) == 1 else "need their minutes"
    whole = with_fixes(text, *(Fix(entry.code.end, entry.code.end, " 15") for entry in entries))
    form = whole if whole is not None and len(whole) <= 120 else f"{codes[0]} 15"
    return ParseProblem(
        f"{named} {needs}. Type e.g. {form} with the real minutes in place of 15.",
        code="missing_minutes",
        outcome="refused",
    )


def second_number(text: str, entry: Entry, number: AmountItem) -> ParseProblem:
    """A second number on one code."""
    code = entry.code.code
    first = next(m for m in entry.measures if isinstance(m, AmountItem))
    typed = text[number.start : number.end]
    return ParseProblem(
        f"{code} has {quoted(text[first.start : first.end])} and then {quoted(typed)}. Which code has "
        f"{quoted(typed)}? If both are for {code}, type them with a plus, e.g. "
        f"{code} {sum(first.parts)}+{sum(number.parts)}.",
        code="number_without_code",
        outcome="clarify",
        suggestions=commands(
            with_fixes(
                text,
                Fix(first.start, first.end, f"{sum(first.parts)}+{sum(number.parts)}"),
                Fix(number.start, number.end, " "),
            )
            if first.end <= number.start
            else None
        ),
    )


def homeless(text: str, number: Measure, pairing: Pairing) -> ParseProblem:
    """A number that belongs to no code."""
    typed = quoted(text[number.start : number.end])
    without = [entry.code.code for entry in pairing.missing]
    hint = f" {without[0]} has none yet." if without else ""
    return ParseProblem(
        f"Which code do the {typed} belong to?{hint} Type each code with its own minutes, e.g. {EXAMPLE}.",
        code="number_without_code",
        outcome="clarify",
    )


def numbers_without_codes(text: str, numbers: Sequence[Measure]) -> ParseProblem:
    """Several numbers and no code."""
    shown = ", ".join(quoted(text[number.start : number.end]) for number in numbers[:MOST_CODES_NAMED])
    return ParseProblem(
        f"Which codes do {shown} belong to? Type each code with its minutes, e.g. {EXAMPLE}, "
        "or one total, e.g. 35.",
        code="number_without_code",
        outcome="clarify",
    )


def units_without_code(count: CountItem) -> ParseProblem:
    """Units, no code and no minutes."""
    return ParseProblem(
        f"{count.units} units of which code, and after how many minutes? Units follow from minutes: "
        f"type each code with its minutes, e.g. {EXAMPLE}.",
        code="missing_minutes",
        outcome="clarify",
    )


def units_or_minutes(text: str, entry: Entry, count: CountItem, known: CodeEntry) -> ParseProblem:
    """Units typed for a code whose units follow from minutes, or which is one unit a day."""
    code = entry.code.code
    shown = quoted(text[min(entry.code.start, count.start) : max(entry.code.end, count.end)])
    has_minutes = any(not isinstance(measure, CountItem) for measure in entry.measures)
    without = with_fixes(text, Fix(count.start, count.end, " "))
    if not known.takes_minutes:
        return ParseProblem(
            f"{shown}: {code} counts once a day, whatever is typed. Type it once, without a number of units.",
            code="units_or_minutes",
            outcome="clarify",
            suggestions=commands(without),
        )
    if has_minutes:
        return ParseProblem(
            f"{shown}: the units of {code} follow from its minutes. Type only the minutes.",
            code="units_or_minutes",
            outcome="clarify",
            suggestions=commands(without),
        )
    as_minutes = with_fixes(text, Fix(count.start, count.end, f" {count.units}m "))
    return ParseProblem(
        f"{shown}: {count.units} units, or {count.units} minutes? For minutes type {code} {count.units}m. "
        f"Units follow from minutes, so for units type the minutes of {code} instead, e.g. {code} 30.",
        code="units_or_minutes",
        outcome="clarify",
        suggestions=commands(as_minutes),
    )


def bad_units(code: str, units: int) -> ParseProblem:
    """A number of units that cannot be."""
    return ParseProblem(
        f"{units} units of {code} cannot be right. Give whole units from 1 up, e.g. {code} x2.",
        code="bad_units",
        outcome="refused",
    )


def no_minutes(code: str | None) -> ParseProblem:
    """Zero minutes."""
    named = f"{code} was given" if code else "The total is"
    return ParseProblem(
        f"{named} 0 minutes. Give whole minutes from 1 up, e.g. {code or '97112'} 25, or leave the code out.",
        code="bad_minutes",
        outcome="refused",
    )


def too_long(code: str | None, minutes: int) -> ParseProblem:
    """More minutes than a day has."""
    named = f"{code} was given {minutes} minutes" if code else f"The minutes add up to {minutes}"
    return ParseProblem(
        f"{named}, and a day has {MINUTES_PER_DAY}. Give the minutes of one patient and one day, e.g. {EXAMPLE}.",
        code="bad_minutes",
        outcome="refused",
    )


def total_disagrees(typed: int, added: int) -> ParseProblem:
    """A total that is not the sum of its parts."""
    return ParseProblem(
        f"The total is given as {typed} minutes, but the codes add up to {added}. "
        "Correct the one that is wrong, or leave the total out.",
        code="total_disagrees",
        outcome="clarify",
    )


def times_disagree(code: str, by_clock: int, minutes: int) -> ParseProblem:
    """A clock range and minutes for one entry that differ."""
    return ParseProblem(
        f"{code}: the clock times give {by_clock} minutes, but {minutes} minutes are typed with them. "
        "Give either the times or the minutes.",
        code="times_disagree",
        outcome="refused",
    )


def overlapping(first: tuple[CodeItem, ClockItem], second: tuple[CodeItem, ClockItem]) -> ParseProblem:
    """Two one-on-one services at the same time."""
    shared_from = max(first[1].begins, second[1].begins)
    shared_to = min(first[1].ends, second[1].ends)
    one, other = (
        f"{item.code} {clock_text(clock.begins)}-{clock_text(clock.ends)}" for item, clock in (first, second)
    )
    minutes = shared_to - shared_from
    return ParseProblem(
        f"{one} and {other} share {minutes} {'minute' if minutes == 1 else 'minutes'} "
        f"({clock_text(shared_from)}-{clock_text(shared_to)}). One therapist's minute counts for one code: "
        "give times that do not overlap.",
        code="overlapping_times",
        outcome="refused",
    )
