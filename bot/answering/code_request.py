"""The structured request of a code card."""

from __future__ import annotations

from typing import Literal

from bot.answering.stored import StoredRequest
from rules import Setting


class StoredCodeRequest(StoredRequest):
    """One code whose card is asked for."""

    command: Literal["code"] = "code"
    code: str
    setting: Setting | None = None
    payer: str | None = None

    def all_codes(self) -> list[str]:
        """The code."""
        return [self.code]
