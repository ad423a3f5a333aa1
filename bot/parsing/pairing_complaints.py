"""The sentences for codes and numbers that do not go together."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence

from bot.parsing.clock import Overlap
from bot.parsing.entries import Entry, Pairing
from bot.parsing.items import AmountItem, ClockItem, CodeItem, CountItem, Measure, clock_face, clock_text
from bot.parsing.problems import Fix, ParseProblem, asked, quoted, refused, with_fixes
from rules import CodeEntry, CountedBy, code_table
from rules.types import MINUTES_PER_DAY

EXAMPLE = "97112 25 97110 10"
SUM_EXAMPLE = "as in 97112 10+15"
EXAMPLE_MINUTES = 15
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


def missing_minutes(text: str, entries: Sequence[Entry], typed: Container[str]) -> ParseProblem:
    """Codes that need minutes and have none; `typed` is every code of the visit."""
    codes = list(dict.fromkeys(entry.code.code for entry in entries))
    named = ", ".join(codes[:MOST_CODES_NAMED])
    if len(codes) > MOST_CODES_NAMED:
        named += f" and {len(codes) - MOST_CODES_NAMED} more"
    needs = "needs its minutes" if len(codes) == 1 else "need their minutes"
    whole = with_fixes(text, *_examples_in(entries, typed))
    is_short = whole is not None and len(whole) <= LONGEST_FORM_SHOWN
    form = whole if is_short else _example_of(codes[0], typed)
    return refused(
        "missing_minutes",
        f"{named} {needs}. Type e.g. {form} with the real minutes in place of the added ones.",
    )


def example_minutes(known: CodeEntry) -> int:
    """Minutes that an example of a code may have: enough for one unit, inside its band."""
    if known.band is not None:
        return known.band[0]
    is_in_days = known.counted_by is CountedBy.PERIOD
    return known.minutes_per_unit if known.minutes_per_unit and not is_in_days else EXAMPLE_MINUTES


def _base_in_front(known: CodeEntry, typed: Container[str]) -> str:
    """The base code of an add-on with enough minutes, when it was not typed; else nothing."""
    if known.base_code is None or known.base_code in typed:
        return ""
    return f"{known.base_code} {example_minutes(code_table().find(known.base_code))} "


def _example_of(code: str, typed: Container[str]) -> str:
    known = code_table().find(code)
    return f"{_base_in_front(known, typed)}{code} {example_minutes(known)}"


def _examples_in(entries: Sequence[Entry], typed: Container[str]) -> Iterator[Fix]:
    """Minutes behind every code that has none, and the base code in front of an add-on."""
    for entry in entries:
        start, end = entry.code.start, entry.code.end
        known = code_table().find(entry.code.code)
        yield Fix(start, start, _base_in_front(known, typed))
        yield Fix(end, end, f" {example_minutes(known)}")


def second_number(text: str, entry: Entry, number: AmountItem) -> ParseProblem:
    """A second number on one code; no command is offered, for a sum of the two may be far from meant."""
    code = entry.code.code
    first = next(m for m in entry.measures if isinstance(m, AmountItem))
    typed = quoted(text[number.start : number.end])
    return asked(
        "number_without_code",
        f"{code} has {quoted(text[first.start : first.end])} and then {typed}. Which code has {typed}? "
        f"Give each code one number of minutes; minutes in two parts take a plus, {SUM_EXAMPLE}.",
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


def units_or_minutes(text: str, entry: Entry, count: CountItem, known: CodeEntry) -> ParseProblem:
    """Units typed for a code whose units follow from minutes, or which is one unit a day.

    No command is offered: every one would leave out the typed number or take it for minutes.

    Args:
        text: The normalised text.
        entry: The code with everything typed for it.
        count: The units.
        known: The code's row.
    """
    code = entry.code.code
    shown = quoted(text[min(entry.code.start, count.start) : max(entry.code.end, count.end)])
    if not known.takes_minutes:
        return asked(
            "units_or_minutes",
            f"{shown}: {code} counts once a day, whatever is typed. Type it once, without a number of units.",
        )
    if any(not isinstance(measure, CountItem) for measure in entry.measures):
        return asked(
            "units_or_minutes",
            f"{shown}: is {count.units} a number of units? They follow from the minutes: type only these.",
        )
    return asked(
        "units_or_minutes",
        f"{shown}: {count.units} units, or {count.units} minutes? For minutes type {code} {count.units}m. "
        f"Units follow from minutes: type the minutes of {code}, as in {code} {example_minutes(known)}.",
    )


def speech_therapy(text: str, entry: Entry) -> ParseProblem:
    """A bare "speech therapy" behind the codes: the plan of care, or one more service."""
    start, end = entry.code.start, entry.code.end
    return asked(
        "which_code",
        f"Is {quoted(text[start:end])} the plan of care (type slp), or was {entry.code.code} done too?",
        with_fixes(text, Fix(start, end, "slp")),
        with_fixes(text, Fix(start, end, entry.code.code)),
    )


def total_or_minutes(text: str, total: AmountItem, codes: Sequence[str]) -> ParseProblem:
    """A number called the total that would leave the codes without minutes of their own."""
    shown = quoted(text[total.start : total.end])
    named = ", ".join(codes[:MOST_CODES_NAMED])
    return asked(
        "total_disagrees",
        f"{shown} is called the total, and the minutes of {named} do not add up to it. "
        "Type each code with its own minutes, and the total behind them or not at all, "
        f"e.g. {EXAMPLE} total 35.",
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
