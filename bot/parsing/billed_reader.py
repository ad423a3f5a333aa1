"""Lines as they were billed, 97110x2-GP-CQ, taken out of a text so that its minutes are left."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import partial

from bot.parsing import check_complaints
from bot.parsing.amounts import Amount, read_amount
from bot.parsing.billed_text import BilledText, OpenNumber, code_at_token
from bot.parsing.phrases import Role
from bot.parsing.problems import Rank, Trouble
from bot.parsing.request import Reading
from bot.parsing.scan import Scan
from bot.parsing.tokens import TokenKind
from rules import BilledLine

MOST_UNITS = 99
MODIFIER_LENGTH = 2
NEVER_ON_THERAPY = frozenset({"22", "25"})
"""Modifiers of surgery and of visits: as a bare number behind a therapy code these are minutes."""
_COLONS = frozenset(":=")
_OPENERS = frozenset({",", ":", "(", "/", "+", "&", "and", "with", "w", "[", "|"})
_OF_MODIFIERS = frozenset({TokenKind.WORD, TokenKind.DIGITS, TokenKind.MIXED})
"""What a modifier is made of."""
_NAMES_OF_MODIFIERS = frozenset({"modifier", "modifiers", "mod", "mods"})
_BEFORE_CODE = frozenset({"of", "for", "on", ":"})
_BEFORE_MINUTES = frozenset(
    {",", ":", "=", "(", "for", "in", "at", "with", "by", "took", "minutes", "min", "mins"}
)
_THERAPISTS = frozenset({"pt", "ot", "therapist", "otr"})
MOST_TOKENS_SKIPPED = 4


@dataclass(slots=True)
class BilledReader:
    """Reads billed lines from left to right.

    Attributes:
        scan: The text, its tokens and the words that are understood.
    """

    scan: Scan
    lines: list[BilledLine] = field(default_factory=list)
    _blank: list[tuple[int, int]] = field(default_factory=list)
    _troubles: list[Trouble] = field(default_factory=list)
    _open: list[OpenNumber] = field(default_factory=list)
    _readings: list[Reading] = field(default_factory=list)
    _measured: set[str] = field(default_factory=set)
    _header_at: int = -1

    def read(self) -> BilledText:
        """Take every billed line out of the text."""
        scan = self.scan
        tokens = scan.tokens
        self._header_at = self._find_header()
        is_worded = False
        at = 0
        while at < len(tokens):
            if at == self._header_at:
                self._blank.append(scan.span(at, at + 2))
                at += 2
            elif tokens[at].text in scan.words.check_words:
                is_worded = True
                if scan.words.phrases.longest(tokens, at) is None:
                    self._blank.append(scan.span(at, at + 1))
                at += 1
            else:
                at = self._step(at)
        self._settle_open()
        return BilledText(self.lines, self._rest(), self._troubles, self._readings, is_worded)

    def _find_header(self) -> int:
        """Where "minutes:" stands, before which bare numbers are units; -1 without it."""
        scan = self.scan
        for at, token in enumerate(scan.tokens):
            is_word = token.text in scan.words.minute_units or token.text in ("time", "times")
            if (
                is_word
                and len(token.text) > 1
                and scan.text_at(at + 1) in _COLONS
                and (self._ends_line(at - 1) or code_at_token(scan.tokens, at + 2, scan.words))
            ):
                return at
        return -1

    def _ends_line(self, at: int) -> bool:
        """Whether a billed line may end at a token, rather than the minutes of "97110x3 38 minutes"."""
        scan = self.scan
        if at < 0 or not scan.is_number(at):
            return True
        before = scan.text_at(at - 1) if at > 0 else ""
        return before in ("-", *scan.words.times_signs) or (
            at > 0 and code_at_token(scan.tokens, at - 1, scan.words) is not None
        )

    def _step(self, at: int) -> int:
        """Read a line that begins at a token, or pass the token over."""
        scan = self.scan
        begin, units = at, None
        if scan.is_number(at):
            amount = self._amount(at)
            if amount is None:
                return at + 1
            code_at = self._code_after_units(amount)
            if code_at is None:
                return amount.end
            units, at = amount, code_at
        code = code_at_token(scan.tokens, at, scan.words)
        if code is None:
            return at + 1
        return self._line(begin, at, code[0], self._with_own_word(at, *code), units)

    def _with_own_word(self, at: int, code: str, end: int) -> int:
        """The index after a code with its own house word beside it: 97140-MT, "gait 97116"."""
        scan = self.scan
        other_at = end + 1 if scan.text_at(end) == "-" else end
        other = code_at_token(scan.tokens, other_at, scan.words)
        is_word = scan.tokens[at].kind is TokenKind.WORD
        if other is None or other[0] != code or is_word == (scan.tokens[other_at].kind is TokenKind.WORD):
            return end
        return other[1]

    def _code_after_units(self, amount: Amount) -> int | None:
        """Index of the code behind "3 units of" or "3x", or `None`."""
        scan = self.scan
        at = amount.end
        if amount.unit != "units":
            if amount.unit or scan.text_at(at) not in scan.words.times_signs:
                return None
            at += 1
        if scan.text_at(at) in _BEFORE_CODE:
            at += 1
        return at if code_at_token(scan.tokens, at, scan.words) is not None else None

    def _line(self, begin: int, code_at: int, code: str, at: int, units: Amount | None) -> int:
        scan = self.scan
        modifiers: list[str] = []
        pending: list[OpenNumber] = []
        after_code = at
        if units is None and (end := self._all_with_colons(at)) > at:
            start, stop = scan.span(begin, end)
            tell = partial(check_complaints.colons, scan.text, code, (start, stop))
            self._troubles.append(Trouble(Rank.OPTION, start, tell))
            self._blank.append((start, stop))
            return end
        while True:
            if units is None and (found := self._units(at)) is not None:
                units, at = found
                continue
            if units is not None and scan.text_at(at) in scan.words.times_signs and scan.is_number(at + 1):
                end = self._numbers_end(at + 1)
                tell = partial(check_complaints.units_twice, scan.typed(begin, end))
                self._troubles.append(Trouble(Rank.AMBIGUOUS, scan.tokens[at].start, tell))
                at = end
                continue
            end = self._modifiers(at, code_at, modifiers, pending, has_units=units is not None)
            if end == at:
                break
            at = end
        if at < len(scan.tokens) and units is not None and self._is_fraction(at):
            units, at = replace(units, value=Fraction(1, 2)), at + 2
        start, stop = scan.span(begin, at)
        shown = scan.typed(begin, at)
        if units is None:
            if modifiers:
                tell = partial(check_complaints.units_missing, code, tuple(modifiers))
                self._troubles.append(Trouble(Rank.AMBIGUOUS, start, tell))
                self._blank.append((start, stop))
            else:
                self._measured.add(code)
            return max(at, after_code)
        whole = units.whole
        if whole is None or not 1 <= whole <= MOST_UNITS:
            self._troubles.append(
                Trouble(Rank.MINUTES, start, partial(check_complaints.bad_units, shown, code))
            )
        for number in pending:
            number.line = len(self.lines)
        self._open += pending
        self.lines.append(BilledLine(code, whole or 0, tuple(modifiers)))
        if self._is_measured(begin, at):
            # The code stays where it is, for the minutes beside it are read with it.
            self._blank += [(start, scan.tokens[code_at].start), (scan.tokens[after_code - 1].end, stop)]
        else:
            self._blank.append((start, stop))
            if scan.tokens[code_at].kind is TokenKind.WORD:
                said = scan.typed(code_at, after_code)
                self._readings.append(Reading("house_word", {"said": said, "code": code}))
        return at

    def _all_with_colons(self, at: int) -> int:
        """The index after units and modifiers that hang on a code with colons, 97110:2:GP; else `at`."""
        scan, end = self.scan, at
        while scan.text_at(end) == ":" and scan.is_tight(end):
            is_units = end == at and scan.tokens[end + 1].kind is TokenKind.DIGITS
            if not is_units and (end == at or scan.text_at(end + 1) not in scan.words.modifiers):
                break
            end += 2
        return end if end > at + 2 else at

    def _numbers_end(self, at: int) -> int:
        amount = self._amount(at)
        return amount.end if amount is not None else at + 1

    def _is_fraction(self, at: int) -> bool:
        """Whether the rest of x1.5 stands there."""
        scan = self.scan
        return scan.text_at(at) == "." and scan.is_tight(at) and scan.is_number(at + 1)

    # units

    def _units(self, at: int) -> tuple[Amount, int] | None:
        """The units behind a code, with the index after them: x2, 2x, "2 units", or 2 before "minutes:"."""
        scan = self.scan
        if scan.text_at(at) in scan.words.times_signs:
            is_below_zero = scan.text_at(at + 1) == "-" and scan.is_number(at + 2)
            at += 2 if is_below_zero else 1
            amount = self._amount(at)
            if amount is not None and is_below_zero:
                amount = replace(amount, value=-amount.value)
            if amount is None or amount.unit in ("minutes", "hours"):
                return None
            return amount, amount.end
        skipped = at + 1 if scan.text_at(at) in (",", ":", "(", "-") else at
        amount = self._amount(skipped)
        if amount is None:
            return None
        if amount.unit == "units" and self._code_after_units(amount) is None:
            return amount, amount.end
        if amount.unit:
            return None
        has_times = (
            scan.text_at(amount.end) in scan.words.times_signs and self._code_after_units(amount) is None
        )
        if skipped == at and has_times and not scan.is_number(amount.end + 1):
            return amount, amount.end + 1
        if skipped == at and at < self._header_at and not amount.is_written:
            return amount, amount.end
        return None

    def _amount(self, at: int) -> Amount | None:
        """The number at a token; the "minutes" of "minutes:" is not its unit."""
        if not self.scan.is_number(at):
            return None
        amount = read_amount(self.scan.tokens, at, self.scan.words)
        if amount is not None and at < self._header_at < amount.end:
            return replace(amount, end=self._header_at, unit="")
        return amount

    # modifiers

    def _modifiers(
        self, at: int, code_at: int, modifiers: list[str], pending: list[OpenNumber], *, has_units: bool
    ) -> int:
        """Read one more modifier. Returns the index after it, or `at` when none stands there."""
        scan = self.scan
        if scan.text_at(at) == "-":
            return self._hung_modifier(at, code_at, modifiers)
        is_named = False
        end = at
        while end < at + MOST_TOKENS_SKIPPED and scan.text_at(end) in _OPENERS | _NAMES_OF_MODIFIERS:
            is_named = is_named or scan.text_at(end) in _NAMES_OF_MODIFIERS
            end += 1
        typed = scan.text_at(end)
        if typed not in scan.words.modifiers:
            return at
        if not typed.isdecimal():
            if self._is_code_word(end) and not is_named:
                return at
            modifiers.append(typed.upper())
            return end + 1
        amount = self._amount(end)
        if amount is None or amount.unit or scan.text_at(end - 1) in ("and", "+", "&"):
            return at
        if is_named or (not has_units and self._units(end + 1) is not None):
            modifiers.append(typed)
            return end + 1
        if not has_units or end != at or typed in NEVER_ON_THERAPY:
            return at
        start, stop = scan.span(end, end + 1)
        pending.append(OpenNumber(-1, start, stop, typed))
        return end + 1

    def _hung_modifier(self, at: int, code_at: int, modifiers: list[str]) -> int:
        """A modifier that hangs on with a dash: -GP, -59."""
        scan = self.scan
        if at + 1 >= len(scan.tokens):
            return at
        token = scan.tokens[at + 1]
        is_known = token.text in scan.words.modifiers and token.kind is TokenKind.WORD
        is_tight = scan.tokens[at].end == token.start
        if token.kind not in _OF_MODIFIERS or not (is_tight or is_known):
            return at
        end = at + 2
        while end < len(scan.tokens) and self._hangs_on(end):
            end += 1
        typed = scan.text[token.start : scan.tokens[end - 1].end].upper()
        if token.kind is TokenKind.DIGITS:
            amount = self._amount(at + 1)
            if amount is None or amount.unit or len(typed) > MODIFIER_LENGTH or end > at + 2:
                return at
            if typed not in scan.words.modifiers:
                start, end = scan.tokens[code_at].start, token.end
                tell = partial(
                    check_complaints.number_hung, scan.text, (start, end), (scan.tokens[at].start, end), typed
                )
                self._troubles.append(Trouble(Rank.AMBIGUOUS, start, tell))
                return at + 2
        elif not is_known and (
            self._is_code_word(at + 1) or code_at_token(scan.tokens, at + 1, scan.words) is not None
        ):
            return at
        elif len(typed) != MODIFIER_LENGTH:
            tell = partial(check_complaints.bad_modifier, typed)
            self._troubles.append(Trouble(Rank.OPTION, token.start, tell))
            return end
        modifiers.append(typed)
        return end

    def _hangs_on(self, at: int) -> bool:
        """Whether a piece of letters or digits touches the one before it, as in X1."""
        tokens = self.scan.tokens
        return tokens[at].kind in _OF_MODIFIERS and tokens[at - 1].end == tokens[at].start

    def _is_code_word(self, at: int) -> bool:
        """Whether a word stands for a code, as "gt" does for gait training."""
        found = self.scan.words.phrases.longest(self.scan.tokens, at)
        return found is not None and found[0].role in (Role.HOUSE_WORD, Role.AMBIGUOUS_WORD, Role.AMOUNT)

    # minutes beside a line

    def _is_measured(self, begin: int, at: int) -> bool:
        """Whether minutes stand right behind a line, or right before it."""
        scan = self.scan
        before = begin - 1
        if before > 0 and scan.text_at(before) in _BEFORE_CODE:
            before -= 1
        if before >= 0 and scan.text_at(before) in scan.words.minute_units:
            return True
        for end in range(at, at + MOST_TOKENS_SKIPPED):
            if end != self._header_at and scan.text_at(end) not in _BEFORE_MINUTES:
                break
        else:
            return False
        text = scan.text_at(end)
        if scan.is_number(end):
            amount = self._amount(end)
            if amount is None or amount.unit == "units" or self._is_total(amount.end):
                return False
            return self._code_after_units(amount) is None
        words = scan.words
        names = words.assistant_words | words.together_words | words.together_only_as_option | _THERAPISTS
        behind = end + 2 if scan.text_at(end + 1) == "did" else end + 1
        return text in names and (scan.text_at(end + 1) in _COLONS or scan.is_number(behind))

    def _is_total(self, at: int) -> bool:
        """Whether the number before a token is called the total of the visit."""
        if at >= len(self.scan.tokens):
            return False
        found = self.scan.words.phrases.longest(self.scan.tokens, at)
        return found is not None and found[0].role is Role.TOTAL

    # what only the whole text decides

    def _settle_open(self) -> None:
        """A bare 59 is the modifier where the code has its minutes elsewhere; else it is asked about."""
        for number in self._open:
            line = self.lines[number.line]
            if self._header_at >= 0 or line.code in self._measured:
                self.lines[number.line] = line._replace(modifiers=(*line.modifiers, number.text))
            else:
                span = (number.start, number.end)
                tell = partial(check_complaints.modifier_or_minutes, self.scan.text, line.code, span)
                self._troubles.append(Trouble(Rank.AMBIGUOUS, number.start, tell))

    def _rest(self) -> str:
        """The text with spaces in place of what was taken."""
        parts: list[str] = []
        at = 0
        for start, end in sorted(self._blank):
            if end <= at:
                continue
            start = max(start, at)
            parts += (self.scan.text[at:start], " " * (end - start))
            at = end
        parts.append(self.scan.text[at:])
        return "".join(parts)
