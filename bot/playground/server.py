"""The playground as one ASGI app: the page, the stand-in for Slack, and the bot itself behind them."""

from __future__ import annotations

import asyncio
import signal
import threading
from collections.abc import AsyncIterator, Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from types import FrameType
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Mount, Route
from starlette.types import ASGIApp

from bot.commands import COMMANDS, Command
from bot.manifest import build_manifest
from bot.playground.bodies import TooLarge, refuse_too_large
from bot.playground.feed import Feed
from bot.playground.guard import Guard
from bot.playground.line import Line
from bot.playground.person import RESPONSE_PATH, Person
from bot.playground.reply_sink import ReplySink
from bot.playground.routes import PageRoutes
from bot.playground.web_api import WebApi
from bot.playground.workspace import Workspace

API_PATH = "/playground/slack/api/"


def build_playground(
    slack_app: ASGIApp,
    *,
    signing_secret: str,
    bot_token: str,
    public_base: Callable[[], str],
    commands: Sequence[Command] = COMMANDS,
    events: Collection[str] | None = None,
) -> Starlette:
    """Build the playground around the bot.

    The bot must be set up with the same secret and token, and with `API_PATH` below `public_base` as the
    base address of Slack's Web API. The page is at `/`; all that the playground does not serve itself
    goes to the bot. `state.end_streams()` on the returned app lets open pages go; a signal that stops
    the server does the same by itself.

    Args:
        slack_app: The bot, serving `/slack/events`; started and stopped with the playground when it is
            a Starlette app.
        signing_secret: What requests to the bot are signed with.
        bot_token: The token that the bot must show at the stand-in for Slack's Web API.
        public_base: Gives the address that this server is reached at, e.g. `http://127.0.0.1:3000`; asked
            at each use, so the port need not be known yet.
        commands: The bot's commands, for completion and for the things to try.
        events: The events that reach the bot; those of its manifest when not given.
    """
    feed = Feed()
    workspace = Workspace(feed)
    line = Line(signing_secret, public_base)
    heard = events_in(build_manifest()) if events is None else events
    person = Person(workspace, line, commands, heard, public_base)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[Mapping[str, Any]]:
        async with AsyncExitStack() as stack:
            stack.push_async_callback(line.close)
            stack.enter_context(_on_stop_signal(feed.close))
            state: Mapping[str, Any] | None = None
            if isinstance(slack_app, Starlette):
                state = await stack.enter_async_context(slack_app.router.lifespan_context(slack_app))
            yield state or {}

    app = Starlette(
        routes=[
            *PageRoutes(workspace, feed, person, commands).routes(),
            Route(API_PATH + "{method}", WebApi(workspace, bot_token).endpoint, methods=["POST"]),
            Route(RESPONSE_PATH + "{id}", ReplySink(workspace).endpoint, methods=["POST"]),
            Mount("/", slack_app),
        ],
        middleware=[Middleware(Guard)],
        exception_handlers={TooLarge: refuse_too_large},
        lifespan=lifespan,
    )
    app.state.end_streams = feed.close
    return app


def events_in(manifest: Mapping[str, Any]) -> Collection[str]:
    """The events that a manifest asks Slack for."""
    subscriptions: Mapping[str, Any] = manifest.get("settings", {}).get("event_subscriptions", {})
    return tuple(subscriptions.get("bot_events", ()))


@contextmanager
def _on_stop_signal(end: Callable[[], None]) -> Iterator[None]:
    """Call `end` as soon as a signal asks the server to stop.

    A server that is asked to stop waits for its open responses first, and tells the app only after that.
    The streams of open pages never end by themselves, so without this it would wait for ever.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    loop = asyncio.get_running_loop()
    previous: dict[signal.Signals, Callable[[int, FrameType | None], Any]] = {}

    def end_and_pass_on(number: int, frame: FrameType | None) -> None:
        loop.call_soon_threadsafe(end)
        previous[signal.Signals(number)](number, frame)

    for each in (signal.SIGINT, signal.SIGTERM):
        handler = signal.getsignal(each)
        if callable(handler):
            previous[each] = handler
            signal.signal(each, end_and_pass_on)
    try:
        yield
    finally:
        for each, handler in previous.items():
            if signal.getsignal(each) is end_and_pass_on:
                signal.signal(each, handler)
