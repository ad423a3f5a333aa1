"""What a button carries back: the structured request and the quarter of its rules, nothing typed."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.answering.assistant_request import StoredAssistantRequest
from bot.answering.check_request import StoredCheckRequest
from bot.answering.code_request import StoredCodeRequest
from bot.answering.denial_request import StoredDenialRequest
from bot.answering.faq_request import StoredFaqRequest
from bot.answering.kx_request import StoredKxRequest
from bot.answering.pair_request import StoredPairRequest
from bot.answering.stored import StoredRequest, compact_json
from bot.answering.units_request import StoredUnitsRequest
from rules import UserError

VALUE_LIMIT = 2000
"""Most characters that Slack takes as a button's value."""


AnyRequest = Annotated[
    StoredUnitsRequest
    | StoredAssistantRequest
    | StoredPairRequest
    | StoredCheckRequest
    | StoredDenialRequest
    | StoredFaqRequest
    | StoredCodeRequest
    | StoredKxRequest,
    Field(discriminator="command"),
]
"""Every kind of request that a button may carry."""


class ButtonValue(BaseModel):
    """Enough to work the same answer out again: a restart or another process does not matter."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    request: AnyRequest = Field(alias="q")
    rules_on: date = Field(alias="on")
    receipt: str = Field(alias="r", pattern=r"^[0-9A-Z-]{4,40}$")


def button_value(request: StoredRequest, rules_on: date, receipt: str) -> str | None:
    """Write a value, or `None` when it is too long for one button."""
    carried = {
        "q": {"command": request.command, **request.model_dump(mode="json", exclude_defaults=True)},
        "on": rules_on.isoformat(),
        "r": receipt,
    }
    value = compact_json(carried)
    return value if len(value) <= VALUE_LIMIT else None


def read_button_value(text: str) -> ButtonValue:
    """Read a value back.

    Raises:
        UserError: It is not one of ours.
    """
    try:
        return ButtonValue.model_validate_json(text)
    except ValidationError:
        raise stale_button() from None


def stale_button() -> UserError:
    """What is said of a button that carries nothing we can work with."""
    return UserError(
        "This button no longer works. Ask again, e.g. /units 97112 25 97110 10.", code="stale_button"
    )
