"""The command line: `unitwise`, the same as `python -m bot`."""

from bot.cli.main import main

__all__ = ["main"]
