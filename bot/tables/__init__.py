"""CMS's quarterly files: read as downloaded, kept in a file of their own, looked up by the rules."""

from bot.tables.current import Tables, current_tables
from bot.tables.faults import TableFileFault, TablesFault

__all__ = ["TableFileFault", "Tables", "TablesFault", "current_tables"]
