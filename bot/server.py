"""Runs the bot as a process: over HTTP or Socket Mode, until it is told to stop."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from socket import socket
from typing import TextIO

import aiohttp
import structlog
from pydantic import SecretStr
from slack_sdk.errors import SlackApiError
from starlette.types import ASGIApp
from uvicorn.supervisors import Multiprocess

from bot.app import build_app, signing_secret
from bot.asgi import EVENTS_PATH, build_asgi, running
from bot.background import BackgroundTasks
from bot.listeners.needs import SlackService
from bot.listeners.posts import build_posts
from bot.listening import CannotListen, address_of, listening_socket
from bot.logs import describe_error
from bot.question import Surface
from bot.settings import Settings, SettingsError
from bot.socket_mode import SocketMode
from bot.web_server import STOP_SECONDS, AnnouncingServer, server_config, stopping_in_good_order

FACTORY = "bot.asgi:from_environment"
WORKER_START_SECONDS = 30.0
# Also how long a broken websocket may go unnoticed, and how often a new one is tried.
PING_SECONDS = 5.0

# What Slack says about a token that no waiting will make good.
HOPELESS = frozenset(
    {
        "account_inactive",
        "invalid_auth",
        "missing_scope",
        "not_allowed_token_type",
        "not_authed",
        "token_expired",
        "token_revoked",
    }
)

_log = structlog.get_logger("bot.server")


class SlackRefused(Exception):
    """Slack does not let this app connect. The message says why, and what would be right."""


def serve_http(
    settings: Settings,
    service_factory: Callable[[], SlackService],
    host: str,
    port: int,
    workers: int = 1,
) -> int:
    """Serve Slack over HTTP until SIGTERM or Ctrl+C.

    Args:
        settings: The signing secret is needed.
        service_factory: Builds the service in this process. Of several workers each builds its own,
            from the same settings.
        host: Address to listen on.
        port: Port to listen on; 0 takes a free one, and the line that is printed names it.
        workers: How many processes.

    Returns:
        Exit code: 0 after a stop, 1 when it could not start; why is printed.
    """
    try:
        signing_secret(settings)
        with listening_socket(host, port) as listening, stopping_in_good_order():
            if workers > 1:
                _run_workers(settings, listening, workers)
            else:
                _run_one(build_asgi(settings, service_factory()), listening)
    except CannotListen as fault:
        return _cannot_start(str(fault))
    except SettingsError as fault:
        return _cannot_start(*fault.faults)
    return 0


def serve_socket(settings: Settings, service: SlackService) -> int:
    """Serve Slack over Socket Mode until SIGTERM or Ctrl+C.

    Args:
        settings: The app token and the bot token are needed.
        service: What answers.

    Returns:
        Exit code: 0 after a stop, 1 when it could not start; why is printed.
    """
    try:
        tokens = _socket_tokens(settings)
        with asyncio.Runner(loop_factory=server_config("").get_loop_factory()) as runner:
            runner.run(_until_stopped(settings, service, tokens))
    except SlackRefused as fault:
        return _cannot_start(str(fault))
    except SettingsError as fault:
        return _cannot_start(*fault.faults)
    return 0


class _Workers(Multiprocess):
    """Says when all of them are ready."""

    def init_processes(self) -> None:
        super().init_processes()
        if all(
            process.wait_until_ready(WORKER_START_SECONDS, self.should_exit) for process in self.processes
        ):
            _print_ready(self.sockets[0], f", {len(self.processes)} workers")


def _run_one(app: ASGIApp, listening: socket) -> None:
    AnnouncingServer(server_config(app), _print_ready).run([listening])


def _run_workers(settings: Settings, listening: socket, workers: int) -> None:
    # Workers start from nothing but the environment, so what the command line changed goes there too.
    os.environ.update(_as_environment(settings))
    listening.set_inheritable(True)
    _Workers(server_config(FACTORY, factory=True, workers=workers), sockets=[listening]).run()


def _as_environment(settings: Settings) -> dict[str, str]:
    environment = {}
    for name, field in Settings.model_fields.items():
        value = getattr(settings, name)
        if value is not None:
            revealed = value.get_secret_value() if isinstance(value, SecretStr) else value
            environment[str(field.alias)] = str(revealed)
    return environment


def _socket_tokens(settings: Settings) -> str:
    """The app token, once both tokens are known to be there."""
    needed = {"SLACK_APP_TOKEN": settings.slack_app_token, "SLACK_BOT_TOKEN": settings.slack_bot_token}
    missing = [
        f"{name}: is needed to serve Slack over Socket Mode" for name, token in needed.items() if not token
    ]
    if missing or settings.slack_app_token is None:
        raise SettingsError(missing)
    return settings.slack_app_token.get_secret_value()


async def _until_stopped(settings: Settings, service: SlackService, app_token: str) -> None:
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    tasks = BackgroundTasks()
    app = build_app(settings, service, Surface.SLACK_SOCKET, tasks=tasks)
    async with running(app.client, tasks, service, build_posts(app.client, settings)):
        connection = SocketMode(app, app_token, ping_seconds=PING_SECONDS)
        connecting = asyncio.create_task(_connect(connection))
        stopping = asyncio.create_task(stop.wait())
        try:
            await asyncio.wait({connecting, stopping}, return_when=asyncio.FIRST_COMPLETED)
            if connecting.done():
                connecting.result()
                _print("Unitwise is connected to Slack by Socket Mode. Ctrl+C stops it.")
                await stopping
        finally:
            connecting.cancel()
            stopping.cancel()
            await connection.finish(STOP_SECONDS)
    _log.info("server.stopped")


async def _connect(connection: SocketMode) -> None:
    """Connect, however long Slack cannot be reached; but not with a token that Slack refuses."""
    try:
        connection.client.wss_uri = await connection.client.issue_new_wss_url()
    except SlackApiError as error:
        facts = describe_error(error)
        if facts.get("code") in HOPELESS:
            raise SlackRefused(
                f"Slack refuses SLACK_APP_TOKEN ({facts['code']}). It has to be an app-level token (xapp-…) "
                "with the scope connections:write, from Basic Information on your app's page at "
                "api.slack.com/apps."
            ) from None
        _log.warning("socket.not_connected", **facts)
    except (aiohttp.ClientError, OSError, TimeoutError) as error:
        _log.warning("socket.not_connected", **describe_error(error))
    await connection.connect_async()  # type: ignore[no-untyped-call] # slack_sdk leaves it untyped


def _cannot_start(*reasons: str) -> int:
    for reason in reasons:
        _print(reason, to=sys.stderr)
    return 1


def _print_ready(listening: socket, more: str = "") -> None:
    _print(f"Unitwise listens for Slack on {address_of(listening)}{EVENTS_PATH}{more}. Ctrl+C stops it.")


def _print(line: str, *, to: TextIO | None = None) -> None:
    print(line, file=to or sys.stdout, flush=True)
