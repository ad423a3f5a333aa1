"""One card for one code: what it is, how it is counted, its MUE, its edits, its note and its denials.

Source: `tables/codes.csv`, `tables/code_cards.yaml`; cms-ncci-mue and cms-ncci-ptp for the tables given.

Encoded: all of it on one date of service and for one setting.
Left to judgement: whether the code fits what was done.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from rules.card_notes import NoteNeed, card_notes, everyday_codes
from rules.citations import Citation
from rules.codes import CodeEntry, code_table
from rules.denials import DenialCode, denial_codes
from rules.loader import parameters
from rules.mue import MueResult, MueTable, find_mue
from rules.ptp import CLOSED, PairResult, PairStatus, PtpTable, find_ptp_edits
from rules.published import Setting
from rules.result import Caution
from rules.single_codes import least_minutes, midpoint_count, midpoint_share
from rules.tally import CODE_LIST
from rules.timeline import Confidence, DatedValue
from rules.types import CountedBy

_BY_LENGTH = frozenset({CountedBy.QUARTER_HOUR, CountedBy.FIRST, CountedBy.ADDITIONAL, CountedBy.HOUR})
_UNSURE_STARTS = frozenset({"start_unknown", "start_inferred"})


@dataclass(frozen=True, slots=True)
class CodeCard:
    """What is known of one code on one date.

    Attributes:
        entry: Its row of the code table: label, kind, lengths, disciplines, standing, days of validity.
        from_minute: First minute that earns a unit when the code is counted alone; `None` where
            minutes do not count it so, and for an add-on.
        plan_modifiers: The discipline modifier of each discipline that bills it, in the same order.
        base: The code it goes with, for an add-on.
        add_on: The code that goes with it, or `None`.
        setting: The claims the tables are for.
        mue: The most units that a claim takes.
        closed: Edits with everyday codes that no modifier opens.
        opens: Edits with everyday codes that a modifier may open.
        further_closed: Edits with every other code of the table that no modifier opens.
        further_opens: Edits with every other code of the table that a modifier may open.
        no_edit: Everyday codes with which there is no edit.
        unsettled: Everyday codes with which the table cannot say.
        note: What the note must hold.
        denials: Common denials of this kind of code.
        cautions: What the asker should know.
        citations: What the card rests on.
        used: `parameter@first-day` of each value used.
    """

    entry: CodeEntry
    from_minute: int | None
    plan_modifiers: tuple[str, ...]
    base: CodeEntry | None
    add_on: CodeEntry | None
    setting: Setting
    mue: MueResult
    closed: tuple[PairResult, ...]
    opens: tuple[PairResult, ...]
    further_closed: tuple[PairResult, ...]
    further_opens: tuple[PairResult, ...]
    no_edit: tuple[str, ...]
    unsettled: tuple[str, ...]
    note: tuple[NoteNeed, ...]
    denials: tuple[DenialCode, ...]
    cautions: tuple[Caution, ...]
    citations: tuple[Citation, ...]
    used: tuple[str, ...]


def code_card(code: str, *, on: date, setting: Setting, ptp: PtpTable, mue: MueTable) -> CodeCard:
    """Gather what is known of one code.

    Args:
        code: Five characters.
        on: Date of service.
        setting: The claims both tables must be for.
        ptp: Where edits are looked up, with the everyday codes in force on that date.
        mue: Where the most units are looked up.

    Returns:
        The card.

    Raises:
        UnknownCode: The code is not in the table.
        CodeNotInForce: It does not exist on this date.
        NoRuleInForce: The date lies before the first day answered for.
        ValueError: A table is for the other setting.

    Source:
        `tables/codes.csv`, `tables/code_cards.yaml`; cms-ncci-mue; cms-ncci-ptp.

    >>> from rules.mue import mue_list
    >>> from rules.ptp_chart import ptp_chart
    >>> chart, most = ptp_chart(Setting.PRACTITIONER), mue_list(Setting.PRACTITIONER)
    >>> card = code_card("97140", on=date(2026, 3, 2), setting=Setting.PRACTITIONER, ptp=chart, mue=most)
    >>> [pair.codes for pair in card.closed], card.mue.entry.value
    ([('97140', '97124')], 6)
    """
    table = code_table()
    entry = table.find(code)
    entry.require_in_force(on, table)
    from_minute, counted = _from_minute(entry, on)
    names = parameters()["medicare.modifiers.discipline"].on(on)
    limit = find_mue(code, on=on, setting=setting, table=mue)
    everyday = everyday_codes()
    pairs = _pairs(code, everyday, on, setting, ptp)
    closed, opens = _edits(pairs)
    rarer = [other.code for other in table if other.code not in everyday]
    further = tuple(pair for pair in _pairs(code, rarer, on, setting, ptp) if pair.status is PairStatus.EDIT)
    further_closed, further_opens = _edits(further)
    kind = card_notes(entry)
    cites = [
        CODE_LIST,
        *limit.citations,
        Citation("cms-ncci-ptp", f"{setting} table {ptp.quarter}"),
        *(need.cite for need in kind.note),
        *(value.cite for value in (*counted, names)),
    ]
    used = [value.reference for value in (*counted, names)]
    used += [
        *limit.used,
        *(reference for pair in (*pairs, *further) for reference in pair.used if _is_indicator(reference)),
    ]
    return CodeCard(
        entry=entry,
        from_minute=from_minute,
        plan_modifiers=tuple(names.value[discipline] for discipline in entry.disciplines),
        base=table.get(entry.base_code) if entry.base_code else None,
        add_on=table.add_on_of(code),
        setting=setting,
        mue=limit,
        closed=closed,
        opens=opens,
        further_closed=further_closed,
        further_opens=further_opens,
        no_edit=tuple(pair.codes[1] for pair in pairs if pair.status is PairStatus.NO_EDIT),
        unsettled=tuple(pair.codes[1] for pair in pairs if pair.status is PairStatus.NOT_IN_TABLE),
        note=kind.note,
        denials=tuple(denial_codes()[number] for number in kind.denials),
        cautions=(*_of_the_code(entry), *limit.cautions, *_of_the_table((*pairs, *further))),
        citations=tuple(dict.fromkeys(cites)),
        used=tuple(dict.fromkeys(used)),
    )


def _from_minute(entry: CodeEntry, on: date) -> tuple[int | None, tuple[DatedValue, ...]]:
    length = entry.minutes_per_unit
    if entry.counted_by not in _BY_LENGTH or entry.base_code or length is None:
        return None, ()
    count = midpoint_count(on=on)
    if length == count.length:
        return count.reach, count.values
    share = midpoint_share(on=on)
    return least_minutes(length, share), (share,)


def _pairs(
    code: str, others: Iterable[str], on: date, setting: Setting, ptp: PtpTable
) -> tuple[PairResult, ...]:
    table = code_table()
    return tuple(
        result
        for other in others
        if other != code and table.find(other).is_in_force(on)
        for result in find_ptp_edits((code, other), on=on, setting=setting, table=ptp)
    )


def _edits(pairs: Iterable[PairResult]) -> tuple[tuple[PairResult, ...], tuple[PairResult, ...]]:
    """The edits among pairs: those that no modifier opens, and those that one may open."""
    edits = [(pair, pair.edit) for pair in pairs if pair.status is PairStatus.EDIT and pair.edit is not None]
    closed = tuple(pair for pair, edit in edits if edit.modifier_indicator == CLOSED)
    return closed, tuple(pair for pair, edit in edits if edit.modifier_indicator != CLOSED)


def _is_indicator(reference: str) -> bool:
    """Whether a value says what an indicator means; a card tells no more than that of an edit."""
    return reference.startswith("medicare.ncci.modifier_indicator@")


def _of_the_code(entry: CodeEntry) -> Iterator[Caution]:
    if entry.end_announced is not None:
        yield Caution("announced_to_end", {"code": entry.code, "day": entry.end_announced.isoformat()})
    if entry.is_doubtful:
        facts = entry.confidence is Confidence.DOUBTFUL
        yield Caution("doubtful_code", {"code": entry.code, "note": entry.note if facts else ""})


def _of_the_table(pairs: tuple[PairResult, ...]) -> Iterator[Caution]:
    """What concerns the table, and first days that are not known; the rest is for a look at that pair."""
    told = [(pair, caution) for pair in pairs for caution in pair.cautions]
    if older := [caution for _, caution in told if caution.id == "chart_older_than_date"]:
        yield older[0]
    if unsure := tuple(pair.codes[1] for pair, caution in told if caution.id in _UNSURE_STARTS and pair.edit):
        yield Caution("card_start_unknown", {"codes": unsure})
