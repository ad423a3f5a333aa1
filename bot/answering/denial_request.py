"""The structured request of a question about denial codes."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from bot.answering.stored import StoredRequest
from rules import DenialGroup


class AskedDenial(BaseModel):
    """One denial code: its number, and the group code where one was typed."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str = Field(pattern=r"^[0-9]{1,3}$")
    group: DenialGroup | None = None


class StoredDenialRequest(StoredRequest):
    """Denial codes that are asked about, in typed order."""

    command: Literal["denial"] = "denial"
    codes: tuple[AskedDenial, ...]
