"""The words of the field: which ones mean the same, and which stand for codes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from knowledge.house_words import house_words, phrase_forms
from knowledge.search.words import stem, words_of
from rules.yaml_files import read_model

CODE_MARK = "#"
IDEA_MARK = "="


class _VocabularyFile(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    not_codes: tuple[str, ...]
    asking: frozenset[str]
    silent: frozenset[str]
    same: dict[str, tuple[str, ...]]
    families: dict[str, tuple[str, ...]]


class Meaning(NamedTuple):
    """What a phrase means to a search.

    Attributes:
        idea: Its idea, or an empty string.
        code: The code it stands for, or an empty string.
        soft: It stands for the code only perhaps.
    """

    idea: str = ""
    code: str = ""
    soft: bool = False

    def joined(self, other: Meaning) -> Meaning:
        """Both meanings of one phrase."""
        return Meaning(
            self.idea or other.idea,
            self.code or other.code,
            self.soft or other.soft,
        )


@dataclass(slots=True)
class _Node:
    then: dict[str, _Node] = field(default_factory=dict)
    meaning: Meaning | None = None


class Vocabulary:
    """Phrases by the stems of their words; the longest that fits is found in one pass.

    Args:
        silent: Words that tell nothing.
        asking: Words that tell what kind of question it is.
        family_of: Of some codes, the idea that comes with them.
    """

    def __init__(self, silent: frozenset[str], asking: frozenset[str], family_of: Mapping[str, str]) -> None:
        self._first: dict[str, _Node] = {}
        self.family_of = family_of
        self.silent, self.asking = silent, asking
        self.words: set[str] = {*silent, *asking}

    def add(self, phrase: str, meaning: Meaning) -> None:
        """Add every form of a phrase to what it means already."""
        for form in phrase_forms(phrase):
            words = words_of(" ".join(form))
            node: _Node | None = None
            for word in words:
                self.words.add(word)
                node = (self._first if node is None else node.then).setdefault(stem(word), _Node())
            if node is not None:
                node.meaning = meaning if node.meaning is None else node.meaning.joined(meaning)

    @property
    def beginnings(self) -> Mapping[str, object]:
        """The stems that some phrase begins with."""
        return self._first

    def longest(self, stems: Sequence[str], at: int) -> tuple[Meaning, int] | None:
        """The longest phrase that begins at a word, and the index after it."""
        found: tuple[Meaning, int] | None = None
        nodes, index = self._first, at
        while index < len(stems) and (node := nodes.get(stems[index])) is not None:
            index += 1
            if node.meaning is not None:
                found = node.meaning, index
            nodes = node.then
        return found

    def forms(self) -> Iterator[str]:
        """Every word of every phrase, once."""
        yield from sorted(self.words)


@cache
def vocabulary() -> Vocabulary:
    """The shipped vocabulary, read on first use.

    Raises:
        ContentError: A file is not usable.
    """
    content = read_model(
        files("knowledge.search").joinpath("vocabulary.yaml"),
        _VocabularyFile,
        name="knowledge/search/vocabulary.yaml",
    )
    family_of = {code: IDEA_MARK + name for name, codes in content.families.items() for code in codes}
    made = Vocabulary(content.silent, content.asking, family_of)
    for name, phrases in content.same.items():
        for phrase in phrases:
            made.add(phrase, Meaning(idea=IDEA_MARK + name))
    uncertain = {" ".join(words_of(phrase)) for phrase in content.not_codes}
    for house in house_words().house_words:
        for phrase in house.say:
            for form in phrase_forms(phrase):
                said = " ".join(form)
                soft = " ".join(words_of(said)) in uncertain
                made.add(said, Meaning(code=house.code, soft=soft))
    return made
