"""Dated values as rows of a table: days, value, source, how well known."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rules import Parameter
from scripts.doc_pages import markdown

HEADS = ("Dates of service", "Value", "Source", "How well known")


def rows(parameter: Parameter, shown: Callable[[Any], str] = markdown.shown) -> list[tuple[str, ...]]:
    """One row for each value, and one for each day from which a value is only expected.

    Args:
        parameter: The number or fact.
        shown: How a value is written.
    """
    known = [
        (
            markdown.days(value.effective, value.through),
            shown(value.value),
            markdown.place(value.cite),
            value.confidence.value,
        )
        for value in parameter.values
    ]
    expected = [
        (markdown.days(day, None), "expected, not yet known: dates are refused", "", "")
        for day in parameter.expected
    ]
    return [*known, *expected]
