"""One visit as a whole: lines, totals, cautions, refusals, and what is left off the claim."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from rules import (
    BadMinutes,
    Caution,
    CountedBy,
    CountingRule,
    NotCountable,
    NotCounted,
    Tie,
    UnitsResult,
    UserError,
    Verdict,
    Visit,
    count_units,
)

ON = date(2026, 3, 2)


def count(
    minutes: dict[str, Any] | None = None,
    *untimed: str,
    rule: CountingRule = CountingRule.CMS,
    on: date = ON,
    medicare: bool = True,
    **rest: Any,
) -> UnitsResult:
    return count_units(
        Visit(minutes or {}, untimed, **rest), on=on, rule=rule, follows_medicare_code_status=medicare
    )


def refusal(minutes: dict[str, Any] | None = None, *untimed: str, **rest: Any) -> UserError:
    with pytest.raises(UserError) as caught:
        count(minutes, *untimed, **rest)
    return caught.value


def cautions(result: UnitsResult) -> list[str]:
    return [caution.id for caution in result.cautions]


def test_lines_come_as_typed_with_an_add_on_after_its_base_and_zero_units_in_sight() -> None:
    result = count({"97110": 3, "97129": 38, "97112": 9}, "97161", untimed_minutes={"97161": 30})
    assert [(line.code, line.minutes, line.units, line.counted_by) for line in result.lines] == [
        ("97110", 3, 0, CountedBy.QUARTER_HOUR),
        ("97129", 38, 1, CountedBy.FIRST),
        ("97130", None, 1, CountedBy.ADDITIONAL),
        ("97112", 9, 1, CountedBy.QUARTER_HOUR),
        ("97161", 30, 1, CountedBy.SERVICE),
    ]
    assert result.total_units == 4


def test_an_add_on_typed_before_its_base_is_one_line_and_one_service_with_it() -> None:
    result = count({"97130": 18, "97129": 20})
    assert [(line.code, line.minutes, line.units) for line in result.lines] == [
        ("97130", 18, 2),
        ("97129", 20, 1),
    ]


def test_lines_of_a_month_are_the_codes_that_its_minutes_pick() -> None:
    assert [(line.code, line.minutes, line.units) for line in count({"98980": 15}).lines] == [
        ("98979", None, 1)
    ]
    assert [(line.code, line.minutes, line.units) for line in count({"98980": 5}).lines] == [("98980", 5, 0)]


def test_timed_pooled_and_total_minutes_are_told_apart() -> None:
    result = count(
        {"97110": 20, "96125": 60, "98980": 20, "S8950": 10}, "97161", untimed_minutes={"97161": 30}
    )
    assert result.pooled_minutes == 20
    assert result.timed_minutes == 80
    # What Medicare does not pay was treatment all the same; a month's management was not of this day.
    assert result.total_minutes == 120


def test_minutes_of_an_untimed_code_that_are_missing_leave_the_total_open_and_are_asked_for() -> None:
    result = count({"97110": 20}, "97161", "97012", untimed_minutes={"97161": 30})
    assert result.total_minutes is None
    assert Caution("untimed_minutes_missing", {"codes": ("97012",)}) in result.cautions


@pytest.mark.parametrize("code", ["98976", "97810"])
def test_codes_without_treatment_minutes_of_their_own_do_not_leave_the_total_open(code: str) -> None:
    result = count({"97110": 20}, code)
    assert result.total_minutes == 20
    assert "untimed_minutes_missing" not in cautions(result)


def test_an_untimed_code_given_twice_is_still_one_unit() -> None:
    result = count({}, "97012", "97012", untimed_minutes={"97012": 30})
    assert result.untimed == {"97012": 1}
    assert len(result.lines) == 1


@pytest.mark.parametrize("rule", list(CountingRule))
def test_the_parameters_used_and_the_places_cited_are_those_of_the_method(rule: CountingRule) -> None:
    result = count({"97110": 23}, rule=rule)
    folder = {"cms": "medicare.timed_units.", "ama": "cpt.midpoint_units.", "full15": "contract.whole_units."}
    assert all(reference.startswith(folder[rule]) for reference in result.used)
    assert len(result.citations) == 1
    source = {"cms": "cms-100-04-ch5", "ama": "cpt-time-rule", "full15": "contract-terms"}
    assert result.citations[0].source == source[rule]


def test_steps_of_a_count_by_code_say_the_length_and_each_code() -> None:
    result = count({"97129": 40, "97110": 7}, rule=CountingRule.AMA)
    assert [(step.name, dict(step.data)) for step in result.steps] == [
        ("each_alone", {"length": 15, "reach": 8}),
        ("code_alone", {"code": "97129", "minutes": 40, "units": 3}),
        ("code_alone", {"code": "97110", "minutes": 7, "units": 0}),
    ]


def test_a_visit_without_15_minute_codes_has_no_next_unit() -> None:
    result = count({}, "97161", untimed_minutes={"97161": 30})
    assert (result.minutes_to_next_unit, result.steps, result.timed_units) == (None, (), 0)
    assert result.allocations == ({},)
    assert result.verdict is Verdict.BILLABLE


def test_a_tie_names_the_code_that_would_take_the_unit() -> None:
    """The first unit of a service is its base code, every further one its add-on."""
    assert count({"97129": 20, "97110": 20}).tie == Tie(("97130", "97110"), 1)
    assert count({"97129": 8, "97110": 8}).tie == Tie(("97129", "97110"), 1)
    assert count({"97110": 24, "97112": 23}).tie is None


def test_own_lengths_join_every_split_of_a_tie() -> None:
    result = count({"97112": 25, "97110": 10, "96125": 31})
    assert result.allocations == (
        {"97112": 2, "96125": 1},
        {"97112": 1, "97110": 1, "96125": 1},
    )
    assert result.timed_units == 3


def test_only_as_many_splits_are_listed_as_asked_for_and_all_are_counted() -> None:
    visit = Visit({"97112": 8, "97110": 8, "97140": 8, "97530": 8})
    result = count_units(visit, on=ON, rule=CountingRule.CMS, most_splits=2)
    assert (len(result.allocations), result.allocations_total) == (2, 6)


@pytest.mark.parametrize(
    ("code", "kind", "reason", "instead"),
    [
        ("97010", "untimed", "not_payable_medicare", None),
        ("97014", "untimed", "not_payable_medicare", "G0283"),
        ("92630", "untimed", "not_payable_medicare", "92507"),
        ("S8948", "timed", "not_payable_medicare", None),
        ("97169", "untimed", "not_payable_medicare", None),
        ("98940", "untimed", "outside_benefit", None),
    ],
)
def test_what_is_no_claim_line_is_said_with_its_minutes_and_what_to_use(
    code: str, kind: str, reason: str, instead: str | None
) -> None:
    result = (
        count({"97110": 15, code: 20})
        if kind == "timed"
        else count({"97110": 15}, code, untimed_minutes={code: 20})
    )
    assert result.not_counted == (NotCounted(code, reason, instead, 20),)
    assert cautions(result) == [reason]
    assert code not in {line.code for line in result.lines}
    assert result.total_units == 1
    assert result.total_minutes == 35


def test_a_code_that_medicare_refuses_is_counted_where_its_word_does_not_rule() -> None:
    result = count({}, "97010", "97014", untimed_minutes={"97010": 10, "97014": 15}, medicare=False)
    assert result.untimed == {"97010": 1, "97014": 1}
    assert result.not_counted == ()


def test_only_codes_that_medicare_refuses_are_not_billable_rather_than_an_error() -> None:
    result = count({}, "97010", untimed_minutes={"97010": 10})
    assert (result.verdict, result.total_units, result.lines) == (Verdict.NOT_BILLABLE, 0, ())


def test_codes_outside_the_benefit_alone_are_refused_by_name() -> None:
    error = refusal({}, "97810", "98941", untimed_minutes={"97810": 15})
    assert error.code == "outside_benefit"
    assert "97810, 98941" in error.message


def test_a_visit_without_any_code_is_refused_with_an_example() -> None:
    error = refusal({})
    assert error.code == "missing_minutes"
    assert "97112 25" in error.message


def test_a_caution_is_said_once() -> None:
    assert cautions(count({"97129": 10, "97130": 10})) == ["pooled_service"]
    assert cautions(count({"92607": 40, "92608": 40})) == ["own_length"]


def test_a_service_of_its_own_lengths_says_them() -> None:
    result = count({"97550": 40})
    assert result.cautions == (Caution("own_length", {"code": "97550", "by_contract": False}),)


def test_an_announced_end_is_said_from_that_day_on_and_still_counted() -> None:
    before = count({}, "92507", untimed_minutes={"92507": 30}, on=date(2026, 12, 31))
    after = count({}, "92507", untimed_minutes={"92507": 30}, on=date(2027, 1, 1))
    assert before.untimed == after.untimed == {"92507": 1}
    assert before.cautions == ()
    assert after.cautions == (Caution("announced_to_end", {"code": "92507", "day": "2027-01-01"}),)


@pytest.mark.parametrize("code", ["20560", "96105", "97037", "97545", "98978", "98986", "92610"])
def test_a_code_whose_standing_is_in_doubt_is_never_counted_without_saying_so(code: str) -> None:
    timed = code in ("96105", "97545")
    result = count({code: 90}) if timed else count({}, code, untimed_minutes={code: 30})
    assert result.total_units == 1
    assert "doubtful_code" in cautions(result)


@pytest.mark.parametrize("code", ["97110", "97129", "96125", "98980", "98966", "98972"])
@pytest.mark.parametrize("minutes", [-1, 7.5, True])
def test_minutes_that_are_not_whole_or_below_zero_are_refused_whatever_the_code(
    code: str, minutes: Any
) -> None:
    error = refusal({code: minutes})
    assert isinstance(error, BadMinutes)
    assert error.code == "bad_minutes"
    assert code in error.message


@pytest.mark.parametrize("minutes", [-1, 7.5])
def test_minutes_of_an_untimed_code_are_held_to_the_same_form(minutes: Any) -> None:
    assert refusal({}, "97161", untimed_minutes={"97161": minutes}).code == "bad_minutes"


def test_no_code_of_a_day_takes_more_minutes_than_the_day_has() -> None:
    assert count({"97110": 1440}).timed_units == 96
    assert refusal({"97110": 1441}).code == "bad_minutes"
    assert refusal({"97110": 1000, "97112": 441}).code == "bad_minutes"


def test_an_untimed_code_takes_no_more_minutes_than_the_day_has() -> None:
    assert count({}, "97161", untimed_minutes={"97161": 1440}).untimed == {"97161": 1}
    assert refusal({}, "97161", untimed_minutes={"97161": 1441}).code == "bad_minutes"


def test_minutes_of_a_month_or_of_some_days_may_pass_a_day() -> None:
    assert count({"98980": 1500}).timed_units == 75
    assert count({"98972": 1500}).timed_units == 1


@pytest.mark.parametrize("code", ["97161", "97012", "97597", "98976", "97799"])
def test_a_code_that_is_not_counted_by_minutes_is_refused_among_the_timed_ones(code: str) -> None:
    error = refusal({code: 20})
    assert isinstance(error, NotCountable)
    assert error.code == "not_timed"
    assert code in error.message


@pytest.mark.parametrize("code", ["97110", "97129", "97130", "96125", "98980", "98966"])
def test_a_code_counted_by_minutes_is_refused_without_them(code: str) -> None:
    assert refusal({}, code).code == "missing_minutes"
    assert refusal({}, typed_units={code: 2}).code == "missing_minutes"


@pytest.mark.parametrize(
    ("add_on", "base"),
    [
        ("97130", "97129"),
        ("90913", "90912"),
        ("92608", "92607"),
        ("96113", "96112"),
        ("92627", "92626"),
        ("97551", "97550"),
        ("97546", "97545"),
        ("98981", "98980"),
    ],
)
def test_an_add_on_needs_its_base_code_and_is_told_where_its_minutes_go(add_on: str, base: str) -> None:
    error = refusal({add_on: 40})
    assert error.code == "base_code_missing"
    assert f"Put the minutes of both on {base}" in error.message


def test_an_add_on_by_area_needs_its_base_code_too() -> None:
    assert "Add 97597 with its units" in refusal({}, typed_units={"97598": 1}).message
    assert refusal({}, "97598").code == "base_code_missing"
    assert count({}, typed_units={"97597": 1, "97598": 2}).untimed == {"97597": 1, "97598": 2}
    assert count({}, "97597", typed_units={"97598": 2}).untimed == {"97598": 2}


@pytest.mark.parametrize(("code", "by"), [("97597", "area"), ("97139", "unlisted")])
def test_units_that_no_minutes_decide_are_asked_for_or_taken_as_typed(code: str, by: str) -> None:
    asked = count({"97110": 15}, code, untimed_minutes={code: 20})
    assert asked.verdict is Verdict.DEPENDS
    assert asked.not_counted == (NotCounted(code, "enter_units", None, 20),)
    assert Caution("enter_units", {"code": code, "by": by}) in asked.cautions
    typed = count({"97110": 15}, typed_units={code: 1}, untimed_minutes={code: 20})
    assert typed.verdict is Verdict.BILLABLE
    assert typed.untimed == {code: 1}
    assert Caution("units_as_typed", {"code": code, "units": 1, "by": by}) in typed.cautions


@pytest.mark.parametrize("units", [-1, 0])
def test_typed_units_below_one_are_refused(units: int) -> None:
    refusal({}, typed_units={"97597": units})


@pytest.mark.parametrize(
    ("code", "minutes", "advice"),
    [
        ("98966", 12, "12 minutes is 98967"),
        ("98966", 4, "4 minutes has no code"),
        ("98968", 31, "31 minutes has no code"),
        ("98971", 21, "21 minutes is 98972"),
        ("98972", 20, "for 21 minutes or more"),
    ],
)
def test_minutes_outside_the_band_of_a_code_name_the_code_they_belong_to(
    code: str, minutes: int, advice: str
) -> None:
    error = refusal({code: minutes})
    assert error.code == "minutes_outside_band"
    assert advice in error.message


@pytest.mark.parametrize(
    "error",
    [
        refusal({"97121": 25}),
        refusal({"97532": 25}),
        refusal({"98979": 10}, on=date(2025, 12, 31)),
        refusal({"97110": 15}, on=date(2011, 12, 31)),
        refusal({"97110": -5}),
        refusal({}, "97110"),
        refusal({"97130": 20}),
    ],
    ids=lambda error: error.code,
)
def test_every_refusal_says_what_was_given_and_what_would_be_right(error: UserError) -> None:
    assert str(error) == error.message
    assert any(character.isdigit() for character in error.message)
    assert any(
        words in error.message for words in ("e.g.", "instead", "Put the minutes", "later date of service")
    )
    assert error.message.endswith(".")
