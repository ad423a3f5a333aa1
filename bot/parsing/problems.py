"""What is said when something typed cannot be read: one question, or a refusal that says what is right."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import Literal

from rules import UserError

LONGEST_QUOTE = 40
LONGEST_SUGGESTION = 500
MOST_SUGGESTIONS = 3
COMMAND = "/units"

ProblemOutcome = Literal["clarify", "refused"]


class ParseProblem(UserError):
    """Something typed that is not counted as it stands.

    Attributes:
        outcome: `clarify` for one question back, `refused` for input that cannot be right.
        suggestions: Whole commands to try, at most three.
    """

    def __init__(
        self,
        message: str,
        *,
        code: str,
        outcome: ProblemOutcome,
        suggestions: Iterable[str] = (),
    ) -> None:
        super().__init__(message, code=code)
        self.outcome: ProblemOutcome = outcome
        self.suggestions = tuple(dict.fromkeys(suggestions))[:MOST_SUGGESTIONS]


class Rank(IntEnum):
    """Which of several problems is told first: the one that decides most of the rest."""

    PROVIDER = 0
    CODE = 1
    OPTION = 2
    WORD = 3
    AMBIGUOUS = 4
    MINUTES = 5
    MISSING = 6


@dataclass(frozen=True, slots=True)
class Trouble:
    """A problem found while reading; its message is only made when it is the one that is told."""

    rank: Rank
    at: int
    tell: Callable[[], ParseProblem]


@dataclass(frozen=True, slots=True)
class Fix:
    """Text to put in place of a stretch of the normalised text."""

    start: int
    end: int
    text: str


def first_of(troubles: Iterable[Trouble]) -> Trouble:
    """The problem that is told: by rank, then in reading order."""
    return min(troubles, key=lambda trouble: (trouble.rank, trouble.at))


def asked(code: str, message: str, *suggestions: str | None) -> ParseProblem:
    """One question back.

    Args:
        code: Stable identifier for machines.
        message: What is asked.
        suggestions: Whole commands to try; those that could not be made are `None`.
    """
    offered = (suggestion for suggestion in suggestions if suggestion is not None)
    return ParseProblem(message, code=code, outcome="clarify", suggestions=offered)


def refused(code: str, message: str, *suggestions: str | None) -> ParseProblem:
    """A refusal of input that cannot be right.

    Args:
        code: Stable identifier for machines.
        message: What was given, what is wrong, what would be right.
        suggestions: Whole commands to try; those that could not be made are `None`.
    """
    offered = (suggestion for suggestion in suggestions if suggestion is not None)
    return ParseProblem(message, code=code, outcome="refused", suggestions=offered)


def quoted(typed: str) -> str:
    """Typed text fit to be shown back: short, one line, no backticks, no control characters."""
    shown = "".join(c for c in " ".join(typed.split()) if c.isprintable() and c != "`")
    if len(shown) > LONGEST_QUOTE:
        shown = shown[: LONGEST_QUOTE - 1] + "…"
    return f"“{shown}”"


def with_fixes(text: str, *fixes: Fix) -> str | None:
    """The whole command with some stretches replaced, or `None` when it is too long to offer."""
    parts: list[str] = []
    at = 0
    for fix in sorted(fixes, key=lambda fix: fix.start):
        parts += (text[at : fix.start], fix.text)
        at = fix.end
        if fix.text and text[at : at + 1].isalnum():
            parts.append(" ")
    parts.append(text[at:])
    command = " ".join(f"{COMMAND} {''.join(parts)}".replace("`", " ").split())
    return command if len(command) <= LONGEST_SUGGESTION else None


def uncertain_visit() -> ParseProblem:
    """The question back for a visit of which neither reading is certain."""
    return asked(
        "doubtful_sentence",
        "I cannot tell for certain which minutes go with which code, so nothing is counted yet. "
        "Type each code with its minutes, e.g. 97112 25 97110 10.",
    )
