"""The house rules, one function each: a file in, its faults out, each with its line."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.code_health.files import imports_of, tree_of

MOST_LINES = 450

MACHINE_PATH = re.compile(
    r"(?<![\w.~:/<-])/(?:home|root|work|tmp|Users|usr/local|var/folders|private)/[\w.-]+"
)
REGISTRY_HOST = re.compile(
    r"\b(?:pypi\.org|pythonhosted\.org|registry\.npmjs\.org|registry\.yarnpkg\.com|"
    r"(?:[\w-]+\.)*(?:artifactory|nexus|devpi|jfrog)\.[\w.-]+)\b",
    re.IGNORECASE,
)
ADDRESS = re.compile(r"\bhttps?:", re.IGNORECASE)
PRIVATE_DOCUMENT = re.compile(r"\b(?:contract|product|slack|style)\.md\b|\bissue #?\d", re.IGNORECASE)
LEFT_TO_DO = re.compile(r"\b(?:TODO|FIXME|XXX|HACK)\b")
EXEMPTION = re.compile(r"#\s*(?:noqa|pragma)\b(?P<rest>.*)")
EXEMPTION_WITH_REASON = re.compile(r":\s*[\w, ]+?(?:,\s*[\w]+)*\s+[-–#]\s*\w|:\s*no cover\s+[-–#]\s*\w")

PURE_MODULES = frozenset(
    {
        "__future__",
        "bisect",
        "collections",
        "csv",
        "dataclasses",
        "datetime",
        "decimal",
        "enum",
        "fractions",
        "functools",
        "hashlib",
        "heapq",
        "importlib",
        "io",
        "itertools",
        "json",
        "math",
        "operator",
        "pydantic",
        "re",
        "rules",
        "string",
        "typing",
        "unicodedata",
        "yaml",
    }
)
"""What the rules may import: nothing here knows the time, the network, a database or the environment."""
CLOCK_CALLS = frozenset({"now", "today", "utcnow", "fromtimestamp"})

Fault = tuple[int, str]
Rule = Callable[[Path, str], Iterator[Fault]]


def is_short_enough(file: Path, text: str) -> Iterator[Fault]:
    """A module that is longer does more than one thing."""
    lines = len(text.splitlines())
    if lines > MOST_LINES:
        yield lines, f"{lines} lines, {MOST_LINES} is the most: split it"


def names_no_path_of_a_machine(file: Path, text: str) -> Iterator[Fault]:
    """A path of one machine is wrong on every other."""
    yield from _matches(MACHINE_PATH, text, "is a path of one machine")


def names_no_registry(file: Path, text: str) -> Iterator[Fault]:
    """Where packages come from is for the machine to say that installs them."""
    yield from _matches(REGISTRY_HOST, text, "is a package registry")


def holds_no_address(file: Path, text: str) -> Iterator[Fault]:
    """A lock names versions and checksums; an address in it would bind everyone to one registry."""
    yield from _matches(ADDRESS, text, "begins an address, in a lock")


def speaks_of_itself_alone(file: Path, text: str) -> Iterator[Fault]:
    """A reader has this repository and nothing else; a test may ask for more, and skips loudly without."""
    own = "\n".join("" if "shared_or_skip(" in line else line for line in text.splitlines())
    yield from _matches(PRIVATE_DOCUMENT, own, "names a document that readers do not have")


def leaves_nothing_to_do(file: Path, text: str) -> Iterator[Fault]:
    """What is left to do belongs in the tracker."""
    yield from _matches(LEFT_TO_DO, text, "is left to do")


def explains_exemptions(file: Path, text: str) -> Iterator[Fault]:
    """An exemption that nobody explains is never taken away again."""
    for number, line in enumerate(text.splitlines(), start=1):
        found = EXEMPTION.search(line)
        if found and not EXEMPTION_WITH_REASON.match(found["rest"]):
            yield (
                number,
                f"{found[0].strip()!r}: name what is exempted and why, e.g. # noqa: S701 - the reason",
            )


def is_pure(file: Path, text: str) -> Iterator[Fault]:
    """The rules know no clock, network, database, environment or chance."""
    for line, name in imports_of(file):
        if name.partition(".")[0] not in PURE_MODULES:
            yield line, f"imports {name}, which rules may not"
    for node in ast.walk(tree_of(file)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if node.func.attr in CLOCK_CALLS:
                yield node.lineno, f"asks the clock with .{node.func.attr}()"
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "open":
            yield node.lineno, "opens a file by its path; data files are read as package resources"


def swallows_nothing(file: Path, text: str) -> Iterator[Fault]:
    """A handler for everything hides faults of ours, unless all it does is tidy up and raise again."""
    for node in ast.walk(tree_of(file)):
        if isinstance(node, ast.ExceptHandler) and _takes_everything(node.type) and not _raises_again(node):
            yield node.lineno, "catches everything; name the errors that are expected here"


def prints_nothing(file: Path, text: str) -> Iterator[Fault]:
    """Only the command line and the start of a server speak to a terminal."""
    for node in ast.walk(tree_of(file)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print":
            yield node.lineno, "prints; log it, or say it where the command line does"


def _matches(pattern: re.Pattern[str], text: str, what: str) -> Iterator[Fault]:
    for number, line in enumerate(text.splitlines(), start=1):
        for found in pattern.finditer(line):
            yield number, f"{found[0]!r} {what}"


def _takes_everything(caught: ast.expr | None) -> bool:
    if isinstance(caught, ast.Tuple):
        return any(map(_takes_everything, caught.elts))
    return caught is None or (isinstance(caught, ast.Name) and caught.id in {"Exception", "BaseException"})


def _raises_again(handler: ast.ExceptHandler) -> bool:
    last = handler.body[-1]
    return isinstance(last, ast.Raise) and last.exc is None
