"""Search over the entries: a question in plain words → the entries that answer it, and how sure that is."""

from knowledge.search.decision import Decision
from knowledge.search.index import Index, Ranking

__all__ = ["Decision", "Index", "Ranking"]
