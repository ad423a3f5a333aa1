"""A bot that serves one workspace of the fake Slack: its process, its folder and its log."""

from __future__ import annotations

import json
import re
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, TypeVar

from tests.fakes.sides import HttpSide, Reply, SlackSide
from tests.fakes.slack import FakeSlack
from tests.processes.program import PYTHON_M_BOT, Program, environment, run

T = TypeVar("T")

NOT_LOGGED = "not logged"
_RECEIPT = re.compile(r"^Receipt (\S+)$", re.MULTILINE)
ANY_PORT = ("--http", "--port", "0")


class Bot:
    """`unitwise serve` in one folder. It can be started again after it has stopped.

    Args:
        folder: Where everything is kept that it writes.
        slack: The workspace it serves.
    """

    def __init__(self, folder: Path, slack: FakeSlack) -> None:
        self.folder = folder
        self.slack = slack
        self.database = folder / "log.db"
        self.programs: list[Program] = []

    @property
    def program(self) -> Program:
        """The process that was started last."""
        return self.programs[-1]

    def start(self, *flags: str, command: Sequence[str | Path] = PYTHON_M_BOT, **more: str) -> SlackSide:
        """Serve over HTTP or, with `--socket`, over Socket Mode; Slack's side of it comes back.

        Args:
            *flags: For `serve`; HTTP on any port when there are none.
            command: What `serve` is a command of.
            **more: Environment variables.
        """
        flags = flags or ANY_PORT
        over_socket = "--socket" in flags
        opened = self.slack.socket.opened
        settings = environment(self.folder, **{**self.slack.environment(socket=over_socket), **more})
        self.programs.append(Program([*command, "serve", *flags], folder=self.folder, settings=settings))
        if not over_socket:
            return self.slack.over_http(self.program.address)
        self.program.wait_for(lambda: "connected" in self.program.out, "a connection to Slack")
        self.slack.socket.wait_until_connected(opened=opened + 1)
        return self.slack.over_socket()

    @property
    def http(self) -> HttpSide:
        return self.slack.over_http(self.program.address)

    def get(self, path: str, *, timeout: float = 10.0) -> tuple[int, str]:
        """Status and body of one of the operator's pages."""
        status, body, _ = HttpSide(self.slack, self.program.address, timeout=timeout).request(
            b"", {}, method="GET", path=path
        )
        return status, body.decode()

    def wait_until_ready(self, status: int, seconds: float = 8.0) -> str:
        """Wait until `/readyz` has this status, which it may learn with a delay; its body."""
        return wait_until(
            lambda: next((body for got, body in [self.get("/readyz")] if got == status), None),
            f"/readyz with {status}",
            seconds,
        )

    def rows(self) -> list[dict[str, Any]]:
        """Every stored row, oldest first."""
        # Opened for writing, because a log that nobody holds open cannot be read otherwise; never made anew.
        with closing(sqlite3.connect(f"{self.database.as_uri()}?mode=rw", uri=True)) as connection:
            connection.row_factory = sqlite3.Row
            return [dict(row) for row in connection.execute("SELECT * FROM queries ORDER BY rowid")]

    def row(self, receipt: str) -> dict[str, Any]:
        """The one row with this receipt."""
        found = [row for row in self.rows() if row["receipt"] == receipt]
        assert len(found) == 1, f"{len(found)} rows have the receipt {receipt}"
        return found[0]

    def export(self) -> str:
        """What `unitwise export` prints."""
        done = run("export", settings=environment(self.folder), folder=self.folder)
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout

    def end(self) -> None:
        for program in self.programs:
            program.end()


def receipt_of(reply: Reply) -> str:
    """The receipt that the person sees."""
    assert reply.message is not None, f"nothing is shown for it: {reply.status} {reply.body}"
    found = _RECEIPT.findall(reply.message.text)
    assert len(found) == 1, reply.message.text
    return found[0]


def shown(reply: Reply) -> str:
    """The text that the person sees."""
    assert reply.message is not None, f"nothing is shown for it: {reply.status} {reply.body}"
    return reply.message.text


def everything_in(message: Any) -> str:
    """Text and blocks of a shown message, as one text to look through."""
    return message.text + json.dumps(message.blocks, ensure_ascii=False)


def all_at_once(jobs: Sequence[Callable[[], T]]) -> list[T]:
    """Run all of them at the same time."""
    with ThreadPoolExecutor(len(jobs)) as pool:
        return [future.result() for future in [pool.submit(job) for job in jobs]]


def wait_until(look: Callable[[], T | None], what: str, seconds: float = 5.0) -> T:
    """Wait until `look` finds something, and return it."""
    give_up = time.monotonic() + seconds
    while True:
        if found := look():
            return found
        assert time.monotonic() < give_up, f"no {what} within {seconds:g} s"
        time.sleep(0.02)


@contextmanager
def locked(database: Path) -> Iterator[None]:
    """Hold the whole database for writing, as a backup or a database browser may do."""
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        try:
            yield
        finally:
            connection.execute("ROLLBACK")


def assert_nothing_refused(slack: FakeSlack) -> None:
    """Fail for what the fake Slack refused; forget it, so that it fails one test and not all later ones."""
    assert [str(refusal) for refusal in slack.take_refusals()] == []
