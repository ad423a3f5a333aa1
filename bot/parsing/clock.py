"""Clock times: the two ends of a range, morning or afternoon, and ranges that share minutes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.parsing.tokens import Token, TokenKind
from bot.parsing.words import Lexicon

NOON = 12 * 60
LONGEST_PLAUSIBLE = 6 * 60
"""Longest range, in minutes, for which an unsaid morning or afternoon is turned round."""
LAST_AFTERNOON_HOUR = 6
"""Hours 1 to 6 without am or pm are taken as afternoon."""
_FOUR_DIGITS = re.compile(r"(?:[01][0-9]|2[0-3])[0-5][0-9]")
_WITHOUT_COLON = re.compile(r"[0-9]{1,2}[0-5][0-9]")


@dataclass(frozen=True, slots=True)
class ClockTime:
    """One end of a range.

    Attributes:
        hour: As typed.
        minute: As typed.
        half: `am`, `pm` or `None` when not said.
        is_plain: Typed as nothing but one or two digits.
        end: Index of the token after it.
    """

    hour: int
    minute: int
    half: str | None
    is_plain: bool
    end: int

    @property
    def is_possible(self) -> bool:
        """Whether a clock ever shows it."""
        return self.hour < 24 and self.minute < 60 and not (self.half and not 1 <= self.hour <= 12)

    @property
    def is_open(self) -> bool:
        """Whether it may be morning or afternoon."""
        return self.half is None and 1 <= self.hour <= 12

    def candidates(self) -> tuple[int, ...]:
        """Minutes after midnight it may stand for, the likelier first."""
        minutes = self.hour * 60 + self.minute
        if self.half is not None:
            return (minutes % NOON + (NOON if self.half == "pm" else 0),)
        if not self.is_open:
            return (minutes,)
        morning, afternoon = minutes % NOON, minutes % NOON + NOON
        if self.hour == 12 or self.hour <= LAST_AFTERNOON_HOUR:
            return afternoon, morning
        return morning, afternoon


@dataclass(frozen=True, slots=True)
class ClockRange:
    """A range as typed.

    Attributes:
        begins: Minutes after midnight.
        ends: Minutes after midnight; not after `begins` when it runs backwards.
        end: Index of the token after it.
        is_open: Neither end says morning or afternoon.
        is_possible: A clock shows both ends.
    """

    begins: int
    ends: int
    end: int
    is_open: bool = False
    is_possible: bool = True


def read_time(tokens: Sequence[Token], at: int, words: Lexicon) -> ClockTime | None:
    """A clock time at a token, or `None`."""
    if at >= len(tokens):
        return None
    token = tokens[at]
    if token.kind is TokenKind.CLOCK:
        hour, minute = token.text.split(":")[:2]
        half, end = _half_of_day(tokens, at + 1, words)
        return ClockTime(int(hour), int(minute), half, False, end)
    if token.kind is not TokenKind.DIGITS or len(token.text) > 4:
        return None
    half, end = _half_of_day(tokens, at + 1, words)
    if len(token.text) <= 2:
        return ClockTime(int(token.text), 0, half, half is None, end)
    if _WITHOUT_COLON.fullmatch(token.text):
        return ClockTime(int(token.text[:-2]), int(token.text[-2:]), half, False, end)
    return None


def is_clock_pair(first: Token, second: Token) -> bool:
    """Whether two bare numbers of four digits read as the two ends of a range (0900 0925)."""
    pair = (first, second)
    if any(token.kind is not TokenKind.DIGITS or not _FOUR_DIGITS.fullmatch(token.text) for token in pair):
        return False
    return first.text < second.text


def _half_of_day(tokens: Sequence[Token], at: int, words: Lexicon) -> tuple[str | None, int]:
    """`am` or `pm` after a time, with the index after it. A lone a or p counts only without a space."""
    if at >= len(tokens):
        return None, at
    text = tokens[at].text
    is_close = tokens[at - 1].end == tokens[at].start
    dotted = _dotted_half(tokens, at)
    if dotted is not None:
        return f"{text}m", dotted
    if len(text) > 1 or is_close:
        if text in words.before_noon:
            return "am", at + 1
        if text in words.after_noon:
            return "pm", at + 1
    return None, at


def _dotted_half(tokens: Sequence[Token], at: int) -> int | None:
    """The index after "a.m." or "p.m.", or `None`."""
    if [token.text for token in tokens[at : at + 3]] not in (["a", ".", "m"], ["p", ".", "m"]):
        return None
    end = at + 3
    has_last_dot = end < len(tokens) and tokens[end].text == "." and tokens[end].start == tokens[end - 1].end
    return end + 1 if has_last_dot else end


def read_range(tokens: Sequence[Token], at: int, words: Lexicon) -> ClockRange | None:
    """A range of clock times at a token, or `None` when it is not one.

    Plain numbers on both sides ("10 to 15") are no clock times.
    """
    first = read_time(tokens, at, words)
    if first is None:
        return None
    middle = first.end
    if middle < len(tokens) and tokens[middle].text == ",":
        middle += 1
    if middle >= len(tokens):
        return None
    until = words.until.longest(tokens, middle)
    if until is None:
        return None
    second = read_time(tokens, until[1], words)
    if second is None or (first.is_plain and second.is_plain):
        return None
    if not (first.is_possible and second.is_possible):
        return ClockRange(0, 0, second.end, is_possible=False)
    begins, ends = _settle(first, second)
    return ClockRange(begins, ends, second.end, first.is_open and second.is_open)


def _settle(first: ClockTime, second: ClockTime) -> tuple[int, int]:
    """Morning or afternoon of both ends; the likelier pair that runs forward, else as typed."""
    pairs = list(_pairs(first, second))
    if first.is_open and second.half is not None:
        # "2:10 to 2:48 pm": the word behind the end counts for the start where it can.
        same = first.hour * 60 % NOON + first.minute + (NOON if second.half == "pm" else 0)
        pairs.insert(0, (same, second.candidates()[0]))
    if pairs[0][0] < pairs[0][1] and pairs[0][1] - pairs[0][0] <= LONGEST_PLAUSIBLE:
        return pairs[0]
    forward = [pair for pair in pairs if 0 < pair[1] - pair[0] <= LONGEST_PLAUSIBLE]
    if forward:
        return forward[0]
    return pairs[0]


def _pairs(first: ClockTime, second: ClockTime) -> Iterator[tuple[int, int]]:
    for begins in first.candidates():
        for ends in second.candidates():
            yield begins, ends


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two ranges that share minutes.

    Attributes:
        first: Number of the one that begins earlier.
        second: Number of the other.
        begins: First shared minute, after midnight.
        ends: Where the shared minutes end.
    """

    first: int
    second: int
    begins: int
    ends: int


def find_overlap(ranges: Sequence[tuple[int, int, bool]]) -> Overlap | None:
    """The first two ranges that share minutes, or `None`.

    Ranges that say neither morning nor afternoon are also compared by the face of the clock: of
    6:30-6:50 and 6:45-7:15 nobody knows the half of the day, yet they share five minutes.

    Args:
        ranges: Begin, end, and whether it is open, of each range.
    """
    known = [(begins, ends, at) for at, (begins, ends, _) in enumerate(ranges)]
    open_ones = [
        (begins % NOON + turn, begins % NOON + ends - begins + turn, at)
        for at, (begins, ends, is_open) in enumerate(ranges)
        if is_open
        for turn in (0, NOON)
    ]
    return _first_overlap(known) or _first_overlap(open_ones)


def _first_overlap(ranges: list[tuple[int, int, int]]) -> Overlap | None:
    latest: tuple[int, int, int] | None = None
    for current in sorted(ranges):
        if latest is not None and current[0] < latest[1] and current[2] != latest[2]:
            return Overlap(latest[2], current[2], current[0], min(latest[1], current[1]))
        if latest is None or current[1] > latest[1]:
            latest = current
    return None
