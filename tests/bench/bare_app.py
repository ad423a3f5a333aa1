"""What the bot is compared with: Slack's own library, set up well, with a constant answer.

Run as `python -m tests.bench.bare_app SECRET BYTES`; prints its address when it listens.
"""

from __future__ import annotations

import socket
import sys
from collections.abc import Awaitable, Callable

import uvicorn
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tests.bench.visits import PATH


def build_bare_app(signing_secret: str, answer_bytes: int) -> Starlette:
    """The leanest app that Bolt makes: one listener, no call to Slack, an answer that is ready-made."""

    async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, bot_token="xoxb-bench")

    app = AsyncApp(signing_secret=signing_secret, authorize=authorize, process_before_response=True)
    answer = "2 units. ".ljust(answer_bytes, ".")

    @app.command("/units")
    async def units(ack: Callable[[str], Awaitable[object]]) -> None:
        await ack(answer)

    handler = AsyncSlackRequestHandler(app)

    async def endpoint(request: Request) -> Response:
        return await handler.handle(request)

    return Starlette(routes=[Route(PATH, endpoint, methods=["POST"])])


def main() -> None:
    """Serve on a free port of loopback until a signal ends it."""
    secret, answer_bytes = sys.argv[1:]
    config = uvicorn.Config(
        build_bare_app(secret, int(answer_bytes)),
        loop="uvloop",
        http="httptools",
        log_level="warning",
        access_log=False,
    )
    with socket.create_server(("127.0.0.1", 0)) as listening:
        print("http://{}:{}".format(*listening.getsockname()), flush=True)
        uvicorn.Server(config).run([listening])


if __name__ == "__main__":
    main()
