"""What data files say for readers beside what the rules load: who checked, whom it is for, notes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache

from pydantic import BaseModel, ConfigDict

from rules.yaml_files import read_model, yaml_files


class Checked(BaseModel):
    """Who read the source, and when; empty until a person has."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    on: date | None
    by: str | None


class Extras(BaseModel):
    """The rest of a parameter or payer file."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    checked: Checked
    scope: dict[str, str | list[str]] = {}
    notes: dict[date, str] = {}


@cache
def extras(folder: str) -> Mapping[str, Extras]:
    """The extras of every file below `rules/<folder>`, by its dotted name.

    Raises:
        ContentError: A file is not usable.
    """
    return {
        path.replace("/", "."): read_model(file, Extras, name=f"{folder}/{path}.yaml")
        for path, file in yaml_files(folder)
    }
