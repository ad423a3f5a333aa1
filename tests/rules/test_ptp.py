"""Pairs: three states kept apart, in either order, by the rows of the date."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules import Confidence, NoRuleInForce, UserError, parameters
from rules.ptp import ModifierLine, PairResult, PairStatus, PtpEdit, find_ptp_edits
from rules.ptp_chart import ptp_chart
from rules.published import Setting

ON = date(2026, 3, 2)
PRACTITIONER, HOSPITAL = Setting.PRACTITIONER, Setting.HOSPITAL
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class HandTable:
    """A table of a few rows."""

    edits: tuple[PtpEdit, ...] = ()
    codes: frozenset[str] = frozenset({"97112", "97140", "97530"})
    setting: Setting = PRACTITIONER
    quarter: str = "2026Q4"
    last_day: date | None = date(2026, 12, 31)
    name: str = field(default="table of a test")

    def covers(self, code: str) -> bool:
        return code in self.codes

    def rows(self, one: str, other: str) -> tuple[PtpEdit, ...]:
        return tuple(
            edit for edit in self.edits if {edit.column_one_code, edit.column_two_code} == {one, other}
        )


def edit(
    indicator: int | None = 1,
    effective: date | None = date(2020, 1, 1),
    deleted: date | None = None,
    codes: tuple[str, str] = ("97112", "97140"),
) -> PtpEdit:
    return PtpEdit(*codes, indicator, effective, deleted, "made up", Confidence.VERIFIED)


def look_up(*edits: PtpEdit, on: date = ON, setting: Setting = PRACTITIONER) -> PairResult:
    table = HandTable(edits, setting=setting)
    [found] = find_ptp_edits(["97140", "97112"], on=on, setting=setting, table=table)
    return found


def ids(found: PairResult) -> set[str]:
    return {caution.id for caution in found.cautions}


def test_a_last_day_is_inclusive() -> None:
    row = edit(deleted=date(2026, 6, 30))
    assert look_up(row, on=date(2026, 6, 29)).status is PairStatus.EDIT
    assert look_up(row, on=date(2026, 6, 30)).status is PairStatus.EDIT
    assert look_up(row, on=date(2026, 7, 1)).status is PairStatus.NO_EDIT


def test_a_first_day_is_inclusive() -> None:
    row = edit(effective=date(2026, 7, 1))
    assert look_up(row, on=date(2026, 6, 30)).status is PairStatus.NO_EDIT
    assert look_up(row, on=date(2026, 7, 1)).status is PairStatus.EDIT
    assert look_up(row, on=date(2026, 7, 2)).status is PairStatus.EDIT


def test_a_row_that_was_withdrawn_on_its_first_day_is_no_edit_even_on_that_day() -> None:
    day = date(2026, 1, 1)
    row = edit(9, effective=day, deleted=day)
    for on in (day - ONE_DAY, day, day + ONE_DAY):
        assert look_up(row, on=on).status is PairStatus.NO_EDIT
    assert ids(look_up(row, on=day - ONE_DAY)) == set()
    assert ids(look_up(row, on=day)) == {"withdrawn_before_it_began"}


def test_several_episodes_of_a_pair_are_kept_apart() -> None:
    rows = (
        edit(1, date(2018, 1, 1), date(2019, 12, 31)),
        edit(9, date(2020, 10, 1), date(2020, 10, 1)),
        edit(0, date(2021, 1, 1)),
    )
    said = {
        date(2017, 12, 31): None,
        date(2019, 12, 31): 1,
        date(2020, 1, 1): None,
        date(2020, 10, 1): None,
        date(2020, 12, 31): None,
        date(2021, 1, 1): 0,
    }
    for on, indicator in said.items():
        found = look_up(*rows, on=on)
        assert (found.edit.modifier_indicator if found.edit else None) == indicator, on
    assert look_up(*rows, on=date(2020, 5, 1)).history == rows


def test_where_several_rows_could_match_the_one_that_ended_first_counts() -> None:
    first = edit(0, None, date(2017, 12, 31), codes=("97140", "97112"))
    second = edit(1, None, date(2019, 12, 31))
    living = edit(1, None)
    for rows in ((first, second, living), (living, second, first)):
        assert look_up(*rows, on=date(2016, 5, 1)).edit == first
        assert look_up(*rows, on=date(2018, 1, 1)).edit == second
        assert look_up(*rows, on=date(2020, 1, 1)).edit == living


def test_a_table_that_does_not_cover_a_code_cannot_say_that_there_is_no_edit() -> None:
    table = HandTable(codes=frozenset({"97112"}))
    [found] = find_ptp_edits(["97112", "97140"], on=ON, setting=PRACTITIONER, table=table)
    assert (found.status, found.confidence) == (PairStatus.NOT_IN_TABLE, None)
    assert [caution.data for caution in found.cautions] == [{"codes": ("97140",), "setting": PRACTITIONER}]


def test_a_row_in_force_is_an_edit_even_where_a_code_is_not_covered() -> None:
    table = HandTable((edit(),), codes=frozenset())
    [found] = find_ptp_edits(["97112", "97140"], on=ON, setting=PRACTITIONER, table=table)
    assert found.status is PairStatus.EDIT


def test_a_row_that_could_not_be_read_keeps_the_pair_open() -> None:
    found = look_up(edit(None, None))
    assert (found.status, ids(found)) == (PairStatus.NOT_IN_TABLE, {"row_unread"})
    assert look_up(edit(None, None, date(2026, 3, 1))).status is PairStatus.NO_EDIT
    assert look_up(edit(None, None), edit(1)).status is PairStatus.EDIT


def test_an_unknown_first_day_is_said_before_the_day_the_row_was_seen() -> None:
    row = replace(edit(effective=None), seen_since=date(2024, 4, 1))
    early, late = look_up(row, on=date(2024, 3, 31)), look_up(row, on=date(2024, 4, 1))
    assert (early.status, ids(early), early.confidence) == (
        PairStatus.EDIT,
        {"start_unknown"},
        Confidence.DOUBTFUL,
    )
    assert (late.status, ids(late), late.confidence) == (PairStatus.EDIT, set(), Confidence.VERIFIED)


def test_an_edit_that_ended_or_comes_later_is_told_beside_no_edit() -> None:
    ended, later = edit(deleted=date(2025, 12, 31)), edit(0, date(2026, 7, 1))
    found = look_up(ended, later)
    assert found.status is PairStatus.NO_EDIT
    told = {caution.id: caution.data for caution in found.cautions}
    assert told["ended"] == {
        "last_day": date(2025, 12, 31),
        "column_one": "97112",
        "column_two": "97140",
        "modifier_indicator": 1,
    }
    assert told["begins_later"] == {"first_day": date(2026, 7, 1)}


def test_a_date_after_the_quarter_is_answered_with_a_caution() -> None:
    on_last_day, after = (look_up(edit(), on=day) for day in (date(2026, 12, 31), date(2027, 1, 1)))
    assert "chart_older_than_date" not in ids(on_last_day)
    assert "chart_older_than_date" in ids(after)
    assert (after.status, after.confidence) == (PairStatus.EDIT, Confidence.VERIFIED)
    none = look_up(on=date(2027, 1, 1))
    assert (none.status, none.confidence) == (PairStatus.NO_EDIT, Confidence.DERIVED)


@pytest.mark.parametrize(
    ("on", "names"),
    [
        (date(1996, 12, 31), []),
        (date(1997, 1, 1), ["59"]),
        (date(2014, 12, 31), ["59"]),
        (date(2015, 1, 1), ["59", "XE", "XS", "XP", "XU"]),
        (date(2015, 1, 2), ["59", "XE", "XS", "XP", "XU"]),
    ],
)
def test_indicator_1_offers_the_modifiers_of_the_date_each_with_its_fact(on: date, names: list[str]) -> None:
    found = look_up(edit(1, date(1996, 1, 1)), on=on)
    assert [name for name, _ in found.modifiers] == names
    assert all(fact for _, fact in found.modifiers)
    assert any(reference.startswith("medicare.ncci.bypass_modifiers@") for reference in found.used)


def test_indicator_0_offers_no_modifier_and_no_line() -> None:
    found = look_up(edit(0))
    assert (found.modifiers, found.modifier_line) == ((), None)
    assert found.used == ("medicare.ncci.modifier_indicator@1996-01-01",)


@pytest.mark.parametrize(
    ("on", "setting", "line"),
    [
        (date(2019, 6, 30), PRACTITIONER, ModifierLine.COLUMN_TWO),
        (date(2019, 7, 1), PRACTITIONER, ModifierLine.EITHER),
        (date(2019, 7, 2), PRACTITIONER, ModifierLine.EITHER),
        (date(2019, 7, 1), HOSPITAL, ModifierLine.COLUMN_TWO),
        (ON, HOSPITAL, ModifierLine.COLUMN_TWO),
    ],
)
def test_the_line_for_the_modifier_depends_on_date_and_setting(
    on: date, setting: Setting, line: ModifierLine
) -> None:
    assert look_up(edit(1, date(2000, 1, 1)), on=on, setting=setting).modifier_line is line


def test_no_routine_modifier_opens_an_edit() -> None:
    for value in parameters()["medicare.ncci.bypass_modifiers"].values:
        assert not {"22", "25", "50", "51", "52", "76", "77", "GP", "GO", "GN", "KX", "CQ", "CO"} & set(
            value.value
        )


def test_every_pair_among_many_codes_is_answered_once_in_typed_order() -> None:
    codes = ["97140", "97124", "97530", "97140", "97750"]
    found = find_ptp_edits(codes, on=ON, setting=PRACTITIONER, table=ptp_chart(PRACTITIONER))
    assert [result.codes for result in found] == list(combinations(["97140", "97124", "97530", "97750"], 2))


def test_twenty_codes_make_a_hundred_and_ninety_pairs() -> None:
    codes = sorted(ptp_chart(PRACTITIONER).complete_for)[:20]
    assert len(find_ptp_edits(codes, on=ON, setting=PRACTITIONER, table=ptp_chart(PRACTITIONER))) == 190


@pytest.mark.parametrize(
    ("codes", "code"),
    [([], "missing_code"), (["97140"], "one_code"), (["97140", "97140"], "same_code")],
)
def test_less_than_two_different_codes_are_refused(codes: list[str], code: str) -> None:
    with pytest.raises(UserError, match="97140 97124") as refusal:
        find_ptp_edits(codes, on=ON, setting=PRACTITIONER, table=HandTable())
    assert refusal.value.code == code


def test_a_date_before_the_first_year_of_the_edits_is_refused() -> None:
    with pytest.raises(NoRuleInForce, match="1996-01-01"):
        look_up(edit(), on=date(1995, 12, 31))


def test_a_table_of_the_other_setting_is_a_fault() -> None:
    with pytest.raises(ValueError, match="hospital"):
        find_ptp_edits(["97112", "97140"], on=ON, setting=HOSPITAL, table=HandTable())


def test_every_answer_names_the_table_and_the_row_it_rests_on() -> None:
    found = look_up(edit())
    assert found.citations[0] == ("cms-ncci-ptp", "practitioner table 2026Q4, 97112/97140")
    assert {citation.source for citation in found.citations} == {
        "cms-ncci-ptp",
        "cms-ncci-manual",
        "cms-cr-11168",
    }


days = st.dates(date(1996, 1, 1), date(2027, 12, 31))
chart_codes = st.sampled_from(sorted(ptp_chart(PRACTITIONER).complete_for))


@given(st.lists(chart_codes, min_size=2, max_size=2, unique=True), days, st.sampled_from(Setting))
def test_the_order_of_the_codes_changes_nothing_but_itself(
    pair: list[str], on: date, setting: Setting
) -> None:
    table = ptp_chart(setting)
    [one_way] = find_ptp_edits(pair, on=on, setting=setting, table=table)
    [other_way] = find_ptp_edits(pair[::-1], on=on, setting=setting, table=table)
    turned = replace(other_way, codes=one_way.codes, citations=one_way.citations, cautions=one_way.cautions)
    assert turned == one_way
    assert ids(other_way) == ids(one_way)


def spans_overlap(row: PtpEdit, other: PtpEdit) -> bool:
    starts = max(row.effective or date.min, other.effective or date.min)
    return starts <= min(row.deleted or date.max, other.deleted or date.max)


@given(st.lists(chart_codes, min_size=2, max_size=2, unique=True), days)
def test_no_edit_is_never_said_where_a_row_may_be_in_force(pair: list[str], on: date) -> None:
    table = ptp_chart(PRACTITIONER)
    [found] = find_ptp_edits(pair, on=on, setting=PRACTITIONER, table=table)
    possible = [row for row in table.rows(*pair) if row.modifier_indicator in (0, 1) and row.spans(on)]
    assert found.status is (PairStatus.EDIT if possible else PairStatus.NO_EDIT)
    if found.edit is not None:
        assert found.edit in possible


def test_with_known_first_days_at_most_one_row_is_in_force_on_any_day() -> None:
    for setting in Setting:
        chart = ptp_chart(setting)
        for pair in chart.pairs():
            known = [
                row
                for row in chart.rows(*sorted(pair))
                if row.modifier_indicator in (0, 1) and (row.effective or row.deleted is None)
            ]
            assert not any(spans_overlap(*two) for two in combinations(known, 2)), sorted(pair)
