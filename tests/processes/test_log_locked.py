"""Another program holds the database: people get their answers, and are told that these were not logged."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.fakes.sides import SlackSide
from tests.processes.bots import NOT_LOGGED, Bot, all_at_once, locked, receipt_of, shown
from tests.processes.conftest import FLAGS
from tests.processes.program import environment, run
from tests.surfaces.command_lines import said_in

pytestmark = pytest.mark.slow

HELD = 10.0
COMMANDS = 20
LINE = "/units 97112 25 97110 10"


def test_twenty_commands_while_the_log_is_locked_for_ten_seconds(bot: Bot) -> None:
    slack = bot.start()
    before = receipt_of(slack.command(LINE))
    with locked(bot.database):
        free_at = time.monotonic() + HELD
        replies = all_at_once([lambda: slack.command(LINE) for _ in range(COMMANDS // 2)])
        assert bot.get("/healthz", timeout=1.0) == (200, "ok")
        assert "locked" in bot.wait_until_ready(503)
        thumb = slack.press(replies[0].message, "answer.feedback", f"up:{receipt_of(replies[0])}")
        assert thumb.seconds < 1
        for left in range(COMMANDS // 2, 0, -1):
            time.sleep(max(0.0, free_at - time.monotonic()) / left)
            replies.append(slack.command(LINE))
    assert len(replies) == COMMANDS
    assert [reply.seconds for reply in replies if reply.seconds >= 1] == []
    assert [shown(reply) for reply in replies if NOT_LOGGED not in shown(reply)] == []
    assert {said_in(shown(reply)).units for reply in replies} == {2}
    assert any("could not be noted" in message.text for message in bot.slack.private_messages)

    after = slack.command(LINE)
    assert NOT_LOGGED not in shown(after)
    assert [row["receipt"] for row in bot.rows()] == [before, receipt_of(after)]
    bot.wait_until_ready(200)
    assert bot.program.stop()[0] == 0
    told = bot.program.logged("answer_not_logged")
    assert len(told) == COMMANDS
    assert all("locked" in line["advice"] and "log.db" in line["advice"] for line in told)
    assert "97112" not in bot.program.err


def test_twenty_at_once_over_either_surface(served: tuple[Bot, SlackSide]) -> None:
    bot, slack = served
    slack.command(LINE)
    before = len(bot.rows())
    with locked(bot.database):
        replies = all_at_once([lambda: slack.command(LINE) for _ in range(COMMANDS)])
    assert [reply.seconds for reply in replies if reply.seconds >= 1] == []
    assert [shown(reply) for reply in replies if NOT_LOGGED not in shown(reply)] == []
    assert NOT_LOGGED not in shown(slack.command(LINE))
    assert len(bot.rows()) == before + 1


def test_a_lock_that_goes_within_the_patience_of_an_answer_costs_nothing_but_the_wait(
    served_over_http: Bot,
) -> None:
    slack = served_over_http.http
    slack.command(LINE)
    with ThreadPoolExecutor(4) as pool:
        with locked(served_over_http.database):
            asked = [pool.submit(slack.command, LINE) for _ in range(4)]
            time.sleep(0.05)
        replies = [future.result() for future in asked]
    assert [shown(reply) for reply in replies if NOT_LOGGED in shown(reply)] == []
    receipts = {row["receipt"] for row in served_over_http.rows()}
    assert {receipt_of(reply) for reply in replies} <= receipts


@pytest.mark.parametrize("surface", sorted(FLAGS))
def test_a_bot_starts_and_answers_although_the_log_is_locked(bot: Bot, surface: str) -> None:
    bot.start(*FLAGS[surface])
    bot.program.stop()
    with locked(bot.database):
        began = time.monotonic()
        slack = bot.start(*FLAGS[surface])
        assert time.monotonic() - began < 10
        reply = slack.command(LINE)
        assert reply.seconds < 1
        assert NOT_LOGGED in shown(reply)
    assert NOT_LOGGED not in shown(slack.command(LINE))


def test_the_command_line_answers_although_the_log_is_locked(bot: Bot) -> None:
    settings = environment(bot.folder)
    assert run("ask", LINE, settings=settings, folder=bot.folder).returncode == 0
    with locked(bot.database):
        done = run("ask", LINE, settings=settings, folder=bot.folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert NOT_LOGGED in done.stdout
    assert len(bot.rows()) == 1
