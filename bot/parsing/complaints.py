"""The sentences for what cannot be read: what was given, what is wrong, what would be right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from bot.parsing.code_slips import OF_OTHER_FIELDS, as_digits, is_code_shaped, near_codes, short_label
from bot.parsing.problems import Fix, ParseProblem, asked, quoted, refused, with_fixes
from bot.parsing.tokens import CODE_DIGITS, Token
from bot.parsing.word_slips import near_option, near_phrases, near_word
from rules import code_table
from rules.types import MINUTES_PER_DAY

EXAMPLE = "97112 25 97110 10"
LEAST_DIGITS_OF_CODE = 3
_LIKE_ONE_OR_NOUGHT = frozenset("lio")
MODIFIERS_FOLLOW = "Leave modifiers out here; they follow from the codes and the plan of care."


@dataclass(frozen=True, slots=True)
class DashedNumber:
    """A number behind a code and a dash: 97140-59.

    Attributes:
        code_at: Where the code begins.
        start: Where the dash is.
        end: Where the number, and modifiers behind it, end.
        number: The number.
        is_modifier: It may be a modifier.
        has_minutes_too: Minutes stand behind it, so it is hardly minutes itself.
        has_more_modifiers: Further modifiers hang on it.
    """

    code_at: int
    start: int
    end: int
    number: str
    is_modifier: bool
    has_minutes_too: bool
    has_more_modifiers: bool


# codes and words


def unknown_code(text: str, token: Token) -> ParseProblem:
    """A code that is not in the table, or a number that is nearly one."""
    typed = token.text.upper()
    if typed in OF_OTHER_FIELDS:
        return refused(
            "unknown_code",
            f"{quoted(typed)} is a code, but not one of the therapy codes known here: this table can tell "
            "neither its units nor its edits. Look it up in Medicare's own tables.",
        )
    near = near_codes(typed)
    if near:
        return asked(
            "unknown_code",
            f"{quoted(typed)} is not a code known here. Did you mean {_labelled(near)}?",
            *(with_fixes(text, Fix(token.start, token.end, code)) for code in near),
        )
    return refused(
        "unknown_code",
        f"{quoted(typed)} is not in the code table. Check its five characters, e.g. 97110.",
    )


def _labelled(codes: Sequence[str]) -> str:
    shown = [f"{code} ({short_label(code)})" for code in codes]
    return " or ".join(shown) if len(shown) < 3 else f"{', '.join(shown[:-1])} or {shown[-1]}"


def is_like_code(typed: str) -> bool:
    """Whether letters and digits in one look like a code rather than like minutes."""
    digits = sum(map(str.isdecimal, typed))
    if is_code_shaped(typed):
        return True
    return abs(len(typed) - CODE_DIGITS) <= 1 and digits >= LEAST_DIGITS_OF_CODE and bool(near_codes(typed))


def mixed(text: str, token: Token) -> ParseProblem:
    """Letters and digits in one: a slipped code, a letter in the minutes, or no word at all."""
    if is_like_code(token.text):
        return unknown_code(text, token)
    digits = as_digits(token.text)
    if digits is not None and len(digits) <= 4 and 0 < int(digits) <= MINUTES_PER_DAY:
        return asked(
            "bad_minutes",
            f"{quoted(text[token.start : token.end])} has a letter in it. Did you mean {int(digits)}?",
            with_fixes(text, Fix(token.start, token.end, str(int(digits)))),
        )
    number = token.text.rstrip("abcdefghijklmnopqrstuvwxyz")
    if number.isdecimal() and len(number) <= 4 and token.text[len(number)] == "m":
        return asked(
            "bad_minutes",
            f"I did not understand {quoted(token.text)}. Did you mean {int(number)} minutes?",
            with_fixes(text, Fix(token.start, token.end, f"{int(number)} min")),
        )
    return unknown_word(text, [token], more=0)


def unknown_word(text: str, tokens: Sequence[Token], *, more: int) -> ParseProblem:
    """A word that is understood nowhere.

    Args:
        text: The normalised text.
        tokens: The word and those behind it, as far as they are words.
        more: How many other words were not understood.
    """
    token = tokens[0]
    typed = text[token.start : token.end]
    if token.text == "ma":
        fix = with_fixes(text, Fix(token.start, token.end, "payer:ma"))
        return asked(
            "unknown_word", f"Does {quoted(typed)} mean Medicare Advantage? Then type payer:ma.", fix
        )
    digits = as_digits(token.text)
    if digits is not None and set(token.text) <= _LIKE_ONE_OR_NOUGHT and 0 < int(digits) <= MINUTES_PER_DAY:
        fix = with_fixes(text, Fix(token.start, token.end, digits))
        return asked("bad_minutes", f"{quoted(typed)} is made of letters. Did you mean {int(digits)}?", fix)
    near, count = near_phrases([token.text for token in tokens])
    if near:
        end = tokens[count - 1].end
        meant = " or ".join(map(quoted, near))
        return asked(
            "unknown_word",
            f"I did not understand {quoted(text[token.start : end])}. Did you mean {meant}?",
            *(with_fixes(text, Fix(token.start, end, phrase)) for phrase in near),
        )
    others = ""
    if more > 0:
        others = f" {more} more {'word was' if more == 1 else 'words were'} not understood either."
    return asked(
        "unknown_word",
        f"I did not understand {quoted(typed)}.{others} Type codes or their usual names with minutes, "
        f"e.g. {EXAMPLE}, or leave the word out.",
    )


def unknown_option(text: str, token: Token) -> ParseProblem:
    """A word with a colon behind it that is no option; often a house word with a slip in it."""
    near = near_option(token.text)
    if near is None and near_word(token.text) is not None:
        return unknown_word(text, [token], more=0)
    meant = f"Did you mean {quoted(f'{near}:')}? " if near else ""
    typed = text[token.start : token.end]
    return asked(
        "unknown_option",
        f"There is no option {quoted(typed + ':')}. {meant}"
        "There are payer:, on: (date of service), rule:, setting: and pt, ot or slp alone.",
        with_fixes(text, Fix(token.start, token.end, near)) if near else None,
    )


def is_split_code(begun: str, rest: str) -> bool:
    """Whether two pieces with a space between them are one code, as in G0 283."""
    return f"{begun}{rest}".upper() in code_table()


def split_code(text: str, token: Token) -> ParseProblem:
    """A code with a space in it."""
    code = token.text.upper()
    return asked(
        "unknown_code",
        f"{quoted(text[token.start : token.end])} is not a code known here. Did you mean {code}?",
        with_fixes(text, Fix(token.start, token.end, code)),
    )


# modifiers


def modifier(text: str, start: int, stop: Token) -> ParseProblem:
    """Letters that are a modifier."""
    shown = text[start : stop.end].strip("- ")
    return asked(
        "modifier_typed",
        f"{quoted(shown.upper())} is a modifier. {MODIFIERS_FOLLOW} Is the rest right?",
        with_fixes(text, Fix(start, stop.end, " ")),
    )


def modifier_or_minutes(text: str, spots: Sequence[DashedNumber], told: DashedNumber) -> ParseProblem:
    """A number behind a dash: one question, with both complete commands where both can be complete."""
    shown = text[told.code_at : told.end]
    as_minutes = None
    if not any(spot.has_minutes_too or spot.has_more_modifiers for spot in spots):
        as_minutes = with_fixes(text, *(Fix(spot.start, spot.end, f" {spot.number}m") for spot in spots))
    as_modifiers = None
    if all(spot.has_minutes_too for spot in spots):
        as_modifiers = with_fixes(text, *(Fix(spot.start, spot.end, " ") for spot in spots))
    code = shown.partition("-")[0].strip()
    question = (
        f"Is {told.number} in {quoted(shown)} a modifier or minutes?"
        if told.is_modifier
        else f"Is {told.number} in {quoted(shown)} the minutes?"
    )
    return asked(
        "modifier_or_minutes",
        f"{question} For minutes type {code} {told.number}m. {MODIFIERS_FOLLOW} "
        "The code then needs its minutes behind it.",
        as_minutes,
        as_modifiers,
    )


# minutes


def _bad_minutes(message: str) -> ParseProblem:
    return refused("bad_minutes", message)


def too_many_minutes(typed: str) -> ParseProblem:
    """More minutes than a day has."""
    return _bad_minutes(
        f"{quoted(typed)} is more than the {MINUTES_PER_DAY} minutes of a day, and no code either. "
        f"Give the whole minutes of one visit, e.g. {EXAMPLE}."
    )


def not_minutes(shown: str) -> ParseProblem:
    """A number with a sign that makes it something else."""
    return _bad_minutes(f"{quoted(shown)} is not a number of minutes. Give whole minutes, e.g. 97112 25.")


def not_whole(said: str, value: Fraction | int) -> ParseProblem:
    """A fraction of a minute."""
    below = int(value)
    return _bad_minutes(
        f"{quoted(said)} is not a whole number of minutes. Minutes are counted whole: "
        f"give {below} or {below + 1}, as the note has it."
        if 0 < below < MINUTES_PER_DAY
        else f"{quoted(said)} is not a whole number of minutes. Give whole minutes, e.g. 97112 25."
    )


def negative(shown: str) -> ParseProblem:
    """Minutes below zero."""
    return _bad_minutes(f"{quoted(shown)} is below zero. Give whole minutes from 1 up, e.g. 97112 25.")


def range_of_minutes(shown: str) -> ParseProblem:
    """Two numbers where one is needed."""
    return asked(
        "bad_minutes",
        f"{quoted(shown)} is two numbers. Give one number of minutes, e.g. 97112 25, "
        "or clock times, e.g. 97112 9:00-9:25.",
    )


def inexact(shown: str) -> ParseProblem:
    """A number with a word that leaves it open."""
    return asked(
        "bad_minutes",
        f"{quoted(shown)} leaves the minutes open. How many were they exactly? Type e.g. 97112 25.",
    )


def not_whole_units(shown: str) -> ParseProblem:
    """A fraction of a unit."""
    return refused(
        "bad_units",
        f"{quoted(shown)} is not a whole number of units. Give whole units from 1 up, e.g. 97597 x2.",
    )


def minutes_past_the_hour(shown: str) -> ParseProblem:
    """Sixty minutes or more behind hours."""
    return asked(
        "bad_minutes",
        f"{quoted(shown)} has more than 59 minutes behind the hours. Is it a slip? "
        "Type e.g. 1h15, or all of it in minutes, e.g. 75.",
    )


# clock times


def lone_time(shown: str) -> ParseProblem:
    """One clock time without the other."""
    return asked(
        "bad_times",
        f"{quoted(shown)} is one clock time. Give start and end, e.g. 97112 9:00-9:25, or the minutes.",
    )


def time_or_length(text: str, token: Token) -> ParseProblem:
    """Hours and minutes with a colon, which may be a clock time or a length of time."""
    hours, minutes = map(int, token.text.split(":")[:2])
    length = f"{hours}h{minutes:02d}"
    return asked(
        "bad_times",
        f"Is {quoted(token.text)} a clock time or {60 * hours + minutes} minutes? For the minutes type "
        f"{length}. For clock times give start and end, e.g. 97112 9:00-9:25.",
        with_fixes(text, Fix(token.start, token.end, length)),
    )


def times_without_dash(text: str, first: Token, second: Token) -> ParseProblem:
    """Two clock times with nothing between them."""
    form = f"{first.text}-{second.text}"
    return asked(
        "bad_times",
        f"Are {quoted(text[first.start : second.end])} clock times? Then type them with a dash, {form}.",
        with_fixes(text, Fix(first.start, second.end, form)),
    )


def no_clock_time(shown: str) -> ParseProblem:
    """A time no clock shows."""
    return refused(
        "bad_times",
        f"{quoted(shown)} is not a range of clock times. Type e.g. 9:00-9:25 or 14:05-14:33.",
    )


def backwards(shown: str) -> ParseProblem:
    """A range that does not run forward."""
    return refused(
        "bad_times",
        f"{quoted(shown)}: the end is not after the start. Type the earlier time first, e.g. 9:00-9:25; "
        "add am or pm where it is not clear.",
    )
