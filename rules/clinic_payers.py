"""A clinic's own payers over the ones that ship with the rules.

One file, written by hand and read strictly: with any fault in it, nothing of it is used. Each entry
names its owner and when the owner last checked it. What an entry leaves out is taken from the
payer of the same id, else from its family's, such as `bcbs` for `bcbs.ks`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from importlib.resources.abc import Traversable
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field

from rules.citations import Citation
from rules.errors import ParameterFileError
from rules.payer_files import FACTS, Order, Part, ReviewIn, fact_parameter, names_taken_twice, payer_book
from rules.payers import (
    AssistantModifierUse,
    DisciplineModifierUse,
    EditsUse,
    KxUse,
    ModifierClass,
    PayerBook,
    PayerLimit,
    PayerProfile,
)
from rules.timeline import Confidence, DatedValue, Parameter
from rules.types import CountingRule
from rules.yaml_files import read_model_text, read_text, require_plain_yaml

CLINIC = "clinic."
"""Begins the name of every fact of a clinic's own, so that an answer shows what it rests on."""
SOURCE = "contract-terms"
FIRST_DAY = date(2012, 1, 1)
"""First date of service that a word without a date is taken for, as for everything counted."""
WHEN_NOT_SAID: Mapping[str, Mapping[date, str]] = {
    "discipline_modifiers": {FIRST_DAY: DisciplineModifierUse.PER_PLAN},
    "assistant_modifiers": {FIRST_DAY: AssistantModifierUse.UNKNOWN},
    "kx": {FIRST_DAY: KxUse.UNKNOWN},
    "edits": {FIRST_DAY: EditsUse.UNKNOWN},
}
"""What is taken for a payer without a family, where its entry says nothing."""
PAYER_ID = re.compile(r"[a-z]+(_[a-z]+)*(\.[a-z]+(_[a-z]+)*)?")
LONGEST_NAME = 40


def _for_every_date(data: Any) -> Any:  # noqa: ANN401 - runs before anything is checked
    """A word alone holds for every date of service."""
    return {FIRST_DAY: data} if isinstance(data, str) else data


def _no_markup(text: str) -> str:
    """A word in angle brackets would be a link or a mention in Slack."""
    if "<" in text or ">" in text:
        raise ValueError("leave out < and >: Slack takes them for links and mentions")
    return text


Word = TypeVar("Word")
Plain = Annotated[str, AfterValidator(_no_markup)]
Dated = Annotated[dict[date, Word], BeforeValidator(_for_every_date), Field(min_length=1)]
Name = Annotated[Plain, Field(min_length=2, max_length=LONGEST_NAME, pattern=r"^\S.*\S$")]
Alias = Annotated[str, Field(max_length=LONGEST_NAME, pattern=r"^[a-z][a-z0-9 &'.-]*[a-z0-9]$")]


class _Entry(Part):
    label: Name | None = None
    aliases: tuple[Alias, ...] = ()
    owner: Name
    reviewed_on: date
    review_in: ReviewIn = "6 months"
    where: Name = "the clinic's payer file"
    counting_rule: Dated[CountingRule] | None = None
    shows_both_rules: bool | None = None
    follows_medicare_code_status: bool | None = None
    discipline_modifiers: Dated[DisciplineModifierUse] | None = None
    assistant_modifiers: Dated[AssistantModifierUse] | None = None
    kx: Dated[KxUse] | None = None
    edits: Dated[EditsUse] | None = None
    limits: list[Annotated[Plain, Field(max_length=200, pattern=r"\.$")]] | None = None
    note: Annotated[Plain, Field(max_length=200)] | None = None
    modifier_order: Order | None = None


class _ClinicFile(Part):
    payers: dict[str, _Entry]


def read_clinic_payers(file: Traversable, *, name: str) -> PayerBook:
    """The payers that ship with the rules, with a clinic's own added and put in their place.

    Args:
        file: The clinic's file.
        name: What the file is called in messages.

    Returns:
        The whole book.

    Raises:
        ParameterFileError: With every fault of the file.
    """
    try:
        text = read_text(file, name=name)
        require_plain_yaml(text, name=name)
        entries = read_model_text(text, _ClinicFile, name=name).payers
    except ParameterFileError as fault:
        # A word alone was given its first day here; nobody wrote it.
        raise ParameterFileError(str(fault).replace(f".{FIRST_DAY}:", ":")) from None
    built_in = payer_book()
    profiles = dict(built_in.profiles)
    faults = []
    for payer_id, entry in entries.items():
        base = built_in.find(payer_id)
        faults += [f"{name}: payers.{payer_id}: {fault}" for fault in _faults(payer_id, entry, base)]
        if not faults:
            profiles[payer_id] = _profile(payer_id, entry, base)
    faults += [
        f"{name}: payers.{payer_id}: {taken!r} already names {other}"
        for payer_id, taken, other in names_taken_twice(profiles.values())
    ]
    if faults:
        raise ParameterFileError("\n".join(faults))
    return PayerBook(profiles)


def _faults(payer_id: str, entry: _Entry, base: PayerProfile | None) -> Iterator[str]:
    if PAYER_ID.fullmatch(payer_id) is None or len(payer_id) > LONGEST_NAME:
        yield "an id is small letters, such as kaiser, or a family and a state or plan, such as bcbs.ks"
    if entry.label is None and (base is None or base.id != payer_id):
        yield "a new payer needs a label"
    if entry.counting_rule is None and base is None:
        yield "a new payer needs a counting_rule: cms, ama or full15"
    if len(set(entry.modifier_order or ())) < len(entry.modifier_order or ()):
        yield "modifier_order names a class twice"


def _profile(payer_id: str, entry: _Entry, base: PayerProfile | None) -> PayerProfile:
    """The payer as the clinic has it."""
    same = base if base is not None and base.id == payer_id else None
    label = entry.label or (same.label if same else payer_id)
    inherited = {known.name.rpartition(".")[2]: known for known in base.parameters()} if base else {}

    def fact(key: str, words: Mapping[date, str] | None) -> Parameter:
        before = inherited.get(key)
        if words is None and before is not None:
            return before
        name = f"{CLINIC}payers.{payer_id}.{key}"
        values = _values(name, words or WHEN_NOT_SAID[key], entry.where)
        held = (*_until(values[0].effective, before), *values)
        gap = f"Your clinic's payer file gives {label} no {FACTS[key][2]}"
        return fact_parameter(name, label, held, gap=gap)

    return PayerProfile(
        id=payer_id,
        label=label,
        aliases=tuple(dict.fromkeys((*(same.aliases if same else ()), *entry.aliases))),
        counting_rule=fact("counting_rule", entry.counting_rule),
        shows_both_rules=_said_or(
            entry.shows_both_rules,
            base is not None and base.shows_both_rules and entry.counting_rule is None,
        ),
        follows_medicare_code_status=_said_or(
            entry.follows_medicare_code_status, base is not None and base.follows_medicare_code_status
        ),
        discipline_modifiers=fact("discipline_modifiers", entry.discipline_modifiers),
        assistant_modifiers=fact("assistant_modifiers", entry.assistant_modifiers),
        kx=fact("kx", entry.kx),
        edits=fact("edits", entry.edits),
        limits=base.limits if base is not None and entry.limits is None else _limits(entry),
        note=base.note if base is not None and entry.note is None else entry.note or "",
        owner=entry.owner,
        reviewed_on=entry.reviewed_on,
        review_in=entry.review_in,
        modifier_order=_order(entry, base),
        is_clinics=True,
    )


def _order(entry: _Entry, base: PayerProfile | None) -> tuple[ModifierClass, ...] | None:
    if entry.modifier_order is not None:
        return tuple(entry.modifier_order)
    return base.modifier_order if base is not None else None


def _said_or(given: bool | None, otherwise: bool) -> bool:
    return otherwise if given is None else given


def _limits(entry: _Entry) -> tuple[PayerLimit, ...]:
    cite = Citation(SOURCE, entry.where)
    return tuple(PayerLimit(says, cite, Confidence.DERIVED) for says in entry.limits or ())


def _values(name: str, words: Mapping[date, str], where: str) -> list[DatedValue]:
    """Words from their first days on, each until the next one."""
    starts = sorted(words)
    return [
        DatedValue(
            reference=f"{name}@{start.isoformat()}",
            value=words[start],
            effective=start,
            through=following - date.resolution if following is not None else None,
            cite=Citation(SOURCE, where),
            confidence=Confidence.DERIVED,
        )
        for start, following in zip(starts, [*starts[1:], None], strict=True)
    ]


def _until(first: date, inherited: Parameter | None) -> Iterator[DatedValue]:
    """What held before the clinic's first word on a fact."""
    last = first - date.resolution
    for value in inherited.values if inherited is not None else ():
        if value.effective <= last:
            through = last if value.through is None else min(last, value.through)
            yield replace(value, through=through)
