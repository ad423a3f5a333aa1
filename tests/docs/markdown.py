"""Reading Markdown as far as the tests need it: fenced blocks, code spans, links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from tests.support import REPOSITORY

PROSE = ("README.md", "CONTRIBUTING.md", "GLOSSARY.md", "CHANGELOG.md")
"""What is written by hand for people."""
_FENCE = re.compile(r"^(?P<indent>[ \t]*)```(?P<kind>\w*)[^\n]*\n(?P<body>.*?)^[ \t]*```[ \t]*$", re.M | re.S)


class Fence(NamedTuple):
    """A fenced block.

    Attributes:
        place: `file:line`.
        kind: The word behind the fence; empty without one.
        body: What stands in it.
    """

    place: str
    kind: str
    body: str


@cache
def text_of(name: str) -> str:
    """A file of the repository."""
    return (REPOSITORY / name).read_text(encoding="utf-8")


def fences(name: str) -> Iterator[Fence]:
    """Every fenced block of a file."""
    text = text_of(name)
    for found in _FENCE.finditer(text):
        line = text.count("\n", 0, found.start()) + 1
        yield Fence(f"{name}:{line}", found["kind"], found["body"])


def without_fences(name: str) -> str:
    """A file without its fenced blocks; lines keep their numbers."""
    return _FENCE.sub(lambda found: "\n" * found[0].count("\n"), text_of(name))


def spans(name: str) -> Iterator[tuple[str, str]]:
    """Place and text of every code span outside fenced blocks; a span may go over two lines."""
    text = without_fences(name)
    for found in re.finditer(r"`([^`]+)`", text):
        line = text.count("\n", 0, found.start()) + 1
        yield f"{name}:{line}", " ".join(found[1].replace("\\|", "|").split())


def links(name: str) -> Iterator[tuple[str, str]]:
    """Place and target of every link and image."""
    text = without_fences(name)
    for found in re.finditer(r"\]\(([^)\s]+)\)", text):
        yield f"{name}:{text.count(chr(10), 0, found.start()) + 1}", found[1]
