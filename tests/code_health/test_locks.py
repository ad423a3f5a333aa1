"""The locks: exact versions with checksums, in step with what the project asks for."""

from __future__ import annotations

import importlib.metadata
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.code_health.files import PRODUCT, imports_of, python_files
from tests.support import REPOSITORY

RUN, TEST, TRAIN = "requirements.lock", "requirements-test.lock", "requirements-train.lock"
COMES_WITH = {"pydantic_core": "pydantic"}
"""A module that its library tells people to import from, though it is a distribution of its own."""
CHECKSUM = re.compile(r"--hash=sha256:[0-9a-f]{64}")


def project() -> dict[str, Any]:
    return tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))


def wanted(lock: str) -> list[Requirement]:
    """What the project itself asks for in a lock: to run, to be built, and to be tested."""
    content = project()
    if lock == TRAIN:
        return [Requirement(line) for line in content["project"]["optional-dependencies"]["train"]]
    lines = [*content["project"]["dependencies"], *content["build-system"]["requires"]]
    if lock == TEST:
        lines += content["project"]["optional-dependencies"]["test"]
    return [Requirement(line) for line in lines]


def entries(lock: str) -> Iterator[tuple[Requirement, str]]:
    """Every entry of a lock: what it pins, and the whole of it."""
    joined = (REPOSITORY / lock).read_text(encoding="utf-8").replace("\\\n", " ")
    for line in joined.splitlines():
        if line.strip() and not line.startswith("#"):
            yield Requirement(line.partition("--hash")[0].strip()), line


def pins(lock: str) -> Mapping[str, list[Requirement]]:
    found: dict[str, list[Requirement]] = {}
    for pin, _ in entries(lock):
        found.setdefault(canonicalize_name(pin.name), []).append(pin)
    return found


@pytest.mark.parametrize("lock", [RUN, TEST, TRAIN])
def test_every_entry_has_one_version_and_a_checksum_and_nothing_else(lock: str) -> None:
    faults = []
    for pin, line in entries(lock):
        if not re.fullmatch(r"==[\w.+!]+", str(pin.specifier)):
            faults.append(f"{pin}: not one exact version")
        if not CHECKSUM.search(line):
            faults.append(f"{pin}: no checksum")
        if pin.url or re.search(r"\s--(?!hash=sha256:[0-9a-f]{64}(?:\s|$))", line):
            faults.append(f"{pin}: more than a version and checksums")
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("lock", [RUN, TEST, TRAIN])
def test_everything_the_project_asks_for_is_pinned_to_a_version_that_it_takes(lock: str) -> None:
    pinned = pins(lock)
    faults = []
    for requirement in wanted(lock):
        found = pinned.get(canonicalize_name(requirement.name), [])
        if not found:
            faults.append(f"{requirement} is not in {lock}")
        for pin in found:
            version = str(pin.specifier).removeprefix("==")
            if not requirement.specifier.contains(version, prereleases=True):
                faults.append(f"{lock} pins {pin}, the project asks for {requirement}")
    assert not faults, "\n".join(faults)


def test_testing_runs_with_the_very_versions_that_running_does() -> None:
    tested = pins(TEST)
    faults = [
        f"{RUN} pins {pin}, {TEST} has {[str(other) for other in tested.get(name, [])]}"
        for name, found in pins(RUN).items()
        for pin in found
        if str(pin.specifier) not in {str(other.specifier) for other in tested.get(name, [])}
    ]
    assert not faults, "\n".join(faults)


def test_what_is_installed_here_is_what_the_lock_says() -> None:
    faults = []
    for pin, _ in entries(TEST):
        if pin.marker is not None and not Marker(str(pin.marker)).evaluate():
            continue
        installed = importlib.metadata.version(pin.name)
        if not pin.specifier.contains(installed, prereleases=True):
            faults.append(f"{pin}: {installed} is installed")
    assert not faults, "\n".join(faults)


def test_the_product_imports_nothing_but_its_own_dependencies() -> None:
    """Else it would work here, beside the tools of testing, and fail where it is installed alone."""
    declared = {canonicalize_name(Requirement(line).name) for line in project()["project"]["dependencies"]}
    offered_by = importlib.metadata.packages_distributions()
    faults = []
    for file in python_files(*PRODUCT):
        for line, name in imports_of(file):
            top = name.partition(".")[0]
            if top in sys.stdlib_module_names or top in PRODUCT:
                continue
            owners = [*offered_by.get(top, []), COMES_WITH.get(top, top)]
            if not declared & {canonicalize_name(owner) for owner in owners}:
                faults.append(f"{file}:{line}: {name} belongs to no dependency of the project")
    assert not faults, "\n".join(faults)


def test_every_dependency_to_run_is_used() -> None:
    """Some are used by a library that looks for them, not by us."""
    for_libraries = {"aiohttp", "httptools", "uvloop"}
    offered_by = importlib.metadata.packages_distributions()
    tops = {name.partition(".")[0] for file in python_files(*PRODUCT) for _, name in imports_of(file)}
    used = {canonicalize_name(owner) for top in tops for owner in offered_by.get(top, [])}
    declared = {canonicalize_name(Requirement(line).name) for line in project()["project"]["dependencies"]}
    assert declared - used - for_libraries == set()


def test_the_locks_stand_where_the_chores_look_for_them() -> None:
    makefile = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
    assert [lock for lock in (RUN, TEST) if f"--require-hashes -r {lock}" not in makefile] == []
    assert Path(REPOSITORY / RUN).is_file()
