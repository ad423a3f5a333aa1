"""Shortcuts: what the menu of any message offers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.agent_view import ASK_ABOUT_MESSAGE
from bot.listeners import words
from bot.listeners.messages import as_typed
from bot.listeners.needs import Needs
from bot.listeners.presses import mapping_or_empty, text_or_none
from bot.message import Message
from bot.question import Question


class Shortcuts:
    """What each shortcut does.

    Args:
        needs: The service, and the ways to reach Slack.
    """

    def __init__(self, needs: Needs) -> None:
        self._service = needs.service
        self._replies = needs.replies
        self._tasks = needs.tasks
        self._surface = needs.surface

    async def ask_about_message(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """Triggered in a message's menu; answers its text for the person alone who asked."""
        await ack()

        async def tell_person(reference: str) -> None:
            await self._say(body, words.apology(reference))

        self._tasks.start("ask_about_message", self._answer(body), tell_person=tell_person)

    async def _answer(self, body: Mapping[str, Any]) -> None:
        text = as_typed(text_or_none(mapping_or_empty(body.get("message")).get("text")) or "")
        if not text:
            await self._say(body, words.NO_TEXT)
            return
        question = Question(
            text=text,
            surface=self._surface,
            user=text_or_none(mapping_or_empty(body.get("user")).get("id")),
            team=text_or_none(mapping_or_empty(body.get("team")).get("id")),
            delivery_id=text_or_none(body.get("trigger_id")),
        )
        answer = await self._service.answer_async(question)
        message = Message(answer.text, answer.blocks)
        if await self._replies.send(_address(body), message, thread_ts=_thread(body)):
            await self._service.outgoing.delivered(answer.receipt)

    async def _say(self, body: Mapping[str, Any], sentence: str) -> None:
        await self._replies.say(_address(body), sentence, thread_ts=_thread(body))


def register(app: AsyncApp, needs: Needs) -> None:
    """Wire every shortcut."""
    app.message_shortcut(ASK_ABOUT_MESSAGE.callback_id)(Shortcuts(needs).ask_about_message)


def _address(body: Mapping[str, Any]) -> str | None:
    return text_or_none(body.get("response_url"))


def _thread(body: Mapping[str, Any]) -> str | None:
    return text_or_none(mapping_or_empty(body.get("message")).get("thread_ts"))
