"""What the search learned from many phrasings: that it fits the entries, and that its words are no slips."""

from __future__ import annotations

import pytest

from knowledge.faults import KnowledgeError
from knowledge.loader import entry_folder, read_folder
from knowledge.search import Index
from knowledge.search.learned import NOTHING_LEARNED, UNTAUGHT, read_learned, shipped_learned
from tests.support import REPOSITORY


@pytest.fixture(scope="module")
def index() -> Index:
    return Index.build(read_folder(entry_folder()).entries.values())


PHRASINGS = REPOSITORY / "knowledge" / "phrasings"


def test_every_published_entry_was_learned() -> None:
    entries = read_folder(entry_folder()).entries
    assert set(entries) - set(shipped_learned().documents) == set(), "run make train"


def test_every_file_of_phrasings_belongs_to_an_entry_and_every_entry_has_one() -> None:
    entries = set(read_folder(entry_folder()).entries)
    assert {path.stem for path in PHRASINGS.glob("*.txt")} == entries


def test_no_phrasing_stands_twice() -> None:
    places: dict[str, list[str]] = {}
    for path in sorted(PHRASINGS.glob("*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            places.setdefault(" ".join(line.lower().split()), []).append(path.stem)
    assert {line: where for line, where in places.items() if len(where) > 1 and line} == {}


def test_what_was_learned_survives_being_written_and_read() -> None:
    held = shipped_learned()
    again = read_learned(held.to_json())
    weights = {"unit": 1.0, "code:97112": 0.5, "no such term": 2.0}
    assert again.margins(weights) == held.margins(weights)
    assert again.field_margin(weights) == held.field_margin(weights)
    assert again.words == held.words


def test_a_file_that_is_none_is_named() -> None:
    with pytest.raises(KnowledgeError, match=r"learned\.json cannot be read; run scripts/train_ranker\.py"):
        read_learned("[]")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("how long do we hang on to old charts", "records-and-audits"),
        (
            "taught the daughter alone how to move him, he stayed at home",
            "caregiver-training-97550",
        ),
        ("the clearinghouse bounced it for the wrong birthday", "claim-demographics-errors"),
    ],
)
def test_phrasings_help_where_the_words_of_an_entry_do_not(index: Index, text: str, wanted: str) -> None:
    margins = index.learned.margins(index.read(text).weights)
    ours = {name: margin for name, margin in margins.items() if name in read_folder(entry_folder()).entries}
    assert max(ours, key=lambda name: ours[name]) == wanted


def test_an_entry_that_was_never_learned_is_neither_first_nor_last(index: Index) -> None:
    question = index.read("what is the 8 minute rule")
    margins = sorted(shipped_learned().margins(question.weights).values())
    assert margins[0] < UNTAUGHT < margins[-1]
    assert NOTHING_LEARNED.margins(question.weights) == {}


def test_a_common_slip_is_no_word_and_a_common_word_is() -> None:
    assert {"hang", "stuff"} <= shipped_learned().words
    assert not {"pateint", "modifer", "recieve"} & shipped_learned().words
