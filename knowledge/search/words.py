"""A message → plain lower-case words, with codes and numbers as digits."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from knowledge.search.spoken import join_spoken_numbers

LONGEST_TEXT = 2000
"""Characters of a message that are looked at; a question fits, and a pasted page costs no time."""

_APOSTROPHES = ("‘", "’", "ʼ", "`", "´")
# First what one of which every match holds: looking for it is quicker than looking for the pattern.
_SUBSTITUTES: tuple[tuple[tuple[str, ...], re.Pattern[str], str], ...] = (
    (
        ("dose ",),
        re.compile(r"\bdose (?=(?:it|that|this|medicare|the|a|an|my|our|he|she|they|we|i)\b)"),
        "does ",
    ),
    (("-", "–"), re.compile(r"\b(\d{5})\s?[-–]\s?(59|x[espu]|kx|g[pon]|c[qo])\b"), r"\1 \2"),
    (("mod",), re.compile(r"\bmod(?:ifier)?[-.]?(\d\d)\b"), r"mod \1"),
    (("w/",), re.compile(r"\bw/o\b"), "without "),
    (("w/",), re.compile(r"\bw/(?!o)"), "with "),
    (_APOSTROPHES, re.compile(f"[{''.join(_APOSTROPHES)}]"), "'"),
    (
        ("'s", "whats", "whos", "hows", "whens", "wheres", "whys"),
        re.compile(r"\b(what|who|how|when|where|why)'?s\b"),
        r"\1 is",
    ),
    (("can",), re.compile(r"\b(?:can'?t|cannot)\b"), "can not"),
    (("won",), re.compile(r"\bwon'?t\b"), "will not"),
    (("n't",), re.compile(r"n't\b"), " not"),
    (("nt",), re.compile(r"\b(?:dont|doesnt|dosnt|dosent|didnt|isnt|arent|wasnt|havent)\b"), "not"),
    (("'",), re.compile(r"'(?:s|re|ve|ll|d|m)\b"), ""),
    ((",",), re.compile(r"(?<=\d),(?=\d{3}\b)"), ""),
    (("x",), re.compile(r"\b(\d{5})x\d+\b"), r"\1"),
    # "97161-3" is the first and the last of a row of codes.
    (("-", "–"), re.compile(r"\b(\d{4})(\d)\s?[-–]\s?(\d)\b"), r"\1\2 \1\3"),
    (("-", "–", "/"), re.compile(r"\b(\d{3})(\d\d)\s?[-–/]\s?(\d\d)\b(?!\d)"), r"\1\2 \1\3"),
)
# Slips too short to be told by their letters, and ones of words that become digits.
_COMMON_SLIPS = {
    "teh": "the", "hte": "the", "adn": "and", "nad": "and", "taht": "that", "tht": "that", "wat": "what",
    "wht": "what", "waht": "what", "hav": "have", "hve": "have", "ther": "there", "thier": "their",
    "wich": "which", "whihc": "which", "whcih": "which", "hwo": "how", "hwen": "when", "wen": "when",
    "cna": "can", "ahve": "have", "thsi": "this", "ofr": "for", "fo": "for", "si": "is", "nto": "not",
    "mnay": "many", "mony": "many", "bil": "bill", "bils": "bills", "bak": "back", "rite": "write",
    "jst": "just", "jus": "just", "eigt": "eight", "eigth": "eight", "eihgt": "eight", "minit": "minute",
    "minits": "minutes", "minut": "minute", "minuts": "minutes", "unti": "unit", "untis": "units",
    "u": "you", "ur": "your", "r": "are", "bc": "because", "cuz": "because", "cause": "because",
    "tho": "though", "thru": "through", "btwn": "between", "btw": "between", "plz": "please",
    "pls": "please", "shud": "should", "shld": "should", "cud": "could", "wud": "would", "ad": "add",
}  # fmt: skip
_WORD = re.compile(
    r"[a-z]{2,}(?:'[a-z]+)?|\d+(?:st|nd|rd|th)\b|[a-z]?\d+(?:\.\d+)?%?|[a-z](?:'[a-z]+)?|[&+=]"
)
_WRITTEN_FOR = {**_COMMON_SLIPS, "&": "and", "+": "plus", "=": "is"}
# "GO" and "CO" are modifiers in capitals only, and "CO-97" is a denial.
_CAPITAL_MODIFIER = re.compile(r"\b(GO|CO)\b(?!\s?-?\d)")


def words_of(text: str) -> list[str]:
    """The words of a message in order.

    Args:
        text: The message as typed or dictated.

    Returns:
        Lower-case words; codes, spelled-out ones too, as digits.

    >>> words_of("What's nine seven one one two w/ 97140-59?")
    ['what', 'is', '97112', 'with', '97140', '59']
    """
    typed = text[:LONGEST_TEXT]
    if not typed.isascii():
        typed = unicodedata.normalize("NFKC", typed)
    if "GO" in typed or "CO" in typed:
        typed = _CAPITAL_MODIFIER.sub(r"\1-modifier ", typed)
    lowered = typed.lower()
    for held, pattern, instead in _SUBSTITUTES:
        for sign in held:
            if sign in lowered:
                lowered = pattern.sub(instead, lowered)
                break
    if not lowered.isascii():
        # Accents carry nothing here: "über" is looked up as "uber".
        lowered = unicodedata.normalize("NFD", lowered)
        lowered = lowered.translate({ord(c): None for c in set(lowered) if unicodedata.combining(c)})
    return join_spoken_numbers([_WRITTEN_FOR.get(word, word) for word in _WORD.findall(lowered)])


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The stem that forms of one word share: "modifiers" and "modifier", "billing" and "billed".

    >>> [stem(word) for word in ("billing", "billed", "therapies", "stopped", "glass", "notes", "charge")]
    ['bill', 'bill', 'therapi', 'stop', 'glass', 'note', 'charg']
    """
    if len(word) <= _SHORTEST_STEM or not word.isalpha():
        return word
    if word.endswith("s") and not word.endswith(("ss", "us")):
        return stem(word[:-2] if word.endswith(("sses", "ches", "shes", "xes")) else word[:-1])
    for ending, instead in _ENDINGS:
        root = word.removesuffix(ending)
        if root != word and len(root) >= _SHORTEST_STEM:
            return (_without_double(root) if ending in ("ing", "ed") else root) + instead
    if word.endswith("ie"):
        return word[:-1]
    return word[:-1] + "i" if word.endswith("y") else word.removesuffix("e") if len(word) > _LONG else word


_SHORTEST_STEM = 3
_LONG = 4
_ENDINGS = (
    ("ied", "i"), ("ation", "at"), ("ating", "at"), ("ated", "at"), ("ate", "at"), ("ing", ""), ("ed", ""),
    ("ly", ""),
)  # fmt: skip


def _without_double(root: str) -> str:
    """`stopp` → `stop`; `bill` and `pass` keep their end."""
    return root[:-1] if len(root) > 3 and root[-1] == root[-2] and root[-1] not in "lsz" else root
