"""Tokens into items: every word, number and sign is either understood here or named as a problem."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from bot.parsing import complaints
from bot.parsing.amounts import (
    LONGEST_NUMBER,
    NUMBER_WORDS,
    Amount,
    read_amount,
    read_spelled_code,
    read_written,
)
from bot.parsing.clock import read_range, read_time
from bot.parsing.items import (
    AmountItem,
    Binder,
    ClockItem,
    CodeItem,
    CountItem,
    Each,
    Item,
    Separator,
    Total,
)
from bot.parsing.options import OptionReader, Options
from bot.parsing.problems import ParseProblem, Rank, Trouble
from bot.parsing.request import Reading
from bot.parsing.slips import near_codes
from bot.parsing.tokens import CODE_DIGITS, Token, TokenKind
from bot.parsing.words import Lexicon, Meaning, Role
from rules import CountingRule, Discipline, code_table
from rules.types import MINUTES_PER_DAY

MOST_UNITS_WITH_X = 7
"""Up to this number an x may stand before units, so it is asked about; above, it is minutes."""
MOST_IGNORED = 20
_QUIET_SIGNS = frozenset(")]}\"'")
_SENTENCE_ENDS = frozenset(".?!…")
_MONEY_OR_SHARE = frozenset("%$€£")
_INEXACT = frozenset("<>≤≥")
_NUMBERS = frozenset({TokenKind.DIGITS, TokenKind.DECIMAL})


class Reader:
    """Reads one message from left to right.

    Attributes:
        items: What was understood, in order.
        options: The options among it.
        troubles: What was not.
        readings: How things were read, with their place.
        ignored: Emoji and stray signs that were left out.
        unknown_words: Words that are understood nowhere.
    """

    def __init__(
        self, text: str, tokens: Sequence[Token], words: Lexicon, *, today: date, is_plain: bool
    ) -> None:
        self.items: list[Item] = []
        self.options = Options()
        self.troubles: list[Trouble] = []
        self.readings: list[tuple[int, Reading]] = []
        self.ignored: dict[str, None] = {}
        self.unknown_words: list[Token] = []
        self._text = text
        self._tokens = tokens
        self._words = words
        self._is_plain = is_plain
        self._values = OptionReader(text, tokens, words, today, self.options)
        self._table = code_table()
        self._payer_span = (-1, -1)
        self._dashes: list[complaints.DashedNumber] = []

    def read(self) -> None:
        """Read every token; afterwards the attributes hold the outcome."""
        at, count = 0, len(self._tokens)
        while at < count:
            kind = self._tokens[at].kind
            if kind is TokenKind.DIGITS:
                at = self._digits(at)
            elif kind is TokenKind.WORD:
                at = self._word(at)
            else:
                at = self._OTHERS[kind](self, at)

    # numbers

    def _digits(self, at: int) -> int:
        token = self._tokens[at]
        size = len(token.text)
        if size == CODE_DIGITS:
            return self._code(at)
        if token.text in self._words.phrases and (found := self._words.phrases.longest(self._tokens, at)):
            return self._meaning(found[0], at, found[1])
        if size == 1 and self._next_kind(at) in (TokenKind.DIGITS, TokenKind.WORD):
            spelled = self._spelled_code(at)
            if spelled is not None:
                return spelled
        if size <= 4 and self._may_be_clock(at) and (end := self._clock_range(at)):
            return end
        if size >= 4 and int(token.text[:LONGEST_NUMBER]) > MINUTES_PER_DAY:
            return self._number_like_code(at)
        return self._number(at)

    def _code(self, at: int) -> int:
        token = self._tokens[at]
        code = token.text.upper()
        if code in self._table:
            self.items.append(CodeItem(token.start, token.end, code))
        else:
            self._trouble(Rank.CODE, token.start, lambda: complaints.unknown_code(self._text, token))
        return at + 1

    def _number_like_code(self, at: int) -> int:
        """A number no day holds: a code with a digit missing or too many, or no number at all."""
        token = self._tokens[at]
        if near_codes(token.text):
            self._trouble(Rank.CODE, token.start, lambda: complaints.unknown_code(self._text, token))
        else:
            self._trouble(Rank.MINUTES, token.start, lambda: complaints.too_many_minutes(token.text))
        return at + 1

    def _spelled_code(self, at: int) -> int | None:
        spelled = read_spelled_code(self._tokens, at)
        if spelled is None or spelled[0] not in self._table:
            return None
        start, stop = self._span(at, spelled[1])
        self.items.append(CodeItem(start, stop, spelled[0]))
        self._note(start, "spelled_code", said=self._text[start:stop], code=spelled[0])
        return spelled[1]

    def _number(self, at: int) -> int:
        """An amount of time, or units."""
        amount = read_amount(self._tokens, at, self._words)
        if amount is None:
            return self._unknown(at)
        start, stop = self._span(at, amount.end)
        said = self._text[start:stop]
        if self._text_at(amount.end) in _MONEY_OR_SHARE:
            shown = said + self._text_at(amount.end)
            self._trouble(Rank.MINUTES, start, lambda: complaints.not_minutes(shown))
            return amount.end + 1
        whole = amount.whole
        if whole is None:
            self._trouble(Rank.MINUTES, start, lambda: complaints.not_whole(said, amount.value))
            return amount.end
        if amount.unit == "units":
            self.items.append(CountItem(start, stop, whole, with_x=False))
            return amount.end
        if not amount.unit:
            if (end := self._range_of_numbers(at, amount)) is not None:
                return end
            if self._text_at(amount.end) in self._words.times_signs:
                return self._before_times(start, whole, amount.end)
        return self._add_parts(start, whole, amount, said)

    def _add_parts(self, start: int, whole: int, amount: Amount, said: str) -> int:
        """An amount with everything that a tight plus adds to it (10+15)."""
        parts, end, unit = [whole], amount.end, amount.unit
        while self._text_at(end) == "+" and self._is_tight(end) and self._is_short_number(end + 1):
            more = read_amount(self._tokens, end + 1, self._words)
            if more is None or more.whole is None or more.unit == "units":
                break
            parts.append(more.whole)
            end, unit = more.end, more.unit or unit
        stop = self._tokens[end - 1].end
        how = "hours" if amount.unit == "hours" else "written_number" if amount.is_written else ""
        self.items.append(AmountItem(start, stop, tuple(parts), bool(unit), said, how))
        return end

    def _range_of_numbers(self, at: int, amount: Amount) -> int | None:
        """ "10-15" or "10 to 15": neither one number nor clock times."""
        sign = self._text_at(amount.end)
        if not (sign == "-" and self._is_tight(amount.end)) and sign not in ("to", "until", "till"):
            return None
        if not self._is_short_number(amount.end + 1):
            return None
        second = read_amount(self._tokens, amount.end + 1, self._words)
        end = second.end if second else amount.end + 2
        start, stop = self._span(at, end)
        self._trouble(Rank.MINUTES, start, lambda: complaints.range_of_minutes(self._text[start:stop]))
        return end

    def _before_times(self, start: int, whole: int, times_at: int) -> int:
        """A number with an x behind it: 2x97110, 97110 2x."""
        sign = self._tokens[times_at]
        if 1 <= whole <= MOST_UNITS_WITH_X:
            self.items.append(CountItem(start, sign.end, whole, with_x=True))
        else:
            said = self._text[start : sign.end]
            self.items.append(AmountItem(start, sign.end, (whole,), False, said, "x_minutes"))
        self.items.append(Binder(sign.start, sign.end))
        return times_at + 1

    def _clock(self, at: int) -> int:
        end = self._clock_range(at)
        if end is not None:
            return end
        token = self._tokens[at]
        time = read_time(self._tokens, at, self._words)
        self._trouble(Rank.MINUTES, token.start, lambda: complaints.lone_time(token.text))
        return time.end if time else at + 1

    def _may_be_clock(self, at: int) -> bool:
        text = self._text_at(at + 1)
        return text in self._words.until or text in self._words.before_noon or text in self._words.after_noon

    def _clock_range(self, at: int) -> int | None:
        found = read_range(self._tokens, at, self._words)
        if found is None:
            time = read_time(self._tokens, at, self._words)
            if time is not None and time.half is not None:
                said = self._text[slice(*self._span(at, time.end))]
                self._trouble(Rank.MINUTES, self._tokens[at].start, lambda: complaints.lone_time(said))
                return time.end
            return None
        start, stop = self._span(at, found.end)
        typed = self._text[start:stop]
        if not found.is_possible:
            self._trouble(Rank.MINUTES, start, lambda: complaints.no_clock_time(typed))
        elif found.ends <= found.begins:
            self._trouble(Rank.MINUTES, start, lambda: complaints.backwards(typed))
        else:
            self.items.append(ClockItem(start, stop, found.begins, found.ends))
        return found.end

    # words

    def _word(self, at: int) -> int:
        token = self._tokens[at]
        if self._text_at(at + 1) in (":", "=") and token.text in self._words.option_names:
            return self._values.read(self._words.option_names[token.text], at, at + 2)
        found = self._words.phrases.longest(self._tokens, at)
        if token.text in NUMBER_WORDS or (token.text == "a" and self._text_at(at + 1) == "hundred"):
            written = read_written(self._tokens, at)
            if written is not None and (found is None or found[1] <= written[1]):
                spelled = self._spelled_code(at)
                return spelled if spelled is not None else self._number(at)
        if found is None:
            return self._unknown(at)
        return self._meaning(found[0], at, found[1])

    def _meaning(self, meaning: Meaning, at: int, end: int) -> int:
        role = meaning.role
        if role is Role.FILLER:
            return end
        if role in _CODES:
            start, stop = self._span(at, end)
            self.items.append(
                CodeItem(
                    start,
                    stop,
                    meaning.value or meaning.choices[0][1],
                    self._text[start:stop],
                    meaning.choices,
                    role is Role.PAYER_DEPENDENT_WORD,
                )
            )
            return end
        return self._ROLES[role](self, meaning, at, end)

    def _separator(self, meaning: Meaning, at: int, end: int) -> int:
        start, stop = self._span(at, end)
        self.items.append(Separator(start, stop, joins=meaning.role is Role.JOINER))
        return end

    def _binder(self, _: Meaning, at: int, end: int) -> int:
        token = self._tokens[at]
        if token.text == "on" and end < len(self._tokens):
            following = self._tokens[end]
            if following.kind is TokenKind.DATE or following.text in ("today", "yesterday"):
                return self._values.read("on", at, end)
            if following.kind is TokenKind.DIGITS and self._text_at(end + 1) == "/" and self._is_tight(end + 1):
                return self._values.read("on", at, end)
        self.items.append(Binder(token.start, token.end, is_strong=token.text == "of"))
        return end

    def _mark(self, meaning: Meaning, at: int, end: int) -> int:
        start, stop = self._span(at, end)
        self.items.append(Each(start, stop) if meaning.role is Role.EACH else Total(start, stop))
        return end

    def _phrase_amount(self, meaning: Meaning, at: int, end: int) -> int:
        start, stop = self._span(at, end)
        said = self._text[start:stop]
        self.items.append(AmountItem(start, stop, (int(meaning.value),), True, said, "hours"))
        return end

    def _times(self, _: Meaning, at: int, end: int) -> int:
        """An x before a number; anywhere else it is no sign of ours."""
        sign = self._tokens[at]
        if end < len(self._tokens) and self._is_number(end):
            if read_range(self._tokens, end, self._words):
                self.items.append(Binder(sign.start, sign.end))
                return end
            amount = read_amount(self._tokens, end, self._words)
            if amount is not None and amount.whole is not None and self._is_short_number(end):
                if amount.unit in ("minutes", "hours"):
                    self.items.append(Binder(sign.start, sign.end))
                    return end
                stop = self._tokens[amount.end - 1].end
                if 1 <= amount.whole <= MOST_UNITS_WITH_X or amount.unit == "units":
                    self.items.append(CountItem(sign.start, stop, amount.whole, amount.unit != "units"))
                else:
                    said = self._text[sign.start : stop]
                    self.items.append(Binder(sign.start, sign.end))
                    self.items.append(
                        AmountItem(sign.start, stop, (amount.whole,), False, said, "x_minutes")
                    )
                return amount.end
            self.items.append(Binder(sign.start, sign.end))
            return end
        return self._sign(at) if sign.kind is TokenKind.SYMBOL else self._unknown(at)

    def _payer(self, meaning: Meaning, at: int, end: int) -> int:
        payer, end = self._values.with_plan(meaning.value, end)
        start, stop = self._span(at, end)
        said = self._text[start:stop]
        self.options.set("payer", payer, said, start)
        self.options.note(start, "payer_word", said=said, payer=payer)
        self._payer_span = (at, end)
        return end

    def _rule(self, meaning: Meaning, at: int, end: int) -> int:
        start, stop = self._span(at, end)
        said = self._text[start:stop]
        self.options.set("rule", CountingRule(meaning.value), said, start)
        self.options.note(start, "rule_word", said=said, rule=meaning.value)
        return end

    def _discipline(self, meaning: Meaning, at: int, end: int) -> int:
        start, stop = self._span(at, end)
        if self._text_at(end) in (":", "=") and self._is_short_number(end + 1):
            return self._staff(meaning, at, end)
        if self._is_patient(at):
            self._note(start, "patient_word", said=self._text[start:stop])
            return end
        self.options.set("discipline", Discipline(meaning.value), self._text[start:stop], start)
        return end

    def _is_patient(self, at: int) -> bool:
        """Whether a "pt" is the patient: "a pt", "for a Medicare pt"."""
        if self._tokens[at].text != "pt" or at == 0:
            return False
        if self._tokens[at - 1].text in self._words.patient_articles:
            return True
        payer_at, payer_end = self._payer_span
        if at != payer_end:
            return False
        return self._is_plain or (payer_at > 0 and self._text_at(payer_at - 1) in self._words.patient_articles)

    def _staff(self, _: Meaning, at: int, end: int) -> int:
        start, stop = self._span(at, end)
        said = self._text[start:stop]
        self._trouble(Rank.NOT_AVAILABLE, start, lambda: complaints.staff_minutes(said))
        return end

    def _modifier(self, _: Meaning, at: int, end: int) -> int:
        token = self._tokens[at]
        self._trouble(Rank.AMBIGUOUS, token.start, lambda: complaints.modifier(self._text, token.start, token))
        return end

    def _option(self, meaning: Meaning, at: int, end: int) -> int:
        """An option named without a colon: "payer medicare", "date of service 3/2/2026"."""
        if self._text_at(end) in (":", "="):
            return self._values.read(meaning.value, at, end + 1)
        if end < len(self._tokens):
            following = self._tokens[end]
            found = self._words.phrases.longest(self._tokens, end)
            known = {
                "payer": found is not None and found[0].role is Role.PAYER,
                "on": following.kind is TokenKind.DATE or following.text in ("today", "yesterday"),
                "rule": self._words.rules.longest(self._tokens, end) is not None,
                "setting": self._words.settings.longest(self._tokens, end) is not None,
                "discipline": found is not None and found[0].role is Role.DISCIPLINE,
            }
            if known[meaning.value]:
                return self._values.read(meaning.value, at, end)
            if meaning.value == "payer" and found is None and following.kind is TokenKind.WORD:
                return self._values.read("payer", at, end)
        return self._unknown(at)

    def _unknown(self, at: int) -> int:
        """A word that is understood nowhere, or an option that does not exist."""
        token = self._tokens[at]
        if token.text in self._words.staff_only_as_option and self._text_at(at + 1) in (":", "="):
            self._trouble(Rank.NOT_AVAILABLE, token.start, lambda: complaints.staff_minutes(token.text))
            return at + 2
        if token.text == "yesterday":
            self._values.set_date_word(at)
            return at + 1
        is_option = self._text_at(at + 1) in (":", "=") and token.kind is TokenKind.WORD
        if is_option and self._tokens[at + 1].end < len(self._text):
            self._trouble(Rank.WORD, token.start, lambda: complaints.unknown_option(self._text, token))
        else:
            self._trouble(Rank.WORD, token.start, lambda: self._tell_unknown_word(token))
        self.unknown_words.append(token)
        return at + 1

    def _tell_unknown_word(self, token: Token) -> ParseProblem:
        return complaints.unknown_word(self._text, token, more=len(self.unknown_words) - 1)

    # letters and digits in one, signs

    def _mixed(self, at: int) -> int:
        token = self._tokens[at]
        if token.text.upper() in self._table:
            return self._code(at)
        found = self._words.phrases.longest(self._tokens, at)
        if found is not None:
            return self._meaning(found[0], at, found[1])
        rank = Rank.CODE if complaints.is_like_code(token.text) else Rank.WORD
        self._trouble(rank, token.start, lambda: complaints.mixed(self._text, token))
        self.unknown_words.append(token)
        return at + 1

    def _date(self, at: int) -> int:
        return self._values.bare_date(at)

    def _line(self, at: int) -> int:
        token = self._tokens[at]
        self.items.append(Separator(token.start, token.end))
        return at + 1

    def _emoji(self, at: int) -> int:
        token = self._tokens[at]
        name = token.text.strip(":")
        if name in self._words.phrases:
            inner = Token(TokenKind.WORD, name, token.start + 1, token.end - 1)
            found = self._words.phrases.longest([inner], 0)
            if found is not None and found[0].role in _CODES:
                self.items.append(
                    CodeItem(inner.start, inner.end, found[0].value, name, found[0].choices)
                )
                return at + 1
        self._ignore(self._text[token.start : token.end])
        return at + 1

    def _sign(self, at: int) -> int:
        token = self._tokens[at]
        sign = token.text
        if sign == "-":
            return self._dash(at)
        if sign in _SENTENCE_ENDS:
            self.items.append(Separator(token.start, token.end))
        elif sign in "[{":
            self.items.append(Binder(token.start, token.end))
        elif sign not in _QUIET_SIGNS:
            return self._stray_sign(at)
        return at + 1

    def _symbol(self, at: int) -> int:
        found = self._words.phrases.longest(self._tokens, at)
        return self._meaning(found[0], at, found[1]) if found is not None else self._sign(at)

    def _stray_sign(self, at: int) -> int:
        token = self._tokens[at]
        if token.text in _MONEY_OR_SHARE | _INEXACT and self._is_short_number(at + 1):
            shown = self._text[token.start : self._tokens[at + 1].end]
            self._trouble(Rank.MINUTES, token.start, lambda: complaints.not_minutes(shown))
            return at + 2
        if token.text.isalnum():
            return self._unknown(at)
        self._ignore(token.text)
        return at + 1

    def _ignore(self, sign: str) -> None:
        if len(self.ignored) < MOST_IGNORED:
            self.ignored[sign] = None

    # the dash

    def _dash(self, at: int) -> int:
        """A dash: before a modifier, a negative number, a bullet, or between a word and its minutes."""
        token = self._tokens[at]
        if at + 1 >= len(self._tokens):
            return at + 1
        is_tight_before = at > 0 and self._tokens[at - 1].end == token.start
        is_tight_after = token.end == self._tokens[at + 1].start
        last = self.items[-1] if self.items else None
        if isinstance(last, CodeItem) and at > 0 and last.end == self._tokens[at - 1].end:
            return self._dash_after_code(at, last, is_tight_before, is_tight_after)
        if is_tight_after and self._is_short_number(at + 1):
            if isinstance(last, AmountItem) and is_tight_before and last.end == token.start:
                self.items.append(Separator(token.start, token.end))
                return at + 1
            return self._negative(at)
        self.items.append(
            Binder(token.start, token.end)
            if isinstance(last, AmountItem) and is_tight_before and is_tight_after
            else Separator(token.start, token.end)
        )
        return at + 1

    def _negative(self, at: int) -> int:
        amount = read_amount(self._tokens, at + 1, self._words)
        end = amount.end if amount else at + 2
        shown = self._text[slice(*self._span(at, end))]
        self._trouble(Rank.MINUTES, self._tokens[at].start, lambda: complaints.negative(shown))
        return end

    def _dash_after_code(self, at: int, code: CodeItem, is_tight_before: bool, is_tight_after: bool) -> int:
        dash = self._tokens[at]
        following = self._tokens[at + 1]
        is_modifier = following.text in self._words.modifiers
        if is_modifier and following.kind is TokenKind.WORD:
            end = at + 2
            while (
                self._text_at(end) == "-"
                and self._is_tight(end)
                and self._text_at(end + 1) in self._words.modifiers
            ):
                end += 2
            stop = self._tokens[end - 1]
            self._trouble(Rank.AMBIGUOUS, dash.start, lambda: complaints.modifier(self._text, dash.start, stop))
            return end
        if not self._is_short_number(at + 1):
            self.items.append(Binder(dash.start, dash.end))
            return at + 1
        if read_range(self._tokens, at + 1, self._words):
            self.items.append(Binder(dash.start, dash.end))
            return at + 1
        if is_tight_after and not is_tight_before:
            return self._negative(at)
        amount = read_amount(self._tokens, at + 1, self._words)
        if amount is None or amount.unit or amount.whole is None:
            self.items.append(Binder(dash.start, dash.end))
            return at + 1
        stop = self._tokens[amount.end - 1].end
        if code.said is not None and not (is_modifier and is_tight_after):
            said = self._text[dash.start : stop]
            self.items.append(Binder(dash.start, dash.end))
            self.items.append(AmountItem(dash.start, stop, (amount.whole,), False, said, "hyphen_minutes"))
            return amount.end
        return self._ask_about_dash(at, code, amount, is_modifier)

    def _ask_about_dash(self, at: int, code: CodeItem, amount: Amount, is_modifier: bool) -> int:
        """97140-59: a modifier, or minutes. One question for all of them."""
        start, end = self._tokens[at].start, amount.end
        is_modifier = is_modifier or len(str(amount.whole)) == 2
        while self._text_at(end) == "-" and self._is_tight(end) and self._text_at(end + 1) in self._words.modifiers:
            end += 2
        stop = self._tokens[end - 1].end
        has_minutes_too = self._is_short_number(end) or read_range(self._tokens, end, self._words) is not None
        spot = complaints.DashedNumber(
            code.start, start, stop, str(amount.whole), is_modifier, has_minutes_too, end > amount.end
        )
        self._dashes.append(spot)
        self._trouble(
            Rank.AMBIGUOUS, start, lambda: complaints.modifier_or_minutes(self._text, self._dashes, spot)
        )
        return end

    # small helpers

    def _trouble(self, rank: Rank, at: int, tell: Callable[[], ParseProblem]) -> None:
        self.troubles.append(Trouble(rank, at, tell))

    def _note(self, at: int, kind: str, **data: object) -> None:
        self.readings.append((at, Reading(kind, data)))

    def _span(self, at: int, end: int) -> tuple[int, int]:
        return self._tokens[at].start, self._tokens[end - 1].end

    def _text_at(self, at: int) -> str:
        return self._tokens[at].text if at < len(self._tokens) else ""

    def _next_kind(self, at: int) -> TokenKind | None:
        return self._tokens[at + 1].kind if at + 1 < len(self._tokens) else None

    def _is_tight(self, at: int) -> bool:
        """Whether a token touches the ones on both sides."""
        if not 0 < at < len(self._tokens) - 1:
            return False
        token = self._tokens[at]
        return self._tokens[at - 1].end == token.start and token.end == self._tokens[at + 1].start

    def _is_number(self, at: int) -> bool:
        if at >= len(self._tokens):
            return False
        token = self._tokens[at]
        return token.kind in _NUMBERS or token.kind is TokenKind.CLOCK or token.text in NUMBER_WORDS

    def _is_short_number(self, at: int) -> bool:
        """Whether a number that is no code stands there."""
        return self._is_number(at) and len(self._tokens[at].text) != CODE_DIGITS or (
            self._is_number(at) and self._tokens[at].kind is not TokenKind.DIGITS
        )

    _OTHERS = {
        TokenKind.DECIMAL: _number,
        TokenKind.MIXED: _mixed,
        TokenKind.DATE: _date,
        TokenKind.CLOCK: _clock,
        TokenKind.SYMBOL: _symbol,
        TokenKind.LINE: _line,
        TokenKind.EMOJI: _emoji,
    }
    _ROLES = {
        Role.JOINER: _separator,
        Role.SEPARATOR: _separator,
        Role.BINDER: _binder,
        Role.EACH: _mark,
        Role.TOTAL: _mark,
        Role.TIMES: _times,
        Role.AMOUNT: _phrase_amount,
        Role.PAYER: _payer,
        Role.RULE: _rule,
        Role.DISCIPLINE: _discipline,
        Role.STAFF: _staff,
        Role.MODIFIER: _modifier,
        Role.OPTION: _option,
    }


_CODES = frozenset({Role.HOUSE_WORD, Role.AMBIGUOUS_WORD, Role.PAYER_DEPENDENT_WORD})
