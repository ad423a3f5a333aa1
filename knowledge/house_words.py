"""The words people use in place of codes: "neuro re-ed" for 97112, "eval" for one of several."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import product

from pydantic import BaseModel, ConfigDict

from rules.yaml_files import read_model


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class HouseWord(_Part):
    """Phrases that stand for one code."""

    code: str
    say: tuple[str, ...]


class AmbiguousWord(_Part):
    """Phrases that stand for one of several codes; `choices` has a clear phrase for each."""

    choices: dict[str, str]
    say: tuple[str, ...]


class PayerDependentWord(_Part):
    """Phrases that stand for one code under Medicare and for another elsewhere."""

    medicare: str
    other: str
    say: tuple[str, ...]


class HouseWords(_Part):
    """Everything that is said in place of codes.

    Attributes:
        everyday_codes: Codes offered first when a typed one is near several.
        house_words: Phrases for one code.
        ambiguous_words: Phrases for one of several.
        payer_dependent_words: Phrases whose code depends on the payer.
    """

    everyday_codes: tuple[str, ...]
    house_words: tuple[HouseWord, ...]
    ambiguous_words: tuple[AmbiguousWord, ...]
    payer_dependent_words: tuple[PayerDependentWord, ...]


@cache
def house_words() -> HouseWords:
    """The shipped words, read on first use.

    Raises:
        ContentError: The file is not usable.
    """
    return read_model(
        files("knowledge").joinpath("house_words.yaml"), HouseWords, name="knowledge/house_words.yaml"
    )


def phrase_forms(phrase: str) -> Iterator[tuple[str, ...]]:
    """Every form of a phrase: `a|b` offers either word, `(word)` may be left out."""
    parts: list[tuple[str, ...]] = []
    for part in phrase.split(" "):
        if len(part) == 1:
            parts.append((part,))
            continue
        offered = part.replace("-", " ").replace(".", " . ").strip("()").split("|")
        parts.append((*offered, "") if part.startswith("(") else tuple(offered))
    for words in product(*parts):
        yield tuple(word for part in words for word in part.split())
