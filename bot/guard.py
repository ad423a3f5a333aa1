"""The guard at the door: what reaches Bolt is small, signed, fresh, readable and new.

Bolt parses a body before it checks the signature, raises on odd headers and bodies, logs the body of
what it refuses, and works on a repeated delivery again. So everything is checked here first, over the
raw bytes, and nothing about a refused request is logged but the reason.
"""

from __future__ import annotations

import asyncio
import hmac
import json
import re
import time
from collections import Counter
from collections.abc import Callable
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.deliveries import RecentKeys, delivery_key, is_answered_once

MAX_BODY_BYTES = 256 * 1024
WINDOW_SECONDS = 300
BODY_SECONDS = 5.0

_TIMESTAMP = re.compile(rb"[0-9]{1,11}")
_SIGNATURE = re.compile(rb"v0=[0-9a-f]{64}")
_LENGTH = re.compile(rb"[0-9]{1,19}")

_log = structlog.get_logger("bot.guard")


class _Rejected(Exception):
    """The request ends here.

    Attributes:
        status: The HTTP status of the answer.
        reason: A fixed word for the log and the counter; never anything from the request.
    """

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


class _HungUp(Exception):
    """The other side closed the connection before the body was complete."""


class Guard:
    """ASGI middleware in front of the one path that Slack posts to.

    Args:
        app: What a good request is passed on to.
        signing_secret: Slack's signing secret of this app.
        clock: Seconds since 1970; decides what is fresh and how long a delivery is remembered.

    Attributes:
        rejected: How many requests were refused, by reason.
        repeated: How many deliveries were answered at once because they had come before, by kind.
    """

    def __init__(self, app: ASGIApp, signing_secret: str, *, clock: Callable[[], float] = time.time) -> None:
        self.rejected: Counter[str] = Counter()
        self.repeated: Counter[str] = Counter()
        self._app = app
        self._key = signing_secret.encode()
        self._clock = clock
        self._delivered = RecentKeys(clock=clock)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a bad or a repeated request here, and pass a good one on."""
        try:
            head = _read_head(scope)
            if head.signature is None and head.timestamp is None:
                await self._unsigned(receive, send)
                return
            body = await self._signed_body(head, receive)
            payload = _payload_of(body, head.content_type)
        except _Rejected as rejection:
            self.rejected[rejection.reason] += 1
            _log.warning("guard.rejected", reason=rejection.reason, status=rejection.status)
            await _answer(send, rejection.status)
            return
        except _HungUp:
            return  # nobody is left to answer
        if payload is not None and is_answered_once(payload):
            await self._pass_on_once(payload, head, scope, _replay(body, receive), send)
        else:
            await self._app(scope, _replay(body, receive), send)

    async def _unsigned(self, receive: Receive, send: Send) -> None:
        """Slack now and then checks the certificate with an unsigned form; all else needs a signature."""
        if not _is_ssl_check(await _read_body(receive)):
            raise _Rejected(401, "unsigned")
        await _answer(send, 200)

    async def _signed_body(self, head: _Head, receive: Receive) -> bytes:
        """The raw body, once the signature over it is known to be right and fresh."""
        timestamp, signature = head.timestamp, head.signature
        if timestamp is None or not _TIMESTAMP.fullmatch(timestamp):
            raise _Rejected(401, "timestamp")
        if signature is None or not _SIGNATURE.fullmatch(signature):
            raise _Rejected(401, "signature_shape")
        if abs(self._clock() - int(timestamp)) > WINDOW_SECONDS:
            raise _Rejected(401, "stale")
        body = await _read_body(receive)
        expected = hmac.digest(self._key, b"v0:%b:%b" % (timestamp, body), "sha256").hex()
        if not hmac.compare_digest(signature, b"v0=" + expected.encode()):
            raise _Rejected(401, "signature")
        return body

    async def _pass_on_once(
        self, payload: dict[str, Any], head: _Head, scope: Scope, receive: Receive, send: Send
    ) -> None:
        """Pass an event or a press of a button on, unless the same delivery came before."""
        key = delivery_key(payload) or f"signature:{head.signature!r}"
        if not self._delivered.first_time(key):
            kind = str(payload["type"])
            self.repeated[kind] += 1
            _log.info("guard.repeated", kind=kind)
            await _answer(send, 200)
            return
        status = 500

        async def watch(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, watch)
        finally:
            if status >= 500:
                # Slack sends an event that failed again, and that one has to get through.
                self._delivered.forget(key)


class _Head(NamedTuple):
    signature: bytes | None
    timestamp: bytes | None
    content_type: bytes


def _read_head(scope: Scope) -> _Head:
    """The three headers that matter, from a request that is a POST of a bearable length."""
    if scope["method"] != "POST":
        raise _Rejected(405, "method")
    signature = timestamp = None
    content_type = b""
    for name, value in scope["headers"]:
        if name == b"x-slack-signature":
            if signature is not None:
                raise _Rejected(401, "signature_twice")
            signature = value
        elif name == b"x-slack-request-timestamp":
            if timestamp is not None:
                raise _Rejected(401, "timestamp_twice")
            timestamp = value
        elif name == b"content-type":
            content_type = value
        elif name == b"content-length":
            if not _LENGTH.fullmatch(value):
                raise _Rejected(400, "length")
            if int(value) > MAX_BODY_BYTES:
                raise _Rejected(413, "too_large")
    return _Head(signature, timestamp, content_type)


async def _read_body(receive: Receive) -> bytes:
    message = await receive()
    if not message.get("more_body", False):
        return _checked_part(message)
    try:
        async with asyncio.timeout(BODY_SECONDS):
            parts = [_checked_part(message)]
            size = len(parts[0])
            while message.get("more_body", False):
                message = await receive()
                parts.append(_checked_part(message))
                size += len(parts[-1])
                # A chunked body announces no length, so its parts are counted as they come.
                if size > MAX_BODY_BYTES:
                    raise _Rejected(413, "too_large")
    except TimeoutError:
        raise _Rejected(408, "slow_body") from None
    return b"".join(parts)


def _checked_part(message: Message) -> bytes:
    if message["type"] == "http.disconnect":
        raise _HungUp
    part: bytes = message.get("body", b"")
    if len(part) > MAX_BODY_BYTES:
        raise _Rejected(413, "too_large")
    return part


def _payload_of(body: bytes, content_type: bytes) -> dict[str, Any] | None:
    """The JSON object that Bolt will read from this body; `None` for a plain form such as a command."""
    if not body:
        raise _Rejected(400, "empty")
    try:
        text = body.decode()
    except UnicodeDecodeError:
        raise _Rejected(400, "not_utf8") from None
    if content_type.partition(b";")[0] == b"application/json" or text.startswith("{"):
        return _json_object(text)
    if "payload" in text:
        payload = dict(parse_qsl(text, keep_blank_values=True)).get("payload")
        if payload is not None:
            return _json_object(payload)
    return None


def _json_object(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise _Rejected(400, "not_json") from None
    if not isinstance(found, dict):
        raise _Rejected(400, "not_an_object")
    return found


def _is_ssl_check(body: bytes) -> bool:
    return b"ssl_check=1" in body.split(b"&")


def _replay(body: bytes, receive: Receive) -> Receive:
    """Hand the body, which has been read already, out once more."""
    given = False

    async def again() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again


async def _answer(send: Send, status: int) -> None:
    """An answer without a body: why a request was refused is nobody's business but the operator's."""
    headers = [(b"content-length", b"0")]
    if status == 405:
        headers.append((b"allow", b"POST"))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b""})
