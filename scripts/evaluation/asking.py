"""Asking the whole bot: every message through the service, with a database that is thrown away."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.answer import Answer, Intent, Outcome
from bot.assembly import build_service
from bot.question import Question
from bot.service import Service
from bot.settings import load_settings
from scripts.evaluation.messages import Message
from scripts.evaluation.requests import DAY, compared, is_accepted, matches

CALCULATIONS = frozenset(Intent) - {Intent.FAQ, Intent.SMALLTALK, Intent.HELP, Intent.SETTINGS}
_SHOWN_TOPICS = 3


@dataclass(frozen=True, slots=True)
class Reply:
    """What the bot made of one message.

    Attributes:
        message: What was asked.
        answer: What came back.
        seconds: How long that took, with keeping it.
    """

    message: Message
    answer: Answer
    seconds: float

    @property
    def request(self) -> dict[str, Any]:
        """What was understood, in the words of the evaluation data."""
        if self.answer.outcome is Outcome.CLARIFY:
            return {"command": "clarify"}
        return compared(self.answer.request)

    @property
    def is_calculation(self) -> bool:
        """Something was worked out."""
        return self.answer.outcome is Outcome.ANSWERED and self.answer.intent in CALCULATIONS

    @property
    def is_confident(self) -> bool:
        """One entry or one calculation was shown as the answer."""
        return self.answer.confident

    @property
    def topics(self) -> tuple[str, ...]:
        """The best entries, shown or not."""
        return tuple(topic.id for topic in self.answer.topics or ())[:_SHOWN_TOPICS]

    @property
    def is_accepted_calculation(self) -> bool:
        """A calculation that is as right as an entry."""
        return self.is_calculation and (is_accepted(self.message.accept, self.request) or self.is_exact)

    @property
    def is_exact(self) -> bool:
        """It asks for a calculation, and every field of it was understood."""
        return self.message.expected is not None and matches(self.message.expected, self.request)

    @property
    def is_right(self) -> bool:
        """The right answer was shown, alone."""
        if self.is_calculation:
            return self.is_confident and self.is_accepted_calculation
        return self.is_confident and self.topics[:1] != () and self.topics[0] in self.message.topics

    @property
    def is_near(self) -> bool:
        """One of the three best entries is right, or the calculation that was taken."""
        return self.is_accepted_calculation or any(name in self.message.topics for name in self.topics)

    @property
    def is_wrong(self) -> bool:
        """A wrong answer was shown as the answer: the figure that harms a clinic."""
        return self.is_confident and not self.is_right

    @property
    def found(self) -> str:
        """What came back, in a few words."""
        if self.is_calculation or self.answer.outcome in (Outcome.CLARIFY, Outcome.REFUSED):
            return f"{self.answer.outcome.value} {self.answer.request}"
        return f"{self.answer.outcome.value} {', '.join(self.topics)}"


@contextmanager
def running_bot(folder: Path | None = None) -> Iterator[Service]:
    """A bot with a database in a folder that is deleted afterwards, warmed up.

    Args:
        folder: Where its database goes, to be kept; a temporary one when not given.
    """
    with tempfile.TemporaryDirectory() as temporary:
        database = (folder or Path(temporary)) / "unitwise.db"
        service = build_service(load_settings({"UNITWISE_DATABASE": str(database)}, dotenv=None))
        try:
            service.answer(Question("what is 97110", as_of=DAY))
            yield service
        finally:
            service.close()


def ask(service: Service, message: Message) -> Reply:
    """Ask one message.

    Args:
        service: The bot.
        message: What to ask.
    """
    began = time.perf_counter()
    answer = service.answer(Question(message.text, as_of=DAY))
    return Reply(message, answer, time.perf_counter() - began)


def ask_all(service: Service, messages: Iterable[Message]) -> list[Reply]:
    """Ask every message, in order.

    Args:
        service: The bot.
        messages: What to ask.
    """
    return [ask(service, message) for message in messages]
