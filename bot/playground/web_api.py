"""The stand-in for Slack's Web API: the few methods a bot like this needs, as strict as Slack about them."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.manifest import SCOPES
from bot.playground.bodies import read_body
from bot.playground.messages import Author, Blocks, OpenForm, Posted, is_view
from bot.playground.replies import NotAMessage, content_of
from bot.playground.workspace import Workspace
from bot.playground.workspace_facts import (
    BOT_ID,
    BOT_NAME,
    BOT_USER_ID,
    TEAM_DOMAIN,
    TEAM_ID,
    TEAM_NAME,
    USER_ID,
    Channel,
    find_channel,
)

Arguments = dict[str, Any]
Result = dict[str, Any]

_SENT_AS_JSON = ("blocks", "view", "attachments", "metadata", "prompts")
_IN_WORDS = {
    "not_authed": "the call carries no token",
    "invalid_auth": "the token is not this bot's",
    "unknown_method": "this playground has no such method",
    "channel_not_found": "there is no such channel here",
    "user_not_in_channel": "there is no such person here",
    "message_not_found": "there is no such message",
    "cant_update_message": "the message is not the bot's",
    "no_text": "there is neither text nor blocks",
    "invalid_blocks": "see the mark on the message",
    "invalid_arguments": "something that has to be there is missing or not what it should be",
    "invalid_trigger_id": "nobody was given that trigger",
    "expired_trigger_id": "a form has to be opened within 3 seconds",
    "exchanged_trigger_id": "that trigger was used before",
    "not_found": "there is no such form",
    "hash_conflict": "the form has changed in the meantime",
}


class Refused(Exception):
    """Slack would not do that. The message is Slack's word for it."""


class WebApi:
    """Answers the bot's calls.

    Args:
        workspace: What the calls act on.
        bot_token: The only token that counts.
    """

    def __init__(self, workspace: Workspace, bot_token: str) -> None:
        self._workspace = workspace
        self._token = bot_token
        self._methods: dict[str, Callable[[Arguments], Result]] = {
            "auth.test": self._auth_test,
            "assistant.threads.setSuggestedPrompts": self._suggest_prompts,
            "chat.postMessage": self._post_message,
            "chat.postEphemeral": self._post_ephemeral,
            "chat.update": self._update,
            "views.open": self._open_view,
            "views.update": self._update_view,
        }

    async def endpoint(self, request: Request) -> Response:
        """One call over HTTP. As in Slack, a refusal is an answer with status 200."""
        method = str(request.path_params["method"])
        try:
            arguments = await _arguments(request)
            self._check_token(request, arguments)
            call = self._methods.get(method)
            if call is None:
                raise Refused("unknown_method")
            result: Result = {"ok": True, **call(arguments)}
        except Refused as fault:
            code = str(fault)
            self._workspace.report(
                f"Stand-in for Slack: the bot called {method}, and Slack would refuse it: "
                f"{code} ({_IN_WORDS[code]})."
            )
            result = {"ok": False, "error": code}
        return JSONResponse(result, headers={"X-OAuth-Scopes": ",".join(SCOPES)})

    def _check_token(self, request: Request, arguments: Arguments) -> None:
        given = request.headers.get("authorization", "").removeprefix("Bearer ") or arguments.get("token")
        if not given:
            raise Refused("not_authed")
        if not secrets.compare_digest(str(given).encode(), self._token.encode()):
            raise Refused("invalid_auth")

    # --- methods ----------------------------------------------------------------------------

    def _auth_test(self, _arguments: Arguments) -> Result:
        return {
            "url": f"https://{TEAM_DOMAIN}.slack.com/",
            "team": TEAM_NAME,
            "team_id": TEAM_ID,
            "user": BOT_NAME.lower(),
            "user_id": BOT_USER_ID,
            "bot_id": BOT_ID,
            "is_enterprise_install": False,
        }

    def _suggest_prompts(self, arguments: Arguments) -> Result:
        # The page has its own things to try, so the prompts are only looked at.
        channel = find_channel(str(arguments.get("channel_id")))
        if channel is None or not channel.is_direct:
            raise Refused("channel_not_found")
        if not isinstance(arguments.get("prompts"), list):
            raise Refused("invalid_arguments")
        return {}

    def _post_message(self, arguments: Arguments) -> Result:
        posted = self._post(arguments, ephemeral=False)
        return {"channel": posted.channel, "ts": posted.ts, "message": posted.for_slack()}

    def _post_ephemeral(self, arguments: Arguments) -> Result:
        if arguments.get("user") != USER_ID:
            raise Refused("user_not_in_channel")
        return {"message_ts": self._post(arguments, ephemeral=True).ts}

    def _update(self, arguments: Arguments) -> Result:
        channel = _channel(arguments)
        posted = self._workspace.find(channel.id, str(arguments.get("ts")))
        if posted is None or posted.ephemeral:
            raise Refused("message_not_found")
        if posted.author is not Author.BOT:
            raise Refused("cant_update_message")
        text, blocks = _content(arguments)
        self._workspace.change(posted, text, blocks)
        _check_taken(posted)
        return {"channel": channel.id, "ts": posted.ts, "text": text, "message": posted.for_slack()}

    def _open_view(self, arguments: Arguments) -> Result:
        trigger = self._workspace.trigger(str(arguments.get("trigger_id")))
        if trigger is None:
            raise Refused("invalid_trigger_id")
        if trigger.used:
            raise Refused("exchanged_trigger_id")
        if self._workspace.now > trigger.until:
            raise Refused("expired_trigger_id")
        view = _view(arguments)
        trigger.used = True
        form = self._workspace.open_form(trigger.channel, view)
        return _shown(form)

    def _update_view(self, arguments: Arguments) -> Result:
        form = self._workspace.form
        names = (arguments.get("view_id"), arguments.get("external_id"))
        if form is None or not any(
            name and name in (form.id, form.view.get("external_id")) for name in names
        ):
            raise Refused("not_found")
        if arguments.get("hash") not in (None, form.hash):
            raise Refused("hash_conflict")
        view = _view(arguments)
        self._workspace.change_form(form, view)
        return _shown(form)

    def _post(self, arguments: Arguments, *, ephemeral: bool) -> Posted:
        channel = _channel(arguments)
        text, blocks = _content(arguments)
        thread_ts = arguments.get("thread_ts")
        posted = self._workspace.post(
            channel.id,
            Author.BOT,
            text,
            blocks,
            ephemeral=ephemeral,
            thread_ts=str(thread_ts) if thread_ts else None,
        )
        _check_taken(posted)
        return posted


async def _arguments(request: Request) -> Arguments:
    body = await read_body(request)
    try:
        if request.headers.get("content-type", "").startswith("application/json"):
            arguments = json.loads(body)
        else:
            arguments = dict(parse_qsl(body.decode(), keep_blank_values=True))
            arguments |= {name: json.loads(arguments[name]) for name in _SENT_AS_JSON if name in arguments}
    except ValueError:
        raise Refused("invalid_arguments") from None
    if not isinstance(arguments, dict):
        raise Refused("invalid_arguments")
    return arguments


def _channel(arguments: Arguments) -> Channel:
    channel = find_channel(str(arguments.get("channel")))
    if channel is None:
        raise Refused("channel_not_found")
    return channel


def _content(arguments: Arguments) -> tuple[str, Blocks]:
    try:
        return content_of(arguments)
    except NotAMessage:
        raise Refused("no_text" if not arguments.get("blocks") else "invalid_blocks") from None


def _view(arguments: Arguments) -> dict[str, Any]:
    view = arguments.get("view")
    if isinstance(view, str):
        # The SDK encodes a view as text inside JSON, too.
        try:
            view = json.loads(view)
        except ValueError:
            raise Refused("invalid_arguments") from None
    if not is_view(view):
        raise Refused("invalid_arguments")
    return view


def _check_taken(posted: Posted) -> None:
    if posted.refused:
        raise Refused("invalid_blocks")


def _shown(form: OpenForm) -> Result:
    if form.refused:
        raise Refused("invalid_arguments")
    return {"view": form.for_slack()}
