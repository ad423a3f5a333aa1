"""Finding the header of a table by what it says, and naming what a file without one seems to be."""

from __future__ import annotations

from collections.abc import Sequence

from bot.tables.faults import TableFileFault
from bot.tables.names import TableKind, what_is_right

HEAD_LINES = 60
"""Lines among which the header must begin; a notice, a title and blank lines may come first."""

_PTP_COLUMNS = ("column 1", "column 2", "1996", "effective", "deletion", "modifier", "rationale")
_MUE_COLUMNS = ("code", "mue value", "adjudication", "rationale")
_SEPARATOR = "\t"


def find_ptp_header(head: Sequence[bytes], label: str) -> int:
    """Where the rows of a part of the PTP edits begin.

    CMS wraps the header over several lines; it ends where the first column is filled again.

    Args:
        head: The first lines of the file.
        label: What messages call it.

    Returns:
        Index of the first row in `head`.

    Raises:
        TableFileFault: There is no such header, or its columns are others.
    """
    rows = [[cell.strip().strip('"') for cell in _text(line).split(_SEPARATOR)] for line in head]
    start = next((index for index, row in enumerate(rows) if row[0].lower().startswith("column 1")), None)
    if start is None:
        raise unknown_table(head, label, TableKind.PTP)
    end = next((index for index in range(start + 1, len(rows)) if rows[index][0]), len(rows))
    wrapped = rows[start:end]
    columns = [
        " ".join(row[at] for row in wrapped if at < len(row) and row[at]).lower()
        for at in range(len(wrapped[0]))
    ]
    while columns and not columns[-1]:
        columns.pop()
    if len(columns) == len(_PTP_COLUMNS) and all(map(_is_in, _PTP_COLUMNS, columns)):
        return end
    raise TableFileFault(f"{label} {_what_columns_say(columns)} {what_is_right(TableKind.PTP)}")


def _is_in(word: str, text: str) -> bool:
    return word in text


def _what_columns_say(columns: Sequence[str]) -> str:
    said = " ".join(columns)
    if "deletion" not in said and "effective" not in said:
        return (
            "is a quarterly change file: its rows have no dates, so it cannot say whether a pair has an edit."
        )
    if "1996" not in said and len(columns) == len(_PTP_COLUMNS) - 1:
        return (
            "has no column for edits from before 1996, so it is a Medicaid table; "
            "Unitwise loads the Medicare ones."
        )
    shown = ", ".join(column or "a blank one" for column in columns)[:200]
    return (
        f"has other columns than the PTP edits: {shown}. "
        "There must be seven: column 1, column 2, in existence before 1996, effective date, deletion date, "
        "modifier, rationale."
    )


def find_mue_header(rows: Sequence[Sequence[str]]) -> int | None:
    """Index of the header among the first rows of an MUE table, or `None`."""
    for index, row in enumerate(rows):
        cells = [" ".join(cell.split()).lower() for cell in row if cell.strip()]
        if len(cells) == len(_MUE_COLUMNS) and all(map(_is_in, _MUE_COLUMNS, cells)):
            return index
    return None


def unknown_table(head: Sequence[bytes], label: str, wanted: TableKind) -> TableFileFault:
    """The refusal of a file without the header that was looked for, with what it seems to be."""
    text = "\n".join(map(_text, head)).lower()
    if "mue values" in text or "mue adjudication" in text:
        seems = "is a table of MUE values"
    elif "column 1" in text and "column 2" in text:
        seems = "is a table of PTP edits" if wanted is TableKind.MUE else "is not separated by tabs"
    elif "<html" in text or "<!doctype" in text:
        seems = "is a web page"
    elif "add-on" in text or "addon" in text:
        seems = "is the list of add-on codes"
    else:
        seems = f"has no header of {wanted.words} in its first {HEAD_LINES} lines"
    right = {"is a table of MUE values": TableKind.MUE, "is a table of PTP edits": TableKind.PTP}.get(seems)
    if right is not None and right is not wanted:
        return TableFileFault(
            f"{label} {seems}, not of {wanted.words}. Load it with: unitwise {_command(right)} import"
        )
    return TableFileFault(f"{label} {seems}. {what_is_right(wanted)}")


def _command(kind: TableKind) -> str:
    return "ncci" if kind is TableKind.PTP else "mue"


def _text(line: bytes) -> str:
    return line.decode("latin-1")
