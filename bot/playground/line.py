"""The line to the bot: real signed requests over HTTP, as Slack sends them."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

import aiohttp
from slack_sdk.signature import SignatureVerifier

from bot.manifest import EVENTS_PATH

PATIENCE_SECONDS = 3.0
FORM = "application/x-www-form-urlencoded"
JSON = "application/json"


class BotFailed(Exception):
    """The bot did not answer as Slack expects. The message says so in words, for the person at the page.

    Attributes:
        status: The HTTP status, when there was one.
    """

    def __init__(self, words: str, status: int | None = None) -> None:
        super().__init__(words)
        self.status = status


class Line:
    """Sends to one bot.

    Args:
        signing_secret: What requests are signed with.
        public_base: Gives the address of the server, e.g. `http://127.0.0.1:3000`, once it is known.
    """

    def __init__(self, signing_secret: str, public_base: Callable[[], str]) -> None:
        self._signer = SignatureVerifier(signing_secret)
        self._public_base = public_base
        self._session: aiohttp.ClientSession | None = None

    async def close(self) -> None:
        """Hang up."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def send(self, body: bytes, content_type: str = FORM) -> dict[str, Any]:
        """Send one signed request and wait as long as Slack would.

        Args:
            body: The bytes to sign and send.
            content_type: What they are.

        Returns:
            The bot's answer; empty when it only said that it got the request.

        Raises:
            BotFailed: No answer in time, or one that Slack would not take.
        """
        timestamp = str(int(time.time()))
        headers = {
            "Content-Type": content_type,
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": self._sign(timestamp, body),
            "User-Agent": "Unitwise playground (stand-in for Slack)",
        }
        try:
            async with self._open_session().post(
                self._public_base().rstrip("/") + EVENTS_PATH,
                data=body,
                headers=headers,
                allow_redirects=False,
            ) as response:
                return await _answer(response)
        except TimeoutError:
            raise BotFailed(
                f"The bot did not answer within {PATIENCE_SECONDS:.0f} seconds, and Slack waits no longer."
            ) from None
        except aiohttp.ClientError:
            raise BotFailed(
                "The bot could not be reached, or it broke off in the middle of its answer."
            ) from None

    def _sign(self, timestamp: str, body: bytes) -> str:
        signature = self._signer.generate_signature(timestamp=timestamp, body=body)
        if signature is None:
            raise BotFailed("The request could not be signed.")
        return signature

    def _open_session(self) -> aiohttp.ClientSession:
        if self._session is None:
            # Made here because it belongs to the running loop. Proxies from the environment are not asked:
            # everything stays on this machine.
            self._session = aiohttp.ClientSession(
                timeout=aiohttp.ClientTimeout(total=PATIENCE_SECONDS), trust_env=False
            )
        return self._session


async def _answer(response: aiohttp.ClientResponse) -> dict[str, Any]:
    if response.status >= 300:
        raise BotFailed(
            f"The bot answered with HTTP {response.status} instead of an answer.", status=response.status
        )
    body = await response.read()
    if not body:
        return {}
    try:
        text = body.decode()
        answer = json.loads(text) if response.content_type == JSON else {"text": text}
    except ValueError:
        raise BotFailed("The bot's answer cannot be read: it is not what its content type says.") from None
    if not isinstance(answer, dict):
        raise BotFailed("The bot's answer is JSON, but not an object, so Slack would not take it.")
    return answer
