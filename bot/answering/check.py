"""Billed lines checked: against the minutes by both methods, each other, and Medicare's tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.answering.assistants import assistant_payer_cautions
from bot.answering.books import Books
from bot.answering.check_request import StoredCheckRequest
from bot.answering.claim_findings import ClaimFindings, look_at_claim
from bot.answering.findings import finding_object
from bot.answering.payers import find_payer
from bot.answering.units import CountedVisit, count_visit
from rules import (
    AssistantModifierUse,
    AssistantResult,
    BilledLine,
    BilledVerdict,
    Caution,
    CheckResult,
    Citation,
    Discipline,
    Finding,
    PayerProfile,
    ProviderCheck,
    Setting,
    Severity,
    UnitsResult,
    check_billed,
    check_providers,
    claim_visit,
    codes_without_minutes,
    split_by_provider,
)

MOST_PROVIDER_SPLITS = 1000
"""Splits that a claim with CQ or CO is compared with: all of them, up to a tie of twelve codes."""
_PLAN_OF = {
    "GP": Discipline.PT,
    "CQ": Discipline.PT,
    "GO": Discipline.OT,
    "CO": Discipline.OT,
    "GN": Discipline.SLP,
}
_OF_SUPPORTED_UNITS = frozenset(
    {"above_mue", "mue_older_than_date", "mue_newer_than_date", "untimed_minutes_missing"}
)
"""Cautions of a count that say nothing of what was billed."""


@dataclass(frozen=True, slots=True)
class CheckedUnits:
    """Billed units held against the minutes.

    Attributes:
        counted: The count of the visit.
        check: Billed against supported units by the payer's method.
        compare: The same by the other method, where the payer's is not settled.
        split: The visit between therapist and assistant, where it was said who gave the minutes.
        providers: Plain and modified lines against that split.
        compare_providers: The same by the other method.
        cautions: What the asker should know.
        citations: What it rests on.
        used: `parameter@first-day` of each value used.
    """

    counted: CountedVisit
    check: CheckResult
    compare: CheckResult | None
    split: AssistantResult | None
    providers: ProviderCheck | None
    compare_providers: ProviderCheck | None
    cautions: tuple[Caution, ...]
    citations: tuple[Citation, ...]
    used: tuple[str, ...]

    @property
    def verdict(self) -> BilledVerdict:
        """Units first, then who gave them."""
        return _verdict(self.check, self.providers)

    @property
    def compare_verdict(self) -> BilledVerdict | None:
        """The same by the other method."""
        return _verdict(self.compare, self.compare_providers) if self.compare else None


@dataclass(frozen=True, slots=True)
class CheckedClaim:
    """Everything an answer to a check says, before words.

    Attributes:
        request: What was understood.
        units: Billed units against the minutes; `None` when no minutes were given.
        whole: What the claim meets whatever its minutes are.
        cautions: What the asker should know, from all of it.
        citations: Everything cited.
        used: Every dated value used.
    """

    request: StoredCheckRequest
    units: CheckedUnits | None
    whole: ClaimFindings
    cautions: tuple[Caution, ...]
    citations: tuple[Citation, ...]
    used: tuple[str, ...]


def check_claim(request: StoredCheckRequest, *, on: date, books: Books) -> CheckedClaim:
    """Check billed lines.

    Args:
        request: Billed lines, with the minutes where they were given.
        on: Date of service.
        books: The tables and payers in use.

    Raises:
        UserError: A code does not exist on this date, its minutes are missing, or the visit cannot be
            counted; the message says what would be right.
    """
    payer = find_payer(request.payer, books.payers)
    setting = request.setting or Setting.PRACTITIONER
    whole = look_at_claim(request.lines(), on=on, setting=setting, payer=payer, tables=books.tables)
    units = _check_units(request, payer, on, books, whole.findings)
    unchecked = Caution("units_not_checked", {"code": request.billed[0].code})
    return CheckedClaim(
        request=request,
        units=units,
        whole=whole,
        cautions=_each_once((*(units.cautions if units else (unchecked,)), *whole.cautions)),
        citations=tuple(dict.fromkeys((*(units.citations if units else ()), *whole.citations))),
        used=tuple(dict.fromkeys((*(units.used if units else ()), *whole.used))),
    )


def check_object(claim: CheckedClaim) -> dict[str, Any]:
    """The answer's `check` object; without minutes it holds no verdict."""
    view: dict[str, Any] = {"billed": claim.request.billed_units()}
    if (units := claim.units) is not None:
        view |= _object_of(units.check, units.providers)
        if units.compare is not None:
            view["compare"] = _object_of(units.compare, units.compare_providers)
        if units.split is not None and units.providers is not None:
            view["by_provider"] = [line._asdict() for line in units.providers.lines]
            view["modifier"] = units.split.modifier
    view["findings"] = [finding_object(found) for found in claim.whole.findings]
    return view


def _verdict(check: CheckResult, providers: ProviderCheck | None) -> BilledVerdict:
    return providers.verdict if providers and check.verdict is BilledVerdict.FITS else check.verdict


def _object_of(check: CheckResult, providers: ProviderCheck | None) -> dict[str, Any]:
    """One way of counting; where only who gave the units is wrong, the lines are plain and modified ones."""
    shown = check.lines if check.changes or not (providers and providers.changes) else providers.lines
    return {
        "rule": check.rule.value,
        "verdict": _verdict(check, providers).value,
        "supported": check.supported,
        "also_near": list(check.also_near),
        "lines": [line._asdict() for line in shown],
        "not_judged": list(check.not_judged),
    }


def _check_units(
    request: StoredCheckRequest,
    payer: PayerProfile | None,
    on: date,
    books: Books,
    findings: Sequence[Finding],
) -> CheckedUnits | None:
    """The units of the claim against the minutes; `None` where a code needs minutes and none came at all."""
    billed, visit = request.billed_units(), request.visit()
    if not visit.minutes and codes_without_minutes(billed, visit):
        return None
    counted = count_visit(request.units_request(claim_visit(billed, visit)), on=on, books=books)
    cautions = list(counted.cautions)
    worked: list[UnitsResult | AssistantResult] = [counted.result]
    worked += [counted.compare] if counted.compare else []
    split, other_split = None, None
    if request.providers:
        split = _split(request, counted, counted.result, payer, on)
        other_split = _split(request, counted, counted.compare, payer, on) if counted.compare else None
        worked.append(split)
        cautions += [*split.cautions, *assistant_payer_cautions(payer, _assistant_use(payer, on), split)]
    else:
        cautions += _unchecked_modifiers(request.lines(), findings)
    values = [payer.rule_on(on)[1]] if payer and request.rule is None else []
    return CheckedUnits(
        counted=counted,
        check=check_billed(billed, counted.result),
        compare=check_billed(billed, counted.compare) if counted.compare else None,
        split=split,
        providers=check_providers(request.lines(), split) if split else None,
        compare_providers=check_providers(request.lines(), other_split) if other_split else None,
        cautions=_each_once(caution for caution in cautions if caution.id not in _OF_SUPPORTED_UNITS),
        citations=(*(cite for part in worked for cite in part.citations), *(value.cite for value in values)),
        used=(*(one for part in worked for one in part.used), *(value.reference for value in values)),
    )


def _split(
    request: StoredCheckRequest,
    counted: CountedVisit,
    result: UnitsResult,
    payer: PayerProfile | None,
    on: date,
) -> AssistantResult:
    """The visit between therapist and assistant; modifiers of one plan on the lines settle the plan."""
    plans = {_PLAN_OF[name] for line in request.billed for name in line.modifiers if name in _PLAN_OF}
    visit = counted.request.visit()
    return split_by_provider(
        request.provider_minutes(),
        on=on,
        discipline=counted.discipline or (plans.pop() if len(plans) == 1 else None),
        untimed=visit.untimed,
        typed_units=visit.typed_units,
        rule=result.rule,
        follows_medicare_code_status=payer is None or payer.follows_medicare_code_status,
        exempt=_assistant_use(payer, on) is AssistantModifierUse.EXEMPT,
        most_splits=MOST_PROVIDER_SPLITS,
    )


def _assistant_use(payer: PayerProfile | None, on: date) -> AssistantModifierUse:
    return payer.assistant_modifiers_on(on)[0] if payer else AssistantModifierUse.REQUIRED


def _unchecked_modifiers(lines: Sequence[BilledLine], findings: Sequence[Finding]) -> list[Caution]:
    """What is said of CQ and CO where nobody said who gave the minutes and the line is not wrong anyway."""
    wrong = {
        (code, name)
        for found in findings
        if found.severity is Severity.REJECT
        for code in found.codes
        for name in found.modifiers
    }
    marked = [
        (line.code, name)
        for line in lines
        for name in line.modifiers
        if name in ("CQ", "CO") and (line.code, name) not in wrong
    ]
    if not marked:
        return []
    codes = list(dict.fromkeys(code for code, _ in marked))
    return [
        Caution("assistant_minutes_missing", {"codes": codes, "modifiers": sorted({n for _, n in marked})})
    ]


def _each_once(cautions: Iterable[Caution]) -> tuple[Caution, ...]:
    found: list[Caution] = []
    for caution in cautions:
        if caution not in found:
            found.append(caution)
    return tuple(found)
