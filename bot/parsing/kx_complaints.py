"""The sentences for amounts and lines of the KX threshold that cannot be read."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from bot.parsing.problems import LONGEST_SUGGESTION, ParseProblem, asked, quoted, refused

KX_COMMAND = "/billing kx"
EXAMPLE = "/billing kx pt 2300"
LINES_EXAMPLE = "pt 2300 lines:97110=62.10,97140=28.40"
MOST_NAMED = 3


def bad_amount(shown: str) -> ParseProblem:
    """Something that is no amount of dollars."""
    return refused(
        "bad_amount",
        f"{quoted(shown)} is not an amount in dollars. Type it in full with at most two decimals, e.g. 2300 "
        "or $2,480.00.",
    )


def unknown_word(typed: str) -> ParseProblem:
    """A word that says nothing here."""
    return asked(
        "unknown_word",
        f"I did not understand {quoted(typed)}. Type pt, ot or slp with the dollars used so far, "
        "e.g. pt 2300.",
    )


def not_an_amount(text: str) -> ParseProblem:
    """A number that is neither dollars nor a date."""
    return refused(
        "bad_amount",
        f"{quoted(text)} holds a number that is no amount in dollars. Type the amount used so far, "
        "e.g. 2300.",
    )


def below_zero(shown: str) -> ParseProblem:
    """An amount below zero."""
    return refused(
        "bad_amount",
        f"{quoted(shown)} is below zero. Type the allowed amounts of the year so far, 0 or more, e.g. 2300.",
    )


def too_high(shown: str) -> ParseProblem:
    """More than a year of therapy comes to."""
    return refused(
        "bad_amount",
        f"{quoted(shown)} is more than a year of therapy comes to. Is a point missing? Type e.g. 2300.50.",
    )


def several_amounts(amounts: Sequence[str]) -> ParseProblem:
    """More than one amount."""
    shown = ", ".join(quoted(amount) for amount in amounts[:MOST_NAMED])
    return asked(
        "several_amounts",
        f"{shown}: which one is the amount used so far? Type one, e.g. pt 2300; amounts of single lines go "
        f"behind lines:, as in {LINES_EXAMPLE}. A year is given by a date, e.g. on:2026-03-02.",
    )


def which_bucket(used: Decimal, text: str) -> ParseProblem:
    """An amount, and nobody's.

    Args:
        used: The amount.
        text: The normalised text.
    """
    typed = " ".join(text.replace("`", " ").split())
    return asked(
        "which_bucket",
        f"Whose {used} is it? PT and speech share one amount a year, OT has its own. Type pt, slp or ot.",
        *(f"{KX_COMMAND} {name} {typed}" for name in ("pt", "ot") if len(typed) < LONGEST_SUGGESTION),
    )


def two_buckets() -> ParseProblem:
    """Both amounts at once."""
    return asked(
        "which_bucket",
        "PT with speech has one amount a year and OT has its own. Ask for one at a time, e.g. pt 2300.",
    )


def used_missing() -> ParseProblem:
    """Lines without the amount they add to."""
    return asked(
        "missing_amount",
        f"How much was used before these lines? Type it in front of them, e.g. {LINES_EXAMPLE}.",
    )


def no_lines() -> ParseProblem:
    """The word alone."""
    return asked(
        "bad_lines",
        f"lines: has no code with an amount behind it. Type e.g. {LINES_EXAMPLE}.",
    )


def too_many_lines(count: int, most: int) -> ParseProblem:
    """More lines than a claim has."""
    return refused("too_many_lines", f"{count} lines were given; at most {most} are added up at once.")


def unknown_code(typed: str) -> ParseProblem:
    """A line of something that is no code."""
    return asked(
        "unknown_code",
        f"{quoted(typed)} is not a code known here. Type each line as code=amount, e.g. 97110=62.10.",
    )


def code_outside_lines() -> ParseProblem:
    """A code that stands alone."""
    return asked(
        "code_outside_lines",
        "A code stands there without its amount. Type lines as code=amount behind lines:, "
        f"e.g. {LINES_EXAMPLE}.",
    )
