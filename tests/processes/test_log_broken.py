"""The database is damaged, replaced or taken away while the bot runs, and people get their answers."""

from __future__ import annotations

import resource
import shutil
from collections.abc import Callable

import pytest

from tests.processes.bots import NOT_LOGGED, Bot, receipt_of, shown
from tests.surfaces.command_lines import said_in

pytestmark = pytest.mark.slow

LINE = "/units 97112 25 97110 10 on:2026-02-19"
GARBAGE = b"This is no database at all. " * 4_000


def overwrite(bot: Bot) -> None:
    for path in (bot.database, *beside(bot)):
        path.write_bytes(GARBAGE)


def put_garbage_in_its_place(bot: Bot) -> None:
    remove(bot)
    bot.database.write_bytes(GARBAGE)


def move_garbage_over_it(bot: Bot) -> None:
    """What was written lately still lies beside it, in a file of its own."""
    other = bot.folder / "other"
    other.write_bytes(GARBAGE)
    other.replace(bot.database)


def put_a_folder_in_its_place(bot: Bot) -> None:
    remove(bot)
    bot.database.mkdir()


def remove(bot: Bot) -> None:
    for path in (bot.database, *beside(bot)):
        path.unlink()


def remove_the_whole_folder(bot: Bot) -> None:
    shutil.rmtree(bot.database.parent)


def leave_no_room(bot: Bot) -> None:
    resource.prlimit(bot.program.process.pid, resource.RLIMIT_FSIZE, (4096, resource.RLIM_INFINITY))


def beside(bot: Bot) -> list:
    return [path for path in bot.database.parent.glob("log.db-*") if path.exists()]


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (overwrite, "corrupt"),
        (put_garbage_in_its_place, "corrupt"),
        (put_a_folder_in_its_place, "folder"),
        (remove_the_whole_folder, "no folder"),
        (leave_no_room, ""),
    ],
)
def test_answers_go_on_and_everybody_is_told(bot: Bot, damage: Callable[[Bot], None], words: str) -> None:
    bot.database = bot.folder / "data" / "log.db"
    bot.database.parent.mkdir()
    slack = bot.start(UNITWISE_DATABASE=str(bot.database), UNITWISE_SECRET="a secret of this test")
    for _ in range(3):
        assert NOT_LOGGED not in shown(slack.command(LINE))
    damage(bot)
    for _ in range(2):
        reply = slack.command(LINE)
        assert reply.seconds < 1
        assert said_in(shown(reply)).units == 2
        assert NOT_LOGGED in shown(reply)
    sentence = bot.wait_until_ready(503)
    assert "log.db" in sentence
    assert words in sentence
    assert bot.get("/healthz") == (200, "ok")
    assert bot.program.stop()[0] == 0
    told = bot.program.logged("answer_not_logged")
    assert len(told) == 2
    assert "log.db" in told[0]["advice"]
    assert words in told[0]["advice"]
    assert "Traceback" not in bot.program.err
    assert "97112" not in bot.program.err


def test_a_log_that_was_taken_away_is_begun_anew(bot: Bot) -> None:
    slack = bot.start()
    slack.command(LINE)
    remove(bot)
    reply = slack.command(LINE)
    assert reply.seconds < 1
    assert NOT_LOGGED not in shown(reply)
    assert [row["receipt"] for row in bot.rows()] == [receipt_of(reply)]
    bot.wait_until_ready(200)


@pytest.mark.parametrize("damage", [put_garbage_in_its_place, put_a_folder_in_its_place])
def test_a_log_that_is_mended_is_written_again_without_a_restart(
    bot: Bot, damage: Callable[[Bot], None]
) -> None:
    slack = bot.start()
    slack.command(LINE)
    damage(bot)
    assert NOT_LOGGED in shown(slack.command(LINE))
    bot.wait_until_ready(503)
    for path in (bot.database, *beside(bot)):
        path.rename(bot.folder / f"away{path.suffix}")
    bot.wait_until_ready(200)
    logged = slack.command(LINE)
    assert NOT_LOGGED not in shown(logged)
    assert [row["receipt"] for row in bot.rows()] == [receipt_of(logged)]


def test_an_answer_that_does_not_say_otherwise_is_in_the_log(bot: Bot) -> None:
    slack = bot.start()
    replies = [slack.command(LINE)]
    move_garbage_over_it(bot)
    replies += [slack.command(LINE) for _ in range(3)]
    assert bot.program.stop()[0] == 0
    promised = {receipt_of(reply) for reply in replies[1:] if NOT_LOGGED not in shown(reply)}
    assert not promised or promised <= {row["receipt"] for row in bot.rows()}
