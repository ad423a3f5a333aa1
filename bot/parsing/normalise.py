"""One plain form for everything typed, before it is read.

Phones, chat programs and dictation put in characters that look like others or like nothing.
After this the text holds ASCII digits, one kind of dash, plain quotes and plain spaces.
"""

from __future__ import annotations

import re
import unicodedata

_AS_TYPED = {
    "×": "x",
    "✕": "x",
    "✖": "x",
    "⨯": "x",
    "÷": "/",
    "⁄": "/",
    "∕": "/",
    "−": "-",
    "‒": "-",
    "–": "-",
    "—": "-",
    "―": "-",
    "‐": "-",
    "‑": "-",
    "⁃": "-",
    "﹣": "-",
    "‘": "'",
    "’": "'",
    "ʼ": "'",
    "′": "'",
    "‛": "'",
    "`": "'",
    "´": "'",
    "“": '"',
    "”": '"',
    "„": '"',
    "″": '"',
    "«": '"',
    "»": '"',
    "½": ".5 ",
    "¼": ".25 ",
    "¾": ".75 ",
    "→": ":",
    "⇒": ":",
    "、": ",",
    "،": ",",
    "؛": ";",
    "•": "\n",
    "·": "\n",
    "\r": "\n",
    "\u200b": " ",
    "\u2028": "\n",
    "\u2029": "\n",
    "\v": "\n",
    "\f": "\n",
}
"""Characters that stand for an ASCII one. A bullet starts a new line."""

_DOTTED = re.compile(r"(?<![\w.])(?:[a-z]\.){1,3}[a-z]\b\.?(?!\w)", re.IGNORECASE)
"""An abbreviation letter by letter, as in t.e. or O.T."""
_HALVES_OF_DAY = frozenset({"am", "pm"})

_INVISIBLE = frozenset({"Cf", "Mn", "Me", "Cs"})
"""Zero-width and direction marks, variation selectors, loose accents."""


def normalise(text: str) -> str:
    """Bring typed text to one plain form; nothing readable is lost.

    Args:
        text: As typed; Slack's `&amp;`, `&lt;` and `&gt;` are turned back.

    Returns:
        Text in which every digit is ASCII and every space a plain one; tabs and line breaks stay.
    """
    if "&" in text:
        text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    if "-" in text or "=" in text:
        text = text.replace("->", ":").replace("=>", ":")
    if not text.isascii() or not text.isprintable() or "`" in text:
        text = unicodedata.normalize("NFC", text).translate(_PlainForms())
    return _DOTTED.sub(_without_dots, text) if "." in text else text


def _without_dots(found: re.Match[str]) -> str:
    """An abbreviation without its dots; those of a.m. and p.m. belong to a clock time."""
    letters = found.group().replace(".", "")
    return found.group() if letters.lower() in _HALVES_OF_DAY else letters


class _PlainForms(dict[int, str]):
    """Plain forms by code point, each worked out once a message."""

    def __missing__(self, point: int) -> str:
        plain = self[point] = _plain(chr(point))
        return plain


def _plain(character: str) -> str:
    """One character in its plain form; an empty string for what nobody can see."""
    if character in _AS_TYPED:
        return _AS_TYPED[character]
    if character.isascii():
        return character if character.isprintable() or character in "\n\t" else " "
    category = unicodedata.category(character)
    if category in _INVISIBLE:
        return ""
    if category == "Nd":
        return str(unicodedata.digit(character))
    if category[0] == "Z" or category == "Cc":
        return " "
    compatible = unicodedata.normalize("NFKC", character)
    if compatible == character:
        return character
    plain = "".join(part if part == character else _plain(part) for part in compatible)
    # A raised, circled or stacked number is a number of its own: 25² must not become 252.
    return f" {plain} " if category in {"No", "Nl"} else plain
