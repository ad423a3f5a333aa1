"""Where somebody lives, in everyday words: "lives in fall river ma", "9 park place"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.redaction.kinds import Identifier, Kind
from bot.redaction.lists import positions
from bot.redaction.vocabulary import Vocabulary

_STATE_NAMES = (
    r"alabama|alaska|arizona|arkansas|california|colorado|connecticut|delaware|florida|georgia|"
    r"hawaii|idaho|illinois|"
    r"indiana|iowa|kansas|kentucky|louisiana|maine|maryland|massachusetts|mass|michigan|"
    r"minnesota|mississippi|missouri|"
    r"montana|nebraska|nevada|new\s(?:hampshire|jersey|mexico|york)|(?:north|south)\s(?:carolina|"
    r"dakota)|ohio|oklahoma|"
    r"oregon|pennsylvania|rhode\sisland|tennessee|texas|utah|vermont|(?:west\s)?virginia|"
    r"washington|wisconsin|wyoming"
)
_LETTERS_OF_STATES = (
    r"ak|az|ar|ca|ct|dc|fl|ga|ia|il|ks|ky|ma|mi|mn|mo|ms|mt|nc|nd|ne|nh|nj|nm|nv|ny|ri|sc|sd|tn|"
    r"tx|ut|va|vt|wa|wi|wv|wy|pa|md|co|la|al"
)
"""Less those that are words of every sentence: "in", "or", "me", "hi", "ok", "oh", "id", "de"."""
_WORD = r"[^\W\d_][\w'’.-]{1,20}"
_LIVES = r"lives|live|living|lived|resides|residing|reside|born\sand\sraised|grew\sup"
_COMES = r"from|moved|relocated|moving|relocating|drives|driving|travels|coming"
_TOWN_AND_STATE = re.compile(
    rf"\b(?P<verb>{_LIVES}|{_COMES})\s(?:(?:over|out|up|down|all\sthe\sway)\s)?(?:in\s|to\s|at\s|"
    rf"near\s|from\s|outside\s)?"
    rf"(?P<it>(?P<town>{_WORD}(?:\s{_WORD}){{0,2}}?),?\s(?:{_STATE_NAMES}|{_LETTERS_OF_STATES})\b)(?P<postal>,?\s\d{{5}}\b)?",
    re.IGNORECASE,
)
_TOWN = re.compile(
    rf"\b(?:{_LIVES})\s(?:in|near|outside|at)\s(?P<it>(?-i:(?P<town>[A-Z][\w'’-]{{2,20}}(?:\s[A-Z][\w'’-]{{2,20}}){{0,2}})))",
    re.IGNORECASE,
)
_KINDS_OF_STREET = (
    r"street|st|avenue|ave|road|rd|lane|ln|boulevard|blvd|drive|court|ct|circle|terrace|place|"
    r"trail|parkway|highway|hwy|hollow|square"
)
_STREET_OF_HOME = re.compile(
    rf"\b(?:{_LIVES}|house\sis|home\sis|address)\s(?:on|at|off|off\sof)\s"
    rf"(?P<it>(?P<town>{_WORD}(?:\s{_WORD}){{0,2}}?)\s(?:{_KINDS_OF_STREET})\b)",
    re.IGNORECASE,
)
_HOUSE = re.compile(
    rf"(?<![\w/.:$-])(?P<number>\d{{1,5}})[a-d]?\s(?P<town>{_WORD}(?:\s{_WORD})?)\s"
    r"(?:place|pl|court|ct|drive|trail|trl|hollow|cove|terrace|crescent)\b\.?"
    r"(?:[\s,]+(?:apt|apartment|unit|suite|ste|lot|fl|floor)\b\.?\s*#?\s*\w{1,5})?",
    re.IGNORECASE,
)
_DIGITS_OF_A_POSTAL_CODE = 5


def find_towns(text: str, vocabulary: Vocabulary) -> Iterator[Identifier]:
    """Towns somebody lives in, and streets that are named like everyday things.

    Args:
        text: In the form of `plain_form`.
        vocabulary: Whose words of the field are no towns: "moved from medicare ma".
    """
    for pattern in (_TOWN_AND_STATE, _TOWN, _STREET_OF_HOME):
        for match in pattern.finditer(text):
            if _can_be_a_place(match["town"], vocabulary):
                yield Identifier(match.start("it"), _end_of_address(match, vocabulary), Kind.ADDRESS)
    for match in _HOUSE.finditer(text):
        if match["number"] not in vocabulary.codes and _can_be_a_place(match["town"], vocabulary):
            yield Identifier(match.start(), match.end(), Kind.ADDRESS)


def _end_of_address(match: re.Match[str], vocabulary: Vocabulary) -> int:
    """With the postal code, where five digits behind the state are no code of ours."""
    postal = match.groupdict().get("postal")
    is_code = postal is None or postal[-_DIGITS_OF_A_POSTAL_CODE:] in vocabulary.codes
    return match.end("it") if is_code else match.end("postal")


def _can_be_a_place(named: str, vocabulary: Vocabulary) -> bool:
    words = named.casefold().split()
    if re.fullmatch(_STATE_NAMES, named, re.IGNORECASE):
        return False
    return not any(
        word in vocabulary.of_the_field or word in positions().treatment_words or word in positions().no_town
        for word in words
    )
