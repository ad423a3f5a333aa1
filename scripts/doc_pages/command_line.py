"""`docs/cli.md`: the help of every command, as the terminal prints it."""

from __future__ import annotations

from collections.abc import Iterator

import click

from bot.cli.main import unitwise
from scripts.doc_pages import markdown

WIDTH = 100


def page() -> str:
    """The whole page."""
    return markdown.page(
        "Command line",
        "`unitwise` is the same as `python -m bot`. Exit codes: 0 answered, or honestly not known; "
        "2 the input cannot be answered, and the message says what would be right; 1 a fault of ours.",
        *(f"## {name}\n\n```text\n{text}\n```" for name, text in helps()),
    )


def helps() -> Iterator[tuple[str, str]]:
    """Name and help of the program and of each of its commands."""
    yield from _helps("unitwise", unitwise, None)


def _helps(name: str, command: click.Command, parent: click.Context | None) -> Iterator[tuple[str, str]]:
    # A width of its own, so that the page is the same whatever terminal it is written in.
    context = click.Context(
        command,
        info_name=name,
        parent=parent,
        terminal_width=WIDTH,
        help_option_names=["-h", "--help"],
    )
    yield context.command_path, command.get_help(context)
    if isinstance(command, click.Group):
        for child in command.list_commands(context):
            found = command.get_command(context, child)
            if found is not None:
                yield from _helps(child, found, context)
