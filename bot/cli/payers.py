"""`unitwise payers`: the payer book, and a check of the clinic's own file."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from bot.cli.options import HELP, as_of, fail, global_options, settings
from bot.cli.payer_words import payer_json, payer_lines, review_words
from bot.payer_file import clinic_payers, current_payers, faults_of_reviews, load_payer_file, payer_file
from bot.settings import Settings
from rules import payer_book
from rules.errors import ParameterFileError


@click.group(context_settings=HELP, invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@global_options
@click.pass_context
def payers(context: click.Context, as_json: bool) -> None:
    """List the payers: method, modifiers, limits, owner, review.

    The clinic's own stand in payers.yaml beside the log database.
    The same in Python: `bot.payer_file.current_payers(database)`.
    """
    if context.invoked_subcommand is not None:
        return
    loaded = settings()
    today = _today(loaded)
    book = current_payers(loaded.database) or payer_book()
    found = [book.profiles[payer_id] for payer_id in sorted(book.profiles)]
    if as_json:
        listed = {"payers": [payer_json(payer, today) for payer in found], "fault": book.fault}
        click.echo(json.dumps(listed, indent=2))
    else:
        for payer in found:
            click.echo("\n".join(payer_lines(payer, today)))
    if book.fault:
        fail(*book.fault.splitlines())


@payers.command()
@click.argument("file", required=False, type=click.Path(path_type=Path))
@global_options
def check(file: Path | None) -> None:
    """Check a payer file, without using it: the clinic's own when no FILE is given.

    The same in Python: `bot.payer_file.load_payer_file(path)`.
    """
    loaded = settings()
    path = file or payer_file(loaded.database)
    if file is None and not path.exists():
        click.echo(f"There is no {path}: the built-in payers answer.")
        return
    try:
        book = load_payer_file(path)
    except ParameterFileError as fault:
        fail(*str(fault).splitlines())
    today = _today(loaded)
    own = clinic_payers(book)
    if early := faults_of_reviews(book, today=today):
        fail(*early)
    built_in = payer_book().profiles
    for payer in own:
        did = "in place of the built-in entry" if payer.id in built_in else "new"
        click.echo(f"{payer.label} (payer:{payer.id}): {did}; {review_words(payer, today)}")
    click.echo(f"{path.name} is good: {len(own)} of the clinic's own.")


def _today(loaded: Settings) -> date:
    return as_of() or datetime.now(ZoneInfo(loaded.timezone)).date()
