"""Laws that hold for every text: nothing guessed, nothing dropped, nothing but a plain problem raised."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.parsing import (
    ParseProblem,
    UnitsRequest,
    parse_check,
    parse_code,
    parse_kx,
    parse_pair,
    parse_plain,
    parse_plain_check,
    parse_units,
)
from bot.parsing.check_complaints import as_typed
from rules import BilledLine, CountedBy, code_table
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


BILLED = [
    *("97110x2", "97110x2-GP-CQ", "x3-GP", "-GP-CQ", "-59", "minutes:", "2 units", "units of", "x0", "x-2"),
    *("pta:13", "pt:9:00-9:13", "cota", "side by side", "each", "all", "primary", "payer:medicare+bcbs"),
    *("$5", "2,480.00", "lines:", "97110=62.10", "slp", "2300", "modifier", "billed", "right?"),
]
messy_bill = st.lists(st.sampled_from([*FRAGMENTS, *BILLED, *BILLED]), max_size=12).flatmap(
    lambda parts: st.sampled_from([" ", ""]).map(lambda sep: sep.join(parts))
)


@pytest.mark.parametrize("parse", [parse_check, parse_plain_check, parse_kx, parse_code, parse_pair])
@given(text=st.text() | messy_bill)
def test_no_text_after_any_command_raises_anything_but_a_problem(
    parse: Callable[..., object], text: str
) -> None:
    problem = read(parse, text)
    if isinstance(problem, ParseProblem):
        assert problem.message
        assert problem.outcome in ("clarify", "refused")
        assert len(problem.suggestions) <= 3


by_provider = st.dictionaries(
    st.sampled_from(TIMED),
    st.dictionaries(st.sampled_from(["pt", "pta", "both"]), st.integers(1, 60), min_size=1),
    min_size=1,
    max_size=4,
)


@given(by_provider, between, st.sampled_from([" ", ", ", "\n"]), st.booleans())
def test_minutes_by_provider_read_back_as_themselves(
    given_by: dict[str, dict[str, int]], sep: str, inner: str, is_number_first: bool
) -> None:
    texts = []
    for code, minutes in given_by.items():
        marks = inner.join(f"{name}:{number}" for name, number in minutes.items())
        texts.append(f"{marks} {code}" if is_number_first and len(given_by) == 1 else f"{code} {marks}")
    request = parse_units(sep.join(texts), today=TODAY)
    assert [tuple(line) for line in request.provider_minutes] == [
        (code, *(minutes.get(name, 0) for name in ("pt", "pta", "both")))
        for code, minutes in given_by.items()
    ]
    assert request.visit.minutes == {code: sum(minutes.values()) for code, minutes in given_by.items()}


SAID = ["pt", "pta", "pt:", "pta:", "both:", "PT did", "and", ",", "then", "\n", "/", "(", ")", "each", "all"]


GIVEN = ["25", "10", "8 min"]


@given(st.lists(st.sampled_from(["97112", "97110", "te", *GIVEN, *SAID, *SAID]), max_size=10))
def test_no_minutes_of_a_provider_disappear(parts: list[str]) -> None:
    request = read(parse_units, " ".join(parts))
    if not isinstance(request, UnitsRequest) or any(reading.kind == "each" for reading in request.readings):
        return
    numbers = [int(part.split()[0]) for part in parts if part in GIVEN]
    total = sum(request.visit.minutes.values()) + (request.unspecified_minutes or 0)
    assert total == sum(numbers) or "each" in parts
    if request.provider_minutes:
        assert {line.code: line.total for line in request.provider_minutes} == request.visit.minutes


lines_as_billed = st.lists(
    st.builds(
        BilledLine,
        st.sampled_from(TIMED),
        st.integers(1, 99),
        st.lists(st.sampled_from(["GP", "CQ", "59", "KX", "XU", "GT"]), max_size=4, unique=True).map(tuple),
    ),
    min_size=1,
    max_size=6,
)


@given(lines_as_billed, st.sampled_from([" ", ", ", "\n"]), timed_minutes, st.booleans())
def test_billed_lines_and_minutes_read_back_as_themselves(
    billed: list[BilledLine], sep: str, minutes: dict[str, int], is_lower: bool
) -> None:
    typed = sep.join(map(as_typed, billed))
    text = f"{typed} minutes: {' '.join(f'{code} {number}' for code, number in minutes.items())}"
    request = parse_check(text.lower() if is_lower else text, today=TODAY)
    assert request.billed == tuple(billed)
    assert request.visit.minutes == minutes
    assert parse_check(typed, today=TODAY).billed == tuple(billed)


@given(st.decimals(0, 999_999, places=2), st.sampled_from(["", "$", "$ "]), st.booleans())
def test_dollars_read_back_to_the_cent(used: Decimal, sign: str, has_commas: bool) -> None:
    typed = f"{used:,}" if has_commas else f"{used}"
    assert parse_kx(f"pt {sign}{typed} on:2026-03-02", today=TODAY).used == used


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
