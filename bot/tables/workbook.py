"""A workbook as tab-separated lines, read by a process of its own.

Run as a program with the path of a workbook; prints its longest sheet in Latin-1.

The library that reads it lays a sheet out in memory as one full rectangle, so a small hostile file
with a cell in the last column of the last row ends the process that reads it. That must not be the
importing one, so this is a program of its own, with bounds. It imports nothing of ours.
"""

from __future__ import annotations

import datetime
import sys

MEMORY_BYTES = 3 * 1024**3
"""A full part of CMS's edits takes about a third of this."""
CPU_SECONDS = 300


def main(path: str) -> int:
    """Print the longest sheet of a workbook; 0, or 1 where it cannot be read."""
    _bound()
    # Only here: the bounds come first, and importing this module must cost nothing.
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        with CalamineWorkbook.from_path(path) as workbook:
            sheets = [workbook.get_sheet_by_name(name) for name in workbook.sheet_names]
            if not sheets:
                return 1
            longest = max(sheets, key=lambda sheet: sheet.total_height)
            write = sys.stdout.buffer.write
            for row in longest.iter_rows():
                write("\t".join(map(_text, row)).encode("latin-1", "replace") + b"\n")
            sys.stdout.buffer.flush()
    except CalamineError:
        return 1
    return 0


def _bound() -> None:
    try:
        import resource
    except ImportError:  # not there on Windows
        return
    for limit, amount in ((resource.RLIMIT_AS, MEMORY_BYTES), (resource.RLIMIT_CPU, CPU_SECONDS)):
        _, hard = resource.getrlimit(limit)
        allowed = amount if hard == resource.RLIM_INFINITY else min(amount, hard)
        resource.setrlimit(limit, (allowed, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _text(cell: object) -> str:
    if isinstance(cell, str):
        return " ".join(cell.split()) if any(mark in cell for mark in "\t\r\n") else cell
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime.date):
        return cell.strftime("%Y%m%d")
    return str(cell)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
