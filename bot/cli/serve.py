"""`unitwise serve`, `doctor` and `manifest`: running the bot and checking that it can run."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import click

from bot.cli.options import EXIT_INPUT, HELP, as_of, fail, global_options, settings
from bot.settings import Settings

RUN_ONE = (
    "Run one of the two, web or worker, on a disk that stays: both write the same log, "
    "and a disk that is wiped at restart forgets it."
)


@click.command(context_settings=HELP)
@click.option("--socket", "surface", flag_value="socket", help="Socket Mode; no public address needed.")
@click.option("--http", "surface", flag_value="http", help="Slack posts to this server.")
@click.option("--playground", "surface", flag_value="playground", help="A local page in place of Slack.")
@click.option("--host", default=None, help="Address to listen on (127.0.0.1).")
@click.option("--port", type=click.IntRange(0, 65535), default=None, help="Port to listen on (PORT, 3000).")
@click.option("--workers", type=click.IntRange(1, 64), default=1, help="Processes, for --http (1).")
@global_options
def serve(surface: str | None, host: str | None, port: int | None, workers: int) -> None:
    """Run the bot: Socket Mode, HTTP, or a local playground that needs no Slack at all.

    With no flag it takes the first of these whose settings are there, and says which and why.

    The same in Python: `bot.server.serve_http(…)`, `serve_socket(…)`, `bot.playground.serve(…)`.
    """
    loaded = settings()
    if surface is None:
        surface, why = choose_surface(loaded)
        click.echo(why)
    from bot.logs import configure_logging

    configure_logging()
    where = host or "127.0.0.1", loaded.port if port is None else port
    if surface != "http" and workers > 1:
        fail(f"--workers goes with --http; --{surface} is one process.", code=EXIT_INPUT)
    raise click.exceptions.Exit(_run(surface, loaded, where, workers))


def _run(surface: str, loaded: Settings, where: tuple[str, int], workers: int) -> int:
    from bot.assembly import start_service
    from bot.settings import SettingsError

    try:
        if surface == "socket":
            from bot.server import serve_socket

            return serve_socket(loaded, start_service(loaded))
        if surface == "http":
            from bot.server import serve_http

            return serve_http(loaded, lambda: start_service(loaded), *where, workers=workers)
        from bot.playground import serve_playground

        return serve_playground(loaded, start_service, *where)
    except SettingsError as fault:
        fail(*fault.faults)


def choose_surface(loaded: Settings) -> tuple[str, str]:
    """The first surface whose settings are there, and the sentence that says so."""
    if loaded.slack_app_token and loaded.slack_bot_token:
        return "socket", "SLACK_APP_TOKEN and SLACK_BOT_TOKEN are set: serving by Socket Mode."
    if loaded.slack_signing_secret:
        return "http", "SLACK_SIGNING_SECRET is set: serving over HTTP."
    return "playground", "No Slack settings are set: serving the local playground."


@click.command(context_settings=HELP)
@global_options
def doctor() -> None:
    """Check settings, database, manifest and content; ends with 1 and every fault when any is found."""
    from bot.doctor import examine

    loaded = settings_or_faults()
    zone = ZoneInfo(loaded.timezone) if isinstance(loaded, Settings) else UTC
    report = examine(loaded, today=as_of() or datetime.now(zone).date())
    for line in report.lines:
        click.echo(line)
    click.echo(RUN_ONE)
    if report.faults:
        fail(*(f"FAULT  {fault}" for fault in report.faults))
    click.echo("All is well.")


def settings_or_faults() -> Settings | list[str]:
    """The settings, or every fault in them."""
    from bot.settings import SettingsError, load_settings

    try:
        loaded = load_settings()
    except SettingsError as fault:
        return fault.faults
    database = click.get_current_context().find_root().meta.get("unitwise.db")
    return loaded.model_copy(update={"database": database}) if database else loaded


@click.command(context_settings=HELP)
@click.option("--http", "url", metavar="URL", help="For HTTP at this https address; Socket Mode otherwise.")
def manifest(url: str | None) -> None:
    """Print the app manifest to paste into Slack's “create an app” page."""
    from bot.manifest import manifest_yaml

    try:
        click.echo(manifest_yaml(http_url=url), nl=False)
    except ValueError as fault:
        fail(str(fault), code=EXIT_INPUT)
