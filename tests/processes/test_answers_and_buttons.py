"""A command and the buttons under its answer, over signed HTTP and over Socket Mode."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.commands import COMMANDS
from tests.fakes.sides import Reply, SlackSide
from tests.fakes.slack import FakeSlack
from tests.fakes.state import Shown
from tests.processes.bots import Bot, everything_in, receipt_of, shown, wait_until
from tests.surfaces.command_lines import said_in

pytestmark = pytest.mark.slow

Served = tuple[Bot, SlackSide]

SAMPLE = "/units 97112 25 97110 10"
TYPED = "/units NeUrO 25, Ther Ex 10 on:2/19/2026 pt"
THE_DAY = ("2/19", "2026-02-19", "02/19", "19 Feb", "Feb 19", "February", "20260219")


def next_message(slack: FakeSlack, after: Reply) -> Shown:
    """The next message that is shown after an answer."""
    seen = slack.messages.index(after.message)
    return slack.wait_for(lambda: slack.messages[seen + 1 :])[0]


def feedback_value(reply: Reply, thumb: str) -> str:
    return f"{thumb}:{receipt_of(reply)}"


def test_the_sample_command_is_answered_in_the_response_itself(served: Served) -> None:
    bot, slack = served
    calls = len(bot.slack.calls)
    reply = slack.command(SAMPLE)
    assert reply.status == 200
    assert reply.seconds < 1
    assert reply.message is not None
    assert (reply.message.private, reply.message.came_by) == (True, "response")
    said = said_in(reply.message.text)
    assert said is not None
    assert (said.units, said.splits) == (2, [{"97112": 2}, {"97112": 1, "97110": 1}])
    assert "AMA rule: 3 units" in reply.message.text
    assert reply.message.action_ids() == ["answer.share", "answer.why", "answer.feedback"]
    assert len(bot.slack.calls) == calls


def test_it_is_in_the_log_before_the_answer_leaves(served: Served) -> None:
    bot, slack = served
    row = bot.row(receipt_of(slack.command(TYPED)))
    assert row["intent"] == row["command"] == "units"
    assert row["outcome"] == "answered"
    assert json.loads(row["minutes"]) == {"97112": 25, "97110": 10}
    assert json.loads(row["codes"]) == ["97112", "97110"]
    assert (row["rules_on"], row["date_given"], row["discipline"]) == ("2026-01-01", 1, "pt")
    assert row["surface"] in ("slack_http", "slack_socket")
    assert row["delivery_key"]
    assert row["user_hash"]
    assert row["asked_at"].endswith("Z")


@pytest.mark.parametrize("line", ["/billing help", "/billing"])
def test_help_lists_every_command_with_lines_that_work_as_they_stand(served: Served, line: str) -> None:
    _, slack = served
    listed = shown(slack.command(line)).splitlines()
    examples = {command.name: command.examples for command in COMMANDS}
    assert set(examples) == {"/units", "/pair", "/billing"}
    assert [example for lines in examples.values() for example in lines if example not in listed] == []
    assert [line for line in examples["/units"] if said_in(shown(slack.command(line))) is None] == []


@pytest.mark.parametrize("line", ["/billing nonsense", "/nonsense 97112 25"])
def test_a_command_that_does_not_exist_is_answered_with_what_does(served: Served, line: str) -> None:
    _, slack = served
    assert "/billing help" in shown(slack.command(line))


def test_share_posts_the_answer_without_the_typed_words_or_the_day(served: Served) -> None:
    bot, slack = served
    asked = slack.command(TYPED)
    assert slack.press(asked.message, "answer.share").body is None
    posted = next_message(bot.slack, asked)
    assert (posted.private, posted.came_by, posted.channel) == (False, "reply address", asked.message.channel)
    said = said_in(posted.text)
    assert said is not None
    assert (said.units, said.splits[0]) == (2, {"97112": 2})
    assert "97112 25 min · 97110 10 min" in posted.text
    everything = everything_in(posted)
    for typed in ("NeUrO", "Ther Ex", "on:", "U0THERAPY", *THE_DAY):
        assert typed.lower() not in everything.lower()
    assert posted.blocks


def test_share_pressed_twice_posts_once(served: Served) -> None:
    bot, slack = served
    asked = slack.command(SAMPLE)
    slack.press(asked.message, "answer.share")
    slack.press(asked.message, "answer.share")
    next_message(bot.slack, asked)
    slack.press(asked.message, "answer.why")
    # Why comes after both, so by its time a second post would be there.
    wait_until(lambda: len(of_this(bot.slack, asked)) >= 2, "the explanation")
    assert [message.private for message in of_this(bot.slack, asked)].count(False) == 1


def of_this(slack: FakeSlack, asked: Reply) -> list[Shown]:
    return slack.messages[slack.messages.index(asked.message) + 1 :]


def test_why_explains_more_to_the_person_alone(served: Served) -> None:
    bot, slack = served
    asked = slack.command(TYPED)
    slack.press(asked.message, "answer.why")
    why = next_message(bot.slack, asked)
    assert (why.private, why.user) == (True, "U0THERAPY")
    assert "97112 ×2" in why.text
    assert "97112 ×1 + 97110 ×1" in why.text
    assert "8 min" in why.text or "minute 8" in why.text
    assert why.text != asked.message.text


def test_a_thumb_up_is_kept_and_thanked_for(served: Served) -> None:
    bot, slack = served
    asked = slack.command(SAMPLE)
    slack.press(asked.message, "answer.feedback", feedback_value(asked, "up"))
    assert "Thanks" in next_message(bot.slack, asked).text
    row = bot.row(receipt_of(asked))
    assert (row["feedback"], row["feedback_reason"]) == ("up", None)


@pytest.mark.parametrize("reason", ["wrong", "outdated", "unclear", "not_my_question"])
def test_a_thumb_down_asks_in_a_form_what_was_wrong_and_keeps_it(served: Served, reason: str) -> None:
    bot, slack = served
    asked, forms = slack.command(SAMPLE), len(bot.slack.views)
    slack.press(asked.message, "answer.feedback", feedback_value(asked, "down"))
    form: dict[str, Any] = bot.slack.wait_for(lambda: bot.slack.views[forms:])[0]
    assert (bot.row(receipt_of(asked))["feedback"], bot.row(receipt_of(asked))["feedback_reason"]) == (
        "down",
        None,
    )
    assert slack.submit(form, {"feedback.reason": reason}).body is None
    row = bot.row(receipt_of(asked))
    assert (row["feedback"], row["feedback_reason"]) == ("down", reason)


def test_an_export_while_the_bot_runs_shows_the_row_with_its_feedback(served_over_http: Bot) -> None:
    asked = served_over_http.http.command(TYPED)
    served_over_http.http.press(asked.message, "answer.feedback", feedback_value(asked, "up"))
    next_message(served_over_http.slack, asked)
    exported = {line["receipt"]: line for line in map(json.loads, served_over_http.export().splitlines())}
    row = exported[receipt_of(asked)]
    assert (row["feedback"], row["minutes"]) == ("up", {"97112": 25, "97110": 10})
    assert set(exported) == {row["receipt"] for row in served_over_http.rows()}


def test_where_slack_opens_no_form_small_buttons_ask_the_same(served: Served) -> None:
    bot, slack = served
    asked = slack.command(SAMPLE)
    bot.slack.faults.server_error(times=5, on="views.open")
    slack.press(asked.message, "answer.feedback", feedback_value(asked, "down"))
    question = next_message(bot.slack, asked)
    for _ in range(5):
        bot.slack.faults.take("views.open")
    slack.press(question, "feedback.reason.unclear")
    wait_until(lambda: bot.row(receipt_of(asked))["feedback_reason"], "a kept reason")
    assert bot.row(receipt_of(asked))["feedback_reason"] == "unclear"
    assert wait_until(lambda: question.edits, "a thank-you in its place") == 1
    assert "Thanks" in question.text


def test_an_old_button_says_so(served: Served) -> None:
    bot, slack = served
    asked = slack.command(SAMPLE)
    for _, element in asked.message.elements():
        if element["action_id"] == "answer.why":
            element["value"] = "of another time"
    slack.press(asked.message, "answer.why")
    assert "type the command again" in next_message(bot.slack, asked).text


def test_a_menu_of_own_settings_changes_them_in_place_and_the_next_answer_uses_them(served: Served) -> None:
    bot, slack = served
    settings = slack.command("/billing settings")
    assert settings.message is not None
    assert "Usual payer: not set" in settings.message.text
    slack.press(settings.message, "settings.payer", "tricare")
    bot.slack.wait_for(lambda: settings.message and settings.message.edits)
    assert "Usual payer: TRICARE" in settings.message.text
    counted = shown(slack.command(SAMPLE))
    assert "From your own settings: TRICARE" in counted
    slack.command("/billing settings clear")
    assert "From your own settings" not in shown(slack.command(SAMPLE))
