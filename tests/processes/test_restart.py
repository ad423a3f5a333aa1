"""The bot is stopped, killed and started again: nobody's answer and no row is lost."""

from __future__ import annotations

import http.client
import json
import signal
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from tests.fakes.sides import Reply
from tests.processes.bots import NOT_LOGGED, Bot, everything_in, locked, receipt_of, shown, wait_until
from tests.processes.conftest import FLAGS
from tests.surfaces.command_lines import said_in

pytestmark = pytest.mark.slow

LINE = "/units 97112 25 97110 10"
STOP_SECONDS = 5.0
EACH_SURFACE = pytest.mark.parametrize("surface", sorted(FLAGS))


@EACH_SURFACE
def test_a_delivery_repeated_after_a_restart_gets_the_same_answer_and_no_second_row(
    bot: Bot, surface: str
) -> None:
    first = bot.start(*FLAGS[surface]).command(LINE)
    code, seconds = bot.program.stop()
    assert code == 0
    assert seconds < STOP_SECONDS
    again = bot.start(*FLAGS[surface]).again(first)
    assert again.body == first.body
    assert [row["receipt"] for row in bot.rows()] == [receipt_of(first)]
    asked_anew = bot.slack.over_http(bot.program.address) if surface == "http" else bot.slack.over_socket()
    assert receipt_of(asked_anew.command(LINE)) != receipt_of(first)
    assert len(bot.rows()) == 2


def test_a_delivery_repeated_on_the_other_surface_is_the_same_delivery(bot: Bot) -> None:
    first = bot.start("--socket").command(LINE)
    bot.program.stop()
    again = bot.start().deliver(first.delivery, retry=1)
    assert receipt_of(again) == receipt_of(first)
    assert len(bot.rows()) == 1


def _sockets_of(pid: int) -> int:
    """Sockets that a process holds; as many as asked for where nobody can tell."""
    folder = Path("/proc", str(pid), "fd")
    if not folder.is_dir():
        return sys.maxsize
    held = 0
    for entry in folder.iterdir():
        with suppress(OSError):
            held += str(entry.readlink()).startswith("socket:")
    return held


@EACH_SURFACE
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_commands_under_way_are_answered_before_the_end(
    bot: Bot, surface: str, number: signal.Signals
) -> None:
    slack = bot.start(*FLAGS[surface])
    slack.command(LINE)
    with ThreadPoolExecutor(8) as pool:
        # A held lock keeps them waiting, so that the signal finds them under way.
        with locked(bot.database):
            before = _sockets_of(bot.program.process.pid)
            asked = [pool.submit(slack.command, LINE) for _ in range(8)]
            # Over HTTP each has a connection of its own; one that is not taken yet is not under way.
            until = time.monotonic() + 1
            while surface == "http" and time.monotonic() < until:
                if _sockets_of(bot.program.process.pid) >= before + 8:
                    break
                time.sleep(0.01)
            time.sleep(0.1)
            bot.program.process.send_signal(number)
            told = time.monotonic()
            time.sleep(0.05)
        code = bot.program.wait()
        replies = [future.result() for future in asked]
    assert code == 0
    assert time.monotonic() - told < STOP_SECONDS
    assert {said_in(shown(reply)).units for reply in replies} == {2}
    promised = {receipt_of(reply) for reply in replies if NOT_LOGGED not in shown(reply)}
    assert promised <= {row["receipt"] for row in bot.rows()}
    assert "Traceback" not in bot.program.err


@EACH_SURFACE
def test_somebody_impatient_who_presses_ctrl_c_twice_sees_no_traceback(bot: Bot, surface: str) -> None:
    slack = bot.start(*FLAGS[surface])
    slack.command(LINE)
    with ThreadPoolExecutor(1) as pool:
        with locked(bot.database):
            asked = pool.submit(slack.command, LINE)
            time.sleep(0.1)
            bot.program.process.send_signal(signal.SIGINT)
            time.sleep(0.05)
            bot.program.process.send_signal(signal.SIGINT)
        assert bot.program.wait() in (0, 130)
        # Whether there is still an answer after the second one is left open.
        asked.exception()
    assert "Traceback" not in bot.program.out + bot.program.err


@EACH_SURFACE
def test_what_was_shared_just_before_the_end_still_reaches_the_channel(bot: Bot, surface: str) -> None:
    slack = bot.start(*FLAGS[surface])
    asked = slack.command(LINE)
    bot.slack.faults.slow(0.7, on="reply")
    slack.press(asked.message, "answer.share")
    code, seconds = bot.program.stop()
    assert code == 0
    assert seconds < STOP_SECONDS
    assert [message.private for message in bot.slack.messages] == [True, False]
    assert "2 units" in everything_in(bot.slack.messages[1])


def test_every_answer_that_went_out_before_a_kill_is_in_the_log(bot: Bot) -> None:
    slack = bot.start()
    replies: list[Reply] = []
    enough = threading.Event()

    def keep_asking() -> None:
        while True:
            try:
                replies.append(slack.command(LINE))
            except (OSError, http.client.HTTPException):
                return
            if len(replies) > 60:
                enough.set()

    askers = [threading.Thread(target=keep_asking) for _ in range(4)]
    for asker in askers:
        asker.start()
    assert enough.wait(10)
    thumbed = receipt_of(replies[0])
    slack.press(replies[0].message, "answer.feedback", f"up:{thumbed}")
    wait_until(lambda: bot.row(thumbed)["feedback"], "a kept thumb")
    assert bot.program.stop(signal.SIGKILL)[0] == -signal.SIGKILL
    for asker in askers:
        asker.join(10)
    rows = {row["receipt"]: row for row in bot.rows()}
    assert {receipt_of(reply) for reply in replies} <= set(rows)
    assert rows[thumbed]["feedback"] == "up"

    again = bot.start().again(replies[-1])
    assert receipt_of(again) == receipt_of(replies[-1])
    assert len(bot.rows()) == len(rows)
    bot.wait_until_ready(200)
    assert len([json.loads(line) for line in bot.export().splitlines()]) == len(rows)
