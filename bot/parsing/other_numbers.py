"""Numbers of a plain sentence that are no minutes: ages, visits, weeks, dollars, times of day, modifiers."""

from __future__ import annotations

import re
from functools import cache

from bot.parsing.amounts import NUMBER_WORDS

_WORDS = "|".join(sorted(NUMBER_WORDS, key=len, reverse=True))
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_N = rf"(?:[0-9]{{1,3}}(?:\.[0-9]{{1,2}})?|(?:{_TENS})[ -](?:{_WORDS})|{_WORDS})"
_MIN = r"(?:m|mins?|minutes?)"
_THINGS = (
    r"visits?|sessions?|sets?|reps?|repetitions?|times|weeks?|wks?|days?|months?|mos?|years?|yrs?|patients?|pts|clients?|"
    r"people|ppl|folks|kids|ladies|guys|members|residents|codes?|services?|lines?|claims?|things?|lbs?|pounds?|kg|degrees?|deg|feet|ft|steps?|stairs?|flights?|"
    r"meters?|exercises|muscles?|"
    r"percent|dollars?|bucks|therapists|ptas|disciplines|providers|appointments|appts|evals|treatments|modalities"
)
_PATTERNS = (
    # money and shares
    r"\$\s?[0-9][0-9,]*(?:\.[0-9]+)?k?",
    rf"{_N}\s?%",
    # ages
    rf"\b{_N}[\s-]*(?:y/?o\b|yo\b|y\.o\.?|(?:years?|yrs?|year)[\s-]*olds?\b|(?:mos?|months?)[\s-]*old\b)(?:\s*[mf]\b)?",
    rf"\b(?:age|aged|ages)\s*:?\s*{_N}\b",
    r"\b(?:patient|pt|client|he|she)\s+is\s+[2-9][0-9]\b(?=\s*(?:[,.;]|and\b))",
    # which visit, week, room
    rf"\b(?:visits?|weeks?|wks?|days?|rooms?|rm|bays?|levels?|grades?|stages?|phases?|sessions?|tx|note|number|no\.|treatment|post-?op|pod|"
    rf"chapter|step|question|q|table|bed|gym|mat|plinth|station|part|goal|type|col|column|indicator|appt|slot)\s*(?:#|no\.?|number)\s?{_N}\b",
    rf"\b(?:weeks?|wks?|rooms?|rm|bays?|levels?|grades?|stages?|phases?|pod|chapter|column|indicator)\s?{_N}\b(?!\s?{_MIN}\b)",
    rf"\b(?:visit|session|day)\s{_N}\b(?=\s*(?:[,.;:)?!]|$|of\s+{_N}|today|for|since|after|post|out))(?:\s+of\s+{_N})?",
    rf"#\s?{_N}\b",
    r"\b[0-9]{1,3}(?:st|nd|rd|th)\b",
    rf"\b(?:lines?|box|page|section|item)\s?#?\s?{_N}\b",
    # sets, and how often
    rf"\b{_N}\s+sets?\s+(?:of|x)\s+{_N}(?:\s*reps?)?\b",
    r"\b[1-5]\s?x\s?(?:5|6|8|10|12|15|20|25|30)\b(?!\s*(?:m|mins?|minutes?)\b)",
    rf"\b{_N}\s?x\s?(?:/|per|a|each|every)?\s?(?:week|wk|wks|weekly|day|daily|month)s?\b",
    rf"\b{_N}\s?(?:x|times)\s?{_N}\s?(?:reps?|sets?|weeks?|wks?)\b",
    rf"\b{_N}\s+times\s+(?:a|per)\s+\w+",
    rf"\b{_N}\s?(?:/|per\s)(?:10|ten|week|wk|day)\b",
    rf"\b{_N}[\s-]?(?:{_THINGS})\b",
    # tests named by their minutes
    rf"\b(?:2|3|6|12|two|three|six|twelve)[\s-]?{_MIN}[\s-]+(?:walk|step|push)\b(?:\s+tests?)?",
    # minutes that were no treatment
    rf"\b{_N}[\s-]?{_MIN}?\s+(?:late|early|ago|behind|overdue)\b",
    rf"\b(?:waited|waiting|rested|resting|late\s+by|running)\s+(?:for\s+|about\s+)?{_N}[\s-]?{_MIN}?\b",
    rf"\b{_N}[\s-]?{_MIN}?\s+(?:(?:of|for)\s+)?(?:a\s+|an\s+|her\s+|his\s+|their\s+)?(?:rest|rests|break|breaks|bathroom|wait|waiting|resting|"
    r"documentation|documenting|charting|paperwork|set-?up|drive|driving|transport|lateness)(?:\s+(?:break|breaks|time|period|periods))?\b",
    # times of day that begin or end nothing
    r"\b(?:at|by|around)\s+[0-9]{1,2}(?::[0-9]{2})?\s?(?:am|pm|a\.m\.|p\.m\.|o'?clock)(?!\s*(?:to|until|till|til|through|thru|-)\s*[0-9])",
    r"\b[0-9]{1,2}\s?o'?clock\b",
    # years
    r"\b(?:in|since|for|from|year|of|the|calendar)\s+(?:19|20)[0-9]{2}\b(?!\s?[-:])",
    # modifiers named by their number
    r"\b(?:modifier|mod|modifer)\s?#?\s?(?:59|22|25|52|76|77|95|96|97)s?\b",
    r"(?:\b(?:need|needs|add|adds|added|use|put|append|a|an|the|with|want|require|requires|without\s+a)\s+|-)(?:a\s+|the\s+)?(?:59|fifty[\s-]nine)\b(?!\s?(?:m|mins?|minutes?)\b)(?!\s+(?:of|on\s+the\s+clock))",
    # regions of the body that a code speaks of
    r"\b(?:1\s?\+|1\s+or\s+more|one\s+or\s+more)\s+(?:body\s+)?(?:regions?|areas?)\b",
    # units that somebody says may go out
    r"\b(?:bill|charge)\s+[1-8]\b(?=\s*(?:[.,;?!]|$))",
    # denials and remarks
    r"\b(?:co|pr|oa|pi)\s?-\s?[0-9]{1,3}\b|\b(?:carc|rarc|reason|denial|denied|remark)\s+(?:code\s+)?#?[0-9]{1,3}\b(?!\s?min)",
    r"\b(?:ma|n|m)[0-9]{2,3}\b(?!\.[0-9])",
    # diagnoses and joints
    r"\b[A-TV-Z][0-9]{2}\.[0-9A-Z]{1,4}\b",
    r"\b[CTLS][0-9]{1,2}\s?[-/]\s?[CTLS]?[0-9]{1,2}\b",
)
_DIGITS = re.compile(r"\b[0-9]{1,3}\b")


def without_other_numbers(text: str) -> str:
    """A normalised text with blanks where a number stands that cannot be minutes; every place is kept.

    Args:
        text: As `normalise` returns it.
    """
    masked = _other().sub(_blank, text)
    sessions = list(_session().finditer(masked))
    if len(sessions) == 1:
        session = sessions[0]
        rest = masked[: session.start()] + masked[session.end() :]
        if _amount().search(rest) or _DIGITS.search(rest):
            # Beside the minutes of the codes the length of the visit counts nothing.
            masked = _session().sub(_blank, masked)
    return masked


@cache
def _other() -> re.Pattern[str]:
    """Compiled by the first sentence: a tenth of a second that no command waits for."""
    return re.compile("|".join(f"(?:{pattern})" for pattern in _PATTERNS), re.IGNORECASE)


@cache
def _session() -> re.Pattern[str]:
    """How long the whole visit was."""
    return re.compile(
        rf"\b(?:{_N}[\s-]?{_MIN}|(?:an|one|1|half|full)[\s-](?:an\s)?(?:hour|hr)|{_N}[\s-]?(?:hours?|hrs?))[\s-]+(?:long\s+)?(?:session|visit|appointment|appt|slot|block|treatment\s+session)s?\b"
        rf"|\b(?:seen|here|treated|treatment|session|visit|time|appointment)\s+(?:time\s+)?(?:was\s+|for\s+|of\s+|lasted\s+|ran\s+)?{_N}[\s-]?{_MIN}(?=\s*[:;,.])",
        re.IGNORECASE,
    )


@cache
def _amount() -> re.Pattern[str]:
    """Minutes or a time of day."""
    return re.compile(rf"\b{_N}[\s-]?(?:{_MIN}|hrs?|hours?)\b|\b[0-9]{{1,2}}:[0-9]{{2}}\b", re.IGNORECASE)


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())
