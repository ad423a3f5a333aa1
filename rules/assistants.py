"""CQ and CO: which units of a visit an assistant gave wholly or in part.

Source: cms-cq-co-examples; cms-pfs-2022; cms-100-04-ch5 §20.1; aota-assistant-modifiers.

Encoded: the units of a visit between therapist and assistant, with every allowed split; untimed services
by their share; side-by-side minutes as the therapist's; no modifier before 2020 and where the payer is
exempt; evaluations refused; both readings where the rule leaves a corner open.
Left to judgement: whether the assistant's minutes were skilled and supervised, and what state law asks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rules.assistant_splits import (
    ProviderMinutes,
    ProviderSplit,
    cautions_of,
    share_services,
    splits_of,
    step_of,
)
from rules.assistant_units import limits_on
from rules.citations import Citation
from rules.codes import code_table
from rules.errors import BadMinutes, NotCountable
from rules.loader import parameters
from rules.result import Caution, Step, UnitsResult
from rules.tally import Visit
from rules.time_pool import MOST_SPLITS_LISTED
from rules.timeline import DatedValue
from rules.types import CountingRule, Discipline
from rules.visit import count_units

__all__ = ["AssistantResult", "ProviderMinutes", "ProviderSplit", "split_by_provider"]


@dataclass(frozen=True, slots=True)
class AssistantResult:
    """Units of a visit between therapist and assistant.

    Attributes:
        discipline: Discipline of the plan of care, or `None` when it is not known.
        modifier: `CQ` or `CO`; `None` where no line carries one, whoever gave it, and where it hangs on
            the discipline.
        units: The count of the visit, both people's minutes together.
        allocations: Allowed splits, the recommended one first, at most 24.
        is_settled: Whether the rule, with the facts given, leaves one reading of each split of units.
        steps: The arithmetic of the recommended split, one step for each service.
        cautions: What the asker should know, those of the count first.
        citations: What the answer rests on.
        used: `parameter@first-day` of each value used.
    """

    discipline: Discipline | None
    modifier: str | None
    units: UnitsResult
    allocations: tuple[ProviderSplit, ...]
    is_settled: bool
    steps: tuple[Step, ...]
    cautions: tuple[Caution, ...]
    citations: tuple[Citation, ...]
    used: tuple[str, ...]


def split_by_provider(
    lines: Iterable[ProviderMinutes],
    *,
    on: date,
    discipline: Discipline | None,
    untimed: Sequence[str] = (),
    typed_units: Mapping[str, int] | None = None,
    rule: CountingRule = CountingRule.CMS,
    follows_medicare_code_status: bool = True,
    exempt: bool = False,
    most_splits: int = MOST_SPLITS_LISTED,
) -> AssistantResult:
    """Decide which units of a visit carry CQ or CO.

    Args:
        lines: Whole minutes of each code by who gave them, of one patient, day and plan, in typed order.
        on: Date of service.
        discipline: Discipline of the plan of care, or `None` when it is not known.
        untimed: Codes that came without anybody's minutes, such as an evaluation.
        typed_units: Units typed for codes that no minutes decide.
        rule: How 15-minute codes are counted.
        follows_medicare_code_status: Leave codes that Medicare bundles or refuses off the claim lines.
        exempt: The payer takes no assistant modifier, as for a critical access hospital.
        most_splits: How many splits are listed at most.

    Returns:
        Every allowed split, the recommended one first, with steps, cautions, citations and values used.

    Raises:
        BadMinutes: Minutes are negative, not whole or too many, or nobody is named for an untimed code
            (`missing_provider`).
        NotCountable: An assistant on an evaluation (`assistant_evaluation`), in speech-language
            pathology (`no_assistant_modifier`) or on a code of another discipline (`other_discipline`),
            or a code that can't be counted from what was given.
        UserError: As from `count_units`.

    Source:
        cms-cq-co-examples; cms-pfs-2022; cms-100-04-ch5 §20.1; aota-assistant-modifiers.

    >>> split_by_provider(
    ...     [ProviderMinutes("97110", 13, 23), ProviderMinutes("97140", 30)],
    ...     on=date(2026, 3, 2),
    ...     discipline=Discipline.PT,
    ... ).allocations
    (ProviderSplit(plain={'97110': 1, '97140': 2}, with_modifier={'97110': 1}),)
    """
    minutes = _add_up(lines)
    _refuse_assistant_where_none_may_be(minutes, discipline, on)
    units = count_units(
        _visit(minutes, untimed, typed_units or {}),
        on=on,
        rule=rule,
        follows_medicare_code_status=follows_medicare_code_status,
        most_splits=most_splits,
    )
    billed = [_in_typed_order(split | units.untimed, units) for split in units.allocations]
    modifiers, cautions, values = _modifiers_of_the_day(minutes, discipline, on, exempt=exempt)
    splits = [ProviderSplit(split, {}) for split in billed]
    steps: tuple[Step, ...] = ()
    is_settled = True
    if modifiers:
        _require_providers(units, minutes, on)
        limits = limits_on(on)
        if any(line.together for line in minutes.values()):
            values += (parameters()["medicare.assistants.side_by_side"].on(on),)
        shared = [share_services(split, minutes, limits, on=on) for split in billed]
        values += limits.values_behind(service.share.by for services in shared for service in services)
        ways = [splits_of(services) for services in shared]
        splits = [split for way in ways for split in way]
        is_settled = len(splits) == len(billed)
        steps = tuple(step_of(service, limits) for service in shared[0])
        cautions += tuple(
            caution for services in shared for service in services for caution in cautions_of(service, limits)
        )
    return AssistantResult(
        discipline=discipline,
        modifier=modifiers[0] if len(modifiers) == 1 else None,
        units=units,
        allocations=tuple(splits[:most_splits]),
        is_settled=is_settled,
        steps=steps,
        cautions=(*units.cautions, *_each_once(cautions)),
        citations=tuple(dict.fromkeys((*units.citations, *(value.cite for value in values)))),
        used=tuple(dict.fromkeys((*units.used, *(value.reference for value in values)))),
    )


def _add_up(lines: Iterable[ProviderMinutes]) -> dict[str, ProviderMinutes]:
    """Minutes by code; sessions of a day are summed."""
    found: dict[str, ProviderMinutes] = {}
    for line in lines:
        for minutes in (line.therapist, line.assistant, line.together):
            if type(minutes) is not int or minutes < 0:
                raise BadMinutes(
                    f"{line.code} was given {minutes} minutes; give whole minutes, 0 or more, "
                    f"e.g. {line.code} pt:13 pta:23."
                )
        before = found.get(line.code, ProviderMinutes(line.code))
        found[line.code] = ProviderMinutes(
            line.code,
            before.therapist + line.therapist,
            before.assistant + line.assistant,
            before.together + line.together,
        )
    return found


def _refuse_assistant_where_none_may_be(
    minutes: Mapping[str, ProviderMinutes], discipline: Discipline | None, on: date
) -> None:
    assisted = [line.code for line in minutes.values() if line.assistant]
    if assisted and discipline is Discipline.SLP:
        raise NotCountable(
            f"{assisted[0]} was given minutes of an assistant, and speech-language pathology has no "
            "assistant modifier. Give the minutes of the speech-language pathologist alone.",
            code="no_assistant_modifier",
        )
    own = parameters()["medicare.assistants.therapist_only"].on(on).value
    for code in assisted:
        billed_by = code_table().find(code).disciplines
        if discipline is not None and billed_by and discipline not in billed_by:
            plans = " or ".join(each.value.upper() for each in billed_by)
            raise NotCountable(
                f"{code} ({code_table().find(code).label}) was given minutes of an assistant under "
                f"{discipline.value.upper()}, and it is billed under {plans} only. Check the code, or whose "
                f"minutes they were.",
                code="other_discipline",
            )
        if code in own:
            raise NotCountable(
                f"{code} ({code_table().find(code).label}) was given minutes of an assistant, and an "
                f"evaluation is the therapist's own. Give its minutes to the therapist, e.g. {code} "
                f"{'ot' if discipline is Discipline.OT else 'pt'}:40.",
                code="assistant_evaluation",
            )


def _visit(
    minutes: Mapping[str, ProviderMinutes], untimed: Sequence[str], typed_units: Mapping[str, int]
) -> Visit:
    """The visit as it is counted, both people's minutes together."""
    table = code_table()
    timed = {code: line.total for code, line in minutes.items() if table.find(code).takes_minutes}
    documented = {code: line.total for code, line in minutes.items() if code not in timed and line.total}
    codes = dict.fromkeys((*(code for code in minutes if code not in timed), *untimed))
    return Visit(timed, tuple(code for code in codes if code not in typed_units), documented, typed_units)


def _in_typed_order(billed: Mapping[str, int], units: UnitsResult) -> dict[str, int]:
    return {line.code: billed[line.code] for line in units.lines if line.code in billed}


def _modifiers_of_the_day(
    minutes: Mapping[str, ProviderMinutes], discipline: Discipline | None, on: date, *, exempt: bool
) -> tuple[tuple[str, ...], tuple[Caution, ...], tuple[DatedValue, ...]]:
    """The modifier (one for each plan while the plan is not known), or why there is none."""
    if discipline is Discipline.SLP:
        return (), (), ()
    value = parameters()["medicare.assistants.modifier"].on(on)
    names = tuple(name for plan, name in value.value.items() if discipline in (plan, None))
    is_assisted = any(line.assistant for line in minutes.values())
    if value.value and not exempt:
        asks = (Caution("assistant_plan_unknown", {}),) if discipline is None and is_assisted else ()
        return names, asks, (value,)
    if not is_assisted:
        return (), (), ()
    if not value.value:
        dated = parameters()["medicare.assistants.modifier"].values
        first_day = next(one.effective for one in dated if one.value and one.effective > on)
        return (), (Caution("assistant_before_modifiers", {"first_day": first_day}),), (value,)
    return (), (Caution("assistant_exempt", {"modifiers": names}),), (value,)


def _require_providers(units: UnitsResult, minutes: Mapping[str, ProviderMinutes], on: date) -> None:
    """Refuse an untimed code of which nobody knows who gave it, unless only a therapist can have.

    A code that is named without anybody's minutes is the therapist's.

    Raises:
        BadMinutes: Nobody is named for it.
    """
    if not any(line.assistant for line in minutes.values()):
        return
    own = parameters()["medicare.assistants.therapist_only"].on(on).value
    for code in units.untimed:
        if code not in own and code not in minutes:
            raise BadMinutes(
                f"Nobody is named for {code}, and an assistant gave part of this visit. Say whose minutes "
                f"they were, e.g. {code} pt:15 or {code} pta:15.",
                code="missing_provider",
            )


def _each_once(cautions: Iterable[Caution]) -> tuple[Caution, ...]:
    found: list[Caution] = []
    for caution in cautions:
        if caution not in found:
            found.append(caution)
    return tuple(found)
