"""What every command takes: where the log is, and what "today" is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, NoReturn, TypeVar

import click

from bot.settings import Settings, SettingsError, load_settings
from rules import UserError

Command = TypeVar("Command", bound=Callable[..., Any])

EXIT_OURS, EXIT_INPUT = 1, 2
HELP = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
"""Settings of every command, so that its help is the same however it is reached."""


class DayType(click.ParamType[date]):
    """A date in ISO form, refused in words a person can act on."""

    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read the date."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is not a date; write it as 2026-03-02.", param, ctx)


def global_options(command: Command) -> Command:
    """Give a command `--db` and `--as-of`; before or after its name makes no difference."""
    for option in (
        click.option("--as-of", type=DayType(), expose_value=False, callback=_keep, help=_AS_OF_HELP),
        click.option("--db", metavar="FILE", expose_value=False, callback=_keep, help=_DB_HELP),
    ):
        command = option(command)
    return command


_AS_OF_HELP = "What “today” is, for a date of service that is not typed (2026-03-02)."
_DB_HELP = "The log's database file; UNITWISE_DATABASE otherwise."


def _keep(ctx: click.Context, param: click.Parameter, value: Any) -> Any:  # noqa: ANN401 - click's signature
    """Remember an option for the whole run; the one nearest to the command wins."""
    if value is not None:
        ctx.find_root().meta[f"unitwise.{param.name}"] = value
    return value


def as_of() -> date | None:
    """What `--as-of` said, or `None`."""
    found: date | None = click.get_current_context().find_root().meta.get("unitwise.as_of")
    return found


def settings() -> Settings:
    """The settings, with `--db` in place of the database where it was given.

    Ends the command with every fault when the environment cannot be used.
    """
    try:
        loaded = load_settings()
    except SettingsError as fault:
        fail(*fault.faults)
    database = click.get_current_context().find_root().meta.get("unitwise.db")
    return loaded.model_copy(update={"database": database}) if database else loaded


def fail(*faults: str, code: int = EXIT_OURS) -> NoReturn:
    """Print every fault and end the command."""
    for fault in faults:
        click.echo(fault, err=True)
    raise click.exceptions.Exit(code)


def fail_user(fault: UserError) -> NoReturn:
    """Print what is wrong with the input and end the command."""
    fail(fault.message, code=EXIT_INPUT)
