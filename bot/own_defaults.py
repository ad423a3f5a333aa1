"""What a person has set for themselves: discipline, role, whose claims, usual payer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import TypeVar

from rules import Discipline, Setting

_Word = TypeVar("_Word", bound=StrEnum)


class Role(StrEnum):
    """What a person does in the clinic."""

    THERAPIST = "therapist"
    ASSISTANT = "assistant"
    BILLER = "biller"
    LEAD = "lead"


@dataclass(frozen=True, slots=True)
class OwnDefaults:
    """One person's own settings; `None` leaves a thing open.

    Attributes:
        discipline: Plan of care.
        role: What the person does.
        setting: Whose claims.
        payer: Id of the usual payer.
    """

    discipline: Discipline | None = None
    role: Role | None = None
    setting: Setting | None = None
    payer: str | None = None

    @classmethod
    def of(cls, kept: Mapping[str, str | None]) -> OwnDefaults:
        """Read what the store keeps; a word that is no longer known counts as open."""
        return cls(
            discipline=_known(Discipline, kept.get("discipline")),
            role=_known(Role, kept.get("role")),
            setting=_known(Setting, kept.get("setting")),
            payer=kept.get("payer"),
        )

    def changed(self, changes: Mapping[str, str | None]) -> OwnDefaults:
        """The same with some of them changed; `None` leaves a thing open."""
        return OwnDefaults.of({**self.to_dict(), **changes})

    def to_dict(self) -> dict[str, str | None]:
        """For the store, and for an answer's `request`."""
        return {name: None if value is None else str(value) for name, value in asdict(self).items()}


NONE_SET = OwnDefaults()


def _known(words: type[_Word], value: str | None) -> _Word | None:
    return next((word for word in words if word == value), None)
