"""Slack sends the same delivery again: later, at the same moment, and to another process of the same bot."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.fakes.sides import Delivery, SlackSide
from tests.processes.bots import Bot, all_at_once, assert_nothing_refused, receipt_of, shown, wait_until
from tests.processes.conftest import bot_in

pytestmark = pytest.mark.slow

LINE = "/units 97112 25 97110 10"


@pytest.fixture(scope="module")
def two_workers_all_along(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    with bot_in(tmp_path_factory.mktemp("workers")) as bot:
        bot.start("--http", "--port", "0", "--workers", "2")
        assert "2 workers" in bot.program.out
        yield bot


@pytest.fixture
def two_workers(two_workers_all_along: Bot) -> Iterator[Bot]:
    """One bot that answers from two processes."""
    yield two_workers_all_along
    assert_nothing_refused(two_workers_all_along.slack)


def rows_of(bot: Bot, receipt: str) -> int:
    return [row["receipt"] for row in bot.rows()].count(receipt)


def test_a_repeated_command_gets_the_same_answer_and_no_second_row(served: tuple[Bot, SlackSide]) -> None:
    bot, slack = served
    first = slack.command(LINE)
    before = len(bot.rows())
    for attempt in (1, 2, 3):
        assert slack.again(first, attempt=attempt).body == first.body
    assert len(bot.rows()) == before
    assert rows_of(bot, receipt_of(first)) == 1


def test_the_very_same_bytes_again_are_answered_the_same(served_over_http: Bot) -> None:
    slack, bodies = served_over_http.http, []
    request = slack.request

    def remember(body: bytes, headers: dict[str, str], **more: str):
        bodies.append((body, headers))
        return request(body, headers, **more)

    slack.request = remember
    first = slack.command(LINE)
    status, raw, _ = request(*bodies[0])
    assert (status, raw.decode().count(receipt_of(first)) > 0) == (200, True)
    assert rows_of(served_over_http, receipt_of(first)) == 1


def test_the_same_command_at_the_same_moment_is_one_row(served: tuple[Bot, SlackSide]) -> None:
    bot, slack = served
    delivery = Delivery("slash_commands", slack.payloads.slash_command(LINE))
    before = len(bot.rows())
    replies = all_at_once([lambda: slack.deliver(delivery) for _ in range(8)])
    assert len({shown(reply) for reply in replies}) == 1
    assert len(bot.rows()) == before + 1


def test_two_people_who_type_the_same_get_two_rows(served: tuple[Bot, SlackSide]) -> None:
    bot, slack = served
    one, other = slack.command(LINE, user_id="U0FIRST"), slack.command(LINE, user_id="U0SECOND")
    assert receipt_of(one) != receipt_of(other)
    assert bot.row(receipt_of(one))["user_hash"] != bot.row(receipt_of(other))["user_hash"]


@pytest.mark.parametrize("line", [LINE, "/units 97112", "/units 97112 25 banana", "/billing help"])
def test_two_processes_that_get_the_same_delivery_at_once_keep_one_row(two_workers: Bot, line: str) -> None:
    slack = two_workers.http
    before = len(two_workers.rows())
    deliveries = [Delivery("slash_commands", slack.payloads.slash_command(line)) for _ in range(8)]

    def four_times(delivery: Delivery) -> Callable[[], set[str]]:
        return lambda: {shown(r) for r in all_at_once([lambda: slack.deliver(delivery) for _ in range(4)])}

    for delivery in deliveries:
        assert len(four_times(delivery)()) == 1
    rows = two_workers.rows()
    assert len(rows) == before + len(deliveries)
    assert len({row["delivery_key"] for row in rows}) == len(rows)


def test_two_processes_name_a_person_alike(two_workers: Bot) -> None:
    slack = two_workers.http
    replies = all_at_once([lambda: slack.command(LINE, user_id="U0SAME") for _ in range(16)])
    assert len({receipt_of(reply) for reply in replies}) == 16
    assert len({two_workers.row(receipt_of(reply))["user_hash"] for reply in replies}) == 1


def test_a_thumb_is_kept_by_whichever_process_gets_it(two_workers: Bot) -> None:
    slack = two_workers.http
    replies = [slack.command(LINE) for _ in range(8)]
    for reply in replies:
        slack.press(reply.message, "answer.feedback", f"up:{receipt_of(reply)}")
    wait_until(
        lambda: all(two_workers.row(receipt_of(reply))["feedback"] == "up" for reply in replies),
        "eight thumbs",
    )


def test_share_posts_once_although_its_delivery_comes_to_two_processes(bot: Bot) -> None:
    slack = bot.start("--http", "--port", "0", "--workers", "2")
    for _ in range(8):
        asked = slack.command(LINE)
        pressed = Delivery("interactive", slack.payloads.block_actions(asked.message, "answer.share"))
        all_at_once([lambda pressed=pressed: slack.deliver(pressed) for _ in range(4)])
    # The end waits for everything that was under way.
    assert bot.program.stop()[0] == 0
    assert len(bot.slack.public_messages) == 8
