"""The tables to answer with: what was loaded, and what ships with the rules for the rest.

A running bot takes up a new table without a restart.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from bot.tables.database import open_tables, tables_path
from bot.tables.faults import TablesFault
from bot.tables.loaded import LoadedMueTable, LoadedPtpTable, Reading, load_mue, load_ptp
from bot.tables.names import TableKind
from bot.tables.releases import Key, Release, read_releases
from bot.watching import Watch
from rules.mue import MueTable, mue_list
from rules.ptp import PtpTable
from rules.ptp_chart import ptp_chart
from rules.published import Setting


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
    return _watch(database, Path.cwd()).content()


@cache
def _watch(database: str, _folder: Path) -> Watch[Tables]:
    """The watch over the tables of a database, whose name may be relative to the folder."""
    return Watch(
        tables_path(database),
        read=read_tables,
        without=Tables(),
        unreadable=lambda reason: Tables(fault=reason),
    )


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
