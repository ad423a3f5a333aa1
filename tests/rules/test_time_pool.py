"""Medicare's pool against the oracle, its laws, and the order in which splits are recommended."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date
from itertools import permutations, product
from math import comb

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules import CountingRule, Visit, count_units, share_units, units_for_total
from tests.rules.oracle import allowed_splits, as_tuples, units_by_table

ON = date(2026, 3, 2)
CODES = ("97112", "97110", "97140", "97530", "97116", "97035", "97535", "97113", "97124", "97032", "97033")
ALL = 10**6

visits = st.lists(st.integers(0, 70), min_size=1, max_size=6)
wide_visits = st.lists(st.integers(0, 130), min_size=1, max_size=len(CODES))


def minutes_of(amounts: Sequence[int]) -> dict[str, int]:
    return dict(zip(CODES, amounts, strict=False))


def compare(amounts: Sequence[int]) -> None:
    minutes = minutes_of(amounts)
    pool = share_units(minutes, on=ON)
    found = as_tuples(pool.splits(ALL), tuple(minutes))
    wanted = allowed_splits(amounts)
    assert set(found) == wanted, amounts
    assert len(found) == len(wanted) == pool.splits_total, amounts
    assert bool(pool.tied) == (len(wanted) > 1), amounts


@pytest.mark.parametrize("first", range(41))
def test_every_pair_up_to_40_minutes_has_exactly_the_splits_of_the_oracle(first: int) -> None:
    for second in range(41):
        compare((first, second))


@pytest.mark.parametrize("size", [1, 3, 4, 5, 7])
def test_many_drawn_visits_have_exactly_the_splits_of_the_oracle(size: int) -> None:
    draw = random.Random(size)
    for _ in range(200):
        # Few different amounts, so that ties of every size come up.
        most = draw.choice((8, 16, 40, 90))
        compare([draw.randint(0, most) for _ in range(size)])


@pytest.mark.parametrize("size", range(1, 6))
def test_every_visit_of_equal_services_has_exactly_the_splits_of_the_oracle(size: int) -> None:
    for amount in range(46):
        compare([amount] * size)


@pytest.mark.parametrize("total", [*range(200), 1439, 1440])
def test_units_of_a_total_are_those_of_the_printed_table(total: int) -> None:
    assert units_for_total(total, on=ON) == units_by_table(total)
    assert share_units({"97110": total}, on=ON).units == units_by_table(total)


@given(visits, st.randoms(use_true_random=False))
def test_the_order_of_codes_does_not_change_the_set_of_splits(
    amounts: list[int], shuffler: random.Random
) -> None:
    minutes = minutes_of(amounts)
    turned = list(minutes.items())
    shuffler.shuffle(turned)
    codes = tuple(minutes)
    assert set(as_tuples(share_units(minutes, on=ON).splits(ALL), codes)) == set(
        as_tuples(share_units(dict(turned), on=ON).splits(ALL), codes)
    )


@given(wide_visits)
def test_every_listed_split_gives_out_the_units_of_the_total(amounts: list[int]) -> None:
    result = count_units(Visit(minutes_of(amounts)), on=ON, rule=CountingRule.CMS)
    assert result.timed_units == units_by_table(sum(amounts))
    for split in result.allocations:
        assert sum(split.values()) == result.timed_units
        assert all(units > 0 for units in split.values())


@given(wide_visits)
def test_every_whole_15_minutes_are_a_unit_of_their_code_in_every_split(amounts: list[int]) -> None:
    minutes = minutes_of(amounts)
    for split in share_units(minutes, on=ON).splits():
        for code, service_minutes in minutes.items():
            assert service_minutes // 15 <= split[code] <= service_minutes // 15 + 1


@given(wide_visits, st.integers(0, len(CODES) - 1), st.integers(1, 40))
def test_more_minutes_never_give_fewer_units(amounts: list[int], place: int, more: int) -> None:
    place %= len(amounts)
    longer = [*amounts[:place], amounts[place] + more, *amounts[place + 1 :]]
    before, after = share_units(minutes_of(amounts), on=ON), share_units(minutes_of(longer), on=ON)
    assert after.units >= before.units
    if not before.tied and not after.tied:
        code = CODES[place]
        assert after.splits()[0][code] >= before.splits()[0][code]


@given(wide_visits, st.data())
def test_moving_minutes_between_codes_never_changes_the_total(
    amounts: list[int], data: st.DataObject
) -> None:
    giver, taker = (data.draw(st.integers(0, len(amounts) - 1)) for _ in range(2))
    moved = data.draw(st.integers(0, amounts[giver]))
    changed = list(amounts)
    changed[giver] -= moved
    changed[taker] += moved
    assert share_units(minutes_of(changed), on=ON).units == share_units(minutes_of(amounts), on=ON).units


@given(visits)
def test_the_number_of_splits_is_exact(amounts: list[int]) -> None:
    result = count_units(Visit(minutes_of(amounts)), on=ON, rule=CountingRule.CMS, most_splits=ALL)
    assert result.allocations_total == len(result.allocations) == len(allowed_splits(amounts))


@given(visits)
def test_the_recommended_split_is_first_and_goes_by_minutes_in_all_then_by_typed_order(
    amounts: list[int],
) -> None:
    """Of all allowed splits, the extra units go to the services that rank first by our convention."""
    services = tuple(minutes_of(amounts))
    place = {code: number for number, code in enumerate(services)}
    wanted = max(
        allowed_splits(amounts),
        key=lambda split: sorted(
            ((amounts[here], -here) for here, units in enumerate(split) if units > amounts[here] // 15),
            reverse=True,
        ),
    )
    pool = share_units(minutes_of(amounts), on=ON)
    assert as_tuples(pool.splits(1), services) == [wanted]
    assert list(pool.tied) == sorted(pool.tied, key=lambda code: (-amounts[place[code]], place[code]))


@given(wide_visits)
def test_the_band_holds_the_total_and_ends_one_minute_before_the_next_unit(amounts: list[int]) -> None:
    pool = share_units(minutes_of(amounts), on=ON)
    low, high = pool.band
    assert low <= pool.total_minutes <= high
    assert units_for_total(low, on=ON) == units_for_total(high, on=ON) == pool.units
    assert units_for_total(high + 1, on=ON) == pool.units + 1
    result = count_units(Visit(minutes_of(amounts)), on=ON, rule=CountingRule.CMS)
    assert result.minutes_to_next_unit == high + 1 - pool.total_minutes


@settings(max_examples=50)
@given(wide_visits)
def test_the_steps_say_who_got_the_extra_units_and_who_came_next(amounts: list[int]) -> None:
    minutes = minutes_of(amounts)
    result = count_units(Visit(minutes), on=ON, rule=CountingRule.CMS)
    steps = {step.name: step.data for step in result.steps}
    extra, left = steps["extra_units"], steps["left_over"]
    assert left == {code: amount % 15 for code, amount in minutes.items()}
    assert extra["extra"] == len(extra["settled"]) + extra["open"]
    nobody = set(minutes) - set(extra["settled"]) - set(extra["tied"])
    if extra["runner_up"] is not None:
        assert not extra["tied"]
        assert left[extra["runner_up"]] == max(left[code] for code in nobody)
        assert extra["by"] == min(left[code] for code in extra["settled"]) - left[extra["runner_up"]] > 0
    if extra["tied"]:
        assert extra["runner_up"] is None
        assert extra["by"] is None
        assert 0 < extra["open"] < len(extra["tied"])
        assert result.tie is not None
        assert (result.tie.codes, result.tie.extra_units) == (extra["tied"], extra["open"])


def test_a_tie_lists_24_splits_and_counts_them_all() -> None:
    minutes = dict.fromkeys((str(code) for code in range(10_000, 10_021)), 8)
    pool = share_units(minutes, on=ON)
    assert pool.units == 11
    assert pool.splits_total == comb(21, 11) == 352_716
    assert len(pool.splits()) == 24
    assert len({tuple(split.items()) for split in pool.splits()}) == 24
    assert len(pool.splits(5)) == 5


def test_the_steps_of_the_sample_visit_are_its_four_lines_of_arithmetic() -> None:
    result = count_units(Visit({"97112": 25, "97110": 10}), on=ON, rule=CountingRule.CMS)
    assert [(step.name, dict(step.data)) for step in result.steps] == [
        ("total", {"minutes": 35, "units": 2, "band": (23, 37)}),
        ("full_quarters", {"97112": 1, "97110": 0}),
        ("left_over", {"97112": 10, "97110": 10}),
        (
            "extra_units",
            {
                "extra": 1,
                "settled": (),
                "tied": ("97112", "97110"),
                "open": 1,
                "runner_up": None,
                "by": None,
            },
        ),
    ]


def test_every_order_of_a_four_way_tie_recommends_what_was_typed_first() -> None:
    for order in permutations(CODES[:4]):
        pool = share_units(dict.fromkeys(order, 12), on=ON)
        assert pool.units == 3
        assert [code for code, units in pool.splits()[0].items() if units] == list(order[:3])


def test_a_split_never_depends_on_the_number_of_a_code() -> None:
    for first, second in product(CODES[:4], repeat=2):
        if first != second:
            assert share_units({first: 8, second: 8}, on=ON).splits()[0] == {first: 1, second: 0}
