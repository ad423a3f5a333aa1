"""What the question before was about, for one that leans on it: "and with 97140?"."""

from __future__ import annotations

import re
from typing import NamedTuple

from rules.types import CODE_PATTERN

_LEANS = re.compile(
    rf"(?:and|or|plus|what about|how about|also)?\s*(?:with|for)?\s*((?:{CODE_PATTERN.pattern})"
    rf"(?:\s*(?:,|and|&|\+)\s*(?:{CODE_PATTERN.pattern}))*)\s*[?.!]*",
    re.IGNORECASE,
)
_JOINED = re.compile(r"^(?:and|or|plus|with|what about|how about|also)\b", re.IGNORECASE)


class Before(NamedTuple):
    """What a thread was about last.

    Attributes:
        codes: Codes of the question before, in its order.
        payer: Payer of the question before.
    """

    codes: tuple[str, ...] = ()
    payer: str | None = None

    def completed(self, text: str) -> str:
        """A follow-up made whole: a bare "and with 97140?" is about the codes before as well.

        Args:
            text: The message.
        """
        found = _LEANS.fullmatch(text.strip())
        if not self.codes or found is None or not _JOINED.match(text.strip()):
            return text
        payer = f" payer:{self.payer}" if self.payer else ""
        return f"/pair {' '.join(self.codes)} {found[1]}{payer}".removeprefix("/")


NOTHING_BEFORE = Before()
