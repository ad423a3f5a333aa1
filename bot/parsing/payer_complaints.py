"""The sentences for payers that do not go together."""

from __future__ import annotations

from collections.abc import Sequence

from bot.parsing.problems import Fix, ParseProblem, asked, quoted, refused, with_fixes

_BETWEEN = frozenset({"", ",", "and", "&", "with", "then"})
EXAMPLE = "payer:medicare+bcbs"


def three_payers() -> ParseProblem:
    """More payers than are taken."""
    return refused(
        "too_many_payers",
        "More than two payers are given. Give the primary payer, and the secondary one behind a plus, "
        f"e.g. {EXAMPLE}.",
    )


def same_payer_twice(typed: str) -> ParseProblem:
    """One payer as primary and secondary."""
    return refused(
        "same_payer_twice",
        f"{quoted(typed)} is given as the primary and as the secondary payer. Give it once, "
        f"or two different ones, e.g. {EXAMPLE}.",
    )


def which_is_primary(text: str, typed: Sequence[str], spans: Sequence[tuple[int, int]]) -> ParseProblem:
    """Two payers, and nothing says which one is asked first.

    Args:
        text: The normalised text.
        typed: Both, by id or as typed.
        spans: Where each mention stands; empty where no command can be offered.
    """
    one, other = (f'"{name}"' if " " in name else name for name in typed)
    orders = (f"payer:{one}+{other}", f"payer:{other}+{one}")
    return asked(
        "which_payer_is_primary",
        f"Which payer is primary, {quoted(typed[0])} or {quoted(typed[1])}? Type the primary one first, "
        f"e.g. {orders[0]}.",
        *(_with_order(text, spans, order) for order in orders if spans),
    )


def _with_order(text: str, spans: Sequence[tuple[int, int]], order: str) -> str | None:
    """The command with both payers written as one option."""
    (start, stop), (second_start, second_stop) = spans
    if text[stop:second_start].strip() in _BETWEEN:
        second_start = stop
    return with_fixes(text, Fix(start, stop, order), Fix(second_start, second_stop, " "))


def no_primary(typed: str) -> ParseProblem:
    """A secondary payer alone."""
    return asked(
        "which_payer_is_primary",
        f"{quoted(typed)} is named as the secondary payer. Which one is primary? The primary payer decides "
        "how units are counted; type it first, e.g. payer:work_comp+medicare.",
    )


def rank_without_payer(rank: str) -> ParseProblem:
    """The word "primary" or "secondary" with no payer beside it."""
    return asked("which_payer_is_primary", f"Which payer is the {rank} one? Type e.g. {EXAMPLE}.")


def unknown_secondary(typed: str, primary: str) -> ParseProblem:
    """A secondary payer that is not in the book."""
    return asked(
        "unknown_secondary_payer",
        f"{quoted(typed)} is not a payer known here, so nothing can be said for it as the secondary one. "
        f"Give the primary payer alone, payer:{primary}, or name a known one.",
    )
