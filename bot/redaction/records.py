"""Numbers that stand for a person: labelled ones, those with a shape of their own, and old ages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bot.redaction.kinds import Identifier, Kind
from bot.redaction.lists import positions
from bot.redaction.vocabulary import Vocabulary

_MEMBER = (
    r"(?:member|mbr|subscriber|policy|insured|insurance|ins|medicare|medicaid|plan|group|grp|bcbs|uhc|aetna|cigna|humana|tricare|"
    r"patient|pt|card|payer)"
)
_LABELS: tuple[tuple[Kind, str, int], ...] = (
    (Kind.RECORD_NUMBER, r"m\.?r\.?n\.?|med(?:ical)?\.?\s(?:rec(?:ord)?|chart)", 2),
    (Kind.SSN, r"ssn?|s\.s\.n\.?|social(?:\ssecurity)?|last\s(?:four|4)", 2),
    (Kind.RECORD_NUMBER, r"chart|acct|account|a/c|encounter|emr|ehr", 3),
    (Kind.MBI, r"mbi|hicn?|medicare\sbeneficiary", 3),
    (Kind.MEMBER_ID, rf"{_MEMBER}(?:'s)?\s(?:id|identification)|member|subscriber|mbr", 3),
    (Kind.MEMBER_ID, r"policy", 4),
    (Kind.RECORD_NUMBER, r"patient", 4),
    (Kind.RECORD_NUMBER, r"pt|client|record|file", 9),
    (
        Kind.CLAIM_NUMBER,
        r"claims?|icn|dcn|tcn|ref(?:erence)?|confirmation|conf|invoice|trace|eft|check|ticket|case",
        5,
    ),
    (Kind.AUTHORIZATION, r"(?:pre|prior\s)?-?auth(?:orization|orisation)?|auths|referral|precert|pa", 5),
    (
        Kind.LICENCE,
        r"dl|driver'?s?\slic(?:ense|ence)?|passport|lic(?:ense|ence)?|plate|vin|state\sid|npi|tin|ein|dea",
        5,
    ),
    (Kind.MEMBER_ID, r"group|grp|insurance|ins|plan|id|ids", 5),
    (Kind.NUMBER, r"serial|device|badge|pin|login|user|rx|order|portal|room|bed|unit\sno", 5),
)
"""What a number is called, and how many digits make it somebody's where no "no." or "#" says so."""
_GROUPED_BELOW = 5
"""Behind a label this sure, further groups of digits belong to the number."""
_NUMBER_SIGN = (
    r"(?P<sign>(?:\s?(?:numbers?|num|nbr|no|id|ids|nr)\b\.?|\s?(?:is|was|ending|ends)(?:\s(?:in|with))?\b"
    r"|\s?[#:=-]){0,4})"
)
_VALUE = r"(?P<value>(?:[a-z]{1,6}[-.\s]?)?\d[\w.-]*)"
_LABELLED = tuple(
    (
        kind,
        fewest,
        re.compile(rf"(?<![\w-])(?:{label})(?![\w])\.?{_NUMBER_SIGN},?\s{{0,3}}{_VALUE}", re.IGNORECASE),
    )
    for kind, label, fewest in _LABELS
)
_NUMBERED = re.compile(r"#|\b(?:no|num\w{0,4}|nbr|nr|ids?|identification|ending)\b", re.IGNORECASE)
_GROUP = re.compile(r"(?P<sign>[\s.-])(?P<digits>\d{2,12})(?!\w)")
_SINGLE = re.compile(r"(?P<sign>[\s.-])(?P<digits>\d)(?![\w.])")
"""One more digit of a number that was written digit by digit."""
_CLOSED = re.compile(
    r"\s{0,2}(?:$|[.;?!)|]|,\s*[^\W\d]|(?:is|needs?|has|had|was|shows?|kx|dob)\b)", re.IGNORECASE
)
"""What stands behind a record number, and hardly behind minutes."""
_LONGEST_MINUTES = 3
"""Digits that may be the minutes of what is named behind them."""
_WORD_BEHIND = re.compile(r"\s{1,2}(?P<word>[^\W_][\w-]{0,14})")
_MOST_COUNTED = 5
"""Digits of a number that may still count or measure something."""
_MEASURE_BEHIND = re.compile(
    r"\s*-?\s*(?:min|mins|minutes?|m\b|units?|u\b|visits?|hrs?|hours?|days?|weeks?|wks?|months?|years?|yrs?|yo\b|x\b|times|"
    r"pts?|patients?|people|%|dollars|sessions?|therapists?|codes?|claims?|percent|steps?|of\b|denials?|mod)",
    re.IGNORECASE,
)

_SHAPES: tuple[tuple[Kind, str], ...] = (
    (
        Kind.SSN,
        r"(?<![\w.-])\d{3}\s?[-.–]\s?\d{2}\s?[-.–]\s?\d{4}(?![\w-])|(?<![\w.-])\d{3}\s\d{2}\s\d{4}(?![\w-])",
    ),
    (Kind.SSN, r"(?<![\w*])(?:[x*]{3}[-\s]?[x*]{2}[-\s]?)\d{4}(?!\w)"),
    (
        Kind.MBI,
        r"(?<![\w-])[1-9][a-z][a-z0-9]\d[-\s]?[a-z][a-z0-9]\d[-\s]?[a-z]{2}\d\d(?![\w-])",
    ),
    (Kind.NUMBER, r"(?<![\w-])(?:\d[ .-]){6,}\d(?![\w-])"),
    (
        Kind.NUMBER,
        r"\b(?:room|rm)\b\.?\s?#?\s?\d{1,4}[a-z]?,?\s{1,2}bed\s?#?\s?\w{1,2}\b(?!\s*(?:min|mins|minutes?|units?)\b)",
    ),
)
_INITIALS = re.compile(
    r"\binitials?\s*(?:are|is|were|:|=)?\s*(?P<it>[a-z](?:\.\s?[a-z]){1,3}\.?|[a-z](?:\s[a-z]){1,3}|(?-i:[A-Z]{2,4}))(?![\w-])",
    re.IGNORECASE,
)
_SINGLE_DIGITS = re.compile(r"(?:\d ){6,7}\d")
"""Seven or eight digits: the nine of a social security number and the ten of a phone are never minutes."""
_LAST_NUMBER = re.compile(r"(?P<code>\d{5}) $")
_CODE_AND_SPACE = len("97110 ")
_COMPILED = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _SHAPES)

_OLD = r"(?:9\d|1[0-2]\d)"
_OLD_SPELLED = (
    r"(?:ninety(?:[\s-](?:one|two|three|four|five|six|seven|eight|nine))?"
    r"|(?:a|one)\s?hundred(?:\s(?:and\s)?\w{3,6})?)"
)
_YEARS_OLD = (
    r"(?:y\s?/?\s?o(?:[mf]?\b)|y\.\s?o\.?|yr?s?\b\.?(?:[\s-]?old)?|years?[\s-](?:old|of\sage|young)\b"
    r"|-?year-?\s?olds?\b)"
)
_NO_AGE = (
    r"(?!\s*-?\s*(?:%|m\b|min|mins|minutes?|units?|visits?|days?|feet|ft|reps?|steps?|deg|degrees?|lbs?|pounds|dollars|sessions?|"
    r"points?|weeks?|codes?|claims?|patients?|pts|percent|people|clinics?|denials?|times|seconds|sec)\b|\s*%)"
)
_AGES = re.compile(
    rf"(?<![\w$.:/-])(?:{_OLD}|{_OLD_SPELLED})[\s-]?{_YEARS_OLD}"
    rf"|(?<![\w$.:/-]){_OLD}\s?(?:m|f|male|female|woman|man|lady|gentleman|wm|wf|bm|bf)\b(?!\s*modif)"
    rf"|\b(?:ages?|aged|turned|turning|turns)\s?(?:is|was|of|:|=)?\s?(?:{_OLD}|{_OLD_SPELLED})\b(?!\s*(?:min|units?|visits|%))"
    rf"|\b(?:she|he|who|patient|pt|mom|dad|mother|father)(?:'s|\sis|\swas|s)\s(?:{_OLD}|{_OLD_SPELLED})\b(?!\s*(?:min|units?|visits|%|days|feet))"
    rf"|(?<![\w$.:/-]){_OLD_SPELLED}[\s-]years?[\s-]old\b"
    r"|\bage[sd]?\b[\s:=]{1,3}(?:9\s\d)(?!\w|[.,]\d)"
    rf"|\(\s?(?:[mf],?\s?{_OLD}|{_OLD},?\s?[mf])\s?[,)]"
    rf"|(?<![\w$.:/-])(?:[mf]\s?/\s?{_OLD}(?![\w/])|{_OLD}\s?/\s?[mf]\b)"
    rf"|(?<![\w$.:/-])9\d\+(?!\w){_NO_AGE}"
    rf"|\b(?:she|he|who|patient|pt|mom|dad|mother|father)\s(?:has\s)?(?:just\s|recently\s|already\s)?(?:hits?|turned|turns)\s"
    rf"(?:{_OLD}|{_OLD_SPELLED})\b(?![.,]?\d){_NO_AGE}",
    re.IGNORECASE,
)
_AGE_BEHIND_A_NAME = re.compile(rf"(?:\s?\(\s?|,\s?)(?P<age>{_OLD})(?=\s?[),])")
_AGE_BEHIND_WORDS = re.compile(
    r"\b(?:patient|pt|client|mr|mrs|ms|miss|dr)\b\.?\s(?P<words>(?:[^\W\d_][\w'’.-]*\s){1,3})(?:is|was|just\sturned)\s"
    rf"(?P<age>{_OLD})(?![\w.,/-]*\d|\w)",
    re.IGNORECASE,
)
"""What somebody is, where a name that is no word of ours stands between."""
_FEWEST_DIGITS = 2
"""Behind "no." or "#"."""
_FEWEST_OF_SOMEBODY = 3
"""Two digits are minutes and hours too, so that only the surest labels make them somebody's."""
_FEWEST_OF_PATIENTS = 4
"""From here on a label is a word that is met before counts as well: "patient 25"."""
_SURELY_A_NUMBER = 6
"""So many digits in groups are a number, and no list of minutes."""


def find_records(text: str, vocabulary: Vocabulary) -> Iterator[Identifier]:
    """Record, member, claim, authorization and social security numbers, MBIs, and ages over 89.

    Args:
        text: In the form of `plain_form`.
        vocabulary: Whose codes are no record numbers: "claim 97110".
    """
    for kind, pattern in _COMPILED:
        for match in pattern.finditer(text):
            if not _are_minutes(match, text, vocabulary):
                yield Identifier(match.start(), match.end(), kind)
    for match in _INITIALS.finditer(text):
        yield Identifier(match.start("it"), match.end("it"), Kind.NAME)
    for match in _AGES.finditer(text):
        yield Identifier(match.start(), match.end(), Kind.AGE)
    for match in _AGE_BEHIND_WORDS.finditer(text):
        is_named = not all(vocabulary.knows(word.casefold()) for word in match["words"].split())
        if is_named and not _MEASURE_BEHIND.match(text, match.end()):
            yield Identifier(match.start("age"), match.end("age"), Kind.AGE)
    for kind, fewest, pattern in _LABELLED:
        for match in pattern.finditer(text):
            # A sentence may end behind it: "chart 42. Is KX due".
            end = match.start("value") + len(match["value"].rstrip(".-"))
            if fewest < _GROUPED_BELOW or match["sign"].strip():
                end = _end_of_groups(text, match.start("value"), end, vocabulary)
            if _is_somebodys(match, text, end, kind, fewest, vocabulary):
                yield Identifier(match.start("value"), end, kind)


def find_ages_behind(text: str, names: Iterable[Identifier]) -> Iterator[Identifier]:
    """Ages over 89 right behind a name: "Maria Lopez (91)".

    Args:
        text: In the form of `plain_form`.
        names: The names found in it.
    """
    for name in names:
        if (match := _AGE_BEHIND_A_NAME.match(text, name.end)) is not None:
            yield Identifier(match.start("age"), match.end("age"), Kind.AGE)


def _are_minutes(match: re.Match[str], text: str, vocabulary: Vocabulary) -> bool:
    """Small minutes right behind a code: "97110 8 8 8 8 8 8 8"."""
    if not _SINGLE_DIGITS.fullmatch(match[0]):
        return False
    before = _LAST_NUMBER.search(text, max(0, match.start() - _CODE_AND_SPACE), match.start())
    return before is not None and before["code"] in vocabulary.codes


def _is_somebodys(
    match: re.Match[str], text: str, end: int, kind: Kind, fewest: int, vocabulary: Vocabulary
) -> bool:
    value: str = match["value"].rstrip(".-")
    numbered = _NUMBERED.search(match[0], 0, match.start("value") - match.start()) is not None
    digits = sum(map(str.isdigit, value))
    # Nobody counts or measures with six digits, whatever word stands behind them.
    if digits <= _MOST_COUNTED and _MEASURE_BEHIND.match(text, match.end("value")):
        return False
    sure = fewest <= _FEWEST_DIGITS or (numbered and fewest < _GROUPED_BELOW)
    if not sure and (_names_a_code(value, vocabulary) or value in vocabulary.amounts):
        return False
    in_groups = sum(map(str.isdigit, text[match.start("value") : end]))
    if sure:
        return in_groups >= _FEWEST_DIGITS and not (
            digits <= _FEWEST_DIGITS and _names_a_treatment(text, match.end("value"), vocabulary)
        )
    if kind is Kind.RECORD_NUMBER and digits == _FEWEST_DIGITS and fewest < _FEWEST_OF_PATIENTS:
        # "chart 25 10 neuro" is a verb and its minutes.
        is_verb = match[0].casefold().startswith("chart")
        fewest_in_groups = _SURELY_A_NUMBER if is_verb else _FEWEST_OF_PATIENTS
        is_announced = any(sign in match["sign"] for sign in ":#=")
        closed = _CLOSED.match(text, match.start("value") + len(value)) is not None
        return is_announced or closed or in_groups >= fewest_in_groups
    if fewest < _FEWEST_OF_PATIENTS or value[0].isalpha():
        return max(digits, in_groups if in_groups >= _SURELY_A_NUMBER else 0) >= fewest
    if numbered and in_groups > _FEWEST_OF_SOMEBODY:
        return True
    return digits >= max(_FEWEST_OF_SOMEBODY, _FEWEST_DIGITS if numbered else fewest)


def _end_of_groups(text: str, start: int, end: int, vocabulary: Vocabulary) -> int:
    """Where a number in groups ends: before a code, and before the minutes of a treatment or a code."""
    pattern = _SINGLE if text[start:end].isdigit() and end - start == 1 else _GROUP
    while (group := pattern.match(text, end)) is not None:
        if _MEASURE_BEHIND.match(text, group.end()) or group["digits"] in vocabulary.codes:
            break
        if (
            group["sign"].isspace()
            and len(group["digits"]) <= _LONGEST_MINUTES
            and _names_a_treatment(text, group.end(), vocabulary)
        ):
            break
        end = group.end()
    return end


def _names_a_treatment(text: str, end: int, vocabulary: Vocabulary) -> bool:
    """Whether the word behind a number is a treatment or a code, so that the number is its minutes."""
    if (behind := _WORD_BEHIND.match(text, end)) is None:
        return False
    word = behind["word"]
    return word.casefold() in positions().treatment_words or word.upper() in vocabulary.codes


def _names_a_code(value: str, vocabulary: Vocabulary) -> bool:
    parts = re.split(r"[-.\s]+|(?<=\d)x(?=\d)", value)
    return any(part.upper() in vocabulary.codes for part in parts)
