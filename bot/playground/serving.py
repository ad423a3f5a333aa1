"""Runs the playground as a process, until it is told to stop."""

from __future__ import annotations

import secrets
import sys
from collections.abc import Callable
from socket import socket

from pydantic import SecretStr
from starlette.applications import Starlette

from bot.asgi import build_asgi
from bot.commands import COMMANDS
from bot.listeners.needs import SlackService
from bot.listening import CannotListen, address_of, listening_socket
from bot.loopback import is_loopback
from bot.playground.server import API_PATH, build_playground
from bot.playground.things_to_try import things_to_try
from bot.playground.workspace_facts import BILLING
from bot.question import Surface
from bot.settings import Settings
from bot.web_server import AnnouncingServer, server_config, stopping_in_good_order


def serve_playground(
    settings: Settings, service_factory: Callable[[Settings], SlackService], host: str, port: int
) -> int:
    """Serve the page and the bot behind it, on this computer only, until SIGTERM or Ctrl+C.

    Settings for Slack are not used: the bot gets a secret and a token made up for this one run, and the
    stand-in in place of Slack.

    Args:
        settings: Where the log is, and all else that has nothing to do with Slack.
        service_factory: Builds the service.
        host: Loopback address to listen on.
        port: Port to listen on; 0 takes a free one, and the line that is printed names it.

    Returns:
        Exit code: 0 after a stop, 1 when it could not start; why is printed.

    Raises:
        SettingsError: A setting cannot be used.
    """
    try:
        with listening_socket(host, port) as listening, stopping_in_good_order():
            base = address_of(listening)
            if not is_loopback(base):
                raise CannotListen(
                    f"The playground has no sign-in, so it listens on this computer only: {host} is open to "
                    "others. Leave --host out, or use 127.0.0.1."
                )
            app = _playground(settings, service_factory, base)
            AnnouncingServer(server_config(app), _announce).run([listening])
    except CannotListen as fault:
        print(fault, file=sys.stderr, flush=True)
        return 1
    return 0


def _playground(
    settings: Settings, service_factory: Callable[[Settings], SlackService], base: str
) -> Starlette:
    signing_secret, bot_token = secrets.token_hex(16), f"xoxb-{secrets.token_hex(16)}"
    for_bot = settings.model_copy(
        update={
            "slack_signing_secret": SecretStr(signing_secret),
            "slack_bot_token": SecretStr(bot_token),
            "slack_api_base_url": base + API_PATH,
            "team_channel": BILLING.id,
        }
    )
    bot = build_asgi(for_bot, service_factory(for_bot), surface=Surface.PLAYGROUND)
    return build_playground(bot, signing_secret=signing_secret, bot_token=bot_token, public_base=lambda: base)


def _announce(listening: socket) -> None:
    lines = [
        f"Open this address in a browser: {address_of(listening)}",
        "Things to try there:",
        *(f"  {thing.line}" for thing in things_to_try(COMMANDS)),
        "Ctrl+C stops the playground.",
    ]
    print("\n".join(lines), flush=True)
