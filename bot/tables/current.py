"""The tables to answer with: what was loaded, and what ships with the rules for the rest.

A running bot takes up a new table without a restart. Looking whether there is one costs a single
question to the file system, at most once a second.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from bot.tables.database import open_tables, tables_path
from bot.tables.faults import TablesFault
from bot.tables.loaded import LoadedMueTable, LoadedPtpTable, Reading, load_mue, load_ptp
from bot.tables.names import TableKind
from bot.tables.releases import Key, Release, read_releases
from rules.mue import MueTable, mue_list
from rules.ptp import PtpTable
from rules.ptp_chart import ptp_chart
from rules.published import Setting

LOOK_EVERY = 1.0
"""Seconds between two looks at whether another file has taken the place of the one in use."""


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables in use at one moment; safe to keep for the length of an answer.

    Attributes:
        fault: Why loaded tables cannot be used, in words; `None` when all is well.
    """

    fault: str | None = None
    _ptp: Mapping[Setting, LoadedPtpTable] = field(default_factory=dict)
    _mue: Mapping[Setting, LoadedMueTable] = field(default_factory=dict)

    def ptp(self, setting: Setting) -> PtpTable:
        """The PTP edits of a setting: the loaded ones, else the built-in chart."""
        return self._ptp.get(setting) or ptp_chart(setting)

    def mue(self, setting: Setting) -> MueTable:
        """The MUE values of a setting: the loaded ones, else the built-in list."""
        return self._mue.get(setting) or mue_list(setting)

    def releases(self) -> Mapping[Key, Release]:
        """Every loaded table."""
        loaded = {(TableKind.PTP, setting): table.release for setting, table in self._ptp.items()}
        return loaded | {(TableKind.MUE, setting): table.release for setting, table in self._mue.items()}


def current_tables(database: str) -> Tables:
    """The tables to answer with now. Never raises: what cannot be read is left out, and said in `fault`.

    Args:
        database: The log database, beside which the tables lie.
    """
    return _watch(database, Path.cwd()).tables()


@cache
def _watch(database: str, _folder: Path) -> _Watch:
    """The watch over the tables of a database, whose name may be relative to the folder."""
    return _Watch(tables_path(database))


class _Watch:
    """One file of tables and what was last read from it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._look_again_at = 0.0
        self._has_looked = False
        self._seen: tuple[int, ...] | None = None
        self._tables = Tables()

    def tables(self) -> Tables:
        if time.monotonic() < self._look_again_at:
            return self._tables
        # Whoever comes while another thread looks goes on with the tables that are there, if any.
        if self._lock.acquire(blocking=not self._has_looked):
            try:
                self._look()
                self._has_looked = True
                self._look_again_at = time.monotonic() + LOOK_EVERY
            finally:
                self._lock.release()
        return self._tables

    def _look(self) -> None:
        try:
            found = self._path.stat()
        except FileNotFoundError:
            self._seen = None
            self._take(Tables())
            return
        except OSError as fault:
            self._seen = None
            self._take(Tables(fault=f"{self._path} cannot be read: {fault.strerror}."))
            return
        mark = (found.st_ino, found.st_mtime_ns, found.st_size)
        if mark == self._seen:
            return
        self._tables = read_tables(self._path)
        self._seen = mark

    def _take(self, tables: Tables) -> None:
        """Put tables in use, unless they are the same: what was worked out with these stays good."""
        if tables != self._tables:
            self._tables = tables


def read_tables(path: Path) -> Tables:
    """The tables of one file; built-in ones in place of any that cannot be read."""
    try:
        connection = open_tables(path)
    except TablesFault as fault:
        return Tables(fault=str(fault))
    reading = Reading(connection)
    try:
        releases = read_releases(connection)
        return Tables(
            None,
            {
                setting: load_ptp(connection, reading, release)
                for (kind, setting), release in releases.items()
                if kind is TableKind.PTP
            },
            {
                setting: load_mue(connection, release)
                for (kind, setting), release in releases.items()
                if kind is TableKind.MUE
            },
        )
    except (sqlite3.Error, ValueError):
        return Tables(
            fault=f"{path} is damaged. Move it away and load the official files again (unitwise ncci import)."
        )
