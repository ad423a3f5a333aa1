"""The shipped lists: what is in them, and that they stay the size they were measured at."""

from __future__ import annotations

import itertools
import random

import pytest

from bot.redaction import shipped_vocabulary, storable
from bot.redaction.lists import word_list
from rules import code_table
from tests.bot.redaction.leaks import stands_in

FORMS = (
    "patient {} needs KX?",
    "for {}: 97112 25 min",
    "{}'s plan of care expired",
    "pt {} has 25 min neuro and 10 TE",
    "does {} need an ABN",
    "saw {} today, 97110 30",
    "Mr. {} did 8 min of manual",
    "{} was denied CO-97",
    "my 2pm {} had group",
)
SAID_BY_THE_FORMS = (
    "patient pt mr min neuro te manual group plan care kx abn need today need needs saw my had has did"
)


def test_names_that_are_names_first_are_no_everyday_words() -> None:
    assert not word_list("everyday") & {
        "maria",
        "jose",
        "grace",
        "joy",
        "faith",
        "tanner",
        "fisher",
        "martin",
        "van",
    }


def test_everyday_words_are_everyday() -> None:
    assert {"the", "bill", "therapist", "treatment", "minutes", "mistakes"} <= shipped_vocabulary().words
    assert 12_000 < len(word_list("everyday")) < 20_000


@pytest.mark.parametrize("code", sorted(entry.code for entry in code_table()))
def test_every_code_of_ours_stays(code: str) -> None:
    assert storable(f"is {code} ok with {code}-59 x2") == f"is {code} ok with {code}-59 x2"


def test_words_of_our_documents_can_be_added_but_no_names() -> None:
    more = shipped_vocabulary().with_words(["Frobnicator", "Ngozi"])
    assert storable("frobnicator for ngozi", vocabulary=more) == "frobnicator for [name]"


def test_hardly_any_full_name_of_the_lists_gets_through() -> None:
    chance = random.Random(20261123)
    given = sorted(name for name in word_list("given_names") | word_list("names_by_hand") if len(name) > 2)
    family = sorted(name for name in word_list("surnames") | word_list("names_by_hand") if len(name) > 2)
    through = []
    for form in itertools.islice(itertools.cycle(FORMS), 900):
        first, last = chance.choice(given).capitalize(), chance.choice(family).capitalize()
        text = storable(form.format(f"{first} {last}"))
        own = form.format("").lower().split() + SAID_BY_THE_FORMS.split()
        through += [
            (form, first, last) for part in (first, last) if part.lower() not in own and stands_in(part, text)
        ]
    assert len(through) <= 4, through
