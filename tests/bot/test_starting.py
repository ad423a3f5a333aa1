"""What is loaded when: little for one command, everything for a server."""

from __future__ import annotations

import gc
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from time import thread_time

import pytest

from bot.assembly import start_service
from bot.question import Question
from bot.settings import load_settings
from tests.support import REPOSITORY

HEAVY = ("bot.redaction.redacting", "bot.answering.guarding", "bot.answering.plain_drafts")
"""The guard and the plain questions, which take a third of a second to load."""
LOADED = f"""
import sys
from click.testing import CliRunner
from bot.cli.main import unitwise
answer = CliRunner().invoke(unitwise, ["ask", sys.argv[1]])
assert answer.exit_code in (0, 2), answer.output
print([name for name in {HEAVY} if name in sys.modules])
"""
LONGEST_FIRST_ANSWER = 0.25
"""Processor seconds; loading what a first question in plain words needs takes several times as long."""


def loaded_by(text: str, folder: Path) -> str:
    command = [sys.executable, "-c", LOADED, text]
    found = subprocess.run(
        command, cwd=folder, env={"PYTHONPATH": str(REPOSITORY)}, capture_output=True, text=True, check=True
    )
    return found.stdout.strip()


@pytest.mark.slow
def test_a_command_that_is_read_whole_loads_neither_guard_nor_search(tmp_path: Path) -> None:
    assert loaded_by("/units 97112 25", tmp_path) == "[]"


@pytest.mark.slow
def test_a_plain_question_and_a_command_with_a_strange_word_load_the_guard(tmp_path: Path) -> None:
    assert loaded_by("what is 97110", tmp_path) == str(list(HEAVY))
    assert "bot.redaction.redacting" in loaded_by("/units 97112 25 for Maria", tmp_path)


@pytest.fixture
def unfrozen() -> Iterator[None]:
    yield
    gc.unfreeze()


@pytest.mark.slow
@pytest.mark.usefixtures("unfrozen")
def test_a_started_server_has_everything_loaded_and_nothing_to_look_through_for_garbage(
    tmp_path: Path,
) -> None:
    service = start_service(load_settings({"UNITWISE_DATABASE": str(tmp_path / "bot.db")}, dotenv=None))
    try:
        for thread in threading.enumerate():
            if thread.name == "library":
                thread.join()
        assert gc.get_freeze_count() > 10_000
        began = thread_time()
        answer = service.answer(Question("do i need modfier 59 on manual with nuero for Mrs Wzyk?"))
        assert thread_time() - began < LONGEST_FIRST_ANSWER
        assert answer.text
    finally:
        service.close()
