"""Visits told as stories: read like the command that gives the same minutes, or not counted at all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.parsing import ParseProblem, UnitsRequest, parse_message, parse_units
from bot.parsing.claims import with_claim_asked, with_guess_asked
from bot.parsing.spoken_times import with_clock_times
from bot.parsing.told_amounts import with_typed_amounts
from bot.parsing.told_people import with_people_named
from bot.parsing.uncounted import Uncounted, uncounted
from scripts.evaluation.requests import matches, read, wanted
from tests.bot.parsing.cases import TODAY
from tests.bot.parsing.test_speed import seconds

HERE = Path(__file__).parent
TOLD: list[dict[str, Any]] = yaml.safe_load((HERE / "told_requests.yaml").read_text("utf-8"))["requests"]
NEVER: list[dict[str, Any]] = yaml.safe_load((HERE / "never_counted.yaml").read_text("utf-8"))["messages"]
CALCULATES = {"units", "assistant", "check"}
LONGEST_TOLD = 1_500


@pytest.fixture(scope="module", autouse=True)
def first_sentence_read() -> None:
    """The first sentence compiles the patterns, which would count as the time of one example."""
    read("25 min neuro and 10 min te, how many units")


@pytest.mark.parametrize("line", TOLD, ids=lambda line: repr(line["text"]))
def test_a_told_request_is_read_field_by_field(line: dict[str, Any]) -> None:
    found = read(line["text"])
    assert matches(line["expected"], found), (wanted(line["expected"]), found)


@pytest.mark.parametrize("line", NEVER, ids=lambda line: repr(line["text"]))
def test_minutes_that_may_not_count_are_never_counted(line: dict[str, Any]) -> None:
    assert read(line["text"])["command"] not in CALCULATES


@pytest.mark.parametrize(
    ("spoken", "shown"),
    [
        ("a quarter past nine to ten", "9:15 to 10:00"),
        ("half past two until three", "2:30 until 3:00"),
        ("ten past three to twenty to four", "3:10 to 3:40"),
        ("ten till ten thirty", "10:00 to 10:30"),
        ("9:00 to 9:20 neuro, then gait until 9:45", "9:00 to 9:20 neuro, then gait 9:20 to 9:45"),
        ("began at 9:05 and quit at 9:31", "began at 9:05 to 9:31 and quit "),
        ("five to ten minutes", "five to ten minutes"),
        ("ten to twenty five minutes", "ten to twenty five minutes"),
        ("9:00-9:20 te, 9:20-9:40 mt", "9:00-9:20 te, 9:20-9:40 mt"),
        ("te started 9:00 mt started 9:20", "te started 9:00 mt started 9:20"),
    ],
)
def test_spoken_times_are_shown_as_on_a_clock(spoken: str, shown: str) -> None:
    assert with_clock_times(spoken) == shown


@pytest.mark.parametrize(
    ("told", "typed"),
    [
        ("97110/97140: 20/15 min", "97110 20, 97140 15 min"),
        ("97110/97140: 20/15/8 min", "97110/97140: 20/15/8 min"),
        ("2 x 15 min of gait", "15+15 min of gait"),
        ("40 mins: half of it te, half of it mt", ": 20 min te, 20 min mt"),
        ("45 min: half te, half mt", "45 min: half te, half mt"),
        ("an hour split evenly between gait and manual", "30 min gait, 30 min manual"),
        ("TA 11 units?", "TA 11, units?"),
        ("TA 4 units?", "TA 4 units?"),
        ("97110 .... 14", "97110: 14"),
        ("half hour te, half hour mt", "half hour te, half hour mt"),
    ],
)
def test_told_amounts_are_written_as_typed(told: str, typed: str) -> None:
    assert with_typed_amounts(told) == typed


@pytest.mark.parametrize(
    ("told", "named"),
    [
        ("i'm a pta. my pt did 10 te, i did 20 te", " the pt did 10 te,  pta  did 20 te"),
        ("pta took over after i had done 9, she did 14 more", "i had done 9, pta did 14 more"),
        ("the pta did 9, the patient rested, she did 14", "the pta did 9, the patient rested, she did 14"),
        ("the assistant (a cota) did 9", "cota did 9"),
    ],
)
def test_words_that_stand_for_an_assistant_name_one(told: str, named: str) -> None:
    assert with_people_named(told) == named


def test_a_claimed_count_asks_for_the_count() -> None:
    assert with_claim_asked("can i bill 3 units for 40 minutes") == "how many units  40 minutes"
    assert with_claim_asked("3 units of 97110") is None
    assert with_guess_asked("25 te, is that 2 units") == "25 te,  how many units "


def test_kinds_that_are_not_counted_are_told_apart() -> None:
    assert uncounted("how much does medicare pay for 15 min of 97140") is Uncounted.KNOWLEDGE
    assert uncounted("20 min te, some of it on his own") is Uncounted.DOUBTFUL_TIME
    assert uncounted("20 min te and 10 min mt, how many units") is None


def test_doubtful_time_is_asked_back_about_with_what_would_be_counted() -> None:
    with pytest.raises(ParseProblem) as caught:
        parse_message("20 min of te, some of it on his own, how many units", today=TODAY)
    assert caught.value.code == "doubtful_sentence"
    assert list(caught.value.suggestions) == ["/units 97110 20"]


SERVICES = {
    "97110": ["ther ex", "therapeutic exercise", "exercise"],
    "97112": ["neuro", "neuro re-ed", "balance training"],
    "97116": ["gait", "gait training"],
    "97140": ["manual", "manual therapy"],
    "97530": ["ther act", "therapeutic activities"],
    "97535": ["self care", "ADL training"],
}
OPENINGS = st.sampled_from(
    ["", "so ", "hi there, ", "busy day, ", "knee patient today, ", "she looked great, ", "quick one: "]
)
VERBS = st.sampled_from(["we did ", "I spent ", "", "got through ", "gave her ", "managed "])
OF = st.sampled_from([" minutes of ", " min of ", " min on ", " minutes doing "])
JOINS = st.sampled_from([" and then ", ", then ", " and ", ". After that ", " followed by "])
CLOSINGS = st.sampled_from(
    [", how many units?", ". Units please", ", what do I bill", ". how many units is that"]
)


@given(
    st.lists(
        st.tuples(st.sampled_from(sorted(SERVICES)), st.integers(1, 90), st.integers(0, 2)),
        min_size=1,
        max_size=4,
        unique_by=lambda part: part[0],
    ),
    st.data(),
)
def test_a_told_visit_gives_the_minutes_of_the_typed_command(
    parts: list[tuple[str, int, int]], data: st.DataObject
) -> None:
    said = [
        f"{minutes}{data.draw(OF)}{SERVICES[code][at % len(SERVICES[code])]}" for code, minutes, at in parts
    ]
    text = data.draw(OPENINGS) + data.draw(VERBS) + said[0]
    for one in said[1:]:
        text += data.draw(JOINS) + one
    told = parse_message(text + data.draw(CLOSINGS), today=TODAY)
    typed = parse_units(" ".join(f"{code} {minutes}" for code, minutes, _ in parts), today=TODAY)
    assert isinstance(told, UnitsRequest)
    assert dict(told.visit.minutes) == dict(typed.visit.minutes)


@given(
    st.tuples(st.integers(1, 60), st.integers(1, 60)),
    st.sampled_from(sorted(SERVICES)),
    st.sampled_from(
        [
            "I did {0} min of {2} and my PTA did {1} min of {2}, CQ?",
            "my PTA did {1} min of {2} after I did {0} min of {2}. CQ?",
            "{2}: PT {0} min, PTA {1} min, which lines get CQ",
            "PTA took over after I had done {0} minutes of {2}, she did {1} more minutes of {2}. CQ?",
            "I'm the PTA, I did {1} min {2}, PT did {0} min {2}",
        ]
    ),
)
def test_minutes_told_of_two_people_are_those_typed_for_each(
    minutes: tuple[int, int], code: str, told: str
) -> None:
    therapist, assistant = minutes
    request = parse_message(told.format(therapist, assistant, SERVICES[code][0]), today=TODAY)
    typed = parse_units(f"{code} pt:{therapist} pta:{assistant}", today=TODAY)
    assert isinstance(request, UnitsRequest)
    assert request.provider_minutes == typed.provider_minutes


@pytest.mark.parametrize(
    "piece",
    [
        "9:00 to ",
        "until 9:45 ",
        "is the ",
        "how do i ",
        "pta she did ",
        "half ",
        "te/mt 10/12/",
        "five to ",
        "mon ",
    ],
)
def test_no_told_text_takes_long(piece: str) -> None:
    assert seconds((piece * LONGEST_TOLD)[:LONGEST_TOLD], parse=parse_message) < 0.25
