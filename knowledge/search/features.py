"""How a document answers to a question: a row of figures that the ranker weighs."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple

from rapidfuzz import fuzz, process

from knowledge.search.documents import Prepared, spelling_of
from knowledge.search.learned import UNTAUGHT, Learned
from knowledge.search.question import ASK_MARK, PAIR_MARK, Question

FEATURES = (
    "wordings",
    "wordings_to_best",
    "nearest",
    "nearest_to_best",
    "near_three",
    "pairs",
    "likelihood",
    "likelihood_to_best",
    "title",
    "body",
    "body_to_best",
    "covered",
    "asking",
    "codes_same",
    "codes_shared",
    "codes_missing",
    "codes_general",
    "codes_beyond",
    "code_expected",
    "signature",
    "spelling",
    "payer_other",
    "nearest_squared",
    "elsewhere",
    "elsewhere_with_code",
    "learned",
    "learned_to_best",
)
"""Names of the figures, in the order of the weights."""

_SATURATION = 0.15
_SMOOTHING = 0.08
_FLOOR = 1e-4


class Scored(NamedTuple):
    """A candidate with what was found out about it.

    Attributes:
        number: Its place in the index.
        figures: One figure for each name of `FEATURES`.
    """

    number: int
    figures: tuple[float, ...]


class Context(NamedTuple):
    """What the index knows and every candidate is measured with.

    Attributes:
        idf: How much each term tells.
        unseen: How much a term tells that no wording holds.
        background: Mean share of each term over all documents.
        learned: What many more phrasings taught.
    """

    idf: Mapping[str, float]
    unseen: float
    background: Mapping[str, float]
    learned: Learned


def mass_of(question: Question, context: Context) -> float:
    """How much a question holds, all its terms together."""
    return sum(
        weight * context.idf.get(term, context.unseen)
        for term, weight in question.weights.items()
        if PAIR_MARK not in term
    )


def impact(share: float, idf: float) -> float:
    """What one term adds for a document: soon full, however many wordings hold it."""
    return idf * share / (share + _SATURATION)


def _raw(
    question: Question, prepared: Prepared, context: Context, mass: float, payer: str | None
) -> list[float]:
    idf, unseen = context.idf, context.unseen
    wordings = covered = body = likelihood = asking = 0.0
    norm = 0.0
    found = [0.0] * len(prepared.strings)
    pairs = [0.0] * len(prepared.strings)
    title = 0.0
    pair_norm = 0.0
    for term, weight in question.weights.items():
        tells = idf.get(term, unseen)
        scaled = weight * tells
        norm += scaled * scaled
        is_pair = PAIR_MARK in term
        if is_pair:
            pair_norm += scaled * scaled
        share = prepared.shares.get(term, 0.0)
        if share:
            gain = weight * impact(share, tells)
            if not is_pair:
                wordings += gain
                covered += scaled
                if term.startswith(ASK_MARK):
                    asking += gain
            for number, there in prepared.in_wordings[term]:
                found[number] += scaled * there
                if is_pair:
                    pairs[number] += scaled * there
        if not is_pair:
            general = context.background.get(term, _FLOOR)
            likelihood += weight * math.log((share + _SMOOTHING * general + _FLOOR) / (general + _FLOOR))
            there = prepared.in_body.get(term, 0.0)
            if there:
                body += weight * tells
    length = math.sqrt(norm) or 1.0
    cosines = sorted((value / length for value in found), reverse=True)
    title = found[0] / length if found else 0.0
    three = sum(cosines[:3]) / 3 if cosines else 0.0
    # A message about something else may hold any number that looks like a code.
    asked = frozenset() if prepared.document.elsewhere else frozenset(question.codes)
    about = prepared.codes
    nearest = cosines[0] if cosines else 0.0
    elsewhere = float(prepared.document.elsewhere)
    return [
        wordings / (mass or 1.0),
        0.0,
        nearest,
        0.0,
        three,
        (max(pairs) if pairs else 0.0) / (math.sqrt(pair_norm) or 1.0),
        likelihood / (1 + sum(question.weights.values())),
        0.0,
        title,
        body / (mass or 1.0),
        0.0,
        covered / (mass or 1.0),
        asking / (mass or 1.0),
        float(bool(asked) and asked == about),
        len(asked & about) / len(asked | about) if asked and about else 0.0,
        len(asked - about) / len(asked) if asked and about else 0.0,
        float(bool(asked) and not about),
        len(about - asked) / len(about) if asked and about else 0.0,
        float(bool(about) and not asked),
        prepared.signatures.get(asked, 0.0),
        0.0,
        float(payer is not None and prepared.document.payer not in (None, payer)),
        nearest * nearest,
        elsewhere,
        elsewhere * float(bool(question.codes)),
        0.0,
        0.0,
    ]


_PLACE = {name: number for number, name in enumerate(FEATURES)}
_TO_BEST = (("wordings", "wordings_to_best"), ("nearest", "nearest_to_best"), ("body", "body_to_best"))
_SPELLED_FOR = 10


def nearest_myth(
    question: Question, prepared: Prepared, context: Context, *, nearness: float, least: float
) -> int | None:
    """The myth of a document that a question repeats, by its place, or `None`.

    Args:
        question: The question.
        prepared: The document.
        context: What the index knows.
        nearness: How like a wording of a myth the question has to be, in shares of how like the nearest
            other wording it is.
        least: How like it has to be at least, from 0 for nothing in common to 1 for the same words.
    """
    found = [0.0] * len(prepared.strings)
    for term, weight in question.weights.items():
        for number, there in prepared.in_wordings.get(term, ()):
            found[number] += weight * context.idf.get(term, context.unseen) * there
    myths = [prepared.document.myth_at(number) for number in range(len(found))]
    other = max((like for like, myth in zip(found, myths, strict=True) if myth is None), default=0.0)
    like, myth = max(
        ((like, myth) for like, myth in zip(found, myths, strict=True) if myth is not None),
        key=lambda pair: (pair[0], -pair[1]),
        default=(0.0, None),
    )
    length = math.sqrt(
        sum(
            (weight * context.idf.get(term, context.unseen)) ** 2 for term, weight in question.weights.items()
        )
    )
    return myth if like >= max(nearness * other, least * length, _FLOOR) else None


def _add_learned(
    question: Question, candidates: Mapping[int, Prepared], learned: Learned, rows: Mapping[int, list[float]]
) -> None:
    """Fill in what the phrasings taught of each candidate."""
    margins = learned.margins(question.weights)
    best = -math.inf
    for number, prepared in candidates.items():
        margin = margins.get(prepared.document.id, UNTAUGHT)
        rows[number][_PLACE["learned"]] = margin
        best = max(best, margin)
    for row in rows.values():
        row[_PLACE["learned_to_best"]] = row[_PLACE["learned"]] - best


def measure(
    question: Question,
    candidates: Mapping[int, Prepared],
    context: Context,
    *,
    payer: str | None,
) -> list[Scored]:
    """Measure each candidate.

    Args:
        question: The question.
        candidates: Documents by their place in the index.
        context: What the index knows.
        payer: Payer of the question, or `None`.

    Returns:
        One row for each candidate, in their order.
    """
    mass = mass_of(question, context)
    rows = {number: _raw(question, prepared, context, mass, payer) for number, prepared in candidates.items()}
    for name, relative in _TO_BEST:
        best = max((row[_PLACE[name]] for row in rows.values()), default=0.0) or 1.0
        for row in rows.values():
            row[_PLACE[relative]] = row[_PLACE[name]] / best
    _add_learned(question, candidates, context.learned, rows)
    most_likely = max((row[_PLACE["likelihood"]] for row in rows.values()), default=0.0)
    for row in rows.values():
        row[_PLACE["likelihood_to_best"]] = row[_PLACE["likelihood"]] - most_likely
    spelled = spelling_of(question)
    nearest = sorted(rows, key=lambda number: -rows[number][_PLACE["nearest"]])[:_SPELLED_FOR]
    for number in nearest:
        likest = process.extractOne(spelled, candidates[number].strings, scorer=fuzz.ratio)
        rows[number][_PLACE["spelling"]] = likest[1] / 100 if likest else 0.0
    return [Scored(number, tuple(row)) for number, row in rows.items()]
