"""The stand-in for Slack's Web API is as strict as Slack, and tells the person what it refused."""

from __future__ import annotations

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.server import API_PATH
from tests.playground.bots import TOKEN
from tests.playground.running import Running

SECTION = {"type": "section", "text": {"type": "mrkdwn", "text": "*2 units*"}}


@pytest.fixture
def sdk(playground: Running) -> AsyncWebClient:
    """Slack's own client, pointed at the stand-in."""
    return AsyncWebClient(token=TOKEN, base_url=playground.base + API_PATH)


async def test_slacks_own_client_can_introduce_itself(sdk: AsyncWebClient) -> None:
    answer = await sdk.auth_test()
    assert (answer["ok"], answer["user_id"], answer["bot_id"]) == (True, "U0UNITWISE", "B0UNITWISE")


async def test_slacks_own_client_can_post_and_change_a_message(
    playground: Running, sdk: AsyncWebClient
) -> None:
    posted = await sdk.chat_postMessage(channel="C0BILLING", text="one", blocks=[SECTION])
    await sdk.chat_update(channel="C0BILLING", ts=posted["ts"], text="two")
    await playground.until(lambda: playground.texts() == ["two"])
    [message] = playground.messages()
    assert (message["author"], message["ephemeral"], message["edited"]) == ("bot", False, True)
    assert message["blocks"] == []


async def test_a_message_to_the_person_lands_in_the_direct_messages(
    playground: Running, sdk: AsyncWebClient
) -> None:
    posted = await sdk.chat_postMessage(channel="U0YOU", text="hello")
    assert posted["channel"] == "D0UNITWISE"
    await playground.until(lambda: playground.messages()[-1:] != [])
    assert playground.messages()[0]["channel"] == "D0UNITWISE"


async def test_an_ephemeral_message_is_for_the_person_only(playground: Running, sdk: AsyncWebClient) -> None:
    await sdk.chat_postEphemeral(channel="C0BILLING", user="U0YOU", text="psst")
    await playground.until(lambda: playground.texts() == ["psst"])
    assert playground.messages()[0]["ephemeral"]


async def test_a_reply_in_a_thread_keeps_its_thread(playground: Running, sdk: AsyncWebClient) -> None:
    first = await sdk.chat_postMessage(channel="C0BILLING", text="question")
    await sdk.chat_postMessage(channel="C0BILLING", text="answer", thread_ts=first["ts"])
    await playground.until(lambda: len(playground.messages()) == 2)
    assert playground.messages()[1]["threadTs"] == first["ts"]


async def test_a_form_encoded_call_works_as_well(playground: Running) -> None:
    form = {"token": TOKEN, "channel": "C0BILLING", "blocks": '[{"type": "divider"}]', "text": "x"}
    async with playground.http.post(playground.base + API_PATH + "chat.postMessage", data=form) as response:
        assert (await response.json())["ok"]
    await playground.until(lambda: bool(playground.messages()))
    assert playground.messages()[0]["blocks"][0]["type"] == "divider"


async def test_blocks_that_slack_refuses_are_refused_and_shown_all_the_same(
    playground: Running, sdk: AsyncWebClient
) -> None:
    with pytest.raises(SlackApiError) as fault:
        await sdk.chat_postMessage(
            channel="C0BILLING", text="twin", blocks=[{"type": "data_table", "rows": []}]
        )
    assert fault.value.response["error"] == "invalid_blocks"
    await playground.until(lambda: len(playground.messages()) == 2)
    shown, report = playground.messages()
    assert shown["text"] == "twin"
    assert "/blocks/0/type" in shown["refused"]
    assert report["failed"]


@pytest.mark.parametrize(
    ("method", "arguments", "error"),
    [
        ("reactions.add", {}, "unknown_method"),
        ("chat.postMessage", {"channel": "C0ELSEWHERE", "text": "x"}, "channel_not_found"),
        ("chat.postMessage", {"channel": "C0BILLING"}, "no_text"),
        ("chat.postMessage", {"channel": "C0BILLING", "blocks": "x"}, "invalid_blocks"),
        (
            "chat.postEphemeral",
            {"channel": "C0BILLING", "user": "U0OTHER", "text": "x"},
            "user_not_in_channel",
        ),
        ("chat.update", {"channel": "C0BILLING", "ts": "1.0", "text": "x"}, "message_not_found"),
        ("views.open", {"trigger_id": "1.2", "view": {}}, "invalid_trigger_id"),
        ("views.update", {"view_id": "V1", "view": {}}, "not_found"),
    ],
)
async def test_what_slack_would_refuse_is_refused_and_said_on_the_page(
    playground: Running, method: str, arguments: dict[str, Any], error: str
) -> None:
    assert await playground.api(method, **arguments) == {"ok": False, "error": error}
    await playground.until(lambda: bool(playground.messages()))
    [report] = playground.messages()
    assert report["failed"]
    assert method in report["text"]
    assert error in report["text"]


async def test_a_message_of_the_person_cannot_be_changed_by_the_bot(playground: Running) -> None:
    await playground.send("mine")
    await playground.until(lambda: bool(playground.messages()))
    ts = playground.messages()[0]["ts"]
    answer = await playground.api("chat.update", channel="C0BILLING", ts=ts, text="yours")
    assert answer["error"] == "cant_update_message"


@pytest.mark.parametrize(("token", "error"), [("", "not_authed"), ("xoxb-another", "invalid_auth")])
@pytest.mark.parametrize("method", ["auth.test", "chat.postMessage", "no.such.method"])
async def test_nothing_works_without_the_bots_own_token(
    playground: Running, method: str, token: str, error: str
) -> None:
    answer = await playground.api(method, token=token, channel="C0BILLING", text="x")
    assert answer == {"ok": False, "error": error}


@pytest.mark.parametrize("body", [b"{", b"[]", b"\xff"])
async def test_a_call_that_cannot_be_read_is_refused(playground: Running, body: bytes) -> None:
    headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"}
    address = playground.base + API_PATH + "auth.test"
    async with playground.http.post(address, data=body, headers=headers) as response:
        assert await response.json() == {"ok": False, "error": "invalid_arguments"}


async def test_a_body_without_end_is_refused(playground: Running) -> None:
    body = {"channel": "C0BILLING", "text": "x" * 300_000}
    headers = {"Authorization": f"Bearer {TOKEN}"}
    address = playground.base + API_PATH + "chat.postMessage"
    async with playground.http.post(address, json=body, headers=headers) as response:
        assert response.status == 413
    assert playground.messages() == []
