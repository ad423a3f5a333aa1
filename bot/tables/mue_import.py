"""Loading an MUE table: read whole and checked before it takes effect."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from bot.tables.database import rebuilding, tables_path
from bot.tables.documents import Document
from bot.tables.faults import TableFileFault
from bot.tables.headers import HEAD_LINES, find_mue_header, unknown_table
from bot.tables.imported import REJECTED_LISTED, Imported, Rejected, is_too_bad, remarks_on_the_one_before
from bot.tables.lines import Lines, Progress, no_progress
from bot.tables.names import TableKind
from bot.tables.releases import UNNUMBERED, LoadedFile, Release, copy_release, read_releases, write_release
from bot.tables.settling import settle_quarter, settle_setting
from rules.published import Quarter, Setting

LARGEST = 64 * 1024**2
"""Bytes of a table; CMS's have about one million."""
MOST_UNITS = 10_000_000

_CODE = re.compile(r"[A-Z0-9]{5}")
_INDICATOR = re.compile(r"\s*([123])\b")
_SETTINGS = (("practitioner", Setting.PRACTITIONER), ("hospital", Setting.HOSPITAL))


@dataclass(slots=True)
class _Table:
    """What a file holds."""

    setting: Setting
    rows: dict[str, tuple[int, int, str]] = field(default_factory=dict)
    rejected: list[Rejected] = field(default_factory=list)


def import_mue(
    documents: Sequence[Document],
    *,
    database: str,
    setting: Setting | None = None,
    quarter: Quarter | None = None,
    progress: Progress = no_progress,
) -> Imported:
    """Load the MUE values of one setting and quarter.

    Args:
        documents: The file, from `collect`.
        database: The log database, beside which the tables lie.
        setting: The claims it is for, where its name does not tell it; its header always does.
        quarter: Its quarter, where its name does not tell it.
        progress: Told how many more bytes were read.

    Raises:
        TableFileFault: The file is not what it should be; nothing has changed.
        TablesFault: The tables cannot be written; nothing has changed.
    """
    if len(documents) != 1:
        names = ", ".join(document.label for document in documents)
        raise TableFileFault(f"Give one MUE table at a time, not {len(documents)}: {names}.")
    document = documents[0]
    table = _read(document, progress)
    setting = settle_setting(documents, setting, table.setting)
    quarter = settle_quarter(documents, quarter)
    file = LoadedFile(
        part=UNNUMBERED,
        name=document.label,
        sha256=document.sha256,
        rows_read=len(table.rows),
        rows_kept=len(table.rows),
        rows_rejected=len(table.rejected),
        first_code=min(table.rows),
        last_code=max(table.rows),
    )
    release = Release(TableKind.MUE, setting, quarter, datetime.now(UTC), keeps_all=True, files=(file,))
    with rebuilding(tables_path(database)) as connection:
        loaded = read_releases(connection, "old")
        before = loaded.pop((TableKind.MUE, setting), None)
        connection.executemany(
            "INSERT INTO main.mue VALUES (?, ?, ?, ?, ?)",
            ((setting.value, code, *row) for code, row in sorted(table.rows.items())),
        )
        write_release(connection, release)
        for other in loaded.values():
            copy_release(connection, other)
    return Imported(
        release,
        (file,),
        tuple(table.rejected[:REJECTED_LISTED]),
        tuple(remarks_on_the_one_before(release, before)),
    )


def _read(document: Document, progress: Progress) -> _Table:
    records, ends_open = _records(document, progress)
    head = [cells for _, cells in records[:HEAD_LINES]]
    start = find_mue_header(head)
    if start is None:
        lines = ["\t".join(cells).encode("latin-1", "replace") for cells in head]
        raise unknown_table(lines, document.label, TableKind.MUE)
    table = _Table(_setting_of(head[start], document))
    for line, cells in records[start + 1 :]:
        if not any(cell.strip() for cell in cells):
            continue
        if any("\n" in cell for cell in cells):
            # The rows inside of the quotes would be lost without a word.
            raise TableFileFault(
                f"{document.label}: a quote is opened before line {line} and not closed in its own row. "
                "Download it again."
            )
        try:
            code, row = _row(cells, is_workbook=document.is_workbook)
            if code in table.rows:
                raise ValueError(f"{code} is there twice")
        except ValueError as fault:
            if ends_open and line == records[-1][0]:
                raise TableFileFault(
                    f"{document.label} ends in the middle of line {line}: it was cut off. Download it again."
                ) from None
            table.rejected.append(Rejected(document.label, line, str(fault)))
            continue
        table.rows[code] = row
    _settle(document, table)
    return table


def _records(document: Document, progress: Progress) -> tuple[list[tuple[int, list[str]]], bool]:
    """Every record with the line it ends on, and whether the last one has no line end."""
    lines = Lines(document, TableKind.MUE, progress)
    if document.size > LARGEST and not document.is_workbook:
        raise TableFileFault(f"{document.label} is far larger than an MUE table. Download it again.")
    text = "\n".join(line.decode("latin-1") for bundle in lines for line in bundle)
    if document.is_workbook:
        return [(at, line.split("\t")) for at, line in enumerate(text.split("\n"), start=1)], False
    reader = csv.reader(io.StringIO(text, newline=""))
    try:
        return [(reader.line_num, cells) for cells in reader], lines.ends_open
    except csv.Error:
        raise TableFileFault(
            f"{document.label} is not a table of comma-separated values. Download it again."
        ) from None


def _setting_of(header: Sequence[str], document: Document) -> Setting:
    said = " ".join(header).lower()
    for word, setting in _SETTINGS:
        if word in said:
            return setting
    raise TableFileFault(
        f"{document.label} is an MUE table for other claims: its header names neither practitioner nor "
        "outpatient hospital services. Load one of these two."
    )


def _row(cells: Sequence[str], *, is_workbook: bool) -> tuple[str, tuple[int, int, str]]:
    if len(cells) < 4 or any(cell.strip() for cell in cells[4:]):
        raise ValueError(f"it has {len(cells)} column{'s' * (len(cells) != 1)}, not 4")
    code, value, indicator, rationale = (cell.strip() for cell in cells[:4])
    if is_workbook and code.isdigit():
        # A workbook may keep a code as a number, without its leading zeros.
        code = code.zfill(5)
    if not _CODE.fullmatch(code):
        raise ValueError(f"{code[:20]!r} is not a code of five characters")
    if not (value.isascii() and value.isdigit()) or int(value) > MOST_UNITS:
        raise ValueError(f"the value of {code} is {value[:20]!r}, not a number of units")
    match = _INDICATOR.match(indicator)
    if match is None:
        raise ValueError(f"the adjudication indicator of {code} is {indicator[:20]!r}, not 1, 2 or 3")
    return code, (int(value), int(match[1]), rationale[:200])


def _settle(document: Document, table: _Table) -> None:
    """Refuse a table that is empty or mostly unreadable."""
    if not table.rows and not table.rejected:
        raise TableFileFault(f"{document.label} has a header, but no row. Download it again.")
    if is_too_bad(len(table.rows), len(table.rejected)):
        first = table.rejected[0]
        raise TableFileFault(
            f"{document.label}: {len(table.rejected):,} rows cannot be read and {len(table.rows):,} can, so "
            f"it is not an MUE table. The first is line {first.line}: {first.reason}. "
            "Download it again from CMS."
        )
