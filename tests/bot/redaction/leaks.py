"""How a leak and a kept detail are counted."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
_MANY_DIGITS = 7


def messages(file: Path) -> list[dict[str, Any]]:
    """The messages of a file, each with what must vanish and what should stay."""
    found: list[dict[str, Any]] = yaml.safe_load(file.read_text(encoding="utf-8"))["messages"]
    return found


def stands_in(detail: str, text: str) -> bool:
    """Whether a detail is still there, as whole words in any case; long numbers however they are spaced."""
    if re.search(rf"(?<![^\W_]){re.escape(detail)}(?![^\W_])", text, re.IGNORECASE):
        return True
    if sum(character.isdigit() for character in detail) < _MANY_DIGITS:
        return False
    return _close(detail) in _close(text)


def _close(text: str) -> str:
    return re.sub(r"[\s.\-()\[\]]", "", text).casefold()
