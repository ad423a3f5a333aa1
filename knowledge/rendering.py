"""An entry → its answer on a date of service: numbers, limits and pair states filled in from `rules`."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from knowledge.entry import Entry
from knowledge.faults import KnowledgeError
from rules import (
    Citation,
    MueTable,
    NoRuleInForce,
    PairStatus,
    PtpTable,
    Setting,
    UserError,
    find_mue,
    find_ptp_edits,
    mue_list,
    parameters,
    ptp_chart,
    units_for_total,
)

_LONGEST_TOTAL = 960
_TEMPLATE_PART = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_OPENED_BY = {
    0: "that no modifier opens",
    1: "that a modifier can open",
    None: "whose indicator is not known",
}


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables that `pair` and `mue` look in; the built-in ones for a setting that is left out."""

    ptp: dict[Setting, PtpTable] = field(default_factory=dict)
    mue: dict[Setting, MueTable] = field(default_factory=dict)

    def ptp_of(self, setting: Setting) -> PtpTable:
        """The table of pair edits for a setting."""
        return self.ptp.get(setting) or ptp_chart(setting)

    def mue_of(self, setting: Setting) -> MueTable:
        """The table of unit maxima for a setting."""
        return self.mue.get(setting) or mue_list(setting)


@dataclass(frozen=True, slots=True)
class Rendered:
    """An answer on a date of service.

    Attributes:
        text: The answer, Markdown.
        corrections: What is said to each myth of the entry, in its order.
        used: `parameter@first-day` of each value filled in.
        citations: Where those values stand.
        unknown: Names of parameters that hold no value on this date; the text says so in their place.
    """

    text: str
    corrections: tuple[str, ...]
    used: tuple[str, ...]
    citations: tuple[Citation, ...]
    unknown: tuple[str, ...]


class _Values:
    """What a template may call, and what it called."""

    def __init__(self, on: date, tables: Tables) -> None:
        self.on, self.tables = on, tables
        self.used: dict[str, None] = {}
        self.citations: dict[Citation, None] = {}
        self.unknown: dict[str, None] = {}

    def functions(self) -> dict[str, Callable[..., str]]:
        return {
            "value": self.value,
            "pair": self.pair,
            "mue": self.mue,
            "span": self.span,
            "units": self.units,
        }

    def value(self, name: str) -> str:
        if name not in parameters():
            raise KnowledgeError(f"no parameter is called {name}")
        parameter = parameters()[name]
        try:
            dated = parameter.on(self.on)
        except NoRuleInForce:
            self.unknown[name] = None
            return f"(not known for {self.on.isoformat()})"
        self.used[dated.reference] = None
        self.citations[dated.cite] = None
        return _written(dated.value, parameter.unit)

    def pair(self, one: str, other: str, setting: str = Setting.PRACTITIONER) -> str:
        table = self.tables.ptp_of(Setting(setting))
        found = find_ptp_edits([one, other], on=self.on, setting=Setting(setting), table=table)[0]
        self._note(found.used, found.citations)
        if found.status is PairStatus.NO_EDIT:
            return f"Medicare's table has no edit on {one} with {other}"
        if found.edit is None:
            return f"the table here cannot say whether {one} with {other} is an edit"
        first, second = found.edit.column_one_code, found.edit.column_two_code
        opened = _OPENED_BY[found.edit.modifier_indicator]
        return f"Medicare's table has an edit on {second} with {first} ({first} is column 1) {opened}"

    def mue(self, code: str, setting: str = Setting.PRACTITIONER) -> str:
        table = self.tables.mue_of(Setting(setting))
        found = find_mue(code, on=self.on, setting=Setting(setting), table=table)
        self._note(found.used, found.citations)
        return "(not known)" if found.entry is None else str(found.entry.value)

    def span(self, units: int) -> str:
        # Asked of the rule itself, so that a changed rule changes every table in the entries.
        fitting = [n for n in range(1, _LONGEST_TOTAL) if units_for_total(n, on=self.on) == units]
        return f"{fitting[0]}–{fitting[-1]}"

    def units(self, minutes: int) -> str:
        return str(units_for_total(minutes, on=self.on))

    def _note(self, used: tuple[str, ...], citations: tuple[Citation, ...]) -> None:
        self.used.update(dict.fromkeys(used))
        self.citations.update(dict.fromkeys(citations))


def _written(value: Any, unit: str) -> str:  # noqa: ANN401 - a parameter may hold any of its kinds
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if unit.startswith("dollars"):
        return f"${value:,}" if isinstance(value, int) else f"${value}"
    return str(value)


def render_entry(entry: Entry, *, on: date, tables: Tables | None = None) -> Rendered:
    """Fill in the values of an entry.

    Args:
        entry: The entry.
        on: Date of service.
        tables: Tables to look in; the built-in ones where none is given.

    Raises:
        KnowledgeError: The entry calls something that is not there.
    """
    values = _Values(on, tables or Tables())
    # Only the functions above can be called; a fault names itself instead of leaving a gap in the answer.
    environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=False)
    environment.globals.clear()
    environment.globals.update(values.functions())
    try:
        text, *corrections = (
            environment.from_string(part).render() for part in (entry.body, *(m.right for m in entry.myths))
        )
    except (TemplateError, UserError, ValueError, TypeError, IndexError) as fault:
        raise KnowledgeError(f"{entry.id}: {fault}") from None
    except KnowledgeError as fault:
        raise KnowledgeError(f"{entry.id}: {fault}") from None
    return Rendered(
        text=text,
        corrections=tuple(corrections),
        used=tuple(values.used),
        citations=tuple(values.citations),
        unknown=tuple(values.unknown),
    )


def without_templates(text: str) -> str:
    """The typed words of a body: what is left when every template value is taken out."""
    return _TEMPLATE_PART.sub(" ", text)


def named_parameters(text: str) -> tuple[str, ...]:
    """The parameters that a text asks for by `value(…)`, each once."""
    calls = _TEMPLATE_PART.findall(text)
    names = [name for call in calls for name in re.findall(r"""\bvalue\(\s*["']([^"']+)["']""", call)]
    return tuple(dict.fromkeys(names))
