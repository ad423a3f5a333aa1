"""What changed between two quarters of the PTP edits, among the codes that matter here."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

from bot.tables.database import open_tables
from bot.tables.documents import collect
from bot.tables.faults import TableFileFault
from bot.tables.lines import Progress, no_progress
from bot.tables.names import TableKind
from bot.tables.packing import unpack
from bot.tables.ptp_rows import PackedRow, PartReader, PartTally
from bot.tables.releases import PARTS, ptp_table, read_releases
from bot.tables.settling import number_parts, settle_quarter, settle_setting
from bot.tables.terms import Term, Terms, read_terms
from rules.ptp import CLOSED, OPEN, WITHDRAWN
from rules.published import Quarter, Setting

_DATABASE = b"SQLite format 3"


@dataclass(frozen=True, slots=True)
class LiveEdit:
    """An edit in force on the first day of a quarter."""

    column_one_code: str
    column_two_code: str
    modifier_indicator: int
    effective: date | None

    def to_json_dict(self) -> dict[str, Any]:
        """Everything, as JSON types."""
        return {
            "column_one": self.column_one_code,
            "column_two": self.column_two_code,
            "modifier_indicator": self.modifier_indicator,
            "effective": self.effective and self.effective.isoformat(),
        }


@dataclass(slots=True)
class QuarterOfEdits:
    """One side of a comparison.

    Attributes:
        name: What it was read from.
        setting: The claims it is for.
        quarter: Its quarter.
        rows: Every row of each pair.
        missing_parts: Parts that were not there.
    """

    name: str
    setting: Setting
    quarter: Quarter
    rows: dict[frozenset[str], list[tuple[str, str, Term]]] = field(default_factory=dict)
    missing_parts: tuple[int, ...] = ()

    def add(
        self, rows: Iterable[PackedRow], terms: Mapping[int, Term], codes: frozenset[str], *, any_code: bool
    ) -> None:
        """Take the rows between two of the codes; with `any_code`, between one of them and any other."""
        for one, two, term in rows:
            pair = unpack(one), unpack(two)
            if codes.issuperset(pair) or (any_code and not codes.isdisjoint(pair)):
                self.rows.setdefault(frozenset(pair), []).append((*pair, terms[term]))

    def live(self, pair: frozenset[str]) -> LiveEdit | None:
        """The edit of a pair in force on the first day of the quarter."""
        day = self.quarter.first_day
        for one, two, term in self.rows.get(pair, ()):
            indicator = term.modifier_indicator
            begun = term.effective is None or term.effective <= day
            if indicator in (CLOSED, OPEN) and begun and (term.deleted is None or term.deleted >= day):
                return LiveEdit(one, two, indicator, term.effective)
        return None


class ChangeKind(StrEnum):
    """What happened to a pair."""

    ADDED = "added"
    ENDED = "ended"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class PairChange:
    """A pair that is answered otherwise in the new quarter.

    Attributes:
        kind: What happened.
        before: The edit in force in the old quarter.
        after: The edit in force in the new one.
        last_day: Last day of an edit that ended; `None` where the row is gone altogether.
        is_withdrawn: The new table says that it was never in force.
        reaches_back: It takes effect before the new quarter, so earlier visits are answered anew.
    """

    kind: ChangeKind
    before: LiveEdit | None
    after: LiveEdit | None
    last_day: date | None = None
    is_withdrawn: bool = False
    reaches_back: bool = False

    def to_json_dict(self) -> dict[str, Any]:
        """Everything, as JSON types."""
        return {
            "change": self.kind.value,
            "before": self.before and self.before.to_json_dict(),
            "after": self.after and self.after.to_json_dict(),
            "last_day": self.last_day and self.last_day.isoformat(),
            "withdrawn": self.is_withdrawn,
            "reaches_back": self.reaches_back,
        }


def compare(old: QuarterOfEdits, new: QuarterOfEdits) -> tuple[PairChange, ...]:
    """Every pair that is answered otherwise, in the order of its codes.

    Raises:
        TableFileFault: The two are for different claims.
    """
    if old.setting is not new.setting:
        raise TableFileFault(
            f"{old.name} is the {old.setting} table and {new.name} the {new.setting} one. Compare two of one."
        )
    pairs = sorted({*old.rows, *new.rows}, key=sorted)
    return tuple(change for pair in pairs if (change := _change(pair, old, new)))


def _change(pair: frozenset[str], old: QuarterOfEdits, new: QuarterOfEdits) -> PairChange | None:
    before, after = old.live(pair), new.live(pair)
    begins = new.quarter.first_day
    if before is None and after is not None:
        early = after.effective is None or after.effective < begins
        return PairChange(ChangeKind.ADDED, None, after, reaches_back=early)
    if before is not None and after is None:
        ends = [row for row in new.rows.get(pair, ()) if row[2].deleted is not None]
        last = max((term for _, _, term in ends), key=lambda term: term.deleted or date.min, default=None)
        last_day = last.deleted if last else None
        withdrawn = last is not None and last.modifier_indicator == WITHDRAWN
        early = last_day is None or last_day < begins - timedelta(days=1)
        return PairChange(ChangeKind.ENDED, before, None, last_day, withdrawn, reaches_back=early)
    if before is not None and after is not None and _answer(before) != _answer(after):
        early = after.effective is None or after.effective < begins
        return PairChange(ChangeKind.CHANGED, before, after, reaches_back=early)
    return None


def _answer(edit: LiveEdit) -> tuple[str, str, int]:
    return edit.column_one_code, edit.column_two_code, edit.modifier_indicator


def read_quarter(
    path: Path,
    *,
    codes: frozenset[str],
    any_code: bool = False,
    setting: Setting | None = None,
    quarter: Quarter | None = None,
    progress: Progress = no_progress,
) -> QuarterOfEdits:
    """Read one side of a comparison.

    Args:
        path: An official file, a folder with the parts, or a file of loaded tables.
        codes: Both codes of a row must be among these.
        any_code: One of them is enough.
        setting: The claims, where nothing else tells it.
        quarter: The quarter, where no name tells it.
        progress: Told how many more bytes were read.

    Raises:
        TableFileFault: It is not what it should be.
        TablesFault: It is a file of loaded tables that cannot be read.
    """
    if _is_database(path):
        return _read_loaded(path, codes, setting, any_code=any_code)
    documents = collect([path], TableKind.PTP)
    parts = number_parts(documents)
    side = QuarterOfEdits(path.name, settle_setting(documents, setting), settle_quarter(documents, quarter))
    terms = Terms()
    reader = PartReader(terms, codes)
    for document in parts.values():
        rows = list(reader.rows(document, PartTally(), progress))
        side.add(rows, {number: term for term, number in terms.numbers.items()}, codes, any_code=any_code)
    side.missing_parts = tuple(part for part in range(1, PARTS + 1) if part not in parts)
    return side


def _is_database(path: Path) -> bool:
    try:
        with path.open("rb") as stream:
            return stream.read(len(_DATABASE)) == _DATABASE
    except OSError:
        return False


def _read_loaded(
    path: Path, codes: frozenset[str], setting: Setting | None, *, any_code: bool
) -> QuarterOfEdits:
    with closing(open_tables(path)) as connection:
        loaded = {
            key[1]: release for key, release in read_releases(connection).items() if key[0] is TableKind.PTP
        }
        if setting is None and len(loaded) == 1:
            setting = next(iter(loaded))
        if setting is None or setting not in loaded:
            held = " and ".join(loaded) or "none"
            raise TableFileFault(
                f"{path.name} holds PTP edits for: {held}. Say which with --setting practitioner or hospital."
            )
        release = loaded[setting]
        side = QuarterOfEdits(path.name, setting, release.quarter, missing_parts=release.missing_parts)
        side.add(_rows_of(connection, setting), read_terms(connection, setting), codes, any_code=any_code)
    return side


def _rows_of(connection: sqlite3.Connection, setting: Setting) -> Iterator[PackedRow]:
    yield from connection.execute(f"SELECT column_one, column_two, term FROM {ptp_table(setting)}")  # noqa: S608 - our own word
