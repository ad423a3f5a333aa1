"""What was dictated: numbers digit by digit ("three one two five five five oh") and modifiers ("kay ex")."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from bot.redaction.kinds import Identifier, Kind
from bot.redaction.lists import positions
from bot.redaction.tokens import Shape, Token
from bot.redaction.vocabulary import Vocabulary

_LONGEST_HARMLESS = 3
"""So many digits in a row may be left when the codes are taken out: "nine seven one one two, oh eight"."""
_FEWEST_BEHIND_A_LABEL = 3
_PAUSES = frozenset(",.")
_FEWEST_BETWEEN_PAUSES = 2
"""Digits on both sides of a comma that make it a pause in one number: "five five five, oh one four three"."""
_FARTHEST_LABEL = 6
"""Words before a number that its label is looked for in; keeps long texts quick."""
_WORDS_BETWEEN = frozenset({"is", "was", "number", "no", "id", "#", ":", "=", "ending", "in", "ends", "it's"})
_DIGIT = r"(?:oh|zero|one|two|three|four|five|six|seven|eight|nine)"
_COUNTED = (
    r"(?:min|mins|minutes?|m|units?|u|visits?|hrs?|hours?|days?|weeks?|codes?|times|sessions?|patients?|pts?|"
    r"people|percent)"
)
_MIXED = re.compile(
    rf"(?<![\w$.])(?:{_DIGIT}|\d{{1,4}})(?:[\s-](?:{_DIGIT}|\d{{1,4}})|,\s(?:{_DIGIT}|\d{{3,4}})){{2,12}}"
    rf"(?![\w%]|[.,:/]\d|[\s-]{_COUNTED}\b)",
    re.IGNORECASE,
)
_LETTERS_AND_DIGITS = re.compile(
    rf"(?<![\w$.'’])(?:(?:{_DIGIT}|[a-z]|\d)[\s.-]+){{4,24}}(?:{_DIGIT}|[a-z]|\d)(?![\w%'’])", re.IGNORECASE
)
_SPOKEN = re.compile(rf"\b{_DIGIT}\b", re.IGNORECASE)
_LABEL_BEFORE = re.compile(
    r"\b(?:mbi|medicare|member|subscriber|policy|id|number|no|mrn|chart|record|auth|claim)\b(?:\s(?:number|no|id|is|was)){0,2}[\s:#=]{1,3}$",
    re.IGNORECASE,
)
_NEAR = 40
_DIGITS_OF_A_PHONE = 7
_FEWEST_SPOKEN, _FEWEST_DIGITS, _FEWEST_LETTERS = 2, 4, 2
_PIECES, _PIECES_BEHIND_A_LABEL = 9, 5
"""Letters and digits of a spelled number; fewer are modifiers: "g p five nine k x"."""


def find_spoken_numbers(text: str, tokens: Sequence[Token], vocabulary: Vocabulary) -> Iterator[Identifier]:
    """Runs of spoken digits that are more than codes, also with figures or letters among them.

    Args:
        text: In the form of `plain_form`.
        tokens: Its tokens.
        vocabulary: Whose codes may be spoken.
    """
    yield from _runs_of_digits(tokens, vocabulary)
    for match in _MIXED.finditer(text):
        spoken = len(_SPOKEN.findall(match[0]))
        figures = sum(map(str.isdigit, match[0]))
        if figures and spoken >= _FEWEST_SPOKEN and spoken + figures >= _DIGITS_OF_A_PHONE:
            yield Identifier(*match.span(), Kind.NUMBER)
    for match in _LETTERS_AND_DIGITS.finditer(text):
        pieces = re.findall(r"\w+", match[0])
        digits = sum(piece.isdigit() or len(piece) > 1 for piece in pieces)
        labelled = _LABEL_BEFORE.search(text[max(0, match.start() - _NEAR) : match.start()]) is not None
        fewest = _PIECES_BEHIND_A_LABEL if labelled else _PIECES
        if len(pieces) >= fewest and digits >= _FEWEST_DIGITS and len(pieces) - digits >= _FEWEST_LETTERS:
            yield Identifier(*match.span(), Kind.NUMBER)


def _runs_of_digits(tokens: Sequence[Token], vocabulary: Vocabulary) -> Iterator[Identifier]:
    spoken_digits = positions().digits
    digits = [spoken_digits.get(token.low, "") if token.shape is Shape.WORD else "" for token in tokens]
    begin = 0
    while begin < len(tokens):
        end = _end_of_run(tokens, digits, begin)
        spoken = "".join(digits[begin:end])
        letter = tokens[begin - 1].low.upper() if begin else ""
        harmless = _FEWEST_BEHIND_A_LABEL - 1 if _is_labelled(tokens, begin) else _LONGEST_HARMLESS
        if letter + spoken not in vocabulary.codes and _left_beside_codes(spoken, vocabulary) > harmless:
            yield Identifier(tokens[begin].start, tokens[end - 1].end, Kind.NUMBER)
        begin = max(end, begin + 1)


def _end_of_run(tokens: Sequence[Token], digits: Sequence[str], begin: int) -> int:
    end = begin
    while end < len(tokens):
        if digits[end] or (tokens[end].low == "-" and end > begin):
            end += 1
            continue
        near = range(end - _FEWEST_BETWEEN_PAUSES, end + _FEWEST_BETWEEN_PAUSES + 1)
        pauses = tokens[end].low in _PAUSES and near[0] >= begin and near[-1] < len(tokens)
        if not pauses or not all(digits[at] for at in near if at != end):
            break
        end += 1
    return end


def _is_labelled(tokens: Sequence[Token], begin: int) -> bool:
    """Whether a number of somebody is announced: "record number", "mrn is"."""
    first = max(begin - _FARTHEST_LABEL, 0)
    back = next((at for at in range(begin - 1, first - 1, -1) if tokens[at].low not in _WORDS_BETWEEN), -1)
    return back >= 0 and tokens[back].low in positions().labels_of_numbers


def dictated_modifiers(tokens: Sequence[Token]) -> Iterator[int]:
    """Places of the words of a modifier that was dictated: "kay ex", "gee pee"."""
    spoken = positions().dictated_modifiers
    for at, (first, second) in enumerate(pairwise(tokens)):
        is_initial = first.capital and len(second.text) == 1 and second.capital
        if second.low in spoken.get(first.low, ()) and second.joined and not is_initial:
            yield from (at, at + 1)


def _left_beside_codes(spoken: str, vocabulary: Vocabulary) -> int:
    """The longest run of digits that belongs to no code."""
    longest = run = at = 0
    while at < len(spoken):
        if spoken[at : at + 5] in vocabulary.codes:
            at, run = at + 5, 0
        else:
            at, run = at + 1, run + 1
            longest = max(longest, run)
    return longest


SPELLED_OUT = re.compile(r"(?<!\w)(?:[^\W\d_][ .-]){3,}[^\W\d_](?!\w)")
"""A word spelled letter by letter."""
