"""What every button has in common: the work comes after the press is acknowledged, and its end is told."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any

from bot.listeners import words
from bot.listeners.needs import Needs
from bot.listeners.presses import Press


class Buttons:
    """Buttons that work in the background and answer whoever pressed.

    Args:
        needs: The service, and the ways to reach Slack.

    Attributes:
        needs: The same.
        service: Answers, explains and takes feedback.
        replies: Sends to reply addresses.
    """

    def __init__(self, needs: Needs) -> None:
        self.needs = needs
        self.service = needs.service
        self.replies = needs.replies

    async def tell(self, press: Press, sentence: str) -> None:
        """Say one sentence to the person who pressed, where they pressed."""
        await self.replies.say(press.address, sentence, thread_ts=press.thread_ts)

    def afterwards(self, name: str, press: Press, work: Coroutine[Any, Any, None]) -> None:
        """Do the work in the background; should it fail, the person is told so.

        Args:
            name: What the work is called in the log.
            press: The press that it belongs to.
            work: What to do.
        """

        async def tell_person(reference: str) -> None:
            await self.tell(press, words.apology(reference))

        self.needs.tasks.start(name, work, tell_person=tell_person)
