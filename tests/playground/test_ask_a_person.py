"""*Ask a person* can be tried on the playground: its practice channel is the team's channel there."""

from __future__ import annotations

import asyncio
import contextlib
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from tests.playground.running import Running
from tests.playground.test_serving import address_from, process

pytestmark = pytest.mark.slow

SECONDS = 15.0


async def until(page: Running, holds: Any) -> Any:
    """Wait until something is on the page, and return it."""
    async with asyncio.timeout(SECONDS):
        while not (found := holds()):
            await asyncio.sleep(0.02)
    return found


def with_button(page: Running, action_id: str) -> list[dict[str, Any]]:
    return [message for message in page.messages() if f'"{action_id}"' in str(message).replace("'", '"')]


async def press(page: Running, message: dict[str, Any], action_id: str) -> None:
    block = next(
        block
        for block in message["blocks"]
        if any(element.get("action_id") == action_id for element in block.get("elements", []))
    )
    used = {"channel": message["channel"], "ts": message["ts"], "block_id": block["block_id"]}
    assert await page.post("/playground/action", used | {"action_id": action_id}) == (200, {})


async def test_a_question_is_asked_answered_and_solved(tmp_path: Path) -> None:
    command = ("-m", "bot", "serve", "--playground", "--port", "0")
    async with (
        process(*command, cwd=tmp_path) as running,
        aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=SECONDS)) as http,
    ):
        page = Running(await address_from(running), http)
        reading = asyncio.create_task(page.listen())
        await page.send("may we bill crystal healing", channel="D0UNITWISE")
        [answer] = await until(page, lambda: with_button(page, "answer.person"))
        await press(page, answer, "answer.person")
        [posted] = await until(page, lambda: with_button(page, "person.answer"))
        assert posted["channel"] == "C0BILLING"
        await press(page, posted, "person.answer")
        form = await until(page, page.form)
        filled = {"form": form["id"], "values": {"person.text": {"person.text": "No, nobody pays for it."}}}
        assert await page.post("/playground/view", filled) == (200, {"errors": {}})
        told = await until(page, lambda: [text for text in page.texts() if "answered your question" in text])
        assert "No, nobody pays for it." in told[0]
        await press(page, posted, "person.solved")
        await until(page, lambda: [text for text in page.texts() if "Solved by" in text])
        assert with_button(page, "person.answer") == []
        reading.cancel()
        with contextlib.suppress(asyncio.CancelledError, aiohttp.ClientError):
            await reading
