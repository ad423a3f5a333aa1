"""The payer that a question in plain words is about."""

from __future__ import annotations

from bot.parsing.normalise import normalise
from bot.parsing.phrases import Role
from bot.parsing.plain_words import payer_names, plain_words
from bot.parsing.tokens import tokens
from bot.parsing.words import lexicon
from rules import PayerBook


def named_payer(text: str, *, book: PayerBook | None = None) -> str | None:
    """The one payer that a sentence names, or `None` for none and for several.

    Args:
        text: The whole message.
        book: The payers that are known; the ones that ship with the rules when not given.
    """
    words, known = lexicon(book), plain_words().payers
    plain = payer_names().sub(
        lambda match: known[" ".join(match.group().lower().split())].replace("_", " "), normalise(text)
    )
    found = tokens(plain, words.glued, words.modifiers)
    # Words that are a payer only in some places say too little here.
    everyday = plain_words().payer_only_before
    named: set[str] = set()
    at = 0
    while at < len(found):
        phrase = words.phrases.longest(found, at)
        if phrase is not None and phrase[0].role is Role.PAYER and found[at].text not in everyday:
            named.add(phrase[0].value)
        at = phrase[1] if phrase is not None else at + 1
    return named.pop() if len(named) == 1 else None
