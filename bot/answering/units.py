"""A units request counted: by the payer's rule, beside the other one where it is not settled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.answering.books import TablesInUse
from bot.answering.pairs import edits_within
from bot.answering.units_request import StoredUnitsRequest
from bot.render.phrases import condition_words
from rules import (
    BadMinutes,
    Caution,
    Citation,
    CodeEntry,
    Confidence,
    CountingRule,
    DatedValue,
    Discipline,
    DisciplineModifierUse,
    LineModifiers,
    MueTable,
    PairResult,
    PayerProfile,
    Setting,
    Step,
    UnitsResult,
    code_table,
    count_units,
    discipline_modifiers,
    find_mue,
    payers,
    settle_discipline,
    share_units,
)

_SETTLED = frozenset({Confidence.VERIFIED, Confidence.DERIVED})
_OTHER_RULE = {CountingRule.CMS: CountingRule.AMA, CountingRule.AMA: CountingRule.CMS}


@dataclass(frozen=True, slots=True)
class ModifierGroup:
    """Codes of the claim that take the same discipline modifiers."""

    codes: tuple[str, ...]
    every_line: bool
    modifiers: LineModifiers


@dataclass(frozen=True, slots=True)
class CountedVisit:
    """Everything an answer to a units request says, before words.

    Attributes:
        request: What was understood.
        payer: Profile of the payer, or `None` when none is named or known.
        result: The count that is shown as the answer.
        compare: The count by the other rule, where the rule is not settled.
        discipline: Discipline of the plan, where known.
        modifiers: Discipline modifiers by group of lines.
        line_modifiers: The same by code, for lines with at least one unit.
        cautions: What the asker should know, from rules and from here.
        citations: Everything cited.
        used: Every dated value used.
        edits: Medicare NCCI edits among the codes of the visit.
    """

    request: StoredUnitsRequest
    payer: PayerProfile | None
    result: UnitsResult
    compare: UnitsResult | None
    discipline: Discipline | None
    modifiers: tuple[ModifierGroup, ...]
    line_modifiers: dict[str, LineModifiers]
    cautions: tuple[Caution, ...]
    citations: tuple[Citation, ...]
    used: tuple[str, ...]
    edits: tuple[PairResult, ...]


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


def count_visit(request: StoredUnitsRequest, *, on: date, tables: TablesInUse) -> CountedVisit:
    """Count a visit with codes.

    Args:
        request: Codes and whole minutes of one visit.
        on: Date of service.
        tables: The tables in use.

    Raises:
        UserError: The visit cannot be counted; the message says what would be right.
    """
    payer = find_payer(request.payer)
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
    line_modifiers, modifier_values = _line_modifiers(result, discipline, payer, on)
    cautions += _discipline_cautions(entries, discipline)
    setting = Setting(request.setting or Setting.PRACTITIONER)
    mue_cautions, mue_citations = _above_mue(result, on, setting, tables.mue(setting))
    cautions += mue_cautions
    edits = edits_within(request.all_codes(), on=on, setting=setting, tables=tables)
    values = [*([payer_value] if payer_value else []), *modifier_values]
    edit_cites = (cite for edit in edits for cite in edit.citations)
    compared = compare.citations if compare else ()
    citations = dict.fromkeys(
        (*result.citations, *compared, *(value.cite for value in values), *edit_cites, *mue_citations)
    )
    edit_values = (value for edit in edits for value in edit.used)
    used = dict.fromkeys(
        (*result.used, *(compare.used if compare else ()), *(v.reference for v in values), *edit_values)
    )
    return CountedVisit(
        request=request,
        payer=payer,
        result=result,
        compare=compare,
        discipline=discipline,
        modifiers=_groups(line_modifiers),
        line_modifiers=line_modifiers,
        cautions=tuple(cautions),
        citations=tuple(citations),
        used=tuple(used),
        edits=edits,
    )


def count_total(request: StoredUnitsRequest, minutes: int, *, on: date) -> CountedTotal:
    """Count a total of timed minutes that came with no code.

    Args:
        request: What was understood.
        minutes: Whole one-on-one minutes of the day.
        on: Date of service.

    Raises:
        BadMinutes: The payer or the rule counts each code by itself.
        NoRuleInForce: Nothing is loaded for this date.
    """
    payer = find_payer(request.payer)
    rule, _ = _rule_for(request, payer, on)
    if rule is not CountingRule.CMS or (request.rule is None and payer and payer.shows_both_rules):
        who = payer.label if payer and request.rule is None else "This rule"
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


def find_payer(payer_id: str | None) -> PayerProfile | None:
    """The profile of a payer id; a state or plan without its own falls back to its family's."""
    if payer_id is None:
        return None
    known = payers()
    return known.get(payer_id) or known.get(payer_id.partition(".")[0])


def units_object(counted: CountedVisit) -> dict[str, Any]:
    """The answer's `units` object."""
    result = counted.result
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
        "lines": [_line_object(counted, line.code, line.minutes, line.units) for line in result.lines],
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
        return [Caution("payer_rule_unconfirmed", {"payer": payer.label, "note": payer.note})]
    if value.value != rule.value:
        return [Caution("rule_differs_from_payer", {"payer": payer.label, "rule": rule.value})]
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


def _above_mue(
    result: UnitsResult, on: date, setting: Setting, table: MueTable
) -> tuple[list[Caution], list[Citation]]:
    """Codes whose units pass the medically unlikely edit; a claim check, not a limit of treatment."""
    cautions: list[Caution] = []
    citations: list[Citation] = []
    for code, units in (result.allocations[0] | result.untimed).items():
        found = find_mue(code, on=on, setting=setting, table=table)
        if found.entry is not None and found.entry.value and found.is_passed_by(units):
            cautions.append(Caution("above_mue", {"code": code, "units": units, "mue": found.entry.value}))
            cautions += [caution for caution in found.cautions if caution not in cautions]
            citations += found.citations
    return cautions, citations


def _line_modifiers(
    result: UnitsResult, discipline: Discipline | None, payer: PayerProfile | None, on: date
) -> tuple[dict[str, LineModifiers], list[DatedValue]]:
    use = payer.discipline_modifiers if payer else DisciplineModifierUse.REQUIRED
    table = code_table()
    found: dict[str, LineModifiers] = {}
    values: list[DatedValue] = []
    billed = dict.fromkeys([code for split in result.allocations for code in split] + list(result.untimed))
    for code in billed:
        found[code], value = discipline_modifiers(table.find(code), on=on, discipline=discipline, use=use)
        values = [value]
    return found, values


def _groups(line_modifiers: dict[str, LineModifiers]) -> tuple[ModifierGroup, ...]:
    groups: dict[LineModifiers, list[str]] = {}
    for code, modifiers in line_modifiers.items():
        if modifiers.certain or modifiers.conditional:
            groups.setdefault(modifiers, []).append(code)
    return tuple(
        ModifierGroup(tuple(codes), len(codes) == len(line_modifiers), modifiers)
        for modifiers, codes in groups.items()
    )


def _line_object(counted: CountedVisit, code: str, minutes: int | None, units: int) -> dict[str, Any]:
    line: dict[str, Any] = {"code": code, "minutes": minutes, "units": units, "modifiers": []}
    modifiers = counted.line_modifiers.get(code)
    if units and modifiers:
        line["modifiers"] = list(modifiers.certain)
        if modifiers.conditional:
            line["modifiers_if"] = [
                {"modifier": condition.modifier, "if": condition_words(condition)}
                for condition in modifiers.conditional
            ]
    return line


def _plain(data: Mapping[str, Any]) -> dict[str, Any]:
    """Step data as JSON holds it; minutes by code stay under their own key."""
    if any(isinstance(key, str) and key[:1].isdigit() for key in data):
        return {"by_code": dict(data)}
    return {key: list(value) if isinstance(value, tuple) else value for key, value in data.items()}
