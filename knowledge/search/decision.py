"""How sure a ranking is: one answer, a list to choose from, or an honest "I don't have that"."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict, model_validator

from knowledge.faults import KnowledgeError
from knowledge.search.features import FEATURES
from knowledge.search.signs import SCOPE_SIGNS, SIGNS

WEIGHTS_FILE = "weights.json"


class Decision(StrEnum):
    """What may be shown."""

    SURE = "sure"
    """The best one, as the answer."""
    CLOSE = "close"
    """At most three to choose from."""
    NONE = "none"
    """Nothing; a person can help."""


class Weights(BaseModel):
    """What the ranker learned, as shipped.

    Attributes:
        ranking: Weight of each figure of `FEATURES`.
        confidence: Weight of each of `SIGNS`.
        scope: Weight of each of `SCOPE_SIGNS`.
        sure_from: Probability of being right from which one answer is shown alone.
        close_from: Probability from which a list is shown.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    ranking: dict[str, float]
    confidence: dict[str, float]
    scope: dict[str, float]
    sure_from: float
    close_from: float

    @model_validator(mode="after")
    def _fit_this_program(self) -> Weights:
        held = ((self.ranking, FEATURES), (self.confidence, SIGNS), (self.scope, SCOPE_SIGNS))
        if any(set(weights) != set(names) for weights, names in held):
            raise ValueError("the weights are of another version; run scripts/train_ranker.py")
        return self


@cache
def shipped_weights() -> Weights:
    """The weights that come with the product, read on first use.

    Raises:
        KnowledgeError: The file does not fit this version.
    """
    text = files("knowledge.search").joinpath(WEIGHTS_FILE).read_text(encoding="utf-8")
    try:
        return Weights.model_validate_json(text)
    except ValueError as fault:
        raise KnowledgeError(f"knowledge/search/{WEIGHTS_FILE}: {fault}") from None


def score(figures: Sequence[float], weights: Weights) -> float:
    """The weighed sum of a candidate's figures."""
    return sum(weights.ranking[name] * figure for name, figure in zip(FEATURES, figures, strict=True))


def decide(probability: float, weights: Weights) -> Decision:
    """What may be shown at this probability of being right."""
    if probability >= weights.sure_from:
        return Decision.SURE
    return Decision.CLOSE if probability >= weights.close_from else Decision.NONE
