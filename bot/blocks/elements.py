"""What sits inside blocks: buttons, menus, choices, inputs and small images.

Every element that sends something back must have an `action_id`. Slack would make one up, but a
click under a made-up name could not be routed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from bot.blocks import limits
from bot.blocks.base import (
    VISIBLE,
    BlockPart,
    Identifier,
    ImageAddress,
    LinkAddress,
    Maybe,
    Problem,
    raise_problems,
    repeated,
)
from bot.blocks.text import (
    ButtonText,
    ButtonWords,
    ChoiceText,
    ConfirmButtonText,
    ConfirmText,
    ConfirmTitle,
    OptionText,
    PlaceholderText,
)

ButtonStyle = Literal["primary", "danger"]
ButtonValue = Annotated[str, StringConstraints(min_length=1, max_length=limits.BUTTON_VALUE)]
OptionValue = Annotated[str, StringConstraints(min_length=1, max_length=limits.OPTION_VALUE)]
AltText = Annotated[str, StringConstraints(min_length=1, max_length=limits.IMAGE_ALT_TEXT, pattern=VISIBLE)]
InputText = Annotated[str, StringConstraints(max_length=limits.PLAIN_TEXT_INPUT)]


class ConfirmDialog(BlockPart):
    """Asks once more before an action is sent."""

    title: ConfirmTitle
    text: ConfirmText
    confirm: ConfirmButtonText
    deny: ConfirmButtonText
    style: Maybe[ButtonStyle] = None


class Button(BlockPart):
    """A button. With `url` it opens a page, and still reports the click."""

    type: Literal["button"]
    text: ButtonText
    action_id: Identifier
    value: Maybe[ButtonValue] = None
    url: Maybe[LinkAddress] = None
    style: Maybe[ButtonStyle] = None
    confirm: Maybe[ConfirmDialog] = None
    accessibility_label: Maybe[ButtonWords] = None


class MenuOption(BlockPart):
    """An item of a select menu."""

    text: OptionText
    value: OptionValue
    description: Maybe[OptionText] = None


class OverflowOption(MenuOption):
    """An item of an overflow menu, the only kind that may open a page."""

    url: Maybe[LinkAddress] = None


class ChoiceOption(BlockPart):
    """A radio button or checkbox."""

    text: ChoiceText
    value: OptionValue
    description: Maybe[OptionText] = None


def _option_problems(
    options: Sequence[MenuOption | ChoiceOption],
    chosen: Iterable[tuple[tuple[str | int, ...], MenuOption | ChoiceOption | None]] = (),
) -> Iterable[Problem]:
    """Values that repeat, and preset options that are not on the list."""
    for place, message in repeated((option.value for option in options), "value", "the options"):
        yield Problem(("options", *place), message)
    for where, option in chosen:
        if option is not None and option not in options:
            yield Problem(where, "is not one of the options; it must equal one of them in every key")


class StaticSelect(BlockPart):
    """A menu with its items given in advance."""

    type: Literal["static_select"]
    action_id: Identifier
    options: Annotated[list[MenuOption], Field(min_length=1, max_length=limits.SELECT_OPTIONS)]
    placeholder: Maybe[PlaceholderText] = None
    initial_option: Maybe[MenuOption] = None
    confirm: Maybe[ConfirmDialog] = None

    @model_validator(mode="after")
    def _options_agree(self) -> Self:
        raise_problems(
            StaticSelect, _option_problems(self.options, [(("initial_option",), self.initial_option)])
        )
        return self


class OverflowMenu(BlockPart):
    """A small menu behind three dots."""

    type: Literal["overflow"]
    action_id: Identifier
    options: Annotated[list[OverflowOption], Field(min_length=1, max_length=limits.OVERFLOW_OPTIONS)]
    confirm: Maybe[ConfirmDialog] = None

    @model_validator(mode="after")
    def _options_agree(self) -> Self:
        raise_problems(OverflowMenu, _option_problems(self.options))
        return self


class RadioButtons(BlockPart):
    """A list to pick exactly one from."""

    type: Literal["radio_buttons"]
    action_id: Identifier
    options: Annotated[list[ChoiceOption], Field(min_length=1, max_length=limits.CHOICE_OPTIONS)]
    initial_option: Maybe[ChoiceOption] = None
    confirm: Maybe[ConfirmDialog] = None

    @model_validator(mode="after")
    def _options_agree(self) -> Self:
        raise_problems(
            RadioButtons, _option_problems(self.options, [(("initial_option",), self.initial_option)])
        )
        return self


class Checkboxes(BlockPart):
    """A list to pick any number from."""

    type: Literal["checkboxes"]
    action_id: Identifier
    options: Annotated[list[ChoiceOption], Field(min_length=1, max_length=limits.CHOICE_OPTIONS)]
    initial_options: Maybe[Annotated[list[ChoiceOption], Field(min_length=1)]] = None
    confirm: Maybe[ConfirmDialog] = None

    @model_validator(mode="after")
    def _options_agree(self) -> Self:
        preset = enumerate(self.initial_options or ())
        raise_problems(
            Checkboxes,
            _option_problems(self.options, [(("initial_options", i), option) for i, option in preset]),
        )
        return self


class PlainTextInput(BlockPart):
    """A field to type into."""

    type: Literal["plain_text_input"]
    action_id: Identifier
    placeholder: Maybe[PlaceholderText] = None
    initial_value: Maybe[InputText] = None
    multiline: Maybe[bool] = None
    min_length: Maybe[Annotated[int, Field(ge=0, le=limits.PLAIN_TEXT_INPUT)]] = None
    max_length: Maybe[Annotated[int, Field(ge=1, le=limits.PLAIN_TEXT_INPUT)]] = None

    @model_validator(mode="after")
    def _lengths_agree(self) -> Self:
        if self.min_length is not None and self.max_length is not None and self.min_length > self.max_length:
            raise_problems(PlainTextInput, [Problem(("min_length",), "must not be more than max_length")])
        return self


class FeedbackButton(BlockPart):
    """One thumb. It has no `type` of its own."""

    text: ButtonText
    value: ButtonValue
    accessibility_label: Maybe[ButtonWords] = None


class FeedbackButtons(BlockPart):
    """Thumbs up and down; only inside `context_actions`."""

    type: Literal["feedback_buttons"]
    action_id: Identifier
    positive_button: FeedbackButton
    negative_button: FeedbackButton


class IconButton(BlockPart):
    """A button with a picture; only inside `context_actions`, and only the bin exists."""

    type: Literal["icon_button"]
    icon: Literal["trash"]
    text: ButtonText
    action_id: Identifier
    value: Maybe[ButtonValue] = None
    confirm: Maybe[ConfirmDialog] = None
    accessibility_label: Maybe[ButtonWords] = None


class ImageElement(BlockPart):
    """A small image beside text."""

    type: Literal["image"]
    image_url: ImageAddress
    alt_text: AltText
