"""Whether the modifiers on the lines of one day's claim contradict each other, a code, a date or a pair.

Source: `tables/combinations.yaml`, each row with its own; cms-100-04-ch5 §20.1 for most.

Encoded: every row of the table; modifiers nobody here knows; one twice, or more than four, on a line.
Left to judgement: whether the facts that the modifiers state are true and stand in the note.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Any, NamedTuple

from rules.citations import Citation
from rules.codes import CodeEntry, code_table
from rules.combination_table import CodeGroup, Combination, RowTest, Severity, combination_table
from rules.loader import parameters
from rules.modifier_table import modifier_table
from rules.payers import AssistantModifierUse, DisciplineModifierUse
from rules.ptp import CLOSED, OPEN, ModifierLine, PairResult, PairStatus
from rules.result import BilledLine
from rules.timeline import Confidence
from rules.types import CountedBy, Discipline, MedicareStatus

MOST_MODIFIERS = 4
"""How many modifiers a line of the claim form holds."""

_NO_THERAPY = frozenset({MedicareStatus.NOT_THERAPY, MedicareStatus.NOT_ON_LIST})
_FORM = Citation("unitwise-convention", "four places for modifiers on a line; unknown ones are said")


class Finding(NamedTuple):
    """Something about the modifiers of a claim, as data; the words live in templates.

    Attributes:
        id: Row of the table, or `unknown_modifier`, `modifier_twice` or `more_than_four_modifiers`.
        severity: How strongly it speaks.
        codes: Codes of the lines it is about.
        modifiers: Modifiers it is about; empty where one is missing.
        data: What its words need besides.
        cite: Where it stands.
        confidence: How well it is known.
    """

    id: str
    severity: Severity
    codes: tuple[str, ...]
    modifiers: tuple[str, ...]
    data: Mapping[str, Any]
    cite: Citation
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class _Claim:
    """What the tests look at."""

    lines: Sequence[BilledLine]
    on: date
    edits: Sequence[PairResult] | None
    discipline_use: DisciplineModifierUse | None
    assistant_use: AssistantModifierUse | None
    kx_is_past: bool | None

    def entry(self, code: str) -> CodeEntry | None:
        return code_table().get(code)

    def marked(self, modifiers: frozenset[str]) -> dict[str, tuple[str, ...]]:
        """Which of `modifiers` each code carries, for the codes that carry any."""
        found: dict[str, tuple[str, ...]] = {}
        for line in self.lines:
            if held := _held(line, modifiers):
                found[line.code] = tuple(dict.fromkeys((*found.get(line.code, ()), *held)))
        return found


class _Hit(NamedTuple):
    codes: tuple[str, ...]
    modifiers: tuple[str, ...]
    data: Mapping[str, Any] = {}
    severity: Severity | None = None


def check_combinations(
    lines: Sequence[BilledLine],
    *,
    on: date,
    edits: Sequence[PairResult] | None = None,
    discipline_use: DisciplineModifierUse | None = None,
    assistant_use: AssistantModifierUse | None = None,
    kx_is_past: bool | None = None,
) -> tuple[Finding, ...]:
    """Hold the modifiers of one day's lines against each other, their codes, the date and the pairs.

    Args:
        lines: The lines of one patient and day, in typed order. A code nobody here knows is let pass.
        on: Date of service.
        edits: What the table says of every pair among the codes; `None` when nobody looked, and
            then nothing is said of 59 and the X modifiers beside their being on one line.
        discipline_use: How the payer takes GP, GO and GN; `None` when the payer is not known, and
            then a missing one is a warning.
        assistant_use: How the payer takes CQ and CO; `None` when the payer is not known.
        kx_is_past: Whether the year's amount is passed; `None` when that is not known.

    Returns:
        Everything found, rejections first. Lines with the same fault share a finding.

    Raises:
        NoRuleInForce: Nothing is loaded for this date.
        ContentError: A table of ours is not usable.

    Source:
        cms-100-04-ch5 §20.1; cms-mln1783722; cms-ncci-manual ch. I; `tables/combinations.yaml`.

    >>> [found] = check_combinations([BilledLine("97110", 2, ("CQ", "GO"))], on=date(2026, 3, 2))
    >>> found.id, found.severity.value
    ('cq_with_other_plan', 'reject')
    """
    claim = _Claim(lines, on, edits, discipline_use, assistant_use, kx_is_past)
    found = [
        Finding(
            id=row.id,
            severity=hit.severity or row.severity,
            codes=hit.codes,
            modifiers=hit.modifiers,
            data=hit.data,
            cite=row.cite,
            confidence=row.confidence,
        )
        for row in combination_table().rows
        if row.since is None or on >= row.since
        for hit in _merged(_TESTS[row.test](row, claim))
    ]
    found += _of_the_form(lines)
    return tuple(sorted(found, key=lambda finding: finding.severity is Severity.WARN))


def _of_the_form(lines: Sequence[BilledLine]) -> Iterator[Finding]:
    """Modifiers nobody here knows, one typed twice on a line, more than a line holds: said, none dropped."""
    known = modifier_table().entries
    unknown = (
        _Hit((line.code,), (modifier,))
        for line in lines
        for modifier in dict.fromkeys(line.modifiers)
        if modifier not in known
    )
    twice = (
        _Hit((line.code,), (modifier,))
        for line in lines
        for modifier, times in Counter(line.modifiers).items()
        if times > 1
    )
    many = (_Hit((line.code,), line.modifiers) for line in lines if len(line.modifiers) > MOST_MODIFIERS)
    named = (("unknown_modifier", unknown), ("modifier_twice", twice), ("more_than_four_modifiers", many))
    for name, hits in named:
        for hit in _merged(hits):
            yield Finding(name, Severity.WARN, hit.codes, hit.modifiers, hit.data, _FORM, Confidence.DERIVED)


def _merged(hits: Iterator[_Hit]) -> Iterator[_Hit]:
    """Hits on single lines that differ in nothing but the line, as one; those on pairs as they are."""
    together: list[_Hit] = []
    for hit in hits:
        if len(hit.codes) > 1:
            yield hit
            continue
        for place, other in enumerate(together):
            if hit[1:] == other[1:]:
                together[place] = other._replace(codes=tuple(dict.fromkeys(other.codes + hit.codes)))
                break
        else:
            together.append(hit)
    yield from together


def _held(line: BilledLine, modifiers: frozenset[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(modifier for modifier in line.modifiers if modifier in modifiers))


def _is_of(entry: CodeEntry | None, groups: tuple[CodeGroup, ...]) -> bool:
    return entry is not None and any(_is_in(entry, group) for group in groups)


def _is_in(entry: CodeEntry, group: CodeGroup) -> bool:
    listed = combination_table().listed.get(group)
    if listed is not None:
        return entry.code in listed
    return {
        CodeGroup.THERAPY: entry.counted_by is not CountedBy.NEVER
        and entry.medicare_status not in _NO_THERAPY,
        CodeGroup.TIMED: entry.takes_minutes,
        CodeGroup.ALWAYS: entry.medicare_status is MedicareStatus.ALWAYS,
        CodeGroup.SPEECH_ONLY: entry.disciplines == (Discipline.SLP,),
    }[group]


def _lacks(row: Combination, claim: _Claim) -> Iterator[_Hit]:
    for line in claim.lines:
        held = _held(line, row.modifiers)
        if held and not _held(line, row.others | row.unless):
            yield _Hit((line.code,), held, {"lacks": tuple(sorted(row.others))})


def _together(row: Combination, claim: _Claim) -> Iterator[_Hit]:
    for line in claim.lines:
        held, others = _held(line, row.modifiers), _held(line, row.others)
        if held and others:
            yield _Hit((line.code,), (*held, *others))


def _several(row: Combination, claim: _Claim) -> Iterator[_Hit]:
    for line in claim.lines:
        if len(held := _held(line, row.modifiers)) > 1:
            yield _Hit((line.code,), held)


def _on_code(row: Combination, claim: _Claim) -> Iterator[_Hit]:
    for line in claim.lines:
        held = _held(line, row.modifiers)
        if held and _is_of(claim.entry(line.code), row.codes):
            yield _Hit((line.code,), held)


def _lacks_on_code(row: Combination, claim: _Claim) -> Iterator[_Hit]:
    use = claim.discipline_use
    if use not in (DisciplineModifierUse.REQUIRED, None):
        return
    names = parameters()["medicare.modifiers.discipline"].on(claim.on).value
    for line in claim.lines:
        entry = claim.entry(line.code)
        if entry and _is_of(entry, row.codes) and not _held(line, row.modifiers | row.unless):
            wanted = tuple(names[own] for own in entry.disciplines)
            # Who pays is not known: most want it, not all.
            severity = Severity.WARN if use is None else row.severity
            yield _Hit((line.code,), (), {"wanted": wanted, "payer_known": use is not None}, severity)


def _ended(row: Combination, claim: _Claim) -> Iterator[_Hit]:
    known = modifier_table().entries
    for line in claim.lines:
        for modifier in _held(line, row.modifiers):
            last_day = known[modifier].valid_through
            if last_day is not None and claim.on > last_day:
                yield _Hit((line.code,), (modifier,), {"last_day": last_day})


def _not_yet(row: Combination, claim: _Claim) -> Iterator[_Hit]:
    known = modifier_table().entries
    for line in claim.lines:
        for modifier in _held(line, row.modifiers):
            first_day = known[modifier].valid_from
            if first_day is not None and claim.on < first_day:
                yield _Hit((line.code,), (modifier,), {"first_day": first_day})


def _below_threshold(row: Combination, claim: _Claim) -> Iterator[_Hit]:
    if claim.kx_is_past is False:
        for code, held in claim.marked(row.modifiers).items():
            yield _Hit((code,), held)


def _exempt(row: Combination, claim: _Claim) -> Iterator[_Hit]:
    if claim.assistant_use is AssistantModifierUse.EXEMPT:
        for line in claim.lines:
            if held := _held(line, row.modifiers):
                yield _Hit((line.code,), held)


def _no_pair(row: Combination, claim: _Claim) -> Iterator[_Hit]:
    if claim.edits is None:
        return
    for code, held in claim.marked(row.modifiers).items():
        own = [edit.status for edit in claim.edits if code in edit.codes]
        # A table that cannot say is no proof that there is no edit.
        if all(status is PairStatus.NO_EDIT for status in own):
            yield _Hit((code,), held)


def _edits_with(claim: _Claim, indicator: int) -> Iterator[tuple[str, str, PairResult]]:
    for found in claim.edits or ():
        if found.edit is not None and found.edit.modifier_indicator == indicator:
            yield found.edit.column_one_code, found.edit.column_two_code, found


def _both_of_pair(row: Combination, claim: _Claim) -> Iterator[_Hit]:
    marked = claim.marked(row.modifiers)
    for one, two, _ in _edits_with(claim, OPEN):
        if one in marked and two in marked:
            yield _Hit((one, two), tuple(dict.fromkeys(marked[one] + marked[two])))


def _closed_pair(row: Combination, claim: _Claim) -> Iterator[_Hit]:
    marked = claim.marked(row.modifiers)
    # With an edit beside it that a modifier does open, the modifier may stand there for that one.
    opened = {code for one, two, _ in _edits_with(claim, OPEN) for code in (one, two)}
    for one, two, _ in _edits_with(claim, CLOSED):
        for code in (one, two):
            if code in marked and code not in opened:
                data = {"column_one": one, "column_two": two}
                yield _Hit((code,), marked[code], data)


def _column_one_of_pair(row: Combination, claim: _Claim) -> Iterator[_Hit]:
    marked = claim.marked(row.modifiers)
    for one, two, found in _edits_with(claim, OPEN):
        if found.modifier_line is ModifierLine.COLUMN_TWO and one in marked and two not in marked:
            yield _Hit((one,), marked[one], {"column_two": two})


def _code_twice(row: Combination, claim: _Claim) -> Iterator[_Hit]:
    for line, other in combinations(claim.lines, 2):
        if line.code == other.code and set(_held(line, row.modifiers)) == set(_held(other, row.modifiers)):
            yield _Hit((line.code,), _held(line, row.modifiers))


_TESTS: Mapping[RowTest, Callable[[Combination, _Claim], Iterator[_Hit]]] = {
    RowTest.LACKS: _lacks,
    RowTest.TOGETHER: _together,
    RowTest.SEVERAL: _several,
    RowTest.ON_CODE: _on_code,
    RowTest.LACKS_ON_CODE: _lacks_on_code,
    RowTest.ENDED: _ended,
    RowTest.NOT_YET: _not_yet,
    RowTest.BELOW_THRESHOLD: _below_threshold,
    RowTest.EXEMPT: _exempt,
    RowTest.NO_PAIR: _no_pair,
    RowTest.BOTH_OF_PAIR: _both_of_pair,
    RowTest.CLOSED_PAIR: _closed_pair,
    RowTest.COLUMN_ONE_OF_PAIR: _column_one_of_pair,
    RowTest.CODE_TWICE: _code_twice,
}
