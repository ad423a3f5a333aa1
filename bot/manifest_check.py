"""Whether an edited Slack app manifest still fits this bot.

Slack's own schema for manifests lets some faults through; this looks for those and for anything
that the bot would not survive, without a network or a schema file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from bot.agent_view import ASK_ABOUT_MESSAGE
from bot.commands import command_names
from bot.manifest import BACKGROUND_COLOR, EVENTS, EVENTS_PATH, SCOPES

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
        *_event_faults(manifest),
        *_entry_faults(_part(manifest, "features")),
        *_connection_faults(manifest),
    ]


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


def _event_faults(manifest: Mapping[str, Any]) -> Iterator[str]:
    asked_for = _items(_part(manifest, "settings", "event_subscriptions"), "bot_events")
    for event in asked_for:
        if not isinstance(event, str) or event not in EVENTS:
            yield (
                f"settings.event_subscriptions asks for {event!r}, which this bot does not handle; "
                "take it out"
            )
    for event in EVENTS:
        if event not in asked_for:
            yield f"the event {event!r} is missing under settings.event_subscriptions.bot_events"


def _entry_faults(features: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with the ways in beside the commands: menu entry, direct messages, agent view."""
    if "assistant_view" in features and "agent_view" in features:
        yield "features has both assistant_view and agent_view; Slack takes one, and new apps only agent_view"
    known = ASK_ABOUT_MESSAGE.callback_id
    shortcuts = [entry for entry in _items(features, "shortcuts") if isinstance(entry, Mapping)]
    callbacks = [entry.get("callback_id") for entry in shortcuts]
    for callback in callbacks:
        if callback != known:
            yield f"features.shortcuts has {callback!r}, which this bot does not handle; it has {known!r}"
    if known not in callbacks:
        yield f"the shortcut {known!r} is missing under features.shortcuts"
    home = _part(features, "app_home")
    if home.get("messages_tab_enabled") is not True or home.get("messages_tab_read_only_enabled") is True:
        yield (
            "features.app_home does not let people write to the bot; set messages_tab_enabled to true and "
            "messages_tab_read_only_enabled to false"
        )


def _connection_faults(manifest: Mapping[str, Any]) -> Iterator[str]:
    settings = _part(manifest, "settings")
    interactivity = _part(settings, "interactivity")
    if interactivity.get("is_enabled") is not True:
        yield "settings.interactivity.is_enabled is not true; the buttons under an answer would do nothing"

    subscriptions = _part(settings, "event_subscriptions")
    addresses = {
        "settings.interactivity.request_url": interactivity.get("request_url"),
        "settings.event_subscriptions.request_url": subscriptions.get("request_url"),
    }
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
