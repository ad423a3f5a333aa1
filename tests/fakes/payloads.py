"""What Slack sends to an app: commands, pressed buttons, sent forms, events, and their signatures."""

from __future__ import annotations

import hashlib
import hmac
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from tests.fakes import state
from tests.fakes.state import Payload, Shown, Workspace

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
VERIFICATION_TOKEN = "fake-verification-token"


def signed(
    body: bytes, secret: str, timestamp: float | None = None, *, content_type: str = FORM
) -> dict[str, str]:
    """The headers of a request that Slack has signed.

    Args:
        body: The raw bytes of the body.
        secret: The app's signing secret.
        timestamp: When it was signed, in seconds; now when left out.
        content_type: A form, or JSON for events.
    """
    at = str(int(time.time() if timestamp is None else timestamp))
    digest = hmac.new(secret.encode(), b"v0:" + at.encode() + b":" + body, hashlib.sha256).hexdigest()
    return {
        "Content-Type": content_type,
        "X-Slack-Request-Timestamp": at,
        "X-Slack-Signature": f"v0={digest}",
    }


def form(fields: Mapping[str, str]) -> bytes:
    """The body of a form."""
    return urlencode(fields).encode()


class Payloads:
    """Builders over one workspace. Anything passed by name replaces what would have been built."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def slash_command(self, line: str, **changes: str) -> dict[str, str]:
        """The 13 fields of a slash command.

        Args:
            line: What the person typed, e.g. `/units 97112 25 97110 10`.
            **changes: Fields to set otherwise, e.g. `trigger_id`.
        """
        command, _, text = line.partition(" ")
        user, channel = changes.get("user_id", state.USER), changes.get("channel_id", state.CHANNEL)
        return {
            "token": VERIFICATION_TOKEN,
            "team_id": state.TEAM,
            "team_domain": state.TEAM_DOMAIN,
            "channel_id": channel,
            "channel_name": state.CHANNEL_NAME,
            "user_id": user,
            "user_name": state.USER_NAME,
            "command": command,
            "text": text,
            "api_app_id": state.APP,
            "is_enterprise_install": "false",
            "response_url": self._workspace.new_reply_address(channel=channel, user=user),
            "trigger_id": self._workspace.new_trigger(),
            **changes,
        }

    def block_actions(
        self, message: Shown, action_id: str, value: str | None = None, **changes: Any
    ) -> Payload:
        """The payload of a pressed button, or of a choice from a list in a message.

        Args:
            message: The message the button stands under.
            action_id: Which button or list.
            value: Which of several with that id, which thumb, or which choice.
            **changes: Keys of the payload to set otherwise, e.g. `user` or `trigger_id`.
        """
        block, element = _element(message, action_id, value)
        user = changes.get("user", self._user())
        container = {
            "type": "message",
            "message_ts": message.ts,
            "channel_id": message.channel,
            "is_ephemeral": message.private,
        }
        payload: Payload = {
            "type": "block_actions",
            "user": user,
            "api_app_id": state.APP,
            "token": VERIFICATION_TOKEN,
            "container": container,
            "trigger_id": self._workspace.new_trigger(),
            "team": self._team(),
            "enterprise": None,
            "is_enterprise_install": False,
            "channel": {"id": message.channel, "name": state.CHANNEL_NAME},
            "state": {"values": {}},
            "response_url": self._workspace.new_reply_address(
                channel=message.channel, user=user["id"], original=message
            ),
            "actions": [_action(block, element, value)],
        }
        # Slack does not send a private message back; code that needs it works in tests only.
        if message.thread_ts is not None:
            container["thread_ts"] = message.thread_ts
        if not message.private:
            payload["message"] = {
                "type": "message",
                "ts": message.ts,
                "bot_id": state.BOT,
                "app_id": state.APP,
                "text": message.text,
                "blocks": message.blocks,
            }
        return {**payload, **changes}

    def view_submission(
        self, view: Payload, values: Mapping[str, str | list[str] | None] | None = None, **changes: Any
    ) -> Payload:
        """The payload of a form that was filled in and sent.

        Args:
            view: An open form, as in `fake.views`.
            values: What was entered, by the `action_id` of each field.
            **changes: Keys of the payload to set otherwise.

        Raises:
            ValueError: Slack would not let a person send this.
        """
        entered = dict(values or {})
        state_values: Payload = {}
        for block in view["blocks"]:
            if block["type"] != "input":
                continue
            element = block["element"]
            given = entered.pop(element["action_id"], None)
            if given in (None, "", []) and not block.get("optional", False):
                raise ValueError(
                    f"the field {element['action_id']} must be filled in before the form is sent"
                )
            state_values[block["block_id"]] = {element["action_id"]: _entered(element, given)}
        if entered:
            raise ValueError(f"the form has no field {', '.join(entered)}")
        return {
            "type": "view_submission",
            "team": self._team(),
            "user": self._user(),
            "api_app_id": state.APP,
            "token": VERIFICATION_TOKEN,
            "trigger_id": self._workspace.new_trigger(),
            "view": {**view, "state": {"values": state_values}},
            "response_urls": [],
            "is_enterprise_install": False,
            "enterprise": None,
            **changes,
        }

    def event(self, event: Payload, **changes: Any) -> Payload:
        """The envelope of an event, e.g. of `{"type": "app_home_opened", ...}`."""
        return {
            "token": VERIFICATION_TOKEN,
            "team_id": state.TEAM,
            "api_app_id": state.APP,
            "event": {"event_ts": self._workspace.new_ts(), **event},
            "type": "event_callback",
            "event_id": self._workspace.new_id("Ev"),
            "event_time": int(self._workspace.clock.now()),
            "authorizations": [
                {
                    "enterprise_id": None,
                    "team_id": state.TEAM,
                    "user_id": state.BOT_USER,
                    "is_bot": True,
                    "is_enterprise_install": False,
                }
            ],
            "is_ext_shared_channel": False,
            **changes,
        }

    def mention(self, text: str, **changes: Any) -> Payload:
        """The event of a message in a channel that names the bot.

        Args:
            text: The message as Slack sends it, with the mark of the bot in it.
            **changes: Keys of the event to set otherwise, e.g. `thread_ts`.
        """
        return self._message("app_mention", {"channel": state.CHANNEL, **changes}, text)

    def direct_message(self, text: str, **changes: Any) -> Payload:
        """The event of a message to the bot alone."""
        return self._message("message", {"channel": state.DIRECT, "channel_type": "im", **changes}, text)

    def _message(self, kind: str, changes: Payload, text: str) -> Payload:
        ts = self._workspace.write(changes["channel"])
        return {
            "type": kind,
            "user": state.USER,
            "client_msg_id": self._workspace.new_id("m"),
            "team": state.TEAM,
            "text": text,
            "ts": ts,
            "event_ts": ts,
            **changes,
        }

    def message_action(self, callback_id: str, text: str, **changes: Any) -> Payload:
        """The payload of an entry in the menu of a message that somebody else wrote."""
        channel = changes.get("channel", {"id": state.CHANNEL, "name": state.CHANNEL_NAME})
        user = changes.get("user", self._user())
        ts = self._workspace.write(channel["id"])
        return {
            "type": "message_action",
            "token": VERIFICATION_TOKEN,
            "callback_id": callback_id,
            "trigger_id": self._workspace.new_trigger(),
            "response_url": self._workspace.new_reply_address(channel=channel["id"], user=user["id"]),
            "action_ts": f"{time.time():.6f}",
            "team": self._team(),
            "enterprise": None,
            "is_enterprise_install": False,
            "channel": channel,
            "user": user,
            "message_ts": ts,
            "message": {"type": "message", "user": "U0COLLEAGUE", "text": text, "ts": ts},
            **changes,
        }

    def _user(self) -> Payload:
        return {
            "id": state.USER,
            "username": state.USER_NAME,
            "name": state.USER_NAME,
            "team_id": state.TEAM,
        }

    def _team(self) -> Payload:
        return {"id": state.TEAM, "domain": state.TEAM_DOMAIN}


def _choices(element: Payload) -> list[str | None]:
    """The values that pressing or choosing this element can send."""
    if element["type"] == "feedback_buttons":
        return [element["positive_button"]["value"], element["negative_button"]["value"]]
    if "options" in element:
        return [option["value"] for option in element["options"]]
    return [element.get("value")]


def _element(message: Shown, action_id: str, value: str | None) -> tuple[Payload, Payload]:
    found = [
        (block, element)
        for block, element in message.elements()
        if element["action_id"] == action_id and (value is None or value in _choices(element))
    ]
    if len(found) != 1:
        raise ValueError(
            f"{len(found)} things under this message are {action_id!r} with the value {value!r}; "
            f"it has {message.action_ids()}"
        )
    return found[0]


def _action(block: Payload, element: Payload, value: str | None) -> Payload:
    action = {
        "type": element["type"],
        "block_id": block["block_id"],
        "action_id": element["action_id"],
        "action_ts": f"{time.time():.6f}",
    }
    if element["type"] == "button":
        return {**action, "text": element["text"]} | (
            {"value": element["value"]} if "value" in element else {}
        )
    if value is None:
        raise ValueError(f"say which of {_choices(element)} was chosen in {element['action_id']!r}")
    if element["type"] == "feedback_buttons":
        thumbs = (element["positive_button"], element["negative_button"])
        pressed = next(thumb for thumb in thumbs if thumb["value"] == value)
        return {**action, "text": pressed["text"], "value": value}
    return {**action, "selected_option": _option(element, value)}


def _option(element: Payload, value: str) -> Payload:
    for option in element["options"]:
        if option["value"] == value:
            return dict(option)
    raise ValueError(f"{element['action_id']!r} offers {_choices(element)}, not {value!r}")


def _entered(element: Payload, given: str | list[str] | None) -> Payload:
    if "options" not in element:
        return {"type": element["type"], "value": given or None}
    if element["type"] == "checkboxes":
        return {"type": element["type"], "selected_options": [_option(element, one) for one in given or []]}
    return {
        "type": element["type"],
        "selected_option": None if given is None else _option(element, str(given)),
    }
