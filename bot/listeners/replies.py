"""Messages sent after the first answer, to the address that Slack gives for it (`response_url`)."""

from __future__ import annotations

import json
import re
from typing import Any

import aiohttp
import structlog
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncConnectionErrorRetryHandler,
    AsyncRateLimitErrorRetryHandler,
)
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient
from slack_sdk.webhook.webhook_response import WebhookResponse

from bot.logs import describe_error, library_logger
from bot.loopback import is_loopback
from bot.message import Message

_ERROR_NAME = re.compile(r"[a-z_]{1,60}")

_log = structlog.get_logger("bot.listeners.replies")


class Replies:
    """Sends to reply addresses over the web client's connections.

    Args:
        client: Its session, timeout and TLS settings are used, never its token.
    """

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client

    async def send(
        self,
        address: str | None,
        message: Message,
        *,
        in_channel: bool = False,
        replace: bool = False,
        thread_ts: str | None = None,
    ) -> bool:
        """Send one message; where Slack refuses its blocks, its text alone.

        Args:
            address: The payload's `response_url`; without one nothing is sent.
            message: What to say.
            in_channel: For everybody in the channel, not only for the person who pressed.
            replace: In place of the message that was pressed, not below it.
            thread_ts: Heads the thread that the new message belongs in.

        Returns:
            Whether Slack took it.
        """
        if not address:
            _log.warning("reply.no_address")
            return False
        body: dict[str, Any] = {
            "text": message.text,
            "response_type": "in_channel" if in_channel else "ephemeral",
            "replace_original": replace,
        }
        if thread_ts is not None and not replace:
            body["thread_ts"] = thread_ts
        if not message.blocks:
            return await self._post(address, body) is None
        fault = await self._post(address, {**body, "blocks": message.blocks})
        if fault is not None and "block" in fault:
            fault = await self._post(address, body)
        return fault is None

    async def say(
        self, address: str | None, text: str, *, replace: bool = False, thread_ts: str | None = None
    ) -> bool:
        """Send one sentence to the person alone."""
        message = Message(text=text, blocks=[])
        return await self.send(address, message, replace=replace, thread_ts=thread_ts)

    async def _post(self, address: str, body: dict[str, Any]) -> str | None:
        """Slack's name for what was wrong; `None` when nothing was."""
        retries: list[AsyncRetryHandler] = [
            AsyncConnectionErrorRetryHandler(),
            AsyncRateLimitErrorRetryHandler(max_retry_count=1),
        ]
        webhook = AsyncWebhookClient(
            address,
            timeout=self._client.timeout,
            ssl=self._client.ssl,
            proxy=self._client.proxy,
            session=self._client.session,
            logger=library_logger("slack_sdk"),
            retry_handlers=retries,
        )
        if is_loopback(address):
            webhook.proxy = None
        try:
            response = await webhook.send_dict(body)
        except (aiohttp.ClientError, TimeoutError) as error:
            _log.warning("reply.failed", **describe_error(error))
            return "not_reached"
        fault = _fault_in(response)
        if fault is not None:
            _log.warning("reply.refused", status=response.status_code, slack_error=fault)
        return fault


def _fault_in(response: WebhookResponse) -> str | None:
    """The error in Slack's answer, which is `ok`, a bare error name, or an object with one."""
    name: object = response.body
    accepted = response.status_code == 200
    if response.body.startswith("{"):
        try:
            answer = json.loads(response.body)
        except ValueError:
            return "unreadable_answer"
        accepted = accepted and answer.get("ok") is not False
        name = answer.get("error")
    if accepted:
        return None
    return name if isinstance(name, str) and _ERROR_NAME.fullmatch(name) else f"http_{response.status_code}"
