"""The patient-data guard at the door: what a message holds of somebody, and the message without it."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from bot.answering.library import Library
from bot.redaction import Kind, storable, without_identifiers
from rules import Caution

LONGEST_KEPT = 4_000
"""Characters of a question that are looked at before it is kept."""
_DAY_OPTION = re.compile(r"\bon\s*[:=]\s*\S+", re.IGNORECASE)
_LABEL = re.compile(
    r"\b(?:dob|d\.o\.b\.|date of birth|birth ?date|born|mrn|ssn|mbi|member id|account|acct|phone|e-?mail|"
    r"named?|mrs?|ms|miss|dr)\b[.:#]*",
    re.IGNORECASE,
)
"""Words that only say what follows; without it they say nothing."""
_OF_A_VISIT = frozenset({Kind.SERVICE_DATE, Kind.DATE})
"""Decide which rules hold, so they are read like codes and minutes, but never kept or shown to others."""
_NOT_TOLD = _OF_A_VISIT | {Kind.UNKNOWN, Kind.MENTION, Kind.LINK}


class Guarded(NamedTuple):
    """A message with what looks like a patient's details taken out.

    Attributes:
        text: The message to be read and answered, without them.
        shown: The same with a mark where something was, for the asker alone.
        kinds: What was taken out, each kind once; empty when nothing was.
    """

    text: str
    shown: str
    kinds: tuple[str, ...]

    def caution(self) -> Caution:
        """What the asker is told, privately."""
        return Caution("patient_data_removed", {"kinds": self.kinds, "question": self.shown})


def guarded(text: str, library: Library) -> Guarded:
    """Take out of a message what looks like a patient's details.

    A date of service stays for the reading: it decides which rules hold.

    Args:
        text: As it was typed.
        library: Its words are known to be no names.
    """
    whole = unicodedata.normalize("NFC", text)
    found = without_identifiers(text, vocabulary=library.vocabulary)
    kinds = tuple(kind.value for kind in found.kinds if kind not in _NOT_TOLD)
    if not kinds:
        return Guarded(text, text, ())
    kinds += (Kind.DATE.value,) if Kind.DATE in found.kinds else ()
    parts: list[str] = []
    at = 0
    for span in found.spans:
        # Beside somebody's name a bare date may be a birth date, and would judge by the rules of that year.
        if span.kind is not Kind.SERVICE_DATE:
            parts += (whole[at : span.start], " ")
            at = span.end
    cleaned = _LABEL.sub(" ", "".join((*parts, whole[at:])))
    return Guarded(" ".join(cleaned.split()), found.text, kinds)


def guarded_command(text: str, library: Library) -> Guarded:
    """The same for what follows a command, whose own date of service is an option and never a detail.

    Args:
        text: As it was typed.
        library: Its words are known to be no names.
    """
    options = " ".join(found[0] for found in _DAY_OPTION.finditer(text))
    found = guarded(_DAY_OPTION.sub(" ", text), library)
    if not found.kinds:
        return Guarded(text, text, ())
    return found._replace(text=f"{found.text} {options}".strip())


def kept_question(text: str, library: Library) -> str:
    """A question as it may be stored and shown to other people: every word that is not ours is masked.

    Args:
        text: As it was typed.
        library: Its words are kept.
    """
    return storable(text[:LONGEST_KEPT], vocabulary=library.vocabulary)
