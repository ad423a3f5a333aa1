"""Ids of every caution that the rules can give, read from their source, for templates to be held against."""

from __future__ import annotations

import ast
import importlib
from functools import cache
from pathlib import Path

import rules

FOLDER = Path(rules.__file__).parent


@cache
def caution_ids() -> frozenset[str]:
    """Every id that any module of `rules/` passes to `caution(...)`.

    Raises:
        ValueError: A call whose id is neither a text nor a constant of its module.
    """
    found = set()
    for file in sorted(FOLDER.glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr == "caution"
            ):
                found.add(_id_of(node.args[0], file))
    return frozenset(found)


def _id_of(argument: ast.expr, file: Path) -> str:
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        return argument.value
    if isinstance(argument, ast.Name):
        value = getattr(importlib.import_module(f"rules.{file.stem}"), argument.id, None)
        if isinstance(value, str):
            return value
    raise ValueError(f"{file.name} line {argument.lineno}: the id of a caution is not a fixed text")
