import contextlib
import itertools
import os
import subprocess
import sys

import pytest

from bot.store import QueryRow, open_log
from bot.store.sqlite import SqliteQueryLog
from tests.support import REPOSITORY

HOLD_THE_LOCK = """
import sqlite3, sys
other = sqlite3.connect(sys.argv[1], isolation_level=None)
other.execute("BEGIN EXCLUSIVE")
print("held", flush=True)
sys.stdin.readline()
"""


@pytest.fixture
def path(tmp_path):
    return tmp_path / "unitwise.db"


@pytest.fixture
def make_row():
    """Make a row of a request that was answered; any column can be given."""
    numbers = itertools.count(1)

    def make(**given):
        columns = {
            "receipt": f"R{next(numbers):05d}",
            "asked_at": "2026-11-22T14:03:05.123Z",
            "surface": "slack_http",
            "team": "T024BE7LD",
            "user_hash": "0f" * 16,
            "command": "units",
            "intent": "units",
            "outcome": "answered",
            "confident": True,
            "request": '{"command":"units","minutes":{"97112":25,"97110":10}}',
            "rules_on": "2026-10-01",
            "codes": '["97112","97110"]',
            "minutes": '{"97112":25,"97110":10}',
            "duration_ms": 1.25,
            "rules_version": "2026.4",
        }
        return QueryRow(**(columns | given))

    return make


@pytest.fixture
def make_log(path):
    """Make a log on the test's file, or on another; all are closed at the end."""
    with contextlib.ExitStack() as open_logs:

        def make(where=path, **given):
            log = SqliteQueryLog(where, **given) if given else open_log(str(where))
            open_logs.callback(log.close)
            return log

        yield make


@pytest.fixture
def log(make_log):
    return make_log()


@pytest.fixture
def start():
    """Start Python code in a process of its own; what still runs at the end is killed."""
    with contextlib.ExitStack() as running:

        def start(code, *arguments):
            process = subprocess.Popen(
                [sys.executable, "-c", code, *map(str, arguments)],
                env=os.environ | {"PYTHONPATH": str(REPOSITORY)},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            running.enter_context(process)
            running.callback(process.kill)
            return process

        yield start


@pytest.fixture
def hold_lock(start):
    """Let another process hold the write lock of a file until `release` is called on what comes back."""

    def hold(path):
        holder = start(HOLD_THE_LOCK, path)
        assert holder.stdout.readline() == "held\n"

        def release():
            holder.communicate("now\n")

        holder.release = release
        return holder

    return hold
