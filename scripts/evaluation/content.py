"""The entries themselves: whether they hold the facts they should, and are found by their own phrasings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from knowledge.entry import Entry
from knowledge.search import Decision, Index
from scripts.evaluation.messages import ROOT

FOLDS = 5
KEY_FACTS = ROOT / "tests" / "knowledge" / "key_facts"


class Facts(NamedTuple):
    """How far the entries hold the facts of their topics.

    Attributes:
        all: Number of facts.
        covered: Those with a passage that stands in the entry.
        missing: The others, each with its topic.
        by_topic: Covered and all facts of each topic.
    """

    all: int
    covered: int
    missing: tuple[str, ...]
    by_topic: Mapping[str, tuple[int, int]]

    @property
    def share(self) -> float:
        """The share of covered facts; 0 of none."""
        return self.covered / self.all if self.all else 0.0


def key_facts(entries: Mapping[str, Entry], folder: Path = KEY_FACTS) -> Facts:
    """Look every passage up that a fact is said to be in.

    Args:
        entries: By id.
        folder: Lists of facts, each with its passage, by topic.
    """
    missing: list[str] = []
    by_topic: dict[str, tuple[int, int]] = {}
    for path in sorted(folder.glob("*.yaml")):
        topics: Mapping[str, Sequence[Mapping[str, Any]]] = yaml.safe_load(path.read_text(encoding="utf-8"))
        for topic, facts in topics.items():
            body = _flat(entries[topic].body) if topic in entries else ""
            lost = [
                fact["fact"]
                for fact in facts
                if not fact["covered_by"] or _flat(fact["covered_by"]) not in body
            ]
            missing += [f"{topic}: {fact}" for fact in lost]
            by_topic[topic] = len(facts) - len(lost), len(facts)
    total = sum(number for _, number in by_topic.values())
    return Facts(total, total - len(missing), tuple(missing), by_topic)


def _flat(text: str) -> str:
    return " ".join(text.split())


class HeldOut(NamedTuple):
    """How phrasings are found that the index was built without, as shares of all."""

    asked: int
    top_1: float
    top_3: float
    wrong: float


def held_out(entries: Mapping[str, Entry]) -> HeldOut:
    """Ask each phrasing of the entries of an index without its fold.

    Args:
        entries: By id.
    """
    shown = near = wrong = count = 0
    for fold in range(FOLDS):
        kept = {
            name: entry.model_copy(
                update={"also_asked": tuple(t for n, t in enumerate(entry.also_asked) if n % FOLDS != fold)}
            )
            for name, entry in entries.items()
        }
        index = Index.build(kept.values())
        for name, entry in entries.items():
            for text in entry.also_asked[fold::FOLDS]:
                found = index.search(text)
                top = [other for other, _ in found.top[:3]]
                is_first = top[:1] == [name]
                count += 1
                near += name in top
                shown += found.decision is Decision.SURE and is_first
                wrong += found.decision is Decision.SURE and not is_first
    whole = max(1, count)
    return HeldOut(count, shown / whole, near / whole, wrong / whole)
