"""The index: built once from the entries, asked many times."""

from __future__ import annotations

import heapq
import math
from collections import Counter
from collections.abc import Iterable, Sequence
from copy import copy
from typing import NamedTuple

from knowledge.entry import Entry, Status
from knowledge.search.claims import is_claim
from knowledge.search.decision import Decision, Weights, decide, score, shipped_weights
from knowledge.search.documents import Document, places_of, prepare, rareness, read_all
from knowledge.search.elsewhere import elsewhere_documents
from knowledge.search.features import Context, impact, measure, nearest_myth
from knowledge.search.learned import Learned, shipped_learned
from knowledge.search.question import PAIR_MARK, Question, read_words, split_story, weigh
from knowledge.search.signs import (
    SCOPE_SIGNS,
    SIGNS,
    Standing,
    field_of,
    signs_of_answer,
    signs_of_scope,
    weigh_signs,
)
from knowledge.search.spelling import Speller
from knowledge.search.vocabulary import vocabulary
from knowledge.search.words import words_of

CANDIDATES = 28
SHOWN = 5
_BODY_SHARE = 0.25
_CODE_BONUS = 1.5
_EVEN = 0.5
_NEAR_CLAIM = 0.55
"""Who states something repeats what was read somewhere more often than somebody who asks openly."""
_LIKE_CLAIM, _LIKE_QUESTION = 0.33, 0.6
"""How like a printed error a message has to be before it is met; an open question has to say it itself."""
_WORK = 25_000
"""Postings looked at before common terms only order what rare ones found: keeps large indexes quick."""
_ORDERED = 300


class Ranking(NamedTuple):
    """What was found.

    Attributes:
        top: Ids and scores of the best entries, best first.
        decision: Sure, close or none.
        probability: How likely the first one is right.
        elsewhere: The subject, such as `dental`, of a message that no entry can answer; else `None`.
        myth: The myth of the first entry that the message repeats or asks about, by its place; else `None`.
    """

    top: tuple[tuple[str, float], ...]
    decision: Decision
    probability: float
    elsewhere: str | None
    myth: int | None = None


class Index:
    """A searchable set of entries. Make one with `Index.build`."""

    def __init__(self, documents: Sequence[Document], weights: Weights, learned: Learned) -> None:
        self._weights = weights
        words = [[words_of(wording) for wording in document.wordings] for document in documents]
        counts = Counter(word for of_one in words for wording in of_one for word in wording)
        self._speller = Speller(counts, vocabulary().forms(), learned.words)
        wordings, bodies = read_all(documents, words, self._speller)
        places = [places_of(readings) for readings in wordings]
        idf = rareness(wordings, places)
        self._prepared = [
            prepare(document, readings, there, body, idf)
            for document, readings, there, body in zip(documents, wordings, places, bodies, strict=True)
        ]
        background: dict[str, float] = {}
        postings: dict[str, dict[int, float]] = {}
        for number, prepared in enumerate(self._prepared):
            for term, share in prepared.shares.items():
                background[term] = background.get(term, 0.0) + share / len(documents)
                if PAIR_MARK not in term:
                    postings.setdefault(term, {})[number] = impact(share, idf[term])
            for term in prepared.in_body:
                if term in idf:
                    there = postings.setdefault(term, {})
                    there[number] = there.get(number, 0.0) + _BODY_SHARE * idf[term]
        self._postings = postings
        self._field = field_of(self._prepared)
        self._by_code: dict[str, list[int]] = {}
        for number, prepared in enumerate(self._prepared):
            for code in prepared.codes:
                self._by_code.setdefault(code, []).append(number)
        self._context = Context(idf, math.log(1 + len(documents) / 0.3), background, learned)

    @property
    def learned(self) -> Learned:
        """What many more phrasings taught."""
        return self._context.learned

    def with_learned(self, learned: Learned) -> Index:
        """The same index with something else learned."""
        other = copy(self)
        other._context = self._context._replace(learned=learned)
        return other

    @classmethod
    def build(cls, entries: Iterable[Entry], *, weights: Weights | None = None) -> Index:
        """Build the index of the published entries.

        Args:
            entries: The entries; drafts and retired ones are left out.
            weights: What the ranker learned; the shipped weights where none are given.
        """
        documents = [Document.of(entry) for entry in entries if entry.status is Status.PUBLISHED]
        return cls((*documents, *elsewhere_documents()), weights or shipped_weights(), shipped_learned())

    def search(
        self, question: str, context_codes: Sequence[str] = (), context_payer: str | None = None
    ) -> Ranking:
        """Rank the entries for a question.

        Args:
            question: A message as people write it.
            context_codes: Codes of the question before, in a thread; used where this one names none, or
                asks on with "and".
            context_payer: Payer of the question or of the one before, or `None`.

        Returns:
            The best entries with their scores, how sure that is, and what may be shown.
        """
        reading = self.read(question, context_codes)
        standings = self.rank(reading, context_payer)
        ours = [standing for standing in standings if not standing.elsewhere]
        if not ours:
            return Ranking((), Decision.NONE, 0.0, self._subject(standings))
        weights = self._weights
        in_scope = weigh_signs(self.scope_signs(reading, standings), SCOPE_SIGNS, weights.scope)
        # A code that is none of ours means another specialty, however much the rest sounds like therapy.
        if reading.foreign_codes and not reading.codes:
            in_scope = 0.0
        probability = in_scope * weigh_signs(signs_of_answer(reading, ours), SIGNS, weights.confidence)
        first = self._prepared[ours[0].number]
        claims = is_claim(question)
        return Ranking(
            top=tuple((self._prepared[s.number].document.id, round(s.score, 4)) for s in ours[:SHOWN]),
            decision=decide(probability, weights),
            probability=round(probability, 4),
            elsewhere=self._subject(standings) if in_scope < _EVEN else None,
            myth=nearest_myth(
                reading,
                first,
                self._context,
                nearness=_NEAR_CLAIM if claims else 1.0,
                least=_LIKE_CLAIM if claims else _LIKE_QUESTION,
            ),
        )

    def _subject(self, standings: Sequence[Standing]) -> str | None:
        """The subject that a question is nearest to among those answered elsewhere."""
        theirs = (self._prepared[s.number].document.id for s in standings if s.elsewhere)
        return next(theirs, None)

    def read(self, question: str, context_codes: Sequence[str] = ()) -> Question:
        """What a message asks for, its typing slips mended."""
        asking, story = split_story(question)
        read = read_words(self._speller.mend(words_of(asking)))
        if story:
            read = weigh(read, read_words(self._speller.mend(words_of(story))))
        if context_codes and (not read.codes or read.words[:1] in (("and",), ("plus",), ("with",))):
            carried = read_words([*read.words, *context_codes])
            return weigh(carried, read)
        return read

    def rank(self, question: Question, payer: str | None = None) -> list[Standing]:
        """The candidates of a question, best first."""
        numbers = self._candidates(question)
        if not numbers:
            return []
        chosen = {number: self._prepared[number] for number in numbers}
        rows = measure(question, chosen, self._context, payer=payer)
        standings = [
            Standing(
                row.number,
                score(row.figures, self._weights),
                row.figures,
                self._prepared[row.number].document.elsewhere,
            )
            for row in rows
        ]
        return sorted(standings, key=lambda standing: (-standing.score, standing.number))

    def document(self, number: int) -> Document:
        """The document at a place of the index."""
        return self._prepared[number].document

    def _candidates(self, question: Question) -> list[int]:
        gains: dict[int, float] = {}
        work = 0
        idf = self._context.idf
        terms = sorted(
            (term for term in question.weights if term in self._postings),
            key=lambda term: -idf.get(term, 0.0),
        )
        for place, term in enumerate(terms):
            weight, there = question.weights[term], self._postings[term]
            work += len(there)
            if work > _WORK and gains:
                self._add_common(gains, terms[place:], question)
                break
            for number, gain in there.items():
                gains[number] = gains.get(number, 0.0) + weight * gain
        for code in question.codes:
            for number in self._by_code.get(code, ()):
                gains[number] = gains.get(number, 0.0) + _CODE_BONUS
        best = heapq.nlargest(CANDIDATES, gains.items(), key=lambda item: (item[1], -item[0]))
        return sorted(number for number, _ in best)

    def _add_common(self, gains: dict[int, float], terms: Sequence[str], question: Question) -> None:
        """Let common terms only order what the rare ones found."""
        for number in heapq.nlargest(_ORDERED, gains, key=lambda number: (gains[number], -number)):
            gains[number] += sum(
                question.weights[term] * self._postings[term].get(number, 0.0) for term in terms
            )

    def scope_signs(self, question: Question, standings: Sequence[Standing]) -> tuple[float, ...]:
        """What tells whether a question is one for the entries, from all its candidates."""
        return signs_of_scope(question, standings, self._field, self._context)
