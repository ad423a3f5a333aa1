"""Fixtures: a playground around the real Bolt app, and one around a bot that does what it is told."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from starlette.types import ASGIApp

from bot.asgi import build_asgi
from bot.playground.server import API_PATH
from bot.question import Surface
from bot.settings import load_settings
from tests.playground.bots import SECRET, TOKEN, CannedService, Double
from tests.playground.running import Running, serving


@pytest.fixture
def double() -> Double:
    """A bot that does what the test tells it."""
    return Double()


@pytest.fixture
async def playground(double: Double) -> AsyncIterator[Running]:
    """A playground around `double`, with its stream being read."""
    async with serving(lambda _base: double.app(), events=("app_mention", "message.im")) as running:
        reading = asyncio.create_task(running.listen())
        await running.until(lambda: bool(running.seen))
        yield running
        reading.cancel()
        await asyncio.gather(reading, return_exceptions=True)


@pytest.fixture
def service() -> CannedService:
    """What answers behind the real Bolt app."""
    return CannedService()


@pytest.fixture
async def clinic(service: CannedService) -> AsyncIterator[Running]:
    """A playground around the real Bolt app, its calls to Slack pointed at the stand-in."""

    def bolt(base: str) -> ASGIApp:
        environment = {
            "SLACK_SIGNING_SECRET": SECRET,
            "SLACK_BOT_TOKEN": TOKEN,
            "SLACK_API_BASE_URL": base + API_PATH,
        }
        settings = load_settings(environment, dotenv=None)
        return build_asgi(settings, service, surface=Surface.PLAYGROUND)

    async with serving(bolt) as running:
        yield running
