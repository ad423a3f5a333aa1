"""The table of words: every target exists, every phrase is read as its own code."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import pytest
import yaml

from bot.parsing import ParseProblem, parse_units
from bot.parsing.phrases import Meaning, Role
from bot.parsing.words import lexicon
from rules import code_table, payers
from tests.bot.parsing.cases import TODAY

WORDS: dict[str, Any] = {
    key: value
    for package, name in (("bot.parsing", "words.yaml"), ("knowledge", "house_words.yaml"))
    for key, value in yaml.safe_load(files(package).joinpath(name).read_text(encoding="utf-8")).items()
}
HOUSE_PHRASES = [
    pytest.param(" ".join(words), meaning, id=" ".join(words))
    for words, meaning in lexicon().phrases.all()
    if meaning.role is Role.HOUSE_WORD
]


def targets() -> set[str]:
    codes = {word["code"] for word in WORDS["house_words"]}
    codes |= {code for word in WORDS["ambiguous_words"] for code in word["choices"].values()}
    codes |= {word[key] for word in WORDS["payer_dependent_words"] for key in ("medicare", "other")}
    return codes | set(WORDS["everyday_codes"])


def test_every_code_that_a_word_stands_for_exists() -> None:
    assert {code for code in targets() if code not in code_table()} == set()


def test_every_code_that_a_word_stands_for_is_still_in_force() -> None:
    assert {code for code in targets() if not code_table().find(code).is_in_force(TODAY)} == set()


@pytest.mark.parametrize(("phrase", "meaning"), HOUSE_PHRASES)
def test_a_house_phrase_is_read_as_its_code(phrase: str, meaning: Meaning) -> None:
    visit = parse_units(f"{phrase} 25", today=TODAY).visit
    assert {**visit.minutes, **visit.untimed_minutes} == {meaning.value: 25}


def test_no_phrase_stands_for_two_codes() -> None:
    seen: dict[tuple[str, ...], str] = {}
    for word in WORDS["house_words"]:
        for words, meaning in lexicon().phrases.all():
            if meaning.value == word["code"] and meaning.role is Role.HOUSE_WORD:
                assert seen.setdefault(words, word["code"]) == word["code"]


@pytest.mark.parametrize("payer", sorted(payers()))
def test_every_payer_can_be_named_by_its_id(payer: str) -> None:
    assert parse_units(f"97112 25 payer:{payer}", today=TODAY).payer == payer


@pytest.mark.parametrize(
    ("alias", "payer"), [(alias, payer.id) for payer in payers().values() for alias in payer.aliases]
)
def test_every_payer_can_be_named_by_its_other_names(alias: str, payer: str) -> None:
    assert parse_units(f'97112 25 payer:"{alias}"', today=TODAY).payer == payer
    assert parse_units(f"97112 25 payer:{alias}", today=TODAY).payer == payer


@pytest.mark.parametrize("word", WORDS["filler"])
def test_filler_changes_nothing(word: str) -> None:
    plain = word.replace("(", "").replace(")", "").split("|")[0]
    assert parse_units(f"{plain} 97112 25", today=TODAY).visit.minutes == {"97112": 25}


@pytest.mark.parametrize("word", ["not", "without", "except", "no", "minus", "or", "less", "over", "under 8"])
def test_words_that_turn_the_meaning_are_never_filler(word: str) -> None:
    with pytest.raises(ParseProblem):
        parse_units(f"97112 25 {word} 97110 10", today=TODAY)
