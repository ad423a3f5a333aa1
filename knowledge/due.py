"""Which entries want a look: never checked, past their review, or leaning on a value that changed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from knowledge.entry import Entry, Status
from knowledge.rendering import named_parameters
from rules import Parameter, parameters

SOON = timedelta(days=30)


class DueReason(StrEnum):
    """Why an entry wants a look."""

    NEVER_REVIEWED = "never_reviewed"
    OVERDUE = "overdue"
    DUE_SOON = "due_soon"
    """Its review falls within a month."""
    PARAMETER_CHANGED = "parameter_changed"
    """A value that it names began after its last review."""
    PARAMETER_EXPIRED = "parameter_expired"
    """A value that it names holds no longer, and nothing follows it."""


class Due(NamedTuple):
    """One reason why one entry wants a look.

    Attributes:
        entry: The entry.
        reason: Why.
        since: The day it fell or falls due; `None` for one never reviewed.
        parameter: The parameter that changed or ended, or `None`.
    """

    entry: Entry
    reason: DueReason
    since: date | None = None
    parameter: str | None = None


def find_due(entries: Iterable[Entry], *, on: date) -> tuple[Due, ...]:
    """Every reason why a published entry wants a look.

    Args:
        entries: The entries.
        on: Today.

    Returns:
        The reasons, grouped by entry.
    """
    found: list[Due] = []
    for entry in entries:
        if entry.status is not Status.PUBLISHED:
            continue
        found.extend(_by_date(entry, on))
        for name in dict.fromkeys((*entry.rules, *named_parameters(entry.body))):
            if name in parameters():
                found.extend(_by_parameter(entry, parameters()[name], on))
    return tuple(found)


def _by_date(entry: Entry, on: date) -> list[Due]:
    review_by = entry.review_by
    if review_by is None:
        return [Due(entry, DueReason.NEVER_REVIEWED)]
    if on >= review_by:
        return [Due(entry, DueReason.OVERDUE, review_by)]
    if on >= review_by - SOON:
        return [Due(entry, DueReason.DUE_SOON, review_by)]
    return []


def _by_parameter(entry: Entry, parameter: Parameter, on: date) -> list[Due]:
    begun = [value for value in parameter.values if value.effective <= on]
    if not begun:
        return []
    latest = begun[-1]
    if latest.value is None or (latest.through is not None and latest.through < on):
        since = latest.effective if latest.through is None else latest.through + timedelta(days=1)
        return [Due(entry, DueReason.PARAMETER_EXPIRED, since, parameter.name)]
    if entry.last_reviewed_on is not None and latest.effective > entry.last_reviewed_on:
        return [Due(entry, DueReason.PARAMETER_CHANGED, latest.effective, parameter.name)]
    return []
