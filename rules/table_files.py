"""Reading our own CSV tables: every unusable row is a fault that names the file and the line."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from importlib.resources import files
from typing import TypeVar

Row = TypeVar("Row")


def read_rows(
    name: str, read_row: Callable[[Mapping[str, str]], Row], *, once: Callable[[Row], str] | None = None
) -> tuple[list[Row], list[str]]:
    """Read every row of a table below `rules/tables`.

    Args:
        name: The file, such as `codes.csv`.
        read_row: Makes one row of the cells by their column; a `ValueError` says what is wrong with them.
        once: What may stand in one row alone, such as its code; `None` where rows may repeat.

    Returns:
        The usable rows in their order, and what is wrong with the others, a line each.
    """
    text = files("rules").joinpath("tables", name).read_text(encoding="utf-8")
    rows: list[Row] = []
    faults: list[str] = []
    seen: set[str] = set()
    for number, cells in enumerate(csv.DictReader(text.splitlines()), start=2):
        try:
            if None in cells.values():
                raise ValueError("has too few cells")
            row = read_row(cells)
        except (KeyError, ValueError) as fault:
            faults.append(f"{name} line {number}: {fault}")
            continue
        if once is not None:
            if once(row) in seen:
                faults.append(f"{name} line {number}: {once(row)} is given twice")
            seen.add(once(row))
        rows.append(row)
    return rows, faults
