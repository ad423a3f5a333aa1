"""Phrases with a meaning, searched word by word, the longest first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

from bot.parsing.tokens import Token, TokenKind
from knowledge.house_words import phrase_forms


class Role(Enum):
    """What a word or phrase does in a command."""

    HOUSE_WORD = auto()
    AMBIGUOUS_WORD = auto()
    PAYER_DEPENDENT_WORD = auto()
    JOINER = auto()
    SEPARATOR = auto()
    BINDER = auto()
    EACH = auto()
    TOTAL = auto()
    TIMES = auto()
    AMOUNT = auto()
    PAYER = auto()
    RULE = auto()
    DISCIPLINE = auto()
    PAYER_RANK = auto()
    PROVIDER = auto()
    PROVIDER_FILLER = auto()
    SPEECH_ASSISTANT = auto()
    MODIFIER = auto()
    OPTION = auto()
    INEXACT = auto()
    FILLER = auto()


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a phrase stands for.

    Attributes:
        role: What it does.
        value: Code, payer id, minutes … as the role needs it.
        choices: Phrase and code of each choice, for a phrase with several codes.
    """

    role: Role
    value: str = ""
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class _Node:
    then: dict[str, _Node] = field(default_factory=dict)
    meaning: Meaning | None = None


class Phrases:
    """Phrases by their words; the longest one that fits is found in one pass."""

    def __init__(self) -> None:
        self._first: dict[str, _Node] = {}

    def add_all(self, phrases: Iterable[str], meaning: Meaning, *, replace: bool = False) -> None:
        """Add several phrases of one meaning."""
        for phrase in phrases:
            self.add(phrase, meaning, replace=replace)

    def add(self, phrase: str, meaning: Meaning, *, replace: bool = False) -> None:
        """Add every form of a phrase; a form that is there already stays unless `replace`."""
        for words in phrase_forms(phrase):
            nodes = self._first
            node = _Node()
            for word in words:
                node = nodes.setdefault(word, _Node())
                nodes = node.then
            if replace or node.meaning is None:
                node.meaning = meaning

    def longest(self, tokens: Sequence[Token], at: int) -> tuple[Meaning, int] | None:
        """The longest phrase that begins at a token, and the index after it."""
        node = self._first.get(tokens[at].text)
        if node is None:
            return None
        found = (node.meaning, at + 1) if node.meaning is not None else None
        index = at + 1
        while node.then and index < len(tokens):
            if _is_inner_dash(tokens, index) or _is_inner_dot(tokens, index, node):
                index += 1
            node = node.then.get(tokens[index].text)
            if node is None:
                break
            index += 1
            if node.meaning is not None:
                found = (node.meaning, index)
        return found

    def all(self) -> Iterator[tuple[tuple[str, ...], Meaning]]:
        """Every phrase by its words, with its meaning."""
        waiting: list[tuple[tuple[str, ...], dict[str, _Node]]] = [((), self._first)]
        while waiting:
            words, nodes = waiting.pop(0)
            for word, node in nodes.items():
                if node.meaning is not None:
                    yield (*words, word), node.meaning
                waiting.append(((*words, word), node.then))


def _is_inner_dot(tokens: Sequence[Token], index: int, node: _Node) -> bool:
    """Whether a full stop only shortens the word before it, as in "ther. ex"."""
    return (
        tokens[index].text == "."
        and "." not in node.then
        and index + 1 < len(tokens)
        and tokens[index - 1].end == tokens[index].start
        and tokens[index + 1].text in node.then
    )


def _is_inner_dash(tokens: Sequence[Token], index: int) -> bool:
    """Whether a dash holds two words together, as in re-ed."""
    return (
        tokens[index].text == "-"
        and index + 1 < len(tokens)
        and tokens[index - 1].end == tokens[index].start
        and tokens[index].end == tokens[index + 1].start
        and tokens[index + 1].kind is not TokenKind.SYMBOL
    )
