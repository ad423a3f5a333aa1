"""Mentions, direct messages and the menu of a message, in a real process, over HTTP and over Socket Mode."""

from __future__ import annotations

import json
import signal
import sqlite3
from contextlib import closing

import pytest

from bot.agent_view import ASK_ABOUT_MESSAGE, PROMPTS
from tests.fakes.sides import HttpSide, Reply, SlackSide
from tests.fakes.slack import FakeSlack
from tests.fakes.state import CHANNEL, DIRECT, USER, Shown
from tests.processes.bots import Bot, everything_in, wait_until
from tests.processes.conftest import FLAGS
from tests.surfaces.command_lines import said_in

pytestmark = pytest.mark.slow

Served = tuple[Bot, SlackSide]

EACH_SURFACE = pytest.mark.parametrize("surface", sorted(FLAGS))
LINE = "/units NeUrO 25, ther ex 10 on:2/19/2026"
THE_DAY = ("2/19", "2026-02-19", "02/19", "19 Feb", "Feb 19", "February", "20260219")
INTERRUPTED = "I was interrupted"


def answered(slack: FakeSlack, seen: int) -> Shown:
    """The next message that is shown."""
    return slack.wait_for(lambda: slack.messages[seen:])[0]


def row_of(bot: Bot, message: Shown) -> dict[str, object]:
    return bot.row(message.text.rpartition("Receipt ")[2].split()[0])


def marked(bot: Bot, message: Shown) -> dict[str, object]:
    """The row of an answer, once it is marked as delivered."""
    wait_until(lambda: row_of(bot, message)["delivered_at"], "a mark")
    return row_of(bot, message)


def outbox(bot: Bot) -> list[tuple[str, ...]]:
    with closing(sqlite3.connect(bot.database)) as connection:
        return list(connection.execute("SELECT * FROM outbox"))


def test_a_mention_is_answered_in_its_thread_without_the_day_or_the_typed_words(served: Served) -> None:
    bot, slack = served
    seen = len(bot.slack.messages)
    asked = slack.mention(LINE)
    assert (asked.status, asked.body) == (200, None)
    answer = answered(bot.slack, seen)
    assert (answer.private, answer.channel) == (False, CHANNEL)
    assert answer.thread_ts == asked.delivery.payload["event"]["ts"]
    said = said_in(answer.text)
    assert said is not None
    assert said.units == 2
    everything = everything_in(answer).lower()
    assert [word for word in (*THE_DAY, "NeUrO", USER) if word.lower() in everything] == []
    assert "rules of 2026 q1" in everything
    row = marked(bot, answer)
    assert row["surface"] == ("slack_http" if isinstance(slack, HttpSide) else "slack_socket")
    assert (row["rules_on"], row["outcome"]) == ("2026-01-01", "answered")
    assert outbox(bot) == []


def test_a_direct_message_is_answered_there_with_its_day(served: Served) -> None:
    bot, slack = served
    seen = len(bot.slack.messages)
    slack.direct_message(LINE)
    answer = answered(bot.slack, seen)
    assert (answer.channel, answer.thread_ts, answer.private) == (DIRECT, None, False)
    assert "Date of service 2026-02-19" in answer.text
    assert marked(bot, answer)["delivered_at"]
    seen = len(bot.slack.messages)
    slack.direct_message("97112 25", thread_ts=answer.ts)
    assert answered(bot.slack, seen).thread_ts == answer.ts


def test_what_cannot_be_answered_in_public_goes_to_the_asker_alone(served: Served) -> None:
    bot, slack = served
    seen = len(bot.slack.messages)
    asked = slack.mention("/units 97112 zebulonquist")
    told = answered(bot.slack, seen)
    assert (told.private, told.user) == (True, USER)
    assert told.thread_ts == asked.delivery.payload["event"]["ts"]
    assert not any("zebulonquist" in everything_in(message) for message in bot.slack.public_messages)


def test_the_menu_of_a_message_answers_its_text_for_the_asker_alone(served: Served) -> None:
    bot, slack = served
    seen = len(bot.slack.messages)
    slack.message_action(ASK_ABOUT_MESSAGE.callback_id, LINE)
    answer = answered(bot.slack, seen)
    assert (answer.private, answer.user, answer.came_by) == (True, USER, "reply address")
    assert answer.action_ids() == ["answer.share", "answer.why", "answer.feedback"]
    assert marked(bot, answer)["delivered_at"]


def test_why_and_a_thumb_work_under_an_answer_in_a_thread(served: Served) -> None:
    bot, slack = served
    seen = len(bot.slack.messages)
    slack.mention("97112 25 97110 10")
    answer = answered(bot.slack, seen)
    slack.press(answer, "answer.why")
    why = answered(bot.slack, seen + 1)
    assert (why.private, why.thread_ts) == (True, answer.thread_ts)
    receipt = str(row_of(bot, answer)["receipt"])
    slack.press(answer, "answer.feedback", f"up:{receipt}")
    assert answered(bot.slack, seen + 2).thread_ts == answer.thread_ts
    assert bot.row(receipt)["feedback"] == "up"


def test_the_prompts_are_offered_once_a_day(served: Served) -> None:
    bot, slack = served
    opened = {"type": "app_home_opened", "user": f"U0{type(slack).__name__.upper()}", "channel": DIRECT}
    before = len(prompt_calls(bot))
    slack.event({**opened, "tab": "messages"})
    bot.slack.wait_for(lambda: len(prompt_calls(bot)) > before)
    slack.event({**opened, "tab": "messages"})
    seen = len(bot.slack.messages)
    # Asked and answered after it, so by then a second offer would be there.
    slack.direct_message("97112 25")
    answered(bot.slack, seen)
    assert len(prompt_calls(bot)) == before + 1
    assert bot.slack.prompts[DIRECT] == [prompt._asdict() for prompt in PROMPTS]


def prompt_calls(bot: Bot) -> list[object]:
    return [call for call in bot.slack.calls if call.method == "assistant.threads.setSuggestedPrompts"]


@EACH_SURFACE
def test_a_message_repeated_after_a_restart_is_not_answered_again(bot: Bot, surface: str) -> None:
    asked = bot.start(*FLAGS[surface]).mention(LINE)
    marked(bot, answered(bot.slack, 0))
    assert bot.program.stop()[0] == 0
    slack = bot.start(*FLAGS[surface])
    assert slack.again(asked, attempt=2).status == 200
    slack.direct_message("97112 25")
    assert answered(bot.slack, 1).channel == DIRECT
    assert len(bot.rows()) == 2
    assert bot.program.stop()[0] == 0
    assert len(bot.slack.messages) == 2


def cut_off(bot: Bot, surface: str, ask: str, text: str) -> Reply:
    """Ask, and kill the bot while its answer is on the way and will never arrive."""
    slack = bot.start(*FLAGS[surface])
    ways = ("chat.postMessage", "chat.postEphemeral")
    for way in ways:
        bot.slack.faults.slow(60, on=way)
    asked: Reply = getattr(slack, ask)(text)
    wait_until(lambda: bot.database.exists() and bot.rows() and outbox(bot), "a waiting reply")
    bot.program.stop(signal.SIGKILL)
    for way in ways:
        bot.slack.faults.take(way)  # where the end came before the call, or it was the other one
    assert bot.slack.messages == []
    assert bot.rows()[0]["delivered_at"] is None
    return asked


@EACH_SURFACE
@pytest.mark.parametrize("ask", ["mention", "direct_message"])
def test_an_answer_that_was_cut_off_is_sent_at_the_next_start_once(bot: Bot, surface: str, ask: str) -> None:
    asked = cut_off(bot, surface, ask, LINE)
    slack = bot.start(*FLAGS[surface])
    answer = answered(bot.slack, 0)
    event = asked.delivery.payload["event"]
    assert (answer.channel, answer.private) == (event["channel"], False)
    assert answer.thread_ts == (event["ts"] if ask == "mention" else None)
    said = said_in(answer.text)
    assert said is not None
    assert said.units == 2
    assert "Rules of 2026 Q1" in answer.text
    assert marked(bot, answer)["delivered_at"]
    assert outbox(bot) == []
    # Neither Slack's repeat nor a further start brings it again.
    assert slack.again(asked).status == 200
    assert bot.program.stop()[0] == 0
    bot.start(*FLAGS[surface])
    assert bot.program.stop()[0] == 0
    assert len(bot.slack.messages) == 1
    assert len(bot.rows()) == 1


def test_two_processes_that_start_together_send_it_once(bot: Bot) -> None:
    cut_off(bot, "http", "mention", LINE)
    bot.start("--http", "--port", "0", "--workers", "2")
    answered(bot.slack, 0)
    assert bot.program.stop()[0] == 0
    assert len(bot.slack.messages) == 1


def test_what_cannot_be_worked_out_again_is_asked_for_anew(bot: Bot) -> None:
    cut_off(bot, "http", "direct_message", "97112 zebulonquist")
    bot.start()
    told = answered(bot.slack, 0)
    assert told.channel == DIRECT
    assert INTERRUPTED in told.text
    wait_until(lambda: not outbox(bot), "an empty outbox")


def test_an_answer_older_than_ten_minutes_is_not_sent(bot: Bot) -> None:
    cut_off(bot, "http", "mention", LINE)
    with closing(sqlite3.connect(bot.database)) as connection, connection:
        connection.execute("UPDATE outbox SET waits_since = '2026-01-01T00:00:00.000Z'")
    slack = bot.start()
    slack.direct_message("97112 25")
    assert answered(bot.slack, 0).channel == DIRECT
    assert bot.program.stop()[0] == 0
    assert len(bot.slack.messages) == 1
    assert outbox(bot) == []


@EACH_SURFACE
def test_what_is_on_its_way_at_the_end_still_arrives_and_is_marked(bot: Bot, surface: str) -> None:
    slack = bot.start(*FLAGS[surface])
    bot.slack.faults.slow(0.7, on="chat.postMessage")
    slack.mention("97112 25")
    assert bot.program.stop()[0] == 0
    assert len(bot.slack.public_messages) == 1
    assert [row["delivered_at"] is not None for row in bot.rows()] == [True]


def test_a_slack_that_asks_for_patience_is_waited_for(bot: Bot) -> None:
    slack = bot.start()
    bot.slack.faults.rate_limit(on="chat.postMessage", retry_after=1)
    slack.mention("97112 25")
    assert marked(bot, answered(bot.slack, 0))["delivered_at"]
    assert len(bot.slack.messages) == 1


def test_without_a_token_the_operator_is_told_and_the_commands_work(bot: Bot) -> None:
    slack = bot.start(SLACK_BOT_TOKEN="")
    assert slack.mention("97112 25").status == 200
    assert slack.direct_message("97112 25").status == 200
    assert slack.command("/units 97112 25").message is not None
    assert bot.program.stop()[0] == 0
    assert len(bot.program.logged("events.no_bot_token")) == 1
    assert len(bot.rows()) == 1


def test_nothing_typed_is_kept_while_an_answer_waits(bot: Bot) -> None:
    cut_off(bot, "http", "mention", "/units NeUrOmUs 25 97110 10 for Quillfeather on:2/19/2026 zebulonquist")
    for file in bot.folder.rglob("*"):
        raw = file.read_bytes().lower() if file.is_file() else b""
        for typed in ("NeUrOmUs", "Quillfeather", "zebulonquist", *THE_DAY, USER):
            assert typed.lower().encode() not in raw, f"{typed} in {file.name}"
    kept = json.dumps(outbox(bot))
    assert CHANNEL in kept
    assert bot.program.raw_err.lower().count(b"quillfeather") == 0


PATIENT = ("Ngozi", "Adeyemi", "04/17/1958", "4471822")
ABOUT_A_PATIENT = (
    "Patient Ngozi Adeyemi DOB 04/17/1958 MRN 4471822 had 25 min neuro and 10 ther ex, how many units?"
)


def test_a_patient_in_a_mention_is_kept_out_of_everything_public_and_stored_and_the_asker_is_told(
    served: Served,
) -> None:
    bot, slack = served
    seen = len(bot.slack.messages)
    slack.mention(ABOUT_A_PATIENT)
    answer, told = bot.slack.wait_for(lambda: bot.slack.messages[seen + 1 :] and bot.slack.messages[seen:])
    assert said_in(answer.text) is not None
    assert (answer.private, told.private, told.user) == (False, True, USER)
    assert "please delete your message" in told.text
    marked(bot, answer)
    public = " ".join(everything_in(message) for message in bot.slack.public_messages)
    written = b"".join(file.read_bytes() for file in bot.database.parent.iterdir() if file.is_file())
    assert [word for word in PATIENT if word in public] == []
    assert [word for word in PATIENT if word.encode() in written] == []


def test_a_patient_in_a_direct_message_is_told_of_and_the_answer_still_comes(served: Served) -> None:
    bot, slack = served
    seen = len(bot.slack.messages)
    slack.direct_message(ABOUT_A_PATIENT)
    answer = answered(bot.slack, seen)
    assert "I took out what looks like a name, a birth date and a record number" in answer.text
    assert said_in(answer.text) is not None


def test_a_question_is_answered_from_the_knowledge_base_and_leaned_on_in_the_same_thread(
    served: Served,
) -> None:
    bot, slack = served
    seen = len(bot.slack.messages)
    asked = slack.mention("what is the difference between 97112 and 97110?")
    answer = answered(bot.slack, seen)
    assert answer.text.startswith("How does 97112 differ from 97110?")
    assert (answer.private, "Rules of" in answer.text) == (False, True)
    row = marked(bot, answer)
    assert (row["intent"], row["topic"]) == ("faq", "97112-vs-97110")
    assert row["question"] == "what is the difference between 97112 and 97110?"
    seen = len(bot.slack.messages)
    slack.mention("and with 97140?", thread_ts=asked.delivery.payload["event"]["ts"])
    followed = answered(bot.slack, seen)
    assert "97112 + 97140" in followed.text
    seen = len(bot.slack.messages)
    slack.mention("and with 97140?")
    assert "97112 + 97140" not in answered(bot.slack, seen).text


def test_one_of_the_entries_offered_is_picked_by_its_button(served: Served) -> None:
    bot, slack = served
    offered = slack.command("/billing ask modifier for therapy").message
    assert offered is not None
    assert "I am not sure which of these you mean" in offered.text
    assert "answer.pick.1" in offered.action_ids()
    first = offered.text.partition("1. ")[2].splitlines()[0]
    seen = len(bot.slack.messages)
    slack.press(offered, "answer.pick.1")
    assert answered(bot.slack, seen).text.startswith(first)
