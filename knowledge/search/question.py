"""A message → what it asks for: ideas, words, codes, and how much of it is story."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from knowledge.search.vocabulary import CODE_MARK, vocabulary
from knowledge.search.words import LONGEST_TEXT, stem
from rules import code_table
from rules.types import CODE_PATTERN

PAIR_MARK = "_"
ASK_MARK = "?"
SOFT_CODE = 0.35
ASKING = 0.5
WORD_PAIR = 0.4
FAMILY = 0.5
STORY = 0.35
SHORTEST_STORY = 28
"""Words from which on a message may hold a story around its question."""

_CUE = re.compile(
    r"\b(?:how|what|what's|whats|when|which|who|why|where|can|could|do|does|did|is|are|should|may|need|must|am"
    r"|will|would|allowed|ok to|okay to|wondering|difference)\b",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"(?<=[.!?;])\s+|\n+|\s[–—-]\s")


@dataclass(frozen=True, slots=True)
class Question:
    """A message as the search sees it.

    Attributes:
        weights: Ideas, words, codes and word pairs, with their weight.
        codes: Codes named with certainty, in order.
        foreign_codes: Numbers and names shaped like a code that are none of ours.
        words: Every word, for typing slips and likeness of spelling.
        kept: The words that carry something, in order and as looked up.
    """

    weights: Mapping[str, float]
    codes: tuple[str, ...]
    foreign_codes: tuple[str, ...]
    words: tuple[str, ...]
    kept: tuple[str, ...]


def _terms(words: list[str]) -> tuple[list[tuple[str, float]], list[str], list[str]]:
    """The terms of some words with their weight, the certain codes, and the foreign ones."""
    known = vocabulary()
    stems = [stem(word) for word in words]
    terms: list[tuple[str, float]] = []
    codes: list[str] = []
    foreign: list[str] = []
    index = 0
    while index < len(words):
        found = known.longest(stems, index)
        if found is not None:
            meaning, end = found
            if meaning.code:
                terms.extend(_code(meaning.code, SOFT_CODE if meaning.soft else 1.0))
                if not meaning.soft:
                    codes.append(meaning.code)
            if meaning.idea:
                terms.append((meaning.idea, 1.0))
            if meaning.soft and not meaning.idea:
                terms.extend(
                    _plain(words[i], stems[i]) for i in range(index, end) if words[i] not in known.silent
                )
            index = end
            continue
        word = words[index]
        if CODE_PATTERN.fullmatch(word.upper()):
            if word.upper() in code_table():
                codes.append(word.upper())
                terms.extend(_code(word.upper(), 1.0))
            else:
                foreign.append(word.upper())
        elif word not in known.silent:
            terms.append(_plain(word, stems[index]))
        index += 1
    return terms, codes, foreign


def _code(code: str, weight: float) -> list[tuple[str, float]]:
    """A code, and the idea of its family."""
    family = vocabulary().family_of.get(code)
    named = [(CODE_MARK + code, weight)]
    return named if family is None else [*named, (family, weight * FAMILY)]


def _plain(word: str, stemmed: str) -> tuple[str, float]:
    return (ASK_MARK + word, ASKING) if word in vocabulary().asking else (stemmed, 1.0)


def read_words(words: list[str], *, scale: float = 1.0) -> Question:
    """What some words ask for, in their order."""
    terms, codes, foreign = _terms(words)
    weights: dict[str, float] = {}
    for term, weight in terms:
        weights[term] = max(weights.get(term, 0.0), weight * scale)
    strong = [term for term, weight in terms if weight > FAMILY or term.startswith(ASK_MARK)]
    for first, second in pairwise(strong):
        if first != second:
            weights[first + PAIR_MARK + second] = WORD_PAIR * scale
    return Question(
        weights, tuple(dict.fromkeys(codes)), tuple(dict.fromkeys(foreign)), tuple(words), tuple(strong)
    )


def split_story(text: str) -> tuple[str, str]:
    """The part of a long message that asks, and the story around it; all of a short one asks.

    >>> split_story("Can I bill it?")
    ('Can I bill it?', '')
    """
    text = text[:LONGEST_TEXT]
    if len(text.split()) < SHORTEST_STORY:
        return text, ""
    parts = [part for part in _SENTENCE_END.split(text) if part.strip()]
    asking = [part for part in parts if part.rstrip().endswith("?")]
    if not asking:
        asking = [part for part in parts if _CUE.match(part.strip())]
    if not asking and len(parts) == 1:
        return _last_cue(text)
    if not asking:
        asking = [part for part in parts if _CUE.search(part)][-1:] or parts
    story = [part for part in parts if part not in asking]
    return " ".join(asking), " ".join(story)


_ASKING_WORDS = re.compile(
    r"\b(?:how (?:do|many|much|long|should|can)|what|which|when (?:do|can|should)|who|why|where"
    r"|can (?:i|we|you|he|she|they)|do (?:i|we|you)|does|is (?:it|that|there|this)|are (?:we|there)"
    r"|should (?:i|we)|may i|am i)\b",
    re.IGNORECASE,
)
_LATEST_START = 0.88


def _last_cue(text: str) -> tuple[str, str]:
    """Dictated text has no marks: the question begins at the last asking words that leave room for it."""
    found = [cue.start() for cue in _ASKING_WORDS.finditer(text) if cue.start() <= len(text) * _LATEST_START]
    if not found:
        return text, ""
    return text[found[-1] :], text[: found[-1]]


def weigh(asking: Question, story: Question) -> Question:
    """The question with the story around it, which counts less."""
    weights = dict(asking.weights)
    for term, weight in story.weights.items():
        weights[term] = max(weights.get(term, 0.0), weight * STORY)
    return Question(
        weights,
        # A story may hold the codes that its question only points at.
        asking.codes or story.codes,
        asking.foreign_codes + story.foreign_codes,
        asking.words,
        asking.kept,
    )
