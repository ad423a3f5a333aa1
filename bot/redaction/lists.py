"""The shipped lists: everyday words, words of the field, names, and the words around names."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict

from bot.own_yaml import own_yaml


class Positions(BaseModel):
    """Words around which names, dates and numbers of people stand: `words/positions.yaml`."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    honorifics: frozenset[str]
    honorifics_with_other_senses: frozenset[str]
    people: frozenset[str]
    between: frozenset[str]
    greetings: frozenset[str]
    auxiliaries: frozenset[str]
    before_a_lone_name: frozenset[str]
    says_a_name: tuple[str, ...]
    does_something: frozenset[str]
    after_a_lone_name: frozenset[str]
    determiners: frozenset[str]
    joined_in_names: frozenset[str]
    small_names: frozenset[str]
    not_names: frozenset[str]
    verbs_too: frozenset[str]
    months_as_names: frozenset[str]
    month_contexts: frozenset[str]
    surnames_in_lower_case: frozenset[str]
    halves_of_names: frozenset[str]
    capitals_of_ours: frozenset[str]
    never_behind_a_name: frozenset[str]
    digits: dict[str, str]
    tens: frozenset[str]
    ordinals: frozenset[str]
    amount_before: frozenset[str]
    amount_behind: frozenset[str]
    form_numbers: frozenset[str]
    codes_beside_ours: tuple[str, ...]
    code_words: frozenset[str]
    treatment_words: frozenset[str]
    never_behind_a_title: frozenset[str]
    surnames_that_need: frozenset[str]
    months_hold: frozenset[str]
    dictated_modifiers: dict[str, frozenset[str]]
    labels_of_numbers: frozenset[str]
    phrases_with_a_name: dict[str, frozenset[str]]
    no_town: frozenset[str]
    eponyms: frozenset[str]
    behind_an_eponym: frozenset[str]
    insurers_named_like_people: frozenset[str]
    before_an_insurer: frozenset[str]
    behind_an_insurer: frozenset[str]
    only_people_do: frozenset[str]
    adverbs: frozenset[str]


@cache
def positions() -> Positions:
    """The words around names, dates and numbers."""
    return Positions.model_validate(own_yaml(_text("positions.yaml")))


@cache
def word_list(name: str) -> frozenset[str]:
    """One shipped list, in lower case.

    Args:
        name: `everyday`, `field`, `given_names`, `surnames` or `names_by_hand`.
    """
    lines = [line for line in _text(f"{name}.txt").splitlines() if not line.startswith("#")]
    return frozenset("\n".join(lines).split())


def _text(name: str) -> str:
    return files("bot.redaction").joinpath("words", name).read_text(encoding="utf-8")
