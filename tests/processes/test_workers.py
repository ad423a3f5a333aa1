"""Workers end with the process that started them."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from tests.processes.bots import Bot, wait_until

pytestmark = pytest.mark.slow


def children_of(process: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def is_running(process: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs a /proc file system")
def test_workers_end_when_their_parent_is_killed(bot: Bot) -> None:
    slack = bot.start("--http", "--port", "0", "--workers", "2")
    assert slack.command("/units 97110 20").status == 200
    workers = children_of(bot.program.process.pid)
    assert len(workers) >= 2
    os.kill(bot.program.process.pid, signal.SIGKILL)
    wait_until(lambda: not any(map(is_running, workers)), "end of the workers", seconds=15)
