"""Writes the pages of `docs/` and the generated parts of the README from the data they describe.

With `--check` it changes nothing, prints what differs and ends with 1 if anything does.
"""

from __future__ import annotations

import argparse
import difflib
import sys
from collections.abc import Mapping
from fnmatch import fnmatch
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
# A checkout describes itself, whether or not it is installed.
sys.path.insert(0, str(REPOSITORY))

from rules import ContentError  # noqa: E402 - needs the line above
from scripts.doc_pages import pages, readme_parts  # noqa: E402 - needs the line above
from scripts.doc_pages.markers import DocsFault, fill  # noqa: E402 - needs the line above

README = "README.md"
WRITTEN = ("docs/images/*.png", "docs/payers.example.yaml")
"""What stands in `docs/` without being generated."""
DIFFERENCE_LINES = 20


def generated_files(root: Path) -> Mapping[str, str]:
    """Every generated file by its path below the root, with what it must hold.

    Args:
        root: Where the README stands whose parts are filled.

    Raises:
        ContentError: A file of rules or worked examples is not usable.
        DocsFault: The README lacks a place to fill, or something has no words yet.
    """
    readme = (root / README).read_text(encoding="utf-8")
    return {**pages(), README: fill(readme, readme_parts())}


def strays(root: Path, generated: Mapping[str, str]) -> list[str]:
    """Files below `docs/` that nothing generates and that are not known as written by hand."""
    found = (path.relative_to(root).as_posix() for path in (root / "docs").rglob("*") if path.is_file())
    return sorted(
        name
        for name in found
        if name not in generated and not any(fnmatch(name, pattern) for pattern in WRITTEN)
    )


def faults(root: Path) -> list[str]:
    """What is not as it would be written: missing, different and stray files."""
    generated = generated_files(root)
    found = []
    for name, wanted in generated.items():
        file = root / name
        if not file.is_file():
            found.append(f"{name} is missing")
            continue
        kept = file.read_text(encoding="utf-8")
        if kept != wanted:
            found.append(f"{name} is not up to date:\n{_difference(kept, wanted)}")
    found += [f"{name} is stray: nothing generates it" for name in strays(root, generated)]
    return found


def write(root: Path) -> list[str]:
    """Write what differs and remove stray pages; the names of both."""
    generated = generated_files(root)
    changed = []
    for name, wanted in generated.items():
        file = root / name
        if not file.is_file() or file.read_text(encoding="utf-8") != wanted:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(wanted, encoding="utf-8")
            changed.append(name)
    for name in strays(root, generated):
        # Only pages of ours can be left over from a former run; anything else is for a person to judge.
        if name.endswith(".md"):
            (root / name).unlink()
            changed.append(f"{name} (removed)")
    return changed


def _difference(kept: str, wanted: str) -> str:
    lines = list(
        difflib.unified_diff(
            kept.splitlines(), wanted.splitlines(), "as it is", "as it would be", n=0, lineterm=""
        )
    )
    more = [f"… {len(lines) - DIFFERENCE_LINES} lines more"] if len(lines) > DIFFERENCE_LINES else []
    return "\n".join(f"    {line}" for line in [*lines[:DIFFERENCE_LINES], *more])


def main(arguments: list[str] | None = None, root: Path = REPOSITORY) -> int:
    """Write or check; the exit code."""
    parser = argparse.ArgumentParser(description="Write the generated pages and parts anew.")
    parser.add_argument("--check", action="store_true", help="change nothing; end with 1 if anything differs")
    options = parser.parse_args(arguments)
    try:
        lines = faults(root) if options.check else write(root)
    except (ContentError, DocsFault) as fault:
        print(fault, file=sys.stderr)
        return 1
    for line in lines:
        print(line)
    if options.check and lines:
        print("Run `make docs` to write the generated pages anew.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
