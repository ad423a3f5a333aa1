"""Pairs of codes on one day: whether Medicare's NCCI has an edit between them, and what may open it.

Source: cms-ncci-ptp; cms-ncci-manual ch. I; cms-cr-11168; cms-mln1783722 for the fact behind each modifier.

Encoded: the edit in force on a date of service, in whichever order the codes come; rows that never
applied; what the modifier indicator allows, which modifiers fit which fact, and on which line.
Three states are kept apart: an edit, no edit in this table on this date, and a table that cannot say.
Left to judgement: whether the services were separate and the note shows it; payers with edits of
their own; Medicaid, which has its own tables.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import combinations
from typing import NamedTuple, Protocol

from rules.citations import Citation
from rules.errors import UserError
from rules.loader import parameters
from rules.published import Setting
from rules.result import Caution
from rules.timeline import Confidence, DatedValue

CLOSED, OPEN, WITHDRAWN = 0, 1, 9
"""Modifier indicators: no modifier opens it, one may, and never in force."""

_INDICATOR = "medicare.ncci.modifier_indicator"
_MODIFIERS = "medicare.ncci.bypass_modifiers"
_ADJUSTED = "medicare.ncci.adjustment_modifiers"
_ADJUSTMENTS = frozenset({"98940", "98941", "98942"})
_OF_THE_REGION = frozenset({"97112", "97124", "97140"})
"""Never separate in a spinal region that got an adjustment: NCCI Policy Manual, ch. XI."""
_LINE = "medicare.ncci.modifier_line"


class PairStatus(StrEnum):
    """What a table says of a pair on a date of service."""

    EDIT = "edit"
    NO_EDIT = "no_edit"
    """Both codes are covered by the table, and it holds no edit in force on that date."""
    NOT_IN_TABLE = "not_in_table"
    """This table cannot say."""


class ModifierLine(StrEnum):
    """Which line of a pair may carry the modifier."""

    EITHER = "either"
    """Either; column 2 by habit."""
    COLUMN_TWO = "column_two"


class BypassModifier(NamedTuple):
    """A modifier that may open an edit, and the fact that must be true for it."""

    modifier: str
    fact: str


@dataclass(frozen=True, slots=True)
class PtpEdit:
    """One row of a table: a pair for one span of days.

    Attributes:
        column_one_code: The code that is paid.
        column_two_code: The code that is denied unless a modifier opens the edit.
        modifier_indicator: 0, 1 or 9; `None` where the row exists but could not be read.
        effective: First day, or `None` where it is not known.
        deleted: Last day, inclusive, or `None` while the edit lives.
        rationale: CMS's reason, in its own few words.
        confidence: How well the row is known.
        seen_since: With an unknown first day, a day on which the row is known to have been in force.
        effective_is_inferred: The first day follows from other facts; no table was seen to say it.
    """

    column_one_code: str
    column_two_code: str
    modifier_indicator: int | None
    effective: date | None
    deleted: date | None
    rationale: str
    confidence: Confidence
    seen_since: date | None = None
    effective_is_inferred: bool = False

    def spans(self, on: date) -> bool:
        """Whether a date of service may lie in the days of this row; an unknown first day allows any."""
        if self.effective is not None and on < self.effective:
            return False
        return self.deleted is None or on <= self.deleted


class PtpTable(Protocol):
    """A table of edits for one setting and quarter."""

    @property
    def name(self) -> str:
        """What an answer calls it."""

    @property
    def quarter(self) -> str:
        """The quarter it is of, such as `2026Q4`."""

    @property
    def setting(self) -> Setting:
        """The claims it is for."""

    @property
    def last_day(self) -> date | None:
        """Last day of its quarter; `None` for a table that does not age."""

    def covers(self, code: str) -> bool:
        """Whether no row between this code and another covered one means that there is no edit."""

    def rows(self, one: str, other: str) -> tuple[PtpEdit, ...]:
        """Every row between two codes, whichever is column 1, oldest first."""


@dataclass(frozen=True, slots=True)
class PairResult:
    """What a table says of one pair.

    Attributes:
        codes: The pair in typed order.
        status: Edit, no edit, or a table that cannot say.
        edit: The row in force, where there is one.
        table: Name of the table.
        quarter: Its quarter.
        setting: The claims it is for.
        modifiers: Those that may open the edit, each with its fact; empty with indicator 0.
        modifier_line: Where the modifier may stand; `None` where none helps.
        confidence: How well the answer is known; `None` where there is none.
        history: Every row between the two codes, oldest first.
        cautions: What the asker should know.
        citations: What the answer rests on.
        used: `parameter@first-day` of each value used.
    """

    codes: tuple[str, str]
    status: PairStatus
    edit: PtpEdit | None
    table: str
    quarter: str
    setting: Setting
    modifiers: tuple[BypassModifier, ...]
    modifier_line: ModifierLine | None
    confidence: Confidence | None
    history: tuple[PtpEdit, ...]
    cautions: tuple[Caution, ...]
    citations: tuple[Citation, ...]
    used: tuple[str, ...]


def find_ptp_edits(
    codes: Sequence[str], *, on: date, setting: Setting, table: PtpTable
) -> tuple[PairResult, ...]:
    """Look up every pair among the codes of one day.

    Args:
        codes: Two or more different codes; one that comes again counts once.
        on: Date of service.
        setting: The claims the table must be for.
        table: Where to look.

    Returns:
        One result for each pair, in typed order.

    Raises:
        UserError: There are not two different codes.
        NoRuleInForce: The date lies before the first year of the edits.
        ValueError: The table is for the other setting.

    Source:
        cms-ncci-ptp; cms-ncci-manual ch. I; cms-cr-11168.

    >>> from rules.ptp_chart import ptp_chart
    >>> [found] = find_ptp_edits(
    ...     ["97124", "97140"], on=date(2024, 7, 1), setting=Setting.PRACTITIONER,
    ...     table=ptp_chart(Setting.PRACTITIONER))
    >>> found.edit.column_one_code, found.edit.modifier_indicator, found.modifiers
    ('97140', 0, ())
    """
    if table.setting is not setting:
        raise ValueError(f"{table.name} is for {table.setting}, not for {setting}")
    distinct = tuple(dict.fromkeys(codes))
    if len(distinct) < 2:
        raise _no_pair(codes)
    meaning = parameters()[_INDICATOR].on(on)
    return tuple(_look_up(pair, on, table, meaning) for pair in combinations(distinct, 2))


def _no_pair(codes: Sequence[str]) -> UserError:
    if not codes:
        return UserError("No code was given. Give two or more, e.g. 97140 97124.", code="missing_code")
    if len(codes) == 1:
        return UserError(f"Only {codes[0]} was given. Give two or more, e.g. 97140 97124.", code="one_code")
    return UserError(
        f"{codes[0]} was given {len(codes)} times, and an edit is between two different codes. "
        "Give another one, e.g. 97140 97124.",
        code="same_code",
    )


def _look_up(pair: tuple[str, str], on: date, table: PtpTable, meaning: DatedValue) -> PairResult:
    history = table.rows(*pair)
    used = [meaning]
    edit = _in_force(history, on)
    modifiers: tuple[BypassModifier, ...] = ()
    line = None
    if edit is not None:
        status, confidence, cautions = PairStatus.EDIT, edit.confidence, list(_cautions_of(edit, on))
        if any(caution.id == "start_unknown" for caution in cautions):
            confidence = Confidence.DOUBTFUL
        if edit.modifier_indicator == OPEN:
            names, where = parameters()[_modifiers_of(edit)].on(on), parameters()[_LINE].on(on)
            used += [names, where]
            modifiers = tuple(BypassModifier(*fact) for fact in names.value.items())
            line = ModifierLine(where.value[table.setting])
    elif doubts := tuple(_why_unsure(pair, history, on, table)):
        status, confidence, cautions = PairStatus.NOT_IN_TABLE, None, list(doubts)
    else:
        status, confidence, cautions = PairStatus.NO_EDIT, Confidence.VERIFIED, list(_past_of(history, on))
    if status is not PairStatus.NOT_IN_TABLE and table.last_day is not None and on > table.last_day:
        cautions.append(
            Caution("chart_older_than_date", {"quarter": table.quarter, "last_day": table.last_day, "on": on})
        )
        if status is PairStatus.NO_EDIT:
            confidence = Confidence.DERIVED
    return PairResult(
        codes=pair,
        status=status,
        edit=edit,
        table=table.name,
        quarter=table.quarter,
        setting=table.setting,
        modifiers=modifiers,
        modifier_line=line,
        confidence=confidence,
        history=history,
        cautions=tuple(cautions),
        citations=_citations(pair, edit, table, used),
        used=tuple(value.reference for value in used),
    )


def _in_force(history: tuple[PtpEdit, ...], on: date) -> PtpEdit | None:
    """The row that decides; where unknown first days let several match, the one that ended first."""
    # An indicator 9 row was withdrawn on its first day, and a last day is inclusive: by its dates alone
    # it would still hold for one day.
    live = [row for row in history if row.modifier_indicator in (CLOSED, OPEN) and row.spans(on)]
    return min(live, key=lambda row: row.deleted or date.max, default=None)


def _modifiers_of(edit: PtpEdit) -> str:
    """The parameter with the facts that open this edit."""
    is_region = edit.column_one_code in _ADJUSTMENTS and edit.column_two_code in _OF_THE_REGION
    return _ADJUSTED if is_region else _MODIFIERS


def _cautions_of(edit: PtpEdit, on: date) -> Iterator[Caution]:
    if edit.effective is None and (edit.seen_since is None or on < edit.seen_since):
        yield Caution("start_unknown", {"seen_since": edit.seen_since, "last_day": edit.deleted})
    if edit.effective_is_inferred and (edit.seen_since is None or on < edit.seen_since):
        yield Caution("start_inferred", {"first_day": edit.effective})


def _why_unsure(
    pair: Iterable[str], history: tuple[PtpEdit, ...], on: date, table: PtpTable
) -> Iterator[Caution]:
    """What keeps a table from answering where it holds no edit in force."""
    for row in history:
        if row.modifier_indicator is None and row.spans(on):
            codes = {"column_one": row.column_one_code, "column_two": row.column_two_code}
            yield Caution("row_unread", codes)
            return
    missing = tuple(code for code in pair if not table.covers(code))
    if missing:
        yield Caution("not_covered", {"codes": missing, "setting": table.setting})


def _past_of(history: tuple[PtpEdit, ...], on: date) -> Iterator[Caution]:
    """What the rows say of other days, for an answer that there is no edit on this one."""
    rows = [row for row in history if row.modifier_indicator in (CLOSED, OPEN)]
    if ended := [row for row in rows if row.deleted is not None and row.deleted < on]:
        last = max(ended, key=lambda row: row.deleted or date.min)
        yield Caution(
            "ended",
            {
                "last_day": last.deleted,
                "column_one": last.column_one_code,
                "column_two": last.column_two_code,
                "modifier_indicator": last.modifier_indicator,
            },
        )
    if days := tuple(
        row.effective
        for row in history
        if row.modifier_indicator == WITHDRAWN and row.effective is not None and row.effective <= on
    ):
        ended_on = max((row.deleted for row in ended if row.deleted), default=None)
        yield Caution("withdrawn_before_it_began", {"days": days, "ended_on": ended_on})
    later = [row for row in rows if row.effective is not None and row.effective > on]
    if later:
        first = min(later, key=lambda row: row.effective or date.max)
        yield Caution("begins_later", {"first_day": first.effective})
        if first.effective_is_inferred:
            yield Caution("start_inferred", {"first_day": first.effective})


def _citations(
    pair: tuple[str, str], edit: PtpEdit | None, table: PtpTable, used: Iterable[DatedValue]
) -> tuple[Citation, ...]:
    row = (edit.column_one_code, edit.column_two_code) if edit else pair
    at = f"{table.setting} table {table.quarter}, {'/'.join(row)}"
    return (Citation("cms-ncci-ptp", at), *dict.fromkeys(value.cite for value in used))
