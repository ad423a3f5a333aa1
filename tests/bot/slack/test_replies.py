"""Sending to a reply address, against a small sink that answers whatever a test wants."""

import asyncio

import aiohttp
import pytest
from aiohttp import web
from slack_driver import settings

from bot.app import build_web_client
from bot.blocks import section
from bot.listeners.replies import Replies
from bot.message import Message

MESSAGE = Message("Two units.", [section("*Two* units.")])


class Sink:
    """Takes posts; answers with what is left in `answers`, then with `ok`."""

    def __init__(self):
        self.answers = []
        self.bodies = []
        self.address = ""
        self.may_answer = asyncio.Event()
        self.may_answer.set()

    async def take(self, request):
        self.bodies.append(await request.json())
        await self.may_answer.wait()
        status, text = self.answers.pop(0) if self.answers else (200, "ok")
        return web.Response(status=status, text=text)


@pytest.fixture
async def sink():
    sink = Sink()
    app = web.Application()
    app.router.add_post("/", sink.take)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    sink.address = f"http://127.0.0.1:{runner.addresses[0][1]}/"
    yield sink
    sink.may_answer.set()
    await runner.cleanup()


@pytest.fixture
async def replies():
    client = build_web_client(settings())
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=0.3)) as session:
        client.session = session
        yield Replies(client)


@pytest.mark.parametrize(
    ("options", "kind", "replaces"),
    [
        ({}, "ephemeral", False),
        ({"in_channel": True}, "in_channel", False),
        ({"replace": True}, "ephemeral", True),
    ],
)
async def test_who_sees_it_and_where_is_always_said(sink, replies, options, kind, replaces):
    assert await replies.send(sink.address, MESSAGE, **options)
    assert sink.bodies == [
        {
            "text": "Two units.",
            "blocks": MESSAGE.blocks,
            "response_type": kind,
            "replace_original": replaces,
        }
    ]


@pytest.mark.parametrize(
    "refusal",
    [
        (400, "invalid_blocks"),
        (200, '{"ok": false, "error": "invalid_blocks"}'),
        (400, '{"ok": false, "error": "msg_blocks_too_long"}'),
    ],
)
async def test_refused_blocks_give_way_to_the_text(sink, replies, refusal):
    sink.answers = [refusal]
    assert await replies.send(sink.address, MESSAGE)
    assert [("blocks" in body) for body in sink.bodies] == [True, False]


@pytest.mark.parametrize(
    "refusal",
    [
        (404, "used_url"),
        (404, '{"ok": false, "error": "expired_url"}'),
        (500, "<html>zebra</html>"),
        (200, '{"ok": false}'),
        (200, "{zebra"),
    ],
)
async def test_any_other_refusal_is_logged_and_not_tried_again(sink, replies, refusal, logged):
    sink.answers = [refusal]
    assert not await replies.send(sink.address, MESSAGE)
    assert len(sink.bodies) == 1
    assert '"reply.refused"' in logged()
    assert "zebra" not in logged()
    assert "units" not in logged()
    assert sink.address not in logged()


@pytest.mark.parametrize("answer", [(200, "ok"), (200, '{"ok": true}'), (200, "")])
async def test_slacks_ways_of_saying_yes_count_as_yes(sink, replies, answer):
    sink.answers = [answer]
    assert await replies.say(sink.address, "Thanks.")
    assert "blocks" not in sink.bodies[0]


@pytest.mark.parametrize("address", [None, "", "no address", "http://127.0.0.1:1/"])
async def test_an_address_that_leads_nowhere_is_no_and_nothing_breaks(replies, address):
    assert not await replies.say(address, "Thanks.")


async def test_a_slack_that_does_not_answer_is_given_up(sink, replies):
    sink.may_answer.clear()
    assert not await replies.say(sink.address, "Thanks.")
