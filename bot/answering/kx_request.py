"""The structured request of a question about the KX threshold."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, PlainSerializer, model_validator

from bot.answering.stored import StoredRequest
from rules import KxBucket


def json_number(amount: Decimal) -> int | float:
    """Dollars as JSON writes numbers; whole cents come back from it as they were."""
    return int(amount) if amount == amount.to_integral_value() else float(amount)


Dollars = Annotated[Decimal, PlainSerializer(json_number, when_used="json")]


class AllowedLine(BaseModel):
    """One line of a claim with its allowed dollars."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str
    allowed: Dollars


class StoredKxRequest(StoredRequest):
    """A bucket, dollars allowed so far, and lines in billing order; each only with the one before."""

    command: Literal["kx"] = "kx"
    bucket: KxBucket | None
    used: Dollars | None = None
    lines: tuple[AllowedLine, ...] = ()
    payer: str | None = None

    @model_validator(mode="after")
    def _dollars_have_a_bucket_and_lines_have_dollars(self) -> StoredKxRequest:
        if self.bucket is None and self.used is not None:
            raise ValueError("dollars are those of a bucket")
        if self.used is None and self.lines:
            raise ValueError("lines come after the dollars so far")
        return self

    def all_codes(self) -> list[str]:
        """Every code of the lines, each once."""
        return list(dict.fromkeys(line.code for line in self.lines))
