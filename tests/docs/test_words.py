"""The words of the field, the changes, and the numbers that prose quotes."""

from __future__ import annotations

import re
import tomllib
from datetime import date

import pytest

import rules
from bot.commands import COMMANDS
from bot.render.words import template_names
from rules import CountingRule, code_table, parameters, payers, sources
from tests.cases.case_files import all_cases
from tests.docs.markdown import PROSE, links, text_of, without_fences
from tests.support import REPOSITORY

NOT_NOUNS_OF_THE_FIELD = {
    "bad": "says what is wrong with the minutes",
    "billing": "the product's name for what it raises itself",
    "build": "a verb",
    "countable": "says what cannot be done with a code",
    "counted": "what was done with a code",
    "content": "our own files, not the field's",
    "count": "a verb",
    "dated": "says that the value has days",
    "entry": "one row of a table",
    "error": "how Python names what goes wrong",
    "find": "a verb",
    "for": "a little word",
    "from": "a little word",
    "if": "a little word",
    "list": "how the values are kept",
    "no": "a little word",
    "not": "a little word",
    "profile": "the file about a payer",
    "read": "a verb",
    "result": "what a function gives back",
    "settle": "a verb",
    "share": "a verb",
    "unknown": "says what is wrong with the code",
    "use": "how something is taken",
    "user": "who asks",
    "value": "what a parameter holds",
    "version": "of our own files",
    "without": "a little word",
}
"""Words in public names that are no nouns of the field, each with why."""

COUNTS = {
    "codes": lambda: len(code_table()),
    "commands": lambda: len(COMMANDS),
    "counting rules": lambda: len(CountingRule),
    "parameters": lambda: len(parameters()),
    "payers": lambda: len(payers()),
    "sources": lambda: len(sources()),
    "templates": lambda: len(template_names()),
    "worked examples": lambda: sum(1 for _ in all_cases()),
}
"""What a number before such a word counts. A part of them is written in words, or named."""


def words_of(name: str) -> list[str]:
    """The words of a name in either spelling, in the singular and in lower case."""
    parts = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+", name)
    return [part.lower() for part in parts]


def in_singular(word: str) -> str:
    if word.endswith(("ss", "us")) or len(word) < 4:
        return word
    return f"{word[:-3]}y" if word.endswith("ies") else word.removesuffix("s")


def glossary() -> dict[str, str]:
    rows = re.findall(r"^\| ([^|]+?) \| (.+?) \|$", text_of("GLOSSARY.md"), flags=re.MULTILINE)
    return {word: meaning for word, meaning in rows if word not in ("Word", "---")}


@pytest.mark.parametrize("name", rules.__all__)
def test_the_glossary_lists_the_nouns_of_every_public_name(name: str) -> None:
    listed = {in_singular(word) for entry in glossary() for word in words_of(entry)}
    missing = [
        word
        for word in map(in_singular, words_of(name))
        if word not in listed and word not in NOT_NOUNS_OF_THE_FIELD
    ]
    assert not missing, f"{name}: GLOSSARY.md does not list {', '.join(missing)}"


def test_no_exception_is_left_over() -> None:
    used = {in_singular(word) for name in rules.__all__ for word in words_of(name)}
    listed = {in_singular(word) for entry in glossary() for word in words_of(entry)}
    assert set(NOT_NOUNS_OF_THE_FIELD) <= used
    assert set(NOT_NOUNS_OF_THE_FIELD) & listed == set()


def test_the_glossary_is_in_order_and_every_meaning_is_a_sentence() -> None:
    entries = glossary()
    assert len(entries) > 20
    assert list(entries) == sorted(entries, key=str.lower)
    assert [word for word, meaning in entries.items() if not meaning.endswith(".")] == []


def test_the_changelog_has_an_entry_for_this_version_with_its_day() -> None:
    version = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    headings = re.findall(r"^## (\S+), (\d{4}-\d{2}-\d{2})$", text_of("CHANGELOG.md"), flags=re.MULTILINE)
    assert headings, "write headings as ## 0.1.0, 2026-11-23"
    assert headings[0][0] == version, f"the first entry is {headings[0][0]}, the project is {version}"
    days = [date.fromisoformat(day) for _, day in headings]
    assert days == sorted(days, reverse=True)
    entry = text_of("CHANGELOG.md").partition(f"## {version},")[2].partition("\n## ")[0]
    assert re.search(r"^- \S", entry, flags=re.MULTILINE), "the entry says nothing"


def counts_in(text: str) -> list[tuple[int, str]]:
    """Numbers that stand before a word we count: `203 codes`."""
    pattern = rf"(?<![\w.,:/–-])(\d+) ({'|'.join(sorted(COUNTS, key=len, reverse=True))})\b"
    return [(int(number), what) for number, what in re.findall(pattern, text)]


@pytest.mark.parametrize("name", PROSE)
def test_the_counts_that_prose_quotes_are_right(name: str) -> None:
    faults = [
        f"{name} says {number} {what}; there are {COUNTS[what]()}"
        for number, what in counts_in(without_fences(name))
        if number != COUNTS[what]()
    ]
    assert not faults, "\n".join(faults)


def test_a_wrong_count_would_be_seen() -> None:
    assert counts_in("It knows 203 codes and 19 payers; 1.5 codes and code 97112 codes.") == [
        (203, "codes"),
        (19, "payers"),
        (97112, "codes"),
    ]


@pytest.mark.parametrize(
    "name",
    [*PROSE, *sorted(p.relative_to(REPOSITORY).as_posix() for p in (REPOSITORY / "docs").rglob("*.md"))],
)
def test_every_link_within_the_repository_leads_somewhere(name: str) -> None:
    folder = (REPOSITORY / name).parent
    broken = [
        f"{place}: {target}"
        for place, target in links(name)
        if "://" not in target and not (folder / target.partition("#")[0]).exists()
    ]
    assert not broken, "\n".join(broken)
