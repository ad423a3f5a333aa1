"""What is wrong with the files of the knowledge base."""

from __future__ import annotations

from rules import ContentError


class KnowledgeError(ContentError):
    """One or more entries cannot be used. Holds every fault of every file, a line each."""
