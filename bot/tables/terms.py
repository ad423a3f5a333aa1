"""What stands behind the two codes of a row: days, indicator and reason.

Millions of rows share a few thousand such endings, so each is read once and then known by number.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from bot.tables.faults import TableFileFault
from rules.published import Setting

FIRST_DAY = date(1996, 1, 1)
"""First day of the edits; a row from before 1996 may come without a first day of its own."""
MOST_TERMS = 500_000
LONGEST_RATIONALE = 200


class Term(NamedTuple):
    """One ending, with `None` for the indicator of a row that could not be read."""

    effective: date | None
    deleted: date | None
    modifier_indicator: int | None
    rationale: str


UNREAD = Term(None, None, None, "")


class Terms:
    """Every ending met so far, by number.

    Args:
        known: Endings that rows loaded earlier go by, with their numbers.

    Attributes:
        newest_start: The latest first day among the endings.
    """

    def __init__(self, known: Mapping[int, Term] | None = None) -> None:
        self.numbers = {term: number for number, term in (known or {}).items()}
        self._free = max(self.numbers.values(), default=0) + 1
        self.by_text: dict[bytes, int] = {}
        self.rationales = {term.rationale for term in self.numbers}
        starts = [term.effective for term in self.numbers if term.effective is not None]
        self.newest_start: date | None = max(starts, default=None)

    def learn(self, text: bytes) -> int:
        """Read an ending that was not met before; later it is found in `by_text`.

        Raises:
            ValueError: It is not one; the message says what is wrong.
            TableFileFault: There are far too many for a table of edits.
        """
        term = read_term(text)
        number = self.number_of(term)
        self.by_text[text] = number
        self.rationales.add(term.rationale)
        if term.effective is not None and (self.newest_start is None or term.effective > self.newest_start):
            self.newest_start = term.effective
        return number

    def number_of(self, term: Term) -> int:
        """The number of an ending, a new one where it has none.

        Raises:
            TableFileFault: There are far too many for a table of edits.
        """
        number = self.numbers.get(term)
        if number is None:
            if len(self.numbers) >= MOST_TERMS:
                raise TableFileFault("Hardly two rows have the same dates, so this is no table of edits.")
            number = self._free
            self._free += 1
            self.numbers[term] = number
        return number


def read_terms(connection: sqlite3.Connection, setting: Setting, schema: str = "main") -> Mapping[int, Term]:
    """Every ending of a loaded table by its number.

    Args:
        connection: Where to read.
        setting: The claims the table is for.
        schema: `main`, or the name under which another file is attached.
    """
    rows = connection.execute(
        "SELECT number, effective, deleted, modifier_indicator, rationale "  # noqa: S608 - our own word
        f"FROM {schema}.term WHERE setting = ?",
        (setting.value,),
    )
    return {
        number: Term(_kept_day(effective), _kept_day(deleted), indicator, rationale)
        for number, effective, deleted, indicator, rationale in rows
    }


def _kept_day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def write_terms(connection: sqlite3.Connection, setting: Setting, terms: Terms) -> None:
    """Keep every ending with its number."""
    connection.executemany(
        "INSERT INTO main.term VALUES (?, ?, ?, ?, ?, ?)",
        (
            (
                setting.value,
                number,
                term.effective and term.effective.isoformat(),
                term.deleted and term.deleted.isoformat(),
                term.modifier_indicator,
                term.rationale,
            )
            for term, number in terms.numbers.items()
        ),
    )


def read_term(text: bytes) -> Term:
    r"""Read what follows the two codes.

    Raises:
        ValueError: It is not an ending; the message says what is wrong.

    >>> read_term(b"*\t19960101\t20191231\t1\tSome reason\r").modifier_indicator
    1
    """
    fields = [field.strip() for field in text.decode("latin-1").split("\t")]
    if len(fields) < 5 or any(fields[5:]):
        raise ValueError(f"it has {len(fields) + 2} columns, not 7")
    existed, effective, deleted, indicator, rationale = fields[:5]
    if existed not in ("", "*"):
        raise ValueError(f"column 3 holds {_shown(existed)}, not * or nothing")
    if indicator not in ("0", "1", "9"):
        raise ValueError(f"the modifier indicator is {_shown(indicator)}, not 0, 1 or 9")
    if len(rationale) > LONGEST_RATIONALE:
        raise ValueError("the rationale is far too long")
    return Term(
        effective=FIRST_DAY if existed and not effective else _day(effective, "effective"),
        deleted=None if deleted == "*" else _day(deleted, "deletion"),
        modifier_indicator=int(indicator),
        rationale=rationale,
    )


def _day(text: str, name: str) -> date:
    try:
        if len(text) == 8 and text.isascii() and text.isdigit():
            return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        pass
    raise ValueError(f"the {name} date is {_shown(text)}, not a day such as 20261001")


def _shown(text: str) -> str:
    return repr(text[:20]) if text else "empty"
