"""What Slack would send the bot: commands, button presses, forms sent in, and messages as events."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

from bot.playground.messages import OpenForm, Posted, new_id
from bot.playground.workspace_facts import (
    APP_ID,
    BOT_USER_ID,
    TEAM_DOMAIN,
    TEAM_ID,
    USER_ID,
    USER_NAME,
    VERIFICATION_TOKEN,
    Channel,
)


def command_form(
    command: str, text: str, channel: Channel, *, trigger_id: str, response_url: str
) -> dict[str, str]:
    """The 13 form fields of a slash command."""
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": TEAM_ID,
        "team_domain": TEAM_DOMAIN,
        "channel_id": channel.id,
        "channel_name": channel.slack_name,
        "user_id": USER_ID,
        "user_name": USER_NAME,
        "command": command,
        "text": text,
        "api_app_id": APP_ID,
        "is_enterprise_install": "false",
        "response_url": response_url,
        "trigger_id": trigger_id,
    }


def message_action(
    posted: Posted, channel: Channel, action: dict[str, Any], *, trigger_id: str, response_url: str
) -> dict[str, Any]:
    """A control in a message was used."""
    payload = _interaction("block_actions", trigger_id) | {
        "container": {
            "type": "message",
            "message_ts": posted.ts,
            "channel_id": posted.channel,
            "is_ephemeral": posted.ephemeral,
        },
        "channel": {"id": channel.id, "name": channel.slack_name},
        "state": {"values": {}},
        "response_url": response_url,
        "actions": [action],
    }
    if posted.thread_ts:
        payload["container"]["thread_ts"] = posted.thread_ts
    if not posted.ephemeral:
        # Slack keeps no private message, so it cannot send one back either. The bot must not lean on it.
        payload["message"] = posted.for_slack()
    return payload


def form_action(
    form: OpenForm, action: dict[str, Any], values: dict[str, Any], *, trigger_id: str
) -> dict[str, Any]:
    """A control in a form was used that acts at once, such as a button."""
    return _interaction("block_actions", trigger_id) | {
        "container": {"type": "view", "view_id": form.id},
        "view": form.for_slack(values),
        "actions": [action],
    }


def form_sent_in(form: OpenForm, values: dict[str, Any], *, trigger_id: str) -> dict[str, Any]:
    """A form was filled in and sent."""
    view = form.for_slack(values)
    return _interaction("view_submission", trigger_id) | {"view": view, "response_urls": []}


def form_closed(form: OpenForm) -> dict[str, Any]:
    """A form was closed without sending it; sent only when the bot asked for that."""
    payload = _interaction("view_closed", "")
    del payload["trigger_id"]
    return payload | {"view": form.for_slack(), "is_cleared": False}


def message_event(posted: Posted, channel: Channel, now: float) -> dict[str, Any]:
    """A message reached the bot: a mention in the channel, or anything in the direct message."""
    event: dict[str, Any] = {
        "type": "message" if channel.is_direct else "app_mention",
        "user": USER_ID,
        "text": posted.text,
        "ts": posted.ts,
        "event_ts": posted.ts,
        "client_msg_id": new_id("m"),
        "team": TEAM_ID,
        "channel": channel.id,
        "blocks": _as_typed(posted.text),
    }
    if channel.is_direct:
        event["channel_type"] = "im"
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": TEAM_ID,
        "api_app_id": APP_ID,
        "event": event,
        "type": "event_callback",
        "event_id": new_id("Ev"),
        "event_time": int(now),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": TEAM_ID,
                "user_id": BOT_USER_ID,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
        "event_context": new_id("4-"),
    }


def encode_form(fields: dict[str, str]) -> bytes:
    """The body of a command."""
    return urlencode(fields).encode()


def encode_interaction(payload: dict[str, Any]) -> bytes:
    """The body of a button press or a form: one form field that holds JSON."""
    return urlencode({"payload": json.dumps(payload)}).encode()


def encode_event(payload: dict[str, Any]) -> bytes:
    """The body of an event."""
    return json.dumps(payload).encode()


def _interaction(kind: str, trigger_id: str) -> dict[str, Any]:
    return {
        "type": kind,
        "token": VERIFICATION_TOKEN,
        "api_app_id": APP_ID,
        "team": {"id": TEAM_ID, "domain": TEAM_DOMAIN},
        "user": {"id": USER_ID, "username": USER_NAME, "name": USER_NAME, "team_id": TEAM_ID},
        "enterprise": None,
        "is_enterprise_install": False,
        "trigger_id": trigger_id,
    }


def _as_typed(text: str) -> list[dict[str, Any]]:
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return [{"type": "rich_text", "block_id": new_id("b"), "elements": [section]}]
