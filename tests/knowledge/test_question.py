"""How a message is read: codes, ideas, spelled-out numbers, and the story around the question."""

from __future__ import annotations

import pytest

from knowledge.search.question import read_words, split_story
from knowledge.search.spelling import Speller
from knowledge.search.vocabulary import vocabulary
from knowledge.search.words import words_of
from rules import code_table


def ideas(text: str) -> set[str]:
    return {term for term in read_words(words_of(text)).weights if term.startswith("=") and "_" not in term}


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("97112 vs 97110", ("97112", "97110")),
        ("nine seven one one two", ("97112",)),
        ("ninety seven one forty with ninety-seven five thirty", ("97140", "97530")),
        ("ninety seven one twelve", ("97112",)),
        ("neuro re-ed and ther ex", ("97112", "97110")),
        ("NMR + MT", ("97112", "97140")),
        ("97161-97163", ("97161", "97163")),
        ("97161-3", ("97161", "97163")),
        ("97140-59", ("97140",)),
        ("97110x2", ("97110",)),
        ("g0283?", ("G0283",)),
        ("can us bill a group", ()),
        ("eight minutes and fifteen minutes", ()),
    ],
)
def test_codes_are_read_however_they_are_named(text: str, codes: tuple[str, ...]) -> None:
    assert read_words(words_of(text)).codes == codes


@pytest.mark.parametrize("text", ["99213 or 99214", "cdt D2740", "97802 units"])
def test_codes_of_other_specialties_are_told_apart(text: str) -> None:
    reading = read_words(words_of(text))
    assert reading.foreign_codes
    assert reading.codes == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("claim was denied", "claim got kicked back"),
        ("MCR", "Medicare Part B"),
        ("POC", "plan of care"),
        ("mod 59", "modifier fifty-nine"),
        ("what's KX", "what is k x"),
        ("10% rule", "de minimis rule"),
        ("co-treat", "cotreatment"),
        ("w/ eval", "with evaluation"),
    ],
)
def test_words_that_mean_the_same_are_one_idea(one: str, other: str) -> None:
    assert ideas(one) & ideas(other)


def test_a_modifier_in_capitals_is_no_everyday_word() -> None:
    assert "=co" in ideas("CO or GP")
    assert "=carc97" in ideas("CO-97 denial")
    assert "=go" not in ideas("how do i go on")


def test_the_families_and_house_words_name_codes_that_exist() -> None:
    assert [code for code in vocabulary().family_of if code not in code_table()] == []


@pytest.mark.parametrize(
    ("text", "asking"),
    [
        (
            "I saw a man today who came in forty minutes late and was very upset about the traffic and the "
            "parking garage being full again. Can I still bill one unit?",
            "Can I still bill one unit?",
        ),
        (
            "so my patient came late and the gym was full and we started with some manual work and then the "
            "front desk called me away for a while what is the least time for one unit",
            "what is the least time for one unit",
        ),
    ],
)
def test_the_story_around_a_question_is_set_aside(text: str, asking: str) -> None:
    found, story = split_story(text)
    assert found == asking
    assert story


def test_a_short_message_has_no_story() -> None:
    assert split_story("late again. one unit?") == ("late again. one unit?", "")


@pytest.fixture
def speller() -> Speller:
    return Speller({"modifier": 30, "modifer": 1, "weather": 4, "units": 20}, vocabulary().forms())


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("modifer", "modifier"),
        ("neuromuscluar", "neuromuscular"),
        ("mediacre", "medicare"),
        ("certifcation", "certification"),
        ("weather", "weather"),
        ("zebra", "zebra"),
        ("97112", "97112"),
        ("kx", "kx"),
    ],
)
def test_slips_are_mended_against_our_own_words_only(speller: Speller, typed: str, meant: str) -> None:
    assert speller.mend([typed]) == [meant]
