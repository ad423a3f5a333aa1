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
DEEPEST = 20
"""Lists and keys within each other, far more than any of our files has."""

Model = TypeVar("Model", bound=BaseModel)

_PYTHON_DATE = re.compile(r"datetime\.date\((\d+), (\d+), (\d+)\)")
_BOOL_TAG = "tag:yaml.org,2002:bool"
_NO_KEYS = "here belong keys with their values, such as `key: value`"


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
    return read_model_text(read_text(file, name=name), model, name=name)


def read_text(file: Traversable, *, name: str) -> str:
    """The text of a file.

    Args:
        file: The file to read.
        name: What the file is called in messages.

    Raises:
        ParameterFileError: It is not UTF-8.
    """
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise ParameterFileError(f"{name}: is not UTF-8 text; save it as UTF-8") from None


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
    if node is None:
        first = next(iter(model.model_fields))
        raise ParameterFileError(f"{name} line 1: the file is empty; begin with {first}:")
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
            key = f" {'.'.join(map(str, path))}:" if path else ""
            where = f"{name} line {_line_of(node, path)}:{key}"
            # The checker's own sentence would name a class of this program.
            says = _NO_KEYS if error["type"] in ("model_type", "dict_type") else error["msg"]
            faults.append(f"{where} {says}{given}")
        raise ParameterFileError("\n".join(faults)) from None
    if faults:
        raise ParameterFileError("\n".join(faults))
    return parsed


def require_plain_yaml(text: str, *, name: str) -> None:
    """Refuse what makes a small document endless or bottomless, before it is read as a whole.

    For a file that somebody else writes: a few aliases within aliases stand for millions of values,
    and a document nested without end exhausts the stack.

    Args:
        text: The document.
        name: What the file is called in messages.

    Raises:
        ParameterFileError: It holds an alias or is nested too deeply.
    """
    depth = 0
    try:
        for event in yaml.parse(text, Loader=_StrictLoader):
            line = event.start_mark.line + 1 if event.start_mark else 1
            if isinstance(event, yaml.AliasEvent):
                raise ParameterFileError(
                    f"{name} line {line}: an alias (*{event.anchor}) is not read here; write it out"
                )
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > DEEPEST:
                raise ParameterFileError(
                    f"{name} line {line}: nested too deeply; {DEEPEST} levels are enough"
                )
    except yaml.YAMLError as fault:
        raise _unreadable(text, name, fault) from None


def _read(text: str, name: str) -> tuple[yaml.Node | None, object]:
    """The document as nodes, for their lines, and as data."""
    try:
        loader = _StrictLoader(text)
        try:
            node = loader.get_single_node()
            return node, loader.construct_document(node) if node is not None else None
        finally:
            loader.dispose()
    except yaml.YAMLError as fault:
        raise _unreadable(text, name, fault) from None


def _unreadable(text: str, name: str, fault: yaml.YAMLError) -> ParameterFileError:
    """What is wrong with text that is no YAML, with its line where that is known."""
    if not isinstance(fault, yaml.MarkedYAMLError):
        return ParameterFileError(f"{name}: not readable as YAML ({fault})")
    line = fault.problem_mark.line + 1 if fault.problem_mark else 1
    tabbed = "\t" in "".join(text.splitlines()[line - 1 : line])
    hint = r" ('\t' is a tab; indent with spaces)" if tabbed else ""
    return ParameterFileError(f"{name} line {line}: {fault.problem}{hint}")


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
