"""From a request to Bolt and back: a leaner way in than Bolt's own adapters, and one that never raises."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

import structlog
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from starlette.types import Receive, Scope, Send

from bot.background import new_reference
from bot.logs import describe_error

# All that is needed. Bolt also listens to headers that would pick one of its lazy functions.
HEADERS_FOR_BOLT = frozenset(
    {
        b"content-type",
        b"x-slack-request-timestamp",
        b"x-slack-retry-num",
        b"x-slack-retry-reason",
        b"x-slack-signature",
    }
)

_log = structlog.get_logger("bot.bolt_endpoint")


async def dispatch(
    app: AsyncApp, body: str | dict[str, Any], headers: Mapping[str, str], *, mode: str = "http"
) -> BoltResponse:
    """Let Bolt answer one request.

    This is the one place that catches everything: Bolt looks into a payload with the wrong shape
    before and beside its own error handling, and nobody above this can give Slack an answer.

    Args:
        app: The Bolt app.
        body: The raw body over HTTP, the parsed payload over Socket Mode.
        headers: Names in lower case.
        mode: `http` or `socket_mode`.

    Returns:
        Bolt's answer, or an empty 500.
    """
    try:
        if isinstance(body, str):
            request = _http_request(body, headers)
        else:
            request = AsyncBoltRequest(body=body, headers=dict(headers), mode=mode)
        return await app.async_dispatch(request)
    except Exception as error:  # noqa: BLE001 - the documented boundary
        _log.error("slack.unreadable", reference=new_reference(), **describe_error(error))
        return BoltResponse(status=500)


class BoltEndpoint:
    """An ASGI application over a Bolt app, for behind the guard.

    The guard has read the whole body, knows that it is UTF-8, and hands it over in one piece.

    Args:
        app: The Bolt app.
    """

    def __init__(self, app: AsyncApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        body: bytes = (await receive())["body"]
        headers = {
            name.decode("latin-1"): value.decode("latin-1")
            for name, value in scope["headers"]
            if name in HEADERS_FOR_BOLT
        }
        response = await dispatch(self._app, body.decode(), headers)
        content = response.body.encode()
        answered = [(b"content-length", b"%d" % len(content))]
        for name, values in response.headers.items():
            answered += [(name.encode("latin-1"), value.encode("latin-1")) for value in values]
        await send({"type": "http.response.start", "status": response.status, "headers": answered})
        await send({"type": "http.response.body", "body": content})


def _http_request(body: str, headers: Mapping[str, str]) -> AsyncBoltRequest:
    request = AsyncBoltRequest(body=body, headers=dict(headers))
    if body and not request.body:
        # Bolt takes every form with the word "payload" anywhere in it for a pressed button, finds no
        # such field, and loses a command in which somebody merely typed that word.
        fields: dict[str, Any] = dict(parse_qsl(body, keep_blank_values=True))
        request = AsyncBoltRequest(body=fields, headers=dict(headers), mode="socket_mode")
        request.mode, request.raw_body = "http", body
    return request
