"""The dash: before a modifier, a negative number, a bullet, or between a word and its minutes."""

from __future__ import annotations

from bot.parsing import complaints
from bot.parsing.amounts import Amount, read_amount
from bot.parsing.clock import read_range
from bot.parsing.items import AmountItem, Binder, CodeItem, ProviderMark, Separator
from bot.parsing.problems import Rank
from bot.parsing.scan import Scan
from bot.parsing.tokens import TokenKind

MODIFIER_LENGTH = 2


class DashReader:
    """Reads a dash with what hangs on it."""

    def __init__(self, scan: Scan) -> None:
        self._scan = scan
        self._asked: list[complaints.DashedNumber] = []

    def read(self, at: int) -> int:
        """Read the dash at a token. Returns the index after what was read."""
        scan = self._scan
        dash = scan.tokens[at]
        if at + 1 >= len(scan.tokens):
            return at + 1
        is_tight_before = at > 0 and scan.tokens[at - 1].end == dash.start
        is_tight_after = dash.end == scan.tokens[at + 1].start
        last = scan.items[-1] if scan.items else None
        if isinstance(last, CodeItem) and at > 0 and last.end == scan.tokens[at - 1].end:
            return self._after_code(at, last, is_tight_before, is_tight_after)
        if isinstance(last, ProviderMark) and at > 0 and last.end == scan.tokens[at - 1].end:
            return self._after_provider(at, last, is_tight_before, is_tight_after)
        is_after_amount = isinstance(last, AmountItem) and is_tight_before and last.end == dash.start
        if is_tight_after and scan.is_number(at + 1) and not is_after_amount:
            return self._negative(at)
        is_tie = is_after_amount and is_tight_after and not scan.is_number(at + 1)
        sign = Binder if is_tie else Separator
        scan.items.append(sign(dash.start, dash.end))
        return at + 1

    def _negative(self, at: int) -> int:
        scan = self._scan
        amount = read_amount(scan.tokens, at + 1, scan.words)
        end = amount.end if amount else at + 2
        shown = scan.typed(at, end)
        scan.trouble(Rank.MINUTES, scan.tokens[at].start, lambda: complaints.negative(shown))
        return end

    def _after_code(self, at: int, code: CodeItem, is_tight_before: bool, is_tight_after: bool) -> int:
        scan = self._scan
        dash, following = scan.tokens[at], scan.tokens[at + 1]
        is_modifier = following.text in scan.words.modifiers
        if is_modifier and following.kind is TokenKind.WORD and (code.said is None or is_tight_after):
            end = self._further_modifiers(at + 2)
            stop = scan.tokens[end - 1]
            scan.trouble(Rank.AMBIGUOUS, dash.start, lambda: complaints.modifier(scan.text, dash.start, stop))
            return end
        if not scan.is_number(at + 1) or read_range(scan.tokens, at + 1, scan.words):
            return self._tie(at)
        if is_tight_after and not is_tight_before:
            return self._negative(at)
        amount = read_amount(scan.tokens, at + 1, scan.words)
        if amount is None or amount.unit or amount.whole is None:
            return self._tie(at)
        if code.said is None or (is_modifier and is_tight_after):
            return self._ask(at, code, amount, is_modifier)
        stop_at = scan.tokens[amount.end - 1].end
        said = scan.typed(at, amount.end)
        self._tie(at)
        scan.items.append(AmountItem(dash.start, stop_at, (amount.whole,), False, said, "hyphen_minutes"))
        return amount.end

    def _after_provider(
        self, at: int, mark: ProviderMark, is_tight_before: bool, is_tight_after: bool
    ) -> int:
        """Behind "pt:" or "pta -23" a dash is a sign; "pta - 23" and "pta-23" tie the number to the word."""
        scan = self._scan
        is_sign = mark.has_colon or (is_tight_after and not is_tight_before)
        is_range = read_range(scan.tokens, at + 1, scan.words) is not None
        return self._negative(at) if is_sign and scan.is_number(at + 1) and not is_range else self._tie(at)

    def _tie(self, at: int) -> int:
        dash = self._scan.tokens[at]
        self._scan.items.append(Binder(dash.start, dash.end))
        return at + 1

    def _ask(self, at: int, code: CodeItem, amount: Amount, is_modifier: bool) -> int:
        """97140-59: a modifier, or minutes. One question for all of them."""
        scan = self._scan
        start = scan.tokens[at].start
        end = self._further_modifiers(amount.end)
        has_minutes_too = scan.is_number(end) or read_range(scan.tokens, end, scan.words) is not None
        number = str(amount.whole)
        spot = complaints.DashedNumber(
            code_at=code.start,
            start=start,
            end=scan.tokens[end - 1].end,
            number=number,
            is_modifier=is_modifier or len(number) == MODIFIER_LENGTH,
            has_minutes_too=has_minutes_too,
            has_more_modifiers=end > amount.end,
        )
        self._asked.append(spot)
        scan.trouble(
            Rank.AMBIGUOUS, start, lambda: complaints.modifier_or_minutes(scan.text, self._asked, spot)
        )
        return end

    def _further_modifiers(self, at: int) -> int:
        """The index after every modifier that hangs on with a dash of its own (-59-GP)."""
        scan = self._scan
        while scan.text_at(at) == "-" and scan.is_tight(at) and scan.text_at(at + 1) in scan.words.modifiers:
            at += 2
        return at
