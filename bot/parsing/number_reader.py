"""Numbers: codes, minutes, clock times, and units with an x."""

from __future__ import annotations

from bot.parsing import complaints
from bot.parsing.amounts import LONGEST_NUMBER, MINUTES_PER_HOUR, Amount, read_amount, read_spelled_code
from bot.parsing.clock import is_clock_pair, read_range, read_time
from bot.parsing.code_slips import is_no_code, near_codes
from bot.parsing.items import AmountItem, Binder, ClockItem, CodeItem, CountItem, ProviderMark
from bot.parsing.problems import Rank
from bot.parsing.scan import Scan
from bot.parsing.tokens import CODE_DIGITS, TokenKind
from rules import code_table
from rules.types import MINUTES_PER_DAY

MOST_UNITS_WITH_X = 7
"""Up to this number an x may stand before units, so it is asked about; above, it is minutes."""
MOST_HOURS_WITH_COLON = 4
"""Up to this hour a lone 1:15 may also be a length of time."""
MONEY_OR_SHARE = frozenset("%$€£")
_BETWEEN_NUMBERS = frozenset({"to", "until", "till"})
_SPELLED = frozenset({TokenKind.DIGITS, TokenKind.WORD})


class NumberReader:
    """Reads what begins with a number, or with an x before one."""

    def __init__(self, scan: Scan) -> None:
        self._scan = scan
        self._table = code_table()

    def digits(self, at: int) -> int:
        """Read plain digits: a code, a clock time or an amount. Returns the index after them."""
        scan = self._scan
        token = scan.tokens[at]
        size = len(token.text)
        if size == CODE_DIGITS:
            return self.code(at)
        following = scan.tokens[at + 1] if at + 1 < len(scan.tokens) else None
        if following is not None and is_clock_pair(token, following):
            scan.trouble(
                Rank.MINUTES, token.start, lambda: complaints.times_without_dash(scan.text, token, following)
            )
            return at + 2
        if size == 1 and following is not None and following.kind in _SPELLED:
            spelled = self.spelled_code(at)
            if spelled is not None:
                return spelled
        if size <= 4 and following is not None and following.text in scan.words.clock_signs:
            end = self._clock_range(at)
            if end is not None:
                return end
        value = int(token.text[:LONGEST_NUMBER])
        if size >= 4 and value > MINUTES_PER_DAY:
            return self._number_like_code(at)
        if following is None or following.kind is TokenKind.DIGITS:
            # Nothing hangs on it: by far the commonest case, so it takes the short way.
            scan.items.append(AmountItem(token.start, token.end, (value,)))
            return at + 1
        return self.number(at)

    def code(self, at: int) -> int:
        """Read a token that has the shape of a code."""
        scan = self._scan
        token = scan.tokens[at]
        code = token.text.upper()
        last = scan.items[-1] if scan.items else None
        if code in self._table:
            scan.items.append(CodeItem(token.start, token.end, code))
        elif isinstance(last, ProviderMark) and last.has_colon and is_no_code(code):
            scan.trouble(Rank.MINUTES, token.start, lambda: complaints.too_many_minutes(token.text))
        else:
            scan.trouble(Rank.CODE, token.start, lambda: complaints.unknown_code(scan.text, token))
        return at + 1

    def spelled_code(self, at: int) -> int | None:
        """Read a code dictated digit by digit, or `None` when it is none."""
        scan = self._scan
        spelled = read_spelled_code(scan.tokens, at)
        if spelled is None or spelled[0] not in self._table:
            return None
        start, stop = scan.span(at, spelled[1])
        scan.items.append(CodeItem(start, stop, spelled[0]))
        scan.note(start, "spelled_code", said=scan.typed(at, spelled[1]), code=spelled[0])
        return spelled[1]

    def number(self, at: int) -> int:
        """Read an amount of time, or units.

        Raises:
            ValueError: No number begins at the token; the caller has to know that one does.
        """
        scan = self._scan
        amount = read_amount(scan.tokens, at, scan.words)
        if amount is None:
            raise ValueError("no number begins here")
        start, stop = scan.span(at, amount.end)
        said = scan.typed(at, amount.end)
        sign = scan.text_at(amount.end)
        if sign in MONEY_OR_SHARE:
            scan.trouble(Rank.MINUTES, start, lambda: complaints.not_minutes(said + sign))
            return amount.end + 1
        whole = amount.whole
        if amount.is_past_the_hour:
            scan.trouble(Rank.MINUTES, start, lambda: complaints.minutes_past_the_hour(said))
            return amount.end
        if whole is None and amount.unit == "units":
            scan.trouble(Rank.MINUTES, start, lambda: complaints.not_whole_units(said))
            return amount.end
        if whole is None:
            scan.trouble(Rank.MINUTES, start, lambda: complaints.not_whole(said, amount.value))
            return amount.end
        if amount.unit == "units":
            scan.items.append(CountItem(start, stop, whole, with_x=False))
            return amount.end
        if not amount.unit:
            end = self._range_of_numbers(at, amount.end)
            if end is not None:
                return end
            if self._is_times(amount.end) and not scan.is_number(amount.end + 1):
                return self._before_times(start, whole, amount.end)
        return self._with_added_parts(start, whole, amount, said)

    def clock(self, at: int) -> int:
        """Read a range of clock times that begins with one such as 9:00."""
        end = self._clock_range(at)
        if end is not None:
            return end
        scan = self._scan
        time = read_time(scan.tokens, at, scan.words)
        token = scan.tokens[at]
        hours, minutes = map(int, token.text.split(":")[:2])
        if scan.text_at(at + 1) in scan.words.hour_units and minutes < MINUTES_PER_HOUR:
            start, stop = scan.span(at, at + 2)
            said = scan.typed(at, at + 2)
            whole = hours * MINUTES_PER_HOUR + minutes
            scan.items.append(AmountItem(start, stop, (whole,), True, said, "hours"))
            return at + 2
        is_alone = time is not None and time.half is None and not scan.is_number(at + 1)
        if is_alone and 1 <= hours <= MOST_HOURS_WITH_COLON and minutes < MINUTES_PER_HOUR:
            scan.trouble(Rank.MINUTES, token.start, lambda: complaints.time_or_length(scan.text, token))
        else:
            scan.trouble(Rank.MINUTES, token.start, lambda: complaints.lone_time(token.text))
        return time.end if time else at + 1

    def after_times(self, at: int) -> int | None:
        """Read the number behind an x, or `None` when none stands there.

        Args:
            at: Index of the x.
        """
        scan = self._scan
        sign, end = scan.tokens[at], at + 1
        if not scan.is_number(end) or not self._is_times(at):
            return None
        amount = read_amount(scan.tokens, end, scan.words)
        is_binder = (
            amount is None
            or amount.whole is None
            or amount.unit in ("minutes", "hours")
            or read_range(scan.tokens, end, scan.words) is not None
        )
        if amount is None or amount.whole is None or is_binder:
            scan.items.append(Binder(sign.start, sign.end))
            return end
        stop = scan.tokens[amount.end - 1].end
        if 1 <= amount.whole <= MOST_UNITS_WITH_X or amount.unit == "units":
            scan.items.append(CountItem(sign.start, stop, amount.whole, with_x=amount.unit != "units"))
        else:
            said = scan.typed(at, amount.end)
            scan.items.append(Binder(sign.start, sign.end))
            scan.items.append(AmountItem(sign.start, stop, (amount.whole,), False, said, "x_minutes"))
        return amount.end

    def count(self, at: int, number_at: int) -> int | None:
        """Read the number behind "units", or `None` when it has a unit of its own.

        Args:
            at: Index of the word.
            number_at: Index of the number.
        """
        scan = self._scan
        amount = read_amount(scan.tokens, number_at, scan.words)
        if amount is None or amount.unit or amount.whole is None:
            return None
        start, stop = scan.span(at, amount.end)
        scan.items.append(CountItem(start, stop, amount.whole, with_x=False))
        return amount.end

    def end_of(self, at: int) -> int:
        """The index after the number at a token, with its unit."""
        amount = read_amount(self._scan.tokens, at, self._scan.words)
        return amount.end if amount is not None else at + 1

    def _number_like_code(self, at: int) -> int:
        """A number no day holds: a code with a digit missing or too many, or no number at all."""
        scan = self._scan
        token = scan.tokens[at]
        if scan.has_code_trouble or near_codes(token.text):
            scan.trouble(Rank.CODE, token.start, lambda: complaints.unknown_code(scan.text, token))
        else:
            scan.trouble(Rank.MINUTES, token.start, lambda: complaints.too_many_minutes(token.text))
        return at + 1

    def _with_added_parts(self, start: int, whole: int, amount: Amount, said: str) -> int:
        """An amount with everything that a tight plus adds to it (10+15)."""
        scan = self._scan
        parts, end, has_unit = [whole], amount.end, bool(amount.unit)
        while scan.text_at(end) == "+" and scan.is_tight(end) and scan.is_number(end + 1):
            more = read_amount(scan.tokens, end + 1, scan.words)
            if more is None or more.whole is None or more.unit == "units":
                break
            parts.append(more.whole)
            end, has_unit = more.end, has_unit or bool(more.unit)
        stop = scan.tokens[end - 1].end
        how = "hours" if amount.unit == "hours" else "written_number" if amount.is_written else ""
        scan.items.append(AmountItem(start, stop, tuple(parts), has_unit, said, how))
        return end

    def _range_of_numbers(self, at: int, end: int) -> int | None:
        """Refuse "10-15" or "10 to 15", which is neither one number nor clock times."""
        scan = self._scan
        sign = scan.text_at(end)
        if not (sign in _BETWEEN_NUMBERS or (sign == "-" and scan.is_tight(end))):
            return None
        if not scan.is_number(end + 1):
            return None
        second = read_amount(scan.tokens, end + 1, scan.words)
        end = second.end if second else end + 2
        shown = scan.typed(at, end)
        scan.trouble(Rank.MINUTES, scan.tokens[at].start, lambda: complaints.range_of_minutes(shown))
        return end

    def _before_times(self, start: int, whole: int, times_at: int) -> int:
        """A number with an x behind it: 2x97110, 97110 2x."""
        scan = self._scan
        sign = scan.tokens[times_at]
        if 1 <= whole <= MOST_UNITS_WITH_X:
            scan.items.append(CountItem(start, sign.end, whole, with_x=True))
        else:
            said = scan.text[start : sign.end]
            scan.items.append(AmountItem(start, sign.end, (whole,), False, said, "x_minutes"))
        scan.items.append(Binder(sign.start, sign.end))
        return times_at + 1

    def _is_times(self, at: int) -> bool:
        """Whether an x or star stands there; a star with a space on one side only is emphasis or a bullet."""
        scan = self._scan
        text = scan.text_at(at)
        if text not in scan.words.times_signs or text != "*":
            return text in scan.words.times_signs
        if not 0 < at < len(scan.tokens) - 1:
            return False
        last = scan.items[-1] if scan.items else None
        is_behind_code = isinstance(last, CodeItem) and last.end == scan.tokens[at - 1].end
        if is_behind_code and scan.tokens[at].end == scan.tokens[at + 1].start:
            end = self.end_of(at + 1)
            if scan.is_number(at + 1) and scan.text_at(end) != "*":
                return True
        is_close_before = scan.tokens[at - 1].end == scan.tokens[at].start
        return is_close_before == (scan.tokens[at].end == scan.tokens[at + 1].start)

    def _clock_range(self, at: int) -> int | None:
        """Read a range of clock times, or name a lone time with am or pm; `None` when it is neither."""
        scan = self._scan
        found = read_range(scan.tokens, at, scan.words)
        start = scan.tokens[at].start
        if found is None:
            time = read_time(scan.tokens, at, scan.words)
            if time is None or time.half is None:
                return None
            said = scan.typed(at, time.end)
            scan.trouble(Rank.MINUTES, start, lambda: complaints.lone_time(said))
            return time.end
        shown = scan.typed(at, found.end)
        if not found.is_possible:
            scan.trouble(Rank.MINUTES, start, lambda: complaints.no_clock_time(shown))
        elif found.ends <= found.begins:
            scan.trouble(Rank.MINUTES, start, lambda: complaints.backwards(shown))
        else:
            stop = scan.tokens[found.end - 1].end
            scan.items.append(ClockItem(start, stop, found.begins, found.ends, shown, found.is_open))
        return found.end
