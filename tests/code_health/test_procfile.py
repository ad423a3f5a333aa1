"""Each line of the `Procfile` is started as a host starts it, and serves."""

from __future__ import annotations

import os
import re
import stat
import sys
import urllib.request
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.code_health.processes import Program, without_settings
from tests.fakes.slack import FakeSlack
from tests.support import REPOSITORY

SAMPLE = "/units 97112 25 97110 10"
pytestmark = pytest.mark.slow


def lines() -> Mapping[str, str]:
    """Each line, for a shell that the program replaces: signals reach it, and the exit code is its own."""
    text = (REPOSITORY / "Procfile").read_text(encoding="utf-8")
    return {name: f"exec {line}" for name, line in re.findall(r"^([a-z]+): (.+)$", text, flags=re.MULTILINE)}


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """What a host gives: the console script on the path, a port, a disk."""
    scripts = tmp_path / "bin"
    scripts.mkdir()
    script = scripts / "unitwise"
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m bot "$@"\n', encoding="utf-8")
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    return without_settings(
        PATH=f"{scripts}{os.pathsep}{os.environ['PATH']}",
        PYTHONPATH=str(REPOSITORY),
        PORT="0",
        UNITWISE_DATABASE=str(tmp_path / "log.db"),
    )


def test_web_and_worker_are_all_there_is() -> None:
    assert set(lines()) == {"web", "worker"}


def test_web_listens_on_the_port_it_is_given_and_answers_slack(
    tmp_path: Path, environment: dict[str, str], fake_slack: FakeSlack
) -> None:
    settings = environment | fake_slack.environment()
    with Program(lines()["web"], folder=tmp_path, environment=settings) as web:
        port = web.wait_for(r"http://0\.0\.0\.0:(\d+)")[1]
        address = f"http://127.0.0.1:{port}"
        with urllib.request.urlopen(f"{address}/healthz", timeout=5) as health:
            assert health.status == 200
        with urllib.request.urlopen(f"{address}/readyz", timeout=5) as ready:
            assert ready.status == 200
        answer = fake_slack.over_http(address).command(SAMPLE).message
        assert "Medicare: 2 units" in answer.text
        assert web.stop() == 0, web.printed


def test_worker_connects_to_slack_over_its_websocket_and_answers(
    tmp_path: Path, environment: dict[str, str], fake_slack: FakeSlack
) -> None:
    settings = environment | fake_slack.environment(socket=True)
    with Program(lines()["worker"], folder=tmp_path, environment=settings) as worker:
        fake_slack.socket.wait_until_connected(timeout=30)
        answer = fake_slack.over_socket().command(SAMPLE).message
        assert "Medicare: 2 units" in answer.text
        assert worker.stop() == 0, worker.printed


@pytest.mark.parametrize(("name", "wanted"), [("web", "SLACK_SIGNING_SECRET"), ("worker", "SLACK_APP_TOKEN")])
def test_a_line_without_its_settings_ends_with_one_and_names_them(
    name: str, wanted: str, tmp_path: Path, environment: dict[str, str]
) -> None:
    with Program(lines()[name], folder=tmp_path, environment=environment) as program:
        assert program.process.wait(30) == 1
        program.wait_for(wanted)
        assert "Traceback" not in program.printed
