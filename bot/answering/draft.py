"""What an answer will say, before it has a receipt and words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from bot.answer import ErrorView, Intent, Outcome
from bot.answering.stored import StoredRequest
from bot.own_defaults import OwnDefaults
from rules import Caution, Citation

Context = Callable[[str, list[str]], dict[str, Any]]
"""Template values for a receipt and the sentences of the cautions."""


@dataclass(frozen=True, slots=True)
class Why:
    """The longer explanation behind a button.

    Attributes:
        template: Which words it takes.
        context: Template values for a receipt.
    """

    template: str
    context: Callable[[str], dict[str, Any]]


class Topic(NamedTuple):
    """An entry that a search found.

    Attributes:
        id: Of the entry.
        score: How well it fits; more is better.
    """

    id: str
    score: float


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
        parts: The answer's parts of its kind, such as `units` and `pairs`, by name.
        cautions: What the asker should know, without the words.
        citations: What it rests on.
        used: Dated values used.
        codes: Codes asked about.
        on: Date of service, when one was settled.
        date_given: Whether it was typed.
        error: Stable id and sentence of a refusal.
        shareable: What the buttons carry, for an answer that can be shared.
        controls: Blocks that stand between the words and the thumbs, for an answer to act on.
        keeps: What the asker has set for themselves, to be kept before the answer leaves.
        why: Template and values of the longer explanation, where there is one.
        holds_typed_words: Whether anything in it repeats what was freely typed.
        topics: Entries that a search found, the best first.
        question: What was asked, as it may be kept: without anything that says who somebody is.
        is_redacted: Whether something that looks like a patient's detail was taken out.
        offers_person: Whether the question can be handed to a person.
    """

    intent: Intent
    outcome: Outcome
    template: str
    context: Context
    request_object: dict[str, Any]
    confident: bool = False
    understood: str = ""
    parts: Mapping[str, Any] = field(default_factory=dict)
    cautions: tuple[Caution, ...] = ()
    citations: tuple[Citation, ...] = ()
    used: tuple[str, ...] = ()
    codes: list[str] = field(default_factory=list)
    on: date | None = None
    date_given: bool = False
    error: ErrorView | None = None
    shareable: StoredRequest | None = None
    why: Why | None = None
    controls: tuple[dict[str, Any], ...] = ()
    keeps: OwnDefaults | None = None
    holds_typed_words: bool = False
    topics: tuple[Topic, ...] = ()
    question: str | None = None
    is_redacted: bool = False
    offers_person: bool = False
