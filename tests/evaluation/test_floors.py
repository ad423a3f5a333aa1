"""The whole bot on messages that no entry holds, against the floors committed beside this file."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.service import Service
from knowledge import entries
from knowledge.check import plain
from knowledge.search.elsewhere import elsewhere_documents
from scripts.eval_bot import AT_MOST, answered, floors, meet, too_low
from scripts.evaluation.asking import running_bot
from scripts.evaluation.content import key_facts
from scripts.evaluation.leaks import is_in
from scripts.evaluation.messages import read_myths, read_own_sets, read_shared_set
from tests.support import SHARED, shared_or_skip


@pytest.fixture(scope="module")
def bot() -> Iterator[Service]:
    with running_bot() as service:
        yield service


@pytest.mark.slow
def test_no_figure_of_our_own_messages_is_below_its_floor(bot: Service) -> None:
    low = [line for asked in read_own_sets() for line in too_low(asked.name, answered(bot, asked).figures())]
    assert list(map(str, low)) == []


@pytest.mark.slow
def test_no_figure_of_the_evaluation_data_is_below_its_floor(bot: Service) -> None:
    shared_or_skip("eval/dev_questions.yaml")
    asked = read_shared_set(SHARED / "eval")
    assert asked is not None
    assert list(map(str, too_low("dev", answered(bot, asked).figures()))) == []


@pytest.mark.slow
def test_printed_errors_are_met(bot: Service) -> None:
    assert list(map(str, too_low("myths", meet(bot, read_myths()).figures()))) == []


def test_the_entries_hold_the_facts_of_their_topics() -> None:
    facts = key_facts(entries())
    assert facts.all > 0
    assert facts.missing == ()
    assert too_low("key_facts", {"covered": facts.share}) == []


def test_a_figure_on_the_wrong_side_of_its_floor_is_told() -> None:
    figures = {name: 0.0 if name in AT_MOST else 1.0 for name in floors()["dev"]}
    assert too_low("dev", figures) == []
    assert [low.figure for low in too_low("dev", figures | {"leaks": 1.0, "top_1": 0.5})] == [
        "top_1",
        "leaks",
    ]


def test_every_set_has_floors() -> None:
    assert set(floors()) == {"dev", "myths", "key_facts", *(asked.name for asked in read_own_sets())}


def test_the_measuring_messages_stand_in_no_entry() -> None:
    ours = {plain(line) for entry in entries().values() for line in entry.wordings}
    ours |= {plain(line) for document in elsewhere_documents() for line in document.wordings}
    for asked in read_own_sets():
        for messages in asked[1:]:
            assert {plain(message.text) for message in messages} & ours == set(), asked.name
    assert {plain(message.text) for message in read_myths()} & ours == set()


@pytest.mark.parametrize(
    ("secret", "text"),
    [
        ("Ewa", "asked for EWA today"),
        ("987-65-4321", "ssn 987 65 4321."),
        ("(206) 555-0148", '"2065550148"'),
        ("Łucja", '{"name":"łucja"}'),
    ],
)
def test_a_secret_is_found_however_it_is_written(secret: str, text: str) -> None:
    assert is_in(secret, text)


@pytest.mark.parametrize(
    ("secret", "text"), [("Ewa", "a reward"), ("93", "line 1934"), ("12/25", "12.25"), ("Ewa", "")]
)
def test_a_part_of_a_word_is_no_secret(secret: str, text: str) -> None:
    assert not is_in(secret, text)
