"""Running a worked example through the library, and its splits in a form that two surfaces can compare."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rules import UnitsResult, count_units, payers
from tests.cases.case_files import Case


def run(case: Case) -> UnitsResult:
    """Count the visit of a case under the rule and the standing that its payer goes by."""
    payer = payers()[case.payer]
    rule, _ = payer.rule_on(case.date_of_service)
    return count_units(
        case.given.visit(),
        on=case.date_of_service,
        rule=rule,
        follows_medicare_code_status=payer.follows_medicare_code_status,
    )


def with_untimed(result: UnitsResult) -> list[dict[str, int]]:
    """Every listed split with the untimed codes in it, as a case writes it."""
    return [split | result.untimed for split in result.allocations]


def as_set(splits: Iterable[Mapping[str, int]]) -> set[frozenset[tuple[str, int]]]:
    """Splits without their order."""
    return {frozenset(split.items()) for split in splits}
