"""The curated knowledge base: questions with their answers, one Markdown file each, and the search over them.

Answers are curated text; numbers, limits and pair states in it come from `rules` by date of service.
Nobody is named as having checked an entry who did not: `last_reviewed_on` stays empty until then.
"""

from knowledge.check import check_entries
from knowledge.due import Due, DueReason, find_due
from knowledge.entry import Entry, Myth, Scope, SourcePlace, Status
from knowledge.faults import KnowledgeError
from knowledge.loader import EntryFolder, entries, read_folder
from knowledge.rendering import Rendered, Tables, render_entry

__all__ = [
    "Due",
    "DueReason",
    "Entry",
    "EntryFolder",
    "KnowledgeError",
    "Myth",
    "Rendered",
    "Scope",
    "SourcePlace",
    "Status",
    "Tables",
    "check_entries",
    "entries",
    "find_due",
    "read_folder",
    "render_entry",
]
