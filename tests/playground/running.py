"""A playground that really listens, on a free loopback port, in the test's own event loop."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import uvicorn
from starlette.types import ASGIApp

from bot.playground.server import API_PATH, build_playground
from tests.playground.bots import SECRET, TOKEN

PATIENCE = 5.0


@dataclass
class Running:
    """A running playground, and a client that does what the page does.

    Attributes:
        base: Its address.
        http: A client without a browser's habits.
        seen: What the stream has brought so far: kind and data.
    """

    base: str
    http: aiohttp.ClientSession
    seen: list[tuple[str, Any]] = field(default_factory=list)

    async def post(self, path: str, body: object) -> tuple[int, Any]:
        async with self.http.post(self.base + path, json=body) as response:
            return response.status, await response.json()

    async def send(self, text: str, channel: str = "C0BILLING") -> None:
        assert await self.post("/playground/send", {"channel": channel, "text": text}) == (200, {})

    async def api(self, method: str, token: str = TOKEN, **arguments: Any) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {token}"}
        async with self.http.post(self.base + API_PATH + method, json=arguments, headers=headers) as response:
            assert response.status == 200
            answer: dict[str, Any] = await response.json()
            return answer

    async def reply(self, address: str, body: object) -> tuple[int, str]:
        async with self.http.post(address, json=body) as response:
            return response.status, await response.text()

    async def until(self, holds: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENCE):
            while not holds():
                await asyncio.sleep(0.01)

    def messages(self) -> list[dict[str, Any]]:
        """The messages as the page would have them now."""
        shown: dict[str, dict[str, Any]] = {}
        for kind, data in self.seen:
            if kind == "state":
                shown = {message["ts"]: message for message in data["messages"]}
            elif kind == "message":
                shown[data["ts"]] = data
            elif kind == "gone":
                del shown[data["ts"]]
        return list(shown.values())

    def texts(self) -> list[str]:
        return [message["text"] for message in self.messages()]

    def form(self) -> dict[str, Any] | None:
        """The form as the page would have it now."""
        form = None
        for kind, data in self.seen:
            if kind in ("state", "form"):
                form = data["form"] if kind == "state" else data
        return form

    async def listen(self) -> None:
        """Read the stream until it ends."""
        timeout = aiohttp.ClientTimeout(total=None)
        async with self.http.get(self.base + "/playground/stream", timeout=timeout) as response:
            kind = ""
            async for line in response.content:
                name, _, value = line.decode().rstrip("\n").partition(": ")
                if name == "event":
                    kind = value
                elif name == "data":
                    self.seen.append((kind, json.loads(value)))


@asynccontextmanager
async def serving(app_for: Callable[[str], ASGIApp], **options: Any) -> AsyncIterator[Running]:
    """Serve a playground around a bot.

    Args:
        app_for: Builds the bot, given the address of the playground.
        **options: For `build_playground`.
    """
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    base = f"http://127.0.0.1:{listening.getsockname()[1]}"
    app = build_playground(
        app_for(base), signing_secret=SECRET, bot_token=TOKEN, public_base=lambda: base, **options
    )
    server = uvicorn.Server(uvicorn.Config(app, ws="none", lifespan="on", log_config=None, access_log=False))
    task = asyncio.create_task(server.serve([listening]))
    while not server.started:
        await asyncio.sleep(0.005)
        if task.done():
            task.result()
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=PATIENCE)) as http:
        running = Running(base, http)
        try:
            yield running
        finally:
            app.state.end_streams()
            server.should_exit = True
            await task
    listening.close()
