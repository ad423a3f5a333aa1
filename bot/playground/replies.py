"""What the bot sends back to a command or a button press, put on show."""

from __future__ import annotations

from typing import Any

from bot.playground.messages import Author, Blocks, Posted, is_blocks
from bot.playground.workspace import ReplyAddress, Workspace


class NotAMessage(Exception):
    """What came cannot be shown as a message; the message says what it lacks."""


def show_reply(workspace: Workspace, address: ReplyAddress, body: dict[str, Any]) -> Posted | None:
    """Show one reply where it belongs.

    Args:
        workspace: Where to show it.
        address: Where the reply was sent to.
        body: The reply: `text`, `blocks`, `response_type`, `replace_original`, `delete_original`,
            `thread_ts`.

    Returns:
        The message that was posted or changed; `None` when the reply took one away.

    Raises:
        NotAMessage: The reply has neither text nor blocks, or blocks that are no list of objects.
    """
    original = workspace.find(address.channel, address.original) if address.original else None
    if body.get("delete_original") is True:
        if original is not None:
            workspace.delete(original)
        return None
    text, blocks = content_of(body)
    if body.get("replace_original") is True and original is not None:
        workspace.change(original, text, blocks)
        return original
    thread_ts = body.get("thread_ts")
    return workspace.post(
        address.channel,
        Author.BOT,
        text,
        blocks,
        ephemeral=body.get("response_type") != "in_channel",
        thread_ts=thread_ts if isinstance(thread_ts, str) else None,
    )


def content_of(body: dict[str, Any]) -> tuple[str, Blocks]:
    """The text and the blocks of a message.

    Args:
        body: What the bot sent.

    Raises:
        NotAMessage: There is neither text nor blocks, or the blocks are no list of objects.
    """
    text = body.get("text") or body.get("markdown_text") or ""
    blocks = body.get("blocks") or []
    if not isinstance(text, str):
        raise NotAMessage("`text` is not text")
    if not is_blocks(blocks):
        raise NotAMessage("`blocks` is not a list of blocks")
    if not text and not blocks:
        raise NotAMessage("there is neither `text` nor `blocks`")
    return text, blocks
