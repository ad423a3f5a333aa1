"""What a card of one code adds to the tables, by kind of code.

Source: `tables/code_cards.yaml`, each line with its own.

Encoded: what the note must hold, which denials are common, and the everyday codes a card looks edits up with.
Left to judgement: whether a note really shows the skill and the need.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from rules.citations import Citation
from rules.codes import CodeEntry, code_table
from rules.denials import denial_codes
from rules.errors import ParameterFileError
from rules.loader import CiteEntry, check_source
from rules.timeline import Confidence
from rules.types import CountedBy
from rules.yaml_files import read_model

_FILE = "tables/code_cards.yaml"


@dataclass(frozen=True, slots=True)
class NoteNeed:
    """One thing the note must hold.

    Attributes:
        says: In a sentence.
        cite: Where it stands.
        confidence: How well it is known.
    """

    says: str
    cite: Citation
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class CardNotes:
    """What the cards of one kind of code add.

    Attributes:
        kind: Name of the kind.
        note: What the note must hold.
        denials: Numbers of the common denial codes.
    """

    kind: str
    note: tuple[NoteNeed, ...]
    denials: tuple[str, ...]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Need(_Part):
    says: str = Field(pattern=r"\.$")
    cite: CiteEntry
    confidence: Confidence


class _Kind(_Part):
    codes: list[str] = []
    not_paid: bool = False
    counted_by: list[CountedBy] = []
    note: list[_Need]
    denials: list[str]

    def fits(self, entry: CodeEntry) -> bool:
        return (
            entry.code in self.codes
            or (self.not_paid and entry.is_refused_by_medicare)
            or entry.counted_by in self.counted_by
        )


class _Group(_Part):
    codes: list[str] = Field(min_length=1)
    because: Annotated[str, Field(pattern=r"\.$")]


class _File(_Part):
    about: str
    kinds: dict[str, _Kind]
    everyday: list[_Group]


def card_notes(entry: CodeEntry) -> CardNotes:
    """What the card of a code adds: the first kind in the file that fits it.

    Args:
        entry: The code.

    Raises:
        ContentError: The file is not usable, or has no kind for the code.
    """
    for name, kind in _load().kinds.items():
        if kind.fits(entry):
            return _notes(name, kind)
    raise ParameterFileError(f"{_FILE}: no kind fits {entry.code}, counted by {entry.counted_by}")


def all_card_notes() -> tuple[CardNotes, ...]:
    """What the cards of each kind of code add, in the order of the file.

    Raises:
        ContentError: The file is not usable.
    """
    return tuple(_notes(name, kind) for name, kind in _load().kinds.items())


def everyday_codes() -> tuple[str, ...]:
    """The everyday codes, each once, in the order of the file.

    Raises:
        ContentError: The file is not usable.
    """
    return tuple(code for group in _load().everyday for code in group.codes)


def _notes(name: str, kind: _Kind) -> CardNotes:
    note = tuple(
        NoteNeed(need.says, Citation(need.cite.source, need.cite.at), need.confidence) for need in kind.note
    )
    return CardNotes(name, note, tuple(kind.denials))


@cache
def _load() -> _File:
    content = read_model(files("rules").joinpath(_FILE), _File, name=_FILE)
    named = [code for kind in content.kinds.values() for code in kind.codes]
    named += [code for group in content.everyday for code in group.codes]
    faults = [f"{_FILE}: {code} is not in the code table" for code in named if code not in code_table()]
    faults += [
        f"{_FILE}: kinds.{name}: denial {number} is not in the list of denial codes"
        for name, kind in content.kinds.items()
        for number in kind.denials
        if number not in denial_codes()
    ]
    if faults:
        raise ParameterFileError("\n".join(faults))
    for name, kind in content.kinds.items():
        for need in kind.note:
            check_source(f"{_FILE}: kinds.{name}", need.cite)
    return content
