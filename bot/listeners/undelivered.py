"""Answers of an earlier process that never reached Slack."""

from __future__ import annotations

import structlog

from bot.listeners import words
from bot.listeners.needs import KeepsReplies
from bot.listeners.posts import Posts
from bot.message import Message

_log = structlog.get_logger("bot.listeners.undelivered")


async def send_undelivered(outgoing: KeepsReplies, posts: Posts) -> None:
    """Send what was left; where the answer cannot be worked out again, an honest sentence in its place.

    Args:
        outgoing: Knows what was left.
        posts: Posts it.
    """
    async for left in outgoing.take_undelivered():
        answer = left.answer
        message = Message(answer.text, answer.blocks) if answer else Message(words.INTERRUPTED, [])
        if await posts.send(left.place, message):
            await outgoing.delivered(left.receipt)
            _log.info("undelivered.sent", is_answer=answer is not None)
