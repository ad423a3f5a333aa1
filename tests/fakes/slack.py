"""A strict stand-in for Slack: a real HTTP and websocket server on a free loopback port.

It runs in a thread of its own, so sync tests, async tests and server processes can all use it:

    with FakeSlack() as slack:
        app = start_server(environment=slack.environment())
        reply = slack.over_http(app.address).command("/units 97112 25 97110 10")
        assert reply.message.private
        slack.over_http(app.address).press(reply.message, "answer.share")
        slack.assert_nothing_refused()

The calls wait for their answer, so an async test wraps them: `await asyncio.to_thread(side.command, …)`.
Whatever Slack would not accept is refused with Slack's own error, and kept in `refusals`.
"""

from __future__ import annotations

import asyncio
import threading
from types import TracebackType

from aiohttp import web
from aiohttp.typedefs import Handler

from tests.fakes.faults import Faults
from tests.fakes.payloads import Payloads
from tests.fakes.reply_addresses import ReplyAddresses
from tests.fakes.sides import HttpSide, SocketSide
from tests.fakes.socket_mode import SocketMode
from tests.fakes.state import Workspace
from tests.fakes.web_api import WebApi

START_SECONDS = 10.0


class FakeSlack(Workspace):
    """One workspace of Slack, with its servers. Use it in a `with` statement or by its fixture.

    Attributes:
        socket: Slack's side of Socket Mode.
        faults: Bad days to plan.
        payloads: Builders of everything that Slack sends.
    """

    def __init__(self) -> None:
        super().__init__()
        self.socket = SocketMode(self)
        self.faults = Faults()
        self.payloads = Payloads(self)
        self._web_api = WebApi(self, self.socket.open_ticket)
        self._reply_addresses = ReplyAddresses(self)
        self._started = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop: asyncio.Event | None = None
        self._thread = threading.Thread(
            target=lambda: asyncio.run(self._serve()), name="fake-slack", daemon=True
        )

    @property
    def api_url(self) -> str:
        """What `SLACK_API_BASE_URL` or a client's `base_url` is set to."""
        return f"{self.address}/api/"

    def environment(self, *, socket: bool = False) -> dict[str, str]:
        """The settings of an app in this workspace, over HTTP or over Socket Mode."""
        settings = {"SLACK_API_BASE_URL": self.api_url, "SLACK_BOT_TOKEN": self.bot_token}
        if socket:
            return {**settings, "SLACK_APP_TOKEN": self.app_token}
        return {**settings, "SLACK_SIGNING_SECRET": self.signing_secret}

    def over_http(self, address: str) -> HttpSide:
        """Slack calling the app at this address."""
        return HttpSide(self, address)

    def over_socket(self) -> SocketSide:
        """Slack pushing to the app that is connected over Socket Mode."""
        return SocketSide(self, self.socket)

    def start(self) -> None:
        """Start the server; comes back once it listens."""
        self._thread.start()
        if not self._started.wait(START_SECONDS):
            raise TimeoutError("the fake Slack did not start")

    def stop(self) -> None:
        """Stop the server and end its thread."""
        if self._loop is not None and self._stop is not None:
            self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(START_SECONDS)

    def __enter__(self) -> FakeSlack:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    async def _serve(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        app = web.Application(middlewares=[self._plan_faults])
        app.router.add_route("*", "/api/{method}", self._web_api.handle)
        app.router.add_post("/commands/{tail:.+}", self._reply_addresses.handle)
        app.router.add_post("/actions/{tail:.+}", self._reply_addresses.handle)
        app.router.add_get("/link/", self.socket.handle)
        # A slow answer that nobody waits for any more must not hold up the end of a test.
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        self.address = f"http://127.0.0.1:{runner.addresses[0][1]}"
        self._started.set()
        await self._stop.wait()
        await self.socket.close()
        await runner.cleanup()

    @web.middleware
    async def _plan_faults(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        fault = self.faults.take(_name(request))
        if fault is not None and fault.delay:
            await asyncio.sleep(fault.delay)
        if fault is not None and fault.drop and request.transport is not None:
            request.transport.abort()
            return web.Response(status=500)
        if fault is not None and fault.status is not None:
            error = "ratelimited" if fault.retry_after is not None else "internal_error"
            headers = {} if fault.retry_after is None else {"Retry-After": str(fault.retry_after)}
            return web.json_response({"ok": False, "error": error}, status=fault.status, headers=headers)
        try:
            return await handler(request)
        except web.HTTPException as missing:
            self.refuse(
                request.path, "not_found", f"{request.method} leads nowhere in Slack ({missing.status})"
            )
            raise


def _name(request: web.Request) -> str:
    """What a planned fault calls this request."""
    if request.path.startswith("/api/"):
        return request.path.removeprefix("/api/")
    return "socket" if request.path.startswith("/link/") else "reply"
