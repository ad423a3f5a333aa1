"""What many more phrasings taught: how much each term of a question speaks for each entry.

The phrasings themselves (knowledge/phrasings) are not read when the bot runs; scripts/train_ranker.py fits
one linear classifier to them and writes its weights here.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from knowledge.faults import KnowledgeError

LEARNED_FILE = "learned.json"
UNTAUGHT = -0.6
"""Margin of a document that no phrasing was learned for: below one that fits, above one that does not."""
_SCALE = 100


@dataclass(frozen=True, slots=True)
class Learned:
    """The weights of a linear classifier over documents.

    Attributes:
        documents: Ids, in the order of their numbers.
        start: Margin of each document, in hundredths, before any term is looked at.
        terms: Of each term: number of a document and weight in hundredths, one after the other.
        field_start: Margin of a question being one for the entries at all, in hundredths, before any term.
        field: How much each term speaks for that, in hundredths.
        words: Words of the phrasings that are no slips.
    """

    documents: tuple[str, ...]
    start: Sequence[int]
    terms: Mapping[str, Sequence[int]]
    field_start: int
    field: Mapping[str, int]
    words: frozenset[str]

    def margins(self, weights: Mapping[str, float]) -> dict[str, float]:
        """How much the terms of a question speak for each document; above zero they do.

        Args:
            weights: Terms of the question with their weight.
        """
        sums = [float(value) for value in self.start]
        length = _length(weights)
        for term, weight in weights.items():
            flat = self.terms.get(term, ())
            share = weight / length
            for place in range(0, len(flat), 2):
                sums[flat[place]] += share * flat[place + 1]
        return {name: value / _SCALE for name, value in zip(self.documents, sums, strict=True)}

    def field_margin(self, weights: Mapping[str, float]) -> float:
        """How much a question is one for the entries rather than for somebody else; above zero it is.

        Args:
            weights: Terms of the question with their weight.
        """
        told = sum(weight * self.field.get(term, 0) for term, weight in weights.items())
        return (self.field_start + told / _length(weights)) / _SCALE

    def to_json(self) -> str:
        """The weights as they are shipped, a line for each term."""
        held = {
            "documents": self.documents,
            "start": self.start,
            "field_start": self.field_start,
            "field": self.field,
            "words": sorted(self.words),
            "terms": self.terms,
        }
        # A line for each term keeps the changes of a file of this size readable.
        return json.dumps(held, separators=(",", ":")).replace('],"', '],\n"') + "\n"


def _length(weights: Mapping[str, float]) -> float:
    return math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0


NOTHING_LEARNED = Learned((), (), {}, 0, {}, frozenset())


def read_learned(text: str) -> Learned:
    """Weights as `Learned.to_json` writes them.

    Args:
        text: The content of the file.

    Raises:
        KnowledgeError: It is none.
    """
    try:
        content = json.loads(text)
        return Learned(
            documents=tuple(content["documents"]),
            start=content["start"],
            terms=content["terms"],
            field_start=content["field_start"],
            field=content["field"],
            words=frozenset(content["words"]),
        )
    except (ValueError, KeyError, TypeError) as fault:
        raise KnowledgeError(
            f"knowledge/search/{LEARNED_FILE} cannot be read; run scripts/train_ranker.py"
        ) from fault


@cache
def shipped_learned() -> Learned:
    """The weights that come with the product, read on first use.

    Raises:
        KnowledgeError: The file cannot be read.
    """
    return read_learned(files("knowledge.search").joinpath(LEARNED_FILE).read_text(encoding="utf-8"))
