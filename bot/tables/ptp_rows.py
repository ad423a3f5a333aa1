"""The parts of the PTP edits, read row by row.

The header is found by what it says, not by where it stands. Every row is checked, also those that
are not kept; the loop over millions of them does little more than look up what was read before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.tables.documents import Document
from bot.tables.faults import TableFileFault
from bot.tables.headers import HEAD_LINES, find_ptp_header
from bot.tables.imported import REJECTED_LISTED, Rejected, is_too_bad
from bot.tables.lines import Lines, Progress
from bot.tables.names import TableKind
from bot.tables.packing import pack, unpack
from bot.tables.terms import UNREAD, Terms

MOST_CODES = 200_000
_CODE = re.compile(rb"[A-Z0-9]{5}")
_BLANK = b" \t\r\x1a"

PackedRow = tuple[int, int, int]
"""Column 1 code and column 2 code, packed, and the number of the ending."""


@dataclass(slots=True)
class PartTally:
    """What was seen in one part.

    Attributes:
        rows_read: Usable rows.
        rows_kept: Those of them with a code that is kept.
        rows_rejected: How many rows could not be read.
        rejected: The first of these.
        first_code: Smallest column 1 code.
        last_code: Largest column 1 code.
    """

    rows_read: int = 0
    rows_kept: int = 0
    rows_rejected: int = 0
    rejected: list[Rejected] = field(default_factory=list)
    first_code: str = ""
    last_code: str = ""


class PartReader:
    """Reads the parts of one table, one after the other.

    Args:
        terms: Where the endings of rows get their numbers.
        keep: Codes of which a row must have one to be kept; `None` keeps every row.
    """

    def __init__(self, terms: Terms, keep: frozenset[str] | None) -> None:
        self._terms = terms
        self._keep = None if keep is None else frozenset(map(pack, keep))
        self._numbers: dict[bytes, int] = {}

    def codes_seen(self) -> frozenset[str]:
        """Every code met so far, in either column."""
        return frozenset(map(unpack, self._numbers.values()))

    def rows(self, document: Document, tally: PartTally, progress: Progress) -> Iterator[PackedRow]:
        """The rows of one part that are kept; `tally` is complete at the end.

        A row that cannot be read but names two codes is kept as unread, so that nobody takes its
        absence for "no edit".

        Raises:
            TableFileFault: It is not a part of the PTP edits, or not a whole one.
        """
        lines = Lines(document, TableKind.PTP, progress)
        numbers, endings, keep = self._numbers, self._terms.by_text, self._keep
        smallest = largest = current = -1
        for first_line, bundle in _data(lines, document):
            for line_number, line in enumerate(bundle, first_line):
                try:
                    one, two, ending = line.split(b"\t", 2)
                    row = numbers[one], numbers[two], endings[ending]
                except (ValueError, KeyError):
                    if not line.strip(_BLANK):
                        continue
                    try:
                        row = self._learn(line, document, may_be_cut=lines.ends_open and tally.rows_read > 0)
                    except ValueError as fault:
                        if lines.ends_open:
                            raise _cut_off(document, line_number) from None
                        yield from self._reject(
                            line, Rejected(document.label, line_number, str(fault)), tally
                        )
                        continue
                    except _CutOff:
                        raise _cut_off(document, line_number) from None
                tally.rows_read += 1
                column_one = row[0]
                if column_one != current:
                    current = column_one
                    largest = max(largest, current)
                    smallest = current if smallest < 0 else min(smallest, current)
                if keep is None or column_one in keep or row[1] in keep:
                    tally.rows_kept += 1
                    yield row
        _settle(document, tally)
        tally.first_code, tally.last_code = unpack(smallest), unpack(largest)

    def _learn(self, line: bytes, document: Document, *, may_be_cut: bool) -> PackedRow:
        """Read a row with a code or an ending that was not met before.

        Raises:
            ValueError: The row is not usable; the message says what is wrong.
        """
        cells = line.split(b"\t", 2)
        if len(cells) < 3:
            raise ValueError(f"it has {len(cells)} column{'s' * (len(cells) > 1)}, not 7")
        one, two, ending = cells
        codes = self._number_of(one, document), self._number_of(two, document)
        rationales = self._terms.rationales
        if may_be_cut and ending.rpartition(b"\t")[2].strip().decode("latin-1") not in rationales:
            raise _CutOff
        known = self._terms.by_text.get(ending)
        return (*codes, self._terms.learn(ending) if known is None else known)

    def _number_of(self, cell: bytes, document: Document) -> int:
        known = self._numbers.get(cell)
        if known is not None:
            return known
        code = cell.strip()
        if document.is_workbook and code.isdigit():
            # A workbook may keep a code as a number, without its leading zeros.
            code = code.zfill(5)
        if not _CODE.fullmatch(code):
            shown = code[:20].decode("latin-1")
            raise ValueError(f"{shown!r} is not a code of five characters" if code else "a code is missing")
        if len(self._numbers) >= MOST_CODES:
            raise TableFileFault(f"{document.label} holds more codes than there are. Download it again.")
        number = self._numbers[cell] = pack(code)
        return number

    def _reject(self, line: bytes, rejected: Rejected, tally: PartTally) -> Iterator[PackedRow]:
        tally.rows_rejected += 1
        if len(tally.rejected) < REJECTED_LISTED:
            tally.rejected.append(rejected)
        one, two = (cell.strip() for cell in [*line.split(b"\t"), b""][:2])
        if _CODE.fullmatch(one) and _CODE.fullmatch(two):
            codes = pack(one), pack(two)
            if self._keep is None or not self._keep.isdisjoint(codes):
                yield (*codes, self._terms.number_of(UNREAD))


class _CutOff(Exception):
    """The last line ends in the middle of its last column."""


def _cut_off(document: Document, line: int) -> TableFileFault:
    return TableFileFault(
        f"{document.label} ends in the middle of line {line}: it was cut off. Download it again."
    )


def _data(lines: Lines, document: Document) -> Iterator[tuple[int, list[bytes]]]:
    """The lines after the header, in bundles, each with the number of its first line."""
    head: list[bytes] = []
    bundles = iter(lines)
    for bundle in bundles:
        head += bundle
        if len(head) >= HEAD_LINES:
            break
    start = find_ptp_header(head[:HEAD_LINES], document.label)
    yield start + 1, head[start:]
    number = len(head) + 1
    for bundle in bundles:
        yield number, bundle
        number += len(bundle)


def _settle(document: Document, tally: PartTally) -> None:
    """Refuse a part that is empty or mostly unreadable."""
    if not tally.rows_read and not tally.rows_rejected:
        raise TableFileFault(f"{document.label} has a header, but no row. Download it again.")
    if is_too_bad(tally.rows_read, tally.rows_rejected):
        first = tally.rejected[0]
        raise TableFileFault(
            f"{document.label}: {tally.rows_rejected:,} rows cannot be read and {tally.rows_read:,} can, so "
            f"its columns are not those of the PTP edits. The first is line {first.line}: {first.reason}. "
            "Download it again from CMS."
        )
