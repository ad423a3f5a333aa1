"""Settings from the environment and `.env`, read once and passed down."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dotenv import dotenv_values
from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator

SLACK_API = "https://slack.com/api/"
DEFAULT_DATABASE = "unitwise.db"
OUR_PREFIX = "UNITWISE_"
TEST_PREFIX = "UNITWISE_TEST_"

_PERSON_OR_GROUP = re.compile(r"[UWS][A-Z0-9]{2,39}")
_CHANNEL = re.compile(r"[CG][A-Z0-9]{2,39}")


class SettingsError(Exception):
    """The environment cannot be used. `faults` lists every fault, not just the first."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults


class Settings(BaseModel):
    """Every setting there is. Names in the environment are the upper-case field aliases.

    Slack's own settings are empty when not given; which of them a surface needs is decided by
    the surface, so that the command line and the playground need none.
    """

    model_config = ConfigDict(extra="forbid", populate_by_name=True, frozen=True)

    slack_bot_token: SecretStr | None = Field(default=None, alias="SLACK_BOT_TOKEN")
    slack_signing_secret: SecretStr | None = Field(default=None, alias="SLACK_SIGNING_SECRET")
    slack_app_token: SecretStr | None = Field(default=None, alias="SLACK_APP_TOKEN")
    slack_client_id: str | None = Field(default=None, alias="SLACK_CLIENT_ID")
    slack_client_secret: SecretStr | None = Field(default=None, alias="SLACK_CLIENT_SECRET")
    slack_api_base_url: str = Field(default=SLACK_API, alias="SLACK_API_BASE_URL")
    database: str = Field(default=DEFAULT_DATABASE, alias="UNITWISE_DATABASE")
    leads: str = Field(default="", alias="UNITWISE_LEADS")
    team_channel: str | None = Field(default=None, alias="UNITWISE_TEAM_CHANNEL")
    secret: SecretStr | None = Field(default=None, alias="UNITWISE_SECRET")
    retention_days: int | None = Field(default=None, alias="UNITWISE_RETENTION_DAYS", ge=1)
    timezone: str = Field(default="America/New_York", alias="UNITWISE_TIMEZONE")
    port: int = Field(default=3000, alias="PORT", ge=0, le=65535)

    @field_validator("slack_api_base_url")
    @classmethod
    def _address_ends_in_a_slash(cls, value: str) -> str:
        if not value.startswith(("https://", "http://")):
            raise ValueError("must be an http or https address, e.g. https://slack.com/api/")
        return value if value.endswith("/") else value + "/"

    @field_validator("leads")
    @classmethod
    def _leads_are_ids(cls, value: str) -> str:
        ids = [part.strip() for part in value.split(",") if part.strip()]
        if not all(_PERSON_OR_GROUP.fullmatch(part) for part in ids):
            raise ValueError("must be ids of people or of a user group, e.g. U0123ABCD,U0456EFGH")
        return ",".join(ids)

    @field_validator("team_channel")
    @classmethod
    def _team_channel_is_an_id(cls, value: str | None) -> str | None:
        if value is not None and not _CHANNEL.fullmatch(value):
            raise ValueError("must be a channel's id, not its name, e.g. C0123ABCD")
        return value

    @field_validator("timezone")
    @classmethod
    def _timezone_is_known(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError) as fault:
            raise ValueError(f"no such time zone: {value!r}; use a name like America/Chicago") from fault
        return value


def load_settings(
    environment: Mapping[str, str] | None = None, *, dotenv: Path | None = Path(".env")
) -> Settings:
    """Read the settings once.

    Args:
        environment: Variables to read; the process's own when not given.
        dotenv: A file of `NAME=value` lines, used where it exists; the environment wins over it.

    Raises:
        SettingsError: With every fault, unknown `UNITWISE_` names included.
    """
    merged: dict[str, str] = {}
    if dotenv is not None and dotenv.is_file():
        merged.update({name: value or "" for name, value in dotenv_values(dotenv).items()})
    merged.update(os.environ if environment is None else environment)

    known = {str(field.alias) for field in Settings.model_fields.values()}
    ours = ", ".join(sorted(name for name in known if name.startswith(OUR_PREFIX)))
    faults = [
        f"{name}: no such setting; known are {ours}"
        for name in sorted(merged)
        if name.startswith(OUR_PREFIX) and not name.startswith(TEST_PREFIX) and name not in known
    ]
    try:
        # `NAME=` in a `.env` file means the same as no line at all.
        settings = Settings.model_validate(
            {name: value.strip() for name, value in merged.items() if name in known and value.strip()}
        )
    except ValidationError as fault:
        # The value itself stays out of the message: it may be a token.
        faults += [
            f"{error['loc'][0]}: {error['msg'].removeprefix('Value error, ')}" for error in fault.errors()
        ]
        raise SettingsError(faults) from None
    if faults:
        raise SettingsError(faults)
    return settings
