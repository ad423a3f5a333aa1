"""Asking many lines at once: one process on the command line, and signed requests to the web application."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx2
from pydantic import SecretStr

from bot.asgi import EVENTS_PATH, build_asgi
from bot.assembly import build_service
from bot.settings import Settings
from tests.fakes.payloads import form, signed
from tests.support import REPOSITORY

Answers = Mapping[str, dict[str, Any]]
"""Answer objects, or what Slack got, by the name of the line."""
SECRET = "fake-signing-secret"


def ask_on_the_command_line(lines: Mapping[str, str], database: Path) -> Answers:
    """The answer object of every line, from one process.

    Args:
        lines: What is typed, by a name of its own.
        database: File of the log.
    """
    asked = [json.dumps({"id": name, "text": line}) for name, line in lines.items()]
    done = subprocess.run(
        [sys.executable, "-m", "bot", "ask", "--batch", "-"],
        input="\n".join(asked),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        cwd=REPOSITORY,
        env={**_plain_environment(), "UNITWISE_DATABASE": str(database)},
        timeout=100,
    )
    assert (done.returncode, done.stderr) == (0, "")
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer["id"] for answer in answers] == list(lines)
    return {answer["id"]: answer["answer"] for answer in answers}


def ask_in_slack(lines: Mapping[str, str], database: Path) -> Answers:
    """What Slack gets back for every line, each a signed command to the real application.

    Args:
        lines: What is typed, by a name of its own.
        database: File of the log.
    """
    settings = Settings(
        slack_signing_secret=SecretStr(SECRET),
        database=str(database),
        secret=SecretStr("a secret of the tests alone"),
    )
    return asyncio.run(_answers_in_slack(lines, settings))


async def _answers_in_slack(lines: Mapping[str, str], settings: Settings) -> Answers:
    app = build_asgi(settings, build_service(settings))
    answers = {}
    transport = httpx2.ASGITransport(app=app)
    async with (
        app.router.lifespan_context(app),
        httpx2.AsyncClient(transport=transport, base_url="http://slack.test") as client,
    ):
        for number, (name, line) in enumerate(lines.items()):
            body = form(_command_fields(line, trigger=f"{number}.1"))
            got = await client.post(EVENTS_PATH, content=body, headers=signed(body, SECRET))
            assert got.status_code == 200, f"{name}: status {got.status_code}"
            answers[name] = got.json()
    return answers


def _command_fields(line: str, *, trigger: str) -> dict[str, str]:
    command, _, text = line.partition(" ")
    return {
        "team_id": "T0CLINIC1",
        "channel_id": "C0BILLING",
        "user_id": "U0THERAPY",
        "command": command,
        "text": text,
        "response_url": "http://127.0.0.1:1/commands/none",
        "trigger_id": trigger,
    }


def _plain_environment() -> dict[str, str]:
    """This process's environment without settings that a developer may have set."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("UNITWISE_", "SLACK_"))}
