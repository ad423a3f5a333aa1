"""Slack over a websocket that this process opens: no public address is needed."""

from __future__ import annotations

import asyncio
import time

import structlog
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.adapter.socket_mode.async_internals import send_async_response
from slack_bolt.adapter.socket_mode.internals import build_headers
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse

from bot.bolt_endpoint import dispatch
from bot.deliveries import RecentKeys, delivery_key, is_answered_once
from bot.logs import library_logger
from bot.loopback import is_loopback

_log = structlog.get_logger("bot.socket_mode")


class SocketMode(AsyncSocketModeHandler):
    """Answers what comes over the websocket, each delivery of a pressed button or event once.

    The websocket itself, with its pings and its reconnecting, is slack_sdk's. To be made where an
    event loop runs.

    Args:
        app: The Bolt app.
        app_token: Starts with `xapp-`.
        ping_seconds: How often the connection is tried; a broken one is noticed and replaced.
    """

    def __init__(self, app: AsyncApp, app_token: str, *, ping_seconds: float) -> None:
        super().__init__(
            app,
            app_token,
            logger=library_logger("slack_sdk"),
            web_client=app.client,
            ping_interval=ping_seconds,
        )
        if is_loopback(app.client.base_url):
            self.client.proxy = None
        self._delivered = RecentKeys()
        self._under_way: set[asyncio.Task[object]] = set()

    async def handle(self, client: SocketModeClient, req: SocketModeRequest) -> None:  # type: ignore[override]
        """Answer one envelope."""
        task = asyncio.current_task()
        if task is not None:
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)
        key = delivery_key(req.payload) if is_answered_once(req.payload) else None
        if key is not None and not self._delivered.first_time(key):
            _log.info("socket.repeated", kind=req.type)
            await client.send_socket_mode_response(SocketModeResponse(envelope_id=req.envelope_id))
            return
        started = time.time()
        headers = {name: str(value) for name, value in (build_headers(req) or {}).items()}
        response = await dispatch(self.app, req.payload, headers, mode="socket_mode")
        if response.status >= 500 and key is not None:
            self._delivered.forget(key)
        await send_async_response(client, req, response, started)

    async def finish(self, seconds: float) -> None:
        """Let the answers that are under way go out, then close the connection."""
        if self._under_way:
            await asyncio.wait(set(self._under_way), timeout=seconds)
        await self.client.close()  # type: ignore[no-untyped-call] # slack_sdk leaves it untyped
