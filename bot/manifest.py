"""The Slack app manifest, built from the command table, and the check that an edited one still fits.

Slack's own schema for manifests lets some faults through; `manifest_faults` looks for those and
for anything that this bot would not survive, without a network or a schema file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from bot.commands import COMMANDS, command_names

SCOPES: Mapping[str, str] = {
    "commands": "People can use the slash commands; every answer goes back through the command's own reply.",
}
"""Every permission the bot asks for, with why. Opening a form and answering a command need no other."""

APP_NAME = "Unitwise"
DESCRIPTION = "Billable units for outpatient therapy, with the arithmetic, the source and the date."
LONG_DESCRIPTION = (
    "Unitwise counts the billable units of an outpatient therapy visit. Type the codes and the minutes, "
    "as in /units 97112 25 97110 10, and the answer comes back privately: how many units, on which code, "
    "the arithmetic in four short lines, the modifiers to think of, and the rule with its source and date. "
    "When the rule leaves a choice, every allowed split is shown and the choice stays with the clinician. "
    "When something is missing or unclear, it asks instead of guessing. Nothing is posted in a channel "
    "unless someone presses Share. Do not type patient names or other patient details: the bot does not "
    "need them."
)
BACKGROUND_COLOR = "#1f5f5b"
EVENTS_PATH = "/slack/events"

MAX_NAME = 35
MAX_DESCRIPTION = 140
MIN_LONG_DESCRIPTION = 175
MAX_LONG_DESCRIPTION = 4000
MAX_COMMANDS = 50
MAX_COMMAND = 32
MAX_COMMAND_DESCRIPTION = 2000
MAX_USAGE_HINT = 1000

_COMMAND = re.compile(r"/[a-z0-9_-]+")
_COLOR = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")

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
    if request_url is not None:
        interactivity["request_url"] = request_url
    return {
        "display_information": {
            "name": APP_NAME,
            "description": DESCRIPTION,
            "long_description": LONG_DESCRIPTION,
            "background_color": BACKGROUND_COLOR,
        },
        "features": {
            "bot_user": {"display_name": APP_NAME, "always_online": False},
            "slash_commands": commands,
        },
        "oauth_config": {"scopes": {"bot": list(SCOPES)}},
        "settings": {
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


def manifest_faults(manifest: Mapping[str, Any]) -> list[str]:
    """List what Slack or this bot would not accept in a manifest.

    Args:
        manifest: A manifest as plain data, e.g. an edited `app_manifest.yaml`.

    Returns:
        One sentence for each fault, saying what was given and what would be right; empty when it fits.
    """
    return [
        *_display_faults(_part(manifest, "display_information")),
        *_command_faults(manifest),
        *_scope_faults(manifest),
        *_connection_faults(manifest),
    ]


def _request_url(address: str) -> str:
    base = address.rstrip("/").removesuffix(EVENTS_PATH)
    if not re.fullmatch(r"https://[^\s/?#]+(?:/[^\s?#]*)?", base):
        raise ValueError(
            f"{address!r} is not a public https address; give one like https://units.example.org "
            "(Slack calls no other kind)"
        )
    return base + EVENTS_PATH


def _part(data: object, *names: str) -> Mapping[str, Any]:
    """The mapping under a path of names, or an empty one where there is none."""
    for name in names:
        data = data.get(name) if isinstance(data, Mapping) else None
    return data if isinstance(data, Mapping) else {}


def _items(data: Mapping[str, Any], name: str) -> list[Any]:
    found = data.get(name)
    return found if isinstance(found, list) else []


def _commands(manifest: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    features = _part(manifest, "features")
    return [entry for entry in _items(features, "slash_commands") if isinstance(entry, Mapping)]


def _length_fault(where: str, text: object, least: int, most: int) -> Iterator[str]:
    if not isinstance(text, str):
        yield f"{where} is missing or not text; it must be {least} to {most} characters"
    elif not least <= len(text) <= most:
        yield f"{where} has {len(text)} characters; Slack takes {least} to {most}"


def _display_faults(display: Mapping[str, Any]) -> Iterator[str]:
    yield from _length_fault("display_information.name", display.get("name"), 1, MAX_NAME)
    if "description" in display:
        yield from _length_fault(
            "display_information.description", display["description"], 1, MAX_DESCRIPTION
        )
    if "long_description" in display:
        yield from _length_fault(
            "display_information.long_description",
            display["long_description"],
            MIN_LONG_DESCRIPTION,
            MAX_LONG_DESCRIPTION,
        )
    color = display.get("background_color", BACKGROUND_COLOR)
    if not isinstance(color, str) or not _COLOR.fullmatch(color):
        yield (
            f"display_information.background_color is {color!r}; "
            "write it as # and 3 or 6 hexadecimal digits, in quotes, e.g. '#1f5f5b'"
        )


def _command_faults(manifest: Mapping[str, Any]) -> Iterator[str]:
    entries = _commands(manifest)
    if len(entries) > MAX_COMMANDS:
        yield f"features.slash_commands holds {len(entries)} commands; Slack takes at most {MAX_COMMANDS}"
    seen: set[str] = set()
    for entry in entries:
        name = entry.get("command")
        if not isinstance(name, str) or not _COMMAND.fullmatch(name) or len(name) > MAX_COMMAND:
            yield (
                f"the command {name!r} cannot be used; write a slash and then lower-case letters, digits, "
                f"- or _, without spaces, at most {MAX_COMMAND} characters, e.g. /units"
            )
            continue
        if name in seen:
            yield f"the command {name} is listed twice; keep one entry"
        seen.add(name)
        if name not in command_names():
            yield f"the command {name} is not one of this bot's; it has {', '.join(command_names())}"
        yield from _length_fault(
            f"the description of {name}", entry.get("description"), 1, MAX_COMMAND_DESCRIPTION
        )
        if "usage_hint" in entry:
            yield from _length_fault(f"the usage hint of {name}", entry["usage_hint"], 1, MAX_USAGE_HINT)
    for name in command_names():
        if name not in seen:
            yield f"the command {name} is missing under features.slash_commands; people could not type it"


def _scope_faults(manifest: Mapping[str, Any]) -> Iterator[str]:
    scopes = _part(manifest, "oauth_config", "scopes")
    for kind in ("bot", "bot_optional", "user", "user_optional"):
        for scope in _items(scopes, kind):
            if kind != "bot" or str(scope) not in SCOPES:
                yield (
                    f"oauth_config.scopes.{kind} asks for {scope!r}, which is not a scope this bot uses; "
                    f"it needs only the bot scopes {', '.join(SCOPES)}"
                )
    granted = _items(scopes, "bot")
    for scope in SCOPES:
        if scope not in granted:
            yield f"the scope {scope!r} is missing under oauth_config.scopes.bot; {SCOPES[scope]}"


def _connection_faults(manifest: Mapping[str, Any]) -> Iterator[str]:
    settings = _part(manifest, "settings")
    interactivity = _part(settings, "interactivity")
    features = _part(manifest, "features")
    if "assistant_view" in features and "agent_view" in features:
        yield "features has both assistant_view and agent_view; Slack takes one, and new apps only agent_view"
    if interactivity.get("is_enabled") is not True:
        yield "settings.interactivity.is_enabled is not true; the buttons under an answer would do nothing"
    for event in _items(_part(settings, "event_subscriptions"), "bot_events"):
        yield (
            f"settings.event_subscriptions asks for {event!r}, which this bot does not handle; take it out"
        )

    addresses = {"settings.interactivity.request_url": interactivity.get("request_url")}
    for entry in _commands(manifest):
        addresses[f"the url of {entry.get('command')}"] = entry.get("url")
    for where, address in addresses.items():
        if address is not None and not str(address).startswith("https://"):
            yield f"{where} is {address!r}; Slack calls https addresses only"
        if address is None and settings.get("socket_mode_enabled") is not True:
            yield (
                f"{where} is missing while Socket Mode is off; give the server's https address ending in "
                f"{EVENTS_PATH}, or set settings.socket_mode_enabled to true"
            )
