"""Short phrases that stand both in the answer object and in templates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from rules import CertainModifier, ModifierIf, UnitsResult

_CONDITIONS = {
    "plan": "{plan} plan",
    "sometimes": "given under {article} {plan} plan",
    "payer": "{plan} plan, where the payer wants it",
    "assistant_payer": "{plan} plan, where the payer wants it",
    "separate_blocks": "in 15-minute blocks apart from {codes}, shown in the note",
    "separate_service": "a service apart from {codes}, shown in the note",
    "past_threshold": "past the yearly amount",
    "past_threshold_payer": "past the yearly amount, where the payer wants it",
}
_DETAILS = {
    "name": "a name",
    "birth_date": "a birth date",
    "service_date": "a date",
    "date": "a date",
    "age": "an age",
    "ssn": "a social security number",
    "mbi": "a Medicare number",
    "member_id": "a member number",
    "record_number": "a record number",
    "claim_number": "a claim number",
    "authorization": "an authorization number",
    "licence": "a license number",
    "number": "a number",
    "phone": "a phone number",
    "email": "an e-mail address",
    "address": "an address",
}
_REASONS = {"plan": "{plan} plan", "assistant": "assistant"}
_ARTICLES = {"PT": "a", "OT": "an", "SLP": "an"}


def condition_words(found: ModifierIf) -> str:
    """The fact a conditional modifier hangs on: `PT plan`."""
    plan = found.discipline.value.upper() if found.discipline else ""
    return _CONDITIONS[found.reason].format(
        plan=plan, article=_ARTICLES.get(plan, ""), codes=join_words(found.apart_from, "and")
    )


def conditional_words(found: Iterable[ModifierIf]) -> str:
    """Modifiers that hang on facts, those of one fact together: `CQ GP if PT plan, CO GO if OT plan`."""
    by_fact: dict[str, list[str]] = {}
    for one in found:
        by_fact.setdefault(condition_words(one), []).append(one.modifier)
    return ", ".join(f"{' '.join(names)} if {fact}" for fact, names in by_fact.items())


def reason_words(found: CertainModifier) -> str:
    """Why a modifier stands on a line: `PT plan`."""
    return _REASONS[found.reason].format(plan=found.discipline.value.upper())


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


def dollars(amount: Decimal) -> str:
    """Dollars as people write them, cents only where there are some: `$2,480`, `$62.10`."""
    return f"${amount:,.0f}" if amount == amount.to_integral_value() else f"${amount:,.2f}"


def patient_details(kinds: Iterable[str]) -> str:
    """What was taken out of a message: `a name and a birth date`."""
    return join_words(dict.fromkeys(_DETAILS[kind] for kind in kinds), "and")
