"""The web application: Slack's one path behind the guard, and two paths for whoever runs it."""

from __future__ import annotations

import asyncio
import inspect
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.app import SLACK_SECONDS, build_app, signing_secret
from bot.background import BackgroundTasks
from bot.bolt_endpoint import BoltEndpoint
from bot.guard import Guard
from bot.health import Readiness
from bot.listeners.needs import SlackService
from bot.listeners.posts import Posts, build_posts
from bot.listeners.undelivered import send_undelivered
from bot.logs import configure_logging
from bot.orphans import end_with_parent
from bot.question import Surface
from bot.retention import Forgets, forget_daily
from bot.settings import Settings, load_settings

EVENTS_PATH = "/slack/events"


def build_asgi(
    settings: Settings,
    service: SlackService,
    *,
    surface: Surface = Surface.SLACK_HTTP,
    clock: Callable[[], float] = time.time,
) -> Starlette:
    """Build the web application. Its guard is kept as `state.guard`, with its counters.

    Args:
        settings: The signing secret is needed; a bot token makes forms possible.
        service: What answers. Its `close`, where it has one, is called at the end.
        surface: What is noted as the place a question came from.
        clock: Seconds since 1970; decides what is fresh.

    Raises:
        SettingsError: The signing secret is missing.
    """
    tasks = BackgroundTasks()
    app = build_app(settings, service, surface, tasks=tasks, clock=clock)
    guard = Guard(BoltEndpoint(app), signing_secret(settings), clock=clock)
    readiness = Readiness(service.faults)

    async def healthz(_request: Request) -> Response:
        return PlainTextResponse("ok")

    async def readyz(_request: Request) -> Response:
        faults = await readiness.faults()
        return JSONResponse(faults, status_code=503) if faults else PlainTextResponse("ok")

    def lifespan(_web: Starlette) -> AbstractAsyncContextManager[None]:
        return running(app.client, tasks, service, build_posts(app.client, settings))

    web = Starlette(
        routes=[
            Route(EVENTS_PATH, guard, name="slack_events"),
            Route("/healthz", healthz),
            Route("/readyz", readyz),
        ],
        middleware=[Middleware(_SlackFirst, guard=guard)],
        lifespan=lifespan,
    )
    web.state.guard = guard
    return web


class _SlackFirst:
    """Hands Slack's path to the guard before anything is matched; the router has it for odd spellings."""

    def __init__(self, app: ASGIApp, guard: Guard) -> None:
        self._app = app
        self._guard = guard

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_slacks = scope["type"] == "http" and scope["path"] == EVENTS_PATH
        await (self._guard if is_slacks else self._app)(scope, receive, send)


def from_environment() -> Starlette:
    """The web application of one worker process, from nothing but the environment."""
    from bot.assembly import start_service  # heavy, and needed by workers alone

    configure_logging()
    settings = load_settings()
    return build_asgi(settings, start_service(settings))


@asynccontextmanager
async def running(
    client: AsyncWebClient, tasks: BackgroundTasks, service: SlackService, posts: Posts | None = None
) -> AsyncIterator[None]:
    """Hold what lives as long as the process: connections to Slack, open work, the service.

    What an earlier process had answered and not sent goes out at the beginning.
    """
    # A session that is handed in keeps its own time limit; the client's then counts for nothing.
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=SLACK_SECONDS)) as session:
        client.session = session
        chores = _start_chores(service)
        if posts is not None:
            tasks.start("undelivered", send_undelivered(service.outgoing, posts))
        try:
            yield
        finally:
            for chore in chores:
                chore.cancel()
            await tasks.drain()
            client.session = None
            await _close(service)


def _start_chores(service: SlackService) -> list[asyncio.Task[None]]:
    """What goes on beside the answers for as long as the process lives."""
    chores = [asyncio.create_task(end_with_parent())]
    if isinstance(service, Forgets):
        chores.append(asyncio.create_task(forget_daily(service)))
    return chores


async def _close(service: SlackService) -> None:
    close = getattr(service, "close", None)
    if close is not None:
        outcome = close()
        if inspect.isawaitable(outcome):
            await outcome
