"""Loaded tables as the rules look them up."""

from __future__ import annotations

import re
import sqlite3
import threading
import weakref
from collections.abc import Mapping
from datetime import date

from bot.tables.packing import pack
from bot.tables.releases import Release, ptp_table, read_kept_codes
from bot.tables.terms import UNREAD, Term, read_terms
from rules import Confidence
from rules.mue import MueEntry
from rules.ptp import PtpEdit
from rules.published import Setting

NAME = "official table"

_CODE = re.compile(r"[A-Z0-9]{5}")


class Reading:
    """One open file of tables, for many threads; it is closed when nobody holds it any more."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._lock = threading.Lock()
        # An answer under way may still read the old tables after new ones were taken up.
        weakref.finalize(self, connection.close)

    def rows(self, statement: str, values: tuple[int | str, ...]) -> list[tuple[int, int]]:
        """Every row that a statement finds."""
        with self._lock:
            return self._connection.execute(statement, values).fetchall()


class _Loaded:
    """What is the same of every loaded table.

    Args:
        release: What was published for its quarter and setting.
    """

    name = NAME

    def __init__(self, release: Release) -> None:
        self.release = release

    @property
    def quarter(self) -> str:
        """Its quarter."""
        return str(self.release.quarter)

    @property
    def setting(self) -> Setting:
        """The claims it is for."""
        return self.release.setting

    @property
    def last_day(self) -> date:
        """Last day of its quarter."""
        return self.release.quarter.last_day


class LoadedPtpTable(_Loaded):
    """Loaded PTP edits of one setting; a `PtpTable`."""

    def __init__(
        self, reading: Reading, release: Release, terms: Mapping[int, Term], kept_codes: frozenset[str]
    ) -> None:
        super().__init__(release)
        self._reading = reading
        self._terms = terms
        self._covered = frozenset(filter(release.reaches, kept_codes))
        table = ptp_table(release.setting)
        self._statement = (
            f"SELECT column_one, term FROM {table} WHERE column_one = ?1 AND column_two = ?2 "  # noqa: S608 - our own word
            f"UNION ALL SELECT column_one, term FROM {table} WHERE column_one = ?2 AND column_two = ?1"
        )

    def covers(self, code: str) -> bool:
        """Whether every row of this code with another covered one was loaded."""
        return code in self._covered

    def rows(self, one: str, other: str) -> tuple[PtpEdit, ...]:
        """Every row between two codes, whichever is column 1, oldest first."""
        if not (_CODE.fullmatch(one) and _CODE.fullmatch(other)):
            return ()
        packed = pack(one)
        try:
            found = self._reading.rows(self._statement, (packed, pack(other)))
        except sqlite3.Error:
            # A damaged page must not read as "no edit".
            return (_edit(one, other, UNREAD),)
        edits = [
            _edit(*((one, other) if column_one == packed else (other, one)), self._terms.get(term, UNREAD))
            for column_one, term in found
        ]
        return tuple(sorted(edits, key=lambda edit: (edit.effective or date.min, edit.deleted or date.max)))


def _edit(column_one: str, column_two: str, term: Term) -> PtpEdit:
    return PtpEdit(
        column_one_code=column_one,
        column_two_code=column_two,
        modifier_indicator=term.modifier_indicator,
        effective=term.effective,
        deleted=term.deleted,
        rationale=term.rationale,
        confidence=Confidence.VERIFIED,
    )


class LoadedMueTable(_Loaded):
    """Loaded MUE values of one setting; an `MueTable`."""

    def __init__(self, release: Release, entries: Mapping[str, MueEntry]) -> None:
        super().__init__(release)
        self._entries = entries

    @property
    def first_day(self) -> date:
        """First day of its quarter."""
        return self.release.quarter.first_day

    def find(self, code: str) -> MueEntry | None:
        """The row of a code, or `None`."""
        return self._entries.get(code)


def load_ptp(connection: sqlite3.Connection, reading: Reading, release: Release) -> LoadedPtpTable:
    """The PTP edits of a release."""
    return LoadedPtpTable(
        reading,
        release,
        read_terms(connection, release.setting),
        read_kept_codes(connection, release.setting),
    )


def load_mue(connection: sqlite3.Connection, release: Release) -> LoadedMueTable:
    """The MUE values of a release."""
    rows = connection.execute(
        "SELECT code, value, adjudication_indicator, rationale FROM mue WHERE setting = ?",
        (release.setting.value,),
    )
    entries = {
        code: MueEntry(code, value, indicator, rationale, Confidence.VERIFIED)
        for code, value, indicator, rationale in rows
    }
    return LoadedMueTable(release, entries)
