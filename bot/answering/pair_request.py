"""The structured request of a pair check."""

from __future__ import annotations

from typing import Literal

from bot.answering.stored import StoredRequest
from rules import Discipline, Setting


class StoredPairRequest(StoredRequest):
    """Codes whose pairs are asked about, each once, in typed order."""

    command: Literal["pair"] = "pair"
    codes: tuple[str, ...]
    payer: str | None = None
    discipline: Discipline | None = None
    setting: Setting | None = None

    def all_codes(self) -> list[str]:
        """Every code asked about."""
        return list(self.codes)
