"""What a good entry must fulfil beyond its form: every fault of every entry at once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import date

from knowledge.entry import Entry, Status
from knowledge.faults import KnowledgeError
from knowledge.rendering import named_parameters, render_entry, without_templates
from rules import code_table, parameters, payers, sources

FEWEST_PHRASINGS = 20
MOST_PHRASINGS = 60
FEWEST_MYTH_WORDINGS = 3
LONGEST_QUESTION = 110
LONGEST_FIRST_SENTENCE = 220
LONGEST_BODY = 1500
LONGEST_PHRASING = 400
MOST_SENTENCES = 20

_SENTENCE = re.compile(r"(?<=[.!?:])\s+(?=[A-Z*`{\d])|\n\s*\n|\n- ")
_FORBIDDEN_MARKDOWN = re.compile(r"^#|^\s*\||<\w+|\]\(|^```", re.MULTILINE)
_TYPED_LIMITS = {
    "a dollar amount": re.compile(r"\$\s?\d|\b\d[\d,.]*\s*(?:dollars|USD)\b", re.IGNORECASE),
    "a limit of units": re.compile(
        r"\b(?:MUE|limit|cap|maximum)\b[^.\n]{0,30}\b(?:[2-9]|\d\d)\s+units\b", re.IGNORECASE
    ),
    "a span of minutes": re.compile(
        r"\b(?:8|23|38|53|68|83|98|113)\s?(?:-|–|to|through)\s?(?:22|37|52|67|82|97|112|127)\b"
    ),
}
"""What comes from `rules` by date of service, and how it looks when typed."""

Rule = Callable[[Entry], Iterator[str]]


def check_entries(entries: Mapping[str, Entry], *, on: date) -> tuple[str, ...]:
    """Check every entry, alone and against the others.

    Args:
        entries: Entries by id.
        on: Today; no review date may lie beyond it, and values are filled in for it.

    Returns:
        The faults, a line each, empty when there are none.
    """
    faults = [
        f"{entry.id}: {fault}" for entry in entries.values() for rule in _RULES for fault in rule(entry)
    ]
    faults += [f"{entry.id}: {fault}" for entry in entries.values() for fault in _on_this_day(entry, on)]
    faults += [f"{entry.id}: {fault}" for entry in entries.values() for fault in _links(entry, entries)]
    return (*faults, *_shared_wordings(entries))


def plain(wording: str) -> str:
    """A wording without case, marks and doubled spaces, to tell two that are the same."""
    return " ".join(re.findall(r"[\w']+", wording.lower()))


def _title(entry: Entry) -> Iterator[str]:
    if not entry.question.endswith("?"):
        yield "its title is no question; end it in a question mark"
    if len(entry.question) > LONGEST_QUESTION:
        yield f"its title has {len(entry.question)} characters; at most {LONGEST_QUESTION}"


def _phrasings(entry: Entry) -> Iterator[str]:
    count = len(entry.also_asked)
    if entry.status is Status.PUBLISHED and not FEWEST_PHRASINGS <= count <= MOST_PHRASINGS:
        yield f"also_asked has {count} phrasings; {FEWEST_PHRASINGS} to {MOST_PHRASINGS} make it findable"
    for wording in entry.wordings:
        if len(wording) > LONGEST_PHRASING:
            yield f"a phrasing has {len(wording)} characters; at most {LONGEST_PHRASING}: {wording[:40]}…"
    again = [text for text, times in Counter(map(plain, entry.wordings)).items() if times > 1]
    yield from (f"has this phrasing twice: {text}" for text in again)


def _myths(entry: Entry) -> Iterator[str]:
    for myth in entry.myths:
        if len(myth.asked) < FEWEST_MYTH_WORDINGS:
            yield f"myth with {len(myth.asked)} wordings; at least {FEWEST_MYTH_WORDINGS}: {myth.wrong[:50]}"


def _body(entry: Entry) -> Iterator[str]:
    if not entry.body:
        yield "has no answer below its front matter"
        return
    first = next(iter(_SENTENCE.split(entry.body)))
    if first.rstrip().endswith("?") or first.startswith(("- ", "Do:")):
        yield "its first line is no answer; say the answer in the first sentence"
    length = len(without_templates(first))
    if length > LONGEST_FIRST_SENTENCE:
        yield f"its first sentence has {length} characters; at most {LONGEST_FIRST_SENTENCE}"
    if len(entry.body) > LONGEST_BODY:
        yield f"its answer has {len(entry.body)} characters; at most {LONGEST_BODY}"
    paragraphs = re.split(r"\n\s*\n", entry.body)
    if not paragraphs[-1].startswith("Do: "):
        yield "its last paragraph does not begin with `Do: ` (what to document or do)"
    sentences = [part for part in _SENTENCE.split(entry.body) if part.strip()]
    if len(sentences) > MOST_SENTENCES:
        yield f"its answer has {len(sentences)} sentences and items; at most {MOST_SENTENCES}"
    if _FORBIDDEN_MARKDOWN.search(entry.body):
        yield "its answer has a heading, table, link or HTML; use paragraphs, lists, bold and code"


def _typed_values(entry: Entry) -> Iterator[str]:
    for text in (entry.body, *(myth.right for myth in entry.myths)):
        for what, pattern in _TYPED_LIMITS.items():
            if found := pattern.search(without_templates(text)):
                yield f"{what} is typed ({found.group()}); write it as a template value"


def _facts(entry: Entry) -> Iterator[str]:
    yield from (
        f"no source is called {place.source}" for place in entry.sources if place.source not in sources()
    )
    if not entry.sources and entry.status is Status.PUBLISHED:
        yield "has no source; only a draft may have none"
    yield from (f"no parameter is called {name}" for name in entry.rules if name not in parameters())
    used = named_parameters("\n".join((entry.body, *(myth.right for myth in entry.myths))))
    yield from (f"uses {name}, which is not under `rules`" for name in used if name not in entry.rules)
    yield from (f"{code} is not in the code table" for code in entry.codes if code not in code_table())
    if entry.scope.payer is not None and entry.scope.payer not in payers():
        yield f"no payer is called {entry.scope.payer}"
    if entry.try_line is not None and not entry.try_line.startswith("/"):
        yield "`try` is no command line; it begins with a slash, e.g. /units 97112 25"


_RULES: tuple[Rule, ...] = (_title, _phrasings, _myths, _body, _typed_values, _facts)


def _on_this_day(entry: Entry, on: date) -> Iterator[str]:
    if entry.last_reviewed_on is not None and entry.last_reviewed_on > on:
        yield f"its review date {entry.last_reviewed_on} lies in the future"
    try:
        render_entry(entry, on=on)
    except KnowledgeError as fault:
        said = str(fault).removeprefix(f"{entry.id}: ")
        # A parameter that is missing has been said by its name.
        if not said.startswith("no parameter is called"):
            yield f"its values cannot be filled in: {said}"


def _links(entry: Entry, entries: Mapping[str, Entry]) -> Iterator[str]:
    for other in entry.related:
        if other not in entries:
            yield f"its related entry {other} does not exist"
        elif other == entry.id:
            yield "is related to itself"


def _shared_wordings(entries: Mapping[str, Entry]) -> Iterator[str]:
    owners: dict[str, list[str]] = {}
    for entry in entries.values():
        if entry.status is not Status.RETIRED:
            for wording in dict.fromkeys(map(plain, entry.wordings)):
                owners.setdefault(wording, []).append(entry.id)
    for wording, ids in owners.items():
        if len(ids) > 1:
            yield f"{', '.join(ids)}: share the phrasing: {wording}"
