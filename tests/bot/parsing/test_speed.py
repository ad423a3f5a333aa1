"""Reading stays fast, and no text makes it slow: time grows with the length, never with its square."""

from __future__ import annotations

import gc
from collections.abc import Callable
from time import thread_time
from typing import Any

import pytest

from bot.parsing import (
    MOST_CHARACTERS,
    parse_check,
    parse_code,
    parse_kx,
    parse_pair,
    parse_plain,
    parse_plain_check,
    parse_units,
)
from tests.bot.parsing.cases import read

LONGEST = MOST_CHARACTERS
HOSTILE = [
    *("9", "9 ", "97112 ", "97112 25 ", "x", "x2 ", "qzk ", "nuero ", "-", "97112-59 ", "1+", "10 and "),
    *(":", "🙂", "ﷺ", "a\u0301", "\u0301", "one hundred and ", "twenty ", 'payer:"a ', "medicare ", "payer:"),
    *(
        "te mt 15 each ",
        "97112 9:00-9:25 ",
        "9:00-9:25 ",
        "each ",
        "97112 25 total 5 ",
        "total 5 ",
        "(",
        "1.",
    ),
    *("1.5 ", "a1", "1a2b3c ", "on ", "on:3/", "1/1/1 ", "_", "a'", ":a", "low complexity pt ", "neuro re-"),
    *("te 5, ", "5 te ", "half an ", "9711 ", "97121 ", "a hundred ", "5% ", "<5 ", "nine "),
    *("te of 5 of ", "5 for te for ", "x 5 ", "2 x ", '"', "'"),
    *(
        "pta 5 ",
        "5 pta ",
        "pt:5 ",
        "97110 pta:5 ",
        "all pta ",
        "pt and pta each 5 te ",
        "te pta 5, ",
        "pta, ",
    ),
    *("pt/pta ", "both:5 ", "payer:a+", "medicare+", "medicare primary ", "primary ", "payer:ab payer:cd "),
]
OF_OTHERS = [
    *("97110x2 ", "97110x2-GP ", "97110-GP-", "x2-59 ", "97110x2-GP-CQ minutes: ", "3 units of 97110 "),
    *("97110 x3 59 ", "97110x2 ( , ", "(GP, ", "minutes: ", "pt 2300 ", "lines:97110=5,", "97110=5,", "1,"),
    *("slp/", "lines: te te te ", "on:x ", "   ", "a-a-a-a", "97110x1.5 ", "2300 lines:", "$ ", "-$"),
]
OTHERS = [parse_check, parse_plain_check, parse_kx, parse_code, parse_pair]


def seconds(text: str, times: int = 3, parse: Callable[..., Any] = parse_units) -> float:
    """The best of a few runs, in processor time, so that a busy machine does not count."""
    best = float("inf")
    for _ in range(times):
        began = thread_time()
        read(parse, text)
        best = min(best, thread_time() - began)
    return best


def filled(piece: str, length: int = LONGEST) -> str:
    return (piece * (length // len(piece) + 1))[:length]


def test_a_command_with_two_codes_is_read_in_well_under_a_millisecond() -> None:
    read(parse_units, "97112 25 97110 10")
    assert seconds("97112 25 97110 10", times=200) < 0.001


def test_a_hundred_codes_are_read_in_milliseconds() -> None:
    assert seconds("97112 9, 97110 4, " * 50) < 0.05


@pytest.mark.parametrize("piece", HOSTILE)
def test_the_most_hostile_characters_that_are_taken_are_read_in_a_moment(piece: str) -> None:
    assert seconds(filled(piece)) < 0.5


@pytest.mark.parametrize("piece", HOSTILE)
def test_twice_the_text_takes_about_twice_the_time(piece: str) -> None:
    half, whole = seconds(filled(piece, LONGEST // 2)), seconds(filled(piece))
    assert whole < 6 * half + 0.02


@pytest.mark.parametrize("piece", OF_OTHERS)
@pytest.mark.parametrize("parse", OTHERS)
def test_another_command_takes_time_in_line_with_its_length(parse: Callable[..., Any], piece: str) -> None:
    half, whole = seconds(filled(piece, LONGEST // 2), 2, parse), seconds(filled(piece), 2, parse)
    assert whole < min(6 * half + 0.05, 0.5)


@pytest.mark.parametrize("piece", HOSTILE)
def test_a_plain_message_of_any_kind_is_read_in_a_moment(piece: str) -> None:
    gc.collect()
    gc.disable()  # looking through what other tests left behind is not this message's time
    try:
        began = thread_time()
        read(parse_plain, filled(piece))
        took = thread_time() - began
    finally:
        gc.enable()
    assert took < 0.5
