"""What somebody who sees the playground for the first time can type, taken from the command table."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, zip_longest
from typing import NamedTuple

from bot.commands import Command

HOW_MANY = 3


class Thing(NamedTuple):
    """One line that works as it stands, and what it does where that was not said before."""

    line: str
    about: str


def things_to_try(commands: Sequence[Command]) -> list[Thing]:
    """The first example of every command, then the second of each, and so on, up to three in all."""
    by_command = [
        [
            Thing(line, _about(command, line, is_first=line == command.examples[0]))
            for line in command.examples
        ]
        for command in commands
    ]
    rounds = chain.from_iterable(zip_longest(*by_command))
    return [thing for thing in rounds if thing is not None][:HOW_MANY]


def _about(command: Command, line: str, *, is_first: bool) -> str:
    for sub in command.subcommands:
        if sub.example == line:
            return sub.summary
    # What a command does is said once; a second example of it shows another way to type.
    return command.summary if is_first else ""
