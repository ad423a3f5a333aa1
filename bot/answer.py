"""The public answer object (`"schema": 1`), the same on every surface."""

from __future__ import annotations

import json
from datetime import date
from enum import StrEnum
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator


class Intent(StrEnum):
    """What kind of request was understood."""

    UNITS = "units"
    ASSISTANT = "assistant"
    CHECK = "check"
    PAIR = "pair"
    CODE = "code"
    KX = "kx"
    DENIAL = "denial"
    SETTINGS = "settings"
    FAQ = "faq"
    SMALLTALK = "smalltalk"
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


class TopicView(_Part):
    """A knowledge entry that was found, and how well it fits; more is better."""

    id: str
    score: float


class ErrorView(_Part):
    """Why a request was refused or asked back, in a sentence."""

    code: str
    message: str


PARTS = ("topics", "units", "pairs", "assistant", "check", "code", "kx", "denials")
"""What is left out of an answer that has none of it."""


class Answer(_Part):
    """One reply. `text` alone is the whole answer; `blocks` is the same for Slack.

    The blocks are kept as JSON text, for Slack takes them so; they may be given as a list as well.
    """

    schema_: Literal[1] = Field(default=1, alias="schema")
    receipt: str
    request: dict[str, Any]
    intent: Intent
    outcome: Outcome
    confident: bool
    understood: str = ""
    text: str = ""
    blocks_json: str = "[]"
    topics: list[TopicView] | None = None
    units: dict[str, Any] | None = None
    pairs: list[dict[str, Any]] | None = None
    assistant: dict[str, Any] | None = None
    check: dict[str, Any] | None = None
    code: dict[str, Any] | None = None
    kx: dict[str, Any] | None = None
    denials: list[dict[str, Any]] | None = None
    warnings: list[Warning_] = []
    citations: list[CitationView] = []
    used: list[str] = []
    date_of_service: date | None = None
    date_of_service_given: bool = False
    redacted: bool = False
    error: ErrorView | None = None

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    @model_validator(mode="before")
    @classmethod
    def _blocks_as_text(cls, data: object) -> object:
        if not isinstance(data, dict) or "blocks" not in data:
            return data
        text = json.dumps(data["blocks"], ensure_ascii=False, separators=(",", ":"))
        return {name: value for name, value in data.items() if name != "blocks"} | {"blocks_json": text}

    @property
    def blocks(self) -> list[dict[str, Any]]:
        """The Slack blocks, read anew with every look."""
        blocks: list[dict[str, Any]] = json.loads(self.blocks_json)
        return blocks

    @property
    def is_for_everybody(self) -> bool:
        """Whether everybody in a channel may see it, given that it was asked for in public.

        A question back and a refusal repeat what was typed, and settings are one person's own.
        """
        told = self.outcome not in (Outcome.CLARIFY, Outcome.REFUSED)
        return told and self.intent is not Intent.SETTINGS

    def to_json_dict(self) -> dict[str, Any]:
        """The public JSON object; parts that do not apply are left out, `error` stays."""
        dumped = self.model_dump(mode="json", by_alias=True)
        data = {
            **{("blocks" if name == "blocks_json" else name): value for name, value in dumped.items()},
            "blocks": self.blocks,
        }
        return {name: value for name, value in data.items() if value is not None or name not in PARTS}
