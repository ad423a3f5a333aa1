"""Answers of an earlier process that never reached Slack."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Protocol, runtime_checkable

import structlog

from bot.answer import Answer
from bot.listeners import words
from bot.listeners.posts import Posts
from bot.message import Message
from bot.question import Place

_log = structlog.get_logger("bot.listeners.undelivered")


class Undelivered(Protocol):
    """An answer that was kept and never sent."""

    @property
    def receipt(self) -> str:
        """Names it."""
        ...

    @property
    def place(self) -> Place:
        """Where it belongs."""
        ...

    @property
    def answer(self) -> Answer | None:
        """What it says; `None` when that cannot be worked out again."""
        ...


@runtime_checkable
class KeepsReplies(Protocol):
    """What knows the answers that were not sent."""

    def take_undelivered(self) -> AsyncIterator[Undelivered]:
        """Hand out each of them once."""
        ...

    async def delivered(self, receipt: str) -> None:
        """Note that one went."""
        ...


async def send_undelivered(service: KeepsReplies, posts: Posts) -> None:
    """Send what was left; where the answer cannot be worked out again, an honest sentence in its place.

    Args:
        service: Knows what was left.
        posts: Posts it.
    """
    async for left in service.take_undelivered():
        answer = left.answer
        message = Message(answer.text, answer.blocks) if answer else Message(words.INTERRUPTED, [])
        if await posts.send(left.place, message):
            await service.delivered(left.receipt)
            _log.info("undelivered.sent", is_answer=answer is not None)
