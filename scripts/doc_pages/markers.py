"""Filling the generated parts of a file that is otherwise written by hand."""

from __future__ import annotations

from collections.abc import Mapping


class DocsFault(Exception):
    """A page cannot be written; the message says what is missing where."""


def fill(text: str, parts: Mapping[str, str]) -> str:
    """Replace what stands between `<!-- name -->` and `<!-- /name -->` for every part.

    Args:
        text: The file as it is.
        parts: What belongs between the markers, by their name.

    Raises:
        DocsFault: With every marker that is not there exactly once.
    """
    faults = [
        f"the marker {marker} stands {text.count(marker)} times; write it once, each on a line of its own"
        for name in parts
        for marker in _markers(name)
        if text.count(marker) != 1
    ]
    faults += [
        f"the marker {_markers(name)[1]} stands before {_markers(name)[0]}; turn them round"
        for name in parts
        if not faults and text.index(_markers(name)[1]) < text.index(_markers(name)[0])
    ]
    if faults:
        raise DocsFault("\n".join(faults))
    for name, part in parts.items():
        start, end = _markers(name)
        before, _, rest = text.partition(start)
        text = f"{before}{start}\n\n{part.strip()}\n\n{end}{rest.partition(end)[2]}"
    return text


def part_of(text: str, name: str) -> str:
    """What stands between the markers of one part; empty where they are missing."""
    start, end = _markers(name)
    return text.partition(start)[2].partition(end)[0].strip()


def _markers(name: str) -> tuple[str, str]:
    return f"<!-- {name} -->", f"<!-- /{name} -->"
