"""Where blocks are shown: a message, a modal. A Home view would be a third model beside these."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, ValidatorFunctionWrapHandler, field_validator, model_validator
from pydantic_core import PydanticSerializationError, to_json

from bot.blocks import limits
from bot.blocks.base import VISIBLE, BlockPart, Identifier, Maybe, Problem, raise_problems, repeated
from bot.blocks.layout import (
    ActionsBlock,
    ContextActionsBlock,
    ContextBlock,
    DividerBlock,
    HeaderBlock,
    ImageBlock,
    InputBlock,
    MarkdownBlock,
    SectionBlock,
    TableBlock,
)
from bot.blocks.rich import RichTextBlock
from bot.blocks.text import ViewText

MessageBlock = Annotated[
    SectionBlock
    | ContextBlock
    | DividerBlock
    | HeaderBlock
    | ImageBlock
    | ActionsBlock
    | ContextActionsBlock
    | MarkdownBlock
    | TableBlock
    | RichTextBlock
    | InputBlock,
    Field(discriminator="type"),
]
ModalBlock = Annotated[
    SectionBlock
    | ContextBlock
    | DividerBlock
    | HeaderBlock
    | ImageBlock
    | ActionsBlock
    | RichTextBlock
    | InputBlock,
    Field(discriminator="type"),
]


def _value(block: object, key: str) -> object:
    return block.get(key) if isinstance(block, dict) else getattr(block, key, None)


def _json_length(blocks: Sequence[object]) -> int:
    try:
        encoded = to_json(blocks, exclude_none=True)
    except PydanticSerializationError:
        # Not JSON at all: the models have already said so, at the place itself.
        return 0
    # Bytes are never fewer than characters, so most messages need no second count.
    return len(encoded) if len(encoded) <= limits.MESSAGE_JSON else len(encoded.decode())


def _block_id_problems(blocks: Sequence[object], where: str) -> Iterable[Problem]:
    ids = [_value(block, "block_id") for block in blocks]
    return repeated([name if isinstance(name, str) else None for name in ids], "block_id", where)


def message_problems(blocks: Sequence[object]) -> Iterable[Problem]:
    """Find the faults that only a whole message has.

    Args:
        blocks: Blocks as dicts or models; they may have faults of their own.

    Yields:
        Repeated block ids, a second table, too much JSON; placed from the list of blocks on.
    """
    yield from _block_id_problems(blocks, "its message")
    tables = [index for index, block in enumerate(blocks) if _value(block, "type") == "table"]
    for index in tables[limits.MESSAGE_TABLES :]:
        yield Problem((index,), f"is one table too many; a message may hold {limits.MESSAGE_TABLES}")
    size = _json_length(blocks)
    if size > limits.MESSAGE_JSON:
        yield Problem(
            (), f"all blocks are {size:,} characters of JSON; at most {limits.MESSAGE_JSON:,}, so send fewer"
        )


class MessageModel(BlockPart):
    """A message: its text, which must stand alone, and the blocks that show the same."""

    text: Annotated[str, StringConstraints(min_length=1, max_length=limits.MESSAGE_TEXT, pattern=VISIBLE)]
    blocks: Annotated[list[MessageBlock], Field(max_length=limits.MESSAGE_BLOCKS)]

    @field_validator("blocks", mode="wrap")
    @classmethod
    def _blocks_agree(
        cls, given: Sequence[object], handler: ValidatorFunctionWrapHandler
    ) -> list[MessageBlock]:
        # Wrapped, because the JSON is counted as given: writing the checked models again costs more.
        blocks: list[MessageBlock] = handler(given)
        raise_problems(cls, message_problems(given))
        return blocks


class ModalModel(BlockPart):
    """A modal view, as `views.open`, `views.push` and `views.update` take it."""

    type: Literal["modal"]
    title: ViewText
    blocks: Annotated[list[ModalBlock], Field(min_length=1, max_length=limits.MODAL_BLOCKS)]
    submit: Maybe[ViewText] = None
    close: Maybe[ViewText] = None
    callback_id: Maybe[Identifier] = None
    private_metadata: Maybe[Annotated[str, StringConstraints(max_length=limits.PRIVATE_METADATA)]] = None
    external_id: Maybe[Identifier] = None
    clear_on_close: Maybe[bool] = None
    notify_on_close: Maybe[bool] = None

    @model_validator(mode="after")
    def _view_agrees(self) -> Self:
        raise_problems(ModalModel, modal_problems(self))
        return self


def modal_problems(view: object) -> Iterable[Problem]:
    """Find the faults that only a whole modal has.

    Args:
        view: The view as a dict or model; it may have faults of its own.

    Yields:
        Repeated block ids, and inputs with no way to submit them; placed from the view on.
    """
    blocks = _value(view, "blocks")
    if not isinstance(blocks, list):
        return
    for place, message in _block_id_problems(blocks, "its view"):
        yield Problem(("blocks", *place), message)
    has_inputs = any(_value(block, "type") == "input" for block in blocks)
    if has_inputs and _value(view, "submit") is None:
        yield Problem(("submit",), "is required, because the view has input blocks")
