"""Short phrases that stand both in the answer object and in templates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rules import Condition, UnitsResult

_CONDITIONS = {
    "plan": "{} plan",
    "sometimes": "given under {article} {} plan",
    "payer": "{} plan, where the payer wants it",
}
_ARTICLES = {"PT": "a", "OT": "an", "SLP": "an"}


def condition_words(condition: Condition) -> str:
    """The fact a conditional modifier hangs on: `PT plan`."""
    name = condition.discipline.value.upper()
    return _CONDITIONS[condition.depends_on].format(name, article=_ARTICLES[name])


def split_words(units: Mapping[str, int]) -> str:
    """One split as people write it on a charge slip: `97112 ×1 + 97110 ×1`."""
    return " + ".join(f"{code} ×{count}" for code, count in units.items()) or "no units"


def join_words(names: Iterable[str], word: str) -> str:
    """`a`, `a or b`, `a, b or c`."""
    listed = list(names)
    if len(listed) < 2:
        return "".join(listed)
    return f"{', '.join(listed[:-1])} {word} {listed[-1]}"


def difference_words(result: UnitsResult, compare: UnitsResult) -> str:
    """How the compared count differs: ` (1 more)`, ` (2 fewer)`, or ` too` when it does not."""
    more = compare.total_units - result.total_units
    if more == 0:
        return " too"
    return f" ({more} more)" if more > 0 else f" ({-more} fewer)"
