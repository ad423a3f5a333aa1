"""The Slack app manifest, built from the command table; `bot.manifest_check` says what is wrong with one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import yaml

from bot.agent_view import AGENT_DESCRIPTION, ASK_ABOUT_MESSAGE, PROMPTS
from bot.commands import COMMANDS

SCOPES: Mapping[str, str] = {
    "commands": (
        "People can use the slash commands, and the menu entry under a message; the answer goes back "
        "through the reply that Slack gives for it."
    ),
    "app_mentions:read": "The bot gets a channel's message when it is mentioned in it, and no other message.",
    "im:history": "The bot gets what people write to it in a direct message.",
    "chat:write": (
        "The bot answers mentions and direct messages. When somebody presses Ask a person, it posts the "
        "question to your team's channel and brings the answer back."
    ),
    "assistant:write": "The bot's conversation offers questions to try.",
}
"""Every permission the bot asks for, with why. Opening a form and answering a command need no other."""

EVENTS: Mapping[str, str | None] = {
    "app_mention": "app_mentions:read",
    "message.im": "im:history",
    "app_home_opened": None,
}
"""Every event the bot is told about, with the permission that Slack wants for it."""

APP_NAME = "Unitwise"
DESCRIPTION = "Billable units for outpatient therapy, with the arithmetic, the source and the date."
LONG_DESCRIPTION = (
    "Unitwise counts the billable units of an outpatient therapy visit. Type the codes and the minutes, "
    "as in /units 97112 25 97110 10, and the answer comes back privately: how many units, on which code, "
    "the arithmetic in four short lines, the modifiers to think of, and the rule with its source and date. "
    "When the rule leaves a choice, every allowed split is shown and the choice stays with the clinician. "
    "When something is missing or unclear, it asks instead of guessing. Mentioned in a channel it answers in "
    "the thread, and in a direct message there; otherwise nothing is posted in a channel unless someone "
    "presses Share. Do not type patient names or other patient details: the bot does not "
    "need them."
)
BACKGROUND_COLOR = "#1f5f5b"
EVENTS_PATH = "/slack/events"

_COMMENT = """\
# The Slack app manifest of Unitwise, {variant}
#
# How to use it: open https://api.slack.com/apps, choose "Create New App", then "From a manifest",
# pick your workspace and paste this file. Install the app and copy two things from its pages:
# its bot token (xoxb-) into SLACK_BOT_TOKEN, and
# {second}
#
# This file is generated from the table of commands. Change the table, not this file.
"""
_SOCKET_COMMENT = _COMMENT.format(
    variant="for Socket Mode: Slack needs no address to reach you.",
    second="an app-level token (xapp-) with the scope connections:write into SLACK_APP_TOKEN.",
)
_HTTP_COMMENT = _COMMENT.format(
    variant="for requests over HTTP: Slack calls your server's address.",
    second="its signing secret into SLACK_SIGNING_SECRET.",
)


def build_manifest(*, http_url: str | None = None) -> dict[str, Any]:
    """Build the manifest from the command table.

    Args:
        http_url: Public https address of the server, e.g. `https://units.example.org`; the path
            that Slack calls is added. `None` builds the Socket Mode variant, which needs no address.

    Returns:
        The manifest as plain data.

    Raises:
        ValueError: The address is not an https address.
    """
    request_url = None if http_url is None else _request_url(http_url)
    commands: list[dict[str, Any]] = []
    for command in COMMANDS:
        entry: dict[str, Any] = {"command": command.name}
        if request_url is not None:
            entry["url"] = request_url
        entry["description"] = command.summary
        entry["usage_hint"] = command.usage_hint
        # The text must arrive as typed; escaping would rewrite anything that looks like a name or link.
        entry["should_escape"] = False
        commands.append(entry)

    interactivity: dict[str, Any] = {"is_enabled": True}
    subscriptions: dict[str, Any] = {"bot_events": list(EVENTS)}
    if request_url is not None:
        interactivity["request_url"] = request_url
        subscriptions["request_url"] = request_url
    return {
        "display_information": {
            "name": APP_NAME,
            "description": DESCRIPTION,
            "long_description": LONG_DESCRIPTION,
            "background_color": BACKGROUND_COLOR,
        },
        "features": {
            "agent_view": {
                "agent_description": AGENT_DESCRIPTION,
                "suggested_prompts": [prompt._asdict() for prompt in PROMPTS],
            },
            "app_home": {
                "home_tab_enabled": False,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": APP_NAME, "always_online": False},
            "shortcuts": [
                {
                    "name": ASK_ABOUT_MESSAGE.name,
                    "type": "message",
                    "callback_id": ASK_ABOUT_MESSAGE.callback_id,
                    "description": ASK_ABOUT_MESSAGE.description,
                }
            ],
            "slash_commands": commands,
        },
        "oauth_config": {"scopes": {"bot": list(SCOPES)}},
        "settings": {
            "event_subscriptions": subscriptions,
            "interactivity": interactivity,
            "org_deploy_enabled": False,
            "socket_mode_enabled": request_url is None,
            "token_rotation_enabled": False,
        },
    }


def manifest_yaml(*, http_url: str | None = None) -> str:
    """The manifest as YAML, with a comment on top that says how to use it.

    Args:
        http_url: As for `build_manifest`.

    Raises:
        ValueError: The address is not an https address.
    """
    body = yaml.safe_dump(build_manifest(http_url=http_url), sort_keys=False, allow_unicode=True, width=100)
    comment = _SOCKET_COMMENT if http_url is None else _HTTP_COMMENT
    return f"{comment}\n{body}"


def _request_url(address: str) -> str:
    base = address.rstrip("/").removesuffix(EVENTS_PATH)
    if not re.fullmatch(r"https://[^\s/?#]+(?:/[^\s?#]*)?", base):
        raise ValueError(
            f"{address!r} is not a public https address; give one like https://units.example.org "
            "(Slack calls no other kind)"
        )
    return base + EVENTS_PATH
