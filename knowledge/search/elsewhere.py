"""Questions that no entry answers: other specialties, advice on treatment, small talk, and the like.

They are found like entries, so that a message that is nearer to one of them than to any entry gets
an honest "I don't have that".
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict

from knowledge.search.documents import Document
from rules.yaml_files import read_model


class _ElsewhereFile(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    subjects: dict[str, tuple[str, ...]]


@cache
def elsewhere_documents() -> tuple[Document, ...]:
    """One document for each subject, read on first use.

    Raises:
        ContentError: The file is not usable.
    """
    content = read_model(
        files("knowledge.search").joinpath("elsewhere.yaml"),
        _ElsewhereFile,
        name="knowledge/search/elsewhere.yaml",
    )
    return tuple(
        Document(id=subject, wordings=wordings, elsewhere=True)
        for subject, wordings in content.subjects.items()
    )
