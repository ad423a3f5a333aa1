"""What every kind of stored request has in common: it is logged, and buttons carry it back."""

from __future__ import annotations

import json
from typing import Any

from pydantic import BaseModel, ConfigDict


class StoredRequest(BaseModel):
    """A structured request without its date of service and without anything typed freely.

    Each kind gives `command` a literal of its own, by which it is read back.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    command: str

    def to_json_dict(self) -> dict[str, Any]:
        """The answer's `request` object."""
        return self.model_dump(mode="json")

    def all_codes(self) -> list[str]:
        """Every code asked about, each once."""
        return []


def compact_json(data: object) -> str:
    """JSON without spaces, as it is stored and carried."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
