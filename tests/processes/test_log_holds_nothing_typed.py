"""Nothing that was typed, no date of service, and nobody's id is in anything that the program writes."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest

from bot.agent_view import ASK_ABOUT_MESSAGE
from tests.fakes.payloads import form, signed
from tests.fakes.state import DIRECT
from tests.processes.bots import Bot, assert_nothing_refused, everything_in, shown
from tests.processes.conftest import FLAGS
from tests.processes.program import environment, run

pytestmark = pytest.mark.slow

NAME, WORD, USER, CHANNEL = "Quillfeather", "zebulonquist", "U0MARKER7Q", "C0MARKER7Q"
DAY = "2026-02-19"
LINES = [
    f"/units 97112 25 97110 10 on:{DAY} payer:medicare pt",
    "/units 97112 25 97110 10 on:2/19/2026",
    "/units 97112 25 97110 10 on:02/19/2026",
    f"/units 97112 25 97110 10 on:{DAY} {WORD}",
    f"/units 97112 25 {WORD}",
    f"/units {WORD} {NAME} 97112 25 97110 10",
    f"/units 97112 25 97110 10 for {NAME} dob 2/19/1951",
    f"/units 97112 25 payer:{WORD}",
    f"/units 97112 25 rule:{WORD}",
    f"/units 97112 25 {WORD}:{NAME}",
    f"/units 97112 25 on:{WORD}",
    f"/units 97112 {WORD}",
    "/units 97112 9:07-9:32 97110 9:20-9:41",
    "/units NeUrOmUs 25",
    f"/units 97112 25 🦄 \u202e{NAME}\u202c",
    "/units 99871 25",
    "/units 97112 25.375",
    "/units 97112 -731",
    f"/units {f'{WORD} ' * 700}",
    f"/billing {WORD}",
    f"/billing ask does {NAME} need a 59",
    f"/billing help {NAME}",
    f"/{WORD} 97112 25 {NAME}",
]
PLAIN = [f"how many units is 25 min neuro for {NAME} on {DAY}", f"{WORD} {NAME}"]
MARKERS = [
    *(NAME, WORD, USER, CHANNEL),
    *(DAY, "2/19/2026", "02/19/2026", "2/19/1951", "19 Feb", "Feb 19", "February 19", "20260219"),
    *("9:07-9:32", "NeUrOmUs", "🦄", "\u202e", "99871", "25.375", "-731"),
]


def in_many_spellings(user: str) -> list[str]:
    """Hashes that anybody could make, who knows the id."""
    names = ("md5", "sha1", "sha256", "blake2b")
    return [hashlib.new(name, user.encode()).hexdigest()[:32] for name in names]


@pytest.mark.parametrize("surface", sorted(FLAGS))
def test_no_file_and_no_output_holds_anything_typed(bot: Bot, surface: str) -> None:
    slack = bot.start(*FLAGS[surface])
    write_messages(bot, slack)
    secrets = use_it(bot, slack)
    while_running = files_of(bot)
    code, _ = bot.program.stop()
    assert code == 0
    on_the_command_line = ask_on_the_command_line(bot)

    markers = [*MARKERS, *secrets, *in_many_spellings(USER)]
    written = {
        **while_running,
        **{f"{name}, after the end": raw for name, raw in files_of(bot).items()},
        "standard output": bytes(bot.program.raw_out),
        "standard error": bytes(bot.program.raw_err),
        "export": bot.export().encode(),
        "unitwise ask": on_the_command_line,
    }
    assert {"log.db", "log.db-wal", "log.db.secret"} <= {Path(name).name for name in while_running}
    assert found_in(written, markers) == {}


def test_the_search_itself_finds_what_is_there() -> None:
    assert found_in({"a file": f"xx{NAME.upper()}".encode()}, MARKERS) == {"a file": [NAME]}


def use_it(bot: Bot, slack) -> list[str]:
    """Type every line, press every button, knock with broken requests; the ids and tokens used come back."""
    who = {"user_id": USER, "user_name": NAME, "channel_id": CHANNEL, "channel_name": NAME}
    used = [bot.slack.bot_token, bot.slack.app_token, bot.slack.signing_secret]
    for line in LINES:
        reply = slack.command(line, **who)
        assert shown(reply)
        address = reply.delivery.payload["response_url"]
        used += [reply.delivery.payload["trigger_id"], address.rpartition("/")[2]]
    asked = slack.command(LINES[0], **who)
    press_everything(bot, slack, asked)
    knock_with_broken_requests(bot)
    assert len(bot.rows()) >= len(LINES) - 1
    return used


def press_everything(bot: Bot, slack, asked) -> None:
    person = {"user": {"id": USER, "username": NAME, "name": NAME, "team_id": "T0CLINIC1"}}
    seen = len(bot.slack.messages)
    slack.press(asked.message, "answer.share", **person)
    slack.press(asked.message, "answer.why", **person)
    values = [element for _, element in asked.message.elements() if element["action_id"] == "answer.feedback"]
    slack.press(asked.message, "answer.feedback", values[0]["positive_button"]["value"], **person)
    slack.press(asked.message, "answer.feedback", values[0]["negative_button"]["value"], **person)
    opened = bot.slack.wait_for(lambda: bot.slack.views)[0]
    assert slack.submit(opened, {"feedback.reason": "wrong"}, **person).body is None
    # A form and a button that somebody has tampered with.
    slack.submit({**opened, "private_metadata": f"{NAME} {WORD}"}, {"feedback.reason": "wrong"}, **person)
    for _, element in asked.message.elements():
        if element["action_id"] == "answer.why":
            element["value"] = f"{NAME} {WORD}"
    slack.press(asked.message, "answer.why", **person)
    slack.event({"type": "team_join", "user": USER, "text": NAME})
    bot.slack.wait_for(lambda: len(bot.slack.messages) >= seen + 4)
    # An event is none of those the app has subscribed to, and a stranger's button none of Slack's either.
    bot.slack.take_refusals()
    assert_nothing_refused(bot.slack)


def write_messages(bot: Bot, slack) -> None:
    """Say every line to the bot, where others read along and where nobody does, and about a message."""
    person = {"id": USER, "username": NAME, "name": NAME, "team_id": "T0CLINIC1"}
    for line in [*LINES, *PLAIN]:
        slack.mention(line, user=USER)
        slack.direct_message(line, user=USER)
        slack.message_action(ASK_ABOUT_MESSAGE.callback_id, line, user=person)
    slack.event({"type": "app_home_opened", "user": USER, "channel": DIRECT, "tab": "messages"})
    expected = 3 * len(LINES + PLAIN)
    bot.slack.wait_for(lambda: len(bot.slack.messages) >= expected, timeout=20)
    public = [everything_in(message) for message in bot.slack.public_messages if message.channel != DIRECT]
    assert public
    assert found_in({"a public answer": json.dumps(public).encode()}, [NAME, WORD, USER]) == {}
    assert_nothing_refused(bot.slack)


def knock_with_broken_requests(bot: Bot) -> None:
    """Bodies full of words that must not be logged, signed rightly, wrongly and not at all; HTTP only."""
    if "http" not in bot.program.out:
        return
    fields = form({"command": "/units", "text": f"{WORD} {NAME} on:{DAY}", "user_id": USER})
    right = signed(fields, bot.slack.signing_secret)
    broken_json = form({"payload": f'{{"type": "{NAME}", "user": {WORD}'})
    odd_json = form({"payload": json.dumps({"type": "block_actions", "actions": WORD, "user": NAME})})
    assert bot.http.request(odd_json, signed(odd_json, bot.slack.signing_secret))[0] < 500
    requests = [
        (fields, {**right, "X-Slack-Signature": f"v0={'0' * 64}"}),
        (fields, {**right, "X-Slack-Request-Timestamp": NAME}),
        (fields, {"Content-Type": "application/x-www-form-urlencoded"}),
        (fields, signed(fields, bot.slack.signing_secret, 1_000_000)),
        (broken_json, signed(broken_json, bot.slack.signing_secret)),
        (NAME.encode() + b"\xff", signed(NAME.encode() + b"\xff", bot.slack.signing_secret)),
        (b"a" * 300_000, {}),
    ]
    statuses = [bot.http.request(body, headers)[0] for body, headers in requests]
    assert statuses == [401, 401, 401, 401, 400, 400, 413]
    assert bot.http.request(b"", {}, method="GET", path=f"/{NAME}?{WORD}")[0] == 404


def ask_on_the_command_line(bot: Bot) -> bytes:
    """The same lines on the command line, with a user; what it writes on standard error comes back."""
    settings = environment(bot.folder)
    asked = "\n".join(json.dumps({"id": WORD, "text": line, "user": USER}) for line in LINES + PLAIN)
    done = run("ask", "--batch", "-", settings=settings, folder=bot.folder, given=f"{asked}\n{NAME} {WORD}\n")
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) == len(LINES + PLAIN) + 1
    return done.stderr.encode()


def files_of(bot: Bot) -> dict[str, bytes]:
    """Every file in the folder that is the program's whole home."""
    return {
        str(path.relative_to(bot.folder)): path.read_bytes()
        for path in bot.folder.rglob("*")
        if path.is_file()
    }


def found_in(written: dict[str, bytes], markers: list[str]) -> dict[str, list[str]]:
    """Which markers stand where, whatever the case of their letters."""
    found = {}
    for name, raw in written.items():
        lower = raw.lower()
        here = [marker for marker in markers if re.search(re.escape(marker.lower().encode()), lower)]
        if here:
            found[name] = here
    return found
