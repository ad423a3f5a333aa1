"""Walking the codes of a visit: each one goes to the count it belongs to, or is left off and said.

Source: cms-100-04-ch5 §20.2 B; cms-therapy-code-list for the kinds and standing of codes.

Encoded: bundled, invalid and non-covered codes are documented but are no claim line; codes
outside the benefit are never counted; add-on codes need their base; codes by area or unlisted
wait for typed units.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from rules.citations import Citation
from rules.codes import CodeEntry, CodeTable
from rules.errors import BadMinutes, NotCountable
from rules.loader import parameters
from rules.result import Caution, NotCounted, Step
from rules.single_codes import least_minutes, midpoint_share, require_band
from rules.timeline import Confidence, DatedValue
from rules.types import CountedBy, CountingRule

CODE_LIST = Citation("cms-therapy-code-list", "kinds and standing of the codes")
NOT_PAYABLE, ENTER_UNITS, OUTSIDE_BENEFIT = "not_payable_medicare", "enter_units", "outside_benefit"


@dataclass(frozen=True, slots=True)
class Visit:
    """What was done for one patient on one day under one plan of care.

    Attributes:
        minutes: Whole minutes of each code that is counted by minutes, in typed order.
        untimed: Codes counted without minutes, in typed order, each once.
        untimed_minutes: Minutes typed with such codes; documented, never pooled.
        typed_units: Units typed for codes that no minutes decide (wound area, unlisted).
    """

    minutes: Mapping[str, int] = field(default_factory=dict)
    untimed: tuple[str, ...] = ()
    untimed_minutes: Mapping[str, int] = field(default_factory=dict)
    typed_units: Mapping[str, int] = field(default_factory=dict)

    def codes_without_minutes(self) -> tuple[str, ...]:
        """Untimed codes and codes with typed units, each once, in typed order."""
        return tuple(dict.fromkeys((*self.untimed, *self.typed_units)))


@dataclass(slots=True)
class Tally:
    """What builds up while the codes of a visit are walked.

    Attributes:
        pool: Minutes of each 15-minute service under Medicare's rule.
        single: Minutes of each 15-minute service that is counted alone.
        long: Minutes of each service with longer units, by its base code.
        month: Minutes of remote monitoring management, `None` without any such code.
        own_units: Units that need neither pool nor lengths.
        untimed: Units of codes that are not counted by minutes.
    """

    visit: Visit
    table: CodeTable
    rule: CountingRule
    on: date
    follows_medicare_code_status: bool
    pool: dict[str, int] = field(default_factory=dict)
    single: dict[str, int] = field(default_factory=dict)
    long: dict[str, int] = field(default_factory=dict)
    month: int | None = None
    own_units: dict[str, int] = field(default_factory=dict)
    untimed: dict[str, int] = field(default_factory=dict)
    not_counted: list[NotCounted] = field(default_factory=list)
    cautions: list[Caution] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    values: dict[str, DatedValue] = field(default_factory=dict)

    def walk(self) -> None:
        """Place every code of the visit.

        Raises:
            UserError: A code is unknown, not in force, or can't be counted from what was given.
        """
        for code, minutes in self.visit.minutes.items():
            self._place_timed(self.table.find(code), minutes)
        for code in self.visit.codes_without_minutes():
            self._place_untimed(self.table.find(code))

    def use(self, *values: DatedValue) -> None:
        """Note the dated values an answer rests on."""
        for value in values:
            self.values[value.reference] = value

    def citations(self) -> tuple[Citation, ...]:
        """Each place cited by the values used, and the code list where a code was left off; each once."""
        cites = dict.fromkeys(value.cite for value in self.values.values())
        if self.not_counted:
            cites[CODE_LIST] = None
        return tuple(cites)

    def caution(self, name: str, **data: object) -> None:
        """Note something the asker should know; the same twice counts once."""
        found = Caution(name, data)
        if found not in self.cautions:
            self.cautions.append(found)

    def _place_timed(self, entry: CodeEntry, minutes: int) -> None:
        if self._is_left_off(entry, minutes):
            return
        kind = entry.counted_by
        if kind is CountedBy.QUARTER_HOUR:
            self._add_quarter_hours(entry.code, minutes)
        elif kind is CountedBy.HOUR:
            self.long[entry.code] = self.long.get(entry.code, 0) + minutes
        elif kind is CountedBy.MONTH:
            self._require_base(entry)
            self.month = (self.month or 0) + minutes
        elif kind is CountedBy.BAND:
            require_band(entry, minutes, self.table)
            self._refuse_second_band(entry)
            self.own_units[entry.code] = 1
            self.steps.append(Step("band", {"code": entry.code, "minutes": minutes, "units": 1}))
            self.caution("minutes_of_days", code=entry.code, minutes=minutes)
        elif kind in (CountedBy.FIRST, CountedBy.ADDITIONAL):
            self._require_base(entry)
            base = entry.base_code or entry.code
            value = parameters()["medicare.timed_units.pooled_first_additional"].on(self.on)
            if base in value.value:
                if self.rule is CountingRule.CMS:
                    self.use(value)
                    self.caution("pooled_service", code=base)
                self._add_quarter_hours(base, minutes)
            else:
                self.long[base] = self.long.get(base, 0) + minutes
        else:
            raise NotCountable(
                f"{entry.code} ({entry.label}) is not counted by minutes; give it without any.",
                code="not_timed",
            )
        self._mark_doubt(entry)

    def _add_quarter_hours(self, service: str, minutes: int) -> None:
        counts = self.pool if self.rule is CountingRule.CMS else self.single
        counts[service] = counts.get(service, 0) + minutes

    def _place_untimed(self, entry: CodeEntry) -> None:
        minutes = self.visit.untimed_minutes.get(entry.code)
        if self._is_left_off(entry, minutes):
            return
        if entry.takes_minutes:
            raise BadMinutes(
                f"{entry.code} ({entry.label}) needs its minutes, e.g. {entry.code} 25.",
                code="missing_minutes",
            )
        if entry.counted_by in (CountedBy.AREA, CountedBy.UNLISTED):
            self._require_base(entry)
            by = "area" if entry.counted_by is CountedBy.AREA else "unlisted"
            units = self.visit.typed_units.get(entry.code)
            if units is None:
                self.not_counted.append(NotCounted(entry.code, ENTER_UNITS, None, minutes))
                self.caution(ENTER_UNITS, code=entry.code, by=by)
                return
            if type(units) is not int or units < 1:
                raise NotCountable(
                    f"{entry.code} was given {units} units; give 1 or more, e.g. {entry.code} 1 unit.",
                    code="bad_units",
                )
            self.untimed[entry.code] = units
            self.caution("units_as_typed", code=entry.code, units=units, by=by)
        else:
            value = parameters()["medicare.untimed_units.units_per_day"].on(self.on)
            self.use(value)
            self.untimed[entry.code] = value.value
            if entry.counted_by is CountedBy.PERIOD:
                self.caution(
                    "once_in_period", code=entry.code, label=entry.label, days=entry.minutes_per_unit
                )
        self._mark_doubt(entry)

    def _is_left_off(self, entry: CodeEntry, minutes: int | None) -> bool:
        """Whether the code is no claim line at all; notes why."""
        entry.require_in_force(self.on, self.table)
        if entry.end_announced is not None and self.on >= entry.end_announced:
            self.caution("announced_to_end", code=entry.code, day=entry.end_announced.isoformat())
        if entry.is_refused_by_medicare and self.follows_medicare_code_status:
            instead = entry.medicare_replacement
            self.not_counted.append(NotCounted(entry.code, NOT_PAYABLE, instead, minutes))
            self.caution(NOT_PAYABLE, code=entry.code, status=entry.medicare_status.value, instead=instead)
            return True
        if entry.is_refused_by_medicare and entry.counted_by is not CountedBy.NEVER:
            self.caution("refused_by_medicare", code=entry.code, instead=entry.medicare_replacement)
        if entry.counted_by is CountedBy.NEVER:
            self.not_counted.append(NotCounted(entry.code, OUTSIDE_BENEFIT, None, minutes))
            self.caution(OUTSIDE_BENEFIT, code=entry.code, note=entry.note)
            return True
        return False

    def _require_base(self, entry: CodeEntry) -> None:
        """Refuse an add-on whose base code is not in the visit."""
        base = entry.base_code
        visit = self.visit
        if base is None or base in visit.minutes or base in visit.untimed or base in visit.typed_units:
            return
        span = "in the same month" if entry.counted_by is CountedBy.MONTH else "on the same day"
        raise NotCountable(
            f"{entry.code} is an add-on and needs {base} {span}. "
            + (
                f"Put the minutes of both on {base}, e.g. {base} {self._minutes_with(entry, base)}; "
                "the add-on follows from them."
                if entry.takes_minutes
                else f"Add {base} with its units."
            ),
            code="base_code_missing",
        )

    def _minutes_with(self, add_on: CodeEntry, base: str) -> int:
        """Least minutes of a service that earn its add-on, for an example that works."""
        first, further = self.table.find(base).minutes_per_unit or 0, add_on.minutes_per_unit or 0
        if add_on.counted_by is CountedBy.MONTH:
            return first + further
        return first + least_minutes(further, midpoint_share(on=self.on))

    def _refuse_second_band(self, entry: CodeEntry) -> None:
        """Of a family of codes picked by minutes, one is billed."""
        earlier = next((code for code in self.own_units if code[:4] == entry.code[:4]), None)
        if earlier is not None and self.table.find(earlier).counted_by is CountedBy.BAND:
            raise NotCountable(
                f"{earlier} and {entry.code} are picked by the minutes added over the days, so only one is "
                "billed. Give one code with all the minutes.",
                code="one_code_of_family",
            )

    def _mark_doubt(self, entry: CodeEntry) -> None:
        if entry.is_doubtful:
            facts = entry.confidence is Confidence.DOUBTFUL
            self.caution("doubtful_code", code=entry.code, note=entry.note if facts else "")
        other = entry.not_with
        if other is not None and (other in self.visit.untimed or other in self.visit.minutes):
            self.caution("not_together", code=entry.code, other=other)
