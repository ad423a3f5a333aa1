"""Laws that hold for every text: nothing guessed, nothing dropped, nothing but a plain problem raised."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.parsing import ParseProblem, UnitsRequest, parse_plain, parse_units
from rules import CountedBy, code_table
from tests.bot.parsing.cases import TODAY, read

TIMED = sorted(entry.code for entry in code_table() if entry.counted_by is CountedBy.QUARTER_HOUR)
UNTIMED = sorted(entry.code for entry in code_table() if entry.counted_by is CountedBy.SERVICE)
OPTIONS = ["payer:medicare", "on:2026-03-02", "rule:ama", "pt", "setting:hospital", 'payer:"State Farm"']

timed_minutes = st.dictionaries(st.sampled_from(TIMED), st.integers(1, 120), min_size=1, max_size=6)
untimed_minutes = st.dictionaries(
    st.sampled_from(UNTIMED), st.none() | st.integers(1, 120), min_size=0, max_size=3
)
between = st.sampled_from([" ", ", ", "; ", " and ", " + ", " & ", "\n", "\t", " / ", " plus ", ". "])
with_sign = st.sampled_from(
    [
        "{c}:{m}",
        "{c}={m}",
        "{c} ({m})",
        "{c} {m}min",
        "{c} {m} minutes",
        "{c}-{m}m",
        "{c} x {m} min",
        "{c} {m}'",
    ]
)
number_first = st.sampled_from(["{m} min of {c}", "{m} of {c}", "{m} minutes for {c}", "{m}m {c}", "{m}:{c}"])


@given(timed_minutes, untimed_minutes, between, st.data())
def test_a_visit_typed_code_first_reads_back_as_itself(
    timed: dict[str, int], untimed: dict[str, int | None], sep: str, data: st.DataObject
) -> None:
    pairs = [(code, minutes) for code, minutes in {**timed, **untimed}.items()]
    pairs = data.draw(st.permutations(pairs))
    texts = [
        code if minutes is None else data.draw(with_sign | st.just("{c} {m}")).format(c=code, m=minutes)
        for code, minutes in pairs
    ]
    visit = parse_units(sep.join(texts), today=TODAY).visit
    assert visit.minutes == timed
    assert list(visit.minutes) == [code for code, _ in pairs if code in timed]
    assert set(visit.untimed) == set(untimed)
    assert visit.untimed_minutes == {code: minutes for code, minutes in untimed.items() if minutes}


@given(timed_minutes, between, st.data())
def test_a_visit_typed_minutes_first_reads_back_as_itself(
    timed: dict[str, int], sep: str, data: st.DataObject
) -> None:
    form = data.draw(number_first | st.just("{m} {c}"))
    text = sep.join(form.format(c=code, m=minutes) for code, minutes in timed.items())
    assert parse_units(text, today=TODAY).visit.minutes == timed


@given(timed_minutes, st.sampled_from([" ", ",", ", ", "\n"]))
def test_one_sign_everywhere_is_read_by_what_comes_first(timed: dict[str, int], sep: str) -> None:
    code_first = sep.join(f"{code}{sep}{minutes}" for code, minutes in timed.items())
    number_first = sep.join(f"{minutes}{sep}{code}" for code, minutes in timed.items())
    assert parse_units(code_first, today=TODAY).visit.minutes == timed
    assert parse_units(number_first, today=TODAY).visit.minutes == timed


@given(timed_minutes, st.lists(st.sampled_from(OPTIONS), unique=True, max_size=4), st.data())
def test_options_may_stand_anywhere_among_the_codes(
    timed: dict[str, int], options: list[str], data: st.DataObject
) -> None:
    if sum(option.startswith("payer") for option in options) > 1:
        options = [option for option in options if not option.startswith("payer:m")]
    pieces = [f"{code} {minutes}" for code, minutes in timed.items()]
    for option in options:
        pieces.insert(data.draw(st.integers(0, len(pieces))), option)
    assert parse_units(" ".join(pieces), today=TODAY).visit.minutes == timed


FRAGMENTS = [
    *("97112", "97110", "97161", "97597", "G0283", "te", "neuro", "mt", "us", "hot pack", "eval", "estim"),
    *(
        "25",
        "10",
        "8",
        "1",
        "2",
        "59",
        "97121",
        "9711",
        "2S",
        "25m",
        "1h15",
        "1.5 h",
        "twenty five",
        "a hundred",
    ),
    *("9:00-9:25", "9:20-9:35", "9:00", "2:10 to 2:48 pm", "0900-0925", "an hour", "half an hour"),
    *(
        ",",
        ";",
        "and",
        "+",
        "&",
        "/",
        "|",
        "\n",
        "\t",
        "(",
        ")",
        ":",
        "=",
        "-",
        "x",
        "x2",
        "*",
        "@",
        "of",
        "for",
        "on",
    ),
    *(
        "each",
        "both",
        "total",
        "units",
        "2 units",
        "payer:",
        "payer:medicare",
        "medicare",
        "aetna",
        "on:",
        "on:3/2/2026",
    ),
    *(
        "rule:ama",
        "8 minute rule",
        "pt",
        "ot",
        "pta",
        "pt:13",
        "GP",
        "-59",
        "🙂",
        ":smile:",
        "\u200b",
        "#",
        "%",
        "<8",
    ),
    *(
        "xyz",
        "nuero",
        "3/2/26",
        "yesterday",
        '"',
        "'",
        "`",
        "½",
        "²",
        "٢٥",
        "payer:kaiser",
        "setting:hospital",
    ),
]
messy = st.lists(st.sampled_from(FRAGMENTS), max_size=14).flatmap(
    lambda parts: st.sampled_from([" ", ""]).map(lambda sep: sep.join(parts))
)


@given(st.text() | messy)
def test_no_text_raises_anything_but_a_problem_with_a_message(text: str) -> None:
    problem = read(parse_units, text)
    if isinstance(problem, ParseProblem):
        assert problem.message
        assert problem.code
        assert problem.outcome in ("clarify", "refused")
        assert len(problem.suggestions) <= 3
        for command in problem.suggestions:
            read(parse_units, command.removeprefix("/units"))


@given(st.text() | messy)
def test_no_plain_text_raises_anything_but_a_problem(text: str) -> None:
    read(parse_plain, text)


@given(messy)
def test_a_plain_sentence_that_is_understood_is_the_same_visit_as_the_command(text: str) -> None:
    request = read(parse_plain, text)
    if isinstance(request, UnitsRequest):
        assert parse_units(text, today=TODAY).visit == request.visit


def minutes_in(request: UnitsRequest) -> int:
    visit = request.visit
    units_of_untimed = sum(reading.kind == "one_unit" for reading in request.readings)
    total = next((r.data["minutes"] for r in request.readings if r.kind.startswith("total_")), 0)
    return (
        sum(visit.minutes.values())
        + sum(visit.untimed_minutes.values())
        + sum(visit.typed_units.values())
        + (request.unspecified_minutes or 0)
        + units_of_untimed
        + int(total)
    )


COUNTED = ["97112", "97110", "97140", "97161", "97010", "97597", "te", "neuro", "hot pack"]
NUMBERS = ["25", "10", "8", "1", "13m", "7 min", "x9", "x2", "x1", "2 units"]
JOINTS = [
    ",",
    ";",
    "and",
    "+",
    "&",
    "/",
    "\n",
    "(",
    ")",
    ":",
    "-",
    "of",
    "for",
    "on",
    "then",
    "with",
    "total",
    "I did",
]


@given(st.lists(st.sampled_from([*COUNTED, *NUMBERS, *NUMBERS, *JOINTS]), max_size=10))
def test_no_number_and_no_code_disappears(parts: list[str]) -> None:
    text = " ".join(parts)
    request = read(parse_units, text)
    if not isinstance(request, UnitsRequest):
        return
    numbers = [int(number) for part in parts if part in NUMBERS for number in re.findall("[0-9]+", part)]
    assert minutes_in(request) == sum(numbers)
    known = {"te": "97110", "neuro": "97112", "hot pack": "97010"}
    codes = {known.get(part, part) for part in parts if part in COUNTED}
    assert codes == {*request.visit.minutes, *request.visit.untimed, *request.visit.typed_units}


@given(
    st.lists(st.sampled_from([*COUNTED, *NUMBERS, ",", "and", "+", "of", ":", "total"]), max_size=8),
    st.sampled_from(["🙂", "#", "\u200b"]),
)
def test_emoji_and_stray_signs_change_nothing_but_what_is_said_of_them(parts: list[str], sign: str) -> None:
    def core(text: str) -> object:
        found = read(parse_units, text)
        if isinstance(found, UnitsRequest):
            return found.visit, found.unspecified_minutes
        return found.code if found else None

    text = " ".join(parts)
    assert core(text) == core(f"{sign} {text}") == core(f"{text} {sign}")


@pytest.mark.parametrize("code", sorted(entry.code for entry in code_table()))
def test_every_code_of_the_table_can_be_typed_in_either_case(code: str) -> None:
    for typed in (code, code.lower()):
        visit = parse_units(f"{typed} 25", today=TODAY).visit
        assert {**visit.minutes, **visit.untimed_minutes} == {code: 25}
