"""Socket Mode loses its connection, or is asked to take a new one, and goes on answering."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from tests.fakes.sides import SlackSide
from tests.processes.bots import Bot, all_at_once, assert_nothing_refused, receipt_of, shown
from tests.processes.conftest import bot_in
from tests.processes.program import PYTHON_M_BOT, Program, environment
from tests.surfaces.command_lines import said_in

pytestmark = pytest.mark.slow

LINE = "/units 97112 25 97110 10"
RECONNECT_SECONDS = 15.0


@pytest.fixture(scope="module")
def connected_all_along(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Bot, SlackSide]]:
    with bot_in(tmp_path_factory.mktemp("connections")) as bot:
        yield bot, bot.start("--socket")


@pytest.fixture
def connected(connected_all_along: tuple[Bot, SlackSide]) -> Iterator[tuple[Bot, SlackSide]]:
    """A bot of this module alone, because its connection is cut."""
    bot, slack = connected_all_along
    yield bot, slack
    assert_nothing_refused(bot.slack)


def answers(slack: SlackSide) -> None:
    assert said_in(shown(slack.command(LINE))).units == 2


def test_a_connection_that_is_cut_is_replaced(connected: tuple[Bot, SlackSide]) -> None:
    bot, slack = connected
    answers(slack)
    opened = bot.slack.socket.opened
    bot.slack.socket.drop()
    bot.slack.socket.wait_until_connected(opened=opened + 1, timeout=RECONNECT_SECONDS)
    answers(slack)
    assert len({row["receipt"] for row in bot.rows()}) == len(bot.rows())


@pytest.mark.parametrize("reason", ["refresh_requested", "warning"])
def test_a_connection_that_slack_wants_renewed_is_renewed_and_both_answer(
    connected: tuple[Bot, SlackSide], reason: str
) -> None:
    bot, slack = connected
    opened = bot.slack.socket.opened
    # The bot waits for an address for its new connection, and meanwhile has the old one.
    bot.slack.faults.slow(0.3, on="apps.connections.open")
    bot.slack.socket.announce_disconnect(reason)
    receipts = {receipt_of(reply) for reply in all_at_once([lambda: slack.command(LINE) for _ in range(12)])}
    assert bot.slack.socket.opened == opened
    bot.slack.socket.wait_until_connected(opened=opened + 1, timeout=RECONNECT_SECONDS)
    answers(slack)
    assert len(receipts) == 12
    assert receipts <= {row["receipt"] for row in bot.rows()}


def test_a_command_repeated_over_the_new_connection_is_the_same_one(
    connected: tuple[Bot, SlackSide],
) -> None:
    bot, slack = connected
    first = slack.command(LINE)
    opened = bot.slack.socket.opened
    bot.slack.socket.announce_disconnect()
    bot.slack.socket.wait_until_connected(opened=opened + 1, timeout=RECONNECT_SECONDS)
    assert slack.again(first).body == first.body


@pytest.mark.parametrize("token", ["xapp-wrong", "xoxb-of-the-wrong-kind"])
def test_a_token_that_slack_refuses_ends_the_start_with_a_sentence(bot: Bot, token: str) -> None:
    settings = environment(bot.folder, **{**bot.slack.environment(socket=True), "SLACK_APP_TOKEN": token})
    began = time.monotonic()
    bot.programs.append(Program([*PYTHON_M_BOT, "serve", "--socket"], folder=bot.folder, settings=settings))
    assert bot.program.wait() == 1
    assert time.monotonic() - began < 10
    sentence = " ".join(bot.program.sentences)
    assert "SLACK_APP_TOKEN" in sentence
    assert "connections:write" in sentence
    assert token not in bot.program.out + bot.program.err
    assert "Traceback" not in bot.program.err
    bot.slack.take_refusals()
