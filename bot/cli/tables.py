"""`unitwise ncci`, `mue` and `tables`: CMS's quarterly files, loaded, listed and compared."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import click

from bot.cli.options import EXIT_INPUT, HELP, as_of, fail, global_options, settings
from bot.cli.table_words import diff_json, diff_lines, import_json, import_lines, status_lines
from bot.tables.changes import compare, read_quarter
from bot.tables.current import current_tables
from bot.tables.database import tables_path
from bot.tables.documents import Document, collect
from bot.tables.faults import TableFileFault, TablesFault
from bot.tables.imported import Imported
from bot.tables.lines import Progress
from bot.tables.mue_import import import_mue
from bot.tables.names import TableKind
from bot.tables.overview import overview
from bot.tables.ptp_import import import_ptp
from rules import code_table
from rules.published import Quarter, Setting

LOADED = "loaded"
NOTHING_CHANGED = "Nothing was loaded; the tables in use are unchanged."

T = TypeVar("T")


def _read_quarter(ctx: click.Context, param: click.Parameter, value: str | None) -> Quarter | None:
    """Read `--quarter`."""
    if value is None:
        return None
    try:
        return Quarter.parse(value)
    except ValueError as fault:
        raise click.BadParameter(f"{fault}.", ctx, param) from None


_files = click.argument("files", nargs=-1, required=True, metavar="FILE…", type=click.Path(path_type=Path))
_setting = click.option(
    "--setting",
    type=click.Choice([setting.value for setting in Setting]),
    help="The claims the table is for; the official names tell it too.",
)
_quarter = click.option(
    "--quarter", callback=_read_quarter, metavar="2026Q4", help="Its quarter; the official names tell it too."
)
_as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@click.group(context_settings=HELP)
@global_options
def ncci() -> None:
    """CMS's PTP edits: which codes may not stand on one claim of one day."""


@click.group(context_settings=HELP)
@global_options
def mue() -> None:
    """CMS's MUE values: the most units of a code that a claim takes."""


@ncci.command("import")
@_files
@_setting
@_quarter
@click.option("--all", "keep_all", is_flag=True, help="Keep every pair, not only those with a therapy code.")
@_as_json
@global_options
def import_edits(
    files: Sequence[Path], setting: str | None, quarter: Quarter | None, keep_all: bool, as_json: bool
) -> None:
    """Load the PTP edits of one setting and quarter from FILE…, as downloaded from CMS.

    Takes the zip files, the text files or the workbooks, or a folder that holds them. All four parts
    belong together; given one by one, they add up. A running bot uses them within a second.

    The same in Python: `bot.tables.ptp_import.import_ptp(collect(paths, TableKind.PTP), database=…)`.
    """
    loaded = settings()

    def run(documents: Sequence[Document], progress: Progress) -> Imported:
        return import_ptp(
            documents,
            database=loaded.database,
            therapy_codes=_therapy_codes(),
            setting=Setting(setting) if setting else None,
            quarter=quarter,
            keep_all=keep_all,
            progress=progress,
        )

    _print(_import(files, TableKind.PTP, run), as_json=as_json)


@mue.command("import")
@_files
@_setting
@_quarter
@_as_json
@global_options
def import_values(files: Sequence[Path], setting: str | None, quarter: Quarter | None, as_json: bool) -> None:
    """Load the MUE values of one setting and quarter from FILE, as downloaded from CMS.

    The same in Python: `bot.tables.mue_import.import_mue(collect(paths, TableKind.MUE), database=…)`.
    """
    loaded = settings()

    def run(documents: Sequence[Document], progress: Progress) -> Imported:
        return import_mue(
            documents,
            database=loaded.database,
            setting=Setting(setting) if setting else None,
            quarter=quarter,
            progress=progress,
        )

    _print(_import(files, TableKind.MUE, run), as_json=as_json)


@ncci.command("diff")
@click.argument("old")
@click.argument("new")
@_setting
@click.option("--any-code", is_flag=True, help="Also pairs of a therapy code with any other code.")
@_as_json
@global_options
def diff_edits(old: str, new: str, setting: str | None, any_code: bool, as_json: bool) -> None:
    """Say what changed for therapy codes from the PTP edits OLD to NEW.

    Each is an official file, a folder with the parts of a quarter, a copy of a file of loaded tables,
    or the word `loaded` for the tables in use.

    The same in Python: `bot.tables.changes.compare(read_quarter(…), read_quarter(…))`.
    """
    database = settings().database
    wanted = Setting(setting) if setting else None
    try:
        sides = [
            read_quarter(
                tables_path(database) if side == LOADED else Path(side),
                codes=_therapy_codes(),
                any_code=any_code,
                setting=wanted,
            )
            for side in (old, new)
        ]
        changes = compare(*sides)
    except TableFileFault as fault:
        fail(fault.message, code=EXIT_INPUT)
    except TablesFault as fault:
        fail(str(fault))
    if as_json:
        click.echo(json.dumps(diff_json(sides[0], sides[1], changes), indent=2))
        return
    for line in diff_lines(sides[0], sides[1], changes):
        click.echo(line)


@click.command(context_settings=HELP)
@_as_json
@global_options
def tables(as_json: bool) -> None:
    """List the tables in use: from where, for which quarter, and whether a newer one should be out.

    The same in Python: `bot.tables.overview.overview(current_tables(database), today=…)`.
    """
    loaded = settings()
    in_use = current_tables(loaded.database)
    timezone = ZoneInfo(loaded.timezone)
    today = as_of() or datetime.now(timezone).date()
    found = overview(in_use, today=today)
    if as_json:
        listed: dict[str, Any] = {
            "tables": [status.to_json_dict() for status in found],
            "fault": in_use.fault,
        }
        click.echo(json.dumps(listed, indent=2))
    else:
        for status in found:
            click.echo("\n".join(status_lines(status, today, timezone)))
    if in_use.fault:
        fail(in_use.fault)


def _print(imported: Imported, *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(import_json(imported), indent=2))
        return
    for line in import_lines(imported):
        click.echo(line)


def _therapy_codes() -> frozenset[str]:
    return frozenset(entry.code for entry in code_table())


def _import(
    files: Sequence[Path], kind: TableKind, run: Callable[[Sequence[Document], Progress], Imported]
) -> Imported:
    try:
        documents = collect(files, kind)
        size = sum(document.size for document in documents)
        # The answer goes to standard output; the bar must not be in it.
        with click.progressbar(
            length=size, label=f"Reading {kind.words}", file=sys.stderr, hidden=not sys.stderr.isatty()
        ) as bar:
            return run(documents, bar.update)
    except TableFileFault as fault:
        fail(fault.message, NOTHING_CHANGED, code=EXIT_INPUT)
    except TablesFault as fault:
        fail(str(fault))
