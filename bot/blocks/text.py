"""Text objects: plain text, Slack's mrkdwn, and both in the lengths that each place allows.

No text may be empty or blank: Slack refuses the first, and the second shows nothing.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from bot.blocks import limits
from bot.blocks.base import VISIBLE, BlockPart, Maybe

SectionWords = Annotated[
    str, StringConstraints(min_length=1, max_length=limits.SECTION_TEXT, pattern=VISIBLE)
]
ContextWords = Annotated[
    str, StringConstraints(min_length=1, max_length=limits.CONTEXT_TEXT, pattern=VISIBLE)
]
FieldWords = Annotated[
    str, StringConstraints(min_length=1, max_length=limits.SECTION_FIELD_TEXT, pattern=VISIBLE)
]
HeaderWords = Annotated[str, StringConstraints(min_length=1, max_length=limits.HEADER_TEXT, pattern=VISIBLE)]
ButtonWords = Annotated[str, StringConstraints(min_length=1, max_length=limits.BUTTON_TEXT, pattern=VISIBLE)]
OptionWords = Annotated[str, StringConstraints(min_length=1, max_length=limits.OPTION_TEXT, pattern=VISIBLE)]
PlaceholderWords = Annotated[
    str, StringConstraints(min_length=1, max_length=limits.PLACEHOLDER_TEXT, pattern=VISIBLE)
]
LabelWords = Annotated[str, StringConstraints(min_length=1, max_length=limits.INPUT_LABEL, pattern=VISIBLE)]
ImageTitleWords = Annotated[
    str, StringConstraints(min_length=1, max_length=limits.IMAGE_TITLE, pattern=VISIBLE)
]
ViewWords = Annotated[str, StringConstraints(min_length=1, max_length=limits.VIEW_TITLE, pattern=VISIBLE)]
ConfirmTitleWords = Annotated[
    str, StringConstraints(min_length=1, max_length=limits.CONFIRM_TITLE, pattern=VISIBLE)
]
ConfirmWords = Annotated[
    str, StringConstraints(min_length=1, max_length=limits.CONFIRM_TEXT, pattern=VISIBLE)
]
ConfirmButtonWords = Annotated[
    str, StringConstraints(min_length=1, max_length=limits.CONFIRM_BUTTON, pattern=VISIBLE)
]


class PlainText(BlockPart):
    """Text shown as it stands."""

    type: Literal["plain_text"]
    text: SectionWords
    emoji: Maybe[bool] = None


class Mrkdwn(BlockPart):
    """Text with Slack's own markup."""

    type: Literal["mrkdwn"]
    text: SectionWords
    verbatim: Maybe[bool] = None


class PlainContext(PlainText):
    """Small print, plain."""

    text: ContextWords


class MrkdwnContext(Mrkdwn):
    """Small print, with markup."""

    text: ContextWords


class PlainField(PlainText):
    """One of the short texts of a section in two columns."""

    text: FieldWords


class MrkdwnField(Mrkdwn):
    """One of the short texts of a section in two columns, with markup."""

    text: FieldWords


class HeaderText(PlainText):
    """A heading."""

    text: HeaderWords


class ButtonText(PlainText):
    """What a button says."""

    text: ButtonWords


class OptionText(PlainText):
    """What a menu item says."""

    text: OptionWords


class MrkdwnOptionText(Mrkdwn):
    """What a radio button or checkbox says, with markup."""

    text: OptionWords


class PlaceholderText(PlainText):
    """Grey text in an empty input."""

    text: PlaceholderWords


class LabelText(PlainText):
    """The label or hint of an input."""

    text: LabelWords


class ImageTitle(PlainText):
    """The line above an image."""

    text: ImageTitleWords


class ViewText(PlainText):
    """The title, submit or close label of a modal."""

    text: ViewWords


class ConfirmTitle(PlainText):
    """The title of a confirmation."""

    text: ConfirmTitleWords


class ConfirmText(PlainText):
    """The question of a confirmation. Slack's newer pages allow plain text only."""

    text: ConfirmWords


class ConfirmButtonText(PlainText):
    """One of the two buttons of a confirmation."""

    text: ConfirmButtonWords


SectionText = Annotated[PlainText | Mrkdwn, Field(discriminator="type")]
FieldText = Annotated[PlainField | MrkdwnField, Field(discriminator="type")]
ChoiceText = Annotated[OptionText | MrkdwnOptionText, Field(discriminator="type")]
