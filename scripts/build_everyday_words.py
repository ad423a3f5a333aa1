"""Write the lists of everyday words and of names that the patient-data guard ships with.

    python scripts/build_everyday_words.py --scowl FOLDER --names FOLDER

`--scowl` is the folder of word lists of Debian's package `scowl`; `--names` the folder of the lists of
the United States census of 1990, as the package `names` carries them.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path

import yaml

WORDS = Path(__file__).resolve().parent.parent / "bot" / "redaction" / "words"

COMMON, USUAL, RARER = 10, 20, 35
"""Sizes of SCOWL: about 4,000, 12,000 and 50,000 words."""

WELL_KNOWN_SURNAMES = 3000
"""A usual word that is also one of so many surnames is left out: it is a name too often."""
SHIPPED_SURNAMES = 8000

_ENDINGS = re.compile(r"(?:s|es|ed|d|ing|er|ers|est|ly|ness|able|ment|ments|al|ally|ful|less)$")
_BEGINNINGS = re.compile(r"^(?:un|re|mis|over|under|pre|non|out|in|dis)")


def main() -> None:
    """Read the sources, and write `everyday.txt`, `given_names.txt` and `surnames.txt`."""
    reader = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    reader.add_argument("--scowl", type=Path, required=True, metavar="FOLDER")
    reader.add_argument("--names", type=Path, required=True, metavar="FOLDER")
    asked = reader.parse_args()
    given = _census(asked.names, "dist.female.first") | _census(asked.names, "dist.male.first")
    surnames = _census(asked.names, "dist.all.last")
    by_hand = _plain_words(WORDS / "names_by_hand.txt")
    sizes = _sizes(asked.scowl)
    choices = yaml.safe_load((WORDS / "everyday_choices.yaml").read_text(encoding="utf-8"))
    everyday = set(choices["needed"]) | {
        word
        for word in sizes
        if word not in choices["names_first"] and _is_everyday(word, sizes, given | by_hand.keys(), surnames)
    }
    shipped = [name for name, rank in surnames.items() if rank < SHIPPED_SURNAMES]
    _write("everyday.txt", everyday, "Everyday English words, from SCOWL, less those that are names first.")
    _write("given_names.txt", given, "Given names of the United States census of 1990.")
    _write("surnames.txt", shipped, f"The {SHIPPED_SURNAMES} commonest surnames of the census of 1990.")


def _is_everyday(
    word: str, sizes: dict[str, int], given: dict[str, int] | set[str], surnames: dict[str, int]
) -> bool:
    if sizes[word] == COMMON:
        return True
    if word in given:
        return False
    if sizes[word] == USUAL:
        return surnames.get(word, WELL_KNOWN_SURNAMES) >= WELL_KNOWN_SURNAMES
    return word not in surnames and len(word) > 3 and _is_built_of_a_usual_word(word, sizes)


def _is_built_of_a_usual_word(word: str, sizes: dict[str, int]) -> bool:
    """Whether a rarer word is a usual one with a beginning or an ending: "stricter", "misused"."""
    bare = _BEGINNINGS.sub("", word)
    stems = {bare, _ENDINGS.sub("", word), _ENDINGS.sub("", bare)}
    stems |= {stem + "e" for stem in stems} | {stem[:-1] for stem in stems if stem[-2:-1] == stem[-1:]}
    stems |= {stem[:-1] + "y" for stem in stems if stem.endswith("i")}
    stems |= {stem[:-2] + "y" for stem in stems if stem.endswith("ie")}
    return any(len(stem) > 2 and sizes.get(stem, RARER) < RARER for stem in stems)


def _sizes(folder: Path) -> dict[str, int]:
    """Each plain word with the smallest list it is in."""
    found: dict[str, int] = {}
    for size in (COMMON, USUAL, RARER):
        for kind in ("english", "american"):
            for word in (folder / f"{kind}-words.{size}").read_text(encoding="latin-1").split():
                if word.isascii() and word.isalpha():
                    found.setdefault(word.lower(), size)
    return found


def _census(folder: Path, name: str) -> dict[str, int]:
    """Names with their rank, commonest first."""
    lines = (folder / name).read_text(encoding="ascii").splitlines()
    return {line.split()[0].lower(): rank for rank, line in enumerate(lines) if line.strip()}


def _plain_words(file: Path) -> dict[str, int]:
    lines = [line for line in file.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return {word: 0 for line in lines for word in line.split()}


def _write(name: str, words: set[str] | list[str] | dict[str, int], about: str) -> None:
    note = f"# {about} Written by scripts/build_everyday_words.py;\n# licence: THIRD-PARTY-NOTICES.txt.\n"
    by_letter: dict[str, list[str]] = {}
    for word in sorted(words):
        by_letter.setdefault(word[:2], []).append(word)
    body = "\n".join(" ".join(line) for line in by_letter.values())
    (WORDS / name).write_text(f"{note}{body}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
