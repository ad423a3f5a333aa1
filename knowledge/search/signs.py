"""What tells a question of ours from one for somebody else, and a sure answer from a lucky one."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from knowledge.search.documents import Prepared
from knowledge.search.features import FEATURES, Context
from knowledge.search.question import PAIR_MARK, Question

SIGNS = (
    "always",
    "lead",
    "probability",
    "nearest",
    "covered",
    "likelihood",
    "spelling",
    "few_words",
    "codes_fit",
    "code_known",
    "learned",
    "learned_lead",
)
"""What is looked at to tell a right first place from a wrong one, in the order of the weights."""

SCOPE_SIGNS = (
    "always",
    "ahead",
    "nearest_ours",
    "nearest_elsewhere",
    "field",
    "least_of_the_field",
    "most_of_the_field",
    "strange",
    "strange_words",
    "evidence",
    "counter_evidence",
    "code_known",
    "covered",
    "learned_ahead",
    "learned",
    "learned_field",
)
"""What is looked at to tell whether a question is one for the entries at all."""

_PLACE = {name: number for number, name in enumerate(FEATURES)}
_WIDEST_LEAD = 4.0
_LEAST_LEARNED = -1.0
_WIDEST_GAP = 6.0
_CLEAREST = 3.0
_MOST_STRANGE = 3
_MOST_EVIDENCE = 8.0


class Standing(NamedTuple):
    """A candidate with its score.

    Attributes:
        number: Its place in the index.
        score: The weighed sum of its figures.
        figures: One figure for each name of `FEATURES`.
        elsewhere: It stands for questions that no entry answers.
    """

    number: int
    score: float
    figures: tuple[float, ...]
    elsewhere: bool


class Field(NamedTuple):
    """How much each term belongs to the entries.

    Attributes:
        leaning: Of each term, above zero where the entries' wordings hold it more often than those of other
            subjects, below zero where less often.
        ours: Terms that some entry speaks of.
    """

    leaning: Mapping[str, float]
    ours: frozenset[str]


def field_of(prepared: Iterable[Prepared]) -> Field:
    """Work out how much each term belongs to the entries."""
    counts: tuple[dict[str, float], dict[str, float]] = ({}, {})
    totals = [0.0, 0.0]
    ours: set[str] = set()
    for one in prepared:
        side = int(one.document.elsewhere)
        number = len(one.document.wordings)
        totals[side] += number
        for term, share in one.shares.items():
            if PAIR_MARK not in term:
                counts[side][term] = counts[side].get(term, 0.0) + share * number
        if not one.document.elsewhere:
            ours.update(one.shares, one.in_body)
    leaning = {}
    for term in counts[0].keys() | counts[1].keys():
        here, there = ((counts[side].get(term, 0.0) + 0.3) / (totals[side] + 1.0) for side in (0, 1))
        leaning[term] = max(-_CLEAREST, min(_CLEAREST, math.log(here / there)))
    return Field(leaning, frozenset(ours))


def logistic(value: float) -> float:
    """From a sum to a probability."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, value))))


def weigh_signs(signs: Sequence[float], names: Sequence[str], weights: Mapping[str, float]) -> float:
    """The probability that some signs speak for."""
    return logistic(sum(weights[name] * sign for name, sign in zip(names, signs, strict=True)))


def signs_of_answer(question: Question, ours: Sequence[Standing]) -> tuple[float, ...]:
    """The `SIGNS` of a question whose best entries are given, best first."""
    first = ours[0]
    strengths = sum(math.exp(standing.score - first.score) for standing in ours)
    lead = first.score - ours[1].score if len(ours) > 1 else _WIDEST_LEAD
    figures = {name: first.figures[place] for name, place in _PLACE.items()}
    return (
        1.0,
        min(_WIDEST_LEAD, lead),
        1 / strengths,
        figures["nearest"],
        figures["covered"],
        figures["likelihood"],
        figures["spelling"],
        1 / (1 + len(question.kept)),
        figures["codes_shared"] - 0.5 * figures["code_expected"],
        float(bool(question.codes)),
        figures["learned"],
        figures["learned"] - max((s.figures[_PLACE["learned"]] for s in ours[1:]), default=_LEAST_LEARNED),
    )


def _summed(question: Question, leanings: Mapping[str, float], side: int) -> float:
    """How much all terms together speak for the entries (1) or against them (-1), up to one."""
    total = sum(question.weights[term] * max(0.0, side * leaning) for term, leaning in leanings.items())
    return min(_MOST_EVIDENCE, total) / _MOST_EVIDENCE


def signs_of_scope(
    question: Question, standings: Sequence[Standing], field: Field, context: Context
) -> tuple[float, ...]:
    """The `SCOPE_SIGNS` of a question, from all its candidates, best first."""
    ours = next((standing for standing in standings if not standing.elsewhere), None)
    theirs = next((standing for standing in standings if standing.elsewhere), None)
    last = standings[-1].score
    gap = (ours.score if ours else last) - (theirs.score if theirs else last)
    weights = {
        term: weight * context.idf.get(term, context.unseen)
        for term, weight in question.weights.items()
        if PAIR_MARK not in term
    }
    mass = sum(weights.values()) or 1.0
    leanings = {term: field.leaning[term] for term in weights if term in field.leaning}
    learned = {
        side: max(
            (s.figures[_PLACE["learned"]] for s in standings if s.elsewhere is side), default=_LEAST_LEARNED
        )
        for side in (False, True)
    }
    strange = {term: weight for term, weight in weights.items() if term not in field.ours}
    return (
        1.0,
        max(-_WIDEST_GAP, min(_WIDEST_GAP, gap)) / 3,
        ours.figures[_PLACE["nearest"]] if ours else 0.0,
        theirs.figures[_PLACE["nearest"]] if theirs else 0.0,
        sum(weights[term] * leaning for term, leaning in leanings.items()) / mass,
        min(leanings.values(), default=0.0),
        max(leanings.values(), default=0.0),
        sum(strange.values()) / mass,
        min(_MOST_STRANGE, len(strange)) / _MOST_STRANGE,
        _summed(question, leanings, 1),
        _summed(question, leanings, -1),
        float(bool(question.codes)),
        ours.figures[_PLACE["covered"]] if ours else 0.0,
        learned[False] - learned[True],
        learned[False],
        context.learned.field_margin(question.weights),
    )
