"""Every house rule over every file it is about, with all faults in one message."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.code_health import house_rules
from tests.code_health.files import PRODUCT, our_files, python_files, text_of
from tests.code_health.house_rules import Rule

# This folder holds what it forbids, as patterns and as seeded faults.
HERE = ("tests", "code_health")
SEEDED = tuple(file for file in our_files() if file.parts[:2] == HERE)
LOCKS = tuple(file for file in our_files() if file.suffix == ".lock" or file.name == "package-lock.json")
WRITTEN_BY_OTHERS = frozenset({"THIRD-PARTY-NOTICES.txt", "LICENSE", "page.js", "page.css"})

BOUNDARIES = frozenset({Path("bot/cli/main.py"), Path("bot/bolt_endpoint.py")})
"""The two places where nobody above could still answer: the terminal, and Slack through Bolt."""
MAY_PRINT = frozenset({Path("bot/server.py"), Path("bot/playground/serving.py")})
"""Beside `bot/cli/`: the lines that say that a server is ready, or why it is not."""


def _texts() -> list[Path]:
    return [file for file in our_files() if file not in SEEDED and file.name not in WRITTEN_BY_OTHERS]


def sweep(rule: Rule, files: Iterable[Path]) -> list[str]:
    """Every fault of every file, as `file:line: what`."""
    faults = []
    for file in files:
        text = text_of(file)
        if text is not None:
            faults += [f"{file.as_posix()}:{line}: {what}" for line, what in rule(file, text)]
    return faults


def _without_prints(file: Path) -> bool:
    return file not in MAY_PRINT and file.parts[:2] != ("bot", "cli")


@pytest.mark.parametrize(
    ("rule", "files"),
    [
        pytest.param(house_rules.is_short_enough, python_files(), id="modules are short"),
        pytest.param(house_rules.names_no_path_of_a_machine, _texts(), id="no path of a machine"),
        pytest.param(house_rules.names_no_registry, _texts(), id="no registry"),
        pytest.param(house_rules.holds_no_address, LOCKS, id="no address in a lock"),
        pytest.param(house_rules.speaks_of_itself_alone, _texts(), id="no document that readers lack"),
        pytest.param(house_rules.leaves_nothing_to_do, _texts(), id="nothing left to do"),
        pytest.param(
            house_rules.explains_exemptions,
            [file for file in python_files() if file not in SEEDED],
            id="exemptions have reasons",
        ),
        pytest.param(house_rules.is_pure, python_files("rules"), id="rules are pure"),
        pytest.param(
            house_rules.swallows_nothing,
            [file for file in python_files(*PRODUCT, "scripts") if file not in BOUNDARIES],
            id="no error is swallowed",
        ),
        pytest.param(
            house_rules.prints_nothing,
            [file for file in python_files(*PRODUCT) if _without_prints(file)],
            id="nothing prints",
        ),
    ],
)
def test_the_rule_holds_in_every_file(rule: Rule, files: list[Path]) -> None:
    assert files
    faults = sweep(rule, files)
    assert not faults, f"{rule.__doc__}\n" + "\n".join(faults)


@pytest.mark.parametrize("file", sorted(BOUNDARIES), ids=str)
def test_each_boundary_catches_everything_once_and_says_why(file: Path) -> None:
    text = text_of(file)
    assert text is not None
    caught = [line for line in text.splitlines() if "except Exception" in line]
    assert len(caught) == 1
    assert "# noqa: BLE001 - the " in caught[0]


def test_every_file_that_may_print_does() -> None:
    idle = [
        file
        for file in MAY_PRINT
        if not (text := text_of(file)) or not list(house_rules.prints_nothing(file, text))
    ]
    assert not idle, f"take them off the list: {idle}"


def test_there_are_locks_to_look_at() -> None:
    assert {lock.name for lock in LOCKS} == {
        "requirements.lock",
        "requirements-test.lock",
        "requirements-train.lock",
        "package-lock.json",
    }
