"""Dates that belong to a person: of birth, of service, and any other with a day."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.redaction.kinds import Identifier, Kind
from bot.redaction.lists import positions

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:r?uary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_ORDINAL = (
    r"(?:(?:twenty|thirty)[\s-]?)?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|"
    r"thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth)"
)
_SMALL = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|oh|ten|eleven|twelve|"
    r"(?:thir|four|fif|six|seven|eigh|nine)teen)"
)
_TENS = r"(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
_SPELLED_YEAR = (
    rf"(?:nineteen(?:\s(?:hundred|oh))?[\s-](?:{_TENS}(?:[\s-]{_SMALL})?|{_SMALL})"
    rf"|two\sthousand(?:\s(?:and\s)?(?:{_TENS}(?:[\s-]{_SMALL})?|{_SMALL}))?"
    rf"|twenty[\s-](?:{_TENS}(?:[\s-]{_SMALL})?|{_SMALL}))"
)
_YEAR = r"(?:(?:19|20)\d\d|['’]\d\d)"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_NOT_A_MEASURE = (
    r"(?!\s*(?:-\s*)?(?:min|mins|minutes?|units?|visits|hrs?|hours?|days?|weeks?|wks?|pts?|patients?|codes?|therapists?|x\b|times|"
    r"people|years?|%|/\d|of\s+(?:the|these|my|our)))"
)

_BIRTH_LABEL = (
    r"(?:d\.?\s?o\.?\s?b\.?|date\s+of\s+birth|birth[\s-]?(?:date|day|year)|b-?day|born|yob|"
    r"year\s+(?:of\s+birth|born))"
)
_SPELLED_NUMBER = rf"(?:{_ORDINAL}|{_SMALL}|{_TENS}|hundred|thousand|zero|o)"

_BIRTH = re.compile(
    rf"\b{_BIRTH_LABEL}(?:\s?(?:is|was|of|on|in|:|=|-|#|,|\||\())*\s*"
    rf"(?P<it>\d{{1,4}}\s?[./·-]\s?\d{{1,2}}\s?[./·-]\s?['’]?\d{{1,4}}(?!\w)|\d{{6,8}}(?!\w)"
    rf"|{_MONTH}[\s.,-]*{_DAY}(?:[\s,-]+(?:{_YEAR}|\d\d))?(?!\w)"
    rf"|{_DAY}[\s-]*(?:of\s)?{_MONTH}\b(?:[\s.,-]*(?:{_YEAR}|\d\d)(?!\w))?"
    rf"|\d{{1,2}}\s\d{{1,2}}\s(?:(?:19|20)\d\d|\d\d{_NOT_A_MEASURE})(?!\w)"
    rf"|(?:0?[1-9]|1[0-2])\s(?:0?[1-9]|[12]\d|3[01])(?![\w.]){_NOT_A_MEASURE}"
    r"|(?:19|20)\d\d(?!\w)|['’]\d\d(?!\w)|\d{1,2}[/.-]\d{1,2}(?!\w)"
    rf"|{_MONTH}\b[\s.,]*{_YEAR}(?!\w)"
    rf"|(?:{_MONTH}\s+)?(?:the\s+)?{_SPELLED_NUMBER}(?:[\s-]{_SPELLED_NUMBER}|[\s-]of\s{_MONTH}){{0,7}}\b)",
    re.IGNORECASE,
)
_BIRTH_YEAR_ONLY = re.compile(
    rf"\b{_BIRTH_LABEL}(?:\s?(?:is|was|of|on|in|:|=|-|#|,|\||\())*\s*"
    rf"(?P<it>{_MONTH}\b[\s.,]*(?:in|of)\s+['’]?(?:(?:19|20)\d\d|\d\d)(?!\w)|(?:\d\s){{3,7}}\d(?!\w)"
    rf"|\d\d(?![\w/.-]*\d|\w){_NOT_A_MEASURE})",
    re.IGNORECASE,
)
_WITH_YEAR = re.compile(
    rf"(?<![\w/.$-])(?:\d{{1,2}}\s?(?P<sign>[/.·-])\s?\d{{1,2}}\s?(?P=sign)\s?(?:\d{{4}}|['’]?\d\d)(?![\w]|[/-]\d)"
    r"|\d{1,2}(?P<mixed>[/.·-])\d{1,2}(?!(?P=mixed))[/.·-](?:\d{4}|(?!10\b)\d\d)(?![\w]|[/-]\d)"
    r"|\d{1,2}\s\d{1,2}\s(?:19|20)\d\d(?!\w)"
    r"|(?:19|20)\d\d\s?(?P<sign2>[/.-])\s?\d{1,2}\s?(?P=sign2)\s?\d{1,2}(?!\w)"
    rf"|\d{{1,2}}[\s./-]?{_MONTH}[\s./-]?(?:19|20)?\d\d(?!\w)|{_MONTH}[./-]\d{{1,2}}[./-](?:19|20)?\d\d(?!\w))",
    re.IGNORECASE,
)
_MONTH_AND_DAY = re.compile(
    rf"\b(?P<month>{_MONTH})\b\.?,?\s+(?:the\s+)?(?:(?P<day>{_DAY}){_NOT_A_MEASURE}(?:,?\s+{_YEAR}|,\s?\d\d)?(?!\w)|{_ORDINAL}\b)"
    rf"(?:[\s,]+{_SPELLED_YEAR}\b)?",
    re.IGNORECASE,
)
_DAY_AND_MONTH = re.compile(
    rf"\b(?:{_DAY}|{_ORDINAL})\s+(?:day\s+)?(?P<of>of\s+)?(?P<month>{_MONTH})\b\.?(?!\s+(?:i|we|they|you|the|not|be)\b)"
    rf"(?:,?\s+(?:{_YEAR}|{_SPELLED_YEAR}))?",
    re.IGNORECASE,
)
_DAY_ONLY = re.compile(
    rf"(?<![\w/.,:$-])(?P<first>\d{{1,2}})/(?P<second>\d{{1,2}})(?![\w/%]|[.-]\d){_NOT_A_MEASURE}"
    r"(?!\s*(?:pain|strength|mmt|on\s+(?:vas|nprs|pain)))",
    re.IGNORECASE,
)
_GRADE_BEFORE = re.compile(
    r"\b(?:pain|strength|mmt|grade|scale|vas|score|quads?|hip|knee|visit)\W{0,3}(?:\w{1,8}\s){0,2}$",
    re.IGNORECASE,
)
_DASHED_DAY = re.compile(
    r"\b(?:dos|d\.o\.s\.?|date\s+of\s+service|seen\s+on|visit\s+on|dated)[\s:#-]*(?P<date>\d{1,2}[-.]\d{1,2})(?![\w.-]|/)",
    re.IGNORECASE,
)
_MONTH_AND_YEAR = re.compile(rf"\b{_MONTH}\b\.?,?\s+(?P<year>(?:19|20)\d\d|{_SPELLED_YEAR})\b", re.IGNORECASE)
_SPELLED_YEAR_ALONE = re.compile(rf"\bnineteen[\s-]{_TENS}(?:[\s-]{_SMALL})?\b", re.IGNORECASE)
_BIRTH_OF_YEAR = re.compile(r"(?<!part )(?<!medicare )\bb\.\s?(?P<it>19\d\d)(?!\w)", re.IGNORECASE)
_MONTH_AND_SPELLED_DAY = re.compile(
    rf"\b(?P<month>{_MONTH})\s(?P<day>{_TENS}(?:[\s-]{_SMALL})?|{_SMALL})\b{_NOT_A_MEASURE}", re.IGNORECASE
)
_DAY_OF_VISIT = re.compile(
    r"\b(?:seen|saw|came|treated|tx'?d|eval(?:uated|'?d)?|re-?eval(?:uated|'?d)?|discharged|dc'?d|admitted|visit(?:ed)?|dos|appt|"
    r"appointment|scheduled|fell|surgery|born|cancell?ed|missed|no-?showed)\s(?:\w{2,9}\s)?(?:on\s)?(?:the|her|his)\s"
    rf"(?P<it>(?:\d{{1,2}}(?:st|nd|rd|th)|{_ORDINAL})(?:(?:\s?,\s?|\s(?:and|&|or|to|thru|through|until)\s)(?:on\s)?(?:the\s)?"
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)|{_ORDINAL}))*)"
    r"(?=\s*(?:$|[,.;:?!)\n–-]|(?:and|or|at|for|with|but|is|was|by|when|can|to|did|had|in|of|then|we|so)\b|\d))",
    re.IGNORECASE,
)
_MINUTES_OF = re.compile(r"\s*(?P<words>[^\W\d_]+(?:[\s/,]+[^\W\d_]+){2})")

_BEFORE_A_DAY = re.compile(
    r"\b(?:on|dos|d\.o\.s\.?|seen|since|from|until|til|till|thru|through|by|dated?|evaluated|evaled|eval|visits?|tx|treated|"
    r"expired?|expires|due|discharged|admitted|started|soc|ended|ends|scheduled|appt|last|signed|service|session|came|note|for|"
    r"claim|between|today|yesterday|surgery|sx|injury|doi|onset|fell)\s*[:#,-]?\s*(?:in\s|on\s|the\s)?$",
    re.IGNORECASE,
)
_BEFORE_A_MONTH = re.compile(
    r"\b(?:dos|seen|evals?|evaluated|discharged|admitted|surgery|sx|injury|doi|onset|fell|visits?|treated|tx|soc|stroke|cva|"
    r"accident|mva)\s*(?:was|were|is|:|-)?\s*(?:in\s|on\s|from\s|since\s)?$",
    re.IGNORECASE,
)
_BIRTH_NEAR = re.compile(rf"\b{_BIRTH_LABEL}\b[^.;]{{0,20}}$", re.IGNORECASE)
_SERVICE_NEAR = re.compile(
    r"\b(?:dos|d\.o\.s|date of service|seen|visits?|visited|treated|treatment|tx|session|evals?|"
    r"evaluated|appointment|appt|claim|did|came|service|discharged|charged)\b.{0,40}$",
    re.IGNORECASE | re.DOTALL,
)
_SERVICE_BEHIND = re.compile(
    r"^.{0,12}\b(?:visits?|session|appointment|dos|claim|treatment|evals?)\b", re.IGNORECASE
)
_RULE_NEAR = re.compile(
    r"\b(?:effective|eff|rules?|changes?|changed|in force|quarter|fee schedule|threshold|"
    r"update|updates|table|tables|cms|congress|law|mandate|begins?|starting|edits?|extended|telehealth|deleted|withdrawn|expires?)\b",
    re.IGNORECASE,
)
_PERSON_ANYWHERE = re.compile(
    r"\b(?:patient|pt|she|he|her|his|him|dob|seen|soc|mr|mrs|mrn|born)\b", re.IGNORECASE
)
_END_OF_QUARTER = re.compile(
    r"(?:0?[1470]|10)[/.-]0?1(?:[/.-](?:20)?[12]\d)?|20[12]\d[/.-](?:01|04|07|10)[/.-]01|"
    r"(?:jan(?:uary)?|apr(?:il)?|july?|oct(?:ober)?)\.? (?:0?1(?:st)?|first)(?:,? 20[12]\d)?|"
    r"(?:mar(?:ch)?|dec(?:ember)?)\.? 31(?:st)?(?:,? 20[12]\d)?|"
    r"(?:june?|sep(?:t(?:ember)?)?)\.? 30(?:th)?(?:,? 20[12]\d)?|"
    r"(?:0?3|12)[/.-]31[/.-](?:20)?[12]\d|(?:0?6|0?9)[/.-]30[/.-](?:20)?[12]\d|20[12]\d-(?:03-31|06-30|09-30|12-31)",
    re.IGNORECASE,
)

_MONTHS, _DAYS = 12, 31
_NEAR = 60
_YEAR_OF = re.compile(
    r"(?<!\d)(?:(?P<long>(?:19|20)\d\d)(?!\d)|\d{1,2}[/.·-]\d{1,2}[/.·-]['’]?(?P<short>\d\d)$)"
)
_FIRST_SHORT_YEAR = 40
"""Two digits of a year from here on are of the last century, so a birth."""
_SURELY_A_DAY = 10
"""A second number above it is no grade out of five or ten."""
_OLDEST_RULE_YEAR = 2015


def find_dates(text: str, *, of_somebody: bool = False) -> Iterator[Identifier]:
    """Dates of birth (a year alone too), and days with or without their year.

    The first or last day of a quarter stays where a rule begins or ends on it and no person is spoken of.

    Args:
        text: In the form of `plain_form`.
        of_somebody: Somebody is named in it, so that "4/9" is a day and no grade.
    """
    for pattern in (_BIRTH, _BIRTH_YEAR_ONLY, _BIRTH_OF_YEAR):
        for match in pattern.finditer(text):
            yield Identifier(match.start("it"), match.end("it"), Kind.BIRTH_DATE)
    for match in _days(text, of_somebody):
        if not _is_of_a_rule(text, match):
            yield Identifier(match.start(), match.end(), _kind_at(text, match))
    for match in _DAY_OF_VISIT.finditer(text):
        yield Identifier(match.start("it"), match.end("it"), Kind.SERVICE_DATE)
    for match in _DASHED_DAY.finditer(text):
        yield Identifier(match.start("date"), match.end("date"), Kind.SERVICE_DATE)
    for match in _MONTH_AND_YEAR.finditer(text):
        year = match["year"]
        before = text[max(0, match.start() - _NEAR) : match.start()]
        if not year.isdigit() or int(year) < _OLDEST_RULE_YEAR or _BEFORE_A_MONTH.search(before):
            yield Identifier(match.start(), match.end(), _kind_at(text, match))
    for match in _SPELLED_YEAR_ALONE.finditer(text):
        yield Identifier(match.start(), match.end(), Kind.DATE)


def _days(text: str, of_somebody: bool) -> Iterator[re.Match[str]]:
    for match in _WITH_YEAR.finditer(text):
        if _can_be_a_date(match[0]) and not _are_minutes(text, match):
            yield match
    for match in _MONTH_AND_DAY.finditer(text):
        is_verb = (
            match["month"] == "may" and (match["day"] or "").isdigit() and match.end("day") == match.end()
        )
        before = text[max(0, match.start() - _NEAR) : match.start()]
        if not is_verb or _BEFORE_A_DAY.search(before):
            yield match
    for match in _MONTH_AND_SPELLED_DAY.finditer(text):
        if _BEFORE_A_DAY.search(text[max(0, match.start() - _NEAR) : match.start()]):
            yield match
    for match in _DAY_AND_MONTH.finditer(text):
        if match["of"] or match["month"] not in positions().verbs_too or not match[0].split()[0].isdigit():
            yield match
    for match in _DAY_ONLY.finditer(text):
        first, second = int(match["first"]), int(match["second"])
        if 1 <= first <= _MONTHS and 1 <= second <= _DAYS:
            before = text[max(0, match.start() - _NEAR) : match.start()]
            if (
                second > _SURELY_A_DAY
                or (of_somebody and not _GRADE_BEFORE.search(before))
                or _BEFORE_A_DAY.search(before)
            ):
                yield match


def _are_minutes(text: str, match: re.Match[str]) -> bool:
    """Minutes in the order of the treatments behind them: "25/10/15 neuro te manual"."""
    behind = _MINUTES_OF.match(text, match.end())
    return behind is not None and all(
        word.casefold() in positions().treatment_words for word in re.findall(r"[^\W\d_]+", behind["words"])
    )


def _can_be_a_date(text: str) -> bool:
    numbers = [int(part) for part in re.findall(r"\d+", text)]
    if re.search(r"[^\W\d_]", text):
        return True  # the month is in letters
    day_and_month = sorted(number for number in numbers if 1 <= number <= _DAYS)[:2]
    return day_and_month[1:] != [] and day_and_month[0] <= _MONTHS


def _is_of_a_rule(text: str, match: re.Match[str]) -> bool:
    if not _END_OF_QUARTER.fullmatch(match[0]):
        return False
    around = text[max(0, match.start() - _NEAR) : match.end() + _NEAR]
    return bool(_RULE_NEAR.search(around)) and not _PERSON_ANYWHERE.search(around)


def _is_long_ago(date: str) -> bool:
    """In a year that no claim is of."""
    if (year := _YEAR_OF.search(date)) is None:
        return False
    short = year["short"]
    return int(short) >= _FIRST_SHORT_YEAR if short else int(year["long"]) < _OLDEST_RULE_YEAR


def _kind_at(text: str, match: re.Match[str]) -> Kind:
    before = text[max(0, match.start() - _NEAR) : match.start()]
    if _BIRTH_NEAR.search(before) or _is_long_ago(match[0]):
        return Kind.BIRTH_DATE
    if _SERVICE_NEAR.search(before) or _SERVICE_BEHIND.search(text[match.end() : match.end() + _NEAR]):
        return Kind.SERVICE_DATE
    return Kind.DATE
