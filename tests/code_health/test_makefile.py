"""`make`: the list of chores, and what the chores are made of."""

from __future__ import annotations

import os
import re
import shutil
import subprocess

import pytest

from tests.support import REPOSITORY, skip_or_fail

CHORES = ("run", "test", "check", "fix", "bench", "ask")


def make(*words: str) -> str:
    found = shutil.which("make")
    if found is None:
        skip_or_fail("make is not here, so the chores were NOT tested")
    # Under `make test` an inner make would announce the folders it enters and leaves.
    outer = {"MAKEFLAGS", "MAKELEVEL", "MFLAGS"}
    environment = {name: value for name, value in os.environ.items() if name not in outer}
    done = subprocess.run(
        [found, *words], cwd=REPOSITORY, env=environment, capture_output=True, text=True, timeout=30
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def makefile() -> str:
    return (REPOSITORY / "Makefile").read_text(encoding="utf-8")


def test_bare_make_lists_every_chore_with_what_it_does() -> None:
    listed = dict(re.findall(r"^make (\S+)\s+(\S.*)$", make(), flags=re.MULTILINE))
    phony = re.search(r"^\.PHONY: (.*)$", makefile(), flags=re.MULTILINE)
    assert phony is not None
    assert set(listed) == set(phony[1].split())
    assert set(CHORES) <= set(listed)


def test_every_chore_has_its_recipe() -> None:
    for chore in CHORES:
        assert make("-n", chore, "Q=/billing help").strip(), chore


@pytest.mark.parametrize(
    "part",
    [
        "ruff check .",
        "ruff format --check .",
        "mypy",
        "lint-imports",
        "scripts/build_docs.py --check",
    ],
)
def test_make_check_changes_nothing_and_looks_at(part: str) -> None:
    recipe = make("-n", "check")
    assert part in recipe
    assert "--fix" not in recipe


def test_make_ask_passes_the_message_on_as_one_word() -> None:
    last = make("-n", "ask", "Q=/units 97112 25 97110 10").splitlines()[-1]
    assert last.strip().endswith('/unitwise ask "/units 97112 25 97110 10"')


def test_packages_are_only_installed_with_their_checksums() -> None:
    installs = [line for line in makefile().splitlines() if "$(INSTALL)" in line and ":=" not in line]
    assert installs
    assert [line for line in installs if "--require-hashes" not in line] == []
    assert "PROJECT := $(INSTALL) --no-deps --no-build-isolation --editable ." in makefile()


def test_each_set_up_is_done_again_when_its_lock_changes() -> None:
    assert "run.stamp: requirements.lock pyproject.toml" in makefile()
    assert "test.stamp: requirements-test.lock pyproject.toml" in makefile()
