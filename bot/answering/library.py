"""The knowledge base as answers use it: its entries, and the search over them."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING

from knowledge import Entry, entries

if TYPE_CHECKING:
    from bot.redaction import Vocabulary
    from knowledge.search import Index, Ranking


class Library:
    """Entries and their index; the index is built by the first search, or by `warm_up`.

    Args:
        known: The entries by id.
    """

    def __init__(self, known: Mapping[str, Entry] | None = None) -> None:
        self._known = known
        self._index: Index | None = None
        self._vocabulary: Vocabulary | None = None
        self._building = threading.Lock()

    @property
    def entries(self) -> Mapping[str, Entry]:
        """Every entry by its id.

        Raises:
            KnowledgeError: An entry is not usable.
        """
        if self._known is None:
            self._known = entries()
        return self._known

    @property
    def vocabulary(self) -> Vocabulary:
        """Every word that may be kept of a question: everyday ones, the field's, and those of the entries."""
        if self._vocabulary is None:
            from bot.redaction import shipped_vocabulary  # heavy, and no command that is read whole needs it

            wordings = (
                wording
                for entry in self.entries.values()
                for wording in (entry.question, *entry.also_asked, entry.body)
            )
            self._vocabulary = shipped_vocabulary().with_words(" ".join(wordings).split())
        return self._vocabulary

    def warm_up(self) -> None:
        """Build the index now; may take a second.

        Raises:
            KnowledgeError: An entry is not usable.
        """
        # Two first questions at once would build it twice.
        with self._building:
            if self._index is None:
                from knowledge.search import Index  # heavy, and no command needs it

                self._index = Index.build(self.entries.values())

    def search(self, question: str, *, codes: tuple[str, ...] = (), payer: str | None = None) -> Ranking:
        """Rank the entries for a question.

        Args:
            question: As people write it.
            codes: Codes of the question before it in the same thread.
            payer: Payer of the question, or of the one before it.
        """
        if self._index is None:
            self.warm_up()
        assert self._index is not None  # noqa: S101 - what warm_up is for
        return self._index.search(question, codes, payer)


SHIPPED = Library()
"""The entries that come with the product; nothing is read before the first use."""
