"""What was understood is told back in full, so that a misreading can be seen."""

from __future__ import annotations

from datetime import date

import pytest

from bot.parsing import Reading, parse_units
from tests.bot.parsing.cases import TODAY


def readings(text: str) -> list[Reading]:
    return list(parse_units(text, today=TODAY).readings)


def test_a_house_word_is_told_back_with_its_code() -> None:
    assert readings("Neuro re-ed 25") == [
        Reading("house_word", {"said": "Neuro re-ed", "code": "97112"}),
    ]


def test_a_sum_on_one_code_is_told_back_with_its_parts() -> None:
    assert readings("97112 10+15") == [
        Reading("parts_summed", {"code": "97112", "parts": (10, 15), "minutes": 25})
    ]


def test_two_sessions_of_one_code_are_told_back_with_both() -> None:
    assert readings("97112 25 97110 10 97112 10") == [
        Reading("sessions_summed", {"code": "97112", "parts": (25, 10), "minutes": 35})
    ]


def test_clock_times_are_told_back_on_a_24_hour_clock() -> None:
    assert readings("97112 2:10 to 2:48 pm") == [
        Reading("clock", {"code": "97112", "start": "14:10", "end": "14:48", "minutes": 38})
    ]


def test_hours_and_written_numbers_are_told_back_as_typed() -> None:
    assert readings("97112 1 hr 10 min, 97110 twenty-five") == [
        Reading("hours", {"said": "1 hr 10 min", "minutes": 70}),
        Reading("written_number", {"said": "twenty-five", "minutes": 25}),
    ]


def test_a_payer_in_plain_words_is_told_back() -> None:
    assert readings("97112 25 medicare part b") == [
        Reading("payer_word", {"said": "medicare part b", "payer": "medicare"})
    ]


def test_readings_come_in_the_order_typed() -> None:
    assert [reading.data["said"] for reading in readings("te 10 medicare neuro an hour ama rule")] == [
        "te",
        "medicare",
        "neuro",
        "an hour",
        "ama rule",
    ]


def test_codes_keep_the_order_typed() -> None:
    visit = parse_units("97161 97140 5, 97010 97112 25", today=TODAY).visit
    assert list(visit.minutes) == ["97140", "97112"]
    assert visit.untimed == ("97161", "97010")


@pytest.mark.parametrize(
    ("payer", "code"),
    [
        ("", "G0283"),
        ("payer:medicare", "G0283"),
        ("payer:medicare_advantage", "G0283"),
        ("payer:medicare_cah", "G0283"),
        ("aetna", "97014"),
        ("payer:kaiser", "97014"),
    ],
)
def test_unattended_stimulation_has_medicares_code_unless_another_payer_is_named(
    payer: str, code: str
) -> None:
    assert parse_units(f"unattended estim {payer}", today=TODAY).visit.untimed == (code,)


def test_yesterday_is_the_day_before_the_day_that_is_passed_in() -> None:
    assert parse_units("97112 25 on:yesterday", today=date(2026, 3, 1)).date_of_service == date(2026, 2, 28)
