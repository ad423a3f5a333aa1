"""Settings: read once, every fault at once, no value in a message."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.settings import DEFAULT_DATABASE, SLACK_API, SettingsError, load_settings


def test_nothing_set_is_enough_for_the_playground() -> None:
    settings = load_settings({}, dotenv=None)
    assert settings.slack_api_base_url == SLACK_API
    assert settings.database == DEFAULT_DATABASE
    assert settings.slack_signing_secret is None


def test_the_environment_wins_over_the_dotenv_file_and_blank_means_not_given(tmp_path: Path) -> None:
    dotenv = tmp_path / ".env"
    dotenv.write_text("PORT=4000\nUNITWISE_DATABASE=a.db\nSLACK_APP_TOKEN=\n")
    settings = load_settings({"PORT": "5000", "UNITWISE_TIMEZONE": " "}, dotenv=dotenv)
    assert (settings.port, settings.database) == (5000, "a.db")
    assert settings.slack_app_token is None
    assert settings.timezone == "America/New_York"


def test_every_fault_is_listed_at_once() -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings(
            {"PORT": "high", "UNITWISE_COLOUR": "red", "UNITWISE_TIMEZONE": "Mars", "UNITWISE_TEST_X": "1"},
            dotenv=None,
        )
    faults = caught.value.faults
    assert len(faults) == 3
    assert faults[0].startswith("UNITWISE_COLOUR: no such setting; known are UNITWISE_DATABASE")
    assert any("PORT" in fault for fault in faults)
    assert any("America/Chicago" in fault for fault in faults)


def test_a_token_is_never_printed() -> None:
    settings = load_settings({"SLACK_BOT_TOKEN": "xoxb-very-secret"}, dotenv=None)
    assert "very-secret" not in repr(settings) + str(settings)
    with pytest.raises(SettingsError) as caught:
        load_settings({"SLACK_API_BASE_URL": "xoxb-very-secret"}, dotenv=None)
    assert "very-secret" not in str(caught.value)


def test_people_and_channels_are_named_by_their_ids() -> None:
    settings = load_settings(
        {"UNITWISE_LEADS": "U0ANNA, U0BEN,S0LEADS,", "UNITWISE_TEAM_CHANNEL": "C0TEAM"}, dotenv=None
    )
    assert (settings.leads, settings.team_channel) == ("U0ANNA,U0BEN,S0LEADS", "C0TEAM")
    with pytest.raises(SettingsError) as caught:
        load_settings({"UNITWISE_LEADS": "@anna", "UNITWISE_TEAM_CHANNEL": "#billing"}, dotenv=None)
    leads, channel = caught.value.faults
    assert "UNITWISE_LEADS: must be ids of people or of a user group" in leads
    assert "UNITWISE_TEAM_CHANNEL: must be a channel's id, not its name" in channel


def test_the_api_address_always_ends_in_a_slash() -> None:
    assert load_settings(
        {"SLACK_API_BASE_URL": "http://127.0.0.1:9/api"}, dotenv=None
    ).slack_api_base_url == ("http://127.0.0.1:9/api/")
