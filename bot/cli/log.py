"""`unitwise export` and `unitwise purge`: what is stored, out and away."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from bot.cli.options import EXIT_INPUT, HELP, fail, global_options, settings
from bot.settings import Settings
from bot.store import Hasher, NotLogged, QueryLog, load_secret, open_log


@click.command(context_settings=HELP)
@global_options
def export() -> None:
    """Print every stored row as one JSON object a line, oldest first.

    A row ends with what people added to its answer: `remark`, their redacted sentence after a thumb
    down (its reason is `feedback_reason`), and `handover`, when a question went to a person, was
    answered and was solved. Replies themselves stay in Slack.

    The same in Python: `bot.store.open_log(database).export()`.
    """
    with_log = _open(settings())
    try:
        for row in with_log.export():
            click.echo(json.dumps(row, ensure_ascii=False))
    except NotLogged as fault:
        fail(str(fault))
    finally:
        with_log.close()


@click.command(context_settings=HELP)
@click.option("--user", help="Delete the rows of this Slack user id.")
@click.option("--older-than", metavar="AGE", help="Delete rows older than this, e.g. 90d or 12h.")
@global_options
def purge(user: str | None, older_than: str | None) -> None:
    """Delete stored rows by user, by age, or by both at once, and say how many went.

    The same in Python: `bot.store.open_log(database).purge(user_hash=…, older_than=…)`.
    """
    if user is None and older_than is None:
        fail("Say which rows: --user U0123456, --older-than 90d, or both.", code=EXIT_INPUT)
    loaded = settings()
    limit = datetime.now(UTC) - _age(older_than) if older_than else None
    log = _open(loaded)
    try:
        gone = 0
        for user_hash in _hashes(log, loaded, user):
            gone += log.purge(user_hash=user_hash, older_than=limit)
    except NotLogged as fault:
        fail(str(fault))
    finally:
        log.close()
    click.echo(f"{gone} row{'' if gone == 1 else 's'} deleted.")


def _open(loaded: Settings) -> QueryLog:
    from bot.settings import SettingsError

    try:
        log = open_log(loaded.database)
    except SettingsError as fault:
        fail(*fault.faults)
    if not Path(loaded.database).exists():
        fail(f"There is no log at {loaded.database}. Name it with --db FILE or UNITWISE_DATABASE.")
    return log


def _age(text: str) -> timedelta:
    match = re.fullmatch(r"(\d{1,6})([dh])", text.strip().lower())
    if match is None:
        fail(f"{text!r} is not an age; write days or hours, e.g. 90d or 12h.", code=EXIT_INPUT)
    number = int(match[1])
    return timedelta(days=number) if match[2] == "d" else timedelta(hours=number)


def _hashes(log: QueryLog, loaded: Settings, user: str | None) -> list[str | None]:
    """The hashes a user goes by: one for each workspace seen, and the one without."""
    if user is None:
        return [None]
    setting = loaded.secret.get_secret_value() if loaded.secret else None
    secret = load_secret(setting, Path(loaded.database))
    if secret.fault:
        fail(secret.fault)
    hasher = Hasher(secret.value)
    teams = {row.team for row in log.rows()} | {None}
    return [hasher.user(team, user) for team in teams]
