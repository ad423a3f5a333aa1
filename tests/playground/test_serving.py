"""`unitwise serve --playground` as a process: the page, the bot and the log behind it, and how it ends."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from bot.playground import serve_playground
from bot.settings import load_settings
from tests.playground.bots import CannedService
from tests.support import REPOSITORY

pytestmark = pytest.mark.slow

START_SECONDS = 30


@asynccontextmanager
async def process(
    *arguments: str, cwd: Path, **environment: str
) -> AsyncIterator[asyncio.subprocess.Process]:
    """A Python process that is gone afterwards, whatever happens."""
    running = await asyncio.create_subprocess_exec(
        sys.executable,
        *arguments,
        cwd=cwd,
        env=clean_environment() | {"PYTHONPATH": str(REPOSITORY)} | environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        yield running
    finally:
        if running.returncode is None:
            running.kill()
        await running.communicate()


def clean_environment() -> dict[str, str]:
    ours = ("SLACK_", "UNITWISE_", "PORT")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)}


async def address_from(running: asyncio.subprocess.Process) -> str:
    assert running.stdout is not None
    line = (await asyncio.wait_for(running.stdout.readline(), START_SECONDS)).decode()
    found = re.search(r"http://127\.0\.0\.1:\d+", line)
    if found is None:
        _, errors = await running.communicate()
        pytest.fail(f"it printed no address, but {line!r} and {errors.decode()[-2000:]}")
    return found[0]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_it_stops_at_once_although_a_page_is_open(number: signal.Signals, tmp_path: Path) -> None:
    # Without a time limit of its own this server would wait for the page for ever.
    script = str(Path(__file__).with_name("serve_without_limit.py"))
    async with process(script, cwd=tmp_path) as running, aiohttp.ClientSession() as http:
        base = await address_from(running)
        async with http.get(base + "/playground/stream") as stream:
            await stream.content.readuntil(b"\n\n")
            running.send_signal(number)
            assert await asyncio.wait_for(stream.content.read(), 2) == b""
            await asyncio.wait_for(running.wait(), 3)
        _, errors = await running.communicate()
    assert b"Traceback" not in errors


async def test_the_command_serves_the_whole_bot_and_ends_well(tmp_path: Path) -> None:
    arguments = ("-m", "bot", "serve", "--playground", "--port", "0")
    async with process(*arguments, cwd=tmp_path) as running, aiohttp.ClientSession() as http:
        base = await address_from(running)
        async with http.get(base + "/") as page:
            assert "Unitwise playground" in await page.text()
        async with http.get(base + "/readyz") as ready:
            assert ready.status == 200
        said = {"channel": "C0BILLING", "text": "/units 97112 25 97110 10"}
        async with http.post(base + "/playground/send", json=said) as response:
            assert response.status == 200
        async with http.get(base + "/playground/stream") as stream:
            state = (await stream.content.readuntil(b"\n\n")).decode()
        running.terminate()
        printed, errors = await asyncio.wait_for(running.communicate(), 5)
    assert "Medicare: 2 units" in state
    assert '"refused": null' in state
    assert "answer.share" in state
    assert "/units 97112 25 97110 10" in printed.decode()
    assert running.returncode == 0
    assert b"Traceback" not in errors


async def test_it_does_not_listen_for_other_machines(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = load_settings({"UNITWISE_DATABASE": str(tmp_path / "log.db")}, dotenv=None)
    assert serve_playground(settings, lambda _settings: CannedService(), "0.0.0.0", 0) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "this computer only" in printed.err
