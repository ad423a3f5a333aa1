"""The words that decide what a plain sentence asks for: shipped data."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict

from bot.own_yaml import own_yaml


class PlainWords(BaseModel):
    """The lists of plain_words.yaml; each is explained there."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    between_is_fine: frozenset[str]
    turns_meaning: frozenset[str]
    turns_nothing: tuple[str, ...]
    no_treatment: frozenset[str]
    totals: frozenset[str]
    again: frozenset[str]
    not_a_count: frozenset[str]
    other_field: frozenset[str]
    asks_units: frozenset[str]
    pair_strong: frozenset[str]
    pair_together: frozenset[str]
    pair_asks: frozenset[str]
    not_a_pair: frozenset[str]
    choice: frozenset[str]
    denials_of_entry: frozenset[str]
    states: dict[str, str]
    payers: dict[str, str]
    everyday_too: frozenset[str]
    no_slips: frozenset[str]
    payer_only_before: dict[str, frozenset[str]]


@cache
def plain_words() -> PlainWords:
    """The shipped lists, read on first use."""
    text = files("bot.parsing").joinpath("plain_words.yaml").read_text(encoding="utf-8")
    return PlainWords.model_validate(own_yaml(text))


@cache
def turns_nothing() -> re.Pattern[str]:
    """Phrases with a "not" in them that leaves everything as it is."""
    return _any_of(plain_words().turns_nothing)


@cache
def payer_names() -> re.Pattern[str]:
    """Names of payers that only sentences use."""
    return _any_of(plain_words().payers)


@cache
def state_plans() -> re.Pattern[str]:
    """Medicaid with its state: "texas medicaid", "medicaid of texas", "TX Medicaid"."""
    names = "|".join(sorted(map(re.escape, plain_words().states), key=len, reverse=True))
    return re.compile(
        rf"\b(?:(?P<before>{names})(?:'s)?\s+(?:state\s+)?medicaid|medicaid\s*,?\s*(?:patient\s+|pt\s+)?(?:of\s+|in\s+|for\s+|from\s+|\()?(?P<behind>{names})\b\)?)",
        re.IGNORECASE,
    )


def _any_of(phrases: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted(phrases, key=len, reverse=True)
    found = "|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in longest_first)
    return re.compile(rf"(?<!\w)(?:{found})(?!\w)", re.IGNORECASE)
