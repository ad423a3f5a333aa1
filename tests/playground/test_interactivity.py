"""Buttons and menus reach the bot as Slack would send them, and later replies find their place."""

from __future__ import annotations

from typing import Any

import pytest

from bot.playground import workspace
from tests.playground.bots import Doing, Double, units_answer
from tests.playground.running import Running


async def answered(playground: Running, double: Double) -> dict[str, Any]:
    """Ask for the sample answer, and give the message that shows it."""
    text, blocks = units_answer("R1")
    double.says("97112 25", {"text": text, "blocks": blocks})
    await playground.send("/units 97112 25")
    await playground.until(lambda: bool(playground.messages()))
    [message] = playground.messages()
    return message


def control_of(message: dict[str, Any], action_id: str) -> dict[str, str]:
    """What the page sends to say which control of which message was used."""
    for block in message["blocks"]:
        for element in [*block.get("elements", []), block.get("accessory", {}), block.get("element", {})]:
            if element.get("action_id") == action_id:
                return {
                    "channel": message["channel"],
                    "ts": message["ts"],
                    "block_id": block["block_id"],
                    "action_id": action_id,
                }
    raise AssertionError(f"no {action_id} in {message}")


async def test_a_pressed_button_reaches_the_bot_with_its_value_and_where_to_answer(
    playground: Running, double: Double
) -> None:
    message = await answered(playground, double)
    status, _ = await playground.post("/playground/action", control_of(message, "answer.share"))
    assert status == 200
    payload = double.last
    assert payload["type"] == "block_actions"
    [action] = payload["actions"]
    assert (action["type"], action["action_id"]) == ("button", "answer.share")
    assert action["value"] == '{"97112": 25, "97110": 10}'
    assert action["text"] == {"type": "plain_text", "text": "Share"}
    assert payload["container"] == {
        "type": "message",
        "message_ts": message["ts"],
        "channel_id": "C0BILLING",
        "is_ephemeral": True,
    }
    assert payload["trigger_id"]
    assert payload["response_url"].startswith(playground.base)


async def test_a_private_message_is_not_sent_back_because_slack_does_not_keep_it(
    playground: Running, double: Double
) -> None:
    message = await answered(playground, double)
    await playground.post("/playground/action", control_of(message, "answer.share"))
    assert "message" not in double.last


async def test_a_public_message_comes_along_with_its_button(playground: Running, double: Double) -> None:
    text, blocks = units_answer("R1")
    posted = await playground.api("chat.postMessage", channel="C0BILLING", text=text, blocks=blocks)
    await playground.until(lambda: bool(playground.messages()))
    await playground.post("/playground/action", control_of(playground.messages()[0], "answer.share"))
    assert double.last["message"] == posted["message"]


@pytest.mark.parametrize(("choice", "value"), [("positive", "up:R1"), ("negative", "down:R1")])
async def test_a_thumb_reaches_the_bot_with_the_value_of_its_side(
    playground: Running, double: Double, choice: str, value: str
) -> None:
    message = await answered(playground, double)
    await playground.post("/playground/action", control_of(message, "answer.feedback") | {"choice": choice})
    [action] = double.last["actions"]
    assert (action["type"], action["value"]) == ("feedback_buttons", value)


@pytest.mark.parametrize(
    "change",
    [
        {"action_id": "answer.delete"},
        {"block_id": "nowhere"},
        {"ts": "1.000001"},
        {"channel": "D0UNITWISE"},
        {"action_id": "answer.feedback"},
    ],
)
async def test_a_control_that_is_not_there_never_reaches_the_bot(
    playground: Running, double: Double, change: dict[str, str]
) -> None:
    message = await answered(playground, double)
    status, answer = await playground.post("/playground/action", control_of(message, "answer.share") | change)
    assert status == 409
    assert answer["error"]
    assert len(double.received) == 1


async def test_a_button_that_fails_is_reported_in_words(playground: Running, double: Double) -> None:
    message = await answered(playground, double)
    double.interactions["block_actions"] = Doing(status=500)
    await playground.post("/playground/action", control_of(message, "answer.share"))
    await playground.until(lambda: len(playground.messages()) == 2)
    report = playground.messages()[1]
    assert report["failed"]
    assert "HTTP 500" in report["text"]


async def test_a_later_reply_is_private_unless_it_is_for_the_channel(
    playground: Running, double: Double
) -> None:
    await playground.send("/units 97112 25")
    address = double.last["response_url"]
    assert await playground.reply(address, {"text": "for you"}) == (200, "ok")
    assert await playground.reply(address, {"text": "for all", "response_type": "in_channel"}) == (200, "ok")
    await playground.until(lambda: len(playground.messages()) == 2)
    assert [(m["text"], m["ephemeral"]) for m in playground.messages()] == [
        ("for you", True),
        ("for all", False),
    ]


async def test_a_reply_can_take_the_place_of_the_message_with_the_button_or_take_it_away(
    playground: Running, double: Double
) -> None:
    message = await answered(playground, double)
    await playground.post("/playground/action", control_of(message, "answer.share"))
    address = double.last["response_url"]
    await playground.reply(address, {"text": "Thanks, noted.", "replace_original": True})
    await playground.until(lambda: playground.texts() == ["Thanks, noted."])
    assert playground.messages()[0]["ts"] == message["ts"]
    await playground.reply(address, {"delete_original": True})
    await playground.until(lambda: playground.messages() == [])


async def test_a_reply_address_works_five_times(playground: Running, double: Double) -> None:
    await playground.send("/units 97112 25")
    address = double.last["response_url"]
    statuses = [(await playground.reply(address, {"text": str(n)}))[0] for n in range(6)]
    assert statuses == [200] * 5 + [404]
    await playground.until(lambda: len(playground.messages()) == 6)
    assert "5 times" in playground.texts()[-1]


async def test_a_reply_address_ends_after_its_time(
    playground: Running, double: Double, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workspace, "RESPONSE_SECONDS", -1.0)
    await playground.send("/units 97112 25")
    assert await playground.reply(double.last["response_url"], {"text": "late"}) == (404, "expired_url")


@pytest.mark.parametrize(
    ("body", "answer"),
    [
        ({"text": ""}, (500, "no_text")),
        (["list"], (400, "invalid_payload")),
        ({"text": "x", "blocks": [{"type": "nonsense"}]}, (400, "invalid_blocks")),
    ],
)
async def test_a_reply_that_slack_would_refuse_is_refused(
    playground: Running, double: Double, body: object, answer: tuple[int, str]
) -> None:
    await playground.send("/units 97112 25")
    assert await playground.reply(double.last["response_url"], body) == answer
    await playground.until(lambda: bool(playground.messages()))
    [shown] = playground.messages()
    assert shown["failed"] or shown["refused"]


async def test_an_address_that_nobody_was_given_takes_nothing(playground: Running) -> None:
    status, _ = await playground.reply(playground.base + "/playground/slack/response/R00", {"text": "x"})
    assert status == 404
