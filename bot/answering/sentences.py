"""One sentence for one thing: a caution, or a reading of something typed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.render.words import one_line
from rules import Caution


def caution_words(caution: Caution) -> str:
    """The sentence for one caution."""
    return one_line(f"cautions/{caution.id}", caution.data)


def reading_words(kind: str, data: Mapping[str, Any]) -> str:
    """The sentence for one reading of something typed."""
    return one_line(f"readings/{kind}", data)
