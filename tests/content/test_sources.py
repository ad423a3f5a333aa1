"""Sources: every one that is named exists, and every one that exists is used."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

import rules
from knowledge import entries
from rules import code_table, parameters, payer_parameters, payers, sources
from tests.cases.case_files import all_cases

FOLDER = Path(rules.__file__).parent
MODULES = sorted(FOLDER.glob("*.py"))
_SOURCE_SECTION = re.compile(r"Source:\s*\n?(.*?)(?:\n\s*\n|\"\"\")", re.DOTALL)


def cited_in_data() -> set[str]:
    dated = {**parameters(), **payer_parameters()}
    cited = {value.cite.source for parameter in dated.values() for value in parameter.values}
    sidecar = yaml.safe_load((FOLDER / "tables/codes.yaml").read_text(encoding="utf-8"))
    tables = "".join(file.read_text(encoding="utf-8") for file in sorted(FOLDER.glob("tables/*.yaml")))
    answers = {place.source for entry in entries().values() for place in entry.sources}
    return cited | answers | {sidecar["rests_on"]} | set(re.findall(r"\bsource: ([\w-]+)", tables))


def test_every_source_named_in_the_data_exists() -> None:
    assert cited_in_data() - sources().keys() == set()


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.stem)
def test_every_source_section_of_a_module_names_a_source_or_a_file(module: Path) -> None:
    for section in _SOURCE_SECTION.findall(module.read_text(encoding="utf-8")):
        named = [source for source in sources() if source in section]
        files = [file for file in re.findall(r"`([\w/]+\.\w+)`", section) if (FOLDER / file).exists()]
        assert named or files, f"{module.name}: {' '.join(section.split())}"


def test_every_source_is_used() -> None:
    in_modules = {
        source for source in sources() for module in MODULES if source in module.read_text(encoding="utf-8")
    }
    assert sources().keys() - cited_in_data() - in_modules == set()


def test_every_source_of_the_worked_examples_exists() -> None:
    cited = {file.from_.source for _, file, _ in all_cases() if not isinstance(file.from_, str)}
    assert cited - sources().keys() == set()


def test_everything_dated_carries_a_place_in_its_source() -> None:
    for parameter in {**parameters(), **payer_parameters()}.values():
        for value in parameter.values:
            assert value.cite.at.strip(), value.reference


def test_every_payer_has_a_label_and_no_alias_in_capitals() -> None:
    for payer in payers().values():
        assert payer.label
        assert all(alias == alias.lower() for alias in payer.aliases)


def test_every_code_has_a_label_of_our_own_and_a_confidence() -> None:
    assert all(entry.label and entry.confidence for entry in code_table())
