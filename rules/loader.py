"""Parameter files → `Parameter` objects, loaded once on first use."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources.abc import Traversable
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from rules.citations import Citation, sources
from rules.errors import ParameterFileError
from rules.timeline import Confidence, DatedValue, Parameter
from rules.yaml_files import read_model, yaml_files

FOLDER = "parameters"


class _FilePart(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class CiteEntry(_FilePart):
    """A source id and a locator, as files write them."""

    source: str
    at: str = Field(min_length=1)


class ValueEntry(_FilePart):
    """One dated value, as files write it."""

    @model_validator(mode="before")
    @classmethod
    def _is_a_value(cls, data: Any) -> Any:  # noqa: ANN401 - runs before anything is checked
        if isinstance(data, str):
            raise ValueError(  # noqa: TRY004 - only this kind becomes a fault of the file
                "a dated value has value, through, cite and confidence, or is `expected`"
            )
        return data

    value: int | str | list[str] | dict[str, Any] | None
    through: date | Literal["open"]
    cite: CiteEntry
    confidence: Confidence
    published: date | None = None


class _Checked(_FilePart):
    on: date | None
    by: str | None
    against: str

    @model_validator(mode="after")
    def _a_date_has_a_name(self) -> _Checked:
        if (self.on is None) != (self.by is None):
            raise ValueError("`on` and `by` go together: nobody checks without a name and a date")
        return self


EXPECTED = "expected"


def without_expected(data: Any, key: str) -> Any:  # noqa: ANN401 - runs before anything is checked
    """Take the days on which a value is only expected out of the dated values of `key`.

    They go to `expected_from`, so that a fault in a value is reported as one of a value.
    """
    if not isinstance(data, dict) or not isinstance(data.get(key), dict):
        return data
    entries = data[key]
    return data | {
        key: {day: entry for day, entry in entries.items() if entry != EXPECTED},
        "expected_from": [day for day, entry in entries.items() if entry == EXPECTED],
    }


class _ParameterFile(_FilePart):
    label: str
    says: str = Field(pattern=r"\.\s*$")
    unit: str
    applies_by: Literal["date_of_service"]
    scope: dict[str, str | list[str]]
    values: dict[date, ValueEntry]
    expected_from: list[date] = []
    checked: _Checked
    notes: dict[date, str] = {}

    @model_validator(mode="before")
    @classmethod
    def _expected_days_apart(cls, data: Any) -> Any:  # noqa: ANN401 - runs before anything is checked
        return without_expected(data, "values")


def check_source(where: str, cite: CiteEntry) -> None:
    """Refuse a source that nothing is known about.

    Args:
        where: What is cited for, as the message names it.
        cite: The source id and a locator.

    Raises:
        ParameterFileError: The source id is not in `sources.yaml`.
    """
    if cite.source not in sources():
        known = ", ".join(sorted(sources()))
        raise ParameterFileError(f"{where}: source {cite.source!r} is not in sources.yaml; known are {known}")


def build_values(name: str, entries: Mapping[date, ValueEntry]) -> tuple[DatedValue, ...]:
    """Turn file entries into dated values in order.

    Raises:
        ParameterFileError: A source id that is not in `sources.yaml`, or an end before its start.
    """
    values: list[DatedValue] = []
    for effective, entry in sorted(entries.items()):
        check_source(f"{name}: {effective}", entry.cite)
        through = None if entry.through == "open" else entry.through
        if through is not None and through < effective:
            raise ParameterFileError(f"{name}: {effective}: `through` {through} lies before its first day")
        values.append(
            DatedValue(
                reference=f"{name}@{effective.isoformat()}",
                value=entry.value,
                effective=effective,
                through=through,
                cite=Citation(entry.cite.source, entry.cite.at),
                confidence=entry.confidence,
            )
        )
    return tuple(values)


def load_parameter(name: str, file: Traversable) -> Parameter:
    """Read one parameter file.

    Raises:
        ParameterFileError: With every fault of the file.
        OverlapError: Two values claim one day.
    """
    content = read_model(file, _ParameterFile, name=f"{FOLDER}/{name.replace('.', '/')}.yaml")
    return Parameter(
        name=name,
        label=content.label,
        says=content.says,
        unit=content.unit,
        values=build_values(name, content.values),
        expected=tuple(sorted(content.expected_from)),
        checked_on=content.checked.on,
    )


@cache
def parameters() -> Mapping[str, Parameter]:
    """Every parameter by its dotted name.

    Raises:
        ContentError: A file is not usable.
    """
    loaded = {}
    for path, file in yaml_files(FOLDER):
        name = path.replace("/", ".")
        loaded[name] = load_parameter(name, file)
    return loaded


def find_value(reference: str, *also: Mapping[str, Parameter]) -> tuple[Parameter, DatedValue]:
    """The parameter and dated value behind a `parameter@first-day` of an answer.

    Args:
        reference: As answers and the log print it.
        also: Further parameters by name to look in, such as the payers' counting rules.

    Raises:
        KeyError: No such parameter, or no value from that day.
    """
    name, _, first_day = reference.partition("@")
    for known in (parameters(), *also):
        if name in known:
            for value in known[name].values:
                if value.effective.isoformat() == first_day:
                    return known[name], value
    raise KeyError(reference)
