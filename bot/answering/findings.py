"""What was found wrong with the modifiers of a claim: its sentences, and its part of the answer object."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from bot.render.words import one_line
from rules import Finding, Severity


class FindingWords(NamedTuple):
    """One finding as templates take it."""

    id: str
    severity: Severity
    sentence: str


def finding_words(findings: Iterable[Finding]) -> list[FindingWords]:
    """The sentence for each finding, in their order."""
    return [
        FindingWords(
            found.id,
            found.severity,
            one_line(
                f"combinations/{found.id}",
                {**found.data, "codes": found.codes, "modifiers": found.modifiers},
            ),
        )
        for found in findings
    ]


def finding_object(found: Finding) -> dict[str, Any]:
    """The answer's object for one finding."""
    return {
        "id": found.id,
        "severity": found.severity.value,
        "codes": list(found.codes),
        "modifiers": list(found.modifiers),
    }
