"""Slash commands. The answer is the response itself; nothing is sent to Slack for it."""

from __future__ import annotations

import asyncio
import re
from typing import Any

from pydantic import TypeAdapter
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.response import BoltResponse

from bot.commands import command_names
from bot.listeners import words
from bot.listeners.needs import Needs
from bot.question import Question

_TEXT = TypeAdapter(str)

# Slack gives up after 3 seconds, and an apology that comes in time is better than silence.
ANSWER_SECONDS = 2.5

_ANY_COMMAND = re.compile("^/")
_ESCAPED = {"&lt;": "<", "&gt;": ">", "&amp;": "&"}
_ESCAPES = re.compile("|".join(_ESCAPED))


class Commands:
    """All slash commands, by one listener: Bolt tries listeners one by one, and that adds up."""

    def __init__(self, needs: Needs) -> None:
        self._service = needs.service
        self._surface = needs.surface
        self._names = command_names()

    async def answer(self, body: dict[str, Any]) -> BoltResponse:
        """Triggered by every command; only the person who typed it sees the answer."""
        command = body["command"]
        if command not in self._names:
            return _private(words.unknown_command(self._names))
        question = Question(
            text=f"{command} {_unescaped(body.get('text', ''))}".rstrip(),
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
    app.command(_ANY_COMMAND)(Commands(needs).answer)


def _unescaped(text: str) -> str:
    """What was typed: Slack sends the three characters of its own markup escaped."""
    return _ESCAPES.sub(lambda found: _ESCAPED[found[0]], text) if "&" in text else text


def _private(text: str, blocks_json: str = "[]") -> BoltResponse:
    # The blocks stay the text they are: reading and writing them would be the largest single cost.
    body = '{"response_type":"ephemeral","text":' + _TEXT.dump_json(text).decode()
    if blocks_json != "[]":
        body += ',"blocks":' + blocks_json
    return BoltResponse(status=200, body=body + "}")
