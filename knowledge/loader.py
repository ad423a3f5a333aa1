"""Entry files → `Entry` objects, every fault of every file at once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import NamedTuple

from knowledge.entry import Entry
from knowledge.faults import KnowledgeError
from rules.errors import ParameterFileError
from rules.yaml_files import read_model_text

FOLDER = "entries"
_FENCE = "---"
_SUFFIX = ".md"


class EntryFolder(NamedTuple):
    """A folder of entries as read.

    Attributes:
        entries: Those that could be read, by id.
        faults: What is wrong with the others, a line each.
    """

    entries: Mapping[str, Entry]
    faults: tuple[str, ...]


def read_entry(text: str, *, name: str) -> Entry:
    """Read one entry.

    Args:
        text: Front matter between two lines of `---`, then the answer.
        name: What the file is called in messages.

    Raises:
        KnowledgeError: With every fault of the file, each with its line and key.
    """
    lines = text.splitlines()
    if not lines or lines[0].rstrip() != _FENCE or _FENCE not in lines[1:]:
        raise KnowledgeError(
            f"{name} line 1: front matter stands between two lines of `---`, then the answer"
        )
    end = lines.index(_FENCE, 1)
    # The opening line stays, so that faults are counted by the lines of the file.
    front = "\n".join(lines[:end]) + "\n"
    if "\t" in front:
        raise KnowledgeError(f"{name}: has a tab in its front matter; use spaces")
    try:
        entry = read_model_text(front, Entry, name=name)
    except ParameterFileError as fault:
        raise KnowledgeError(str(fault)) from None
    if entry.body:
        raise KnowledgeError(f"{name}: `body` is no key; the answer stands below the front matter")
    return entry.model_copy(update={"body": "\n".join(lines[end + 1 :]).strip()})


def read_folder(folder: Traversable) -> EntryFolder:
    """Read every entry of a folder, in name order."""
    found: dict[str, Entry] = {}
    faults: list[str] = []
    for file in sorted(folder.iterdir(), key=lambda item: item.name):
        if not file.name.endswith(_SUFFIX):
            continue
        name = f"{FOLDER}/{file.name}"
        try:
            entry = read_entry(file.read_text(encoding="utf-8"), name=name)
        except UnicodeDecodeError:
            faults.append(f"{name}: is not UTF-8 text; save it as UTF-8")
            continue
        except KnowledgeError as fault:
            faults.extend(str(fault).splitlines())
            continue
        if entry.id != file.name.removesuffix(_SUFFIX):
            faults.append(f"{name}: its id is {entry.id}; id and file name are the same")
            continue
        found[entry.id] = entry
    return EntryFolder(found, tuple(faults))


def entry_folder() -> Traversable:
    """Where the entries of the product lie."""
    return files("knowledge").joinpath(FOLDER)


@cache
def entries() -> Mapping[str, Entry]:
    """Every entry of the product by its id, read on first use.

    Raises:
        KnowledgeError: With every fault of every file.
    """
    read = read_folder(entry_folder())
    if read.faults:
        raise KnowledgeError("\n".join(read.faults))
    return read.entries
