"""Which entries want a look, and why."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from knowledge.due import DueReason, find_due
from rules import parameters
from tests.knowledge.made import made_entry


def reasons(on: date, **changes: str) -> list[DueReason]:
    return [due.reason for due in find_due([made_entry(**changes)], on=on)]


def test_an_entry_that_nobody_checked_is_due_at_once() -> None:
    assert reasons(date(2026, 11, 23)) == [DueReason.NEVER_REVIEWED]


@pytest.mark.parametrize(
    ("on", "found"),
    [
        (date(2026, 7, 15), []),
        (date(2026, 7, 16), [DueReason.DUE_SOON]),
        (date(2026, 8, 14), [DueReason.DUE_SOON]),
        (date(2026, 8, 15), [DueReason.OVERDUE]),
    ],
)
def test_a_review_falls_due_after_its_months(on: date, found: list[DueReason]) -> None:
    assert reasons(on, last_reviewed_on="2026-02-15", review_in="6 months") == found


def test_the_last_day_of_a_short_month_stands_for_a_day_it_does_not_have() -> None:
    entry = made_entry(last_reviewed_on="2026-08-31", review_in="6 months")
    assert entry.review_by == date(2027, 2, 28)


@pytest.mark.parametrize("status", ["draft", "retired"])
def test_what_does_not_answer_is_never_due(status: str) -> None:
    assert reasons(date(2026, 11, 23), status=status) == []


def test_a_value_that_began_after_the_review_marks_the_entry() -> None:
    name = "medicare.ncci.modifier_line"
    changed = parameters()[name].values[-1].effective
    before, after = changed - timedelta(days=1), changed + timedelta(days=1)
    [due] = find_due([made_entry(rules=f"[{name}]", last_reviewed_on=before.isoformat())], on=after)
    assert (due.reason, due.since, due.parameter) == (DueReason.PARAMETER_CHANGED, changed, name)
    assert find_due([made_entry(rules=f"[{name}]", last_reviewed_on=changed.isoformat())], on=after) == ()
