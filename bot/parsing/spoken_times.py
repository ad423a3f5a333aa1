"""Clock times as people say them, written as clocks show them: "a quarter past nine" is 9:15."""

from __future__ import annotations

import re

_HOURS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_HOUR = rf"(?P<hour>1[0-2]|[1-9]|{'|'.join(_HOURS)})"
_PAST_WORDS = {"five": 5, "ten": 10, "quarter": 15, "twenty": 20, "twenty five": 25, "half": 30}
_FACE_WORDS = {
    **{"oh five": 5, "ten": 10, "fifteen": 15, "twenty": 20, "twenty five": 25, "thirty": 30},
    **{"thirty five": 35, "forty": 40, "forty five": 45, "fifty": 50, "fifty five": 55},
}
_FACE = "|".join(word.replace(" ", "[ -]") for word in sorted(_FACE_WORDS, key=len, reverse=True))
_MINUTES = r"(?P<minutes>5|10|15|20|25|five|ten|quarter|twenty[ -]five|twenty|half)"
_NOT_A_UNIT = r"(?!\s*(?:m|min|mins|minutes?|units?|hours?|hrs?|[0-9]|:)\b)"
_UNTIL = r"(?:up\s+to|up\s+until|until|till|til|to|through|thru|-)"
_TIME = r"[0-9]{1,2}:[0-9]{2}(?:\s?[ap]\.?m\b\.?)?"
_PAST = re.compile(
    rf"\b(?:an?\s+)?{_MINUTES}\s+(?:minutes\s+|mins\s+)?(?:past|after)\s+{_HOUR}\b{_NOT_A_UNIT}",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    rf"\b(?:an?\s+)?(?P<minutes>quarter|(?:5|10|20|five|ten|twenty)\s+(?:minutes|mins))\s+"
    rf"(?:to|of|til|till|before)\s+{_HOUR}\b{_NOT_A_UNIT}",
    re.IGNORECASE,
)
_BEFORE_TO_BEFORE = re.compile(
    rf"(?P<first>\b{_TIME}\s*{_UNTIL}\s*)(?P<minutes>five|ten|twenty)\s+(?:to|of|til|till)\s+{_HOUR}\b{_NOT_A_UNIT}",
    re.IGNORECASE,
)
_PART_OF_HOUR = re.compile(
    r"\b(?P<part>[13])\s?/\s?(?P<of>[24])\s*(?:of\s+)?(?:an?\s+)?(?:hour|hr)\b"
    r"|\b(?:an?|one|1)\s+(?:hour|hr)\s+and\s+(?:a\s+)?(?P<quarters>quarter|three[- ]quarters)\b",
    re.IGNORECASE,
)
_COUNTS = {"two": 2, "2": 2, "three": 3, "3": 3}
_QUARTERS = re.compile(r"\b(?P<count>two|three|2|3)\s+quarter[\s-]hours\b", re.IGNORECASE)
_HOUR_AND = re.compile(
    r"\b(?:an|one|1)\s+(?:hour|hr)\s+and\s+(?P<minutes>5|10|20|25|five|ten|twenty[ -]five|twenty)"
    r"(?=\s+(?:of|in\s+all|total|altogether|all\s+told)\b|\s*[,.;:?!]|\s*$)",
    re.IGNORECASE,
)
_NOON = re.compile(r"\bnoon\b", re.IGNORECASE)
_BOTH_SPOKEN = re.compile(
    rf"\b(?P<from>{'|'.join(_HOURS)})(?:\s+(?P<from_face>{_FACE}))?\s+(?:until|till|til|to)\s+"
    rf"(?P<to>{'|'.join(_HOURS)})(?:\s+(?P<to_face>{_FACE}))?\b{_NOT_A_UNIT}",
    re.IGNORECASE,
)
_UNTIL_HOUR = re.compile(
    rf"(?P<first>\b{_TIME})\s*(?P<until>{_UNTIL})\s*{_HOUR}(?:\s+(?P<face>{_FACE}))?\b{_NOT_A_UNIT}",
    re.IGNORECASE,
)
_FROM_HOUR = re.compile(rf"(?<![:\w]){_HOUR}\s*(?P<until>{_UNTIL})\s*(?P<last>{_TIME})", re.IGNORECASE)
_ANY_TIME = re.compile(
    rf"(?P<until>\b(?:until|till|til|up\s+to|up\s+until|to)\s+|[-]\s?)?(?P<time>\b{_TIME})", re.IGNORECASE
)
_BEGAN = re.compile(
    r"\b(?:started|starting|start|began|begun|beginning|begin|kicked\s+off|opened|in)\b", re.IGNORECASE
)
_ENDED = re.compile(
    r"\b(?:ended|ending|end|finished|finishing|finish|stopped|stopping|stop|quit|done|out|over|completed|concluded|through|"
    r"wrapped\s+(?:\w+\s+)?up)\b",
    re.IGNORECASE,
)
NEAR = 45
"""Characters between a clock time and the verb that says whether something began or ended there."""


def with_clock_times(text: str) -> str:
    """A normalised text with spoken clock times as digits, and each stretch as its two ends.

    Args:
        text: As `normalise` returns it.

    >>> with_clock_times("from a quarter past nine to ten, all neuro")
    'from 9:15 to 10:00, all neuro'
    >>> with_clock_times("9:00 to 9:20 neuro, then gait until 9:45")
    '9:00 to 9:20 neuro, then gait 9:20 to 9:45'
    """
    if not text.isascii():
        return text
    text = _HOUR_AND.sub(_hour_and, _QUARTERS.sub(_quarters, _PART_OF_HOUR.sub(_part_of_hour, text)))
    text = _BOTH_SPOKEN.sub(_both_spoken, text)
    text = _BEFORE_TO_BEFORE.sub(_until_before, _BEFORE.sub(_before, _PAST.sub(_past, text)))
    if ":" not in text:
        return text
    text = _FROM_HOUR.sub(_from_hour, _UNTIL_HOUR.sub(_until_hour, _NOON.sub("12:00 pm", text)))
    return _with_both_ends(text)


def _with_both_ends(text: str) -> str:
    """Begin "until 9:45" where the stretch before ended; "began at 9:05 … quit at 9:31" is one stretch."""
    found = list(_ANY_TIME.finditer(text))
    if len(found) == 2 and not found[1]["until"]:
        return _from_verbs(text, *found)
    pieces: list[str] = []
    done, open_at, ended = 0, -1, ""
    for match in found:
        is_end = bool(match["until"])
        between = text[open_at : match.start()] if open_at >= 0 else "?"
        if is_end and open_at < 0 and ended:
            pieces += (text[done : match.start()], f"{ended} to {match['time']}")
            done = match.end()
        open_at = -1 if is_end or (open_at >= 0 and not between.strip(" -,")) else match.end()
        ended = match["time"] if is_end else ""
    return "".join((*pieces, text[done:]))


def _from_verbs(text: str, first: re.Match[str], second: re.Match[str]) -> str:
    """Two times with a verb of beginning by the one and of ending by the other, as one stretch."""
    between = text[first.end() : second.start()]
    before = text[max(first.start() - NEAR, 0) : first.start()]
    if len(between) > 2 * NEAR or not between.strip(" -,"):
        return text
    has_ended = _ENDED.search(between) or _ENDED.match(text[second.end() :].lstrip())
    if not has_ended or not (_BEGAN.search(before) or _BEGAN.search(between)) or _ENDED.search(before):
        return text
    kept = re.sub(r"\bat\s*$", "", text[first.end() : second.start()])
    return f"{text[: first.start()]}{first['time']} to {second['time']}{kept}{text[second.end() :]}"


def _past(match: re.Match[str]) -> str:
    return _face(_hour_of(match["hour"]), _minutes_of(match["minutes"]))


def _before(match: re.Match[str]) -> str:
    hour = _hour_of(match["hour"])
    return _face(12 if hour == 1 else hour - 1, 60 - _minutes_of(match["minutes"].split()[0]))


def _until_before(match: re.Match[str]) -> str:
    return match["first"] + _before(match)


def _quarters(match: re.Match[str]) -> str:
    return f"{15 * _COUNTS[match['count'].lower()]} minutes"


def _hour_and(match: re.Match[str]) -> str:
    return f"{60 + _minutes_of(match['minutes'])} minutes"


def _part_of_hour(match: re.Match[str]) -> str:
    if match["quarters"]:
        return "75 minutes" if match["quarters"].lower() == "quarter" else "105 minutes"
    return f"{60 * int(match['part']) // int(match['of'])} minutes"


def _both_spoken(match: re.Match[str]) -> str:
    if not (match["from_face"] or match["to_face"]):
        return match.group()
    first = _face(_hour_of(match["from"]), _face_minutes(match["from_face"]))
    return f"{first} to {_face(_hour_of(match['to']), _face_minutes(match['to_face']))}"


def _until_hour(match: re.Match[str]) -> str:
    return f"{match['first']} {match['until']} {_face(_hour_of(match['hour']), _face_minutes(match['face']))}"


def _from_hour(match: re.Match[str]) -> str:
    return f"{_face(_hour_of(match['hour']), 0)} {match['until']} {match['last']}"


def _hour_of(said: str) -> int:
    said = said.lower()
    return int(said) if said.isdecimal() else _HOURS.index(said) + 1


def _minutes_of(said: str) -> int:
    said = said.lower().replace("-", " ")
    return int(said) if said.isdecimal() else _PAST_WORDS[said]


def _face_minutes(said: str | None) -> int:
    return _FACE_WORDS[said.lower().replace("-", " ")] if said else 0


def _face(hour: int, minute: int) -> str:
    return f"{hour}:{minute:02d}"
