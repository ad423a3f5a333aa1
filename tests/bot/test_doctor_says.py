"""What `unitwise doctor` says about a bot that cannot post messages."""

from datetime import date
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.doctor import examine
from bot.settings import Settings


def lines_about_the_token(folder: Path, **given: SecretStr) -> list[str]:
    settings = Settings(database=str(folder / "log.db"), **given)  # type: ignore[arg-type]
    report = examine(settings, today=date(2026, 3, 2))
    assert not [fault for fault in report.faults if "TOKEN" in fault]
    return [line for line in report.lines if "SLACK_BOT_TOKEN" in line]


def test_over_http_without_a_token_it_says_what_stays_unanswered(tmp_path: Path) -> None:
    [line] = lines_about_the_token(tmp_path, slack_signing_secret=SecretStr("secret"))
    assert "mentions and direct messages are not answered" in line


@pytest.mark.parametrize(
    "given",
    [{}, {"slack_signing_secret": SecretStr("secret"), "slack_bot_token": SecretStr("xoxb-1")}],
    ids=["no Slack at all", "with a token"],
)
def test_otherwise_it_says_nothing_of_it(tmp_path: Path, given: dict[str, SecretStr]) -> None:
    assert lines_about_the_token(tmp_path, **given) == []
