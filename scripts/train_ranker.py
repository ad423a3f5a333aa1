"""Train the knowledge search on every phrasing there is, and write its weights.

Each phrasing is held out once: what is learned and the index are made without it, and it is asked. First a
linear classifier learns from all phrasings how much each term speaks for each entry; then ranking weights put
the right entry first; then confidence weights tell right first places from wrong ones and from questions that
no entry answers. Same phrasings, same weights: nothing is left to chance.

    python scripts/train_ranker.py
"""

from __future__ import annotations

import json
import math
import random
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from rapidfuzz.distance import OSA  # noqa: E402 - as below

from knowledge.entry import Status  # noqa: E402 - runs from a checkout, installed or not
from knowledge.loader import entry_folder, read_folder  # noqa: E402 - runs from a checkout, installed or not
from knowledge.search.decision import Weights, score  # noqa: E402 - runs from a checkout, installed or not
from knowledge.search.documents import Document  # noqa: E402 - runs from a checkout, installed or not
from knowledge.search.elsewhere import elsewhere_documents  # noqa: E402 - runs from a checkout, installed or not
from knowledge.search.features import FEATURES  # noqa: E402 - runs from a checkout, installed or not
from knowledge.search.index import Index  # noqa: E402 - runs from a checkout, installed or not
from knowledge.search.learned import NOTHING_LEARNED  # noqa: E402 - runs from a checkout, installed or not
from knowledge.search.signs import (  # noqa: E402 - runs from a checkout, installed or not
    SCOPE_SIGNS,
    SIGNS,
    Standing,
    signs_of_answer,
    weigh_signs,
)
from knowledge.search.words import words_of  # noqa: E402 - as above
from scripts.training.classifier import Example, fit_classifier  # noqa: E402 - as above
from scripts.training.phrasings import read_phrasings  # noqa: E402 - as above
from scripts.training.wrapping import read_around, wrapped  # noqa: E402 - as above

FOLDS = 5
SEVERAL = 4
"""Phrasings with a word from which on it is one of its own …"""
COMMON, COMMON_LONG = 20, 5
"""… unless a word one slip away is as many times as common; long words are seldom so near to each other."""
LONG = 6
ROUNDS = 6
KEPT = 15
"""Candidates of a phrasing that are trained on."""
LEARNING = 0.15
DECAY = 0.05
SURE_FROM, CLOSE_FROM = 0.45, 0.1
"""Probabilities from which one answer, or a list, is shown. A held-out phrasing is harder than what people
ask, so that a probability is on the low side; fresh questions say what these two lead to."""
OUT = ROOT / "knowledge" / "search" / "weights.json"
AROUND = ROOT / "scripts" / "training" / "around.yaml"
OUT_LEARNED = OUT.with_name("learned.json")

# Where the search for weights starts: one for every figure that speaks for a document.
START = {
    "wordings": 4.0, "wordings_to_best": 2.0, "nearest": 6.0, "nearest_to_best": 2.0, "near_three": 4.0,
    "pairs": 1.0, "likelihood": 1.5, "likelihood_to_best": 1.0, "title": 1.0, "body": 1.0,
    "body_to_best": 0.5, "covered": 2.0, "asking": 1.0, "codes_same": 1.0, "codes_shared": 1.5,
    "codes_missing": -1.5, "codes_general": -0.6, "codes_beyond": -1.0, "code_expected": -0.5,
    "signature": 1.5, "spelling": 2.0,
    "payer_other": -0.3, "nearest_squared": 2.0, "elsewhere": 0.0, "elsewhere_with_code": -0.5,
    "learned": 4.5, "learned_to_best": 2.0,
}  # fmt: skip


class Asked(NamedTuple):
    """A held-out phrasing: its candidates' figures, and the place of the right one (or none)."""

    text: str
    wanted: str
    searched: Index
    rows: list[Standing]
    right: int | None
    is_stranger: bool


def documents() -> list[Document]:
    """Every published entry that can be read, and the subjects answered elsewhere."""
    read = read_folder(entry_folder())
    entries = [entry for entry in read.entries.values() if entry.status is Status.PUBLISHED]
    return [*map(Document.of, entries), *elsewhere_documents()]


def held_out(
    found: Sequence[Document], more: dict[str, tuple[str, ...]], weights: Weights, seed: int
) -> Iterator[Asked]:
    """Ask every phrasing of an index that was built and taught without it; titles stay in.

    A subject answered elsewhere is also left out as a whole once, for people ask about more subjects
    than anybody can list.
    """
    chance = random.Random(seed)  # noqa: S311 - a repeatable shuffle, no secret
    around = read_around(AROUND)
    fold_of: dict[tuple[str, str], int] = {}
    for document in found:
        for number, text in enumerate((*document.wordings, *more.get(document.id, ()))):
            keeps = number == 0 and not document.elsewhere
            fold_of[document.id, text] = -1 if keeps else chance.randrange(FOLDS)
    subjects = [document.id for document in found if document.elsewhere]
    for fold in range(FOLDS):
        absent = set(subjects[fold::FOLDS])
        shortened = [
            replace(
                document,
                wordings=tuple(text for text in document.wordings if fold_of[document.id, text] != fold),
            )
            for document in found
        ]
        taught = {
            name: tuple(text for text in texts if fold_of[name, text] != fold) for name, texts in more.items()
        }
        index = taught_index(shortened, taught, weights)
        without = [document for document in found if document.id not in absent]
        smaller = taught_index(without, more, weights)
        for document in found:
            if document.id in absent:
                yield from (ask(smaller, text, document) for text in document.wordings)
            asked = [
                text
                for text in (*document.wordings, *more.get(document.id, ()))
                if fold_of[document.id, text] == fold
            ]
            for text in (*asked, *wrapped(asked, around, "asked")):
                yield ask(index, text, document)


def known_words(found: Sequence[Document], more: dict[str, tuple[str, ...]]) -> frozenset[str]:
    """Words that phrasings hold several times, but those that are a slip of a far commoner word."""
    texts = [text for document in found for text in (*document.wordings, *more.get(document.id, ()))]
    counts = Counter(word for text in texts for word in set(words_of(text)) if word.isalpha())
    often = [word for word, count in counts.items() if count >= COMMON_LONG * SEVERAL]
    return frozenset(
        word
        for word, count in counts.items()
        if count >= SEVERAL
        and len(word) > 2
        and not any(
            counts[other] >= (COMMON_LONG if len(word) >= LONG else COMMON) * count
            and OSA.distance(word, other, score_cutoff=1) <= 1
            for other in often
        )
    )


def taught_index(documents: Sequence[Document], more: dict[str, tuple[str, ...]], weights: Weights) -> Index:
    """An index of some documents, with a classifier taught their wordings and more of them."""
    words = known_words(documents, more)
    reader = Index(documents, weights, replace(NOTHING_LEARNED, words=words))
    around = read_around(AROUND)
    told = ((document, (*document.wordings, *more.get(document.id, ()))) for document in documents)
    learned = fit_classifier(
        (
            Example(document.id, not document.elsewhere, reader.read(text).weights)
            for document, texts in told
            for text in (*texts, *wrapped(texts, around, "taught"))
        ),
        words,
    )
    return reader.with_learned(learned)


def ask(index: Index, text: str, document: Document) -> Asked:
    """Ask one phrasing of a document; of its candidates, the best and the right one are kept."""
    rows = index.rank(index.read(text))
    ids = [index.document(row.number).id for row in rows]
    right = ids.index(document.id) if document.id in ids else None
    if right is not None and right >= KEPT:
        rows[KEPT - 1], right = rows[right], KEPT - 1
    return Asked(text, document.id, index, rows[:KEPT], right, document.elsewhere)


def train_ranking(asked: Sequence[Asked], start: dict[str, float]) -> dict[str, float]:
    """Weights that make the right candidate the likeliest, by plain gradient steps."""
    values = [start[name] for name in FEATURES]
    chance = random.Random(7)  # noqa: S311 - a repeatable order, no secret
    usable = [item for item in asked if item.right is not None and len(item.rows) > 1]
    for turn in range(ROUNDS):
        chance.shuffle(usable)
        step = LEARNING / (1 + turn)
        for item in usable:
            rows, target = item.rows, item.rows[item.right or 0]
            scores = [sum(w * f for w, f in zip(values, row.figures, strict=True)) for row in rows]
            top = max(scores)
            strengths = [math.exp(value - top) for value in scores]
            total = sum(strengths)
            for row, strength in zip(rows, strengths, strict=True):
                push = (1.0 if row is target else 0.0) - strength / total
                if abs(push) > 1e-3:
                    for place, figure in enumerate(row.figures):
                        values[place] += step * push * figure
            # Held back towards the start: the phrasings of one writer are no reason to go far from it.
            values = [
                value + DECAY * step * (start[name] - value)
                for name, value in zip(FEATURES, values, strict=True)
            ]
    return {name: round(value, 4) for name, value in zip(FEATURES, values, strict=True)}


def rescored(item: Asked, weights: Weights) -> list[Standing]:
    """The candidates of a phrasing by new weights, best first."""
    rows = [row._replace(score=score(row.figures, weights)) for row in item.rows]
    return sorted(rows, key=lambda row: (-row.score, row.number))


Sample = tuple[tuple[float, ...], bool, float]
"""Signs, whether they should speak for it, and how much the sample counts."""


def fit(samples: list[Sample], names: Sequence[str]) -> dict[str, float]:
    """Weights of signs that tell the true samples from the others, by plain gradient steps."""
    weights = dict.fromkeys(names, 0.0)
    chance = random.Random(11)  # noqa: S311 - a repeatable order, no secret
    for turn in range(30):
        chance.shuffle(samples)
        step = 0.1 / (1 + 0.3 * turn)
        for signs, wanted, counts in samples:
            wrong_by = counts * (float(wanted) - weigh_signs(signs, names, weights))
            for name, sign in zip(names, signs, strict=True):
                weights[name] += step * wrong_by * sign
    return {name: round(value, 4) for name, value in weights.items()}


def train_confidence(asked: Sequence[Asked], weights: Weights) -> dict[str, float]:
    """Weights that tell right first places from wrong ones, among questions that an entry answers."""
    samples: list[Sample] = []
    for item in asked:
        ours = [row for row in rescored(item, weights) if not row.elsewhere]
        if ours and not item.is_stranger:
            signs = signs_of_answer(item.searched.read(item.text), ours)
            samples.append((signs, item.searched.document(ours[0].number).id == item.wanted, 1.0))
    return fit(samples, SIGNS)


def train_scope(asked: Sequence[Asked], weights: Weights) -> dict[str, float]:
    """Weights that tell questions for the entries from those for somebody else, both counting the same."""
    strangers = sum(item.is_stranger for item in asked)
    counts = strangers / max(1, len(asked) - strangers)
    samples: list[Sample] = []
    for item in asked:
        if rows := rescored(item, weights):
            signs = item.searched.scope_signs(item.searched.read(item.text), rows)
            samples.append((signs, not item.is_stranger, 1.0 if item.is_stranger else counts))
    return fit(samples, SCOPE_SIGNS)


def main() -> None:
    """Train and write the weights."""
    found, more = documents(), read_phrasings(ROOT / "knowledge" / "phrasings")
    first = Weights(
        ranking=START,
        confidence=dict.fromkeys(SIGNS, 0.0),
        scope=dict.fromkeys(SCOPE_SIGNS, 0.0),
        sure_from=SURE_FROM,
        close_from=CLOSE_FROM,
    )
    asked = list(held_out(found, more, first, seed=1))
    ranking = train_ranking(asked, START)
    trained = first.model_copy(update={"ranking": ranking})
    made = trained.model_copy(
        update={"confidence": train_confidence(asked, trained), "scope": train_scope(asked, trained)}
    )
    OUT.write_text(json.dumps(made.model_dump(), indent=1) + "\n", encoding="utf-8")
    OUT_LEARNED.write_text(taught_index(found, more, made).learned.to_json(), encoding="utf-8")
    own = [item for item in asked if not item.is_stranger]
    print(
        f"{len(own)} phrasings held out: {share_within(own, made, 1):.3f} of them first, "
        f"{share_within(own, made, 3):.3f} among three; wrote {OUT.name} and {OUT_LEARNED.name}"
    )


def share_within(asked: Iterable[Asked], weights: Weights, places: int) -> float:
    """The share of phrasings whose entry is among the first of the entries."""
    found = [
        item.wanted
        in [item.searched.document(row.number).id for row in rescored(item, weights) if not row.elsewhere][
            :places
        ]
        for item in asked
    ]
    return sum(found) / max(1, len(found))


if __name__ == "__main__":
    main()
