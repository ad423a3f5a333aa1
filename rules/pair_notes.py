"""What is told beside the table for single pairs of codes.

Source: `tables/pair_notes.yaml`, each note with its own.

Encoded: which pair articles take for an edit, and which other edits they quote; what was read of a
table that is not complete here.
Left to judgement: whether a payer of its own bundles such a pair.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from rules.loader import CiteEntry, check_source
from rules.ptp import PairResult, PairStatus
from rules.published import Quarter, Setting
from rules.result import Caution
from rules.timeline import Confidence
from rules.types import CODE_PATTERN
from rules.yaml_files import read_model

_FILE = "tables/pair_notes.yaml"
_Code = Annotated[str, Field(pattern=CODE_PATTERN.pattern)]


class _Note(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    codes: Annotated[list[_Code], Field(min_length=2, max_length=2)]
    cite: CiteEntry
    confidence: Confidence


class _ArticlesDiffer(_Note):
    column_one: Annotated[list[_Code], Field(min_length=1)]


class _ReadWithoutEdit(_Note):
    setting: Setting
    quarter: str


class _Notes(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    articles_differ: list[_ArticlesDiffer]
    read_without_edit: list[_ReadWithoutEdit]


def pair_notes(found: PairResult) -> tuple[Caution, ...]:
    """What is told beside the table's answer on one pair.

    Args:
        found: The answer.

    Returns:
        `articles_differ` where there is no edit and much-read articles say that there is one;
        `read_without_edit` where the table in use cannot say, but an official one was read.

    Raises:
        ContentError: The notes are not usable.

    Source:
        cms-ncci-ptp.
    """
    codes, notes = set(found.codes), _notes()
    told = []
    if found.status is PairStatus.NO_EDIT:
        told += [
            Caution("articles_differ", {"codes": tuple(note.codes), "column_one": tuple(note.column_one)})
            for note in notes.articles_differ
            if set(note.codes) == codes
        ]
    if found.status is PairStatus.NOT_IN_TABLE:
        told += [
            Caution("read_without_edit", {"setting": note.setting, "quarter": note.quarter})
            for note in notes.read_without_edit
            if set(note.codes) == codes and note.setting is found.setting
        ]
    return tuple(told)


@cache
def _notes() -> _Notes:
    notes = read_model(files("rules").joinpath(_FILE), _Notes, name=_FILE)
    for note in (*notes.articles_differ, *notes.read_without_edit):
        check_source(_FILE, note.cite)
    for read in notes.read_without_edit:
        Quarter.parse(read.quarter)
    return notes
