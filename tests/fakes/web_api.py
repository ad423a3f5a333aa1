"""The Web API methods that the bot and Bolt use. Whatever Slack would refuse is refused, and recorded."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.fakes import state
from tests.fakes.content import message_fault, view_fault
from tests.fakes.state import Call, Payload, Workspace

OBJECT_ARGUMENTS = ("blocks", "view", "attachments", "metadata", "prompts")
MOST_PROMPTS = 4
ANY_METHOD = frozenset({"team_id"})
"""Bolt names the team in every call; Slack needs it for tokens of a whole organisation only."""
_MESSAGE = frozenset({"text", "blocks", "thread_ts", "link_names", "parse"})


class Refused(Exception):
    """Slack's `{"ok": false}`: the error it names, and a detail for whoever reads the test."""

    def __init__(self, error: str, detail: str, **more: Any) -> None:
        super().__init__(f"{error}: {detail}")
        self.error = error
        self.detail = detail
        self.more = more


@dataclass(frozen=True)
class Method:
    """What one method takes.

    Attributes:
        run: Computes what is answered beside `ok`.
        token: What its token starts with; `None` when it works without one.
        scope: The permission it needs.
        optional: Arguments it takes beside the required ones; `None` when it takes anything.
    """

    run: Callable[[Payload], Payload]
    token: str | None = "xoxb-"
    scope: str | None = None
    required: frozenset[str] = field(default_factory=frozenset)
    optional: frozenset[str] | None = field(default_factory=frozenset)


class WebApi:
    """The methods, over one workspace.

    Args:
        workspace: What the methods look at and change.
        open_socket: Gives a fresh websocket address, for `apps.connections.open`.
    """

    def __init__(self, workspace: Workspace, open_socket: Callable[[], str]) -> None:
        self._workspace = workspace
        self.methods = {
            "api.test": Method(self._api_test, token=None, optional=None),
            "auth.test": Method(self._auth_test),
            "apps.connections.open": Method(lambda _: {"url": open_socket()}, token="xapp-"),
            "views.open": Method(self._views_open, required=frozenset({"trigger_id", "view"})),
            "chat.postMessage": Method(
                self._post_message,
                scope="chat:write",
                required=frozenset({"channel"}),
                optional=_MESSAGE | {"mrkdwn", "unfurl_links", "unfurl_media", "reply_broadcast", "metadata"},
            ),
            "chat.postEphemeral": Method(
                self._post_ephemeral,
                scope="chat:write",
                required=frozenset({"channel", "user"}),
                optional=_MESSAGE,
            ),
            # With a thread the call has no effect in the agent view, and says nothing of it.
            "assistant.threads.setSuggestedPrompts": Method(
                self._suggest_prompts,
                scope="assistant:write",
                required=frozenset({"channel_id", "prompts"}),
                optional=frozenset({"title"}),
            ),
        }

    async def handle(self, request: web.Request) -> web.Response:
        """Answer one call as Slack would: status 200 and `ok` true, or false with an error."""
        name = request.match_info["method"]
        arguments: Payload = {}
        try:
            arguments = await _arguments(request)
            answer = {"ok": True, **self._run(name, _token(request, arguments), arguments)}
        except Refused as refused:
            self._workspace.refuse(name, refused.error, refused.detail)
            answer = {"ok": False, "error": refused.error, **refused.more}
            if refused.error == "invalid_arguments":
                answer["response_metadata"] = {"messages": [f"[ERROR] {refused.detail}"]}
        self._workspace.record(Call(name, arguments, answer["ok"], answer.get("error")))
        return web.json_response(answer, headers={"X-OAuth-Scopes": ",".join(sorted(self._workspace.scopes))})

    def _run(self, name: str, token: str | None, arguments: Payload) -> Payload:
        method = self.methods.get(name)
        if method is None:
            raise Refused(
                "unknown_method", f"this fake knows {', '.join(sorted(self.methods))}", req_method=name
            )
        self._check_token(method, token)
        missing = sorted(method.required - set(arguments))
        if missing:
            raise Refused("invalid_arguments", f"missing required field: {', '.join(missing)}")
        if method.optional is not None:
            unknown = sorted(set(arguments) - method.required - method.optional - ANY_METHOD)
            if unknown:
                raise Refused("invalid_arguments", f"{name} takes no {', '.join(unknown)}")
        if arguments.get("team_id", state.TEAM) != state.TEAM:
            raise Refused("team_access_not_granted", f"the token is not for team {arguments['team_id']}")
        scopes = self._workspace.scopes
        if method.scope is not None and method.scope not in scopes:
            provided = ",".join(sorted(scopes))
            raise Refused(
                "missing_scope",
                f"{name} needs {method.scope}, granted is {provided}",
                needed=method.scope,
                provided=provided,
            )
        return method.run(arguments)

    def _check_token(self, method: Method, token: str | None) -> None:
        if method.token is None:
            return
        if not token:
            raise Refused("not_authed", "no token came with the call")
        if token not in (self._workspace.bot_token, self._workspace.app_token):
            raise Refused("invalid_auth", "the token is not one of this workspace")
        if not token.startswith(method.token):
            raise Refused("not_allowed_token_type", f"it takes a token that starts with {method.token}")

    def _api_test(self, arguments: Payload) -> Payload:
        if "error" in arguments:
            raise Refused(str(arguments["error"]), "api.test was asked to fail", args=arguments)
        return {"args": arguments}

    def _auth_test(self, _: Payload) -> Payload:
        return {
            "url": f"https://{state.TEAM_DOMAIN}.slack.com/",
            "team": state.TEAM_DOMAIN,
            "user": "unitwise",
            "team_id": state.TEAM,
            "user_id": state.BOT_USER,
            "bot_id": state.BOT,
            "app_id": state.APP,
            "is_enterprise_install": False,
        }

    def _views_open(self, arguments: Payload) -> Payload:
        if fault := view_fault(arguments["view"]):
            raise Refused(*fault)
        # Last, so that a form with a fault does not use the trigger up; Slack does the same.
        if error := self._workspace.exchange_trigger(str(arguments["trigger_id"])):
            raise Refused(error, "a trigger id is good for 3 seconds and one form")
        return {"view": self._workspace.open_view(arguments["view"])}

    def _post_message(self, arguments: Payload) -> Payload:
        message = self._post(arguments, private=False, user=state.BOT_USER, came_by="chat.postMessage")
        return {
            "channel": message.channel,
            "ts": message.ts,
            "message": {"type": "message", "text": message.text, "blocks": message.blocks, "ts": message.ts},
        }

    def _post_ephemeral(self, arguments: Payload) -> Payload:
        user = str(arguments["user"])
        message = self._post(arguments, private=True, user=user, came_by="chat.postEphemeral")
        return {"message_ts": message.ts}

    def _suggest_prompts(self, arguments: Payload) -> Payload:
        channel, prompts = str(arguments["channel_id"]), arguments["prompts"]
        if channel not in self._workspace.channels or not channel.startswith("D"):
            raise Refused("channel_not_found", f"{channel} is no direct message with this app")
        if not isinstance(prompts, list) or not 1 <= len(prompts) <= MOST_PROMPTS:
            raise Refused("invalid_arguments", f"one to {MOST_PROMPTS} prompts")
        for prompt in prompts:
            if not isinstance(prompt, dict) or set(prompt) != {"title", "message"}:
                raise Refused("invalid_arguments", "a prompt has a title and a message")
        with self._workspace.changed:
            self._workspace.prompts[channel] = prompts
            self._workspace.changed.notify_all()
        return {}

    def _post(self, arguments: Payload, *, private: bool, user: str, came_by: str) -> state.Shown:
        channel = str(arguments["channel"])
        # A person's id stands for the direct message with them.
        channel = state.DIRECT if channel == state.USER and not private else channel
        if channel not in self._workspace.channels:
            raise Refused("channel_not_found", f"{channel} is none of {sorted(self._workspace.channels)}")
        text, blocks = arguments.get("text", ""), arguments.get("blocks", [])
        if fault := message_fault(text, blocks):
            raise Refused(*fault)
        thread_ts = arguments.get("thread_ts")
        if thread_ts is not None and not self._workspace.is_message(channel, str(thread_ts)):
            raise Refused("thread_not_found", f"no message {thread_ts} heads a thread in {channel}")
        return self._workspace.show(
            channel=channel,
            private=private,
            user=user,
            text=text,
            blocks=blocks,
            came_by=came_by,
            thread_ts=thread_ts,
        )


async def _arguments(request: web.Request) -> Payload:
    """The arguments of a call, from a JSON object or a form, whichever it came as."""
    if request.method not in ("POST", "GET"):
        raise Refused("invalid_arguments", f"a method is called by POST, not {request.method}")
    arguments: Payload = dict(request.query)
    if request.content_type == "application/json":
        try:
            body = await request.json()
        except ValueError:
            raise Refused("invalid_json", "the body is not JSON") from None
        if not isinstance(body, dict):
            raise Refused("json_not_object", f"the body is a JSON {type(body).__name__}")
        arguments.update(body)
    elif request.content_type in ("application/x-www-form-urlencoded", "multipart/form-data"):
        arguments.update(await request.post())
    elif request.can_read_body:
        raise Refused("invalid_post_type", f"a body of type {request.content_type} is not read")
    for name in OBJECT_ARGUMENTS:
        if isinstance(arguments.get(name), str):
            try:
                arguments[name] = json.loads(arguments[name])
            except ValueError:
                raise Refused("invalid_arguments", f"{name} is text, but not JSON") from None
    return arguments


def _token(request: web.Request, arguments: Payload) -> str | None:
    """The token of a call; taken out of the arguments where it came among them."""
    among_arguments = arguments.pop("token", None)
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    return token if kind == "Bearer" else among_arguments
