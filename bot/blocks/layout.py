"""The blocks that a message or view is stacked from."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, field_validator, model_validator

from bot.blocks import limits
from bot.blocks.base import (
    VISIBLE,
    BlockPart,
    Identifier,
    ImageAddress,
    Maybe,
    Problem,
    raise_problems,
    repeated,
)
from bot.blocks.elements import (
    AltText,
    Button,
    Checkboxes,
    FeedbackButtons,
    IconButton,
    ImageElement,
    OverflowMenu,
    PlainTextInput,
    RadioButtons,
    StaticSelect,
)
from bot.blocks.rich import RichTextBlock
from bot.blocks.text import (
    FieldText,
    HeaderText,
    ImageTitle,
    LabelText,
    MrkdwnContext,
    PlainContext,
    SectionText,
)

MarkdownWords = Annotated[
    str, StringConstraints(min_length=1, max_length=limits.MARKDOWN_TEXT, pattern=VISIBLE)
]
# A blank cell is how an empty one is written, so only the empty string is refused.
CellWords = Annotated[str, StringConstraints(min_length=1)]
Action = Annotated[
    Button | StaticSelect | OverflowMenu | RadioButtons | Checkboxes, Field(discriminator="type")
]
ContextAction = Annotated[FeedbackButtons | IconButton, Field(discriminator="type")]


class Block(BlockPart):
    """What every block may carry."""

    block_id: Maybe[Identifier] = None


class SectionBlock(Block):
    """Text, short fields in two columns, or both, with one element beside them."""

    type: Literal["section"]
    text: Maybe[SectionText] = None
    fields: Maybe[Annotated[list[FieldText], Field(min_length=1, max_length=limits.SECTION_FIELDS)]] = None
    accessory: Maybe[
        Annotated[
            Button | StaticSelect | OverflowMenu | RadioButtons | Checkboxes | ImageElement,
            Field(discriminator="type"),
        ]
    ] = None
    expand: Maybe[bool] = None

    @model_validator(mode="after")
    def _something_to_show(self) -> Self:
        if self.text is None and self.fields is None:
            raise_problems(SectionBlock, [Problem((), "needs text or fields, or both")])
        return self


class ContextBlock(Block):
    """Small print."""

    type: Literal["context"]
    elements: Annotated[
        list[Annotated[PlainContext | MrkdwnContext | ImageElement, Field(discriminator="type")]],
        Field(min_length=1, max_length=limits.CONTEXT_ELEMENTS),
    ]


class DividerBlock(Block):
    """A thin line."""

    type: Literal["divider"]


class HeaderBlock(Block):
    """A heading, plain text only."""

    type: Literal["header"]
    text: HeaderText


class ImageBlock(Block):
    """An image in full width."""

    type: Literal["image"]
    image_url: ImageAddress
    alt_text: AltText
    title: Maybe[ImageTitle] = None


class ActionsBlock(Block):
    """Buttons and menus in a row."""

    type: Literal["actions"]
    elements: Annotated[list[Action], Field(min_length=1, max_length=limits.ACTIONS_ELEMENTS)]

    @field_validator("elements")
    @classmethod
    def _action_ids_differ(cls, elements: list[Action]) -> list[Action]:
        raise_problems(cls, repeated([element.action_id for element in elements], "action_id", "its block"))
        return elements


class ContextActionsBlock(Block):
    """Thumbs and icon buttons below an answer; messages only."""

    type: Literal["context_actions"]
    elements: Annotated[list[ContextAction], Field(min_length=1, max_length=limits.CONTEXT_ACTIONS_ELEMENTS)]

    @field_validator("elements")
    @classmethod
    def _action_ids_differ(cls, elements: list[ContextAction]) -> list[ContextAction]:
        raise_problems(cls, repeated([element.action_id for element in elements], "action_id", "its block"))
        return elements


class MarkdownBlock(Block):
    """Standard Markdown; messages only."""

    type: Literal["markdown"]
    text: MarkdownWords


class InputBlock(Block):
    """A labelled input."""

    type: Literal["input"]
    label: LabelText
    element: Annotated[PlainTextInput | RadioButtons | Checkboxes | StaticSelect, Field(discriminator="type")]
    hint: Maybe[LabelText] = None
    optional: Maybe[bool] = None
    dispatch_action: Maybe[bool] = None


class RawTextCell(BlockPart):
    """A table cell with text as it stands."""

    type: Literal["raw_text"]
    text: CellWords


class RawNumberCell(BlockPart):
    """A table cell with a number and how it is written."""

    type: Literal["raw_number"]
    value: Annotated[float, Field(allow_inf_nan=False)]
    text: CellWords


class TableColumn(BlockPart):
    """How a column is set."""

    align: Maybe[Literal["left", "center", "right"]] = None
    is_wrapped: Maybe[bool] = None


TableCell = Annotated[RawTextCell | RawNumberCell | RichTextBlock, Field(discriminator="type")]
TableRow = Annotated[list[TableCell], Field(min_length=1, max_length=limits.TABLE_COLUMNS)]


class TableBlock(Block):
    """A table; its first row is the heading. Messages and Home only, one to a message."""

    type: Literal["table"]
    rows: Annotated[list[TableRow], Field(min_length=1, max_length=limits.TABLE_ROWS)]
    # A null in this list, and only here, means "the usual way" for that column.
    column_settings: Maybe[
        Annotated[list[TableColumn | None], Field(min_length=1, max_length=limits.TABLE_COLUMNS)]
    ] = None

    @field_validator("rows")
    @classmethod
    def _rows_are_equally_long(cls, rows: list[TableRow]) -> list[TableRow]:
        width = len(rows[0])
        raise_problems(
            cls,
            (
                Problem((index,), f"has {len(row)} cells; every row must have as many as the first, {width}")
                for index, row in enumerate(rows)
                if len(row) != width
            ),
        )
        return rows
