"""Starting programs as people do, and reading what they print while they run."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

START_SECONDS = 30.0
STOP_SECONDS = 10.0


class Program:
    """A program that runs until it is stopped. Use it in a `with` statement.

    Args:
        command: Words, or one line for the shell.
        folder: Where it is started.
        environment: All of its environment.
    """

    def __init__(self, command: Sequence[str] | str, *, folder: Path, environment: Mapping[str, str]) -> None:
        self.process = subprocess.Popen(
            command,
            shell=isinstance(command, str),
            cwd=folder,
            env=dict(environment),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.lines: list[str] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def wait_for(self, pattern: str) -> re.Match[str]:
        """The first line that holds a pattern; fails with all that was printed when none comes."""
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            for line in tuple(self.lines):
                if found := re.search(pattern, line):
                    return found
            if self.process.poll() is not None and not self._reader.is_alive():
                break
            time.sleep(0.05)
        raise AssertionError(f"no line with {pattern!r}; it printed:\n{self.printed}")

    @property
    def printed(self) -> str:
        """All that was printed so far."""
        return "".join(self.lines)

    def stop(self) -> int:
        """Ask it to stop, as a host does; its exit code."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
        return self.process.wait(STOP_SECONDS)

    def __enter__(self) -> Program:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(STOP_SECONDS)
        self._reader.join(STOP_SECONDS)
        if self.process.stdout is not None:
            self.process.stdout.close()

    def _read(self) -> None:
        if self.process.stdout is not None:
            self.lines.extend(iter(self.process.stdout.readline, ""))


def without_settings(**more: str) -> dict[str, str]:
    """This process's environment without any setting of the bot, and with some."""
    ours = ("SLACK_", "UNITWISE_", "PYTHONPATH", "PORT", "VIRTUAL_ENV")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return kept | more
