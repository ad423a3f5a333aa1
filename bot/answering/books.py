"""What answers are worked out with, beside the rules: the tables and the payers in use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from bot.answering.library import SHIPPED, Library
from rules import MueTable, PayerBook, PtpTable, Setting, mue_list, payer_book, ptp_chart


class TablesInUse(Protocol):
    """The tables to answer with: loaded official files, or what ships with the rules."""

    def ptp(self, setting: Setting) -> PtpTable:
        """The edits of a setting."""
        ...

    def mue(self, setting: Setting) -> MueTable:
        """The unlikely-units values of a setting."""
        ...


class BuiltInTables:
    """The chart and the list that ship with the rules."""

    def ptp(self, setting: Setting) -> PtpTable:
        """The built-in chart."""
        return ptp_chart(setting)

    def mue(self, setting: Setting) -> MueTable:
        """The built-in list."""
        return mue_list(setting)


@dataclass(frozen=True, slots=True, eq=False)
class Books:
    """Everything that a clinic may load or change; the same object as long as none of it changed.

    Attributes:
        tables: The tables in use.
        library: The knowledge base.
        clinic: The payers with the clinic's own among them; `None` when it has none.
    """

    tables: TablesInUse
    clinic: PayerBook | None = None
    library: Library = SHIPPED

    @property
    def payers(self) -> PayerBook:
        """The payers that are known."""
        return self.clinic or payer_book()


BUILT_IN = Books(BuiltInTables())
"""What ships with the rules."""
