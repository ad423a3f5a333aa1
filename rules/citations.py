"""Where facts come from: a source named once, and the place in it."""

from __future__ import annotations

from datetime import date
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from rules.yaml_files import read_model


class Citation(NamedTuple):
    """A source id of `sources.yaml` and the section, table or page in it."""

    source: str
    at: str


class Source(BaseModel):
    """One document, page or house convention that facts rest on."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str
    """Title, as the list behind an answer and the documentation print it."""
    short: str | None = None
    """Shorter name for the small print of an answer; the title itself where it is short."""
    publisher: str
    address: str | None = None
    read_through: str | None = None
    """Which pages quoting it were read, when the document itself was not."""
    retrieved_on: date | None = None


class _SourceFile(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    sources: dict[str, Source]


@cache
def sources() -> dict[str, Source]:
    """Every source by its id.

    Raises:
        ParameterFileError: `sources.yaml` is not usable.
    """
    return read_model(files("rules").joinpath("sources.yaml"), _SourceFile, name="sources.yaml").sources
