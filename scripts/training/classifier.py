"""One linear classifier over all entries, and its weights in the form that the search reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from sklearn.feature_extraction import DictVectorizer
from sklearn.preprocessing import normalize
from sklearn.svm import LinearSVC

from knowledge.search.learned import Learned

STRICTNESS = 1.0
"""How much a misplaced phrasing costs against larger weights; chosen on messages apart from the test sets."""
LEAST_WEIGHT = 0.15
"""Weights nearer to zero are not shipped: they change no answer that was measured."""
_HUNDRED = 100


class Example(NamedTuple):
    """One phrasing.

    Attributes:
        document: What it asks for.
        is_ours: That is an entry, not a subject answered elsewhere.
        weights: Its terms with their weight.
    """

    document: str
    is_ours: bool
    weights: Mapping[str, float]


def fit_classifier(examples: Iterable[Example], words: frozenset[str]) -> Learned:
    """Learn how much each term speaks for each document, and for the entries at all.

    Args:
        examples: All phrasings.
        words: Words of the phrasings that are no slips.
    """
    told = list(examples)
    vectorizer = DictVectorizer()
    rows = normalize(vectorizer.fit_transform([dict(example.weights) for example in told]))
    model = LinearSVC(C=STRICTNESS, random_state=0).fit(rows, [example.document for example in told])
    terms: dict[str, list[int]] = {}
    for place, term in enumerate(vectorizer.feature_names_):
        column = model.coef_[:, place]
        flat = [
            value
            for number, weight in enumerate(map(float, column))
            if abs(weight) >= LEAST_WEIGHT
            for value in (number, round(_HUNDRED * weight))
        ]
        if flat:
            terms[term] = flat
    sides = LinearSVC(C=STRICTNESS, random_state=0, class_weight="balanced")
    sides.fit(rows, [example.is_ours for example in told])
    field = {
        term: round(_HUNDRED * weight)
        for term, weight in zip(vectorizer.feature_names_, map(float, sides.coef_[0]), strict=True)
        if abs(weight) >= LEAST_WEIGHT
    }
    return Learned(
        documents=tuple(map(str, model.classes_)),
        start=[round(_HUNDRED * float(value)) for value in model.intercept_],
        terms=terms,
        field_start=round(_HUNDRED * float(sides.intercept_[0])),
        field=field,
        words=words,
    )
