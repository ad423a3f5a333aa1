"""The short hash of all facts: the same for the same files, another for any other."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

import rules
from rules import rules_version, version, yaml_files

DATA = Path(rules.__file__).parent


def version_of(folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(version, "files", lambda _: folder)
    monkeypatch.setattr(yaml_files, "files", lambda _: folder)
    return version.rules_version.__wrapped__()


@pytest.fixture
def shipped() -> str:
    """The version of the files as they are, read before a test points elsewhere."""
    return rules_version()


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    for folder in ("parameters", "payers", "tables"):
        shutil.copytree(DATA / folder, tmp_path / folder)
    return tmp_path


def test_the_version_is_twelve_hexadecimal_characters_and_stays(
    shipped: str, copied: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert re.fullmatch(r"[0-9a-f]{12}", shipped)
    assert version_of(copied, monkeypatch) == shipped


@pytest.mark.parametrize(
    "file",
    [
        "parameters/medicare/timed_units/minutes_per_unit.yaml",
        "payers/medicare.yaml",
        "tables/codes.csv",
        "tables/modifiers.yaml",
        "tables/combinations.yaml",
    ],
)
def test_a_change_of_any_fact_changes_the_version(
    file: str, shipped: str, copied: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (copied / file).open("a", encoding="utf-8") as content:
        content.write("\n")
    assert version_of(copied, monkeypatch) != shipped


def test_a_fact_that_moves_to_another_name_changes_the_version(
    shipped: str, copied: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (copied / "payers/aetna.yaml").rename(copied / "payers/aetna2.yaml")
    assert version_of(copied, monkeypatch) != shipped
