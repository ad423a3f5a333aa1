"""Denial codes: what a payer's adjustment reason means in therapy, and what to do about it.

Source: claim-adjustment-codes; `tables/denials.yaml`, in our own words.

Encoded: the reasons that therapy claims meet, and the group code in front that says who bears the amount.
Left to judgement: what really happened with the claim; the remark codes beside the reason.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Annotated, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from rules.citations import Citation
from rules.loader import CiteEntry, check_source
from rules.timeline import Confidence
from rules.yaml_files import read_model

_FILE = "tables/denials.yaml"
_TYPED = re.compile(
    r"(?:(?:carc|denial|reason|code)[\s:#-]*)*(?:(?P<group>co|pr|oa|pi)[\s:-]*)?(?:carc[\s:#-]*)?0*(?P<code>\d{1,3})",
    re.IGNORECASE,
)


class DenialGroup(StrEnum):
    """The group code in front of a reason: who bears the amount. CO here is never the assistant modifier."""

    CO = "CO"
    PR = "PR"
    OA = "OA"
    PI = "PI"


class DenialRead(NamedTuple):
    """A denial code as it was typed; it may be one that is not known here.

    Attributes:
        code: The reason's number, as digits.
        group: The group code in front, where one was typed.
    """

    code: str
    group: DenialGroup | None


@dataclass(frozen=True, slots=True)
class DenialCode:
    """One reason.

    Attributes:
        code: Its number, as digits.
        means: What it says.
        usually: What it usually is in therapy.
        fix: What to do.
        clashes: Group codes that contradict it, so that the payer has to say what is meant.
        next: What may be typed here next.
        cite: What this rests on.
        confidence: How well it is known.
    """

    code: str
    means: str
    usually: str
    fix: str
    clashes: tuple[DenialGroup, ...]
    next: tuple[str, ...]
    cite: Citation
    confidence: Confidence


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


_Sentence = Annotated[str, Field(pattern=r"\.\s*$")]


class _Entry(_Part):
    means: _Sentence
    usually: _Sentence
    fix: _Sentence
    clashes: list[DenialGroup] = []
    next: list[Annotated[str, Field(pattern=r"^/")]]


class _File(_Part):
    about: str
    cite: CiteEntry
    confidence: Confidence
    groups: dict[DenialGroup, str]
    codes: dict[Annotated[str, Field(pattern=r"^[1-9]\d{0,2}$")], _Entry]


def read_denial_code(text: str) -> DenialRead | None:
    """Read one denial code as people type it.

    Args:
        text: Such as `CO 97`, `co-97`, `CARC 97` or `97`.

    Returns:
        Its number and group code, known or not; `None` where the text is none.

    Source:
        claim-adjustment-codes, group and reason codes.

    >>> read_denial_code("CO-97")
    DenialRead(code='97', group=<DenialGroup.CO: 'CO'>)
    >>> read_denial_code("97110") is None
    True
    """
    match = _TYPED.fullmatch(text.strip())
    if match is None or int(match["code"]) == 0:
        return None
    group = match["group"]
    return DenialRead(match["code"], DenialGroup(group.upper()) if group else None)


def denial_codes() -> Mapping[str, DenialCode]:
    """Every reason that is known here, by its number, in the order of the numbers.

    Raises:
        ContentError: The file is not usable.
    """
    return _load()[0]


def denial_groups() -> Mapping[DenialGroup, str]:
    """What each group code says about who bears the amount.

    Raises:
        ContentError: The file is not usable.
    """
    return _load()[1]


@cache
def _load() -> tuple[Mapping[str, DenialCode], Mapping[DenialGroup, str]]:
    content = read_model(files("rules").joinpath(_FILE), _File, name=_FILE)
    check_source(_FILE, content.cite)
    cite = Citation(content.cite.source, content.cite.at)
    codes = {
        code: DenialCode(
            code=code,
            means=entry.means.strip(),
            usually=entry.usually.strip(),
            fix=entry.fix.strip(),
            clashes=tuple(entry.clashes),
            next=tuple(entry.next),
            cite=cite,
            confidence=content.confidence,
        )
        for code, entry in sorted(content.codes.items(), key=lambda item: int(item[0]))
    }
    return codes, content.groups
