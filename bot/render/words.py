"""Templates: words in Jinja, one file per outcome, its named parts rendered one by one.

Templates mark bold text and code with the filters `bold` and `code`. They write private marks,
which become Slack's markup in blocks and vanish in plain text; so the whole of a part can be
escaped for Slack at once, and nothing typed can bring markup, links or mentions along.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, cached_property
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from jinja2.environment import TemplateModule

from bot.render.phrases import (
    condition_words,
    conditional_words,
    difference_words,
    dollars,
    join_words,
    patient_details,
    reason_words,
    split_words,
)

BOLD_ON, BOLD_OFF, CODE_ON, CODE_OFF = "\ue000", "\ue001", "\ue002", "\ue003"
GAP = "\ue004"
"""Alone on a line: what follows is a paragraph of its own, and a block of its own in Slack."""


def to_mrkdwn(marked: str) -> str:
    """Marked text as Slack's mrkdwn, everything else in it escaped."""
    escaped = marked.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return escaped.replace(BOLD_ON, "*").replace(BOLD_OFF, "*").replace(CODE_ON, "`").replace(CODE_OFF, "`")


def to_plain(marked: str) -> str:
    """Marked text as a person reads it in a terminal; also what makes typed text safe to mark up."""
    bare = marked.replace(f"{GAP}\n", "").replace(GAP, "")
    return bare.replace(BOLD_ON, "").replace(BOLD_OFF, "").replace(CODE_ON, "").replace(CODE_OFF, "")


def template_words(name: str, context: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Render every named part of a template.

    Args:
        name: Path below `bot/templates`, without its suffix.
        context: Values; a name the template asks for and does not find is a fault of ours.

    Returns:
        Name and marked text of each part that has any, in the order of the file.
    """
    template = _template(name)
    parts = []
    filled = template.new_context(dict(context))
    for part, render in template.blocks.items():
        text = _tidy("".join(render(filled)))
        if text:
            parts.append((part, text))
    return parts


def template_names() -> list[str]:
    """Every template there is, without its suffix."""
    return [name.removesuffix(_SUFFIX) for name in _environment().list_templates() if name.endswith(_SUFFIX)]


def one_line(name: str, context: Mapping[str, Any]) -> str:
    """Render a template that is a single sentence."""
    return _tidy(_template(name).render(context))


_SUFFIX = ".mrkdwn.j2"


def _tidy(text: str) -> str:
    """Drop the blank lines and the edges that template tags leave behind."""
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())


@cache
def _template(name: str) -> Template:
    return _environment().get_template(name + _SUFFIX)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("bot", "templates"),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701 - a part is escaped as a whole, see the module's first words
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters.update(
        bold=lambda text: f"{BOLD_ON}{text}{BOLD_OFF}",
        code=lambda text: f"{CODE_ON}{text}{CODE_OFF}",
        units=lambda count: f"{count} unit" if count == 1 else f"{count} units",
        split=split_words,
        dollars=dollars,
        either=lambda names: join_words(names, "or"),
        all_of=lambda names: join_words(names, "and"),
        plus=lambda units, more: {**units, **more},
        paragraphs=f"\n{GAP}\n".join,
        difference=difference_words,
        condition=condition_words,
        conditional=conditional_words,
        reason=reason_words,
        patient_details=patient_details,
        unit_word=lambda count: "unit" if count == 1 else f"{count} units",
        by_code=lambda numbers: " · ".join(f"{code} {number}" for code, number in numbers.items()),
    )
    for folder in ("units", "assistant", "pair", "check", "code"):
        environment.globals[f"{folder}_words"] = _SharedWords(environment, f"{folder}/_words{_SUFFIX}")
    return environment


class _SharedWords:
    """The macros that the templates of a folder share, compiled when the first of them is asked for."""

    def __init__(self, environment: Environment, name: str) -> None:
        self._environment = environment
        self._name = name

    @cached_property
    def _module(self) -> TemplateModule:
        return self._environment.get_template(self._name).module

    def __getattr__(self, macro: str) -> Any:  # noqa: ANN401 - a macro is whatever the template makes of it
        return getattr(self._module, macro)
