"""`python -m knowledge check [ID …]`: every fault of the entry files, before the bot starts."""

from __future__ import annotations

import sys
from datetime import date

import click

from knowledge.check import check_entries
from knowledge.loader import entry_folder, read_folder


@click.command()
@click.argument("what", type=click.Choice(["check"]))
@click.argument("ids", nargs=-1)
def main(what: str, ids: tuple[str, ...]) -> None:  # noqa: ARG001 - one command so far
    """Check the entries with these ids, or all of them."""
    read = read_folder(entry_folder())
    faults = [*read.faults, *check_entries(read.entries, on=date.today())]
    shown = [fault for fault in faults if not ids or any(name in fault.split(": ")[0] for name in ids)]
    click.echo("\n".join(shown) or f"{len(ids) or len(read.entries)} entries, no fault.")
    sys.exit(1 if shown else 0)


main()
