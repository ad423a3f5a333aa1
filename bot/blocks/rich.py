"""Rich text: sections, lists, code and quotes made of styled runs."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from bot.blocks.base import BlockPart, EmojiName, Identifier, LinkAddress, Maybe, UserId

# A run of one space between two styled runs is normal, so blank is allowed here; empty is not.
RunWords = Annotated[str, StringConstraints(min_length=1)]
# Not Literal[0, 1]: that takes True for 1.
Border = Annotated[int, Field(ge=0, le=1)]


class RichStyle(BlockPart):
    """How a run looks."""

    bold: Maybe[bool] = None
    italic: Maybe[bool] = None
    strike: Maybe[bool] = None
    code: Maybe[bool] = None


class RichRun(BlockPart):
    """A run of text in one style."""

    type: Literal["text"]
    text: RunWords
    style: Maybe[RichStyle] = None


class RichLink(BlockPart):
    """A link; without `text` the address itself is shown."""

    type: Literal["link"]
    url: LinkAddress
    text: Maybe[RunWords] = None
    style: Maybe[RichStyle] = None


class RichEmoji(BlockPart):
    """An emoji by its name, without colons."""

    type: Literal["emoji"]
    name: EmojiName


class RichUser(BlockPart):
    """A mention of a person."""

    type: Literal["user"]
    user_id: UserId


RichInline = Annotated[RichRun | RichLink | RichEmoji | RichUser, Field(discriminator="type")]
RichInlines = Annotated[list[RichInline], Field(min_length=1)]


class RichSection(BlockPart):
    """A paragraph."""

    type: Literal["rich_text_section"]
    elements: RichInlines


class RichList(BlockPart):
    """A list of paragraphs."""

    type: Literal["rich_text_list"]
    style: Literal["bullet", "ordered"]
    elements: Annotated[list[RichSection], Field(min_length=1)]
    indent: Maybe[Annotated[int, Field(ge=0)]] = None
    offset: Maybe[Annotated[int, Field(ge=0)]] = None
    border: Maybe[Border] = None


class RichPreformatted(BlockPart):
    """Lines in a fixed-width face."""

    type: Literal["rich_text_preformatted"]
    elements: Annotated[list[Annotated[RichRun | RichLink, Field(discriminator="type")]], Field(min_length=1)]
    border: Maybe[Border] = None


class RichQuote(BlockPart):
    """An indented quotation."""

    type: Literal["rich_text_quote"]
    elements: RichInlines


class RichTextBlock(BlockPart):
    """Rich text, as a block of its own or as a table cell."""

    type: Literal["rich_text"]
    elements: Annotated[
        list[Annotated[RichSection | RichList | RichPreformatted | RichQuote, Field(discriminator="type")]],
        Field(min_length=1),
    ]
    block_id: Maybe[Identifier] = None
