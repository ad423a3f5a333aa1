"""What the product can do and what it rests on stands on the pages that people read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest

from bot.answering.drafts import draft_answer
from bot.answering.rendered import render_draft
from bot.cli.main import unitwise
from bot.commands import COMMANDS
from bot.manifest import SCOPES, build_manifest
from bot.question import Question
from bot.settings import Settings
from rules import (
    Parameter,
    code_table,
    combination_table,
    modifier_table,
    parameters,
    payer_parameters,
    payers,
    sources,
)
from scripts.doc_pages.command_line import helps
from scripts.doc_pages.markers import part_of
from tests.cases.case_files import all_cases, read_all
from tests.docs.markdown import text_of

TODAY = date(2026, 3, 2)


def part(name: str) -> str:
    found = part_of(text_of("README.md"), name)
    assert found, f"the README has no part {name}"
    return found.replace("\\|", "|")


def help_text() -> str:
    return render_draft(draft_answer(Question("/billing help"), today=TODAY)).words.text


IN_BOTH = [
    pytest.param(words, id=words[0])
    for command in COMMANDS
    for words in [
        (command.name, command.summary, *command.examples),
        *((sub.usage, sub.example) for sub in command.subcommands),
        *((option.usage, option.summary) for option in command.options),
    ]
]


@pytest.mark.parametrize("words", IN_BOTH)
def test_every_command_subcommand_and_option_is_in_the_readme_and_in_the_help(words: tuple[str, ...]) -> None:
    readme, helped = part("commands"), help_text()
    assert [word for word in words if word not in readme] == []
    assert [word for word in words if word not in helped] == []


def test_the_readme_has_an_example_of_every_option_and_says_what_every_subcommand_does() -> None:
    readme = part("commands")
    wanted = [option.example for command in COMMANDS for option in command.options]
    wanted += [sub.summary for command in COMMANDS for sub in command.subcommands]
    assert wanted
    assert [words for words in wanted if words not in readme] == []


def test_the_readme_the_manifest_and_the_help_name_the_same_commands() -> None:
    names = {command.name for command in COMMANDS}
    in_manifest = {entry["command"] for entry in build_manifest()["features"]["slash_commands"]}
    in_readme = set(re.findall(r"^\| `(/\w+)` \|", part("commands"), flags=re.MULTILINE))
    assert names == in_manifest == in_readme


def test_every_scope_is_in_the_readme_with_its_reason() -> None:
    assert [scope for scope, why in SCOPES.items() if f"| `{scope}` | {why} |" not in part("scopes")] == []
    assert part("scopes").count("| `") == len(SCOPES)


def test_every_setting_is_in_the_readme() -> None:
    named = re.findall(r"^\| `([A-Z_]+)` \| \S", part("settings"), flags=re.MULTILINE)
    assert named == [str(field.alias) for field in Settings.model_fields.values()]


def test_every_command_of_the_command_line_is_on_its_page_with_every_option() -> None:
    page = text_of("docs/cli.md")
    faults = []
    for name, command in unitwise.commands.items():
        section = page.partition(f"## unitwise {name}\n")[2].partition("\n## ")[0]
        for parameter in command.params:
            words = parameter.opts if parameter.param_type_name == "option" else [parameter.name.upper()]
            faults += [f"unitwise {name} {word}" for word in words if word not in section]
    assert not faults, f"not in docs/cli.md: {', '.join(faults)}"


@pytest.mark.parametrize("name", ["unitwise", *(f"unitwise {name}" for name in unitwise.commands)])
def test_every_command_has_help_that_says_what_it_does(name: str) -> None:
    text = dict(helps())[name]
    sentence = text.partition("\n\n")[2].strip().partition("\n\n")[0]
    assert sentence.endswith("."), sentence
    assert "Options:" in text


def _flat(value: Any) -> Iterable[Any]:
    if isinstance(value, dict):
        return [*value, *value.values()]
    return value if isinstance(value, list) else [value]


@pytest.mark.parametrize(
    "parameter",
    [*parameters().values(), *payer_parameters().values()],
    ids=lambda parameter: parameter.name,
)
def test_every_parameter_is_printed_with_all_of_its_values_and_sources(parameter: Parameter) -> None:
    if parameter.name in parameters():
        page = text_of("docs/parameters.md")
        section = next(part for part in page.split("\n## ") if f"- Name: `{parameter.name}`" in part)
        assert parameter.label in section
        assert parameter.says.strip() in section
        assert parameter.unit in section
    else:
        name = parameter.name.removeprefix("payers.")
        owner = max((payer for payer in payers() if name.startswith(f"{payer}.")), key=len)
        page = text_of("docs/payers.md").partition("## Built-in payers")[2]
        section = next(part for part in page.split("\n### ") if f"`payer:{owner}`" in part)
        assert section.startswith(payers()[owner].label)
    for value in parameter.values:
        start = "| " if parameter.name in parameters() else f"| {parameter.label} | "
        row = next(
            line
            for line in section.splitlines()
            if line.startswith(start) and str(value.effective) in line and value.cite.at in line
        )
        last = "on" if value.through is None else str(value.through)
        assert last in row
        assert value.cite.at in row
        assert sources()[value.cite.source].title in row
        assert value.confidence.value in row
        if parameter.name in parameters():
            assert [number for number in _flat(value.value) if str(number) not in row] == []
    checked = (
        f"checked on {parameter.checked_on}" if parameter.checked_on else "not yet confirmed by a biller"
    )
    assert checked in section


def test_every_payer_has_its_own_row_in_what_is_covered_for_each_of_its_rules() -> None:
    rows = [line for line in text_of("docs/coverage.md").splitlines() if line.startswith("| ")]
    missing = [
        f"{payer.id} from {value.effective}"
        for payer in payers().values()
        for value in payer.counting_rule.values
        if not any(f"`{payer.id}`" in row and str(value.effective) in row for row in rows)
    ]
    assert not missing


def test_every_code_is_on_its_page_with_its_dates_and_successors() -> None:
    rows = {line[2:7]: line for line in text_of("docs/codes.md").splitlines() if line.startswith("| ")}
    faults = []
    for entry in code_table():
        row = rows.get(entry.code, "")
        wanted = [entry.label, *entry.replaced_by, entry.medicare_replacement or ""]
        wanted += [str(day) for day in (entry.valid_from, entry.valid_through, entry.end_announced) if day]
        faults += [f"{entry.code}: {words}" for words in wanted if words not in row]
    assert not faults, "\n".join(faults)
    assert len(rows) == len(code_table()) + 2


def test_every_modifier_and_every_combination_is_on_its_page() -> None:
    page = text_of("docs/modifiers.md")
    faults = []
    for name, entry in modifier_table().entries.items():
        row = next((line for line in page.splitlines() if line.startswith(f"| {name} |")), "")
        days = [str(day) for day in (entry.valid_from, entry.valid_through) if day]
        wanted = [entry.meaning, entry.when, entry.cite.at, entry.confidence.value, *days]
        faults += [f"{name}: {words}" for words in wanted if words not in row]
    for combination in combination_table().rows:
        row = next((line for line in page.splitlines() if f"| {combination.says} |" in line), "")
        wanted = [combination.severity.value, combination.cite.at, combination.confidence.value]
        wanted += sorted(combination.modifiers)
        faults += [f"{combination.id}: {words}" for words in wanted if words not in row]
    assert not faults, "\n".join(faults)


def test_every_source_is_on_its_page_and_something_rests_on_it() -> None:
    page = text_of("docs/sources.md")
    sections = {name: page.partition(f"- Id: `{name}`")[2].partition("\n## ")[0] for name in sources()}
    assert [name for name, section in sections.items() if not section] == []
    resting = {
        name: section.partition("- Rests on it: ")[2].partition("\n")[0] for name, section in sections.items()
    }
    assert [name for name, what in resting.items() if not what] == []


def test_every_worked_example_is_printed_with_its_arithmetic() -> None:
    assert read_all()[0]
    faults = []
    for theme, _, case in all_cases():
        page = text_of(f"docs/examples/{theme}.md")
        faults += [f"{theme}: {words}" for words in (case.name, *case.because) if words not in page]
    assert not faults, "\n".join(faults)
    overview = text_of("docs/examples.md")
    assert [theme for theme in read_all()[0] if f"(examples/{theme}.md)" not in overview] == []
