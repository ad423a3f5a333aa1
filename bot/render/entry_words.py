"""The small Markdown of knowledge entries → marked text: paragraphs, lists, bold and code."""

from __future__ import annotations

import re

from bot.render.words import BOLD_OFF, BOLD_ON, CODE_OFF, CODE_ON, to_plain

_BOLD = re.compile(r"\*\*(.+?)\*\*")
_CODE = re.compile(r"`([^`]+)`")
_ITEM = "- "


def marked_paragraphs(markdown: str) -> list[str]:
    """The paragraphs of an entry, each with its lines joined and its list items on lines of their own.

    Args:
        markdown: As an entry holds it: paragraphs, `- ` lists, `**bold**`, `` `code` ``.
    """
    found = []
    for block in re.split(r"\n\s*\n", to_plain(markdown).strip()):
        lines: list[str] = []
        for line in map(str.strip, block.splitlines()):
            if line.startswith(_ITEM):
                lines.append(f"• {line.removeprefix(_ITEM)}")
            elif lines:
                lines[-1] = f"{lines[-1]} {line}"
            else:
                lines.append(line)
        found.append("\n".join(map(_marked, lines)))
    return found


def _marked(line: str) -> str:
    line = _BOLD.sub(rf"{BOLD_ON}\1{BOLD_OFF}", line)
    return _CODE.sub(rf"{CODE_ON}\1{CODE_OFF}", line)
