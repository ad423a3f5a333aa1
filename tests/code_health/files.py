"""Which files the house rules are about, and what stands in them."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.support import REPOSITORY

NOT_OURS = frozenset(
    {
        ".git",
        ".hypothesis",
        ".mypy_cache",
        ".pytest_cache",
        ".ruff_cache",
        ".venv",
        "__pycache__",
        "build",
        "dist",
        "node_modules",
    }
)
"""Folders that hold nothing we wrote; asked only where git cannot say."""
PRODUCT = ("bot", "rules", "knowledge")


@cache
def our_files() -> tuple[Path, ...]:
    """Every file that is in the repository or would be added to it, relative to its root."""
    if (REPOSITORY / ".git").exists():
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=REPOSITORY,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        names = sorted({Path(name) for name in listed.split("\0") if name})
    else:
        names = sorted(_walk(REPOSITORY))
    return tuple(name for name in names if (REPOSITORY / name).is_file())


def text_of(file: Path) -> str | None:
    """The text of a file given relative to the root; `None` for one that holds no text."""
    try:
        return (REPOSITORY / file).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None


def python_files(*tops: str) -> tuple[Path, ...]:
    """Our Python files, all or those below some top folders."""
    return tuple(file for file in our_files() if file.suffix == ".py" and (not tops or file.parts[0] in tops))


@cache
def tree_of(file: Path) -> ast.Module:
    """A Python file, parsed."""
    return ast.parse((REPOSITORY / file).read_text(encoding="utf-8"), filename=str(file))


def imports_of(file: Path) -> Iterator[tuple[int, str]]:
    """Line and dotted name of everything that a Python file imports."""
    for node in ast.walk(tree_of(file)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield node.lineno, node.module


def _walk(folder: Path) -> Iterator[Path]:
    for entry in folder.iterdir():
        if entry.name in NOT_OURS or entry.name.endswith(".egg-info"):
            continue
        if entry.is_dir():
            yield from _walk(entry)
        else:
            yield entry.relative_to(REPOSITORY)
