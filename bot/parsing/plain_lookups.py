"""Plain sentences that ask for the KX amount, a denial code or the card of one code."""

from __future__ import annotations

import re
from datetime import date

from bot.parsing.code_parser import CodeRequest, parse_code
from bot.parsing.denial_parser import DenialRequest, parse_denials
from bot.parsing.kx_parser import KxRequest, parse_kx
from bot.parsing.plain_words import plain_words
from bot.parsing.problems import ParseProblem
from bot.parsing.story import Story
from rules import PayerBook, code_table

MOST_WORDS_OF_DENIAL = 14
SHORT = 4
_KX = re.compile(r"\b(?:kx|threshold|therapy cap|cap)\b", re.I)
_DOLLARS = re.compile(
    r"(?P<before>\b(?:over|above|past|after|once|exceeds?|beyond|than|limit|by|under|below|threshold|cap|of)\s+(?:the\s+)?)?"
    r"(?:\$\s?(?P<money>[0-9][0-9,]{0,9}(?:\.[0-9]{1,2})?)(?P<k>k)?|(?P<words>[0-9][0-9,]{1,9}(?:\.[0-9]{1,2})?)\s*(?:dollars|usd|bucks)\b"
    r"|(?P<bare>(?<![\w.,:/-])[0-9]{1,2},?[0-9]{3}(?:\.[0-9]{1,2})?(?![\w:/-]))|(?P<hundreds>(?<![\w.,:/-])[0-9]{3}(?![\w:/-])))",
    re.I,
)
_USED = re.compile(
    r"\b(?:used|at|so far|spent|reached|already|to date|ytd|up to|had|has|have|left|billed|paid|sitting|hit"
    r"|total|accrued)\b",
    re.I,
)
_OT = re.compile(r"\b(?:ot|occupational)\b", re.I)
_SLP = re.compile(r"\b(?:slp|speech|st)\b", re.I)
_PT = re.compile(
    r"\b(?:physical therapy|pt\s*/\s*slp|pt and slp|pt/st|(?:for|in|of|on)\s+pt|pt\s+\$|pt$|pt\?"
    r"|pt\s+(?:services|side|bucket|cap|threshold|charges|only|dollars|therapy))|,\s*pt\b",
    re.I,
)
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_DENIAL = re.compile(
    r"\b(?:co|pr|oa|pi|carc)\s?-?\s?[0-9]{1,3}\b(?!\s*(?:m|min|mins|minutes?|units?)\b)", re.I
)
_DENIAL_WORDS = re.compile(
    r"\b(?:what|whats|what's|does|do|is|a|an|the|denial|denials|denied|deny|code|codes|reason|reasons|mean|means|meaning|"
    r"on|for|our|my|claim|claims|with|as|got|we|i|get|keep|keeps|getting|came|come|back|remark|rejection|carc|explain|"
    r"hey|hi|please|pls|this|it|eob|era|says|say|said|shows|and|of|in|therapy|pt|help|huh|from|by|that|to|medicare|how|fix)\b",
    re.I,
)
_CARD = re.compile(
    r"\s*(?:(?:show|give|get|pull up)\s+(?:me\s+)?)?(?:the\s+)?(?:code\s+)?"
    r"(?:card|info|summary|details|facts)\s+(?:for|on|about|of)\s+",
    re.I,
)


def read_kx_question(plain: str, *, today: date, book: PayerBook | None, story: Story) -> KxRequest | None:
    """Read a sentence that tells the dollars used and asks about KX.

    Args:
        plain: The sentence as normalised.
        today: For dates in words.
        book: The payers that are known.
        story: The sentence without its story.

    Returns:
        The request, or `None` when no amount used stands in it.

    Raises:
        ParseProblem: Nobody knows whether it is the amount of PT with SLP, or of OT.
    """
    if _KX.search(plain) is None:
        return None
    amounts = [found for found in _DOLLARS.finditer(plain) if _is_used(found)]
    if len(amounts) != 1 or amounts[0]["before"]:
        return None
    found = amounts[0]
    names_threshold = re.match(r"\s*(?:kx\s+)?(?:threshold|cap|limit)\b", plain[found.end() :], re.I)
    if names_threshold or (_USED.search(plain) is None and story.word_count > SHORT):
        return None
    used = (found["money"] or found["words"] or found["bare"] or found["hundreds"]) + (
        "000" if found["k"] else ""
    )
    rest = plain[: found.start()] + "," + plain[found.end() :]
    bucket = "ot" if _OT.search(rest) else "slp" if _SLP.search(rest) and not _PT.search(rest) else "pt"
    is_open = bucket == "pt" and not (_PT.search(rest) or _SLP.search(rest))
    typed = " ".join(story.text[start:end] for start, end in story.payer_spans)
    return parse_kx(f"{'' if is_open else bucket} {used} {typed}", today=today, book=book)


def _is_used(found: re.Match[str]) -> bool:
    number = found["bare"] or found["hundreds"]
    return number is None or not (_YEAR.fullmatch(number) or number.replace(",", "") in code_table())


def read_denial_question(plain: str) -> DenialRequest | None:
    """Read a sentence that names denial codes and little else; `None` when it is about something else.

    Args:
        plain: The sentence as normalised.
    """
    found = _DENIAL.findall(plain)
    if not found or len(plain.split()) > MOST_WORDS_OF_DENIAL:
        return None
    rest = _DENIAL_WORDS.sub(" ", _DENIAL.sub(" ", plain))
    if re.search(r"\w", re.sub(r"\b(?:m|n|ma)[0-9]{1,3}\b", " ", rest, flags=re.I)):
        return None
    try:
        codes = parse_denials(", ".join(found))
    except ParseProblem:
        return None
    is_bare = _DENIAL.fullmatch(plain.strip(" ?.!")) is not None
    is_of_entry = len(codes) == 1 and codes[0].code in plain_words().denials_of_entry
    return None if is_of_entry and not is_bare else DenialRequest(codes)


def read_card_question(
    story: Story, plain: str, *, today: date, book: PayerBook | None
) -> CodeRequest | None:
    """Read a message that is one code and nothing else, or asks for its card.

    Args:
        story: The sentence without its story.
        plain: The sentence as normalised.
        today: For dates in words.
        book: The payers that are known.
    """
    typed = _CARD.sub("", plain, count=1) if _CARD.match(plain) else plain
    typed = re.sub(r"^(?:cpt|code|hcpcs)\s+(?:code\s+)?", "", typed.strip(" ?.!"), flags=re.I)
    if len(story.codes) != 1 or re.fullmatch(r"[a-z]?[0-9]{4,5}(?:\s+(?:card))?", typed, re.I) is None:
        return None
    try:
        return parse_code(typed.removesuffix("card"), today=today, book=book)
    except ParseProblem:
        return None
