"""The figures of the search on questions that no entry holds, against floors committed beside them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
import yaml

from knowledge.check import plain
from knowledge.loader import entries
from knowledge.search import Index
from knowledge.search.elsewhere import elsewhere_documents
from scripts.eval_knowledge import Set, ask_all
from tests.support import SHARED, shared_or_skip

FLOORS = yaml.safe_load(Path(__file__).with_name("floors.yaml").read_text(encoding="utf-8"))


@cache
def measured() -> dict[str, Set]:
    return {found.name: found for found in ask_all(Index.build(entries().values()), SHARED / "eval")}


def figures_of(name: str) -> dict[str, float]:
    if name == "dev":
        shared_or_skip("eval/dev_questions.yaml")
    found = measured()[name]
    questions, strangers = found.questions, [outcome for _, outcome in found.strangers]
    wrong = sum(o.is_confident and not o.is_right for o in (*questions, *strangers))
    return {
        "top_1": sum(o.is_confident and o.is_right for o in questions) / len(questions),
        "top_3": sum(o.is_near for o in questions) / len(questions),
        "wrong": wrong / (len(questions) + len(strangers)),
        "abstained": sum(not o.is_confident for o in strangers) / len(strangers),
    }


@pytest.mark.parametrize("name", FLOORS)
def test_no_figure_falls_below_its_floor(name: str) -> None:
    figures, floors = figures_of(name), FLOORS[name]
    assert figures["wrong"] <= floors["wrong"]
    for figure in ("top_1", "top_3", "abstained"):
        assert figures[figure] >= floors[figure], figure


def test_the_measuring_questions_stand_in_no_entry() -> None:
    ours = {plain(line) for entry in entries().values() for line in entry.wordings}
    ours |= {plain(line) for document in elsewhere_documents() for line in document.wordings}
    for name in ("fresh", "late"):
        found = measured()[name]
        asked = {plain(o.text) for o in (*found.questions, *(o for _, o in found.strangers))}
        assert asked & ours == set(), name
