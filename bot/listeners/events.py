"""What people write to the bot: mentions in channels, direct messages, and opening its conversation.

Each event is acknowledged at once; the answer is posted after that.
"""

from __future__ import annotations

from collections.abc import Coroutine
from datetime import timedelta
from typing import Any

import structlog
from slack_bolt.app.async_app import AsyncApp

from bot.agent_view import PROMPTS
from bot.background import TellPerson
from bot.listeners import words
from bot.listeners.messages import Heard, read_direct_message, read_mention
from bot.listeners.needs import Needs
from bot.listeners.posts import Posts
from bot.listeners.presses import mapping_or_empty, text_or_none
from bot.message import Message
from bot.question import Place, Question

PROMPTS_HOLD = timedelta(hours=24)
"""How long somebody is not offered the prompts again."""

_log = structlog.get_logger("bot.listeners.events")


class TooMuchAtOnce(Exception):
    """So many replies are under way that no other can be taken on; Slack delivers the event again."""


class Events:
    """What each event does.

    Args:
        needs: The service, and the ways to reach Slack.
    """

    def __init__(self, needs: Needs) -> None:
        self._needs = needs
        self._service = needs.service
        self._has_said_why = False

    async def mention(self, body: dict[str, Any]) -> None:
        """Triggered where somebody names the bot in a channel it is in; answers in the thread."""
        self._answer_afterwards("mention", read_mention(body))

    async def direct_message(self, body: dict[str, Any]) -> None:
        """Triggered by a message to the bot alone; answers there, or in its thread."""
        self._answer_afterwards("direct_message", read_direct_message(body))

    async def opened(self, body: dict[str, Any]) -> None:
        """Triggered when somebody opens the bot's conversation; offers what can be asked, once a day."""
        event = mapping_or_empty(body.get("event"))
        user, channel = text_or_none(event.get("user")), text_or_none(event.get("channel"))
        posts = self._posts()
        if event.get("tab") == "messages" and user and channel and posts:
            team = text_or_none(body.get("team_id")) or ""
            self._start("prompts", self._offer_prompts(posts, channel, f"prompts:{team}:{user}"))

    def _answer_afterwards(self, name: str, heard: Heard | None) -> None:
        posts = self._posts()
        if heard is None or posts is None:
            return
        asked, place = heard, heard.place
        only_for = asked.user if asked.is_public else None

        async def tell_person(reference: str) -> None:
            await posts.say(place, words.apology(reference), only_for=only_for)

        self._start(name, self._answer(posts, asked), tell_person)

    async def _answer(self, posts: Posts, heard: Heard) -> None:
        question = Question(
            text=heard.text,
            surface=self._needs.surface,
            user=heard.user,
            team=heard.team,
            delivery_id=heard.event_id,
            is_public=heard.is_public,
            thread=heard.conversation,
        )
        answer = await self._service.reply_async(question, heard.place)
        if answer is None:
            return  # answered when it was delivered before
        is_private = heard.is_public and not answer.is_for_everybody
        only_for = heard.user if is_private else None
        if await posts.send(heard.place, Message(answer.text, answer.blocks), only_for=only_for):
            await self._service.outgoing.delivered(answer.receipt)
            if answer.redacted and heard.is_public and not is_private:
                # The answer that everybody sees says nothing of it.
                await posts.say(heard.place, words.PATIENT_DATA, only_for=heard.user)
        else:
            await posts.say(Place(heard.user) if heard.is_public else heard.place, words.NOT_SENT)

    async def _offer_prompts(self, posts: Posts, channel: str, claim: str) -> None:
        if not await self._service.claim(claim, holds=PROMPTS_HOLD):
            return
        if not await posts.suggest(channel, [prompt._asdict() for prompt in PROMPTS]):
            await self._service.unclaim(claim)

    def _posts(self) -> Posts | None:
        """The way to post; where there is none, the operator is told once and nobody can be answered."""
        if self._needs.posts is None and not self._has_said_why:
            self._has_said_why = True
            _log.error("events.no_bot_token", advice="set SLACK_BOT_TOKEN to answer mentions and messages")
        return self._needs.posts

    def _start(
        self, name: str, work: Coroutine[Any, Any, None], tell_person: TellPerson | None = None
    ) -> None:
        if not self._needs.tasks.start(name, work, tell_person=tell_person):
            raise TooMuchAtOnce


def register(app: AsyncApp, needs: Needs) -> None:
    """Wire every event."""
    events = Events(needs)
    app.event("message")(events.direct_message)
    app.event("app_mention")(events.mention)
    app.event("app_home_opened")(events.opened)
