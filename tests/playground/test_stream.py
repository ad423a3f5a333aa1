"""The stream to the page: complete, bounded, and no hindrance to a server that is told to stop."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from bot.playground import feed as feed_module
from bot.playground.feed import Feed, TooManyPages
from bot.playground.messages import Author
from bot.playground.workspace import MAX_MESSAGES, MAX_TICKETS, Workspace
from tests.playground.running import Running


def events_in(chunk: bytes) -> tuple[str, Any]:
    kind, data = chunk.decode().strip().split("\n")
    return kind.removeprefix("event: "), json.loads(data.removeprefix("data: "))


async def test_a_page_that_opens_later_gets_everything_so_far(playground: Running) -> None:
    await playground.send("first")
    await playground.send("second", channel="D0UNITWISE")
    async with playground.http.get(playground.base + "/playground/stream") as response:
        assert response.headers["Content-Type"].startswith("text/event-stream")
        kind, state = events_in(await response.content.readuntil(b"\n\n"))
    assert kind == "state"
    assert [channel["name"] for channel in state["channels"]] == ["billing", "Unitwise"]
    assert [message["text"] for message in state["messages"]] == ["first", "second"]
    assert state["form"] is None


async def test_line_breaks_in_a_message_do_not_break_the_stream(playground: Running) -> None:
    await playground.send("one\n\ndata: two\r\nthree\u2028four")
    await playground.until(lambda: bool(playground.messages()))
    assert playground.texts() == ["one\n\ndata: two\r\nthree\u2028four"]


async def test_every_open_page_gets_every_change() -> None:
    feed = Feed()
    pages = [feed.open(lambda: {}) for _ in range(2)]
    for page in pages:
        assert events_in(await anext(page)) == ("state", {})
    feed.publish("form", None)
    assert [events_in(await anext(page)) for page in pages] == [("form", None)] * 2


async def test_closing_the_feed_ends_open_streams_and_later_ones() -> None:
    feed = Feed()
    page = feed.open(lambda: {})
    await anext(page)
    waiting = asyncio.ensure_future(anext(page, None))
    await asyncio.sleep(0)
    feed.close()
    assert await asyncio.wait_for(waiting, 1) is None
    assert [chunk async for chunk in feed.open(lambda: {})] == []


async def test_no_more_than_so_many_pages_listen_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed_module, "MAX_PAGES", 1)
    feed = Feed()
    page = feed.open(lambda: {})
    await anext(page)
    with pytest.raises(TooManyPages):
        feed.open(lambda: {})
    await page.aclose()  # type: ignore[attr-defined]
    await anext(feed.open(lambda: {}))


async def test_a_page_that_stops_reading_is_let_go() -> None:
    feed = Feed()
    page = feed.open(lambda: {})
    await anext(page)
    for number in range(feed_module.MAX_WAITING + 1):
        feed.publish("message", number)
    assert [chunk async for chunk in page] == []


async def test_a_quiet_stream_shows_that_it_is_alive(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed_module, "HEARTBEAT_SECONDS", 0.01)
    page = Feed().open(lambda: {})
    await anext(page)
    assert (await asyncio.wait_for(anext(page), 1)).startswith(b":")


def test_memory_is_bounded() -> None:
    workspace = Workspace(Feed(), clock=lambda: 1000.0)
    first = workspace.post("C0BILLING", Author.YOU, "0")
    trigger = workspace.new_trigger("C0BILLING")
    address = workspace.new_reply_address("C0BILLING")
    for number in range(MAX_MESSAGES):
        workspace.post("C0BILLING", Author.YOU, str(number))
    for _ in range(MAX_TICKETS):
        workspace.new_trigger("C0BILLING")
        workspace.new_reply_address("C0BILLING")
    assert len(workspace.state()["messages"]) == MAX_MESSAGES
    assert workspace.find("C0BILLING", first.ts) is None
    assert workspace.trigger(trigger) is None
    assert workspace.reply_address(address) is None


def test_two_messages_in_the_same_moment_have_different_names() -> None:
    workspace = Workspace(Feed(), clock=lambda: 1000.0)
    names = [workspace.post("C0BILLING", Author.YOU, "x").ts for _ in range(3)]
    assert names == sorted(set(names))
    assert names[0] == "1000.000000"
