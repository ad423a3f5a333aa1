"""What can go wrong with official files and with where their content is kept."""

from __future__ import annotations

from rules import BillingError, UserError


class TableFileFault(UserError):
    """A file given for import is not what it should be. Nothing that was loaded has changed."""

    code = "bad_table_file"


class TablesFault(BillingError):
    """The file that keeps the loaded tables cannot be read or written; says what to do about it."""
