"""Parts of a template → the text twin and the blocks of one message."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from bot.blocks import BlockKitError, check_message, context, section, split_text
from bot.message import Message
from bot.render.words import GAP, template_words, to_mrkdwn, to_plain

SMALL_PARTS = frozenset({"understood", "source"})
"""Parts shown as small print."""
CONTEXT_LIMIT, SECTION_LIMIT = 2000, 3000
BLOCKS_JSON_LIMIT = 12_000


class Part(NamedTuple):
    """One part of a message with its marked words."""

    name: str
    words: str


def render_message(
    template: str, values: Mapping[str, Any], *, tail: Sequence[dict[str, Any]] = ()
) -> Message:
    """Render one outcome.

    Args:
        template: Path below `bot/templates`, without its suffix.
        values: What the template asks for.
        tail: Blocks that follow the words, such as buttons.

    Returns:
        The text twin, complete by itself, and the blocks. When the words are too long for Slack's
        blocks, the blocks hold the beginning and say that the whole is in the text.
    """
    parts = [Part(*part) for part in template_words(template, values)]
    text = "\n".join(to_plain(part.words) for part in parts)
    blocks = [block for part in parts for block in _blocks(part)]
    blocks += tail
    try:
        check_message(text, blocks)
    except BlockKitError:
        # Too much for blocks: Slack shows the text instead when there are none.
        blocks = []
        check_message(text, blocks)
    return Message(text, blocks)


def _blocks(part: Part) -> list[dict[str, Any]]:
    if GAP in part.words:
        return [
            block for piece in part.words.split(f"\n{GAP}\n") for block in _blocks(Part(part.name, piece))
        ]
    words = to_mrkdwn(part.words)
    if part.name in SMALL_PARTS and len(words) <= CONTEXT_LIMIT:
        return [context(words)]
    if len(words) <= SECTION_LIMIT:
        return [section(words)]
    return [section(piece) for piece in split_text(words, SECTION_LIMIT)]
