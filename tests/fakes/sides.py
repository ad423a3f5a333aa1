"""Slack as a caller: sends commands, presses, forms and events to an app, and shows what comes back.

The same calls work over HTTP (`HttpSide`) and over Socket Mode (`SocketSide`). They wait for the
answer; an async test runs them with `await asyncio.to_thread(side.command, "/units 97112 25")`.
"""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from tests.fakes.content import MESSAGE_KEYS, form_answer_fault, keys_fault, message_fault
from tests.fakes.payloads import FORM, JSON, Payloads, form, signed
from tests.fakes.socket_mode import SocketMode
from tests.fakes.state import BOT_USER, Payload, Shown, Workspace

ANSWER_SECONDS = 3.0


@dataclass(frozen=True)
class Delivery:
    """One thing that Slack sends, kept so that it can be sent again."""

    kind: str
    payload: Payload


@dataclass(frozen=True)
class Reply:
    """What came back for one delivery.

    Attributes:
        status: Over HTTP; 200 over Socket Mode.
        body: The parsed JSON answer; `{"text": …}` for plain text, `None` for an empty answer.
        seconds: How long it took. After 3 seconds Slack shows an error instead of the answer.
        message: The message that people see because of it.
        delivery: What was sent.
    """

    status: int
    body: Payload | None
    seconds: float
    delivery: Delivery
    message: Shown | None = None
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def in_time(self) -> bool:
        return self.seconds <= ANSWER_SECONDS


class SlackSide:
    """What HTTP and Socket Mode have in common."""

    where = "answer"

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.payloads = Payloads(workspace)

    def command(self, line: str, **changes: str) -> Reply:
        """Type a slash command, e.g. `/units 97112 25 97110 10`."""
        return self.deliver(Delivery("slash_commands", self.payloads.slash_command(line, **changes)))

    def press(self, message: Shown, action_id: str, value: str | None = None, **changes: Any) -> Reply:
        """Press a button, or choose from a list, under a message."""
        return self.deliver(
            Delivery("interactive", self.payloads.block_actions(message, action_id, value, **changes))
        )

    def submit(
        self, view: Payload, values: Mapping[str, str | list[str] | None] | None = None, **changes: Any
    ) -> Reply:
        """Fill in an open form and send it."""
        return self.deliver(Delivery("interactive", self.payloads.view_submission(view, values, **changes)))

    def event(self, event: Payload, **changes: Any) -> Reply:
        """Let something happen that the app has subscribed to."""
        return self.deliver(Delivery("events_api", self.payloads.event(event, **changes)))

    def mention(self, text: str, **changes: Any) -> Reply:
        """Write a message in a channel that names the bot; its mark is put in front."""
        return self.event(self.payloads.mention(f"<@{BOT_USER}> {text}", **changes))

    def direct_message(self, text: str, **changes: Any) -> Reply:
        """Write to the bot alone."""
        return self.event(self.payloads.direct_message(text, **changes))

    def message_action(self, callback_id: str, text: str, **changes: Any) -> Reply:
        """Choose an entry in the menu of a message."""
        return self.deliver(
            Delivery("interactive", self.payloads.message_action(callback_id, text, **changes))
        )

    def again(self, reply: Reply, *, attempt: int = 1) -> Reply:
        """Send the same delivery once more, as Slack does when it got no answer in time."""
        return self.deliver(reply.delivery, retry=attempt)

    def deliver(self, delivery: Delivery, *, retry: int = 0) -> Reply:
        """Send one thing, wait for the answer and show it."""
        started = time.monotonic()
        status, body, headers = self._send(delivery, retry)
        reply = Reply(status, body, time.monotonic() - started, delivery, headers=headers)
        return self._shown(reply)

    def _send(self, delivery: Delivery, retry: int) -> tuple[int, Payload | None, Mapping[str, str]]:
        raise NotImplementedError

    def _shown(self, reply: Reply) -> Reply:
        if reply.status != http.client.OK:
            return reply
        if not reply.in_time:
            self._refuse("operation_timeout", f"answered after {reply.seconds:.1f} seconds")
            return reply
        kind, payload, body = reply.delivery.kind, reply.delivery.payload, reply.body
        if body is None or kind == "events_api":
            return reply
        if kind == "slash_commands":
            return self._show_command_answer(reply, body)
        if payload["type"] == "view_submission":
            if fault := form_answer_fault(body, payload["view"]):
                self._refuse(*fault)
        else:
            self._refuse("ignored_answer", "Slack shows nothing of an answer to a pressed button")
        return reply

    def _show_command_answer(self, reply: Reply, body: Payload) -> Reply:
        text, blocks = body.get("text", ""), body.get("blocks", [])
        if fault := keys_fault(body, MESSAGE_KEYS) or message_fault(text, blocks):
            self._refuse(*fault)
            return reply
        message = self.workspace.show(
            channel=reply.delivery.payload["channel_id"],
            private=body.get("response_type", "ephemeral") == "ephemeral",
            user=reply.delivery.payload["user_id"],
            text=text,
            blocks=blocks,
            came_by="response",
        )
        return Reply(reply.status, body, reply.seconds, reply.delivery, message, reply.headers)

    def _refuse(self, error: str, detail: str) -> None:
        self.workspace.refuse(self.where, error, detail)


class HttpSide(SlackSide):
    """Slack calling an app over signed HTTP.

    Args:
        workspace: The workspace in which it happens.
        address: The app's address, e.g. `http://127.0.0.1:3000`.
        path: Where the app takes Slack's requests.
        timeout: How long to wait for an answer; longer than Slack does, so that a test can measure.
    """

    where = "http answer"

    def __init__(
        self, workspace: Workspace, address: str, *, path: str = "/slack/events", timeout: float = 15.0
    ) -> None:
        super().__init__(workspace)
        self._host = urlsplit(address).netloc
        self._path = path
        self._timeout = timeout

    def request(
        self, body: bytes, headers: Mapping[str, str], *, method: str = "POST", path: str | None = None
    ) -> tuple[int, bytes, dict[str, str]]:
        """Send anything at all, right or wrong; status, body and headers (lower case) come back."""
        connection = http.client.HTTPConnection(self._host, timeout=self._timeout)
        try:
            connection.request(method, path or self._path, body=body, headers=dict(headers))
            response = connection.getresponse()
            names = {name.lower(): value for name, value in response.getheaders()}
            return response.status, response.read(), names
        finally:
            connection.close()

    def _send(self, delivery: Delivery, retry: int) -> tuple[int, Payload | None, Mapping[str, str]]:
        if delivery.kind == "slash_commands":
            body, content_type = form(delivery.payload), FORM
        elif delivery.kind == "interactive":
            body, content_type = form({"payload": json.dumps(delivery.payload)}), FORM
        else:
            body, content_type = json.dumps(delivery.payload).encode(), JSON
        headers = signed(body, self.workspace.signing_secret, content_type=content_type)
        if retry:
            headers |= {"X-Slack-Retry-Num": str(retry), "X-Slack-Retry-Reason": "http_timeout"}
        status, raw, answered = self.request(body, headers)
        try:
            return status, _parsed(raw, answered.get("content-type", "")), answered
        except ValueError:
            self._refuse("invalid_answer", "the answer says that it is JSON, but is not")
            return status, None, answered


class SocketSide(SlackSide):
    """Slack pushing to an app that is connected over Socket Mode."""

    where = "socket answer"

    def __init__(self, workspace: Workspace, socket: SocketMode, *, timeout: float = 15.0) -> None:
        super().__init__(workspace)
        self._socket = socket
        self._timeout = timeout

    def _send(self, delivery: Delivery, retry: int) -> tuple[int, Payload | None, Mapping[str, str]]:
        envelope = self._socket.push(delivery.kind, delivery.payload, retry=retry)
        return http.client.OK, envelope.wait(self._timeout), {}


def _parsed(raw: bytes, content_type: str) -> Payload | None:
    """The answer as Slack reads it: JSON when it says so, plain text otherwise, nothing when empty."""
    if not raw.strip():
        return None
    if content_type.startswith(JSON):
        parsed = json.loads(raw)
        if not isinstance(parsed, dict):
            raise ValueError("not an object")
        return parsed
    return {"text": raw.decode()}
