"""Slash commands. The answer is the response itself; nothing is sent to Slack for it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from pydantic import TypeAdapter
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.commands import command_names
from bot.listeners import words
from bot.listeners.messages import unescaped
from bot.listeners.needs import Needs
from bot.question import Question

_TEXT = TypeAdapter(str)

# Slack gives up after 3 seconds, and an apology that comes in time is better than silence.
ANSWER_SECONDS = 2.5


class Commands(AsyncMiddleware):
    """All slash commands, as the last middleware: Bolt's way to a listener costs as much as the answer."""

    def __init__(self, needs: Needs) -> None:
        self._service = needs.service
        self._surface = needs.surface
        self._names = command_names()

    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,  # noqa: ARG002 - Bolt hands it to every middleware
        next: Callable[[], Awaitable[BoltResponse]],
    ) -> BoltResponse | None:
        """Answer a command; everything else goes on to the listeners."""
        command = req.body.get("command")
        if isinstance(command, str) and command.startswith("/"):
            return await self.answer(command, req.body)
        return await next()

    async def answer(self, command: str, body: dict[str, Any]) -> BoltResponse:
        """Triggered by every command; only the person who typed it sees the answer."""
        if command not in self._names:
            return _private(words.unknown_command(self._names))
        question = Question(
            text=f"{command} {unescaped(body.get('text', ''))}".rstrip(),
            surface=self._surface,
            user=body.get("user_id"),
            team=body.get("team_id"),
            delivery_id=body.get("trigger_id"),
        )
        async with asyncio.timeout(ANSWER_SECONDS):
            answer = await self._service.answer_async(question)
        return _private(answer.text, answer.blocks_json)


def register(app: AsyncApp, needs: Needs) -> None:
    """Wire every slash command."""
    app.use(Commands(needs))


def _private(text: str, blocks_json: str = "[]") -> BoltResponse:
    # The blocks stay the text they are: reading and writing them would be the largest single cost.
    body = '{"response_type":"ephemeral","text":' + _TEXT.dump_json(text).decode()
    if blocks_json != "[]":
        body += ',"blocks":' + blocks_json
    return BoltResponse(status=200, body=body + "}")
