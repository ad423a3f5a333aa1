"""Running what the documents tell people to type."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

from tests.support import REPOSITORY, skip_or_fail

SECONDS = 60


def clean_environment() -> dict[str, str]:
    """This process's own, without settings of the bot, and with the code of this checkout."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SLACK_", "UNITWISE_"))}
    kept.pop("PORT", None)
    return kept | {"PYTHONPATH": str(REPOSITORY)}


def run_unitwise(arguments: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    """`unitwise ARGUMENTS` in a folder; the same as `python -m bot`."""
    return _run([sys.executable, "-m", "bot", *arguments], folder)


def run_python(program: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """A snippet, as a program of its own."""
    return _run([sys.executable, "-c", program], folder)


def run_line(line: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """A line for the shell: `unitwise …`, or a chore of `make` that ends in one.

    The chore's own set-up is not done again: what counts is what it would run at last.
    """
    words = shlex.split(line)
    if words[0] == "make":
        words = shlex.split(_last_of_recipe(words[1:]))
    if Path(words[0]).name != "unitwise":
        raise ValueError(f"{line!r} ends in {words[0]!r}, and only `unitwise` is run here")
    return run_unitwise(words[1:], folder)


def _last_of_recipe(words: list[str]) -> str:
    make = shutil.which("make")
    if make is None:
        skip_or_fail("make is not here, so its chores in the documents were NOT tested")
    listed = _run([make, "--no-print-directory", "-n", *words], REPOSITORY)
    assert listed.returncode == 0, listed.stderr
    return listed.stdout.splitlines()[-1]


def _run(words: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        words, cwd=folder, env=clean_environment(), capture_output=True, text=True, timeout=SECONDS
    )
