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
_JOINED = re.compile(r"^(?:and|or|plus|with|what about|how about|what if|same for|also)\b", re.IGNORECASE)
_POINTS_BACK = re.compile(
    r"\b(?:(?:with|for|on|about|need|needs|use|bill|code|charge|document|appeal|add)"
    r" (?:it|that|this|these|those|them)"
    r"(?=\W*$|\W*[,;?]| (?:and|or|if|when|too|with|without|in|as)\b)"
    r"|both(?=\W*$| (?:codes|of them|on|be|together)\b)|either|neither|instead|the two"
    r"|(?:these|those) (?:two|codes?)"
    r"|(?:which|that|this|the (?:other|first|second)) one|(?:as well|too)(?=\W*$))(?!\w)",
    re.IGNORECASE,
)
"""Words that mean the codes before; without them a question stands for itself."""
_LONGEST_JOINED = 8
"""Words of a question that goes on with "and"; a longer one tells its own story."""
_LONGEST_THAT_LEANS = 12
"""The same of one that points back."""


class Before(NamedTuple):
    """What a thread was about last.

    Attributes:
        codes: Codes of the question before, in its order.
        payer: Payer of the question before.
    """

    codes: tuple[str, ...] = ()
    payer: str | None = None

    def codes_for(self, text: str) -> tuple[str, ...]:
        """The codes before, where a message points back at them; none for one that stands for itself.

        Args:
            text: The message.
        """
        count, bare = len(text.split()), text.strip()
        joins = count <= _LONGEST_JOINED and _JOINED.match(bare)
        points = count <= _LONGEST_THAT_LEANS and _POINTS_BACK.search(bare)
        return self.codes if joins or points else ()

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
