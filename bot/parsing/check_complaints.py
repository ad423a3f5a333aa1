"""The sentences for lines as billed that cannot be read."""

from __future__ import annotations

from collections.abc import Sequence

from bot.parsing.problems import Fix, ParseProblem, asked, quoted, refused, with_fixes
from rules import BilledLine

CHECK_COMMAND = "/billing check"
EXAMPLE = "97110x3-GP 97140x1-GP minutes: 97110 38 97140 15"
MOST_MODIFIERS_SHOWN = 4
MOST_CODES_NAMED = 5


def as_typed(line: BilledLine) -> str:
    """A line as it is typed."""
    return "-".join((f"{line.code}x{line.units}", *line.modifiers))


def nothing_billed() -> ParseProblem:
    """No line at all."""
    return refused(
        "missing_billed_units",
        f"No billed units were given. Type each line as code x units, then the minutes, e.g. {EXAMPLE}.",
    )


def units_missing(code: str, modifiers: Sequence[str]) -> ParseProblem:
    """A line with modifiers and no units."""
    shown = "-".join(modifiers[:MOST_MODIFIERS_SHOWN])
    return asked(
        "missing_billed_units",
        f"{code} with {shown}: how many units were billed? Type e.g. {code}x2-{shown}.",
    )


def colons(text: str, code: str, line: tuple[int, int]) -> ParseProblem:
    """A line with colons where x and dashes belong.

    Args:
        text: The normalised text.
        code: Code of the line.
        line: Where it stands, as in 97110:2:GP.
    """
    typed = text[slice(*line)]
    units, *modifiers = typed.split(":")[1:]
    meant = "-".join((f"{code}x{units}", *(modifier.upper() for modifier in modifiers)))
    return asked(
        "line_with_colons",
        f"{quoted(typed)}: type the units with x and the modifiers with dashes, {meant}.",
        with_fixes(text, Fix(*line, meant)),
    )


def bad_units(shown: str, code: str) -> ParseProblem:
    """Units that no claim line holds."""
    return refused(
        "bad_units",
        f"{quoted(shown)}: billed units are whole, from 1 to 99 on a line. Type e.g. {code}x2.",
    )


def units_twice(shown: str) -> ParseProblem:
    """Two numbers of units on one line."""
    return asked(
        "units_twice",
        f"{quoted(shown)} has units twice. Type one number of units for each line, e.g. 97110x2; a second "
        "line of the same code is typed with its code again.",
    )


def bad_modifier(typed: str) -> ParseProblem:
    """What hangs on a code and is no modifier."""
    return refused(
        "bad_modifier",
        f"{quoted(typed)} is not a modifier: each has two characters, such as GP, 59 or CQ. "
        "Type e.g. 97110x2-GP-CQ.",
    )


def number_hung(text: str, shown: tuple[int, int], hung: tuple[int, int], number: str) -> ParseProblem:
    """A number hung on a line that is no modifier known here: most likely the minutes.

    Args:
        text: The normalised text.
        shown: The stretch to quote.
        hung: The dash with the number.
        number: The number.
    """
    return asked(
        "modifier_or_minutes",
        f"{quoted(text[slice(*shown)])}: {number} is no modifier known here. Is it the minutes? Then type "
        f"{number} min.",
        with_fixes(text, Fix(*hung, f" {number} min")),
    )


def modifier_or_minutes(text: str, code: str, number: tuple[int, int]) -> ParseProblem:
    """A bare number behind the units that may be either.

    Args:
        text: The normalised text.
        code: Code of the line.
        number: Where the number stands.
    """
    typed = text[slice(*number)]
    return asked(
        "modifier_or_minutes",
        f"Is {typed} behind {code} a modifier or the minutes? Type the modifier with a dash, -{typed}, "
        f"and minutes as {typed} min.",
        with_fixes(text, Fix(*number, f"{typed} min")),
        with_fixes(text, Fix(number[0] - _spaces_before(text, number[0]), number[1], f"-{typed}")),
    )


def _spaces_before(text: str, at: int) -> int:
    return at - len(text[:at].rstrip())


def too_many_lines(count: int, most: int) -> ParseProblem:
    """More lines than a claim has."""
    return refused("too_many_lines", f"{count} billed lines were given; at most {most} are checked at once.")


def which_code(minutes: int) -> ParseProblem:
    """One number of minutes for several codes."""
    return asked(
        "number_without_code",
        f"Which code do the {minutes} minutes belong to? Type each code with its own, e.g. {EXAMPLE}.",
    )


def minutes_missing(codes: Sequence[str]) -> ParseProblem:
    """Codes that stand among the minutes without any."""
    named = ", ".join(codes[:MOST_CODES_NAMED])
    return refused(
        "missing_minutes",
        f"{named}: a code is given without minutes. Type billed lines as code x units, and each code's "
        f"minutes behind it, e.g. {EXAMPLE}.",
    )
