"""What the pretend workspace holds: messages, forms, and the block ids that Slack would hand out."""

from __future__ import annotations

import copy
import secrets
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeGuard

from bot.playground.workspace_facts import (
    APP_ID,
    BOT_ID,
    BOT_USER_ID,
    TEAM_ID,
    USER_ID,
)

Blocks = list[dict[str, Any]]


class Author(StrEnum):
    """Who a message is from."""

    YOU = "you"
    BOT = "bot"
    PLAYGROUND = "playground"


@dataclass(slots=True, eq=False)
class Posted:
    """One message in a channel.

    Attributes:
        ts: Slack's time stamp, which is also the message's name in its channel.
        channel: Id of the channel.
        author: Who it is from.
        text: The plain text, which holds everything the blocks say.
        blocks: The blocks, each with a block id.
        ephemeral: Whether only the person sees it.
        thread_ts: The message that this one answers in a thread.
        edited: Whether it was changed after it was posted.
        refused: Why Slack would not take it; `None` when it would.
        failed: Whether this is the playground saying that something went wrong.
    """

    ts: str
    channel: str
    author: Author
    text: str
    blocks: Blocks = field(default_factory=list)
    ephemeral: bool = False
    thread_ts: str | None = None
    edited: bool = False
    refused: str | None = None
    failed: bool = False

    def for_page(self) -> dict[str, Any]:
        """The message as the page gets it."""
        return {
            "ts": self.ts,
            "channel": self.channel,
            "author": self.author.value,
            "text": self.text,
            "blocks": self.blocks,
            "ephemeral": self.ephemeral,
            "threadTs": self.thread_ts,
            "edited": self.edited,
            "refused": self.refused,
            "failed": self.failed,
        }

    def for_slack(self) -> dict[str, Any]:
        """The message as Slack would put it into a payload or an API answer."""
        message: dict[str, Any] = {"type": "message", "ts": self.ts, "text": self.text, "team": TEAM_ID}
        if self.author is Author.YOU:
            message["user"] = USER_ID
        else:
            message |= {"user": BOT_USER_ID, "bot_id": BOT_ID, "app_id": APP_ID}
        if self.blocks:
            message["blocks"] = copy.deepcopy(self.blocks)
        if self.thread_ts:
            message["thread_ts"] = self.thread_ts
        return message


@dataclass(slots=True, eq=False)
class OpenForm:
    """A form (Slack says modal view) that is open on the page.

    Attributes:
        id: Slack's view id.
        hash: Changes with every change of the view.
        channel: Where the person was when it opened; failures are shown there.
        view: The view as the bot sent it, its blocks with ids.
        refused: Why Slack would not open it; `None` when it would.
    """

    id: str
    hash: str
    channel: str
    view: dict[str, Any]
    refused: str | None = None

    def for_page(self) -> dict[str, Any]:
        """The form as the page gets it."""
        shown = ("title", "submit", "close", "blocks")
        return {"id": self.id, "refused": self.refused, "hash": self.hash} | {
            name: self.view.get(name) for name in shown
        }

    def for_slack(self, values: dict[str, Any] | None = None) -> dict[str, Any]:
        """The view as Slack would put it into a payload or an API answer.

        Args:
            values: What was filled in, as Slack's `state.values`.
        """
        optional = {
            "private_metadata": "",
            "callback_id": "",
            "external_id": "",
            "submit": None,
            "close": None,
            "clear_on_close": False,
            "notify_on_close": False,
        }
        return {
            **optional,
            **copy.deepcopy(self.view),
            "id": self.id,
            "hash": self.hash,
            "team_id": TEAM_ID,
            "app_id": APP_ID,
            "bot_id": BOT_ID,
            "root_view_id": self.id,
            "previous_view_id": None,
            "state": {"values": values or {}},
        }


def with_ids(blocks: Blocks) -> Blocks:
    """Copy the blocks and give every block and every control an id where the bot gave none, as Slack does."""
    numbered = copy.deepcopy(blocks)
    for block in numbered:
        block.setdefault("block_id", new_id("b"))
        for element in controls_in(block):
            element.setdefault("action_id", new_id("a"))
    return numbered


def controls_in(block: dict[str, Any]) -> list[dict[str, Any]]:
    """Everything in a block that a person can press or fill in."""
    found: list[Any] = []
    if block.get("type") in ("actions", "context_actions"):
        elements = block.get("elements")
        found = elements if isinstance(elements, list) else []
    elif block.get("type") == "section":
        found = [block.get("accessory")]
    elif block.get("type") == "input":
        found = [block.get("element")]
    return [part for part in found if isinstance(part, dict) and part.get("type") != "image"]


def find_control(blocks: Blocks, block_id: str, action_id: str) -> dict[str, Any] | None:
    """The control with these two ids; `None` when the blocks hold no such control."""
    for block in blocks:
        if block.get("block_id") == block_id:
            for control in controls_in(block):
                if control.get("action_id") == action_id:
                    return control
    return None


def is_blocks(value: object) -> TypeGuard[Blocks]:
    """Whether this is a list of JSON objects, as blocks are."""
    return isinstance(value, list) and all(isinstance(block, dict) for block in value)


def is_view(value: object) -> TypeGuard[dict[str, Any]]:
    """Whether this is a view that can be shown as a form."""
    return isinstance(value, dict) and value.get("type") == "modal" and is_blocks(value.get("blocks"))


def new_id(prefix: str) -> str:
    """A fresh id in the shape of Slack's."""
    return prefix + secrets.token_hex(5)
