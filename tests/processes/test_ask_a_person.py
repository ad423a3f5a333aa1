"""From a question without a sure answer to a person and back; nothing that was typed stays."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import Any

import pytest

from tests.fakes.sides import SlackSide
from tests.fakes.state import DIRECT, USER, Shown
from tests.processes.bots import Bot, everything_in, wait_until
from tests.processes.conftest import FLAGS
from tests.processes.test_log_holds_nothing_typed import files_of, found_in, in_many_spellings

pytestmark = pytest.mark.slow

TEAM_CHANNEL, LEAD, NAME, WORD = "C0TEAMROOM", "U0LEADER7Q", "Quillfeather", "zebulonquist"
BY_LEAD = {"user": {"id": LEAD, "username": NAME, "name": NAME, "team_id": "T0CLINIC1"}}
QUESTION = f"may we bill crystal healing for {NAME} {WORD}"
ANSWER = f"No. For Mrs. {NAME} use 97110, MRN 4471902."
REMARK = f"{WORD} had 25 min of 97112, it should say 2 units"
TYPED = [NAME, WORD, "crystal", "4471902", LEAD, USER, TEAM_CHANNEL, *in_many_spellings(LEAD)]


def in_channel(bot: Bot, channel: str, count: int = 1) -> list[Shown]:
    def found() -> list[Shown]:
        return [message for message in bot.slack.messages if message.channel == channel]

    wait_until(lambda: len(found()) >= count, f"message {count} in {channel}")
    return found()


def rows_of(bot: Bot, table: str) -> list[dict[str, Any]]:
    with closing(sqlite3.connect(bot.database)) as connection:
        connection.row_factory = sqlite3.Row
        return [dict(row) for row in connection.execute(f"SELECT * FROM {table}")]


def asked_directly(bot: Bot, slack: SlackSide) -> tuple[Shown, str]:
    """The bot's answer to the question in a direct message, and its receipt."""
    slack.direct_message(QUESTION)
    answer = in_channel(bot, DIRECT)[0]
    return answer, answer.text.rpartition("Receipt ")[2]


def told(bot: Bot, words: str) -> Shown:
    """What the bot has told somebody, with these words in it."""
    return wait_until(
        lambda: next((message for message in bot.slack.messages if words in message.text), None), words
    )


def say_what_was_wrong(bot: Bot, slack: SlackSide, answer: Shown, receipt: str) -> None:
    slack.press(answer, "answer.feedback", f"down:{receipt}")
    form = bot.slack.wait_for(lambda: bot.slack.views)[0]
    assert slack.submit(form, {"feedback.reason": "wrong", "feedback.remark": REMARK}).body is None


@pytest.mark.parametrize("surface", sorted(FLAGS))
def test_the_whole_way_and_nothing_that_was_typed_stays(bot: Bot, surface: str) -> None:
    bot.slack.channels.add(TEAM_CHANNEL)
    slack = bot.start(*FLAGS[surface], UNITWISE_TEAM_CHANNEL=TEAM_CHANNEL)
    answer, receipt = asked_directly(bot, slack)
    say_what_was_wrong(bot, slack, answer, receipt)

    slack.press(answer, "answer.person")
    [posted] = in_channel(bot, TEAM_CHANNEL)
    assert receipt in posted.text
    assert "may we bill" in posted.text
    assert found_in({"posted": posted.text.encode()}, [NAME, WORD, USER]) == {}
    told(bot, "Sent to your team")
    slack.press(answer, "answer.person")
    told(bot, "already")

    slack.press(posted, "person.answer", **BY_LEAD)
    form = bot.slack.wait_for(lambda: bot.slack.views[1:])[0]
    assert slack.submit(form, {"person.text": ANSWER}, **BY_LEAD).body is None
    direct = told(bot, "answered your question")
    assert direct.channel == DIRECT
    for part in (f"<@{LEAD}>", "may we bill", ANSWER, receipt):
        assert part in direct.text
    posted, in_thread = in_channel(bot, TEAM_CHANNEL, 2)
    assert (in_thread.thread_ts, "97110" in in_thread.text) == (posted.ts, True)
    assert found_in({"in thread": everything_in(in_thread).encode()}, [NAME, "4471902"]) == {}

    slack.press(posted, "person.solved", **BY_LEAD)
    wait_until(lambda: posted.edits, "the mark")
    assert f"Solved by <@{LEAD}>" in posted.text
    assert posted.action_ids() == []

    [handover] = wait_until(
        lambda: [row for row in rows_of(bot, "handovers") if row["solved_at"]], "a handover that is solved"
    )
    assert handover["receipt"] == receipt
    assert handover["asked_at"] <= handover["answered_at"] <= handover["solved_at"]
    [remark] = rows_of(bot, "remarks")
    assert "25 min of 97112, it should say 2 units" in remark["remark"]
    while_running = files_of(bot)
    assert bot.program.stop()[0] == 0
    written = {
        **while_running,
        **{f"{name}, after the end": raw for name, raw in files_of(bot).items()},
        "standard output": bytes(bot.program.raw_out),
        "standard error": bytes(bot.program.raw_err),
        "export": bot.export().encode(),
    }
    assert found_in(written, TYPED) == {}


def test_without_a_channel_the_asker_reads_whom_to_turn_to(bot: Bot) -> None:
    slack = bot.start(UNITWISE_LEADS=LEAD)
    answer, _ = asked_directly(bot, slack)
    slack.press(answer, "answer.person")
    assert told(bot, f"Please ask <@{LEAD}> yourself").private
    assert rows_of(bot, "handovers") == []


def test_after_a_restart_a_question_is_not_posted_again_and_can_be_answered(bot: Bot) -> None:
    bot.slack.channels.add(TEAM_CHANNEL)
    slack = bot.start(UNITWISE_TEAM_CHANNEL=TEAM_CHANNEL)
    answer, _ = asked_directly(bot, slack)
    slack.press(answer, "answer.person")
    [posted] = in_channel(bot, TEAM_CHANNEL)
    wait_until(lambda: rows_of(bot, "handovers"), "a note of it")
    bot.program.stop()
    slack = bot.start(UNITWISE_TEAM_CHANNEL=TEAM_CHANNEL)
    slack.press(answer, "answer.person")
    told(bot, "already")
    # The buttons of before the restart still lead to whoever asked.
    slack.press(posted, "person.answer", **BY_LEAD)
    form = bot.slack.wait_for(lambda: bot.slack.views)[0]
    assert json.loads(form["private_metadata"])["a"] == USER
    slack.submit(form, {"person.text": "Yes."}, **BY_LEAD)
    assert "Yes." in told(bot, "answered your question").text
    assert len([m for m in bot.slack.public_messages if m.channel == TEAM_CHANNEL and not m.thread_ts]) == 1
