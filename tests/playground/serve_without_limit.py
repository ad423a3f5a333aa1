"""A playground in a process of its own. Told to stop, it gives its open pages all the time they want."""

from __future__ import annotations

import socket
import sys
from contextlib import suppress
from pathlib import Path

import uvicorn

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from bot.playground.server import build_playground
from tests.playground.bots import SECRET, TOKEN, Double


class _Server(uvicorn.Server):
    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        print(f"ready {BASE}", flush=True)


if __name__ == "__main__":
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    BASE = f"http://127.0.0.1:{listening.getsockname()[1]}"
    app = build_playground(Double().app(), signing_secret=SECRET, bot_token=TOKEN, public_base=lambda: BASE)
    with suppress(KeyboardInterrupt):
        _Server(uvicorn.Config(app, ws="none", log_level="warning")).run([listening])
