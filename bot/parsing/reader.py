"""Tokens into items: every word, number and sign is either understood here or named as a problem."""

from __future__ import annotations

from itertools import takewhile
from typing import ClassVar

from bot.parsing import complaints, provider_complaints
from bot.parsing.amounts import NUMBER_WORDS, read_written
from bot.parsing.dash_reader import DashReader
from bot.parsing.dates import MONTHS
from bot.parsing.items import AmountItem, Binder, CodeItem, Each, Provider, Separator, Total
from bot.parsing.number_reader import MONEY_OR_SHARE, NumberReader
from bot.parsing.options import ON, OptionReader
from bot.parsing.patients import is_patient
from bot.parsing.phrases import Meaning, Role
from bot.parsing.problems import ParseProblem, Rank
from bot.parsing.provider_reader import ProviderReader
from bot.parsing.scan import Scan
from bot.parsing.tokens import Token, TokenKind, list_markers
from bot.parsing.word_slips import MOST_WORDS
from rules import CountingRule, Discipline, code_table

MOST_IGNORED = 20
_COLONS = frozenset(":=")
_QUIET_SIGNS = frozenset(")]}\"'")
_SENTENCE_ENDS = frozenset(".?!…")
_OPENING_BRACKETS = frozenset("[{")
_INEXACT = frozenset("<>≤≥")
_ASSISTANT_MODIFIERS = frozenset({"cq", "co"})
_DATE_WORDS = frozenset({"today", "yesterday"})
_CODES = frozenset({Role.HOUSE_WORD, Role.AMBIGUOUS_WORD, Role.PAYER_DEPENDENT_WORD})


class Reader:
    """Reads one message from left to right.

    Attributes:
        scan: The message; afterwards with what was understood and what was not.
        ignored: Emoji and stray signs that were left out.
        unknown_words: Words that are understood nowhere.
    """

    def __init__(self, scan: Scan, values: OptionReader, *, is_plain: bool) -> None:
        self.scan = scan
        self.ignored: dict[str, None] = {}
        self.unknown_words: list[Token] = []
        self._values = values
        self._numbers = NumberReader(scan)
        self._dashes = DashReader(scan)
        self._is_plain = is_plain
        self._payer_span = (-1, -1)
        self._both_at: int | None = None
        self._providers = ProviderReader(scan)

    def read(self) -> None:
        """Read every token, and settle what only the whole message decides."""
        self._read_tokens()
        self._settle_both()
        self._values.payers.finish()
        self._providers.finish(self._values)

    def _read_tokens(self) -> None:
        at, tokens = 0, self.scan.tokens
        markers = list_markers(tokens)
        while at < len(tokens):
            if at in markers:
                self._ignore(self.scan.typed(at, at + 2))
                at += 2
                continue
            kind = tokens[at].kind
            if kind is TokenKind.DIGITS:
                at = self._digits(at)
            elif kind is TokenKind.WORD:
                at = self._word(at)
            else:
                at = self._BY_KIND[kind](self, at)

    def _digits(self, at: int) -> int:
        scan = self.scan
        if scan.tokens[at].text in scan.words.begun_by_number:
            found = scan.words.phrases.longest(scan.tokens, at)
            if found is not None:
                return self._meaning(found[0], at, found[1])
        return self._numbers.digits(at)

    # words

    def _word(self, at: int) -> int:
        scan = self.scan
        text = scan.tokens[at].text
        if scan.text_at(at + 1) in _COLONS and text in scan.words.option_names:
            return self._values.read(scan.words.option_names[text], at, at + 2)
        found = scan.words.phrases.longest(scan.tokens, at)
        if text in NUMBER_WORDS or (text == "a" and scan.text_at(at + 1) == "hundred"):
            written = read_written(scan.tokens, at)
            if written is not None and (found is None or found[1] <= written[1]):
                spelled = self._numbers.spelled_code(at)
                return spelled if spelled is not None else self._numbers.number(at)
        if found is None:
            return self._unknown(at)
        return self._meaning(found[0], at, found[1])

    def _meaning(self, meaning: Meaning, at: int, end: int) -> int:
        role = meaning.role
        if role is Role.FILLER:
            return self._count_behind(at, end)
        if role in _CODES:
            start, stop = self.scan.span(at, end)
            code = meaning.value or meaning.choices[0][1]
            said = self.scan.typed(at, end)
            by_payer = role is Role.PAYER_DEPENDENT_WORD
            self.scan.items.append(CodeItem(start, stop, code, said, meaning.choices, by_payer))
            return end
        return self._BY_ROLE[role](self, meaning, at, end)

    def _count_behind(self, at: int, end: int) -> int:
        """Read "97110 units: 3", where the word comes before the number; other filler is passed over."""
        scan = self.scan
        last = scan.items[-1] if scan.items else None
        if scan.tokens[at].text not in scan.words.unit_words or not isinstance(last, CodeItem):
            return end
        number = end + 1 if scan.text_at(end) in _COLONS else end
        if last.end != scan.tokens[at - 1].end or not scan.is_number(number):
            return end
        return self._numbers.count(at, number) or end

    def _inexact(self, meaning: Meaning, at: int, end: int) -> int:
        """A word such as "under" or "about": with a number behind it nobody knows the minutes."""
        scan = self.scan
        if end < len(scan.tokens):
            found = scan.words.phrases.longest(scan.tokens, end)
            is_number = scan.is_number(end) and (found is None or found[0].role is not Role.RULE)
            if is_number or (found is not None and found[0].role is Role.AMOUNT):
                stop = found[1] if found is not None and not is_number else self._numbers.end_of(end)
                shown = scan.typed(at, stop)
                start = scan.tokens[at].start
                scan.trouble(Rank.MINUTES, start, lambda: complaints.inexact(shown))
                return stop
        return end if meaning.value else self._unknown(at)

    def _separator(self, meaning: Meaning, at: int, end: int) -> int:
        start, stop = self.scan.span(at, end)
        self.scan.items.append(Separator(start, stop, joins=meaning.role is Role.JOINER))
        return end

    def _binder(self, _: Meaning, at: int, end: int) -> int:
        scan = self.scan
        token = scan.tokens[at]
        if token.text == "on" and end < len(scan.tokens):
            following = scan.tokens[end]
            is_part_of_date = scan.text_at(end + 1) == "/" and scan.is_tight(end + 1)
            if (
                following.kind is TokenKind.DATE
                or following.text in _DATE_WORDS
                or following.text in MONTHS
                or (following.kind is TokenKind.DIGITS and is_part_of_date)
                or (following.kind is TokenKind.DIGITS and scan.text_at(end + 1) in MONTHS)
            ):
                return self._values.read(ON, at, end)
        if token.text == "=" and scan.is_number(end) and scan.items and type(scan.items[-1]) is AmountItem:
            scan.items.append(Total(token.start, token.end))
        else:
            scan.items.append(Binder(token.start, token.end, is_strong=token.text == "of"))
        return end

    def _mark(self, meaning: Meaning, at: int, end: int) -> int:
        scan = self.scan
        if scan.tokens[at].text in scan.words.together_only_as_option:
            if self._providers.is_together(end):
                return self._providers.read(Provider.TOGETHER, at, end)
            self._both_at = at
        mark = Each if meaning.role is Role.EACH else Total
        scan.items.append(mark(*scan.span(at, end)))
        return end

    def _settle_both(self) -> None:
        """Of a single code, "both" can only be two people, and words leave open which minutes are theirs."""
        scan = self.scan
        codes = sum(isinstance(item, CodeItem) for item in scan.items)
        if self._both_at is None or codes != 1 or self.unknown_words:
            return
        token = scan.tokens[self._both_at]
        said = scan.typed(self._both_at, self._both_at + 1)
        scan.trouble(Rank.WORD, token.start, lambda: provider_complaints.both_of_one_code(said))

    def _phrase_amount(self, meaning: Meaning, at: int, end: int) -> int:
        start, stop = self.scan.span(at, end)
        said = self.scan.typed(at, end)
        self.scan.items.append(AmountItem(start, stop, (int(meaning.value),), True, said, "hours"))
        return end

    def _times(self, _: Meaning, at: int, __: int) -> int:
        """An x before a number; anywhere else it is no sign of ours."""
        after = self._numbers.after_times(at)
        if after is not None:
            return after
        return self._sign(at) if self.scan.tokens[at].kind is TokenKind.SYMBOL else self._unknown(at)

    def _payer(self, meaning: Meaning, at: int, end: int) -> int:
        payer, end = self._values.payers.with_plan(meaning.value, end)
        said = self.scan.typed(at, end)
        after = self._values.payers.set(payer, at, end)
        self.scan.note(self.scan.tokens[at].start, "payer_word", said=said, payer=payer)
        self._payer_span = (at, end)
        return after

    def _payer_rank(self, _: Meaning, at: int, end: int) -> int:
        self._values.payers.rank(at)
        return end + 1 if self.scan.text_at(end) in _COLONS else end

    def _rule(self, meaning: Meaning, at: int, end: int) -> int:
        said, start = self.scan.typed(at, end), self.scan.tokens[at].start
        self._values.set_rule(CountingRule(meaning.value), said, start)
        self.scan.note(start, "rule_word", said=said, rule=meaning.value)
        return end

    def _discipline(self, meaning: Meaning, at: int, end: int) -> int:
        scan = self.scan
        said, start = scan.typed(at, end), scan.tokens[at].start
        if is_patient(
            scan,
            at,
            self._payer_span,
            has_assistant=self._providers.has_assistant,
            is_plain=self._is_plain,
        ):
            scan.note(start, "patient_word", said=said)
        elif self._providers.is_mark(meaning.value, end):
            return self._providers.read(f"therapist {meaning.value}", at, end)
        else:
            self._values.set_discipline(Discipline(meaning.value), said, start)
        return end

    def _provider(self, meaning: Meaning, at: int, end: int) -> int:
        if not self._providers.is_mark(meaning.value, end):
            # "97530 and 97140 together", with nobody named, says nothing of who gave them.
            return end if meaning.value.startswith(Provider.TOGETHER) else self._unknown(at)
        return self._providers.read(meaning.value, at, end)

    def _provider_filler(self, _: Meaning, at: int, end: int) -> int:
        return end if self._providers.is_said else self._unknown(at)

    def _speech_assistant(self, _: Meaning, at: int, end: int) -> int:
        start, said = self.scan.tokens[at].start, self.scan.typed(at, end)
        self.scan.trouble(Rank.PROVIDER, start, lambda: provider_complaints.speech(said))
        return end

    def _modifier(self, _: Meaning, at: int, end: int) -> int:
        token, text = self.scan.tokens[at], self.scan.text
        last = self.scan.items[-1] if self.scan.items else None
        is_on_code = isinstance(last, CodeItem) and at > 0 and last.end == self.scan.tokens[at - 1].end
        if token.text in _ASSISTANT_MODIFIERS and self._providers.is_said and not is_on_code:
            # "Which get CQ" is what is asked about minutes of an assistant.
            return end
        self.scan.trouble(Rank.AMBIGUOUS, token.start, lambda: complaints.modifier(text, token.start, token))
        return end

    def _option(self, meaning: Meaning, at: int, end: int) -> int:
        """An option in several words, or named without a colon: "dos 3/2/2026", "payer medicare"."""
        if self.scan.text_at(end) in _COLONS:
            return self._values.read(meaning.value, at, end + 1)
        if self._values.stands_at(meaning.value, end):
            return self._values.read(meaning.value, at, end)
        self._values.ask_for_value(meaning.value, at)
        self.unknown_words.append(self.scan.tokens[at])
        return end

    def _unknown(self, at: int) -> int:
        """A word that is understood nowhere, or an option that does not exist."""
        scan = self.scan
        token = scan.tokens[at]
        if token.text == "yesterday":
            self._values.set_date_word(at)
            return at + 1
        is_option = scan.text_at(at + 1) in _COLONS and at + 2 < len(scan.tokens)
        if is_option and token.kind is TokenKind.WORD:
            scan.trouble(Rank.WORD, token.start, lambda: complaints.unknown_option(scan.text, token))
        else:
            scan.trouble(Rank.WORD, token.start, lambda: self._tell_unknown_word(at))
        self.unknown_words.append(token)
        return at + 1

    def _tell_unknown_word(self, at: int) -> ParseProblem:
        tokens = self.scan.tokens[at : at + MOST_WORDS]
        words = [tokens[0], *takewhile(lambda token: token.kind is TokenKind.WORD, tokens[1:])]
        return complaints.unknown_word(self.scan.text, words, more=len(self.unknown_words) - 1)

    # letters and digits in one, signs

    def _mixed(self, at: int) -> int:
        scan = self.scan
        token = scan.tokens[at]
        if token.text.upper() in code_table():
            return self._numbers.code(at)
        found = scan.words.phrases.longest(scan.tokens, at)
        if found is not None:
            return self._meaning(found[0], at, found[1])
        if scan.text_at(at + 1).isdecimal() and complaints.is_split_code(token.text, scan.text_at(at + 1)):
            whole = token._replace(text=token.text + scan.text_at(at + 1), end=scan.tokens[at + 1].end)
            scan.trouble(Rank.CODE, token.start, lambda: complaints.split_code(scan.text, whole))
            return at + 2
        is_code = scan.has_code_trouble or complaints.is_like_code(token.text)
        rank = Rank.CODE if is_code else Rank.WORD
        scan.trouble(rank, token.start, lambda: complaints.mixed(scan.text, token))
        self.unknown_words.append(token)
        return at + 1

    def _symbol(self, at: int) -> int:
        found = self.scan.words.phrases.longest(self.scan.tokens, at)
        return self._meaning(found[0], at, found[1]) if found is not None else self._sign(at)

    def _sign(self, at: int) -> int:
        scan = self.scan
        token = scan.tokens[at]
        if token.text == "-":
            return self._dashes.read(at)
        if token.text in _SENTENCE_ENDS:
            scan.items.append(Separator(token.start, token.end))
        elif token.text in _OPENING_BRACKETS:
            scan.items.append(Binder(token.start, token.end))
        elif token.text not in _QUIET_SIGNS:
            return self._stray_sign(at)
        return at + 1

    def _stray_sign(self, at: int) -> int:
        scan = self.scan
        token = scan.tokens[at]
        if token.text in MONEY_OR_SHARE | _INEXACT and scan.is_number(at + 1):
            shown = scan.typed(at, at + 2)
            scan.trouble(Rank.MINUTES, token.start, lambda: complaints.not_minutes(shown))
            return at + 2
        self._ignore(token.text)
        return at + 1

    def _emoji(self, at: int) -> int:
        """A picture by its name, which is never a word: `:us:` is a flag and no ultrasound."""
        self._ignore(self.scan.typed(at, at + 1))
        return at + 1

    def _line(self, at: int) -> int:
        token = self.scan.tokens[at]
        self.scan.items.append(Separator(token.start, token.end))
        return at + 1

    def _date(self, at: int) -> int:
        return self._values.bare_date(at)

    def _decimal(self, at: int) -> int:
        return self._numbers.number(at)

    def _clock(self, at: int) -> int:
        return self._numbers.clock(at)

    def _ignore(self, sign: str) -> None:
        self.ignored[sign if len(self.ignored) < MOST_IGNORED else "…"] = None

    _BY_KIND: ClassVar = {
        TokenKind.DECIMAL: _decimal,
        TokenKind.MIXED: _mixed,
        TokenKind.DATE: _date,
        TokenKind.CLOCK: _clock,
        TokenKind.SYMBOL: _symbol,
        TokenKind.LINE: _line,
        TokenKind.EMOJI: _emoji,
    }
    _BY_ROLE: ClassVar = {
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
        Role.PAYER_RANK: _payer_rank,
        Role.PROVIDER: _provider,
        Role.PROVIDER_FILLER: _provider_filler,
        Role.SPEECH_ASSISTANT: _speech_assistant,
        Role.MODIFIER: _modifier,
        Role.OPTION: _option,
        Role.INEXACT: _inexact,
    }
