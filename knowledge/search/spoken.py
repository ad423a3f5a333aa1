"""Numbers as people say them: "nine seven one one two" and "ninety seven one forty" → digits."""

from __future__ import annotations

from collections.abc import Sequence

_DIGITS = {
    "zero": "0", "oh": "0", "o": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5",
    "six": "6", "seven": "7", "eight": "8", "nine": "9",
}  # fmt: skip
_TEENS = {
    "ten": "10", "eleven": "11", "twelve": "12", "thirteen": "13", "fourteen": "14", "fifteen": "15",
    "sixteen": "16", "seventeen": "17", "eighteen": "18", "nineteen": "19",
}  # fmt: skip
_TENS = {
    "twenty": "2", "thirty": "3", "forty": "4", "fourty": "4", "fifty": "5", "sixty": "6", "seventy": "7",
    "eighty": "8", "ninety": "9",
}  # fmt: skip
_CODE_DIGITS = 5
_FEWEST_WORDS = 2
_LONELY = {"o", "oh"}
_NUMBERS = _DIGITS.keys() | _TEENS.keys() | _TENS.keys()


def join_spoken_numbers(words: Sequence[str]) -> list[str]:
    """Put runs of number words into digits.

    A run that makes up five digits is a code; "fifty nine" becomes 59; a single number word below
    twenty stays a word of its own, as digits.
    """
    if _NUMBERS.isdisjoint(words):
        return list(words)
    joined: list[str] = []
    index = 0
    while index < len(words):
        if words[index] not in _NUMBERS:
            joined.append(words[index])
            index += 1
            continue
        end, digits = _run(words, index)
        if digits and (len(digits) == _CODE_DIGITS and end - index >= _FEWEST_WORDS):
            joined.append(digits)
            index = end
        else:
            word, step = _one(words, index)
            joined.append(word)
            index += step
    return joined


def _run(words: Sequence[str], start: int) -> tuple[int, str]:
    """The longest run of number words that makes up at most five digits, and those digits."""
    index, digits = start, ""
    while index < len(words) and len(digits) < _CODE_DIGITS:
        word = words[index]
        if word in _TENS:
            follows = words[index + 1] if index + 1 < len(words) else ""
            ones = _DIGITS.get(follows, "0") if follows not in _LONELY else "0"
            # "ninety seven one" is 97 1, and "seven one ten" is 7 1 10.
            taken = 2 if ones != "0" else 1
            part = _TENS[word] + ones
        elif word in _TEENS:
            part, taken = _TEENS[word], 1
        elif word in _DIGITS and not (word in _LONELY and not digits):
            part, taken = _DIGITS[word], 1
        elif word == "hundred" and digits:
            part, taken = "", 1
        elif word.isdecimal() and len(word) <= 2 and digits:
            part, taken = word, 1
        else:
            break
        if len(digits) + len(part) > _CODE_DIGITS:
            break
        digits += part
        index += taken
    return index, digits


def _one(words: Sequence[str], index: int) -> tuple[str, int]:
    word = words[index]
    if word in _TENS:
        follows = words[index + 1] if index + 1 < len(words) else ""
        if follows in _DIGITS and follows not in _LONELY and _DIGITS[follows] != "0":
            return _TENS[word] + _DIGITS[follows], 2
        return _TENS[word] + "0", 1
    if word in _TEENS:
        return _TEENS[word], 1
    # "one" and "two" are mostly no numbers to look for, but "eight minute rule" is one.
    if word in _DIGITS and word not in {"one", *_LONELY}:
        return _DIGITS[word], 1
    return word, 1
