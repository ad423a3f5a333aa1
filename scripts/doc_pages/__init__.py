"""One module for each generated page, and one for the generated parts of the README."""

from __future__ import annotations

from collections.abc import Mapping

from scripts.doc_pages import (
    codes,
    command_line,
    coverage,
    denials,
    examples,
    modifiers,
    parameters,
    payers,
    readme,
    sources,
)


def pages() -> Mapping[str, str]:
    """Every generated page by its path below the repository.

    Raises:
        ContentError: A file of rules or worked examples is not usable.
    """
    return {
        "docs/parameters.md": parameters.page(),
        "docs/payers.md": payers.page(),
        "docs/codes.md": codes.page(),
        "docs/modifiers.md": modifiers.page(),
        "docs/denials.md": denials.page(),
        "docs/coverage.md": coverage.page(),
        "docs/sources.md": sources.page(),
        "docs/cli.md": command_line.page(),
        **{f"docs/{name}": text for name, text in examples.pages().items()},
    }


def readme_parts() -> Mapping[str, str]:
    """What stands between the markers of the README, by the name of the markers.

    Raises:
        DocsFault: Something that belongs there has no words yet.
    """
    return readme.parts()
