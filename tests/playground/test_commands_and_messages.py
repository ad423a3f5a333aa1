"""What is typed goes to the bot as Slack would send it, and what comes back is shown."""

from __future__ import annotations

import asyncio

import pytest

from bot.playground import line
from tests.playground.bots import CannedService, Double, units_answer
from tests.playground.running import Running, serving

SLACKS_COMMAND_FIELDS = {
    "token",
    "team_id",
    "team_domain",
    "channel_id",
    "channel_name",
    "user_id",
    "user_name",
    "command",
    "text",
    "api_app_id",
    "is_enterprise_install",
    "response_url",
    "trigger_id",
}


async def test_a_command_reaches_the_bot_signed_with_the_thirteen_fields_of_slack(
    playground: Running, double: Double
) -> None:
    await playground.send("  /units   97112 25 97110 10 ")
    assert set(double.last) == SLACKS_COMMAND_FIELDS
    assert (double.last["command"], double.last["text"]) == ("/units", "97112 25 97110 10")
    assert (double.last["channel_id"], double.last["channel_name"]) == ("C0BILLING", "billing")
    assert double.last["response_url"].startswith(playground.base)
    assert double.unsigned == 0


async def test_every_command_has_a_trigger_of_its_own(playground: Running, double: Double) -> None:
    await playground.send("/units 97112 25")
    await playground.send("/units 97112 25")
    first, second = (received["trigger_id"] for received in double.received)
    assert first != second


async def test_characters_of_slacks_own_markup_arrive_escaped(playground: Running, double: Double) -> None:
    await playground.send("/units <a> & b")
    assert double.last["text"] == "&lt;a&gt; &amp; b"


async def test_the_answer_to_a_command_is_visible_to_the_asker_only(
    playground: Running, double: Double
) -> None:
    text, blocks = units_answer("R1")
    double.says("97112 25", {"response_type": "ephemeral", "text": text, "blocks": blocks})
    await playground.send("/units 97112 25")
    await playground.until(lambda: len(playground.messages()) == 1)
    [answer] = playground.messages()
    assert answer["ephemeral"]
    assert answer["author"] == "bot"
    assert answer["text"] == text
    assert [block["type"] for block in answer["blocks"]] == [block["type"] for block in blocks]
    assert answer["refused"] is None


async def test_an_answer_for_the_channel_shows_the_typed_command_too(
    playground: Running, double: Double
) -> None:
    double.says("97112 25", {"response_type": "in_channel", "text": "2 units"})
    await playground.send("/units 97112 25")
    await playground.until(lambda: len(playground.messages()) == 2)
    typed, answer = playground.messages()
    assert (typed["author"], typed["text"]) == ("you", "/units 97112 25")
    assert (answer["author"], answer["ephemeral"]) == ("bot", False)


async def test_a_bare_acknowledgement_shows_nothing(playground: Running) -> None:
    await playground.send("/units 97112 25")
    await playground.send("a plain message")
    await playground.until(lambda: bool(playground.messages()))
    assert playground.texts() == ["a plain message"]


async def test_a_plain_body_is_the_text_of_the_answer(playground: Running, double: Double) -> None:
    double.says("hello", "just words")
    await playground.send("/units hello")
    await playground.until(lambda: playground.texts() == ["just words"])


async def test_a_command_that_does_not_exist_is_named_and_never_sent(
    playground: Running, double: Double
) -> None:
    await playground.send("/unist 97112 25")
    await playground.until(lambda: bool(playground.messages()))
    [words] = playground.texts()
    assert "/unist is not a command" in words
    assert "/units" in words
    assert double.received == []


@pytest.mark.parametrize(
    ("body", "status", "part_of_the_words"),
    [
        (None, 500, "HTTP 500"),
        (None, 404, "HTTP 404"),
        (None, 302, "HTTP 302"),
        (["a", "list"], 200, "not an object"),
        (b"{half of it", 200, "cannot be read"),
        ({"text": 5}, 200, "`text` is not text"),
        ({"blocks": "nothing"}, 200, "not a list of blocks"),
        ({"text": ""}, 200, "neither `text` nor `blocks`"),
    ],
)
async def test_an_answer_that_slack_would_not_take_is_reported_in_words(
    playground: Running, double: Double, body: object, status: int, part_of_the_words: str
) -> None:
    double.says("97112 25", body, status=status)
    await playground.send("/units 97112 25")
    await playground.until(lambda: bool(playground.messages()))
    [report] = playground.messages()
    assert report["failed"]
    assert "/units" in report["text"]
    assert part_of_the_words in report["text"]


async def test_a_bot_that_takes_too_long_is_reported_in_words(
    playground: Running, double: Double, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(line, "PATIENCE_SECONDS", 0.2)
    double.says("97112 25", {"text": "too late"}, seconds=0.6)
    await playground.send("/units 97112 25")
    await playground.until(lambda: bool(playground.messages()))
    [report] = playground.messages()
    assert report["failed"]
    assert "did not answer within" in report["text"]


async def test_blocks_that_slack_would_refuse_are_shown_with_the_reason(
    playground: Running, double: Double
) -> None:
    blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3001}}]
    double.says("97112 25", {"text": "the twin", "blocks": blocks})
    await playground.send("/units 97112 25")
    await playground.until(lambda: bool(playground.messages()))
    [answer] = playground.messages()
    assert answer["text"] == "the twin"
    assert "/blocks/0/text/text" in answer["refused"]
    assert "3,000" in answer["refused"]


async def test_a_mention_in_the_channel_reaches_the_bot_as_an_event(
    playground: Running, double: Double
) -> None:
    await playground.send("@unitwise how many units is 25 of neuro & 10 of ther ex")
    event = double.last["event"]
    assert double.last["type"] == "event_callback"
    assert event["type"] == "app_mention"
    assert event["text"] == "<@U0UNITWISE> how many units is 25 of neuro &amp; 10 of ther ex"
    await playground.until(lambda: bool(playground.messages()))
    [posted] = playground.messages()
    assert posted["ts"] == event["ts"]


async def test_anything_said_to_the_bot_directly_reaches_it(playground: Running, double: Double) -> None:
    await playground.send("25 of neuro", channel="D0UNITWISE")
    event = double.last["event"]
    assert (event["type"], event["channel_type"], event["channel"]) == ("message", "im", "D0UNITWISE")


async def test_what_is_said_in_the_channel_to_nobody_in_particular_is_only_shown(
    playground: Running, double: Double
) -> None:
    await playground.send("lunch?")
    await playground.until(lambda: playground.texts() == ["lunch?"])
    assert double.received == []


async def test_a_failed_message_is_reported_in_words(playground: Running, double: Double) -> None:
    double.events.status = 500
    await playground.send("25 of neuro", channel="D0UNITWISE")
    await playground.until(lambda: len(playground.messages()) == 2)
    said, report = playground.messages()
    assert said["text"] == "25 of neuro"
    assert report["failed"]
    assert report["channel"] == "D0UNITWISE"


async def test_a_bot_that_asked_for_no_events_gets_none_and_the_person_learns_what_to_type(
    double: Double,
) -> None:
    async with serving(lambda _base: double.app(), events=()) as deaf:
        await deaf.send("25 of neuro", channel="D0UNITWISE")
        async with deaf.http.get(deaf.base + "/playground/stream") as stream:
            state = await stream.content.readuntil(b"\n\n")
    assert "/units 97112 25 97110 10" in state.decode()
    assert double.received == []


async def test_the_real_bot_answers_a_message_in_the_direct_message_and_a_mention_in_its_thread(
    clinic: Running, service: CannedService
) -> None:
    reading = asyncio.create_task(clinic.listen())
    await clinic.send("25 of neuro & 10 of ther ex", channel="D0UNITWISE")
    await clinic.until(lambda: len(clinic.messages()) == 2)
    await clinic.send("@unitwise 25 of neuro")
    await clinic.until(lambda: len(clinic.messages()) == 4)
    typed, answered, mentioned, replied = clinic.messages()
    assert (answered["channel"], answered["threadTs"], answered["ephemeral"]) == ("D0UNITWISE", None, False)
    assert (replied["channel"], replied["threadTs"]) == ("C0BILLING", mentioned["ts"])
    assert [message["author"] for message in (typed, answered, mentioned, replied)] == ["you", "bot"] * 2
    assert answered["refused"] is replied["refused"] is None
    assert [(asked.text, asked.is_public) for asked in service.asked] == [
        ("25 of neuro & 10 of ther ex", False),
        ("25 of neuro", True),
    ]
    reading.cancel()
    await asyncio.gather(reading, return_exceptions=True)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"channel": "C0BILLING"}, 400),
        ({"channel": "C0BILLING", "text": ""}, 400),
        ({"channel": "C0BILLING", "text": "x", "more": 1}, 400),
        ({"channel": "C0BILLING", "text": "x" * 40_001}, 400),
        ({"channel": "C0BILLING", "text": "x" * 300_000}, 413),
        ({"channel": "C0ELSEWHERE", "text": "x"}, 409),
        (["x"], 400),
    ],
)
async def test_a_request_of_the_page_that_makes_no_sense_is_refused_in_words(
    playground: Running, body: object, status: int
) -> None:
    answered, answer = await playground.post("/playground/send", body)
    assert answered == status
    assert answer["error"]
