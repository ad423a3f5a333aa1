"""The modifiers that therapy claims meet: what each states, when it may stand, and its place on the line.

Encoded: our own short meaning, the class that settles the place on the line, first and last day.
Left to judgement: whether the fact that a modifier states is true.
Source: `tables/modifiers.yaml`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict, Field

from rules.citations import Citation, sources
from rules.errors import ParameterFileError
from rules.loader import CiteEntry
from rules.payers import ModifierClass
from rules.timeline import Confidence
from rules.yaml_files import read_model

FILE = "tables/modifiers.yaml"


@dataclass(frozen=True, slots=True)
class ModifierEntry:
    """One modifier.

    Attributes:
        modifier: Two characters.
        meaning: What it states, in our own few words.
        when: One or two sentences on who takes it and when.
        modifier_class: Its place in the order of a line; `None` behind those that have one.
        valid_from: First day, or `None` when it is older than the days we answer for.
        valid_through: Last day, or `None` while it lives.
        cite: Where this stands.
        confidence: How well it is known.
    """

    modifier: str
    meaning: str
    when: str
    modifier_class: ModifierClass | None
    valid_from: date | None
    valid_through: date | None
    cite: Citation
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class ModifierTable:
    """Every known modifier, and the order on the line where the payer has none of its own.

    Attributes:
        entries: By the two characters.
        order: Classes, first on the line first.
        order_cite: Where the order stands.
        order_confidence: How well it is known.
    """

    entries: Mapping[str, ModifierEntry]
    order: tuple[ModifierClass, ...]
    order_cite: Citation
    order_confidence: Confidence

    def class_of(self, modifier: str) -> ModifierClass | None:
        """The class of a modifier; `None` where it is not known."""
        entry = self.entries.get(modifier)
        return entry.modifier_class if entry else None


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Order(_Part):
    classes: list[ModifierClass]
    cite: CiteEntry
    confidence: Confidence


class _Row(_Part):
    meaning: str
    when: str = Field(pattern=r"\.$")
    class_: ModifierClass | None = Field(alias="class", default=None)
    valid_from: date | None = None
    valid_through: date | None = None
    cite: CiteEntry
    confidence: Confidence


class _File(_Part):
    title: str
    says: str
    order: _Order
    modifiers: dict[str, _Row]


@cache
def modifier_table() -> ModifierTable:
    """The shipped modifiers, read on first use.

    Raises:
        ParameterFileError: With every unusable row.
    """
    content = read_model(files("rules").joinpath(FILE), _File, name=FILE)
    faults = [
        f"{FILE}: {name}: source {row.cite.source!r} is not in sources.yaml"
        for name, row in content.modifiers.items()
        if row.cite.source not in sources()
    ]
    faults += [
        f"{FILE}: {name!r} is not a modifier: two capitals or digits, such as GP or 59"
        for name in content.modifiers
        if not _is_modifier(name)
    ]
    if faults:
        raise ParameterFileError("\n".join(faults))
    return ModifierTable(
        entries={
            name: ModifierEntry(
                modifier=name,
                meaning=row.meaning,
                when=row.when,
                modifier_class=row.class_,
                valid_from=row.valid_from,
                valid_through=row.valid_through,
                cite=Citation(row.cite.source, row.cite.at),
                confidence=row.confidence,
            )
            for name, row in content.modifiers.items()
        },
        order=tuple(content.order.classes),
        order_cite=Citation(content.order.cite.source, content.order.cite.at),
        order_confidence=content.order.confidence,
    )


def _is_modifier(text: str) -> bool:
    """Whether a text has the shape of a modifier, known or not: two ASCII capitals or digits."""
    return len(text) == 2 and text.isascii() and text.isalnum() and text == text.upper()
