"""Cuts a long text into pieces that each fit a block."""

from __future__ import annotations

from bot.blocks.limits import SECTION_TEXT


def split_text(text: str, limit: int = SECTION_TEXT) -> list[str]:
    r"""Cut text at line ends, else between words, else anywhere.

    A cut takes away the one line end or space it falls on and nothing else. A piece with nothing
    visible in it is left out, since Slack shows no blank text.

    Args:
        text: Any text, usually mrkdwn.
        limit: Characters a piece may have.

    Returns:
        The pieces in order; one if the text fits, none if it is blank.

    Raises:
        ValueError: If the limit is below 1.

    >>> split_text("first line\nsecond line", limit=12)
    ['first line', 'second line']
    """
    if limit < 1:
        raise ValueError(f"limit is {limit}; it must be at least 1")
    pieces = []
    start = 0
    while len(text) - start > limit:
        # One more than the limit: a line that just fits ends where the next piece begins.
        end = start + limit + 1
        cut = text.rfind("\n", start, end)
        if cut < 0:
            cut = text.rfind(" ", start, end)
        after = cut + 1
        if cut < 0:
            cut = after = start + limit
        pieces.append(text[start:cut])
        start = after
    pieces.append(text[start:])
    return [piece for piece in pieces if piece.strip()]
