"""Entries made up for tests."""

from __future__ import annotations

from pathlib import Path

from knowledge.entry import Entry
from knowledge.loader import read_entry

PHRASINGS = [
    "may i round minutes",
    "rounding of minutes",
    "do minutes get rounded up",
    "is rounding allowed",
    "how to round treatment time",
    "roudning minutes",
    "rounding rule for time",
    "can the clinic round up time",
    "round down or up",
    "who rounds the minutes",
    "why do we round",
    "round to the next five",
    "our software rounds time",
    "rounding treatment time in the note",
    "minutes rounded by the front desk",
    "is it fine to write 15 when it was 14",
    "time rounding policy",
    "rounding 13 minutes to 15",
    "exact minutes or rounded ones",
    "should minutes be exact",
]
BODY = "No, minutes are written as they were. The units follow from them.\n\nDo: Write the exact minutes."


def entry_text(body: str = BODY, **changes: str) -> str:
    """The text of a good entry file, with some keys changed; a key set to "" is left out."""
    front = {
        "id": "rounding-minutes",
        "question": "May minutes be rounded?",
        "also_asked": "[" + ", ".join(f'"{line}"' for line in PHRASINGS) + "]",
        "scope": "{payer: medicare, disciplines: [PT, OT]}",
        "codes": '["97112"]',
        "rules": "[medicare.timed_units.minutes_per_unit]",
        "sources": '[{source: cms-100-04-ch5, at: "§20.2 C"}]',
        "related": "[]",
        "owner": '"#billing-questions"',
        "last_reviewed_on": "null",
        "review_in": "6 months",
        "status": "published",
    } | changes
    lines = [f"{key}: {value}" for key, value in front.items() if value]
    return "\n".join(("---", *lines, "---", body, ""))


def made_entry(body: str = BODY, **changes: str) -> Entry:
    """An entry read from `entry_text`."""
    return read_entry(entry_text(body, **changes), name="entries/rounding-minutes.md")


def write_entries(folder: Path, **texts: str) -> Path:
    """Write entry files; underscores of the names become dashes."""
    for name, text in texts.items():
        (folder / f"{name.replace('_', '-')}.md").write_text(text, encoding="utf-8")
    return folder
