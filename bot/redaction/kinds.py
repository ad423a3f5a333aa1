"""What the guard takes out, and the mark that is left in its place."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """What a detail looks like; the value names it in a template, never in the words of a message."""

    NAME = "name"
    BIRTH_DATE = "birth_date"
    SERVICE_DATE = "service_date"
    DATE = "date"
    AGE = "age"
    SSN = "ssn"
    MBI = "mbi"
    MEMBER_ID = "member_id"
    RECORD_NUMBER = "record_number"
    CLAIM_NUMBER = "claim_number"
    AUTHORIZATION = "authorization"
    LICENCE = "licence"
    NUMBER = "number"
    PHONE = "phone"
    EMAIL = "email"
    ADDRESS = "address"
    LINK = "link"
    MENTION = "mention"
    UNKNOWN = "unknown"
    """A word or number that is not ours; nothing says that it is anybody's."""


MARKS: dict[Kind, str] = {
    Kind.NAME: "[name]",
    Kind.BIRTH_DATE: "[date]",
    Kind.SERVICE_DATE: "[date]",
    Kind.DATE: "[date]",
    Kind.AGE: "[age]",
    Kind.PHONE: "[phone]",
    Kind.EMAIL: "[e-mail]",
    Kind.ADDRESS: "[address]",
    Kind.LINK: "[link]",
    Kind.MENTION: "[person]",
    Kind.UNKNOWN: "[…]",
}
"""The mark of each kind; every other kind is a number of somebody."""

NUMBER_MARK = "[number]"
MARK_PATTERN = r"\[(?:name|date|age|number|phone|e-mail|address|link|person|…)\]"
"""A mark in text that was redacted before: it is left as it is, and says nothing about its neighbours."""


def mark_of(kind: Kind) -> str:
    """The mark that stands in place of a detail of this kind."""
    return MARKS.get(kind, NUMBER_MARK)


class Identifier(NamedTuple):
    """One detail found in a text.

    Attributes:
        start: Where it begins, in characters of the text's `plain_form`.
        end: Where it ends, exclusive.
        kind: What it looks like.
    """

    start: int
    end: int
    kind: Kind
