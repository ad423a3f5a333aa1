"""One entry of the knowledge base: what its file may hold."""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from rules.types import CODE_PATTERN

ID_PATTERN = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_PERIOD = re.compile(r"(\d{1,2}) months?")

Text = Annotated[str, Field(min_length=1)]


class Status(StrEnum):
    """Whether an entry answers."""

    DRAFT = "draft"
    PUBLISHED = "published"
    RETIRED = "retired"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SourcePlace(_Part):
    """A source id of `rules/sources.yaml`, and the section, table or page in it."""

    source: Text
    at: Text


class Scope(_Part):
    """For whom an answer holds.

    Attributes:
        payer: Payer id, or `None` where the answer is tied to no payer.
        disciplines: PT, OT, SLP.
    """

    payer: str | None = None
    disciplines: tuple[Annotated[str, Field(pattern=r"^(PT|OT|SLP)$")], ...] = Field(min_length=1)


class Myth(_Part):
    """A widely printed error on the subject of an entry.

    Attributes:
        wrong: The claim, in our words.
        right: What is true, said kindly; may hold template values.
        asked: Wordings in which people say it.
    """

    wrong: Text
    right: Text
    asked: tuple[Text, ...]


class Entry(_Part):
    """One question and its answer.

    Attributes:
        id: Stable id, the name of its file.
        question: The question as a title.
        also_asked: Other ways people put it, in every style.
        scope: For whom the answer holds.
        codes: Codes that the question is about.
        rules: Names of the parameters that the answer leans on.
        sources: Where the answer stands.
        related: Ids of entries near it.
        try_line: A command line that fits, or `None`.
        owner: Channel or person who keeps it, `#…` or `@…`.
        last_reviewed_on: When a person last read it against its sources; `None` until one has.
        review_in: Time between two reviews, such as `6 months`.
        status: Whether it answers.
        myths: Printed errors that it meets.
        says_first: What is said before the answer: how the payer counts, or what the denial code means, that
            the question names; `None` for nothing.
        body: The answer, Markdown with template values.
    """

    id: Annotated[str, Field(pattern=f"^{ID_PATTERN.pattern}$", max_length=60)]
    question: Text
    also_asked: tuple[Text, ...]
    scope: Scope
    codes: tuple[str, ...]
    rules: tuple[Text, ...]
    sources: tuple[SourcePlace, ...]
    related: tuple[Text, ...]
    try_line: Text | None = Field(default=None, alias="try")
    owner: Annotated[str, Field(pattern=r"^[#@].+")]
    last_reviewed_on: date | None
    review_in: Annotated[str, Field(pattern=f"^{_PERIOD.pattern}$")]
    status: Status
    myths: tuple[Myth, ...] = ()
    says_first: Literal["counting_rule", "denial_code"] | None = None
    body: str = ""

    @field_validator("codes")
    @classmethod
    def _are_codes(cls, codes: tuple[str, ...]) -> tuple[str, ...]:
        if wrong := [code for code in codes if not CODE_PATTERN.fullmatch(code)]:
            raise ValueError(f"{', '.join(wrong)}: not a code; five characters, e.g. 97110 or G0283")
        return codes

    @property
    def review_by(self) -> date | None:
        """First day on which the review is overdue; `None` for an entry that nobody has checked yet."""
        if self.last_reviewed_on is None:
            return None
        months = int(self.review_in.split()[0]) + self.last_reviewed_on.month - 1
        year, month = self.last_reviewed_on.year + months // 12, months % 12 + 1
        # The last day of a short month stands for a day that it does not have.
        for day in range(self.last_reviewed_on.day, 27, -1):
            try:
                return date(year, month, day)
            except ValueError:
                continue
        return date(year, month, min(self.last_reviewed_on.day, 28))

    @property
    def wordings(self) -> tuple[str, ...]:
        """The title, every other phrasing and the wordings of its myths."""
        return (self.question, *self.also_asked, *(line for myth in self.myths for line in myth.asked))
