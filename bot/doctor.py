"""Everything that can be checked before a person asks: settings, content, manifest, database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

import yaml

from bot.assembly import warm_up
from bot.manifest import build_manifest
from bot.manifest_check import manifest_faults
from bot.payer_file import clinic_payers, faults_of_reviews, load_payer_file, payer_file
from bot.render.words import template_names
from bot.settings import Settings, SettingsError
from bot.store import load_secret, open_log
from bot.tables import current_tables
from knowledge import check_entries, entries
from rules import (
    ContentError,
    Setting,
    code_table,
    combination_table,
    modifier_table,
    parameters,
    payers,
    sources,
)

MANIFEST = "app_manifest.yaml"


@dataclass(slots=True)
class Report:
    """What was looked at, and what was found wrong."""

    lines: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def examine(settings: Settings | list[str], *, today: date) -> Report:
    """Look at everything.

    Args:
        settings: The settings, or the faults that reading them gave.
        today: The day of the look, before which every review must lie.
    """
    report = Report()
    for title, check in (
        ("settings", lambda: _settings(settings)),
        ("content", lambda: _content(today)),
        ("manifest", _manifest),
        ("database", lambda: _database(settings)),
        ("tables", lambda: _tables(settings)),
        ("payers", lambda: _payers(settings, today)),
    ):
        _run(report, title, check)
    return report


def _run(report: Report, title: str, check: Callable[[], Iterator[str]]) -> None:
    try:
        report.lines += [f"{title:9} {line}" for line in check()]
    except _Faults as found:
        report.faults += [f"{title}: {fault}" for fault in found.faults]
    except ContentError as fault:
        report.faults += [f"{title}: {line}" for line in str(fault).splitlines()]


class _Faults(Exception):
    def __init__(self, faults: list[str]) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults


def _settings(settings: Settings | list[str]) -> Iterator[str]:
    if isinstance(settings, list):
        raise _Faults(settings)
    if bool(settings.slack_app_token) != bool(settings.slack_bot_token) and not settings.slack_signing_secret:
        raise _Faults(["Socket Mode needs both SLACK_APP_TOKEN and SLACK_BOT_TOKEN; only one is set"])
    for name, token, start in (
        ("SLACK_BOT_TOKEN", settings.slack_bot_token, "xoxb-"),
        ("SLACK_APP_TOKEN", settings.slack_app_token, "xapp-"),
    ):
        if token and not token.get_secret_value().startswith(start):
            raise _Faults([f"{name} does not begin with {start}; look which token was copied"])
    yield f"ok, time zone {settings.timezone}"
    if settings.slack_signing_secret and not settings.slack_bot_token:
        yield "no SLACK_BOT_TOKEN: mentions and direct messages are not answered, and no form opens"
    yield _where_people_are_asked(settings)


def _where_people_are_asked(settings: Settings) -> str:
    if not settings.team_channel:
        return "no UNITWISE_TEAM_CHANNEL: Ask a person only says whom to turn to"
    if not settings.slack_bot_token:
        return "UNITWISE_TEAM_CHANNEL needs SLACK_BOT_TOKEN: Ask a person only says whom to turn to"
    return f"Ask a person posts to {settings.team_channel}; the bot has to be invited there"


def _content(today: date) -> Iterator[str]:
    yield f"{len(code_table())} codes, {len(parameters())} parameters"
    yield f"{len(payers())} payers, {len(sources())} sources"
    yield f"{len(modifier_table().entries)} modifiers, {len(combination_table().rows)} combinations of them"
    warm_up()
    yield f"{len(template_names())} templates, the sample visit is answered"
    answers = entries()
    if faults := check_entries(answers, on=today):
        raise _Faults(list(faults))
    yield f"{len(answers)} answers in the knowledge base"


def _manifest() -> Iterator[str]:
    kept = _manifest_file()
    if kept is None:
        raise _Faults([f"{MANIFEST} is missing; print one with `unitwise manifest`"])
    try:
        manifest = yaml.safe_load(kept.read_text(encoding="utf-8"))
    except yaml.YAMLError:
        raise _Faults([f"{MANIFEST} is not readable as YAML; print one with `unitwise manifest`"]) from None
    faults = manifest_faults(manifest) if isinstance(manifest, dict) else ["it holds no settings"]
    if not faults and manifest != build_manifest():
        faults = ["it differs from what the code asks for; print it anew with `unitwise manifest`"]
    if faults:
        raise _Faults([f"{MANIFEST}: {fault}" for fault in faults])
    yield "ok, names the same commands as the code"


def _manifest_file() -> Traversable | None:
    """The manifest packed with the product, or the one of a checkout."""
    packed = files("bot").joinpath(MANIFEST)
    if packed.is_file():
        return packed
    checkout = Path(str(files("bot"))).parent / MANIFEST
    return checkout if checkout.is_file() else None


def _database(settings: Settings | list[str]) -> Iterator[str]:
    if isinstance(settings, list):
        return
    try:
        log = open_log(settings.database)
    except SettingsError as fault:
        raise _Faults(fault.faults) from None
    try:
        log.open()
        faults = log.check(thorough=True)
    finally:
        log.close()
    given = settings.secret.get_secret_value() if settings.secret else None
    secret = load_secret(given, Path(settings.database))
    faults += [secret.fault] if secret.fault else []
    if faults:
        raise _Faults(faults)
    yield f"ok, {settings.database}"


def _tables(settings: Settings | list[str]) -> Iterator[str]:
    if isinstance(settings, list):
        return
    tables = current_tables(settings.database)
    if tables.fault:
        raise _Faults([tables.fault])
    for setting in Setting:
        table = tables.ptp(setting)
        yield f"pairs, {setting.value}: {table.name}, {table.quarter}"


def _payers(settings: Settings | list[str], today: date) -> Iterator[str]:
    if isinstance(settings, list):
        return
    path = payer_file(settings.database)
    if not path.exists():
        yield f"built-in ones; the clinic's own would stand in {path}"
        return
    book = load_payer_file(path)
    if early := faults_of_reviews(book, today=today):
        raise _Faults(early)
    yield f"ok, {len(clinic_payers(book))} of the clinic's own in {path}"
