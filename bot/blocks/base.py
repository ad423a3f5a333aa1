"""What all Block Kit models share: strictness, checked strings, and faults that name their place."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any, NamedTuple, TypeVar

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler, StringConstraints, ValidationError
from pydantic_core import CoreSchema, InitErrorDetails, PydanticCustomError

from bot.blocks import limits

VISIBLE = r"\S"
IMAGE_ADDRESS = r"^https?://\S+$"
LINK_ADDRESS = r"^(?:https?://|mailto:|slack://)\S+$"
USER_ID = r"^[UW][A-Z0-9]+$"
EMOJI_NAME = r"^[^\s:]+$"

PATTERN_MEANINGS = {
    VISIBLE: "must hold a visible character; leave the part out when there is nothing to say",
    IMAGE_ADDRESS: "must be an address that starts with https:// or http://",
    LINK_ADDRESS: "must be an address that starts with https://, http://, mailto: or slack://",
    USER_ID: "must be a Slack user id, like U012AB3CD",
    EMOJI_NAME: "must be the name of an emoji without colons, like thumbsup",
}
"""What a string that failed one of the patterns above should have been."""

Identifier = Annotated[str, StringConstraints(min_length=1, max_length=limits.ID_LENGTH)]
ImageAddress = Annotated[str, StringConstraints(max_length=limits.URL_LENGTH, pattern=IMAGE_ADDRESS)]
LinkAddress = Annotated[str, StringConstraints(max_length=limits.URL_LENGTH, pattern=LINK_ADDRESS)]
UserId = Annotated[str, StringConstraints(pattern=USER_ID)]
EmojiName = Annotated[str, StringConstraints(pattern=EMOJI_NAME)]

_Value = TypeVar("_Value")


class _AbsentNotNull:
    """Lets a key be left out but not be null, at no cost when validating."""

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        schema = handler(source)
        inner: CoreSchema = schema["schema"] if schema["type"] == "nullable" else schema
        return inner


Maybe = Annotated[_Value | None, _AbsentNotNull()]
"""A key that may be left out. Slack refuses null for most of them, so null is a fault here."""


class BlockPart(BaseModel):
    """Any object inside a message or view. Unknown keys and converted types are faults."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        strict=True,
        # The message's words must not reach a log through a validation error.
        hide_input_in_errors=True,
        # Validators are built at the first check, not when this package is imported.
        defer_build=True,
    )

    def to_dict(self) -> dict[str, Any]:
        """The object as Slack takes it: keys that were left out stay out."""
        return self.model_dump(exclude_none=True)


class Problem(NamedTuple):
    """A fault that only shows when several parts are looked at together.

    Attributes:
        place: Keys and indexes from the object that is checked to the faulty part.
        message: What is wrong and what would be right, without any words of the message.
    """

    place: tuple[str | int, ...]
    message: str


def raise_problems(model: type[BlockPart], problems: Iterable[Problem]) -> None:
    """Raise all problems as one validation error, each at its own place.

    Args:
        model: The model whose validator calls this.
        problems: The faults found; none is fine.

    Raises:
        ValidationError: When there is at least one.
    """
    if found := list(problems):
        raise ValidationError.from_exception_data(
            model.__name__,
            [
                # Handed over as a value of the context, so that braces in it are never a template.
                InitErrorDetails(
                    type=PydanticCustomError("block_kit", "{message}", {"message": problem.message}),
                    loc=problem.place,
                    input=None,
                )
                for problem in found
            ],
            hide_input=True,
        )


def repeated(values: Iterable[str | None], key: str, where: str) -> Iterable[Problem]:
    """Find values that were used before.

    Args:
        values: The value of each item in order, `None` where it has none.
        key: The key that holds the value.
        where: What the value must be unique in, for the message.

    Yields:
        One problem for each value that repeats an earlier one.
    """
    first: dict[str, int] = {}
    for index, value in enumerate(values):
        if value is not None and (earlier := first.setdefault(value, index)) != index:
            yield Problem((index, key), f"same {key} as item {earlier}; it must be unique in {where}")
