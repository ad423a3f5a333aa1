"""What an answer will say, before it has a receipt and words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.answer import ErrorView, Intent, Outcome
from bot.answering.units_request import StoredUnitsRequest
from rules import Caution, Citation

Context = Callable[[str, list[str]], dict[str, Any]]
"""Template values for a receipt and the sentences of the cautions."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What an answer will say.

    Attributes:
        intent: What kind of request it was.
        outcome: How it ended.
        template: Which words it takes.
        context: Template values for a receipt and the sentences of the cautions.
        request_object: The answer's `request`; nothing in it was typed freely.
        confident: Whether one calculation is shown as the answer.
        understood: What was understood, read back.
        units: The answer's `units`, for a calculation.
        pairs: The answer's `pairs`, where codes were looked up.
        cautions: What the asker should know, without the words.
        citations: What it rests on.
        used: Dated values used.
        codes: Codes asked about.
        on: Date of service, when one was settled.
        date_given: Whether it was typed.
        error: Stable id and sentence of a refusal.
        shareable: What the buttons carry, for a calculation with codes.
        holds_typed_words: Whether anything in it repeats what was freely typed.
    """

    intent: Intent
    outcome: Outcome
    template: str
    context: Context
    request_object: dict[str, Any]
    confident: bool = False
    understood: str = ""
    units: dict[str, Any] | None = None
    pairs: list[dict[str, Any]] | None = None
    cautions: tuple[Caution, ...] = ()
    citations: tuple[Citation, ...] = ()
    used: tuple[str, ...] = ()
    codes: list[str] = field(default_factory=list)
    on: date | None = None
    date_given: bool = False
    error: ErrorView | None = None
    shareable: StoredUnitsRequest | None = None
    holds_typed_words: bool = False
