"""A rendered message: the text a person reads, and the same as Slack blocks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Message:
    """What a surface shows.

    Attributes:
        text: The whole message as plain text; complete without the blocks.
        blocks: The same as Block Kit objects, already checked against Slack's limits.
    """

    text: str
    blocks: list[dict[str, Any]]
