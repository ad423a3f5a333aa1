"""Phrasings with something around them, as people write it."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from pathlib import Path

import yaml

SHARE = 0.35
"""Of all phrasings that are also taught with something around them."""


def read_around(path: Path) -> tuple[str, ...]:
    """What may stand around a question, `{q}` in its place."""
    return tuple(yaml.safe_load(path.read_text(encoding="utf-8"))["around"])


def wrapped(texts: Iterable[str], around: tuple[str, ...], seed: str) -> Iterator[str]:
    """Some of the texts, each with something around it; the same ones for the same seed.

    Args:
        texts: Phrasings.
        around: What `read_around` gives.
        seed: Tells one use from another.
    """
    for text in texts:
        chance = random.Random(f"{seed} {text}")  # noqa: S311 - a repeatable choice, no secret
        if chance.random() < SHARE:
            yield chance.choice(around).format(q=text)
