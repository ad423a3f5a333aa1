"""The patient-data guard at the door: what a message holds of somebody, and the message without it."""

from __future__ import annotations

import re
from typing import NamedTuple

from bot.answering.library import Library
from bot.redaction import Kind, plain_form, storable, without_identifiers
from rules import Caution

_DAY_OPTION = re.compile(r"\bon\s*[:=]\s*\S+", re.IGNORECASE)
_NUMBER_SIGNS = (
    r"(?:[\s.:#=,|-]|\b(?:no|nos|number|num|nbr|id|ids|is|was|at|to|on|of|ending|ends|in|with|are)\b)*$"
)
_LABEL = re.compile(
    r"(?:\b(?:the|a|an|his|her|their|my|our|whose|pt'?s|patient'?s|and|w)\s+)?"
    r"(?<![\w-])(?:dob|d\.?\s?o\.?\s?b\.?|date\s+of\s+birth|birth[\s-]?(?:date|day|year)|b-?day|born|b\.|mrn|m\.r\.n\.|med(?:ical)?\s+rec(?:ord)?|"
    r"chart|record|acct|account|encounter|ssn?|social(?:\s+security)?|last\s+four|mbi|hicn?|medicare\s+number|member|subscriber|"
    r"policy|group|grp|ins|icn|dcn|ref|reference|phone|ph|cell|mobile|tel|telephone|fax|text|e-?mails?|address|lives|living|resides|age|aged|"
    r"initials|first\s+name|last\s+name|names?|named|called|payer|payor|"
    r"mrs?|ms|miss|mx|dr|prof|sra?|rev)" + _NUMBER_SIGNS,
    re.IGNORECASE,
)
"""Words that only say what follows, with what joins them to it; without it they say nothing."""
_SIGNS_LEFT = re.compile(
    r"\b(?P<kept>claims?|auths?|authorization|referral|invoice|check|case|ticket|plan|patient|id)"
    r"(?:\s*[#:=]|\s+(?:no|number|num|nbr|id)\b)[\s.:#=]*$",
    re.IGNORECASE,
)
"""What may be spoken of without its number: "the claim was denied"."""
_CALL = re.compile(
    r"(?:\b(?:please|pls|can you|you can)\s+)?\b(?:call|text|reach|ring|contact|mail|write)"
    r"(?:\s+(?:to\s+)?(?:me|her|him|them|us))?"
    r"(?:\s+(?:back|up))?(?:\s+(?:at|on|to))?[\s:]*$",
    re.IGNORECASE,
)
"""What is to be done with a phone number or an address, and says nothing about the question."""
_ABBREVIATED_PATIENT = re.compile(r"(?<![\w-])(?:pts?|p/t)[\s.:,#-]*$", re.IGNORECASE)
"""Before somebody's name, where it is no discipline."""
_LEFT_HANGING = re.compile(
    r"(?<![\w-])(?:for|with|w/|to|from|by|re|about|on|of|at|in|and|saw)[\s:,]*$", re.IGNORECASE
)
_CLOSES = re.compile(
    r"\s*(?:$|[,.;:?!)|/]|(?:today|yesterday|tomorrow|tonight|this|and|then|who|whose|about|for|at|re|regarding|on|to|from|with|by)\b)",
    re.IGNORECASE,
)
_MOST_LABELS = 3
"""In a row: "pt name: Mrs."."""
_LONGEST_LABELS = 80
"""Characters of them all, so that a message of nothing but details takes no longer than others."""
_MOST_DETAILS = 40
"""Of a message in which anybody could be found; in a longer list the labels may stay."""
_EMPTY_BRACKETS = re.compile(r"[(\[{][\s,;:|/.#-]*[)\]}]")
_REPEATED_SIGNS = re.compile(r"([,;|/])(?:\s*[,;|/])+")
_SPACE_BEFORE_A_SIGN = re.compile(r"[^\S\n]+(?=[,;:?!.)](?:\s|$))")
_SPACES = re.compile(r"[^\S\n]+")
_TRAILER = re.compile(r"\s*[-–,;|]\s*patient\s*(?P<end>[?!.]?)\s*\Z", re.IGNORECASE)
_LEADING_SIGNS = re.compile(r"\A(?:\s*[.,;:|/-]+\s)+")
_HEADING = re.compile(r"\A\s*patient\s*[:|,-]\s*", re.IGNORECASE)
"""Somebody who was named before the question: "Patient …: is KX due"."""
_AT_THE_EDGES = " \n\t,;|"
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
    whole = plain_form(text)
    found = without_identifiers(text, vocabulary=library.vocabulary)
    kinds = tuple(kind.value for kind in found.kinds if kind not in _NOT_TOLD)
    if not kinds:
        return Guarded(text, text, ())
    kinds += (Kind.DATE.value,) if Kind.DATE in found.kinds else ()
    is_crowded = len(found.spans) > _MOST_DETAILS
    read = ""
    at = 0
    for span in found.spans:
        # Beside somebody's name a bare date may be a birth date, and would judge by the rules of that year.
        if span.kind is not Kind.SERVICE_DATE:
            read += whole[at : span.start]
            read = read + " " if is_crowded else _without_its_label(read, span.kind, whole[span.end :])
            at = span.end
    return Guarded(_tidied(read + whole[at:]), found.text, kinds)


def _without_its_label(before: str, kind: Kind, behind: str) -> str:
    """What stands before a detail, less the words that lead to it: "her cell", "for Mr."."""
    far, kept = before[:-_LONGEST_LABELS], before[-_LONGEST_LABELS:]
    for _ in range(_MOST_LABELS):
        kept, found = _LABEL.subn(" ", kept)
        if not found:
            break
    kept = _SIGNS_LEFT.sub(r"\g<kept>", kept)
    if kind in (Kind.PHONE, Kind.EMAIL):
        kept = _CALL.sub(" ", kept)
    if kind is Kind.NAME:
        kept = _ABBREVIATED_PATIENT.sub("patient ", kept)
    if _CLOSES.match(behind):
        kept = _LEFT_HANGING.sub(" ", kept)
    return f"{far}{kept} "


def _tidied(text: str) -> str:
    """The text without empty brackets, doubled commas and spaces where a detail was."""
    text = _HEADING.sub("", _REPEATED_SIGNS.sub(r"\1", _EMPTY_BRACKETS.sub(" ", text)))
    text = _TRAILER.sub(r"\g<end>", _LEADING_SIGNS.sub("", text))
    lines = (
        _SPACES.sub(" ", _SPACE_BEFORE_A_SIGN.sub("", line)).strip(_AT_THE_EDGES)
        for line in text.splitlines()
    )
    return "\n".join(line for line in lines if line)


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
    return storable(text, vocabulary=library.vocabulary)
