"""Server processes on loopback, each in a folder of its own, and ended by their own process id."""

from __future__ import annotations

import http.client
import os
import queue
import re
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from types import TracebackType

from tests.bench.figures import CannotMeasure
from tests.bench.visits import SIGNING_SECRET
from tests.support import REPOSITORY

READY_SECONDS = 20.0
STOP_SECONDS = 5.0

_ADDRESS = re.compile(r"http://(127\.0\.0\.1):(\d+)")


class Server:
    """A Python module that serves, from its start to its end.

    Args:
        arguments: What follows `python -m`.
        folder: Where it runs; what it keeps goes there.
        environment: Settings, in place of all that this process has for Slack and for us.

    Attributes:
        address: Host and port.

    Raises:
        CannotMeasure: It ended, or said nothing, before it listened.
    """

    def __init__(
        self, arguments: Sequence[str], folder: Path, environment: Mapping[str, str] | None = None
    ) -> None:
        self._started = time.perf_counter()
        self._errors = (folder / "errors.txt").open("w+")
        self._process = subprocess.Popen(
            [sys.executable, "-m", *arguments],
            cwd=folder,
            env=_environment() | dict(environment or {}),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            text=True,
        )
        self._name = " ".join(arguments[:3])
        self._lines: queue.Queue[str | None] = queue.Queue()
        self._reader = threading.Thread(target=self._read_lines, daemon=True)
        self._reader.start()
        try:
            self.address = self._address()
        except BaseException:
            self.stop()
            raise

    def __enter__(self) -> Server:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def seconds_until_answer(self, path: str) -> float:
        """Ask for a page at once, and count from the start of the process to its last byte.

        Raises:
            CannotMeasure: The answer was anything but 200.
        """
        connection = http.client.HTTPConnection(*self.address, timeout=READY_SECONDS)
        try:
            connection.request("GET", path)
            response = connection.getresponse()
            body = response.read()
        except OSError as fault:
            raise CannotMeasure(f"{self._name}: GET {path} failed ({type(fault).__name__})") from fault
        finally:
            connection.close()
        if response.status != 200 or not body:
            raise CannotMeasure(f"{self._name}: GET {path} was answered with {response.status}")
        return time.perf_counter() - self._started

    def resident_mib(self) -> float:
        """Memory that the process holds now, in MiB.

        Raises:
            CannotMeasure: This system does not tell.
        """
        try:
            told = subprocess.run(
                ["ps", "-o", "rss=", "-p", str(self._process.pid)], capture_output=True, text=True, check=True
            )
            return int(told.stdout) / 1024
        except (OSError, subprocess.CalledProcessError, ValueError):
            return self._resident_mib_from_proc()

    def cpu_seconds(self) -> float | None:
        """Processor time used so far; `None` where the system does not tell."""
        try:
            told = Path(f"/proc/{self._process.pid}/stat").read_text()
        except OSError:
            return None
        fields = told.rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def stop(self) -> None:
        """End the process, kindly first."""
        if self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self._process.kill()
        self._process.wait()
        self._reader.join(STOP_SECONDS)
        self._errors.close()

    def _resident_mib_from_proc(self) -> float:
        try:
            told = Path(f"/proc/{self._process.pid}/status").read_text()
        except OSError as fault:
            raise CannotMeasure("neither ps nor /proc tells how much memory the server holds") from fault
        found = re.search(r"^VmRSS:\s+(\d+) kB", told, re.MULTILINE)
        if found is None:
            raise CannotMeasure(f"{self._name} has ended")
        return int(found[1]) / 1024

    def _address(self) -> tuple[str, int]:
        give_up = time.monotonic() + READY_SECONDS
        while True:
            try:
                line = self._lines.get(timeout=max(0.0, give_up - time.monotonic()))
            except queue.Empty:
                raise CannotMeasure(
                    f"{self._name} did not say where it listens in {READY_SECONDS:.0f} s"
                ) from None
            if line is None:
                raise CannotMeasure(f"{self._name} ended before it listened: {self._last_words()}")
            found = _ADDRESS.search(line)
            if found is not None:
                return found[1], int(found[2])

    def _read_lines(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as stream:
            for line in stream:
                self._lines.put(line)
        self._lines.put(None)

    def _last_words(self) -> str:
        self._process.wait()
        self._errors.seek(0)
        return (self._errors.read().strip().splitlines() or ["it said nothing"])[-1][:300]


def our_server(folder: Path) -> Server:
    """The bot, as it serves Slack over HTTP, with a database of its own."""
    return Server(
        ["bot", "serve", "--http", "--port", "0"],
        folder,
        {
            "SLACK_SIGNING_SECRET": SIGNING_SECRET,
            # Nothing is there: no answer to a command may need Slack.
            "SLACK_API_BASE_URL": "http://127.0.0.1:9/api/",
            "UNITWISE_DATABASE": str(database_in(folder)),
        },
    )


def playground_server(folder: Path) -> Server:
    """The local playground, as `make run` starts it."""
    return Server(["bot", "serve", "--playground", "--port", "0"], folder)


def bare_server(folder: Path, answer_bytes: int) -> Server:
    """Bolt with a constant answer."""
    return Server(["tests.bench.bare_app", SIGNING_SECRET, str(answer_bytes)], folder)


def database_in(folder: Path) -> Path:
    """Where our server keeps its log."""
    return folder / "bench.db"


def rows_in(folder: Path) -> int:
    """How many answers our server has logged so far."""
    with closing(sqlite3.connect(database_in(folder))) as connection:
        (rows,) = connection.execute("SELECT count(*) FROM queries").fetchone()
    return int(rows)


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SLACK_", "UNITWISE_"))}
    return kept | {"PYTHONPATH": str(REPOSITORY)}
