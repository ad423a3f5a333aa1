"""What a button carries back: the structured request and the quarter of its rules, nothing typed."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.answering.units_request import StoredUnitsRequest
from rules import UserError

VALUE_LIMIT = 2000
"""Most characters that Slack takes as a button's value."""


class ButtonValue(BaseModel):
    """Enough to count the same visit again: a restart or another process does not matter."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    request: StoredUnitsRequest = Field(alias="q")
    rules_on: date = Field(alias="on")
    receipt: str = Field(alias="r", pattern=r"^[0-9A-Z-]{4,40}$")


def button_value(request: StoredUnitsRequest, rules_on: date, receipt: str) -> str | None:
    """Write a value, or `None` when the visit has too many codes for one button."""
    value = ButtonValue.model_construct(request=request, rules_on=rules_on, receipt=receipt).model_dump_json(
        by_alias=True, exclude_defaults=True
    )
    return value if len(value) <= VALUE_LIMIT else None


def read_button_value(text: str) -> ButtonValue:
    """Read a value back.

    Raises:
        UserError: It is not one of ours.
    """
    try:
        return ButtonValue.model_validate_json(text)
    except ValidationError:
        raise UserError(
            "This button no longer works. Ask again, e.g. /units 97112 25 97110 10.", code="stale_button"
        ) from None


def quarter_start(day: date) -> date:
    """First day of the quarter; every dated rule changes on one."""
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
