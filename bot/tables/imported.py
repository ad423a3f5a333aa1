"""What an import tells: the table as it is loaded now, and everything worth a remark."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from bot.tables.releases import LoadedFile, Release

REJECTED_LISTED = 100
"""Rejected rows of one file that are remembered with their line; all are counted."""
REJECTED_ALLOWED = 20
"""Rejected rows that make no table useless; in a large one, one row in a thousand."""
FEWER = 0.9
"""A table with less than this share of the rows of the one before it is remarked on."""


class Rejected(NamedTuple):
    """A row that could not be read.

    Attributes:
        file: What messages call the file it stands in.
        line: Line, counted from 1.
        reason: What is wrong with it.
    """

    file: str
    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did.

    Attributes:
        release: The table as it is loaded now.
        files: The files that this import read.
        rejected: Rows that could not be read, the first ones of each file.
        warnings: What the person should know, in sentences.
    """

    release: Release
    files: tuple[LoadedFile, ...]
    rejected: tuple[Rejected, ...]
    warnings: tuple[str, ...]


def is_too_bad(read: int, rejected: int) -> bool:
    """Whether so many rejected rows mean that the file is another one than it seems."""
    return rejected > max(REJECTED_ALLOWED, read // 1000) or (rejected > 0 and rejected >= read)


def remarks_on_the_one_before(release: Release, before: Release | None) -> Iterator[str]:
    """What is odd about a table beside the one whose place it takes, in sentences."""
    if before is None:
        return
    if before.quarter > release.quarter:
        yield f"A newer table, {before.quarter}, was loaded before; {release.quarter} has taken its place."
    if not (before.missing_parts or release.missing_parts) and release.rows_read < FEWER * before.rows_read:
        yield (
            f"It has {release.rows_read:,} rows, and {before.quarter} had {before.rows_read:,}: check that "
            "nothing was cut off."
        )
