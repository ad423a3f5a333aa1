"""Ten thousand messages that nobody should send: each one is answered, soon and discreetly."""

from __future__ import annotations

import gc
import json
from collections.abc import Iterator
from pathlib import Path
from random import Random
from time import thread_time

import pytest

from bot.answer import Answer, Outcome
from bot.assembly import build_service
from bot.question import Question
from bot.service import Service
from bot.settings import load_settings
from scripts.evaluation.leaks import logged
from scripts.evaluation.requests import DAY
from tests.bot.hostile_messages import LONGEST, Hostile, hostile_messages

CHUNKS, IN_A_CHUNK = 20, 500
MOST_SECONDS = 0.1
COLLECTED_EVERY = 250
LONG_IN_SLACK = 1_000
"""Characters of an answer from which Slack may be given the text alone."""
TRIES = 3
"""A message that took too long is asked again, for the machine may have been at fault."""
WARM_UP = "how many units is 25 min of nuero, and do i need modfier 59 with 97140 for Qzk?"


class Bot:
    """The whole bot, with its database in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.service = self._built()

    def _built(self) -> Service:
        return build_service(load_settings({"UNITWISE_DATABASE": str(self.folder / "bot.db")}, dotenv=None))

    def forgetful(self) -> None:
        """Let go of the answers that are remembered in words."""
        self.service.close()
        self.service = self._built()

    def written(self) -> str:
        """Everything in its folder, as text in lower case."""
        files = (path for path in self.folder.rglob("*") if path.is_file())
        return "\n".join(path.read_bytes().decode("utf-8", "replace") for path in files).lower()


@pytest.fixture
def bot(tmp_path: Path) -> Iterator[Bot]:
    folder = tmp_path / "bot"
    folder.mkdir()
    bot = Bot(folder)
    yield bot
    bot.service.close()


@pytest.fixture
def without_collecting() -> Iterator[None]:
    """Looking through what other tests left behind is no message's time."""
    gc.collect()
    gc.freeze()
    gc.disable()
    yield
    gc.enable()
    gc.unfreeze()


async def timed(bot: Bot, question: Question) -> tuple[Answer, float]:
    began = thread_time()
    answer = await bot.service.answer_async(question)
    return answer, thread_time() - began


async def least_seconds(bot: Bot, question: Question) -> float:
    """The best of a few runs, so that a busy machine does not count."""
    best = float("inf")
    for _ in range(TRIES):
        bot.forgetful()
        _, seconds = await timed(bot, question)
        best = min(best, seconds)
    return best


def asked_of(message: Hostile, number: int, chance: Random) -> Question:
    """The message in private, in public or in a thread whose earlier messages count."""
    place = chance.choice(("private", "public", "thread"))
    return Question(
        message.text,
        user=f"U{number % 7}",
        as_of=DAY,
        is_public=place == "public",
        thread=f"thread {number % 20}" if place == "thread" else None,
    )


def shown_to_everybody(answer: Answer) -> str:
    return (answer.text + answer.blocks_json).lower()


@pytest.mark.slow
@pytest.mark.usefixtures("without_collecting")
@pytest.mark.parametrize("seed", range(CHUNKS))
async def test_each_of_ten_thousand_hostile_messages_is_answered_soon_and_kept_nowhere(
    bot: Bot, seed: int
) -> None:
    chance = Random(f"places {seed}")
    with logged() as log:
        await timed(bot, Question(WARM_UP, as_of=DAY))
        messages = list(hostile_messages(seed, IN_A_CHUNK))
        for number, message in enumerate(messages):
            where = f"message {number} of seed {seed}, {message.kind}: {message.text[:80]!r}"
            question = asked_of(message, number, chance)
            answer, seconds = await timed(bot, question)
            if seconds >= MOST_SECONDS:
                seconds = await least_seconds(bot, question)
            assert seconds < MOST_SECONDS, where
            assert answer.text.strip(), where
            assert answer.blocks or len(answer.text) > LONG_IN_SLACK, where
            assert message.marker not in json.dumps(answer.request).lower(), where
            if question.is_public and answer.is_for_everybody:
                assert message.marker not in shown_to_everybody(answer), where
            if number % COLLECTED_EVERY == 0:
                gc.collect()
    bot.service.close()
    kept = bot.written() + log.getvalue().lower()
    assert [message for message in messages if message.marker in kept] == []
    assert kept.count("faq") > IN_A_CHUNK / 10


def test_the_messages_are_the_same_in_every_run_and_of_every_kind() -> None:
    first, again, other = (list(hostile_messages(seed, 64)) for seed in (1, 1, 2))
    assert first == again
    assert first != other
    assert len({message.kind for message in first}) == 16
    assert max(len(message.text) for message in first) == LONGEST


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("how do i bill 97110? " * 200, "4,199 characters; at most 1,500 are read"),
        ("/billing ask " + "is it ok " * 300, "characters; at most 1,500 are read"),
        ("/units " + "97112 25 " * 500, "characters; at most 4,000 are read"),
        ("/billing check " + "97110x2 " * 600, "characters; at most 4,000 are read"),
    ],
)
def test_a_message_that_is_too_long_is_refused_with_what_would_be_right(
    bot: Bot, text: str, says: str
) -> None:
    answer = bot.service.answer(Question(text, as_of=DAY))
    assert answer.outcome is Outcome.REFUSED
    assert answer.error is not None
    assert answer.error.code == "too_long"
    assert says in answer.text


@pytest.mark.parametrize(
    "text", ["97112 \ud800 25 min", "/units 97112 \udfff 25", "\udc80", "/billing \ud800"]
)
def test_half_a_character_is_answered_and_never_sent_back(bot: Bot, text: str) -> None:
    answer = bot.service.answer(Question(text, as_of=DAY))
    assert answer.text.encode("utf-8")
    assert json.dumps(answer.blocks, ensure_ascii=False).encode("utf-8")
