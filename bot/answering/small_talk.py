"""Messages that no search should answer: greetings, orders to the bot, treatment, urgent need."""

from __future__ import annotations

import re

SMALL_TALK = "chitchat"
"""The subject of greetings and thanks."""
URGENT = "urgent"
"""The subject of messages that need a person at once."""
ORDERS = "injection"
"""The subject of messages that tell the bot to leave its rules behind."""
ELSEWHERE = "other_billing"
"""The subject of billing that is none of outpatient therapy's."""
FALSE_RECORD = "false_record"
"""The subject of wishes to have a record say something else than was done."""
CLINICAL = "clinical"
"""The subject of questions how to treat somebody."""
_WORD = re.compile(r"[a-z']+")
_WORDS = frozenset(
    """
    hi hii hello hey heya hiya howdy yo greetings morning afternoon evening night day good happy
    monday tuesday wednesday thursday friday weekend there again everyone all team folks friend buddy
    bot unitwise how are you doing is it going what's up thanks thank thx ty tysm so very much many
    a lot for the your help awesome great nice cool perfect super ok okay k yes no yep nope yup bye
    goodbye see later cheers please sorry welcome test testing ping lol haha wow and to
    hows day's days long busy slow week quiet today tonight tired
    you're youre best love that this helped helps helpful works worked got got it's its really
    """.split()  # noqa: SIM905 - a list of a hundred quoted words reads worse
)
_MOST_WORDS = 12


_URGENT = re.compile(
    r"\b(?:chest pain|can(?:'|no)?t breathe|unconscious|passed out|unresponsive|suicid\w*|overdos\w*|"
    r"call(?:ing)? 911)\b",
    re.IGNORECASE,
)
"""Not the names of conditions, which people ask to bill for."""


_ORDERS_THE_BOT = re.compile(
    r"\b(?:ignore|forget|disregard|override|bypass|drop)\s+(?:all\s+|any\s+)?(?:of\s+)?"
    r"(?:your|previous|prior|earlier|the above|these|those|my previous)\s+(?:\w+\s+)?"
    r"(?:rules?|instructions?|guidelines?|prompts?|restrictions?|training|programming|polic(?:y|ies)|sources?)\b"
    r"|\b(?:system|hidden|initial) prompt\b|\bdeveloper mode\b|\bjailbreak\w*\b"
    r"|\byou are now (?:a|an|in|my)\b|\bfrom now on,? you\b|\bpretend (?:you|to be|that you)\b"
    r"|\bno matter what the (?:note|rules?|sources?) says?\b",
    re.IGNORECASE,
)
_FALSE_RECORD = re.compile(
    r"\b(?:makes?|making|made|so|so that) (?:it|them|they|this|that) "
    r"(?:look|sound|seem|appear)s? (?:like|as if)\b",
    re.IGNORECASE,
)
_CLINICAL = re.compile(
    r"\bto the (?:er|emergency room|hospital)\b|\bcontraindicat\w*|\b(?:is|are) (?:it|they|this|that) safe\b"
    r"|\bsafe (?:for|to|with|on|after)\b"
    r"|\b(?:which|what) (?:exercises?|stretch(?:es)?|dosage|intensity|weight)\b"
    r"|\bhow (?:much|many) (?:weight|reps|sets|resistance)\b"
    r"|\bshould i (?:do another|repeat|progress|advance|hold|refer|send|mobilize|stop treat\w*)\b"
    r"|\bwhen can (?:he|she|they|(?:my |the )?(?:patient|pt)) (?:return|drive|run|walk|go back|weight)\b",
    re.IGNORECASE,
)
_OF_BILLING = re.compile(
    r"\b(?:bill\w*|cod(?:e|es|ed|ing)|units?|charg\w*|claim\w*|document\w*|notes?|modifier\w*|minutes?|mins?"
    r"|pay\w*|paid|cover\w*|deni\w*|den(?:y|ied)|cpt|count\w*|9[27][0-9]{3}|under)\b",
    re.IGNORECASE,
)


def fixed_subject(text: str) -> str | None:
    """The subject of a message that gets a fixed word whatever the entries hold, or `None`.

    Somebody who needs help now comes first; then orders to the bot, false records,
    questions of treatment, small talk.

    Args:
        text: The message.
    """
    if _URGENT.search(text):
        return URGENT
    if _ORDERS_THE_BOT.search(text):
        return ORDERS
    if _FALSE_RECORD.search(text):
        return FALSE_RECORD
    if _CLINICAL.search(text) and not _OF_BILLING.search(text):
        return CLINICAL
    return SMALL_TALK if _is_small_talk(text) else None


def _is_small_talk(text: str) -> bool:
    """Whether a message holds nothing but greetings, thanks and the like."""
    words = _WORD.findall(text.lower())
    return 0 < len(words) <= _MOST_WORDS and not any(map(str.isdigit, text)) and _WORDS.issuperset(words)
