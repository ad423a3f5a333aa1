"""Loading the PTP edits: every part is read and checked before anything takes effect."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime

from bot.tables.database import rebuilding, tables_path
from bot.tables.documents import Document
from bot.tables.faults import TableFileFault
from bot.tables.imported import Imported, Rejected, remarks_on_the_one_before
from bot.tables.lines import Progress, no_progress
from bot.tables.names import TableKind, read_name
from bot.tables.ptp_rows import PackedRow, PartReader, PartTally
from bot.tables.releases import (
    PARTS,
    SEVERAL_UNNUMBERED,
    UNNUMBERED,
    LoadedFile,
    Release,
    copy_part,
    copy_release,
    ptp_table,
    read_kept_codes,
    read_releases,
    write_kept_codes,
    write_release,
)
from bot.tables.settling import number_parts, settle_quarter, settle_setting
from bot.tables.terms import Terms, read_terms, write_terms
from rules.published import Quarter, Setting


def import_ptp(
    documents: Sequence[Document],
    *,
    database: str,
    therapy_codes: frozenset[str],
    setting: Setting | None = None,
    quarter: Quarter | None = None,
    keep_all: bool = False,
    progress: Progress = no_progress,
) -> Imported:
    """Load parts of the PTP edits of one setting and quarter.

    Parts of a quarter that is loaded already are added to it; another quarter takes its place.

    Args:
        documents: The parts, from `collect`.
        database: The log database, beside which the tables lie.
        therapy_codes: Codes of which a row must have one to be kept.
        setting: The claims they are for, where no name tells it.
        quarter: Their quarter, where no name tells it.
        keep_all: Keep every row.
        progress: Told how many more bytes were read.

    Raises:
        TableFileFault: A file is not what it should be; nothing has changed.
        TablesFault: The tables cannot be written; nothing has changed.
    """
    setting, quarter = settle_setting(documents, setting), settle_quarter(documents, quarter)
    parts = number_parts(documents)
    with rebuilding(tables_path(database)) as connection:
        loaded = read_releases(connection, "old")
        before = loaded.pop((TableKind.PTP, setting), None)
        files: dict[int, LoadedFile] = {}
        codes = therapy_codes
        if before and _goes_on(before, quarter, parts, keep_all=keep_all):
            kept = read_kept_codes(connection, setting, "old")
            if keep_all or kept == therapy_codes:
                files = {file.part: file for file in before.files if file.part not in parts}
                codes = kept
        terms = Terms(read_terms(connection, setting, "old") if files else None)
        reader = PartReader(terms, None if keep_all else therapy_codes)
        rejected: list[Rejected] = []
        # In their order, so that rows are added at the end and the file stays small.
        for part in sorted({*files, *parts}):
            if part not in parts:
                copy_part(connection, setting, part)
                continue
            document, tally = parts[part], PartTally()
            _write_rows(connection, setting, part, reader.rows(document, tally, progress))
            files[part] = _loaded_file(part, document, tally)
            rejected += tally.rejected
        release = Release(
            TableKind.PTP,
            setting,
            quarter,
            datetime.now(UTC),
            keep_all,
            tuple(files[part] for part in sorted(files)),
        )
        _check_days(release, terms)
        if keep_all:
            codes |= therapy_codes | reader.codes_seen()
        write_kept_codes(connection, setting, codes)
        write_terms(connection, setting, terms)
        write_release(connection, release)
        for other in loaded.values():
            copy_release(connection, other)
        remarks = tuple(_remarks(release, before, terms))
    return Imported(release, tuple(files[part] for part in parts), tuple(rejected), remarks)


def _goes_on(before: Release, quarter: Quarter, parts: Iterable[int], *, keep_all: bool) -> bool:
    """Whether the parts loaded before and the ones given now may be of one table."""
    if (before.quarter, before.keeps_all) != (quarter, keep_all):
        return False
    # Without its number nobody can say whether a file comes beside another or in its place.
    numbers = {*parts, *(file.part for file in before.files)}
    return all(UNNUMBERED < number < SEVERAL_UNNUMBERED for number in numbers)


def _write_rows(
    connection: sqlite3.Connection, setting: Setting, part: int, rows: Iterator[PackedRow]
) -> None:
    # A row that is there twice says the same twice.
    connection.executemany(
        f"INSERT OR IGNORE INTO main.{ptp_table(setting)} VALUES (?, ?, ?, {part:d})",  # noqa: S608 - our own word
        rows,
    )


def _loaded_file(part: int, document: Document, tally: PartTally) -> LoadedFile:
    return LoadedFile(
        part=part,
        name=document.label,
        sha256=document.sha256,
        rows_read=tally.rows_read,
        rows_kept=tally.rows_kept,
        rows_rejected=tally.rows_rejected,
        first_code=tally.first_code,
        last_code=tally.last_code,
    )


def _check_days(release: Release, terms: Terms) -> None:
    """Hold the quarter against the rows: none may begin after it.

    Raises:
        TableFileFault: One does.
    """
    newest = terms.newest_start
    if newest is not None and newest > release.quarter.last_day:
        raise TableFileFault(
            f"These are not the edits of {release.quarter}: a row begins on {newest}, so they are those of "
            f"{Quarter.of(newest)} or later. Check --quarter, or download them again and keep their names."
        )


def _remarks(release: Release, before: Release | None, terms: Terms) -> Iterator[str]:
    """What the person should know, in sentences."""
    missing = release.missing_parts
    if missing:
        if len(missing) < PARTS or any(file.has_number for file in release.files):
            numbers = ", ".join(f"f{part}" for part in missing)
            yield (
                f"Missing: {numbers}. Until they are loaded too, a pair without a row is answered with "
                '"this table cannot say" where its row could be in one of them.'
            )
        else:
            yield (
                "No name tells which of the four parts this is, so whether all are here is not known. A pair "
                'without a row is answered with "this table cannot say" outside of the codes in it.'
            )
    newest = terms.newest_start
    if newest is not None and newest < release.quarter.first_day:
        yield (
            f"The newest row begins on {newest}, before {release.quarter}. A new quarter nearly always "
            "brings new rows: check that this is the file you meant."
        )
    revisions = {read_name(file.name).revision for file in release.files}
    if len(revisions) > 1:
        yield "The parts are of several revisions (r0, r1 in their names). Load all four of the newest one."
    if before is not None and before.quarter != release.quarter and missing and not before.missing_parts:
        yield f"The whole table of {before.quarter} has given way to an incomplete one."
    yield from remarks_on_the_one_before(release, before)
