"""A message → what it asks for: ideas, words, codes, and how much of it is story."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from knowledge.search.vocabulary import CODE_MARK, Meaning, vocabulary
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
STORY_ASKED_ABOUT = 0.8
ENOUGH = 4
"""Words that carry something, from which on a question is understood without its story."""
SHORTEST_STORY = 28
"""Words from which on a message may hold a story around its question."""

_CUE = re.compile(
    r"\b(?:how|what|what's|whats|when|which|who|why|where|can|could|do|does|did|is|are|should|may|need|must|am"
    r"|will|would|allowed|ok to|okay to|wondering|difference)\b",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"(?<=[.!?;])\s+|\n+|\s[–—-]\s")


class Question(NamedTuple):
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


class _Alone(NamedTuple):
    """One word where it is part of no phrase.

    Attributes:
        stem: What its forms share.
        terms: Its terms with their weight.
        code: The code it is, or an empty string.
        foreign: What it is where it has the shape of a code and is none of ours, or an empty string.
    """

    stem: str
    terms: tuple[tuple[str, float], ...] = ()
    code: str = ""
    foreign: str = ""


@lru_cache(maxsize=20_000)
def _alone(word: str) -> _Alone:
    stemmed, typed = stem(word), word.upper()
    if CODE_PATTERN.fullmatch(typed):
        if typed in code_table():
            return _Alone(stemmed, _code(typed, 1.0), code=typed)
        return _Alone(stemmed, foreign=typed)
    if word in vocabulary().silent:
        return _Alone(stemmed)
    return _Alone(stemmed, (_plain(word, stemmed),))


@lru_cache(maxsize=4096)
def _meant(meaning: Meaning) -> tuple[tuple[str, float], ...]:
    """The terms of a phrase."""
    idea = ((meaning.idea, 1.0),) if meaning.idea else ()
    return (*_code(meaning.code, SOFT_CODE if meaning.soft else 1.0), *idea) if meaning.code else idea


def _terms(words: Sequence[str]) -> tuple[list[tuple[str, float]], list[str], list[str]]:
    """The terms of some words with their weight, the certain codes, and the foreign ones."""
    known = vocabulary()
    beginnings = known.beginnings
    alone = list(map(_alone, words))
    stems = [word.stem for word in alone]
    terms: list[tuple[str, float]] = []
    codes: list[str] = []
    foreign: list[str] = []
    index = 0
    while index < len(words):
        found = known.longest(stems, index) if stems[index] in beginnings else None
        if found is None:
            _, here, code, strange = alone[index]
            terms += here
            if code:
                codes.append(code)
            elif strange:
                foreign.append(strange)
            index += 1
            continue
        meaning, end = found
        terms += _meant(meaning)
        if meaning.soft and not meaning.idea:
            terms += [_plain(words[i], stems[i]) for i in range(index, end) if words[i] not in known.silent]
        elif meaning.code and not meaning.soft:
            codes.append(meaning.code)
        index = end
    return terms, codes, foreign


def _code(code: str, weight: float) -> tuple[tuple[str, float], ...]:
    """A code, and the idea of its family."""
    family = vocabulary().family_of.get(code)
    named = (CODE_MARK + code, weight)
    return (named,) if family is None else (named, (family, weight * FAMILY))


def _plain(word: str, stemmed: str) -> tuple[str, float]:
    return (ASK_MARK + word, ASKING) if word in vocabulary().asking else (stemmed, 1.0)


def read_words(words: Sequence[str]) -> Question:
    """What some words ask for, in their order."""
    terms, codes, foreign = _terms(words)
    weights = _strongest(terms)
    strong = [term for term, weight in terms if weight > FAMILY or term.startswith(ASK_MARK)]
    for first, second in pairwise(strong):
        if first != second:
            weights[first + PAIR_MARK + second] = WORD_PAIR
    return Question(
        weights, tuple(dict.fromkeys(codes)), tuple(dict.fromkeys(foreign)), tuple(words), tuple(strong)
    )


def terms_of(words: Sequence[str]) -> dict[str, float]:
    """The terms of some words with their weight, word pairs left out."""
    terms = _strongest(_terms(words)[0])
    return {term: weight for term, weight in terms.items() if PAIR_MARK not in term}


def _strongest(terms: Sequence[tuple[str, float]]) -> dict[str, float]:
    """Each term once, with the most that it was given."""
    weights: dict[str, float] = {}
    for term, weight in terms:
        if weight > weights.get(term, 0.0):
            weights[term] = weight
    return weights


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
    # "Is she right?" asks for what the story says.
    told = sum(not term.startswith(ASK_MARK) for term in asking.kept)
    share = STORY if told >= ENOUGH else STORY_ASKED_ABOUT
    for term, weight in story.weights.items():
        weights[term] = max(weights.get(term, 0.0), weight * share)
    return Question(
        weights,
        # A story may hold the codes that its question only points at.
        asking.codes or story.codes,
        asking.foreign_codes + story.foreign_codes,
        asking.words,
        asking.kept,
    )
