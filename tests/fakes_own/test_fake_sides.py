"""The fake as a caller: the same small Bolt app over signed HTTP and over a real websocket."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.blocks import actions, button, context_actions, feedback_buttons, modal, radio_input, section
from tests.fakes import sides
from tests.fakes.sides import Reply, SlackSide
from tests.fakes.slack import FakeSlack

BLOCKS = [
    section("2 units"),
    actions(button("Share", action_id="share", value="v1"), button("Form", action_id="form")),
    context_actions(feedback_buttons("feedback", positive="up:r1", negative="down:r1")),
]
FORM = modal(
    "Feedback",
    [radio_input("Reason", [("Wrong", "wrong"), ("Late", "late")], action_id="reason", block_id="reason")],
    callback_id="form",
    submit="Send",
)


def bolt_app(slack: FakeSlack, seen: list[Any]) -> AsyncApp:
    """A small app that does each thing a real one does."""
    app = AsyncApp(
        client=AsyncWebClient(token=slack.bot_token, base_url=slack.api_url),
        signing_secret=slack.signing_secret,
        process_before_response=True,
    )

    @app.command("/units")
    async def units(ack, command):
        await ack(text=f"2 units for {command['text']}", blocks=BLOCKS)

    @app.command("/slip")
    async def slip(ack):
        await ack({"text": "x", "responsetype": "in_channel"})

    @app.command("/late")
    async def late(ack):
        await asyncio.sleep(0.3)
        await ack("too late")

    @app.action("share")
    async def share(ack, respond):
        await ack()
        await respond(text="2 units", response_type="in_channel", replace_original=False)

    @app.action("form")
    async def form(ack, body, client):
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=FORM)

    @app.action("feedback")
    async def feedback(ack, action):
        seen.append(action["value"])
        await ack()

    @app.view("form")
    async def sent(ack, view):
        chosen = view["state"]["values"]["reason"]["reason"]["selected_option"]["value"]
        seen.append(chosen)
        await (ack() if chosen == "wrong" else ack(response_action="errors", errors={"reason": "not late"}))

    @app.event("app_home_opened")
    async def opened(ack, event, request):
        seen.append((event["tab"], request.headers.get("x-slack-retry-num", ["0"])[0]))
        await ack()

    return app


@asynccontextmanager
async def over_http(slack: FakeSlack, app: AsyncApp) -> AsyncIterator[SlackSide]:
    runner = web.AppRunner(app.web_app(path="/slack/events"), access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield slack.over_http(f"http://127.0.0.1:{runner.addresses[0][1]}")
    finally:
        await runner.cleanup()


@asynccontextmanager
async def over_socket(slack: FakeSlack, app: AsyncApp) -> AsyncIterator[SlackSide]:
    handler = AsyncSocketModeHandler(app, slack.app_token, web_client=app.client, ping_interval=0.2)
    try:
        await handler.connect_async()
        await asyncio.to_thread(slack.socket.wait_until_connected)
        yield slack.over_socket()
    finally:
        await handler.close_async()


@pytest.fixture
def seen() -> list[Any]:
    """What the app's listeners took from their payloads."""
    return []


@pytest.fixture(params=[over_http, over_socket], ids=["http", "socket"])
async def side(request, fake_slack: FakeSlack, seen: list[Any]) -> AsyncIterator[SlackSide]:
    """Slack calling the app, by each of the two ways."""
    async with request.param(fake_slack, bolt_app(fake_slack, seen)) as side:
        yield side


async def typed(side: SlackSide, line: str) -> Reply:
    return await asyncio.to_thread(side.command, line)


async def test_the_answer_to_a_command_is_shown_privately(fake_slack: FakeSlack, side: SlackSide):
    reply = await typed(side, "/units 97112 25")
    assert (reply.status, reply.in_time) == (200, True)
    assert reply.body is not None
    assert reply.body["text"] == "2 units for 97112 25"
    assert reply.message is fake_slack.private_messages[0]
    assert reply.message.action_ids() == ["share", "form", "feedback"]


async def test_pressing_share_posts_through_the_reply_address(fake_slack: FakeSlack, side: SlackSide):
    reply = await typed(side, "/units 97112 25")
    assert reply.message is not None
    pressed = await asyncio.to_thread(side.press, reply.message, "share")
    assert (pressed.status, pressed.body) == (200, None)
    [shared] = await asyncio.to_thread(fake_slack.wait_for, lambda: fake_slack.public_messages)
    assert (shared.text, shared.came_by) == ("2 units", "reply address")


async def test_a_form_opens_is_sent_back_with_an_error_and_then_accepted(
    fake_slack: FakeSlack, side: SlackSide, seen: list[Any]
):
    reply = await typed(side, "/units 97112 25")
    assert reply.message is not None
    await asyncio.to_thread(side.press, reply.message, "form")
    [view] = await asyncio.to_thread(fake_slack.wait_for, lambda: fake_slack.views)
    late = await asyncio.to_thread(side.submit, view, {"reason": "late"})
    assert late.body == {"response_action": "errors", "errors": {"reason": "not late"}}
    assert (await asyncio.to_thread(side.submit, view, {"reason": "wrong"})).body is None
    assert seen == ["late", "wrong"]


async def test_a_thumb_arrives_with_its_value(side: SlackSide, seen: list[Any]):
    reply = await typed(side, "/units 97112 25")
    assert reply.message is not None
    await asyncio.to_thread(side.press, reply.message, "feedback", "down:r1")
    assert seen == ["down:r1"]


async def test_a_delivery_can_be_repeated_with_the_same_ids(side: SlackSide, seen: list[Any]):
    first = await asyncio.to_thread(side.event, {"type": "app_home_opened", "user": "U1", "tab": "home"})
    again = await asyncio.to_thread(side.again, first)
    assert again.delivery.payload["event_id"] == first.delivery.payload["event_id"]
    assert seen == [("home", "0"), ("home", "1")]


async def test_an_answer_with_a_slip_is_refused_and_not_shown(fake_slack: FakeSlack, side: SlackSide):
    reply = await typed(side, "/slip")
    assert reply.message is None
    assert fake_slack.messages == []
    [refusal] = fake_slack.take_refusals()
    assert "responsetype" in refusal.detail


async def test_an_answer_that_comes_too_late_is_not_shown(
    fake_slack: FakeSlack, side: SlackSide, monkeypatch: pytest.MonkeyPatch
):
    assert sides.ANSWER_SECONDS == 3
    monkeypatch.setattr(sides, "ANSWER_SECONDS", 0.2)
    reply = await typed(side, "/late")
    assert (reply.in_time, reply.message) == (False, None)
    assert [refusal.error for refusal in fake_slack.take_refusals()] == ["operation_timeout"]


async def test_an_unsigned_request_can_be_sent_and_is_seen_to_be_rejected(fake_slack: FakeSlack):
    async with over_http(fake_slack, bolt_app(fake_slack, [])) as side:
        status, body, _ = await asyncio.to_thread(side.request, b"command=%2Funits", {})
        assert (status, json.loads(body)["error"]) == (401, "invalid request")


async def test_bolt_opens_a_new_connection_when_slack_asks_for_it(fake_slack: FakeSlack):
    async with over_socket(fake_slack, bolt_app(fake_slack, [])) as side:
        fake_slack.socket.announce_disconnect()
        await asyncio.to_thread(fake_slack.socket.wait_until_connected, opened=2)
        assert (await typed(side, "/units 97112 25")).message is not None


async def test_bolt_comes_back_after_a_dropped_connection(fake_slack: FakeSlack):
    async with over_socket(fake_slack, bolt_app(fake_slack, [])) as side:
        fake_slack.socket.drop()
        await asyncio.to_thread(fake_slack.socket.wait_until_connected, opened=2)
        assert (await typed(side, "/units 97112 25")).message is not None


async def connected(session: aiohttp.ClientSession, slack: FakeSlack) -> aiohttp.ClientWebSocketResponse:
    headers = {"Authorization": f"Bearer {slack.app_token}"}
    async with session.post(slack.api_url + "apps.connections.open", headers=headers) as response:
        address = (await response.json())["url"]
    return await session.ws_connect(address, autoping=False)


async def test_an_envelope_goes_round_over_a_plain_websocket(fake_slack: FakeSlack):
    async with aiohttp.ClientSession() as session, await connected(session, fake_slack) as socket:
        hello = await socket.receive_json(timeout=3)
        assert (hello["type"], hello["num_connections"]) == ("hello", 1)
        payload = fake_slack.payloads.slash_command("/units 97112 25")
        envelope = await asyncio.to_thread(fake_slack.socket.push, "slash_commands", payload)
        received = await socket.receive_json(timeout=3)
        assert received["payload"] == payload
        assert (received["type"], received["accepts_response_payload"]) == ("slash_commands", True)
        await socket.send_json({"envelope_id": received["envelope_id"], "payload": {"text": "2 units"}})
        assert await asyncio.to_thread(envelope.wait) == {"text": "2 units"}


async def test_pings_are_answered_both_ways(fake_slack: FakeSlack):
    async with aiohttp.ClientSession() as session, await connected(session, fake_slack) as socket:
        await socket.receive_json(timeout=3)
        await socket.ping(b"hi")
        assert (await socket.receive(timeout=3)).type is aiohttp.WSMsgType.PONG
        await asyncio.to_thread(fake_slack.socket.ping)
        assert (await socket.receive(timeout=3)).type is aiohttp.WSMsgType.PING


@pytest.mark.parametrize(
    ("kind", "answers", "error"),
    [
        ("events_api", [{"payload": {"text": "x"}}], "payload_not_taken"),
        ("slash_commands", [{}, {}], "acknowledged_twice"),
        ("slash_commands", [{"envelope_id": "env-0"}], "unknown_envelope"),
        ("slash_commands", [{"envelope_id": None}], "invalid_message"),
    ],
)
async def test_a_wrong_acknowledgement_is_recorded(
    fake_slack: FakeSlack, kind: str, answers: list[dict[str, Any]], error: str
):
    async with aiohttp.ClientSession() as session, await connected(session, fake_slack) as socket:
        await socket.receive_json(timeout=3)
        envelope = await asyncio.to_thread(fake_slack.socket.push, kind, {})
        for answer in answers:
            await socket.send_json({"envelope_id": envelope.id, **answer})
        await asyncio.to_thread(fake_slack.wait_for, lambda: fake_slack.refusals)
        assert [refusal.error for refusal in fake_slack.take_refusals()] == [error]


async def test_an_address_opens_one_connection_only(fake_slack: FakeSlack):
    async with aiohttp.ClientSession() as session:
        address = fake_slack.socket.open_ticket()
        async with session.ws_connect(address):
            pass
        with pytest.raises(aiohttp.WSServerHandshakeError, match="403"):
            await session.ws_connect(address)
    assert [refusal.error for refusal in fake_slack.take_refusals()] == ["invalid_ticket"]


def test_an_envelope_without_a_connection_is_a_mistake_of_the_test(fake_slack: FakeSlack):
    with pytest.raises(RuntimeError, match="wait_until_connected"):
        fake_slack.over_socket().command("/units 97112 25")


def test_waiting_for_what_never_comes_ends_with_what_was_refused(fake_slack: FakeSlack):
    fake_slack.refuse("views.open", "expired_trigger_id", "too late")
    with pytest.raises(TimeoutError, match="expired_trigger_id"):
        fake_slack.wait_for(lambda: fake_slack.views, timeout=0.05)
    fake_slack.take_refusals()
