"""A units request counted: by the payer's rule, beside the other one where it is not settled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.answering.books import Books
from bot.answering.lines import claim_of, modifiers_object
from bot.answering.pairs import edits_within
from bot.answering.payers import find_payer, whose_edits
from bot.answering.units_request import StoredUnitsRequest
from rules import (
    BadMinutes,
    Caution,
    Citation,
    ClaimLines,
    CodeEntry,
    Confidence,
    CountingRule,
    DatedValue,
    Discipline,
    PairResult,
    PayerBook,
    PayerProfile,
    Setting,
    Step,
    UnitsResult,
    code_table,
    count_units,
    mue_cautions,
    settle_discipline,
    share_units,
)

_SETTLED = frozenset({Confidence.VERIFIED, Confidence.DERIVED})
_OTHER_RULE = {CountingRule.CMS: CountingRule.AMA, CountingRule.AMA: CountingRule.CMS}


@dataclass(frozen=True, slots=True)
class CountedVisit:
    """Everything an answer to a units request says, before words.

    Attributes:
        request: What was understood.
        payer: Profile of the payer, or `None` when none is named or known.
        result: The count that is shown as the answer.
        compare: The count by the other rule, where the rule is not settled.
        discipline: Discipline of the plan, where known.
        claim: The lines of the claim with their modifiers, as the recommended split bills them.
        other_claim: One unit of each code that only another split of a tie bills.
        cautions: What the asker should know, from rules and from here.
        citations: Everything cited.
        used: Every dated value used.
        edits: Medicare NCCI edits among the codes of the visit.
        payers: The payers that were known.
    """

    request: StoredUnitsRequest
    payer: PayerProfile | None
    result: UnitsResult
    compare: UnitsResult | None
    discipline: Discipline | None
    claim: ClaimLines
    other_claim: ClaimLines
    cautions: tuple[Caution, ...]
    citations: tuple[Citation, ...]
    used: tuple[str, ...]
    edits: tuple[PairResult, ...]
    payers: PayerBook


@dataclass(frozen=True, slots=True)
class CountedTotal:
    """Units of a total of timed minutes with no codes: Medicare's rule only, nobody gets them."""

    request: StoredUnitsRequest
    minutes: int
    units: int
    minutes_to_next_unit: int
    steps: tuple[Step, ...]
    citations: tuple[Citation, ...]
    used: tuple[str, ...]


def count_visit(request: StoredUnitsRequest, *, on: date, books: Books) -> CountedVisit:
    """Count a visit with codes.

    Args:
        request: Codes and whole minutes of one visit.
        on: Date of service.
        books: The tables and payers in use.

    Raises:
        UserError: The visit cannot be counted; the message says what would be right.
    """
    payer = find_payer(request.payer, books.payers)
    rule, payer_value = _rule_for(request, payer, on)
    visit = request.visit()
    follows_medicare = payer is None or payer.follows_medicare_code_status
    result = count_units(visit, on=on, rule=rule, follows_medicare_code_status=follows_medicare)
    compare = None
    if _compares(request, payer, rule) and result.timed_minutes:
        other = _OTHER_RULE[rule]
        compare = count_units(
            visit,
            on=on,
            rule=other,
            # What is called Medicare's count leaves off what Medicare refuses, whoever pays.
            follows_medicare_code_status=follows_medicare or other is CountingRule.CMS,
        )
    cautions = list(result.cautions)
    cautions += _payer_cautions(request, payer, rule, on, compared=compare is not None)
    if rule is CountingRule.AMA and compare and result.timed_units > compare.timed_units:
        cautions.append(Caution("above_cms_count", {"ama": result.timed_units, "cms": compare.timed_units}))

    table = code_table()
    entries = [table.find(code) for code in request.all_codes()]
    discipline = settle_discipline(entries, request.discipline)
    cautions += _discipline_cautions(entries, discipline)
    setting = Setting(request.setting or Setting.PRACTITIONER)
    units = result.allocations[0] | result.untimed
    above_mue = mue_cautions(units.items(), on=on, setting=setting, table=books.tables.mue(setting))
    cautions += above_mue.cautions
    edits = edits_within(request.all_codes(), on=on, setting=setting, tables=books.tables)
    billed = {line.code: line.units for line in result.lines}
    claim, modifier_values = claim_of(billed, on=on, discipline=discipline, payer=payer, edits=edits)
    left = {code: 1 for code in (result.tie.codes if result.tie else ()) if not billed.get(code)}
    other_claim, _ = claim_of(left, on=on, discipline=discipline, payer=payer)
    values = [*([payer_value] if payer_value else []), *modifier_values]
    if edits and payer is not None and not payer.follows_medicare_code_status:
        cautions.append(whose_edits(payer, on, opens=any(edit.modifiers for edit in edits)))
        values.append(payer.edits_on(on)[1])
    edit_cites = (cite for edit in edits for cite in edit.citations)
    compared = compare.citations if compare else ()
    citations = dict.fromkeys(
        (*result.citations, *compared, *(value.cite for value in values), *edit_cites, *above_mue.citations)
    )
    edit_values = (value for edit in edits for value in edit.used)
    used = dict.fromkeys(
        (
            *result.used,
            *(compare.used if compare else ()),
            *(v.reference for v in values),
            *edit_values,
            *above_mue.used,
        )
    )
    return CountedVisit(
        request=request,
        payer=payer,
        result=result,
        compare=compare,
        discipline=discipline,
        claim=claim,
        other_claim=other_claim,
        cautions=tuple(cautions),
        citations=tuple(citations),
        used=tuple(used),
        edits=edits,
        payers=books.payers,
    )


def count_total(request: StoredUnitsRequest, minutes: int, *, on: date, book: PayerBook) -> CountedTotal:
    """Count a total of timed minutes that came with no code.

    Args:
        request: What was understood.
        minutes: Whole one-on-one minutes of the day.
        on: Date of service.
        book: The payers that are known.

    Raises:
        BadMinutes: The payer or the rule counts each code by itself.
        NoRuleInForce: Nothing is loaded for this date.
    """
    payer = find_payer(request.payer, book)
    rule, _ = _rule_for(request, payer, on)
    if rule is not CountingRule.CMS or (request.rule is None and payer and payer.shows_both_rules):
        who = payer.primary_label if payer and request.rule is None else "This rule"
        raise BadMinutes(
            f"{minutes} minutes came without codes, and {who} may count each code by itself. "
            "Give the minutes of each code, e.g. 97112 25 97110 10.",
            code="missing_codes",
        )
    pool = share_units({"unspecified": minutes}, on=on)
    return CountedTotal(
        request=request,
        minutes=minutes,
        units=pool.units,
        minutes_to_next_unit=pool.band[1] + 1 - minutes,
        steps=(Step("total", {"minutes": minutes, "units": pool.units, "band": pool.band}),),
        citations=tuple(dict.fromkeys(value.cite for value in pool.values)),
        used=tuple(value.reference for value in pool.values),
    )


def units_object(counted: CountedVisit) -> dict[str, Any]:
    """The answer's `units` object."""
    result = counted.result
    claimed = {line.code: line for line in counted.claim.lines}
    view: dict[str, Any] = {
        "rule": result.rule.value,
        "timed_minutes": result.timed_minutes,
        "total_minutes": result.total_minutes,
        "timed_units": result.timed_units,
        "allocations": list(result.allocations),
        "allocations_total": result.allocations_total,
        "tie": result.tie is not None,
        "tie_between": list(result.tie.codes) if result.tie else [],
        "extra_units": result.tie.extra_units if result.tie else 0,
        "untimed": result.untimed,
        "untimed_minutes": result.untimed_minutes,
        "lines": [
            {"code": line.code, "minutes": line.minutes, "units": line.units}
            | modifiers_object(claimed.get(line.code))
            for line in result.lines
        ],
        "not_counted": [
            {"code": left.code, "reason": left.reason, "instead": left.instead, "minutes": left.minutes}
            for left in result.not_counted
        ],
        "minutes_to_next_unit": result.minutes_to_next_unit,
        "steps": [{"name": step.name, **_plain(step.data)} for step in result.steps],
    }
    if counted.compare:
        view["compare"] = {
            "rule": counted.compare.rule.value,
            "timed_units": counted.compare.timed_units,
            "allocations": list(counted.compare.allocations),
        }
    return view


def total_object(counted: CountedTotal) -> dict[str, Any]:
    """The answer's `units` object for a total with no codes."""
    return {
        "rule": CountingRule.CMS.value,
        "timed_minutes": counted.minutes,
        "total_minutes": counted.minutes,
        "timed_units": counted.units,
        "allocations": [],
        "allocations_total": 0,
        "tie": False,
        "untimed": {},
        "lines": [],
        "minutes_to_next_unit": counted.minutes_to_next_unit,
    }


def _rule_for(
    request: StoredUnitsRequest, payer: PayerProfile | None, on: date
) -> tuple[CountingRule, DatedValue | None]:
    payer_rule, value = payer.rule_on(on) if payer else (CountingRule.CMS, None)
    if request.rule is not None:
        return request.rule, None
    return payer_rule, value


def _compares(request: StoredUnitsRequest, payer: PayerProfile | None, rule: CountingRule) -> bool:
    """Whether the other rule is shown beside: not settled, or a count by code that may exceed the total."""
    if rule not in _OTHER_RULE:
        return False
    if request.rule is not None:
        return rule is CountingRule.AMA
    return payer is None or payer.shows_both_rules or rule is CountingRule.AMA


def _payer_cautions(
    request: StoredUnitsRequest,
    payer: PayerProfile | None,
    rule: CountingRule,
    on: date,
    *,
    compared: bool,
) -> list[Caution]:
    if payer is None:
        # The name of an unknown payer is said apart, and only to the asker.
        return [Caution("payer_not_named", {})] if compared and request.rule is None else []
    value = payer.counting_rule.on(on)
    if payer.shows_both_rules or value.confidence not in _SETTLED:
        return [Caution("payer_rule_unconfirmed", {"payer": payer.primary_label, "note": payer.note})]
    if value.value != rule.value:
        return [Caution("rule_differs_from_payer", {"payer": payer.primary_label, "rule": rule.value})]
    return []


def _discipline_cautions(entries: list[CodeEntry], discipline: Discipline | None) -> list[Caution]:
    """Codes that do not go with the plan of care, or that belong to several plans at once."""
    found = [
        Caution("other_discipline", {"code": entry.code, "discipline": discipline.value})
        for entry in entries
        if discipline is not None and entry.disciplines and discipline not in entry.disciplines
    ]
    settled = sorted({entry.disciplines[0].value for entry in entries if len(entry.disciplines) == 1})
    if len(settled) > 1:
        found.append(Caution("several_disciplines", {"disciplines": settled}))
    return found


def _plain(data: Mapping[str, Any]) -> dict[str, Any]:
    """Step data as JSON holds it; minutes by code stay under their own key."""
    if any(isinstance(key, str) and key[:1].isdigit() for key in data):
        return {"by_code": dict(data)}
    return {key: list(value) if isinstance(value, tuple) else value for key, value in data.items()}
