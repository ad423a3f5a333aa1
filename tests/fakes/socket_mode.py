"""Slack's side of Socket Mode: a websocket that pushes envelopes and collects their acknowledgements."""

from __future__ import annotations

import asyncio
import json
import secrets
import threading
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from tests.fakes.state import APP, Payload, Workspace

WHERE = "socket"
TAKES_AN_ANSWER = {"slash_commands": True, "interactive": True, "events_api": False}


@dataclass
class Envelope:
    """One pushed envelope. `acknowledged` gets the answer's payload, `None` for a bare acknowledgement."""

    id: str
    kind: str
    payload: Payload
    acknowledged: Future[Payload | None] = field(default_factory=Future)

    def wait(self, timeout: float = 3.0) -> Payload | None:
        """Wait for the acknowledgement; raises `TimeoutError` when it does not come in time."""
        return self.acknowledged.result(timeout)


class SocketMode:
    """The websocket end. Its methods without `_` may be called from any thread."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._loop: asyncio.AbstractEventLoop | None = None
        self._tickets: set[str] = set()
        self._connections: list[web.WebSocketResponse] = []
        self._transports: dict[web.WebSocketResponse, asyncio.Transport] = {}
        self._changed = threading.Condition()
        self._envelopes: dict[str, Envelope] = {}
        self.pings = 0
        self.pongs = 0
        self.opened = 0

    def open_ticket(self) -> str:
        """An address for one websocket connection, as `apps.connections.open` gives it."""
        ticket = secrets.token_hex(8)
        self._tickets.add(ticket)
        return f"{self._workspace.address.replace('http', 'ws', 1)}/link/?ticket={ticket}&app_id={APP}"

    @property
    def connected(self) -> int:
        """How many connections are open now."""
        return len(self._connections)

    def wait_until_connected(self, *, opened: int = 1, timeout: float = 5.0) -> None:
        """Wait until the app is connected and has opened this many connections since the start."""
        with self._changed:
            if not self._changed.wait_for(lambda: self._connections and self.opened >= opened, timeout):
                raise TimeoutError(f"{self.opened} connections were opened, {self.connected} are still open")

    def push(self, kind: str, payload: Payload, *, retry: int = 0) -> Envelope:
        """Send an envelope over the newest connection.

        Args:
            kind: `slash_commands`, `interactive` or `events_api`.
            payload: As over HTTP.
            retry: How often Slack has tried before; 0 for the first time.
        """
        envelope = Envelope(self._workspace.new_id("env-"), kind, payload)
        self._envelopes[envelope.id] = envelope
        message: Payload = {
            "envelope_id": envelope.id,
            "type": kind,
            "accepts_response_payload": TAKES_AN_ANSWER[kind],
            "payload": payload,
        }
        if kind == "events_api" or retry:
            message |= {"retry_attempt": retry, "retry_reason": "timeout" if retry else ""}
        self._send(message)
        return envelope

    def announce_disconnect(self, reason: str = "refresh_requested") -> None:
        """Tell the app, as Slack does every few hours, to open a new connection."""
        self._send({"type": "disconnect", "reason": reason, "debug_info": {"host": "fake"}})

    def ping(self) -> None:
        """Send a ping over the newest connection; `pongs` counts the replies."""
        self._run(self._newest().ping(b"fake-slack"))

    def drop(self) -> None:
        """Cut every connection without a word."""

        async def abort() -> None:
            for transport in list(self._transports.values()):
                transport.abort()

        self._run(abort())

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Serve one connection, from `hello` to its end."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            self._workspace.refuse(WHERE, "invalid_ticket", "each address opens one connection")
            return web.json_response({"ok": False, "error": "invalid_ticket"}, status=403)
        self._tickets.discard(ticket)
        self._loop = asyncio.get_running_loop()
        connection = web.WebSocketResponse(autoping=False, timeout=0.5)
        await connection.prepare(request)
        with self._changed:
            self._connections.append(connection)
            if request.transport is not None:
                self._transports[connection] = request.transport
            self.opened += 1
            self._changed.notify_all()
        try:
            # Nothing is awaited since the line that made pushing possible, so `hello` goes out first.
            await connection.send_json(
                {
                    "type": "hello",
                    "num_connections": self.connected,
                    "connection_info": {"app_id": APP},
                    "debug_info": {"host": "fake", "approximate_connection_time": 18060},
                }
            )
            async for message in connection:
                if message.type is WSMsgType.PING:
                    self.pings += 1
                    await connection.pong(message.data)
                elif message.type is WSMsgType.PONG:
                    self.pongs += 1
                elif message.type is WSMsgType.TEXT:
                    self._acknowledge(message.data)
                else:
                    self._workspace.refuse(WHERE, "invalid_message", f"a message of type {message.type.name}")
        finally:
            with self._changed:
                self._connections.remove(connection)
                self._transports.pop(connection, None)
                self._changed.notify_all()
        return connection

    async def close(self) -> None:
        """End every connection, at the end of a test."""
        for connection in list(self._connections):
            await connection.close()

    def _acknowledge(self, text: str) -> None:
        try:
            message = json.loads(text)
        except ValueError:
            message = None
        if not isinstance(message, dict) or not isinstance(message.get("envelope_id"), str):
            self._workspace.refuse(
                WHERE, "invalid_message", "an acknowledgement is an object with envelope_id"
            )
            return
        envelope = self._envelopes.get(message["envelope_id"])
        payload = message.get("payload")
        if envelope is None:
            self._workspace.refuse(WHERE, "unknown_envelope", str(message["envelope_id"]))
        elif envelope.acknowledged.done():
            self._workspace.refuse(WHERE, "acknowledged_twice", f"{envelope.kind} {envelope.id}")
        elif payload is not None and not TAKES_AN_ANSWER[envelope.kind]:
            self._workspace.refuse(
                WHERE, "payload_not_taken", f"{envelope.kind} takes a bare acknowledgement"
            )
            envelope.acknowledged.set_result(None)
        else:
            envelope.acknowledged.set_result(payload)

    def _newest(self) -> web.WebSocketResponse:
        with self._changed:
            if not self._connections:
                raise RuntimeError("no Socket Mode connection is open; call wait_until_connected first")
            return self._connections[-1]

    def _send(self, message: Payload) -> None:
        self._run(self._newest().send_json(message))

    def _run(self, work: Any) -> None:
        assert self._loop is not None
        asyncio.run_coroutine_threadsafe(work, self._loop).result(5)
