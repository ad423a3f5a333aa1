"""What is searched: the wordings, title, body and codes of an entry, ready to be compared."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from knowledge.entry import Entry
from knowledge.rendering import without_templates
from knowledge.search.question import PAIR_MARK, Question, read_words
from knowledge.search.spelling import Speller
from knowledge.search.words import words_of


@dataclass(frozen=True, slots=True)
class Document:
    """One thing that can be found.

    Attributes:
        id: Id of the entry, or of a subject that is answered elsewhere.
        wordings: Ways to ask for it, its title first.
        body: Its answer, plain text.
        codes: Codes that it is about.
        payer: Payer that it is tied to, or `None`.
        elsewhere: It stands for questions that no entry answers.
        myths: How many of the last wordings belong to each myth of the entry.
    """

    id: str
    wordings: tuple[str, ...]
    body: str = ""
    codes: tuple[str, ...] = ()
    payer: str | None = None
    elsewhere: bool = False
    myths: tuple[int, ...] = ()

    def myth_at(self, wording: int) -> int | None:
        """The myth that a wording belongs to, by its place in the entry, or `None`."""
        start = len(self.wordings) - sum(self.myths)
        for number, count in enumerate(self.myths):
            if start <= wording < start + count:
                return number
            start += count
        return None

    @classmethod
    def of(cls, entry: Entry) -> Document:
        """The searchable side of an entry."""
        return cls(
            id=entry.id,
            wordings=entry.wordings,
            body=without_templates(entry.body).replace("**", "").replace("`", ""),
            codes=entry.codes,
            payer=entry.scope.payer,
            myths=tuple(len(myth.asked) for myth in entry.myths),
        )


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document with everything that can be worked out before a question comes.

    Attributes:
        document: The document.
        shares: Of each term, the share of the wordings that hold it.
        in_wordings: Of each term, the wordings that hold it and its weight there, by a length of one.
        in_body: Terms of the body, with their count.
        body_length: Terms in the body.
        signatures: Of each set of codes that a wording names, the share of the wordings that name it.
        strings: The words of each wording that carry something, sorted, for likeness of spelling.
        codes: Codes that it is about.
    """

    document: Document
    shares: Mapping[str, float]
    in_wordings: Mapping[str, tuple[tuple[int, float], ...]]
    in_body: Mapping[str, float]
    body_length: float
    signatures: Mapping[frozenset[str], float]
    strings: tuple[str, ...]
    codes: frozenset[str]


def spelling_of(question: Question) -> str:
    """The words of a question that carry something, sorted, in one string."""
    return " ".join(sorted(question.kept))


def read_all(
    documents: Sequence[Document], wordings: Sequence[Sequence[list[str]]], speller: Speller
) -> tuple[list[list[Question]], list[Question]]:
    """The wordings, given as words, and the body of each document as questions."""
    readings = [[read_words(speller.mend(words)) for words in of_one] for of_one in wordings]
    return readings, [read_words(words_of(document.body)) for document in documents]


def rareness(wordings: Sequence[Sequence[Question]]) -> dict[str, float]:
    """How much each term tells: the fewer documents hold it, the more.

    A document counts by the share of its wordings that hold the term, so that one stray wording
    does not make a telling word common.
    """
    count = len(wordings)
    held: dict[str, float] = {}
    for readings in wordings:
        share = 1 / max(1, len(readings))
        within: Counter[str] = Counter()
        for reading in readings:
            for term in reading.weights:
                within[term] += 1
        for term, times in within.items():
            held[term] = held.get(term, 0.0) + math.sqrt(times * share)
    return {term: math.log(1 + count / (0.3 + number)) for term, number in held.items()}


def prepare(
    document: Document, readings: Sequence[Question], body: Question, idf: Mapping[str, float]
) -> Prepared:
    """Work out what a document needs for comparing."""
    shares: dict[str, float] = {}
    signatures: Counter[frozenset[str]] = Counter()
    inverted: dict[str, list[tuple[int, float]]] = {}
    for number, reading in enumerate(readings):
        signatures[frozenset(reading.codes)] += 1
        scaled = {term: weight * idf[term] for term, weight in reading.weights.items()}
        length = math.sqrt(sum(weight * weight for weight in scaled.values())) or 1.0
        for term, weight in reading.weights.items():
            shares[term] = shares.get(term, 0.0) + weight
            inverted.setdefault(term, []).append((number, scaled[term] / length))
    total = max(1, len(readings))
    body_terms = {term: weight for term, weight in body.weights.items() if PAIR_MARK not in term}
    return Prepared(
        document=document,
        shares={term: weight / total for term, weight in shares.items()},
        in_wordings={term: tuple(places) for term, places in inverted.items()},
        in_body=body_terms,
        body_length=sum(body_terms.values()),
        signatures={signature: times / total for signature, times in signatures.items()},
        strings=tuple(map(spelling_of, readings)),
        codes=frozenset(document.codes),
    )
