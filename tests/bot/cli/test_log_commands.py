"""`unitwise export`, `purge` and `doctor`."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli.main import unitwise
from bot.store import open_log


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def run(*words: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(unitwise, list(words), input=stdin)


def ask_as(*users: str) -> None:
    lines = "".join(json.dumps({"text": "/units 97110 20", "user": user}) + "\n" for user in users)
    assert run("ask", "--batch", "-", stdin=lines).exit_code == 0


def test_export_prints_every_row_as_json() -> None:
    ask_as("U1", "U2")
    rows = [json.loads(line) for line in run("export").stdout.splitlines()]
    assert [row["minutes"] for row in rows] == [{"97110": 20}, {"97110": 20}]
    assert rows[0]["user_hash"] != rows[1]["user_hash"]
    assert "U1" not in json.dumps(rows[0])


def test_export_prints_what_people_added_to_an_answer() -> None:
    ask_as("U1", "U2")
    log = open_log("unitwise.db")
    first, second = log.rows()
    at = datetime(2026, 11, 22, 14, 0, tzinfo=UTC)
    asyncio.run(log.keep_remark_async(first.receipt, "3 units for […]", at))
    asyncio.run(log.hand_over_async(second.receipt, at))
    log.close()
    rows = [json.loads(line) for line in run("export").stdout.splitlines()]
    assert [row["remark"] for row in rows] == [
        {"text": "3 units for […]", "at": "2026-11-22T14:00:00.000Z"},
        None,
    ]
    assert [row["handover"] for row in rows] == [
        None,
        {"asked_at": "2026-11-22T14:00:00.000Z", "answered_at": None, "solved_at": None},
    ]


def test_purge_by_user_says_how_many_rows_went() -> None:
    ask_as("U1", "U2", "U1")
    assert run("purge", "--user", "U1").stdout == "2 rows deleted.\n"
    assert len(run("export").stdout.splitlines()) == 1


def test_purge_by_age_keeps_what_is_young() -> None:
    ask_as("U1")
    assert run("purge", "--older-than", "1d").stdout == "0 rows deleted.\n"
    assert run("purge", "--older-than", "0h").stdout == "1 row deleted.\n"


@pytest.mark.parametrize("words", [[], ["--older-than", "soon"], ["--older-than", "-1d"]])
def test_purge_without_a_usable_choice_is_refused(words: list[str]) -> None:
    ask_as("U1")
    result = run("purge", *words)
    assert result.exit_code == 2
    assert "90d" in result.stderr
    assert len(run("export").stdout.splitlines()) == 1


def test_a_log_that_is_not_there_is_named() -> None:
    for words in (["export"], ["purge", "--user", "U1"]):
        result = run(*words, "--db", "nowhere.db")
        assert result.exit_code == 1
        assert "nowhere.db" in result.stderr


def test_doctor_is_content_with_a_fresh_set_up() -> None:
    result = run("doctor")
    assert result.exit_code == 0, result.output
    assert "All is well." in result.stdout
    assert "Run one of the two, web or worker" in result.stdout


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({}, "no UNITWISE_TEAM_CHANNEL"),
        ({"UNITWISE_TEAM_CHANNEL": "C0TEAM"}, "UNITWISE_TEAM_CHANNEL needs SLACK_BOT_TOKEN"),
        ({"UNITWISE_TEAM_CHANNEL": "C0TEAM", "SLACK_BOT_TOKEN": "xoxb-1"}, "Ask a person posts to C0TEAM"),
    ],
)
def test_doctor_says_where_a_person_can_be_asked(
    monkeypatch: pytest.MonkeyPatch, settings: dict[str, str], says: str
) -> None:
    for name, value in {"SLACK_SIGNING_SECRET": "s", **settings}.items():
        monkeypatch.setenv(name, value)
    assert says in run("doctor").stdout


def test_doctor_lists_every_fault_and_ends_with_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "broken.db").write_bytes(b"this is no database, only text " * 100)
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xapp-in-the-wrong-place")
    result = run("doctor", "--db", "broken.db")
    assert result.exit_code == 1
    assert result.stderr.count("FAULT") >= 2
    assert "SLACK_BOT_TOKEN" in result.stderr
    assert "broken.db" in result.stderr
    assert "xapp-in-the-wrong-place" not in result.output


def test_the_manifest_is_printed_for_either_way() -> None:
    assert run("manifest").stdout == (Path(__file__).parents[3] / "app_manifest.yaml").read_text()
    assert (
        "https://units.example.org/slack/events"
        in run("manifest", "--http", "https://units.example.org").stdout
    )
    refused = run("manifest", "--http", "http://units.example.org")
    assert refused.exit_code == 2
