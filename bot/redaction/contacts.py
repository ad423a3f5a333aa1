"""How somebody is reached: e-mail, links, phones, addresses, and people named by Slack itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.redaction.kinds import Identifier, Kind
from bot.redaction.lists import positions
from bot.redaction.vocabulary import Vocabulary

_STATES = (
    "AL|AK|AZ|AR|CA|CO|CT|DE|FL|GA|HI|ID|IL|IN|IA|KS|KY|LA|ME|MD|MA|MI|MN|MS|MO|MT|NE|NV|NH|NJ|"
    "NM|NY|NC|ND|OH|OK|OR|"
    "PA|RI|SC|SD|TN|TX|UT|VT|VA|WA|WV|WI|WY|DC|PR|GU|VI"
)
STATES = frozenset(_STATES.split("|"))
"""The letters of the states in an address."""
_STREET = (
    "street|st|avenue|ave|av|road|rd|lane|ln|boulevard|blvd|parkway|pkwy|highway|hwy|terrace|"
    "ter|circle|cir|trl|"
    "crescent|expressway|turnpike|tpke|alley|plaza|square|sq"
)
_STREET_WITH_OTHER_SENSES = (
    "drive|dr|court|ct|way|place|pl|trail|loop|path|run|row|hollow|ridge|pike|cove|point|pt"
)
_UNIT_OF_HOUSE = (
    r"(?:[\s,]+(?:apt|apartment|unit|suite|ste|lot|fl|floor|rm|room|bldg|trlr)\b\.?\s*#?\s*\w{1,5}"
    r"|[\s,]*#\s?\w{1,5})?"
)
_CITY = (
    rf"(?:,?\s+[^\W\d_][\w.'’-]{{1,20}}){{0,3}}?,?\s+(?:(?-i:{_STATES})\b|(?:{_STATES})(?=,?\s+\d{{5}}\b))"
    r"(?:,?\s+\d{5}(?:-\d{4})?)?"
)
_NO_MEASURE = (
    r"(?!(?:min|mins|minute|minutes|units?|visits?|hours?|hrs?|pts?|patients?|therapists?|days?|"
    r"weeks?|people|"
    r"codes?|timed|and|or|of|in|on|for|with)\b)"
)
_STREET_NAME = (
    rf"(?:[NSEW]\.?\s+|(?:north|south|east|west)\s+)?{_NO_MEASURE}"
    r"(?:[^\W\d_][\w.'’-]{0,24}|\d{1,3}(?:st|nd|rd|th))"
)
_ENDINGS = "com|org|net|edu|gov|io|us|co|info|health|me"

_PATTERNS: tuple[tuple[Kind, str], ...] = (
    (Kind.MENTION, r"<@[^<>\s]{1,80}>|<#[^<>\s]{1,120}>|<![^<>]{1,120}>"),
    (Kind.EMAIL, r"<mailto:[^<>]{1,200}>"),
    (Kind.PHONE, r"<tel:[^<>]{1,80}>"),
    (Kind.LINK, r"<https?:[^<>]{1,2000}>"),
    (Kind.EMAIL, r"(?<![\w.+%-])[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}"),
    # As it is dictated, or hidden from machines: "lopez at mail dot com", "lopez(at)mail.org".
    (
        Kind.EMAIL,
        rf"(?<![\w.])[\w.+-]{{1,40}}(?:\s(?:dot|underscore|dash|period|point)\s\w{{1,30}}){{0,3}}"
        rf"(?:\s?[(\[]\s?at\s?[)\]]\s?|\sat\s|\s?@\s?)[\w-]{{1,40}}(?:\s\w{{1,20}})?"
        rf"(?:\s?[(\[]\s?dot\s?[)\]]\s?|\s(?:dot|period|point)\s|\s?\.\s?)(?:{_ENDINGS})\b",
    ),
    (Kind.LINK, r"\b(?:https?://|www\.)[^\s<>]+"),
    (
        Kind.LINK,
        r"(?<![\w@.-])(?:[\w-]{1,63}\.){1,4}(?:com|org|net|gov|edu|io|health|app|us|info)\b(?:/[^\s<>]*)?(?![\w])",
    ),
    (Kind.PHONE, r"(?<![\d+])\+1[ .-]?\(?\d{3}\)?[ .-]?\d{3}[ .-]?\d{4}(?!\d)"),
    (Kind.PHONE, r"(?<![\w+])\+(?!1)\d{1,3}[ .-]?(?:\(?\d{1,4}\)?[ .-]?){2,5}\d{2,4}(?!\d)"),
    (
        Kind.PHONE,
        r"(?<![\w.$-])(?:1[ .-]{1,2})?(?:\(\d{3}\)\s?[ .-]?|\d{3}\s?[ .\-/–]\s?)\d{3}\s?[ .\-–]\s?\d{4}"
        r"(?:,?\s*(?:x|ext\.?|extension)\s*\d{1,6})?(?![\w-])",
    ),
    (Kind.PHONE, r"(?<![\w.$-])\(\d{3}\)\s?\d{7}(?!\w)"),
    (Kind.PHONE, r"(?<![\w.$-])\d{3}[-.–]\d{4}(?![\w-])"),
    (
        Kind.PHONE,
        r"\b(?:phone|cell|mobile|tel|telephone|fax|call|text|ph|ext)\b\.?(?:\s?(?:no|number|is|"
        r"at|#|:|=)\.?){0,3}\s?"
        r"(?P<it>(?:\d[ .()-]{0,2}){4,10}\d)(?![\w-])",
    ),
    (
        Kind.ADDRESS,
        rf"(?<![\w/.:-])\d{{1,6}}(?:-\d{{1,4}})?[A-D]?\s+{_STREET_NAME}(?:\s+{_STREET_NAME}){{0,3}}?\s+"
        rf"(?:{_STREET})\b\.?(?:\s+[NSEW]{{1,2}}\b)?{_UNIT_OF_HOUSE}(?:{_CITY})?",
    ),
    (
        Kind.ADDRESS,
        rf""
        rf"(?<![\w/.:-])\d{{1,6}}\s+(?-i:(?:[NSEW]\.?\s+)?[A-Z][\w.'’-]{{1,24}}(?:\s+[A-Z][\w.'’-]{{1,24}}){{0,3}}?\s+)"
        rf"(?:{_STREET_WITH_OTHER_SENSES})\b\.?{_UNIT_OF_HOUSE}(?:{_CITY})?",
    ),
    (
        Kind.ADDRESS,
        rf"\b(?:lives|live|living|resides|residing|address|home|house|moved)\b(?:\s(?:visit|is|at|"
        rf"to|on|address)){{0,3}}[:\s]+"
        rf"(?P<it>\d{{1,6}}\s+(?:{_STREET_NAME}\s+){{1,4}}?(?:{_STREET}|{_STREET_WITH_OTHER_SENSES})\b\.?"
        rf"{_UNIT_OF_HOUSE}(?:{_CITY})?)",
    ),
    (Kind.ADDRESS, rf"\bp\.?\s?o\.?\s?box\s+\d{{1,7}}(?:{_CITY})?"),
    (
        Kind.ADDRESS,
        r"\b(?:apt|apartment|suite|ste|trailer|lot)\b\.?\s*#?\s*(?:\d{1,5}[a-z]?|[a-z]\d{1,4})\b"
        r"(?!\s*-?\s*(?:min|mins|minutes?|units?|visits?|hours?|hrs?|times)\b)",
    ),
    (Kind.ADDRESS, r"\bzip(?:\s?code)?s?(?:\s+(?:is|was|of))?[\s:#=]{1,3}(?P<it>\d{5}(?:-\d{4})?)\b"),
    (Kind.ADDRESS, r"(?<![\w-])\d{5}-\d{4}(?![\w-])"),
    (Kind.ADDRESS, rf"\b[^\W\d_][\w'’-]{{1,24}},\s*(?-i:{_STATES})\.?\s+\d{{5}}(?:-\d{{4}})?\b"),
    (Kind.NUMBER, r"(?<![\w.])\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}(?![\w.])"),
)
_COMPILED = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _PATTERNS)


_DIGITS = re.compile(r"\d+")
_WORDS = re.compile(r"[^\W\d_][\w'’-]*")
_SPEECH_THERAPY = re.compile(r"\d{1,3}\s+(?P<words>[^\W\d_]+)\s+st", re.IGNORECASE)


def find_contacts(text: str, vocabulary: Vocabulary) -> Iterator[Identifier]:
    """E-mail addresses, links, phone numbers, street addresses, postal codes and Slack mentions.

    Args:
        text: In the form of `plain_form`.
        vocabulary: Whose codes are no phone numbers and no postal codes: "call 97112 25 97110 10".
    """
    for kind, pattern in _COMPILED:
        for match in pattern.finditer(text):
            # A pattern that begins with a label, such as "cell", marks what is behind it as `it`.
            what = "it" if "it" in pattern.groupindex else 0
            if not _is_of_a_claim(kind, match[what], vocabulary):
                yield Identifier(match.start(what), match.end(what), kind)


def _is_of_a_claim(kind: Kind, found: str, vocabulary: Vocabulary) -> bool:
    """Codes that only look like a phone number or an address: "call 97140 15", "Gait, MT 97140"."""
    has_code = any(digits in vocabulary.codes for digits in _DIGITS.findall(found))
    if kind is Kind.PHONE:
        return has_code and found[0].isdigit()
    if kind is not Kind.ADDRESS:
        return False
    if (speech := _SPEECH_THERAPY.fullmatch(found)) is not None:
        return speech["words"].casefold() in positions().treatment_words
    words = _WORDS.findall(found)
    if not has_code or not found[0].isalpha() or "box" in found.casefold():
        return False
    # A town that is no word of ours keeps its postal code; so does "Grove, OR 97116", in the one state
    # whose postal codes are our codes.
    first = words[0].casefold()
    return first in vocabulary.of_the_field or (vocabulary.knows(first) and "OR" not in words)
