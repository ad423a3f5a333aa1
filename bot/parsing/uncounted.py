"""Sentences with minutes in them that ask for knowledge, or tell of time that is not certain to count.

The kinds are kept apart because they are met differently: a question for knowledge goes to the entries,
while a visit with doubtful time is asked back about where somebody wants its units.
"""

from __future__ import annotations

import re
from enum import Enum, auto
from functools import cache

_CLAUSE = r"[^.?!;\n]"
_DID = r"(?:do|does|did|will|would|is|are|can|should|could)"
_MIN = r"(?:m|mins?|minutes?)"
_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_ASSISTANT = r"(?:pta|ota|cota|assistant)"
_WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?"
_NEAR = r"[^\0]{0,80}"
_PEOPLE = (
    r"(?:patients|pts|clients|people\s+(?:at|in|on|together)|kids|guys|ladies|men|women|athletes|players)"
)

_KNOWLEDGE = (
    # what is paid
    rf"\b(?:how\s+much|what)\s+(?:\w+\s+){{0,2}}{_DID}\s+(?:\S+\s+){{0,4}}(?:pays?|paid|reimburses?|reimbursed|allows?|worth)\b",
    r"\b(?:who|which\s+(?:payer|plan|insurance)s?)\s+(?:\w+\s+)?(?:pays?|covers?)\b",
    r"\b(?:pays?|paying|worth)\s+(?:me\s+)?(?:more|less|better|out)\b|\bhow\s+much\s+(?:money|\w+\s+worth)\b",
    r"\b(?:reimburse\w*|fee\s+schedule|dollars|copays?\s+for)\b",
    rf"\b{_DID}\s+(?!(?:i|we)\b)\w+\s+(?:pay|cover|reimburse)s?\b",
    # how a note is written
    rf"\b(?:how|what)\s+{_DID}\s+{_CLAUSE}{{0,25}}\b(?:word|phrase|write|document|chart|justify|defend|describe|explain|prove|"
    r"support|dictate|say|put\s+in)\b",
    r"\b(?:wording|phrasing|verbiage|template|sample\s+note|example\s+note|audits?|auditors?)\b",
    r"\bnotes?\s+(?:to\s+)?(?:say|read|look|include|mention)\b|\bhelp\s+(?:me\s+)?(?:write|word|document|phrase)\b",
    r"\b(?:write|word|draft|phrase)\s+(?:me\s+)?(?:a|my|the|up)\b",
    r"\b(?:ok|okay|allowed|enough|legal|must|need)\s+(?:\w+\s+)?(?:i\s+)?(?:to\s+)?(?:document|write|chart|round)\b",
    r"\bround(?:ed|ing|s)?\s+(?:\S+\s+){0,7}?(?:up|down|to)\b",
    # what a rule says
    rf"\b{_DID}\s+(?:the\s+)?(?:\S+\s+){{0,3}}?(?:rules?|mid\s?-?point|eights|ama|cms)\s+(?:\w+\s+)?(?:apply|count|matter|work|cover)\b",
    rf"\b{_DID}\s+(?:i\s+|we\s+|you\s+)?{_CLAUSE}{{0,60}}\bcounts?\b(?!\s*(?:of|as|for|toward|towards|is|are|do|[0-9]))(?=\s*(?:$|[?.!]|\w))(?!\s+(?:on|come))",
    r"\b(?:do|should|can|must)\s+(?:i|we|you)\s+count\s+(?!(?:[0-9]|(?:these|those|this|that)\s+as\b))",
    r"\bcan\s+(?:an?|the|our)\s+\w+\s+(?:\w+\s+)?(?:do|bill|give|provide|run|perform|treat)\b",
    r"\bcan\s+(?:\w+\s+){1,4}be\s+(?:done|given|longer|provided|performed|only|more|less|[0-9])",
    rf"\b(?:is|are|was|were|be)\s+{_CLAUSE}{{0,60}}\b(?:too\s+(?:much|long|many|little|short)|enough|reasonable|medically|necessary|legal|fraud\w*|"
    r"normal|excessive|appropriate|acceptable|typical|unusual)\b",
    rf"\b{_DID}\s+{_CLAUSE}{{0,70}}\benough\b",
    r"\b(?:most|maximum|max|least|fewest|minimum)\s+(?:number\s+of\s+)?(?:minutes|mins|min|units|time)\s+(?:of|for|i|we|can|you|to)\b(?!\s+timed)",
    r"\b(?:bill(?:able|ed)?|charge(?:d|able)?|count(?:ed)?|paid|payable)\s+(?:it\s+|this\s+|that\s+)?or\s+not\b|"
    r"\bor\s+not\s+(?:bill|count|charge|paid)",
    rf"\bshould\s+(?:the\s+|my\s+|his\s+|her\s+)?[0-9]+\s*{_MIN}\b{_CLAUSE}{{0,60}}\bbe\b",
    r"\bhow\s+(?:long|often|come|many\s+(?:reps|visits|times|days))\b|\bwhat\s+happens\b|\bwhat\s+counts\b|\bwhat\s+is\s+an?\s+unit\b",
    r"\b(?:difference|differ|instead|versus|better|rather)\b|\bwould\s+(?:it|that|\S+\s+[0-9]+\s*\w*)\s+be\s+better\b",
    r"\b(?:every|each)\s+(?:visit|session|week|day|unit)\b|\b(?:patient|pt|he|she|doctor|md|wife|insurance)\s+wants\b",
    r"\bwho\s+(?:bills?|can|may|gets|should)\b",
)
_DOUBTFUL = (
    # several patients, several hands
    rf"\b(?:two|three|four|five|[2-5]|both|several|multiple|couple\s+of|couple)\s+(?:\w+\s+)?{_PEOPLE}\b",
    r"\b(?:at\s+once|at\s+the\s+same\s+time|simultaneous\w*|concurrent\w*|co-?\s?treat\w*)\b",
    r"\b(?:husband\s+and\s+wife|couple|twins|siblings|(?:his|her)\s+(?:brother|sister|friend|roommate|son|daughter)s?|brothers|sisters)\b|\bbill\s+each\b|\b(?:another|other|one|first|second|next)\s+(?:pt|patient|client)\b",
    r"\b(?:pt|ot|pta|ota|cota|slp|therapist)\s+(?:and|&|\+)\s+(?:the\s+|my\s+)?(?:pt|ot|pta|ota|cota|slp|assistant)\s+(?:both\s+|saw\s+|together\s+|with\s+|were\s+)",
    rf"\b(?:me|i|we)\s+and\s+(?:my|the|our|a)\s+{_ASSISTANT}\b|\b{_ASSISTANT}\s+and\s+(?:i|me|myself)\b|\boverlap\w*\b",
    rf"\b(?:i'?m|i\s+am|as)\s+(?:the|an?)\s+{_ASSISTANT}\b{_NEAR}\b(?:she|he|they)\s+(?:did|gave|had|took|started|finished)\b",
    r"\b(?:most|part|some|bulk|majority|portion)\s+of\s+(?:the|those|these|his|her|that|it)\b",
    # nobody came
    r"\bno[\s-]?show\w*|\bnever\s+(?:came|showed|arrived|made)\b|\b(?:didn'?t|did\s+not)\s+(?:come|show|make)\b|\bcancel\w*\b",
    # time of the patient's own, and of somebody who may not bill it
    r"\bon\s+(?:his|her|their|its|your)\s+own\b|\bby\s+(?:him|her|it)self\b|\bby\s+themsel\w+\b|\b(?:un|in)dependent\w*\b|\bunsupervised\b",
    rf"\b(?:he|she|they|pt|patient|client)\b{_CLAUSE}{{0,40}}\balone\b|\bwhile\s+(?:i|we|(?:the|my|our)\s+(?:pt|ot|therapist|pta|ota|cota|assistant))\b",
    r"\b(?:interns?|caregivers?|volunteers?|spouse|family|wife|husband|mom|mother)\s+(?:did|had|ran|gave|helped|took|worked)\b|\bby\s+(?:the|an?|his|her)\s+"
    r"(?:interns?|caregivers?|volunteers?|family|wife|husband|aide|tech|mom|mother)\b|\bmy\s+(?:intern|student|tech|aide)\b",
    r"\btalk(?:ed|ing|s)?\b|\bchatt?(?:ed|ing)\b",
    # rest and preparation
    r"\bset\s?-?up\b|\bset\s+\w+\s+up\b|\bwith\s+(?:an?\s+)?\S+\s+(?:min\w*\s+)?(?:break|rest)\b|\b(?:get|getting|got)\s+\S+\s+(?:\w+\s+)?ready\b|\b(?:rested|sat|stopped|paused)\s+(?:down\s+)?(?:for\s+)?(?:about\s+)?"
    rf"(?:an?\s+)?(?:third|quarter|half|part|most|some|[0-9]+\s*{_MIN}\b)",
    r"\b(?:including|includes|included|inclusive|counting|minus|less)\s+(?:about\s+|the\s+|an?\s+)?(?:[0-9]+|five|ten|some|rest|time)\b|"
    r"\bwhich\s+(?:he|she|they|some|part|included)\b|\b(?:some|part|half|most|third|[0-9]+)\s+(?:of\s+(?:it|that|them|which|those)\s+)?(?:\w+\s+)?on\s+(?:his|her|the)\s+own\b",
    r"\b[0-9]+\s+of\s+(?:his|her|their|those|these)\s+[0-9]+\b",
    # what is taken back
    r"\b(?:don'?t|do\s+not|shouldn'?t|didn'?t|did\s+not|won'?t|never|not)\s+(?:count|include|bill|charge|use|add|done|do|counting)\b(?!\s+(?:it\s+)?(?:yet|anything))",
    r"\b(?:ignore|disregard|leave\s+out|scratch\s+that|take\s+out|forget\s+(?:about\s+)?the)\b|\bor\s+was\s+(?:it|that)\b",
    rf"\b(?:that|it|which|this)\s+was\s+(?:yesterday|last|on\s+{_DAY}|from)\b|\b(?:last|next)\s+(?:week|visit|time|session|month|{_DAY})\b|\bfrom\s+(?:last|yesterday|{_DAY})\b",
    r"\b(?:sorry(?!\s+(?:to|for|if|about|again))|correction|scratch\s+that|oops|i\s+mean|no\s+wait|wait\s+no|make\s+that)\b",
    rf"\byesterday\b{_NEAR}\btoday\b|\btoday\b{_NEAR}\byesterday\b|\b(?P<day>{_WEEKDAY})\b{_NEAR}\b(?!(?P=day)){_WEEKDAY}\b",
    # what is not known
    r"\bonly\s+if\b|\bunless\b|\bif\s+(?:he|she|they|the\s+patient)\s+(?:tolerat|cancel|wants?|can|needs?|refus|agree)\w*|"
    r"\bif\s+(?:i|we)\s+(?:had|would|were|do|go|add)\b(?!\s+[0-9])",
    r"\b(?:might|may)\s+(?:have|do|be|not)\b|\bi\s+(?:guess|remember|recall|forgot|think\s+it)\b|\bwho\s+knows\b|\bleft\s+early\b|\bnot\s+sure\s+how\s+(?:many|much|long)\b(?=\s*(?:[.?!,]|$|min|of|it|was))|\b(?:[0-9]+|twenty|thirty)\s*-?ish\b",
    rf"\b[0-9]+\s*{_MIN}?\s+(?:or|or\s+maybe)\s+(?:maybe\s+)?[0-9]+\b(?!\s*(?:units?|:))",
    rf"\b(?:somewhere|anywhere)\s+(?:between|from|around)\b|\bflow\s?-?sheet\b|\b(?:says?|show(?:s|ed)?|logged|recorded)\b{_CLAUSE}{{0,50}}\b(?:note|chart|log|emr)s?\s+(?:says?|shows?|has)\b",
)


@cache
def _any_of(patterns: tuple[str, ...]) -> re.Pattern[str]:
    """Compiled by the first sentence with minutes, so that no command waits for it."""
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


class Uncounted(Enum):
    """Why the minutes of a sentence are not counted."""

    KNOWLEDGE = auto()
    """It asks what is paid, written or allowed."""
    DOUBTFUL_TIME = auto()
    """Part of the time may not count: rest, own exercise, somebody else's, two patients, another day."""


def uncounted(plain: str) -> Uncounted | None:
    """Whether a sentence with minutes asks for anything but their count, by its kind.

    Args:
        plain: As `normalise` returns it.

    >>> uncounted("how much does medicare pay for 15 min of 97140")
    <Uncounted.KNOWLEDGE: 1>
    """
    if _any_of(_KNOWLEDGE).search(plain):
        return Uncounted.KNOWLEDGE
    return Uncounted.DOUBTFUL_TIME if _any_of(_DOUBTFUL).search(plain) else None
