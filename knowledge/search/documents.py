"""What is searched: the wordings, title, body and codes of an entry, ready to be compared."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from knowledge.entry import Entry
from knowledge.rendering import without_templates
from knowledge.search.question import Question, read_words, terms_of
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
        in_body: Terms of the body, with their weight.
        signatures: Of each set of codes that a wording names, the share of the wordings that name it.
        strings: The words of each wording that carry something, sorted, for likeness of spelling.
        codes: Codes that it is about.
    """

    document: Document
    shares: Mapping[str, float]
    in_wordings: Mapping[str, tuple[tuple[int, float], ...]]
    in_body: Mapping[str, float]
    signatures: Mapping[frozenset[str], float]
    strings: tuple[str, ...]
    codes: frozenset[str]


def spelling_of(question: Question) -> str:
    """The words of a question that carry something, sorted, in one string."""
    return " ".join(sorted(question.kept))


def read_all(
    documents: Sequence[Document], wordings: Sequence[Sequence[list[str]]], speller: Speller
) -> tuple[list[list[Question]], list[dict[str, float]]]:
    """The wordings, given as words, as questions, and the terms of the body of each document."""
    readings = [[read_words(speller.mend(words)) for words in of_one] for of_one in wordings]
    return readings, [terms_of(words_of(document.body)) for document in documents]


Places = dict[str, list[tuple[int, float]]]
"""Of each term, the wordings of one document that hold it and its weight there."""


def places_of(readings: Sequence[Question]) -> Places:
    """Where each term of a document's wordings stands."""
    places: Places = {}
    for number, reading in enumerate(readings):
        for term, weight in reading.weights.items():
            there = places.get(term)
            if there is None:
                places[term] = [(number, weight)]
            else:
                there.append((number, weight))
    return places


def rareness(wordings: Sequence[Sequence[Question]], places: Sequence[Places]) -> dict[str, float]:
    """How much each term tells: the fewer documents hold it, the more.

    A document counts by the share of its wordings that hold the term, so that one stray wording
    does not make a telling word common.

    Args:
        wordings: The wordings of each document.
        places: Where their terms stand.
    """
    count = len(wordings)
    held: dict[str, float] = {}
    for readings, of_one in zip(wordings, places, strict=True):
        share = 1 / max(1, len(readings))
        roots = [math.sqrt(times * share) for times in range(len(readings) + 1)]
        for term, there in of_one.items():
            held[term] = held.get(term, 0.0) + roots[len(there)]
    return {term: math.log(1 + count / (0.3 + number)) for term, number in held.items()}


def prepare(
    document: Document,
    readings: Sequence[Question],
    places: Places,
    body: Mapping[str, float],
    idf: Mapping[str, float],
) -> Prepared:
    """Work out what a document needs for comparing.

    Args:
        document: The document.
        readings: Its wordings as read.
        places: Where their terms stand.
        body: The terms of its body.
        idf: How much each term tells.
    """
    lengths = []
    for reading in readings:
        scaled = [weight * idf[term] for term, weight in reading.weights.items()]
        lengths.append(math.sqrt(sum([weight * weight for weight in scaled])) or 1.0)
    total = max(1, len(readings))
    shares: dict[str, float] = {}
    in_wordings: dict[str, tuple[tuple[int, float], ...]] = {}
    for term, there in places.items():
        tells = idf[term]
        if len(there) == 1:  # as most word pairs are
            number, weight = there[0]
            shares[term] = weight / total
            in_wordings[term] = ((number, weight * tells / lengths[number]),)
        else:
            shares[term] = sum([weight for _, weight in there]) / total
            in_wordings[term] = tuple(
                [(number, weight * tells / lengths[number]) for number, weight in there]
            )
    signatures = Counter(frozenset(reading.codes) for reading in readings)
    return Prepared(
        document=document,
        shares=shares,
        in_wordings=in_wordings,
        in_body=body,
        signatures={signature: times / total for signature, times in signatures.items()},
        strings=tuple(map(spelling_of, readings)),
        codes=frozenset(document.codes),
    )
