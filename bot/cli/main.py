"""The command group and its start."""

from __future__ import annotations

import gc
import sys

import click

from bot.cli.ask import ask
from bot.cli.knowledge import knowledge
from bot.cli.log import export, purge
from bot.cli.options import EXIT_OURS, HELP, global_options
from bot.cli.payers import payers
from bot.cli.serve import doctor, manifest, serve
from bot.cli.tables import mue, ncci, tables
from rules import ContentError


@click.group(context_settings=HELP)
@click.version_option(package_name="unitwise")
@global_options
def unitwise() -> None:
    """Billable units for outpatient therapy, with their arithmetic, source and date."""


for command in (ask, serve, export, purge, ncci, mue, tables, payers, knowledge, doctor, manifest):
    unitwise.add_command(command)


def main() -> None:
    """Run the command line. Nothing it meets prints a traceback to a user."""
    try:
        unitwise(prog_name="unitwise")
    except ContentError as fault:
        click.echo(f"A file of Unitwise itself is not usable:\n{fault}", err=True)
        sys.exit(EXIT_OURS)
    except Exception as fault:  # noqa: BLE001 - the one place where a fault of ours meets a person
        click.echo(
            f"Unitwise failed ({type(fault).__name__}). This is a fault of ours; "
            "`unitwise doctor` may say more.",
            err=True,
        )
        sys.exit(EXIT_OURS)
    finally:
        # The process ends: looking through all that it holds for garbage would take a tenth of its time.
        gc.freeze()
