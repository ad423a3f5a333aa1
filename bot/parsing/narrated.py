"""The parts of a told visit: codes, minutes and people in the order of the sentence, words between."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.parsing.amounts import NUMBER_WORDS, read_amount, read_spelled_code
from bot.parsing.clock import read_range
from bot.parsing.items import Provider
from bot.parsing.phrases import Meaning, Role
from bot.parsing.plain_words import plain_words
from bot.parsing.tokens import CODE_DIGITS, Token, TokenKind, tokens
from bot.parsing.told_people import MYSELF
from bot.parsing.words import Lexicon
from rules import code_table

MOST_MINUTES = 480
"""Minutes of one service that a sentence may tell of; more is something else, or a slip."""
_OF_THERAPIST = {"pt": "pt", "dpt": "pt", "ot": "ot", "otr": "ot"}
_CODES = frozenset({Role.HOUSE_WORD, Role.AMBIGUOUS_WORD, Role.PAYER_DEPENDENT_WORD})
_NUMBERS = frozenset({TokenKind.DIGITS, TokenKind.DECIMAL, TokenKind.CLOCK, TokenKind.DATE})
_IS_THERAPIST = re.compile(
    r"\b(?:i'?m|i am|im)\s+(?:the\s+|a\s+|an\s+)?(?P<who>pt|ot|otr|dpt|therapist)\b"
    r"|\bi\s*[,(]?\s*(?:the\s+)?(?P<who2>pt|ot|otr|dpt)\s*[,)]",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Part:
    """One part of a told visit.

    Attributes:
        kind: `code`, `minutes`, `units`, `person`, `stop` or `word`.
        text: As typed, lower case.
        code: Of a code, the code or the first of its choices.
        minutes: Of minutes, how many.
        has_unit: Minutes that were typed with their unit, or as times of the clock.
        provider: Of a person, who it is.
        discipline: Of a person, `pt`, `ot` or `any`.
    """

    kind: str
    text: str
    code: str = ""
    minutes: int = 0
    has_unit: bool = False
    provider: Provider | None = None
    discipline: str = "any"


@dataclass(slots=True)
class Told:
    """A told visit.

    Attributes:
        parts: In the order of the sentence.
        options: Payer, rule and setting, as they are typed behind a command.
        is_whole: Every number was understood.
        names_assistant: Minutes of an assistant may be among it.
    """

    parts: list[Part] = field(default_factory=list)
    options: list[str] = field(default_factory=list)
    is_whole: bool = True
    names_assistant: bool = False


def tell(text: str, words: Lexicon) -> Told:
    """Find the parts of a told visit.

    Args:
        text: Without slips and without numbers that are no minutes.
        words: What is understood.
    """
    told = Told()
    plain, self_word = _without_who_i_am(text)
    found = tokens(plain, words.glued, words.modifiers)
    told.names_assistant = any(token.text in words.assistant_words for token in found)
    myself = {match.start(): match.end() for match in MYSELF.finditer(plain)} if told.names_assistant else {}
    at = 0
    while at < len(found) and told.is_whole:
        if found[at].start in myself:
            end = myself[found[at].start]
            told.parts.append(
                Part(
                    "person", "i", provider=Provider.THERAPIST, discipline=_OF_THERAPIST.get(self_word, "any")
                )
            )
            while at < len(found) and found[at].start < end:
                at += 1
            continue
        at = _Step(told, found, words, plain).take(at)
    return told


def _without_who_i_am(text: str) -> tuple[str, str]:
    """A sentence without "I'm the PT", and the word for who wrote it."""
    match = _IS_THERAPIST.search(text)
    if match is None:
        return text, ""
    is_aside = match["who2"] is not None
    instead = ("i" if is_aside else "").ljust(len(match.group()))
    return text[: match.start()] + instead + text[match.end() :], (match["who"] or match["who2"]).lower()


class _Step:
    """Takes one part after the other."""

    def __init__(self, told: Told, found: Sequence[Token], words: Lexicon, text: str) -> None:
        self._told = told
        self._tokens = found
        self._words = words
        self._text = text

    def take(self, at: int) -> int:
        """Take what begins at a token; returns the index after it."""
        token = self._tokens[at]
        phrase = self._words.phrases.longest(self._tokens, at)
        clock = read_range(self._tokens, at, self._words)
        if clock is not None and phrase is None:
            return self._minutes(clock.ends - clock.begins, at, clock.end, has_unit=True)
        if phrase is not None and (end := self._known(phrase[0], at, phrase[1])) is not None:
            return end
        setting = self._words.settings.longest(self._tokens, at)
        if setting is not None and setting[0].value == "hospital":
            self._told.options.append("setting:hospital")
            return setting[1]
        if token.kind is TokenKind.MIXED and token.text.upper() in code_table():
            return self._code(token.text.upper(), at, at + 1)
        may_be_number = token.kind in _NUMBERS or token.text in NUMBER_WORDS or token.text == "a"
        if may_be_number and (end := self._number(at)) is not None:
            return end
        if token.text == "same" and (named := self._code_before(at)) is not None:
            # "8 minutes of the same": once more the service that was told before.
            self._told.parts.append(Part("code", named.text, code=named.code))
            return at + 1
        is_sign = token.kind is TokenKind.SYMBOL and token.text not in "-'()"
        is_stop = token.kind is TokenKind.LINE or is_sign or self._is_dash(at)
        self._told.parts.append(Part("stop" if is_stop else "word", token.text))
        return at + 1

    def _code_before(self, at: int) -> Part | None:
        """The last service that was named, where "of the" leads to a word that points at it."""
        leads = [token.text for token in self._tokens[max(at - 2, 0) : at]]
        if leads[-1:] != ["of"] and leads != ["of", "the"]:
            return None
        return next((part for part in reversed(self._told.parts) if part.kind == "code"), None)

    def _known(self, meaning: Meaning, at: int, end: int) -> int | None:
        role = meaning.role
        if role in _CODES and not self._is_everyday(at, end):
            return self._code(meaning.value or meaning.choices[0][1], at, end)
        if role is Role.AMOUNT:
            return self._minutes(int(meaning.value), at, end, has_unit=True)
        if role is Role.PAYER and not self._is_other_word(at, end):
            self._told.options.append(f"payer:{meaning.value}")
            return end
        if role is Role.RULE:
            self._told.options.append(f"rule:{meaning.value}")
            return end
        if role in (Role.PROVIDER, Role.DISCIPLINE) and self._told.names_assistant:
            return self._person(meaning, at, end)
        if role in (Role.SPEECH_ASSISTANT, Role.EACH):
            # Minutes of each, and speech assistants, are read where every word is known.
            before = self._tokens[at - 1].text if at else ""
            is_word = self._tokens[at].text == "both" or before in self._words.unit_words
            self._told.is_whole = self._told.is_whole and is_word
        return None

    def _person(self, meaning: Meaning, at: int, end: int) -> int:
        name, _, discipline = meaning.value.partition(" ")
        if meaning.role is Role.DISCIPLINE:
            name, discipline = Provider.THERAPIST, meaning.value
            before = self._tokens[at - 1].text if at else ""
            if (
                before in ("a", "an", "my", "this", "our", "same", "that", "medicare", "for")
                or discipline == "slp"
                or self._is_payer_before(at)
            ):
                # "My pt": the patient.
                self._told.parts.append(Part("word", "patient"))
                return end
        if name == Provider.TOGETHER:
            self._told.is_whole = False
            return end
        said = " ".join(token.text for token in self._tokens[at:end])
        self._told.parts.append(Part("person", said, provider=Provider(name), discipline=discipline))
        return end

    def _is_payer_before(self, at: int) -> bool:
        """Whether a payer stands right before a word: "BCBS pt"."""
        return any(
            (found := self._words.phrases.longest(self._tokens, start)) is not None
            and found[0].role is Role.PAYER
            and found[1] == at
            for start in range(max(at - 4, 0), at)
        )

    def _code(self, code: str, at: int, end: int) -> int:
        typed = self._text[self._tokens[at].start : self._tokens[end - 1].end].lower()
        self._told.parts.append(Part("code", " ".join(typed.split()), code=code))
        return end

    def _minutes(self, minutes: int, at: int, end: int, *, has_unit: bool) -> int:
        typed = self._text[self._tokens[at].start : self._tokens[end - 1].end]
        # "OT 0": with two people named, nothing is as good a number as any.
        least = 0 if self._told.names_assistant else 1
        self._told.is_whole = self._told.is_whole and least <= minutes <= MOST_MINUTES
        self._told.parts.append(Part("minutes", typed, minutes=minutes, has_unit=has_unit))
        return end

    def _number(self, at: int) -> int | None:
        token = self._tokens[at]
        if token.kind is TokenKind.DIGITS and len(token.text) == CODE_DIGITS:
            self._told.is_whole = self._told.is_whole and token.text in code_table()
            return self._code(token.text, at, at + 1)
        if token.kind in (TokenKind.CLOCK, TokenKind.DATE):
            self._told.is_whole = False
            return at + 1
        spelled = read_spelled_code(self._tokens, at)
        if spelled is not None and spelled[0] in code_table():
            return self._code(spelled[0], at, spelled[1])
        amount = read_amount(self._tokens, at, self._words)
        if amount is None:
            return None
        if token.text == "one" and not amount.unit:
            return None
        if amount.unit == "units":
            self._told.parts.append(Part("units", token.text))
            return amount.end
        if amount.whole is None or amount.is_past_the_hour:
            self._told.is_whole = False
            return amount.end
        return self._minutes(amount.whole, at, amount.end, has_unit=bool(amount.unit))

    def _is_dash(self, at: int) -> bool:
        """Whether a dash with spaces around it parts two clauses."""
        token = self._tokens[at]
        return token.text == "-" and self._text[token.start - 1 : token.end + 1] == " - "

    def _is_everyday(self, at: int, end: int) -> bool:
        """Whether a name of a code is only a word here: "in the pool", "tell us"."""
        token = self._tokens[at]
        if end != at + 1 or token.text not in plain_words().everyday_too:
            return False
        typed = self._text[token.start : token.end]
        is_capital = typed.isupper() and not self._text.isupper()
        beside = (*self._tokens[max(at - 1, 0) : at], *self._tokens[at + 1 : at + 2])
        return not is_capital and all(
            one.kind not in _NUMBERS
            and one.text not in self._words.minute_units
            and one.text not in ("of", ",", "+", ":", "x")
            for one in beside
        )

    def _is_other_word(self, at: int, end: int) -> bool:
        needed = plain_words().payer_only_before.get(self._tokens[at].text) if end == at + 1 else None
        behind = self._tokens[end].text if end < len(self._tokens) else ""
        return needed is not None and behind not in needed
