"""What several test modules share."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NoReturn

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent
SHARED = REPOSITORY.parent / "shared"


def strict() -> bool:
    """Whether a skip for something missing on this machine counts as a failure."""
    return os.environ.get("UNITWISE_TEST_STRICT") == "1"


def skip_or_fail(reason: str) -> NoReturn:
    """Skip loudly, or fail where `UNITWISE_TEST_STRICT=1` promises that everything is there."""
    if strict():
        pytest.fail(f"{reason} (UNITWISE_TEST_STRICT=1 allows no skip)", pytrace=False)
    pytest.skip(reason)


def shared_or_skip(path: str) -> Path:
    """A file or folder under `../shared`, given relative to it; skips or fails where it is absent."""
    found = SHARED / path
    if not found.exists():
        skip_or_fail(f"../shared/{path} is not here, so what it is needed for was NOT tested")
    return found
