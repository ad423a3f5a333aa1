"""Which command a message is: the word in front, and what follows it."""

from __future__ import annotations

import re
from typing import NamedTuple

from bot.commands import find, subcommand_names
from bot.render.words import to_plain

LONGEST_MESSAGE = 40_000
"""Slack cuts a message there; nothing longer can come from it."""
_BROKEN = re.compile("[\ud800-\udfff]")
"""Halves of a character, which JSON can carry and which can be neither sent nor stored."""
_COUNTED = {"/units": "units", "/pair": "pair"}
"""Commands that take what follows as it is."""


class Routed(NamedTuple):
    """A message with its command taken off.

    Attributes:
        command: `units`, `pair`, a word after `/billing`, `plain`, `unknown_command` or
            `unknown_subcommand`.
        rest: What follows.
        word: The command word as typed, for the two unknown ones.
    """

    command: str
    rest: str
    word: str = ""


def route(text: str) -> Routed:
    """Find the command of a message.

    Args:
        text: A command line with its slash, or a plain message.
    """
    # The marks stand for bold and code in our own templates; nobody types them.
    text = _BROKEN.sub("\N{REPLACEMENT CHARACTER}", to_plain(text[:LONGEST_MESSAGE])).strip()
    if not text.startswith("/"):
        return Routed("plain", text)
    word, *more = text.split(maxsplit=1)
    rest = more[0] if more else ""
    command = find(word.lower())
    if command is None:
        return Routed("unknown_command", rest, word)
    if command.name in _COUNTED:
        return Routed("help", "") if rest.strip().lower() == "help" else Routed(_COUNTED[command.name], rest)
    first, *more = rest.split(maxsplit=1) or ["help"]
    if first.lower() == "help":
        return Routed("help", "")
    if first.lower() in subcommand_names(command.name):
        return Routed(first.lower(), more[0] if more else "")
    return Routed("unknown_subcommand", rest, first)
