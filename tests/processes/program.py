"""`unitwise` in a process of its own, as a user starts it, and everything that it prints."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from tests.support import REPOSITORY, skip_or_fail

START_SECONDS = 30.0
_ADDRESS = re.compile(r"http://(?P<host>[\d.]+):(?P<port>\d+)")
_OURS = ("SLACK_", "UNITWISE_", "PORT", "PYTEST_")

PYTHON_M_BOT = (sys.executable, "-m", "bot")
BIN = Path(sys.executable).parent


def installed_script() -> Path:
    """The console script beside this Python; skips or fails where the package is not installed."""
    script = BIN / "unitwise"
    if not script.exists():
        skip_or_fail("the console script `unitwise` is not installed, so the Procfile was NOT tested")
    return script


def environment(folder: Path, **more: str) -> dict[str, str]:
    """Variables for a program that keeps all of its files in one folder, and knows no settings but these."""
    (folder / "tmp").mkdir(parents=True, exist_ok=True)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_OURS)}
    return {
        **kept,
        "PATH": os.pathsep.join([str(BIN), os.environ.get("PATH", "")]),
        "PYTHONPATH": str(REPOSITORY),
        "HOME": str(folder),
        "TMPDIR": str(folder / "tmp"),
        "UNITWISE_DATABASE": str(folder / "log.db"),
        "UNITWISE_TIMEZONE": _where_it_is_about_noon(),
        **more,
    }


def _where_it_is_about_noon() -> str:
    """A time zone in which no test sees the day change."""
    ahead = 12 - datetime.now(UTC).hour
    # The names of these zones count westward.
    return f"Etc/GMT{-ahead:+d}" if ahead else "Etc/GMT"


class Program:
    """A running process.

    Args:
        command: What to start.
        folder: Where it is started.
        settings: Its whole environment, as `environment` makes it.
    """

    def __init__(self, command: Sequence[str | Path], *, folder: Path, settings: Mapping[str, str]) -> None:
        self.folder = folder
        self.process = subprocess.Popen(
            list(map(str, command)),
            cwd=folder,
            env=dict(settings),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        self.raw_out, self.raw_err = bytearray(), bytearray()
        self._changed = threading.Condition()
        self._readers = [
            threading.Thread(target=self._read, args=(stream, into), daemon=True)
            for stream, into in ((self.process.stdout, self.raw_out), (self.process.stderr, self.raw_err))
        ]
        for reader in self._readers:
            reader.start()

    @property
    def out(self) -> str:
        """Everything on standard output so far."""
        return self.raw_out.decode()

    @property
    def err(self) -> str:
        """Everything on standard error so far."""
        return self.raw_err.decode()

    @property
    def sentences(self) -> list[str]:
        """The lines on standard error that are meant for a person."""
        return [line for line in self.err.splitlines() if not line.startswith("{")]

    def logged(self, event: str) -> list[dict[str, Any]]:
        """The log lines of one kind."""
        lines = (line for line in self.err.splitlines() if line.startswith("{"))
        return [line for line in map(json.loads, lines) if line.get("event") == event]

    @property
    def address(self) -> str:
        """Where it listens, as it says itself; an address for all of them is reached over loopback."""
        found = self.wait_for(lambda: _ADDRESS.search(self.out), "an address on standard output")
        host = "127.0.0.1" if found["host"] == "0.0.0.0" else found["host"]
        return f"http://{host}:{found['port']}"

    def wait_for(self, look: Callable[[], Any], what: str, seconds: float = START_SECONDS) -> Any:
        """Wait until `look` finds something in what was printed, and return it."""
        give_up = time.monotonic() + seconds
        with self._changed:
            while not (found := look()):
                ended = not any(reader.is_alive() for reader in self._readers)
                assert not ended, f"it ended without {what}: {self.out}\n{self.err}"
                assert time.monotonic() < give_up, f"no {what} in {seconds:g} s: {self.out}\n{self.err}"
                self._changed.wait(0.1)
        return found

    def stop(self, number: signal.Signals = signal.SIGTERM) -> tuple[int, float]:
        """Send a signal; the exit code and how many seconds the end took."""
        started = time.monotonic()
        self.process.send_signal(number)
        return self.wait(), time.monotonic() - started

    def wait(self, seconds: float = START_SECONDS) -> int:
        """Wait for the end, with everything read that was printed."""
        code = self.process.wait(seconds)
        for reader in self._readers:
            reader.join(5)
        return code

    def end(self) -> None:
        """Leave nothing behind, workers included."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.wait()
        for stream in (self.process.stdout, self.process.stderr):
            if stream is not None:
                stream.close()

    def _read(self, stream: IO[bytes], into: bytearray) -> None:
        while part := os.read(stream.fileno(), 65_536):
            with self._changed:
                into.extend(part)
                self._changed.notify_all()
        with self._changed:
            self._changed.notify_all()


def run(
    *arguments: str, settings: Mapping[str, str], folder: Path, given: str = ""
) -> subprocess.CompletedProcess[str]:
    """`python -m bot …` to its end."""
    return subprocess.run(
        [*PYTHON_M_BOT, *arguments],
        input=given,
        cwd=folder,
        env=dict(settings),
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )
