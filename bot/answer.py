"""The public answer object (`"schema": 1`), the same on every surface."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field


class Intent(StrEnum):
    """What kind of request was understood."""

    UNITS = "units"
    PAIR = "pair"
    FAQ = "faq"
    HELP = "help"


class Outcome(StrEnum):
    """How a request ended. A refusal is an outcome, not a failure."""

    ANSWERED = "answered"
    CHOOSE = "choose"
    CLARIFY = "clarify"
    ABSTAINED = "abstained"
    REFUSED = "refused"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Warning_(_Part):
    """Something the asker should know; `id` is stable for machines."""

    id: str
    message: str


class CitationView(_Part):
    """A source id of `rules/sources.yaml` and the place in it."""

    source: str
    at: str


class ErrorView(_Part):
    """Why a request was refused or asked back, in a sentence."""

    code: str
    message: str


class Answer(_Part):
    """One reply. `text` alone is the whole answer; `blocks` is the same for Slack."""

    schema_: Literal[1] = Field(default=1, alias="schema")
    receipt: str
    request: dict[str, Any]
    intent: Intent
    outcome: Outcome
    confident: bool
    understood: str = ""
    text: str = ""
    blocks: list[dict[str, Any]] = []
    units: dict[str, Any] | None = None
    pairs: list[dict[str, Any]] | None = None
    warnings: list[Warning_] = []
    citations: list[CitationView] = []
    used: list[str] = []
    date_of_service: date | None = None
    date_of_service_given: bool = False
    redacted: bool = False
    error: ErrorView | None = None

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    def to_json_dict(self) -> dict[str, Any]:
        """The public JSON object; parts that do not apply are left out, `error` stays."""
        data = self.model_dump(mode="json", by_alias=True)
        for part in ("units", "pairs"):
            if data[part] is None:
                del data[part]
        return data
