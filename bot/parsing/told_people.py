"""People of a told visit by the names of a command: "she" is the PTA, "I'm the PTA" names every "I"."""

from __future__ import annotations

import re

_ASSISTANT = r"(?:ptas?|lpta|cotas?|otas?|assistant)"
_ASKS_OR_THINKS = (
    r"need|want|bill|charge|code|think|know|guess|wonder|was|am|have\s+to|should|can|would|will|put|add|use|get|"
    r"heard|read|believe|assume|count|report|have\s+a\s+(?:patient|pt|question)"
)
MYSELF = re.compile(
    r"(?<!\bdo )(?<!\bcan )(?<!\bshould )(?<!\bwould )(?<!\bcould )(?<!\bmay )(?<!\bdid )"
    rf"(?<!\bam )(?<!\bmust )(?<!\bhow )(?<!\bwill )\b(?:i|i've|ive)\b(?!\s+(?:{_ASKS_OR_THINKS})\b)"
    r"|\bby me\b|\bwith me\b|\bmyself\b|\bmine\b|\bme\b(?=\s*(?:for\b|doing\b|[:(=]?\s*[0-9]|\((?:pt|ot)\)))"
    r"|(?<!help )(?<!tell )(?<!let )(?<!give )(?<!for )(?<!to )(?<!told )(?<!asked )"
    r"\bme\b(?=\s*(?:[.,;?]|$))",
    re.IGNORECASE,
)
"""The one who writes, where minutes may be theirs."""
_IS_ASSISTANT = re.compile(
    rf"\b(?:i'?m|i am|as|being)\s+(?:the\s+|a\s+|an\s+)?(?P<who>{_ASSISTANT})\b(?:\s*[.:,])?"
    rf"|\bi\s*\(\s*(?P<who2>{_ASSISTANT})\s*\)",
    re.IGNORECASE,
)
_MY_THERAPIST = re.compile(r"\b(?:my|our)\s+(?P<who>pt|ot|otr|dpt)\b", re.IGNORECASE)
_NAMES_ASSISTANT = re.compile(rf"\b{_ASSISTANT}\b", re.IGNORECASE)
_TOOK_OVER = re.compile(
    rf"\b(?:(?:the|my|our)\s+)?(?P<who>{_ASSISTANT})\s+(?:then\s+)?(?:took|takes|taking)\s+(?:it\s+|him\s+|her\s+)?over\s+"
    r"(?:after|when|once)\s+(?:(?P<whom>i|the\s+(?:pt|ot)|therapist)\b)?",
    re.IGNORECASE,
)
_AND_DID = re.compile(
    r"(?:,\s*|\s)and\s+(?:then\s+)?(?=(?:did|had|gave|finished|ran|took|provided)\b)", re.IGNORECASE
)
_HANDED = re.compile(
    rf"\b(?:and\s+)?(?:then\s+)?(?:i\s+)?(?:handed|passed|gave|turned|switched)\s+(?:(?:him|her|it|them|off|over|things|the\s+(?:pt|patient))\s+){{0,2}}to\s+"
    rf"(?:the|my|our)\s+(?P<who>{_ASSISTANT})(?P<then>\s*[:,.;]|\s+who\b|\s+for\b)",
    re.IGNORECASE,
)
_FINISHED = re.compile(
    rf"\b(?:the|my|our)\s+(?P<who>{_ASSISTANT})\s+(?:finished|closed|completed|ended)(?:\s+(?:it|him|her|up|off|the\s+\w+))?\s*[:,]",
    re.IGNORECASE,
)
_TWICE = re.compile(
    rf"\b(?:the\s+|my\s+|our\s+)?assistant\s*[,(]?\s*\(?(?:an?\s+)?(?P<who>{_ASSISTANT})\b\)?", re.IGNORECASE
)
_NAMED = re.compile(
    rf"\b(?P<assistant>{_ASSISTANT})\b"
    r"|\b(?P<other>patient|client|mr|mrs|ms|miss|lady|woman|man|guy|gentleman|kid|boy|girl|pt|ot|otr|dpt|therapist|with\s+(?:him|her)|for\s+(?:him|her))\b"
    r"|\b(?P<pronoun>(?:she|he|they)(?=\s+(?:then\s+|also\s+|only\s+|just\s+)?(?:did|had|gave|took|finished|ran|covered|worked|spent|provided|"
    r"handled|completed|treated|got|continued|added|came)\b)|(?:her|him)(?=\s*[:=]?\s*(?:for\s+|doing\s+|the\s+other\s+)?[0-9]))\b",
    re.IGNORECASE,
)


_I_AM_AND = re.compile(
    r"\b(?:i'?m|i am)\s+(?:the\s+|a\s+|an\s+)?(?P<who>pt|ot|otr|pta|cota|ota)\s+and\s+(?:i\s+)?"
    r"(?=(?:did|had|gave|saw|treated)\b)",
    re.IGNORECASE,
)
_OF_MODIFIER = re.compile(
    r"\b(?:the\s+)?assistant(?:'?s)?\s+(?:modifiers?|rule|reduction|discount|lines?)\b", re.IGNORECASE
)
_SPLIT_HEAD = re.compile(
    r"\b(?P<first>pt|ot)\s*/\s*(?P<second>pta|ota|cota)\b(?:\s+(?:split|minutes|mins|min|time))*\s*[:=-]?\s*",
    re.IGNORECASE,
)
_SPLIT_NUMBERS = re.compile(r"\b(?P<one>[0-9]{1,3})\s?/\s?(?P<other>[0-9]{1,3})\b")
_ALONE = re.compile(
    rf"(?P<said>\b(?:{_ASSISTANT}|ot|otr|dpt|therapist|i|pt(?=\s*:?\s*[0-9]))\b(?:(?!\b(?:patient|client|he|she|pt)\b)[^.?!;]){{0,60}}?)"
    r"\s+(?:(?:all\s+)?by\s+(?:herself|himself|themselves|myself)|on\s+(?:her|his|their|my)\s+own|alone)\b",
    re.IGNORECASE,
)


def without_alone(text: str) -> str:
    """A text without "by herself" where that is said of who treats; of a patient it stays.

    Args:
        text: As `normalise` returns it.
    """
    return _ALONE.sub(r"\g<said>", text) if _NAMES_ASSISTANT.search(text) else text


def with_people_named(text: str) -> str:
    """A text in which words that stand for an assistant name one, and turns without minutes are gone.

    Args:
        text: A sentence that names an assistant.

    >>> with_people_named("PTA took over after I had done 9 min gait, she did 14 more of gait")
    'I had done 9 min gait, PTA did 14 more of gait'
    """
    text = _I_AM_AND.sub(r"I am the \g<who>, I ", text)
    text = _TWICE.sub(lambda match: match["who"], _OF_MODIFIER.sub("modifier", text))
    if (split := _SPLIT_HEAD.search(text)) is not None:
        first, second = split["first"], split["second"]
        return _SPLIT_NUMBERS.sub(
            rf"{first}:\g<one> {second}:\g<other>", text[: split.start()] + text[split.end() :]
        )
    text = _of_assistant(text)
    last = handed["who"] if (handed := _HANDED.search(text)) is not None else ""
    text = _HANDED.sub(_handed, text)
    if (over := _TOOK_OVER.search(text)) is not None:
        who = over["who"]
        behind = text[over.end() :]
        if over["whom"]:
            return text[: over.start()] + over["whom"] + _with_pronouns(behind, who)
        behind = _with_pronouns(_AND_DID.sub(f", {who} ", behind, count=1), who)
        return f"{text[: over.start()]}therapist {behind}"
    if (closed := _FINISHED.search(text)) is not None:
        last = closed["who"]
        text = text[: closed.start()] + text[closed.end() :]
    return _with_pronouns(text, last)


def _of_assistant(text: str) -> str:
    """The sentence of an assistant, every "I" by that name."""
    found = _IS_ASSISTANT.search(text)
    if found is None:
        return text
    who = found["who"] or found["who2"]
    before, behind = text[: found.start()], text[found.end() :]
    if found["who2"]:
        before += who
    return _MY_THERAPIST.sub(r"the \g<who>", MYSELF.sub(f" {who} ", f"{before}{behind}"))


def _handed(match: re.Match[str]) -> str:
    """Handing over says nothing of minutes; what stands behind it may."""
    return f", {match['who']} " if match["then"].strip().lower() in ("who", "for") else ", "


def _with_pronouns(text: str, last: str) -> str:
    """Pronouns as the assistant, where nobody else was named since."""
    pieces: list[str] = []
    done = 0
    for match in _NAMED.finditer(text):
        if match["assistant"]:
            last = match["assistant"]
        elif match["other"]:
            last = ""
        elif last:
            pieces += (text[done : match.start()], last)
            done = match.end()
    return "".join((*pieces, text[done:]))
