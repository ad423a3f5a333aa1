"""The structured request of a question that the knowledge base answers."""

from __future__ import annotations

from typing import Any, Literal

from bot.answering.stored import StoredRequest


class StoredFaqRequest(StoredRequest):
    """Which entry answers. The question itself never travels: neither in a button nor to other people.

    Attributes:
        topic: Id of the entry.
        myth: Place of the printed error among the entry's own that the question repeats, or `None`.
        payer: Id of the one payer that the question names, or `None`.
        denial: The one denial code that it names, or `None`.
    """

    command: Literal["faq"] = "faq"
    topic: str
    myth: int | None = None
    payer: str | None = None
    denial: str | None = None

    def to_json_dict(self) -> dict[str, Any]:
        """The answer's `request` object, without the question, which stands beside it."""
        return {"command": "faq"}
