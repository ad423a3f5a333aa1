import os
import subprocess
import sys

import pytest

from bot.senders import is_another_at_work, this_process


def test_this_process_is_no_other():
    assert not is_another_at_work(this_process())


def test_a_process_that_runs_is_at_work_and_one_that_ended_is_not():
    other = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    try:
        assert is_another_at_work(str(other.pid))
    finally:
        other.communicate(b"\n")
    assert not is_another_at_work(str(other.pid))


def test_a_process_of_somebody_else_is_at_work(monkeypatch):
    def refuse(process, number):
        raise PermissionError

    monkeypatch.setattr(os, "kill", refuse)
    assert is_another_at_work("1" if this_process() != "1" else "2")


@pytest.mark.parametrize("name", ["", "web-1", "-1", "0x7", "9" * 40])
def test_what_names_no_process_is_not_at_work(name):
    assert not is_another_at_work(name)
