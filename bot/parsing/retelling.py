"""The walk over a sentence that keeps what is understood and passes over the story around it.

Words that are in no vocabulary are passed over, unless they stand where they could change what a number or a
code means: then the sentence is doubtful, and nothing in it is taken as certain.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.parsing.amounts import NUMBER_WORDS
from bot.parsing.phrases import Meaning, Role
from bot.parsing.plain_words import plain_words
from bot.parsing.story import Story
from bot.parsing.tokens import CODE_DIGITS, Token, TokenKind, tokens
from bot.parsing.words import Lexicon
from rules import code_table

_CODES = frozenset({Role.HOUSE_WORD, Role.AMBIGUOUS_WORD, Role.PAYER_DEPENDENT_WORD})
_NUMBERS = frozenset({TokenKind.DIGITS, TokenKind.DECIMAL, TokenKind.CLOCK})
_CLAUSE_ENDS = frozenset(
    {",", ";", ".", "?", "!", "and", "n", "then", "plus", "+", "&", "/", "(", ")", "\n", "-", ":"}
)
_COLONS = frozenset(":=")
_HALVES = frozenset({"am", "pm", "a", "p", "a.m", "p.m"})
_ASKED_MODIFIERS = frozenset(
    {
        *("need", "needs", "add", "use", "put", "which", "do", "get", "gets", "append", "is"),
        *("modifier", "modifiers", "mod", "the", "with", "a", "or", "for", "and", "of", "any"),
    }
)
"""Words before a modifier that is asked about rather than typed on a line."""
_READ_ELSEWHERE = frozenset({"hundred", "yesterday"})
_CAPITALS = re.compile(r"[A-Z]{2,}")


@dataclass(slots=True)
class _Clause:
    """What stands in a stretch of a sentence between two signs or joining words."""

    has_number: bool = False
    has_code: bool = False
    has_provider: bool = False
    has_unknown: bool = False


class Retelling:
    """Walks once over the tokens of a sentence."""

    def __init__(self, text: str, words: Lexicon, story: Story) -> None:
        self._text = text
        self._words = words
        self._story = story
        self._tokens: Sequence[Token] = tokens(text, words.glued, words.modifiers)
        self._pieces: list[str] = []
        self._at_text = 0
        self._written = 0
        self._has_provider = any(token.text in words.assistant_words for token in self._tokens)
        self._last = ""  # the last number or code of the clause: "number", "code" or nothing
        self._unknown_between = False
        self._clause = _Clause()
        self._or_since_code = False

    def run(self) -> Story:
        """The story, with everything filled in that the walk found."""
        story = self._story
        story.word_count = sum(token.kind is TokenKind.WORD for token in self._tokens)
        at = 0
        while at < len(self._tokens):
            named = len(story.codes)
            end = self._step(at)
            if len(story.codes) == named:
                story.loose_words.update(token.text for token in self._tokens[at:end])
            at = end
        self._end_clause()
        self._pieces.append(self._text[self._at_text :])
        story.text = "".join(self._pieces)
        return story

    # one token

    def _step(self, at: int) -> int:
        token = self._tokens[at]
        text = token.text
        if text in _CLAUSE_ENDS and not self._is_inside(at):
            self._end_clause()
            if token.kind is TokenKind.WORD or text != "-":
                return at + 1
        if token.kind is TokenKind.LINE:
            self._end_clause()
            return at + 1
        if self._is_until(at):
            return at + 1
        found = self._words.phrases.longest(self._tokens, at)
        if token.kind is TokenKind.DIGITS and found is None:
            return self._number(at)
        if token.kind in (TokenKind.DECIMAL, TokenKind.CLOCK):
            self._content("number")
            return at + 1
        if token.kind in (TokenKind.SYMBOL, TokenKind.EMOJI, TokenKind.DATE):
            return at + 1 if found is None else self._known(found[0], at, found[1])
        if text in NUMBER_WORDS and (found is None or found[1] == at + 1):
            return self._number_word(at)
        if text in plain_words().turns_meaning:
            self._story.turns = True
            return self._pass_over(at, between=True)
        if found is not None:
            return self._known(found[0], at, found[1])
        if token.kind is TokenKind.MIXED:
            return self._mixed(at)
        return self._unknown(at)

    def _is_until(self, at: int) -> bool:
        """Whether a word stands between two clock times, or says the half of the day: to, ended at, pm."""
        text = self._tokens[at].text
        if text not in self._words.clock_signs or at == 0 or self._tokens[at].kind is not TokenKind.WORD:
            return False
        before = self._tokens[at - 1]
        is_time = before.kind in _NUMBERS or before.text in _HALVES or before.text in self._words.minute_units
        return is_time and (text in _HALVES or self._is_number_at(at + 1) or self._token_text(at + 1) == "at")

    def _is_inside(self, at: int) -> bool:
        """Whether a sign holds two parts of one thing together: 9:05, 2:10-2:48, re-ed."""
        text = self._tokens[at].text
        if text in ("-", ":", "/") and 0 < at < len(self._tokens) - 1:
            return text != "/" or self._tokens[at - 1].end == self._tokens[at].start
        return (
            text == "." and at + 1 < len(self._tokens) and self._tokens[at].end == self._tokens[at + 1].start
        )

    def _number(self, at: int) -> int:
        token = self._tokens[at]
        if len(token.text) != CODE_DIGITS:
            self._content("number")
        elif token.text in code_table():
            self._code(at, at + 1, Meaning(Role.HOUSE_WORD, token.text))
        else:
            self._story.has_foreign_code = True
            self._content("code")
        return at + 1

    def _number_word(self, at: int) -> int:
        if self._tokens[at].text == "one" and not self._is_counting(at):
            return self._pass_over(at)
        self._content("number")
        return at + 1

    def _is_counting(self, at: int) -> bool:
        words = self._words
        behind = self._token_text(at + 1)
        before = self._token_text(at - 1) if at else ""
        units = words.minute_units | words.hour_units | words.unit_words
        is_number = (
            behind in NUMBER_WORDS or before in NUMBER_WORDS or behind == "hundred" or before == "hundred"
        )
        return behind in units or is_number or behind == "-" or (before == "-" and at > 1) or behind == "full"

    def _known(self, meaning: Meaning, at: int, end: int) -> int:
        role = meaning.role
        if role in _CODES and not self._is_everyday(at, end):
            self._code(at, end, meaning)
        elif role is Role.PAYER:
            return self._payer(at, end)
        elif role is Role.AMOUNT:
            self._content("number")
        elif self._has_provider and role in (Role.PROVIDER, Role.DISCIPLINE):
            self._clause.has_provider = True
        elif role is Role.MODIFIER and not self._hangs_on_code(at):
            return self._modifier(at, end)
        elif self._says_nothing(meaning, at, end):
            return self._pass_over(at, end)
        return end

    def _says_nothing(self, meaning: Meaning, at: int, end: int) -> bool:
        """Whether a word that is understood elsewhere carries nothing where it stands."""
        match meaning.role:
            case Role.HOUSE_WORD | Role.AMBIGUOUS_WORD | Role.PAYER_DEPENDENT_WORD:
                return True
            case Role.PROVIDER_FILLER:
                return not self._has_provider
            case Role.PROVIDER:
                # With no assistant named, who treated changes nothing.
                return not self._has_provider and self._token_text(end) not in _COLONS
            case Role.OPTION:
                return not self._has_value(end)
            case Role.TIMES:
                return self._tokens[at].kind is TokenKind.WORD and not self._is_number_at(end)
            case Role.INEXACT:
                return not meaning.value and not self._is_number_at(end)
            case _:
                return False

    def _payer(self, at: int, end: int) -> int:
        """A payer, with the state behind its dot; a word that only may be one needs more beside it."""
        needed = plain_words().payer_only_before.get(self._token_text(at)) if end == at + 1 else None
        if needed is not None and self._token_text(end) not in needed and not self._is_value(at):
            return self._pass_over(at)
        has_dot = self._token_text(end) == "." and self._is_inside(end)
        if has_dot and self._token_text(end + 1) in self._words.states:
            end += 2
        self._story.payer_spans.append((self._at(at), self._at(end - 1, behind=True)))
        return end

    def _modifier(self, at: int, end: int) -> int:
        before = self._token_text(at - 1) if at else ""
        behind = self._token_text(end)
        is_asked = (
            before in _ASKED_MODIFIERS
            or behind in ("modifier", "needed", "?", "or", "modifiers")
            or end == len(self._tokens)
        )
        return self._pass_over(at, end) if is_asked and not self._has_provider else end

    def _mixed(self, at: int) -> int:
        token = self._tokens[at]
        if token.text.upper() in code_table():
            self._code(at, at + 1, Meaning(Role.HOUSE_WORD, token.text.upper()))
            return at + 1
        return self._pass_over(at, between=True)

    def _unknown(self, at: int) -> int:
        text = self._tokens[at].text
        is_option = text in self._words.option_names and self._token_text(at + 1) in _COLONS
        if self._is_unit(at) or is_option or text in _READ_ELSEWHERE:
            return at + 1
        if text in plain_words().choice:
            self._or_since_code = bool(self._story.codes)
        if at and self._tokens[at - 1].text in self._words.together_only_as_option:
            # "Both knees" is of the body: left alone, "both" would share minutes out among the codes.
            self._put(at - 1, at)
        return self._pass_over(at, between=text not in plain_words().between_is_fine)

    def _is_unit(self, at: int) -> bool:
        """Whether a word is the unit of the number before it."""
        words, text = self._words, self._tokens[at].text
        if at == 0 or not (text in words.minute_units or text in words.hour_units):
            return False
        before = self._tokens[at - 1]
        return before.kind in _NUMBERS or before.text in NUMBER_WORDS or before.text == "-"

    # what is kept, what is left out

    def _put(self, at: int, end: int) -> None:
        """Write a blank in place of some tokens."""
        start, stop = self._tokens[at].start, self._tokens[end - 1].end
        self._pieces += (self._text[self._at_text : start], " ")
        self._written += start - self._at_text + 1
        self._at_text = stop

    def _at(self, at: int, *, behind: bool = False) -> int:
        """Where a token begins, or ends, in the text as it is written so far."""
        token = self._tokens[at]
        return (token.end if behind else token.start) + self._written - self._at_text

    def _pass_over(self, at: int, end: int | None = None, *, between: bool = False) -> int:
        end = at + 1 if end is None else end
        self._put(at, end)
        self._story.passed_over += 1
        if between:
            self._clause.has_unknown = True
            self._unknown_between = True
        return end

    def _code(self, at: int, end: int, meaning: Meaning) -> None:
        self._content("code")
        self._story.codes.append((self._at(at), self._at(end - 1, behind=True), meaning))

    def _content(self, kind: str) -> None:
        if kind == "code":
            self._story.has_choice = self._story.has_choice or self._or_since_code
            self._or_since_code = False
        if self._unknown_between and self._last and self._last != kind:
            self._story.is_doubtful = True
        self._last, self._unknown_between = kind, False
        if kind == "number":
            self._clause.has_number = True
        else:
            self._clause.has_code = True

    def _end_clause(self) -> None:
        clause = self._clause
        if clause.has_number and clause.has_unknown and not (clause.has_code or clause.has_provider):
            self._story.is_doubtful = self._story.has_homeless = True
        self._clause = _Clause()
        self._last, self._unknown_between = "", False

    # neighbours

    def _token_text(self, at: int) -> str:
        return self._tokens[at].text if at < len(self._tokens) else ""

    def _is_number_at(self, at: int) -> bool:
        if at >= len(self._tokens):
            return False
        token = self._tokens[at]
        is_code = token.kind is TokenKind.DIGITS and len(token.text) == CODE_DIGITS
        return (token.kind in _NUMBERS and not is_code) or token.text in NUMBER_WORDS

    def _is_value(self, at: int) -> bool:
        """Whether a word stands behind `payer:`."""
        return (
            at > 1
            and self._token_text(at - 1) in _COLONS
            and self._token_text(at - 2) in self._words.option_names
        )

    def _has_value(self, end: int) -> bool:
        """Whether an option has a value that is known behind it."""
        if self._token_text(end) in _COLONS:
            return True
        return end < len(self._tokens) and (
            self._words.payers.longest(self._tokens, end) is not None
            or self._tokens[end].kind is TokenKind.DATE
        )

    def _hangs_on_code(self, at: int) -> bool:
        before = self._tokens[at - 1] if at else None
        return before is not None and (before.text == "-" or before.end == self._tokens[at].start)

    def _is_everyday(self, at: int, end: int) -> bool:
        """Whether a name of a code is only a word here: "tell us", "in the pool"."""
        token = self._tokens[at]
        if end != at + 1 or token.text not in plain_words().everyday_too:
            return False
        typed = self._text[token.start : token.end]
        is_capital = bool(_CAPITALS.fullmatch(typed)) and not self._text.isupper()
        beside = (
            self._is_number_at(at + 1) or self._is_number_at(at - 1) if at else self._is_number_at(at + 1)
        )
        before = self._token_text(at - 1) if at else ""
        has_minutes = before in self._words.minute_units or before in (
            "of",
            ",",
            "and",
            "plus",
            "+",
            "with",
            "min",
        )
        behind = self._token_text(end) in (":", ",", "+", "and", "x")
        return not (is_capital or beside or has_minutes or behind)
