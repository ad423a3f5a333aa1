"""Which numbers may stay in stored text: codes, minutes, units, amounts, modifiers, small counts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.redaction.contacts import STATES
from bot.redaction.lists import positions
from bot.redaction.tokens import Shape, Token
from bot.redaction.vocabulary import Vocabulary

_UNIT = (
    r"(?:minutes?|mins?|min\.|m|hours?|hrs?|hr|h|units?|un|u|x|st|nd|rd|th|yo|y|yrs?|years?|pts?|visits?|wks?|weeks?|days?|d|k|s|ft|"
    r"feet|lbs?|mg|mph|reps?|sets?|pm|am|p|a|cm|in|deg|codes?|mod|pct|sec|secs|seconds|person|people|way|ways|month|months)"
)
_CLOCK = r"(?:[01]?[0-9]|2[0-3])(?::[0-5][0-9])?(?:[ap]m?)?"
_SHORT = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"[1-9]?[0-9]{1,2}|0",
        r"0[0-9]",
        r"[0-9]{0,3}\.[0-9]{1,4}",
        r"[0-9]{1,3}\.[0-9]{1,2}\.[0-9]{1,2}",
        r"\$[0-9]{1,6}(?:\.[0-9]{1,4})?k?",
        r"\$?[0-9]{1,3},[0-9]{3}(?:\.[0-9]{1,2})?",
        r"[0-9]{1,3}(?:\.[0-9]{1,3})?%",
        rf"[0-9]{{1,3}}(?:\.[0-9]{{1,2}})?-?{_UNIT}",
        rf"[0-9]{{1,2}}-[0-9]{{1,3}}(?:{_UNIT})?",
        r"[0-9]{1,2}(?:-[0-9]{1,2})?-[a-z]{3,12}(?:-[a-z]{3,8})?",
        rf"{_CLOCK}(?:-{_CLOCK})?",
        r"[0-9]{3,4}[ap]m",
        r"x[0-9]{1,3}|[0-9]{1,2}x[0-9]{1,3}(?:min)?|[0-9]{1,2}'",
        r"[0-9]{1,2}/[0-9]{1,2}",
        r"[0-9]x/?(?:wk|week|day|d|month|mo)?",
        r"[a-z][0-9]{1,2}(?:-[a-z]?[0-9]{1,2})?",
        r"199[0-9]|20[0-3][0-9](?:[-/](?:20)?[0-3][0-9])?|(?:cy|fy)?20[0-3][0-9](?:q[1-4])?",
        r"(?:co|pr|oa|pi|cr|carc|rarc)[- ]?[a-z]?[0-9]{1,3}",
        r"(?:n|m|ma)-?[0-9]{1,3}",
        r"[a-tv-z][0-9][0-9a-z]\.[0-9a-z]{1,4}",
        r"(?:cms|ub|hcfa|cn|icd|covid|mod|pos|part|bill|form|pub|ch|type)-?(?:100-)?[0-9]{1,4}",
        r"icd-?(?:9|10)-(?:cm|pcs)",
        # A first or last day of a quarter that was not taken out as a date is one on which a rule changes.
        r"20[12][0-9]-(?:01-01|04-01|07-01|10-01|03-31|06-30|09-30|12-31)",
        r"0?[147]/0?1/(?:20)?[12][0-9]|10/0?1/(?:20)?[12][0-9]|(?:0?3|12)/31/(?:20)?[12][0-9]|0?[69]/30/(?:20)?[12][0-9]",
        r"[0-9]{1,2}[a-z](?:\.[0-9])?",
        r"[0-9]{1,2}\.[0-9]{1,2}\([a-z]\)",
    )
)
_MODIFIER = (
    r"(?:[-/ ]?(?:g[opnaxyztq]|kx|c[oq]|x[espu]|59|25|22|24|26|5[0128]|7[6789]|9[3567]|t[cp]|rt|lt|kf|k[0-4]|"
    r"u[0-9a-d]))"
)
_CODE = re.compile(
    rf"(?P<code>[a-v]?[0-9]{{4,5}}[a-z]?){_MODIFIER}{{0,4}}(?:[x*][0-9]{{1,3}}|-[0-9]{{1,2}})?{_MODIFIER}{{0,4}}",
    re.IGNORECASE,
)
_CODES = re.compile(r"(?P<code>[0-9]{5})-[0-9]{2,5}", re.IGNORECASE)
_RANGE = re.compile(r"(?P<since>[0-9]{1,3})-(?P<to>[0-9]{1,3})")
_WIDEST_RANGE = 60
_WORD_AND_NUMBER = re.compile(r"(?P<word>[^\W\d_]{2,14})[-.:=]?(?P<number>[0-9]{1,3})", re.IGNORECASE)
_NUMBER_AND_WORD = re.compile(r"[0-9]{1,3}[-.:=]?(?P<word>[^\W\d_]{2,14})", re.IGNORECASE)
_PARTS = re.compile(r"[,/:;=]")
_OTHER_CODE = re.compile(r"[0-9]{5}|[A-V][0-9]{4}|[0-9]{4}[TFU]|0[0-9]{4}", re.IGNORECASE)
_DIAGNOSIS = re.compile(r"[A-TV-Z][0-9][0-9A-Z][0-9A-Z]{1,4}", re.IGNORECASE)
_FOUR_DIGITS = re.compile(r"[1-9][0-9]{3}(?:\.[0-9]{2})?")
_CLOCK_TIME = re.compile(r"(?:[01][0-9]|2[0-3])[0-5][0-9](?:-(?:[01][0-9]|2[0-3])[0-5][0-9])?")
_BEFORE_A_CLOCK = frozenset(
    {"from", "to", "until", "till", "started", "ended", "start", "end", "in", "out", "at", "-"}
)
_DIAGNOSIS_WORDS = frozenset({"icd", "dx", "diagnosis", "diagnoses", "icds", "icd-10", "10"})


def number_may_stay(tokens: Sequence[Token], at: int, vocabulary: Vocabulary) -> bool:
    """Whether the number at a place says nothing about who somebody is.

    Args:
        tokens: The text's tokens.
        at: Index of a token with digits.
        vocabulary: Whose codes and words may be glued to digits.
    """
    piece = tokens[at].low
    if not piece.isascii() or _is_postal_code(tokens, at, vocabulary):
        return False
    if _is_ours(piece, vocabulary) or _fits_its_place(tokens, at):
        return True
    parts = [part for part in _PARTS.split(piece) if part]
    return len(parts) > 1 and all(
        vocabulary.knows(part) if part.isalpha() else _is_ours(part, vocabulary) for part in parts
    )


def _is_ours(piece: str, vocabulary: Vocabulary) -> bool:
    if (
        any(shape.fullmatch(piece) for shape in _SHORT)
        or piece in positions().form_numbers
        or piece in vocabulary.amounts
    ):
        return True
    code = _CODE.fullmatch(piece) or _CODES.fullmatch(piece)
    if code and code["code"].upper() in vocabulary.codes:
        return True
    if (span := _RANGE.fullmatch(piece)) and 0 < int(span["to"]) - int(span["since"]) <= _WIDEST_RANGE:
        return True
    glued = _WORD_AND_NUMBER.fullmatch(piece) or _NUMBER_AND_WORD.fullmatch(piece)
    return bool(glued and vocabulary.knows(glued["word"]) and len(piece) - len(glued["word"]) < len("-123"))


def _is_postal_code(tokens: Sequence[Token], at: int, vocabulary: Vocabulary) -> bool:
    """Five digits behind a town and its state, though a code has them too: "Hillsboro OR 97124"."""
    if at < len(("town", "state")) or tokens[at - 1].text not in STATES:
        return False
    town = tokens[at - 2]
    return town.shape is Shape.WORD and town.capital and not vocabulary.knows(town.low)


def _fits_its_place(tokens: Sequence[Token], at: int) -> bool:
    """Whether a code we lack, a diagnosis, an amount or a time of day reads as one where it stands."""
    piece = tokens[at].low
    before = [token.low for token in tokens[max(0, at - 2) : at]]
    behind = [token.low for token in tokens[at + 1 : at + 3]]
    words = positions()
    if _OTHER_CODE.fullmatch(piece):
        return any(token in words.code_words for token in (*before, *behind))
    if _DIAGNOSIS.fullmatch(piece):
        return not _DIAGNOSIS_WORDS.isdisjoint(before)
    if _FOUR_DIGITS.fullmatch(piece):
        last = before[-1] if before else ""
        if last == "$" or last in words.amount_before or (behind and behind[0] in words.amount_behind):
            return True
    return bool(_CLOCK_TIME.fullmatch(piece)) and (
        "-" in piece or (bool(before) and before[-1] in _BEFORE_A_CLOCK)
    )


def is_harmless_sign(token: Token) -> bool:
    """Whether a sign may stay: punctuation, currency, arithmetic, an emoji; not a letter in disguise."""
    return token.shape is Shape.SIGN and (
        token.text.isascii() or token.text in "–—‘’“”…•·×÷≥≤≠±°€£→′″§¢ " or _is_emoji(token.text)
    )


def _is_emoji(sign: str) -> bool:
    return 0x1F300 <= ord(sign) <= 0x1FAFF or 0x2600 <= ord(sign) <= 0x27BF or sign == "\ufe0f"
