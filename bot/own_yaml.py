"""YAML of files that ship with the product, read by the quick loader where there is one."""

from __future__ import annotations

import yaml

_Loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def own_yaml(text: str) -> object:
    """The data of a document of ours.

    Args:
        text: The document; checked by whoever asked for it.
    """
    return yaml.load(text, Loader=_Loader)  # noqa: S506 - a safe loader, with or without its C half
