"""The books in use by a running bot: taken up anew when one of them changes, without a restart."""

from __future__ import annotations

from bot.answering.books import Books
from bot.tables import current_tables


class Shelf:
    """Gives the books in use at a moment, the same object as long as none of them changed.

    Args:
        database: The database setting; loaded tables lie beside it.
    """

    def __init__(self, database: str) -> None:
        self._database = database
        self._last: Books | None = None

    def __call__(self) -> Books:
        """The books in use now."""
        tables = current_tables(self._database)
        last = self._last
        if last is None or last.tables is not tables:
            last = self._last = Books(tables)
        return last
