"""The KX threshold: every year's amount to the cent and to the day, and where KX starts on a claim."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest

from rules import NoRuleInForce, UserError, find_value, parameters, sources
from rules.errors import BadAmount, CodeNotInForce, UnknownCode
from rules.kx_threshold import KxBucket, KxOnLine, kx_from_line, kx_status
from rules.types import Discipline
from tests.rules.kx_case_files import CLAIMS, YEARS, Claim, Year

CENT, DAY = Decimal("0.01"), timedelta(days=1)
EACH_AMOUNT = [
    pytest.param(year, bucket, id=f"{year.year} {bucket}") for year in YEARS.years for bucket in KxBucket
]


@pytest.mark.parametrize(("year", "bucket"), EACH_AMOUNT)
def test_a_year_is_past_its_amount_a_cent_above_it_and_neither_at_nor_below_it(
    year: Year, bucket: KxBucket
) -> None:
    amount: Decimal = getattr(year, bucket.value)
    for day in (date(year.year, 1, 1), date(year.year, 1, 2), date(year.year, 12, 31)):
        found = [kx_status(bucket, used, on=day) for used in (amount - CENT, amount, amount + CENT)]
        assert [status.past for status in found] == [False, False, True]
        assert [status.left for status in found] == [CENT, 0, 0]
        assert {status.amount for status in found} == {amount}
        assert {status.year for status in found} == {year.year}


@pytest.mark.parametrize(("year", "bucket"), EACH_AMOUNT)
def test_the_review_threshold_is_passed_a_cent_above_it(year: Year, bucket: KxBucket) -> None:
    for day in (date(year.year, 1, 1), date(year.year, 12, 31)):
        found = [
            kx_status(bucket, used, on=day) for used in (year.review - CENT, year.review, year.review + CENT)
        ]
        assert [status.past_review for status in found] == [False, False, True]
        assert {status.review_amount for status in found} == {year.review}


@pytest.mark.parametrize(("year", "bucket"), EACH_AMOUNT)
def test_the_day_before_and_after_a_year_is_not_answered_with_its_amount(
    year: Year, bucket: KxBucket
) -> None:
    reference = f"medicare.kx_threshold.{bucket}@{year.year}-01-01"
    assert reference in kx_status(bucket, Decimal(0), on=date(year.year, 12, 31)).used
    for day in (date(year.year, 1, 1) - DAY, date(year.year, 12, 31) + DAY):
        try:
            used = kx_status(bucket, Decimal(0), on=day).used
        except NoRuleInForce:
            continue
        assert reference not in used


@pytest.mark.parametrize(("year", "bucket"), EACH_AMOUNT)
def test_an_amount_is_known_as_well_as_the_case_says(year: Year, bucket: KxBucket) -> None:
    used = kx_status(bucket, Decimal(0), on=date(year.year, 6, 30)).used
    assert {find_value(reference)[1].confidence for reference in used[:1]} == {year.confidence}


def test_every_year_from_2018_to_2026_has_its_case_and_names_its_numbers() -> None:
    assert [year.year for year in YEARS.years] == list(range(2018, 2027))
    for year in YEARS.years:
        for number in (year.year, int(year.pt_slp), int(year.ot), int(year.review)):
            assert str(number) in year.name
    assert YEARS.from_.source in sources()


def test_each_amount_holds_for_one_calendar_year_and_the_next_begins_where_it_ends() -> None:
    for bucket in KxBucket:
        values = parameters()[f"medicare.kx_threshold.{bucket}"].values
        for value in values:
            assert (value.effective.month, value.effective.day) == (1, 1)
            assert value.through == date(value.effective.year, 12, 31)
        assert all(later.effective.year == earlier.effective.year + 1 for earlier, later in pairwise(values))


@pytest.mark.parametrize("bucket", list(KxBucket))
@pytest.mark.parametrize(
    ("day", "year", "why"),
    [
        (date(2017, 12, 31), "2017", "Older years are not loaded"),
        (date(2012, 1, 1), "2012", "Older years are not loaded"),
        (date(2027, 1, 1), "2027", "CMS sets it anew each year"),
        (date(2031, 6, 1), "2031", "CMS sets it anew each year"),
    ],
)
def test_a_year_without_an_amount_is_refused_with_the_years_there_are(
    bucket: KxBucket, day: date, year: str, why: str
) -> None:
    with pytest.raises(NoRuleInForce) as refusal:
        kx_status(bucket, Decimal(100), on=day)
    said = refusal.value.message
    assert refusal.value.code == "no_rule_in_force"
    assert year in said
    assert why in said
    assert "2018 to 2026" in said
    assert "on:2026-12-31" in said


@pytest.mark.parametrize(
    ("amount", "why"),
    [
        ("-0.01", "0 or more"),
        ("12.345", "a cent is not split"),
        ("0.001", "a cent is not split"),
        ("NaN", "no amount"),
        ("Infinity", "no amount"),
        ("1000000.01", "no year of therapy"),
        ("1E+30", "no year of therapy"),
    ],
)
def test_impossible_dollars_are_refused_with_what_would_be_right(amount: str, why: str) -> None:
    for ask in (
        lambda: kx_status(KxBucket.OT, Decimal(amount), on=date(2026, 3, 2)),
        lambda: kx_from_line(KxBucket.OT, Decimal(1), [("97110", Decimal(amount))], on=date(2026, 3, 2)),
    ):
        with pytest.raises(BadAmount, match=why) as refusal:
            ask()
        assert "2312.45" in refusal.value.message


def test_a_float_is_no_amount_of_dollars() -> None:
    with pytest.raises(TypeError, match="Decimal, not float"):
        kx_status(KxBucket.OT, 2300.0, on=date(2026, 3, 2))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("code", "error"), [("99999", UnknownCode), ("97003", CodeNotInForce), ("97127", CodeNotInForce)]
)
def test_a_line_with_an_unknown_or_ended_code_is_refused(code: str, error: type[UserError]) -> None:
    with pytest.raises(error, match=code):
        kx_from_line(KxBucket.OT, Decimal(0), [(code, Decimal(10))], on=date(2026, 3, 2))


@pytest.mark.parametrize("claim", [pytest.param(claim, id=claim.name) for claim in CLAIMS.claims])
def test_every_worked_claim_is_answered_as_it_says(claim: Claim) -> None:
    found = kx_from_line(claim.bucket, claim.used, claim.lines, on=claim.date_of_service)
    expect = claim.expect
    assert [line.kx for line in found.lines] == expect.kx
    assert found.first == expect.first
    assert (found.after.left, found.after.past) == (expect.left, expect.past)
    assert found.after.past_review is expect.past_review
    assert [caution.id for caution in found.cautions] == expect.cautions
    assert found.before.allowed == claim.used
    assert found.after.allowed == claim.used + sum(allowed for _, allowed in claim.lines)


def test_the_worked_claims_have_names_of_their_own() -> None:
    assert len({claim.name for claim in CLAIMS.claims}) == len(CLAIMS.claims)


def test_where_kx_starts_agrees_with_adding_the_lines_by_hand() -> None:
    """Every start and every pair of lines, in cents, around the amount."""
    amount = Decimal("2480.00")
    steps = [Decimal(n) / 100 for n in (0, 1, 2, 3)]
    for start in (amount + Decimal(n) / 100 for n in range(-4, 3)):
        for one in steps:
            for two in steps:
                lines = [("97110", one), ("97140", two)]
                found = kx_from_line(KxBucket.PT_SLP, start, lines, on=date(2026, 3, 2))
                totals = [start + one, start + one + two]
                assert [line.kx is not KxOnLine.NO for line in found.lines] == [t > amount for t in totals]
                befores = [start, start + one]
                assert [line.kx is KxOnLine.STRADDLES for line in found.lines] == [
                    b < amount < t for b, t in zip(befores, totals, strict=True)
                ]


def test_slp_shares_the_amount_of_pt_and_ot_has_its_own() -> None:
    assert [KxBucket.of(discipline) for discipline in (Discipline.PT, Discipline.SLP, Discipline.OT)] == [
        KxBucket.PT_SLP,
        KxBucket.PT_SLP,
        KxBucket.OT,
    ]
