"""The sentences for minutes of which it is not clear who gave them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.parsing.items import Provider, ProviderMark
from bot.parsing.problems import Fix, ParseProblem, asked, quoted, refused, with_fixes
from rules import Discipline

EXAMPLE = "97110 pt:13 pta:23"
_NAMES = {
    Discipline.PT: {Provider.THERAPIST: "pt:", Provider.ASSISTANT: "pta:", Provider.TOGETHER: "both:"},
    Discipline.OT: {Provider.THERAPIST: "ot:", Provider.ASSISTANT: "ota:", Provider.TOGETHER: "both:"},
    None: {
        Provider.THERAPIST: "therapist:",
        Provider.ASSISTANT: "assistant:",
        Provider.TOGETHER: "both:",
    },
}


def names_of(marks: Iterable[ProviderMark]) -> dict[Provider, str]:
    """How minutes are typed for each provider, in the words of a message."""
    return _NAMES[next((mark.discipline for mark in marks if mark.discipline), None)]


def speech(said: str) -> ParseProblem:
    """Minutes by provider in speech-language pathology."""
    return refused(
        "no_assistant_modifier",
        f"{quoted(said)}: minutes are given by provider for PT and OT only. Speech-language pathology has no "
        "assistant modifier. Give each code its minutes and type slp alone, e.g. 97129 15 slp.",
    )


def two_disciplines(first: str, second: str) -> ParseProblem:
    """Therapist and assistant of two plans of care."""
    return asked(
        "two_plans_of_care",
        f"{quoted(first)} and {quoted(second)} belong to two plans of care. Which one is it? Ask for each "
        "plan apart: pt and pta together, or ot and ota.",
    )


def no_number(said: str) -> ParseProblem:
    """A provider with no minutes."""
    return asked(
        "provider_without_minutes",
        f"{quoted(said)} has no minutes. Type each code with the minutes of each provider, e.g. {EXAMPLE}.",
    )


def both_of_one_code(said: str) -> ParseProblem:
    """The word "both" with a single code, so that it is no two codes."""
    return asked(
        "who_gave_it",
        f"{quoted(said)} with one code: whose minutes are they? Type minutes side by side as both:, "
        "e.g. 97110 pt:53 both:7.",
    )


def side_by_side_or_apart(said: str) -> ParseProblem:
    """Two providers named in a row, and minutes that may be of each or of both at once."""
    return asked(
        "who_gave_it",
        f"{quoted(said)} and the one behind it: whose minutes are they? Type minutes apart as in {EXAMPLE}, "
        "and minutes side by side as both:, e.g. 97110 both:15.",
    )


def which_way(
    text: str, shown: tuple[int, int], forms: Sequence[Sequence[tuple[int, int, str]]]
) -> ParseProblem:
    """Words and numbers that may be read in two ways.

    Args:
        text: The normalised text.
        shown: What is left over in both readings.
        forms: Each reading as stretches with the name that goes in front, empty for words to take out.
    """
    return asked(
        "who_gave_it",
        f"Whose minutes are which? {quoted(text[slice(*shown)])} can be read in two ways. Type each name "
        f"with a colon before its minutes, e.g. {EXAMPLE}.",
        *(with_fixes(text, *(_named(text, start, end, name) for start, end, name in form)) for form in forms),
    )


def who_gave(text: str, code: str, number: tuple[int, int], names: Iterable[str]) -> ParseProblem:
    """Minutes of which nobody is named, in a visit that names who gave others.

    Args:
        text: The normalised text.
        code: Whose minutes they are.
        number: Where the minutes stand.
        names: What may stand in front of them, as in `pt:`.
    """
    shown = quoted(text[slice(*number)])
    offered = [with_fixes(text, _named(text, *number, name)) for name in names]
    return asked(
        "who_gave_it",
        f"Who gave {shown} of {code}, the therapist or the assistant? Others in this visit are named, "
        f"so name all, e.g. {EXAMPLE}.",
        *offered,
    )


def who_gave_code(code: str, names: dict[Provider, str]) -> ParseProblem:
    """An untimed code of which nobody is named."""
    therapist, assistant = names[Provider.THERAPIST], names[Provider.ASSISTANT]
    return asked(
        "who_gave_it",
        f"Who gave {code}? Others in this visit are named, so type its minutes too, e.g. "
        f"{code} {therapist}10 or {code} {assistant}10; {code} {therapist.rstrip(':')} alone when it was "
        "the therapist.",
    )


def minutes_of_code(code: str, name: str) -> ParseProblem:
    """An untimed code that an assistant gave, without its minutes."""
    return asked(
        "who_gave_it",
        f"How many minutes of {code} did the assistant give? The share decides the modifier: type e.g. "
        f"{code} {name}10.",
    )


def shared_time(first: str, second: str) -> ParseProblem:
    """Clock times of therapist and assistant that overlap on one code."""
    return asked(
        "overlapping_times",
        f"{quoted(first)} and {quoted(second)} overlap. Minutes side by side count once, as the therapist's: "
        "take them out of both and type them as both:, e.g. 97110 pt:10 pta:15 both:5.",
    )


def _named(text: str, start: int, end: int, name: str) -> Fix:
    return Fix(start, end, f"{name}{text[start:end]}" if name else " ")
