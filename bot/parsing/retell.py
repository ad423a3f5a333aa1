"""From a sentence as typed to the sentence without its story."""

from __future__ import annotations

import re

from bot.parsing.other_numbers import without_other_numbers
from bot.parsing.plain_words import payer_names, plain_words, state_plans, turns_nothing
from bot.parsing.retelling import Retelling
from bot.parsing.spoken_times import with_clock_times
from bot.parsing.story import Story
from bot.parsing.tokens import Token, TokenKind, tokens
from bot.parsing.told_people import with_people_named
from bot.parsing.told_services import with_services_named
from bot.parsing.vocabulary_slips import NOT_OF_CODES, corrected
from bot.parsing.words import Lexicon

_ADVANTAGE = re.compile(r"\b(?:medicare|mcr)\s+adv[a-z]{0,10}\b\.?", re.IGNORECASE)
"""Medicare Advantage however it is cut or mistyped: it must never be taken for Medicare."""
_COMMERCIAL = "commercial"


def retell(plain: str, words: Lexicon) -> Story:
    """Take the story out of a sentence.

    Args:
        plain: As `normalise` returns it.
        words: What is understood.
    """
    plain, slips = _without_slips(with_services_named(with_clock_times(plain)), words)
    spoken = frozenset(token.text for token in tokens(plain, words.glued, words.modifiers))
    has_assistant = bool(spoken & words.assistant_words)
    if has_assistant:
        plain = with_people_named(plain)
    text = state_plans().sub(_state, plain)
    text = _without_adjectives(payer_names().sub(_payer, _ADVANTAGE.sub(" medicare advantage", text)), words)
    text = turns_nothing().sub(lambda match: " " * len(match.group()), text)
    text = without_other_numbers(text)
    return Retelling(
        text, words, Story(text, spoken, told=text, slips=slips, has_assistant=has_assistant)
    ).run()


def _without_adjectives(text: str, words: Lexicon) -> str:
    """A sentence without "commercial" beside the payer that it is said of: "Aetna commercial"."""
    if _COMMERCIAL not in text.lower():
        return text
    found = tokens(text, words.glued, words.modifiers)
    ends: set[int] = set()
    said: list[Token] = []
    for at, token in enumerate(found):
        payer = words.payers.longest(found, at)
        if payer is None:
            continue
        if token.text != _COMMERCIAL:
            ends.add(payer[1])
        elif at in ends or (at + 1 < len(found) and words.payers.longest(found, at + 1) is not None):
            said.append(token)
    for token in reversed(said):
        text = text[: token.start] + " " * (token.end - token.start) + text[token.end :]
    return text


def _without_slips(plain: str, words: Lexicon) -> tuple[str, list[tuple[str, str]]]:
    """A sentence with mistyped words of ours corrected, and which."""
    found = tokens(plain, words.glued, words.modifiers)
    pieces: list[str] = []
    slips: list[tuple[str, str]] = []
    at = done = 0
    while at < len(found):
        known = words.phrases.longest(found, at)
        if known is not None:
            at = known[1]
            continue
        token = found[at]
        meant = corrected(token.text) if token.kind is TokenKind.WORD else None
        if meant is not None and meant not in NOT_OF_CODES and _is_name(plain, token, at):
            meant = None
        if meant is not None:
            slips.append((token.text, meant))
            pieces += (plain[done : token.start], meant)
            done = token.end
        at += 1
    return "".join((*pieces, plain[done:])), slips


def _is_name(plain: str, token: Token, at: int) -> bool:
    """Whether a word inside a sentence is written like the name of a person."""
    typed = plain[token.start : token.end]
    return at > 0 and typed.istitle() and plain[: token.start].rstrip()[-1:] not in ".?!:\n"


def _state(match: re.Match[str]) -> str:
    name = " ".join((match["before"] or match["behind"]).lower().split())
    return f" medicaid.{plain_words().states[name]} "


def _payer(match: re.Match[str]) -> str:
    name = " ".join(match.group().lower().split())
    return f" {plain_words().payers[name].replace('_', ' ')} "
