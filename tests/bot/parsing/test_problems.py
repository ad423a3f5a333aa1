"""What a problem tells, in which order, and what it never shows."""

from __future__ import annotations

import pytest

from bot.parsing import ParseProblem, parse_plain, parse_units
from tests.bot.parsing.cases import TODAY


def problem_of(text: str) -> ParseProblem:
    with pytest.raises(ParseProblem) as caught:
        parse_units(text, today=TODAY)
    return caught.value


def test_overlapping_one_on_one_times_are_shown_with_both_codes_both_ranges_and_the_shared_minutes() -> None:
    message = problem_of("97112 9:00-9:25, 97110 9:20-9:35").message
    for part in ("97112 9:00-9:25", "97110 9:20-9:35", "5 minutes", "9:20-9:25"):
        assert part in message


def test_a_range_inside_a_longer_one_is_found_behind_a_shorter_one() -> None:
    problem = problem_of("97112 9:00-10:00 97140 9:05-9:06 97110 9:30-9:45")
    assert problem.code == "overlapping_times"


def test_times_without_am_or_pm_are_compared_by_the_face_of_the_clock() -> None:
    assert "5 minutes (6:45-6:50)" in problem_of("97112 6:30-6:50 97110 6:45-7:15").message
    assert "5 minutes (12:05-12:10)" in problem_of("97112 11:50-12:10 97110 12:05-12:30").message


def test_a_supervised_modality_may_run_beside_a_one_on_one_service() -> None:
    request = parse_units("97112 9:00-9:25 97012 9:05-9:20 97010 9:05-9:20", today=TODAY)
    assert request.visit.minutes == {"97112": 25}


@pytest.mark.parametrize("count", [4_001, 25_000])
def test_a_text_that_is_too_long_is_refused_with_its_length(count: int) -> None:
    problem = problem_of("9" * count)
    assert problem.code == "too_long"
    assert f"{count:,}" in problem.message
    assert "4,000" in problem.message


def test_a_text_of_exactly_the_longest_length_is_read() -> None:
    text = "97112 25".ljust(4_000)
    assert parse_units(text, today=TODAY).visit.minutes == {"97112": 25}


def test_nothing_typed_gets_an_example_that_works() -> None:
    problem = problem_of("  \n ")
    assert (problem.code, problem.outcome) == ("missing_minutes", "refused")
    assert parse_units(problem.suggestions[0].removeprefix("/units"), today=TODAY).visit.minutes


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("97112 97121 25", "unknown_code"),
        ("97112 xyz 97110", "unknown_word"),
        ("97112 payer:medicar", "bad_option"),
        ("97140-59 97110", "modifier_or_minutes"),
        ("97110 x2 97112", "units_or_minutes"),
        ("xyz 97121 25", "unknown_code"),
        ("xyz 97110 slpa:13", "no_assistant_modifier"),
        ("97110 pt:13 ota:23 97121 5", "unknown_code"),
        ("97110 pta:13 97140 15 97112", "who_gave_it"),
        ("97112 25.5 97110", "bad_minutes"),
    ],
)
def test_of_several_problems_the_one_that_decides_the_rest_is_told(text: str, code: str) -> None:
    assert problem_of(text).code == code


def test_two_problems_of_one_kind_are_told_in_reading_order() -> None:
    assert "97121" in problem_of("97121 25 97115 10").message
    assert "97115" in problem_of("97115 10 97121 25").message


def test_a_suggestion_corrects_every_slip_of_the_command() -> None:
    assert problem_of("97121 25 nuero 1O payer:medicar").suggestions == (
        "/units 97112 25 neuro 10 payer:medicare",
    )


def test_a_suggestion_never_makes_minutes_up() -> None:
    for text in ("97112", "97112 25 97110", "97140-GP", "97112x2 97110"):
        for command in problem_of(text).suggestions:
            typed = {piece.strip("m") for piece in text.replace("-", " ").replace("x", " ").split()}
            assert {piece.strip("m") for piece in command.split()[1:]} <= typed


def test_what_is_quoted_is_short_and_holds_no_marks_that_break_the_message() -> None:
    problem = problem_of("97112 25 " + "x\u202ey`z" * 60)
    shown = problem.message[problem.message.index("“") + 1 : problem.message.index("”")]
    assert len(shown) <= 40
    assert "`" not in problem.message
    assert "\u202e" not in problem.message


def test_a_very_long_command_gets_no_suggestion_of_the_same_length() -> None:
    problem = problem_of("97112 1, " * 100 + "nuero 25")
    assert problem.code == "unknown_word"
    assert problem.suggestions == ()


def test_every_missing_code_is_named() -> None:
    message = problem_of("97112 25 97110 97140").message
    assert "97110, 97140 need their minutes" in message


def test_very_many_missing_codes_are_counted() -> None:
    codes = ["97110", "97112", "97113", "97116", "97124", "97140", "97530", "97535"]
    assert "and 3 more" in problem_of(", ".join(codes)).message


def test_the_number_of_words_not_understood_is_told() -> None:
    assert "2 more words" in problem_of("97112 25 qqqq zzzz vvvv").message


def test_a_plain_message_that_is_too_long_is_about_something_else() -> None:
    assert parse_plain("97112 25 " * 2_000, today=TODAY) is None
