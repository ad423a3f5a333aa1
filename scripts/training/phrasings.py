"""More ways to ask for an entry than it lists itself: for learning only, never read when the bot runs."""

from __future__ import annotations

from pathlib import Path


def read_phrasings(folder: Path) -> dict[str, tuple[str, ...]]:
    """The phrasings of each entry, by its id.

    Args:
        folder: Holds one text file for each entry, a phrasing on each line.
    """
    return {
        path.stem: tuple(
            dict.fromkeys(
                line.strip() for line in path.read_text(encoding="utf-8").splitlines() if line.strip()
            )
        )
        for path in sorted(folder.glob("*.txt"))
    }
