"""Reading our own YAML strictly: every fault names the file, the line and the key."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from rules.errors import ParameterFileError

SMALLEST_CODE_LIKE_NUMBER = 10_000

Model = TypeVar("Model", bound=BaseModel)

_PYTHON_DATE = re.compile(r"datetime\.date\((\d+), (\d+), (\d+)\)")
_BOOL_TAG = "tag:yaml.org,2002:bool"


# The same reader in C is eight times as quick; not every build of PyYAML has it.
_SafeLoader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _StrictLoader(_SafeLoader):  # type: ignore[valid-type, misc] # which one it is depends on the build
    """Refuses a key given twice, and takes only `true` and `false` as truth values.

    YAML 1.1 would read the key `on` as a truth value, and let a repeated key pass silently.
    """


def _build_mapping(loader: _StrictLoader, node: yaml.MappingNode) -> dict[Any, Any]:
    mapping: dict[Any, Any] = {}
    for key_node, value_node in node.value:
        if not isinstance(key_node, yaml.ScalarNode):
            raise yaml.MarkedYAMLError(problem="a key must be a word", problem_mark=key_node.start_mark)
        key = loader.construct_object(key_node, deep=True)
        if key in mapping:
            raise yaml.MarkedYAMLError(
                problem=f"key {key!r} is given twice", problem_mark=key_node.start_mark
            )
        mapping[key] = loader.construct_object(value_node, deep=True)
    return mapping


def _build_date(loader: _StrictLoader, node: yaml.ScalarNode) -> object:
    try:
        return loader.construct_yaml_timestamp(node)
    except ValueError:
        problem = f"{node.value} is no date of the calendar"
        raise yaml.MarkedYAMLError(problem=problem, problem_mark=node.start_mark) from None


_StrictLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != _BOOL_TAG]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_StrictLoader.add_implicit_resolver(_BOOL_TAG, re.compile(r"true|false"), list("tf"))
_StrictLoader.add_constructor("tag:yaml.org,2002:timestamp", _build_date)
_StrictLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _build_mapping)


def read_model(file: Traversable, model: type[Model], *, name: str) -> Model:
    """Read one YAML file as `model`.

    Args:
        file: The file to read.
        model: What it must hold; unknown keys are faults.
        name: What the file is called in messages.

    Raises:
        ParameterFileError: With every fault of the file, each with its line and key.
    """
    try:
        text = file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise ParameterFileError(f"{name}: is not UTF-8 text; save it as UTF-8") from None
    return read_model_text(text, model, name=name)


def read_model_text(text: str, model: type[Model], *, name: str) -> Model:
    """Read the text of one YAML document as `model`.

    Args:
        text: The document.
        model: What it must hold; unknown keys are faults.
        name: What the file is called in messages.

    Raises:
        ParameterFileError: With every fault, each with its line and key.
    """
    node, data = _read(text, name)
    faults = [
        f"{name} line {_line_of(node, path)}: {'.'.join(map(str, path))}: {value} looks like a code; quote it"
        for path, value in _bare_numbers(data, ())
    ]
    try:
        parsed = model.model_validate(data)
    except ValidationError as fault:
        for error in fault.errors():
            path = tuple(_as_written(key) for key in error["loc"])
            given = f" (given: {error['input']!r})" if isinstance(error["input"], str | int) else ""
            where = f"{name} line {_line_of(node, path)}: {'.'.join(map(str, path))}"
            faults.append(f"{where}: {error['msg']}{given}")
        raise ParameterFileError("\n".join(faults)) from None
    if faults:
        raise ParameterFileError("\n".join(faults))
    return parsed


def _read(text: str, name: str) -> tuple[yaml.Node | None, object]:
    """The document as nodes, for their lines, and as data."""
    try:
        loader = _StrictLoader(text)
        try:
            node = loader.get_single_node()
            return node, loader.construct_document(node) if node is not None else None
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as fault:
        line = fault.problem_mark.line + 1 if fault.problem_mark else 1
        tabbed = "\t" in "".join(text.splitlines()[line - 1 : line])
        hint = r" ('\t' is a tab; indent with spaces)" if tabbed else ""
        raise ParameterFileError(f"{name} line {line}: {fault.problem}{hint}") from None
    except yaml.YAMLError as fault:
        raise ParameterFileError(f"{name}: not readable as YAML ({fault})") from None


def _as_written(key: str | int) -> str | int:
    """A key of the data as the file writes it; dates come back from checks in Python's own spelling."""
    found = _PYTHON_DATE.fullmatch(key) if isinstance(key, str) else None
    return date(*map(int, found.groups())).isoformat() if found else key


def yaml_files(folder: str) -> Iterator[tuple[str, Traversable]]:
    """Every YAML file below `rules/<folder>`, as (path without suffix, file), in name order."""
    yield from _walk(files("rules").joinpath(folder), "")


def _walk(folder: Traversable, prefix: str) -> Iterator[tuple[str, Traversable]]:
    for entry in sorted(folder.iterdir(), key=lambda item: item.name):
        if entry.is_dir():
            yield from _walk(entry, f"{prefix}{entry.name}/")
        elif entry.name.endswith(".yaml"):
            yield prefix + entry.name.removesuffix(".yaml"), entry


def _bare_numbers(data: object, path: tuple[Any, ...]) -> Iterator[tuple[tuple[Any, ...], int]]:
    """Numbers large enough to be a code typed without quotes, with the way to them."""
    if isinstance(data, dict):
        for key, value in data.items():
            if isinstance(key, int) and key >= SMALLEST_CODE_LIKE_NUMBER:
                yield (*path, key), key
            yield from _bare_numbers(value, (*path, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from _bare_numbers(value, (*path, index))
    elif isinstance(data, int) and data >= SMALLEST_CODE_LIKE_NUMBER:
        yield path, data


def _line_of(node: yaml.Node | None, path: tuple[Any, ...]) -> int:
    """Line of the deepest key of `path` that is in the file; 1 for an empty file."""
    line = 1
    for key in path:
        if isinstance(node, yaml.MappingNode):
            for key_node, value_node in node.value:
                if key_node.value == str(key):
                    node, line = value_node, key_node.start_mark.line + 1
                    break
        elif isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
            node = node.value[key]
            line = node.start_mark.line + 1
    return line
