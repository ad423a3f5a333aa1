"""The code table: what each code is counted by, for whom, and on which days it exists.

Labels are our own short ones; no CPT descriptor is in this product.

Encoded: kinds of codes, first/additional pairs, days of validity and successors.
Left to judgement: whether a service was skilled, necessary and documented.
Source: `tables/codes.csv` and its sidecar `tables/codes.yaml`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from operator import attrgetter

from rules.errors import CodeNotInForce, CodeTableError, UnknownCode
from rules.table_files import read_rows
from rules.timeline import Confidence
from rules.types import CODE_PATTERN, CountedBy, Discipline, MedicareStatus


@dataclass(frozen=True, slots=True)
class CodeEntry:
    """One code.

    Attributes:
        code: Five characters.
        label: Our own short label.
        counted_by: Which rule counts it.
        minutes_per_unit: Length of one unit in minutes (days for `PERIOD`), where it has one.
        band: Least and most minutes of a `BAND` code; the most is `None` when open.
        base_code: For an add-on, the code it goes with.
        is_supervised: Runs without the therapist's hands, so it may overlap a one-on-one service.
        medicare_status: Standing on Medicare's therapy code list, as far as known.
        disciplines: Who bills it; one entry settles the plan's discipline.
        valid_from: First day, or `None` when unknown and long past.
        valid_through: Last day, or `None` while it lives.
        end_announced: Day from which it is announced to be gone, not confirmed.
        replaced_by: What took its place; empty for none.
        medicare_replacement: What Medicare takes instead, or `None`.
        not_with: A code that the same period is never billed with, or `None`.
        confidence: How well the row is known.
        note: A short remark.
        is_doubtful: Whether its facts, or its standing with Medicare, are thin or disputed.
        takes_minutes: Whether its units follow from minutes.
        is_refused_by_medicare: Whether Medicare never pays a separate line for it.
    """

    code: str
    label: str
    counted_by: CountedBy
    minutes_per_unit: int | None
    band: tuple[int, int | None] | None
    base_code: str | None
    is_supervised: bool
    medicare_status: MedicareStatus
    disciplines: tuple[Discipline, ...]
    valid_from: date | None
    valid_through: date | None
    end_announced: date | None
    replaced_by: tuple[str, ...]
    medicare_replacement: str | None
    not_with: str | None
    confidence: Confidence
    note: str
    is_doubtful: bool = field(init=False)
    takes_minutes: bool = field(init=False)
    is_refused_by_medicare: bool = field(init=False)

    def __post_init__(self) -> None:
        """Settle once what every count asks about."""
        unsure = self.medicare_status is MedicareStatus.UNSURE
        object.__setattr__(self, "is_doubtful", unsure or self.confidence is Confidence.DOUBTFUL)
        object.__setattr__(self, "takes_minutes", self.counted_by in _BY_MINUTES)
        object.__setattr__(self, "is_refused_by_medicare", self.medicare_status.is_refused)

    def is_in_force(self, on: date) -> bool:
        """Whether the code exists on a date of service."""
        if self.valid_from is not None and on < self.valid_from:
            return False
        return self.valid_through is None or on <= self.valid_through

    def require_in_force(self, on: date, table: CodeTable) -> None:
        """Refuse a code that does not exist on a date of service.

        Args:
            on: Date of service.
            table: Where the successors are looked up, as they were on that day.

        Raises:
            CodeNotInForce: With the successor of that day, or the word that there is none.
        """
        if self.valid_through is not None and on > self.valid_through:
            successors = table.successors_of(self, on)
            instead = f"Use {_alternatives(successors)} instead." if successors else "No code took its place."
            raise CodeNotInForce(
                f"{self.code}, {self.label}, ended on {self.valid_through.isoformat()}, so it cannot be "
                f"billed on {on.isoformat()}. {instead}",
                replaced_by=successors,
                code="deleted_code",
            )
        if self.valid_from is not None and on < self.valid_from:
            raise CodeNotInForce(
                f"{self.code}, {self.label}, began on {self.valid_from.isoformat()}, so it cannot be "
                f"billed on {on.isoformat()}. Use the code of that day, or a later date of service.",
                code="code_not_yet_in_force",
            )


_BY_MINUTES = frozenset(
    {
        CountedBy.QUARTER_HOUR,
        CountedBy.FIRST,
        CountedBy.ADDITIONAL,
        CountedBy.HOUR,
        CountedBy.MONTH,
        CountedBy.BAND,
    }
)


class CodeTable:
    """Every known code, by its five characters."""

    def __init__(self, entries: Mapping[str, CodeEntry]) -> None:
        self._entries = dict(entries)
        self._add_ons = {entry.base_code: entry for entry in entries.values() if entry.base_code}

    def __contains__(self, code: object) -> bool:
        return code in self._entries

    def __iter__(self) -> Iterator[CodeEntry]:
        return iter(self._entries.values())

    def __len__(self) -> int:
        return len(self._entries)

    def get(self, code: str) -> CodeEntry | None:
        """The code's row, or `None`."""
        return self._entries.get(code)

    def find(self, code: str) -> CodeEntry:
        """The code's row.

        Raises:
            UnknownCode: It is not in the table.
        """
        try:
            return self._entries[code]
        except KeyError:
            raise UnknownCode(
                f"{code} is not in the code table. Check the five characters, e.g. 97110."
            ) from None

    def successors_of(self, entry: CodeEntry, on: date) -> tuple[str, ...]:
        """The codes that stand for an ended code on a date of service, over several generations."""
        found: dict[str, None] = {}
        for code in entry.replaced_by:
            successor = self.find(code)
            if successor.valid_through is not None and on > successor.valid_through:
                found |= dict.fromkeys(self.successors_of(successor, on))
            else:
                found[code] = None
        return tuple(found)

    def add_on_of(self, base_code: str) -> CodeEntry | None:
        """The add-on that goes with a base code, or `None`."""
        return self._add_ons.get(base_code)


@cache
def code_table() -> CodeTable:
    """The shipped code table, read on first use.

    Raises:
        CodeTableError: With every unusable row.
    """
    rows, faults = read_rows("codes.csv", _entry, once=attrgetter("code"))
    entries = {entry.code: entry for entry in rows}
    for entry in entries.values():
        faults += [
            f"codes.csv: {entry.code} names {other}, which is not in the table"
            for other in (*entry.replaced_by, entry.base_code, entry.medicare_replacement, entry.not_with)
            if other and other not in entries
        ]
    if faults:
        raise CodeTableError("\n".join(faults))
    return CodeTable(entries)


def _entry(row: Mapping[str, str]) -> CodeEntry:
    code = row["code"]
    if not CODE_PATTERN.fullmatch(code):
        raise ValueError(f"{code!r} is not a code: five characters, e.g. 97110 or G0283")
    band = None
    if row["band_from"]:
        band = (int(row["band_from"]), int(row["band_to"]) if row["band_to"] else None)
    return CodeEntry(
        code=code,
        label=row["label"],
        counted_by=CountedBy(row["counted_by"]),
        minutes_per_unit=int(row["minutes_per_unit"]) if row["minutes_per_unit"] else None,
        band=band,
        base_code=row["base_code"] or None,
        is_supervised=row["attendance"] == "supervised",
        medicare_status=MedicareStatus(row["medicare_status"]),
        disciplines=tuple(Discipline(name.lower()) for name in row["disciplines"].split()),
        valid_from=_day(row, "valid_from"),
        valid_through=_day(row, "valid_through"),
        end_announced=_day(row, "end_announced"),
        replaced_by=tuple(row["replaced_by"].split()),
        medicare_replacement=row["medicare_replacement"] or None,
        not_with=row["not_with"] or None,
        confidence=Confidence(row["confidence"]),
        note=row["note"],
    )


def _day(row: Mapping[str, str], column: str) -> date | None:
    try:
        return date.fromisoformat(row[column]) if row[column] else None
    except ValueError:
        raise ValueError(f"{column}: {row[column]!r} is not a date such as 2026-01-01") from None


def _alternatives(codes: tuple[str, ...]) -> str:
    return codes[0] if len(codes) == 1 else f"{', '.join(codes[:-1])} or {codes[-1]}"
