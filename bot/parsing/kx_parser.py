"""What people type after `/billing kx`: the bucket, the amount used so far, and allowed amounts of lines."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from bot.parsing import kx_complaints
from bot.parsing.billed_text import code_at_token
from bot.parsing.codes_reader import for_command
from bot.parsing.items import AmountItem, ClockItem, CodeItem, CountItem
from bot.parsing.kx_complaints import KX_COMMAND
from bot.parsing.normalise import normalise
from bot.parsing.parser import MOST_CHARACTERS, MOST_UNFOLDED, read_message
from bot.parsing.problems import ParseProblem, first_of, refused
from bot.parsing.request import TypedRequest
from bot.parsing.tokens import tokens
from bot.parsing.words import Lexicon, lexicon
from rules import Discipline, PayerBook, code_table

Bucket = Literal["pt_slp", "ot"]
MOST_LINES = 50
HIGHEST_AMOUNT = Decimal(1_000_000)
"""More than a year of therapy can come to: a slip."""

_OPTION = re.compile(
    r"\b(?:payer|payor|insurance|ins|on|date|dos|rule|method|setting|discipline)\s*[:=]\s*\S+", re.I
)
_DATE = re.compile(r"\b\d{4}-\d{1,2}-\d{1,2}\b|\b\d{1,2}/\d{1,2}/\d{2,4}\b")
_BOTH = re.compile(
    r"\b(?:(?:pt|st)\s{0,3}[/&+,]?\s{0,3}(?:and\s+)?slp|slp\s{0,3}[/&+,]?\s{0,3}(?:and\s+)?(?:pt|st))\b(?!\s*[:=])",
    re.I,
)
_LINES = re.compile(r"\blines?\s*[:=]", re.I)
_LINE = re.compile(
    r"\s*+[,;]?\s*+(?P<code>[a-z]?[0-9]{4,5}|[a-z][a-z -]{0,40}?)\s{0,3}[=:]\s{0,3}"
    r"(?P<amount>[-+]?\$?\s?[-+]?[0-9][0-9.]*(?:,[0-9]{3}(?![0-9])(?:\.[0-9]*)?)*)",
    re.I,
)
_AMOUNT = re.compile(r"(?<![\w.,])[-+]?\$?\s?[-+]?[0-9][0-9,]*(?:\.[0-9]*)?[a-z%]?(?![\w])", re.I)
_WELL_FORMED = re.compile(r"\$?\s?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,9})(?:\.[0-9]{1,2})?")
_SMALL_WORDS = re.compile(
    r"\b(?:used|so far|already|to date|this year|ytd|spent|paid|allowed|amount|dollars|usd|kx|bucket)\b", re.I
)


@dataclass(frozen=True, slots=True, kw_only=True)
class KxRequest(TypedRequest):
    """How far a patient is from the threshold, as asked.

    Attributes:
        bucket: Whose amount it is; PT and speech share one. `None` when nothing was named.
        used: Dollars used so far in the year, or `None` when none were given.
        lines: Allowed amounts of lines in billing order; only with `used`.
    """

    bucket: Bucket | None
    used: Decimal | None
    lines: tuple[tuple[str, Decimal], ...]


def parse_kx(text: str, *, today: date, book: PayerBook | None = None) -> KxRequest:
    """Read what was typed after `/billing kx`.

    Args:
        text: Without the command words.
        today: For `on:today` and `on:yesterday`.
        book: The payers that are known; the ones that ship with the rules when not given.

    Returns:
        The bucket, the amount used and the lines, as far as they were given; amounts in dollars.

    Raises:
        ParseProblem: An amount, line or word is not understood; the message says what would be right.
    """
    if len(text) > MOST_CHARACTERS or len(plain := normalise(text)) > MOST_UNFOLDED:
        message = f"The text has {len(text):,} characters; at most {MOST_CHARACTERS:,} are read."
        raise refused("too_long", message, kx_complaints.EXAMPLE)
    try:
        return _Reader(plain, lexicon(book)).read(today, book)
    except ParseProblem as problem:
        raise for_command(problem, KX_COMMAND) from None


class _Reader:
    """Takes amounts and lines out of a text, and leaves the options to the reader that all commands share."""

    def __init__(self, text: str, words: Lexicon) -> None:
        self._typed = self._text = text
        self._words = words

    def read(self, today: date, book: PayerBook | None) -> KxRequest:
        lines = self._lines()
        bucket: Bucket | None = "pt_slp" if _BOTH.search(self._text) else None
        self._text = _SMALL_WORDS.sub(_blank, _BOTH.sub(_blank, self._text))
        used = self._used()
        reader, options = read_message(self._text, today, is_plain=False, book=book)
        if reader.scan.troubles:
            problem = first_of(reader.scan.troubles).tell()
            if problem.code == "unknown_word":
                raise kx_complaints.unknown_word(reader.unknown_words[0].text)
            raise problem
        if any(isinstance(item, CodeItem) for item in reader.scan.items):
            raise kx_complaints.code_outside_lines()
        if any(isinstance(item, AmountItem | ClockItem | CountItem) for item in reader.scan.items):
            raise kx_complaints.not_an_amount(self._text)
        bucket = self._bucket(bucket, options.discipline)
        if bucket is None and used is not None:
            raise kx_complaints.which_bucket(used, self._typed)
        if lines and used is None:
            raise kx_complaints.used_missing()
        return KxRequest(
            bucket=bucket,
            used=used,
            lines=lines,
            readings=reader.scan.told(),
            ignored=tuple(reader.ignored),
            # The discipline has become the bucket: one fact, kept once.
            **(options.values() | {"discipline": None}),
        )

    def _bucket(self, both: Bucket | None, discipline: Discipline | None) -> Bucket | None:
        if discipline is None:
            return both
        own: Bucket = "ot" if discipline is Discipline.OT else "pt_slp"
        if both is not None and own != both:
            raise kx_complaints.two_buckets()
        return own

    def _lines(self) -> tuple[tuple[str, Decimal], ...]:
        """The allowed amounts behind `lines:`, which leave the text."""
        header = _LINES.search(self._text)
        if header is None:
            return ()
        found: list[tuple[str, Decimal]] = []
        at = header.end()
        while (line := _LINE.match(self._text, at)) and not _OPTION.match(self._text, line.start("code")):
            found.append((self._code(line["code"]), _amount(line["amount"])))
            at = line.end()
        if not found:
            raise kx_complaints.no_lines()
        if len(found) > MOST_LINES:
            raise kx_complaints.too_many_lines(len(found), MOST_LINES)
        self._text = self._text[: header.start()] + " " * (at - header.start()) + self._text[at:]
        return tuple(found)

    def _code(self, typed: str) -> str:
        pieces = tokens(typed.strip(), self._words.glued, self._words.modifiers)
        code = code_at_token(pieces, 0, self._words)
        if code is None or code[1] != len(pieces):
            raise kx_complaints.unknown_code(typed)
        return code[0]

    def _used(self) -> Decimal | None:
        """The one amount outside the lines, which leaves the text."""
        kept = [match.span() for pattern in (_OPTION, _DATE) for match in pattern.finditer(self._text)]
        masked = list(self._text)
        for start, end in kept:
            masked[start:end] = "x" * (end - start)
        amounts = list(_AMOUNT.finditer("".join(masked)))
        if not amounts:
            return None
        if len(amounts) > 1:
            raise kx_complaints.several_amounts([match.group() for match in amounts])
        if amounts[0].group().strip() in code_table():
            raise kx_complaints.code_outside_lines()
        used = _amount(amounts[0].group())
        start, end = amounts[0].span()
        self._text = self._text[:start] + " " * (end - start) + self._text[end:]
        return used


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())


def _amount(typed: str) -> Decimal:
    """Dollars as typed, to the cent.

    Raises:
        ParseProblem: It is below zero, not a plain amount, or more than a year can come to.
    """
    shown = typed.strip()
    if "-" in shown:
        raise kx_complaints.below_zero(shown)
    plain = shown.lstrip("+").rstrip(".,")
    if _WELL_FORMED.fullmatch(plain) is None:
        raise kx_complaints.bad_amount(shown)
    amount = Decimal(plain.lstrip("$ ").replace(",", ""))
    if amount > HIGHEST_AMOUNT:
        raise kx_complaints.too_high(shown)
    return amount
