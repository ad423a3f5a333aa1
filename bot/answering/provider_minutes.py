"""Minutes of one code by who gave them, as stored requests keep them."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from rules import ProviderMinutes


class StoredProviderMinutes(BaseModel):
    """Whole minutes of one code; 0 where a person gave none."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str
    therapist: int = 0
    assistant: int = 0
    together: int = 0

    def as_given(self) -> ProviderMinutes:
        """The same as the rules take it."""
        return ProviderMinutes(self.code, self.therapist, self.assistant, self.together)
