"""The books in use by a running bot: taken up anew when one of them changes, without a restart."""

from __future__ import annotations

from bot.answering.books import Books
from bot.payer_file import current_payers
from bot.tables import current_tables


class Shelf:
    """Gives the books in use at a moment, the same object as long as none of them changed.

    Args:
        database: The database setting; loaded tables and the clinic's payers lie beside it.
    """

    def __init__(self, database: str) -> None:
        self._database = database
        self._last: Books | None = None

    def __call__(self) -> Books:
        """The books in use now."""
        tables, clinic = current_tables(self._database), current_payers(self._database)
        last = self._last
        if last is None or last.tables is not tables or last.clinic is not clinic:
            last = self._last = Books(tables, clinic)
        return last
