"""Which calculation a whole message asks for: sure ones are read, doubtful ones asked about, others left."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.parsing import (
    CheckRequest,
    CodeRequest,
    DenialRequest,
    KxRequest,
    PairRequest,
    ParseProblem,
    UnitsRequest,
    parse_message,
)
from bot.parsing.plain_parser import LONGEST_MESSAGE
from scripts.evaluation.requests import matches, read, wanted
from tests.bot.parsing.cases import FOLDER, TODAY
from tests.bot.parsing.cases import read as tried
from tests.bot.parsing.test_speed import HOSTILE, OF_OTHERS, seconds
from tests.support import shared_or_skip

REQUESTS: list[dict[str, Any]] = yaml.safe_load((FOLDER / "plain_requests.yaml").read_text(encoding="utf-8"))[
    "requests"
]


@pytest.mark.parametrize("request_line", REQUESTS, ids=lambda line: repr(line["text"]))
def test_a_message_is_taken_for_the_calculation_it_asks_for(request_line: dict[str, Any]) -> None:
    found = read(request_line["text"])
    assert matches(request_line["expected"], found), (wanted(request_line["expected"]), found)


def test_every_request_of_the_evaluation_is_read_field_by_field() -> None:
    content = yaml.safe_load(shared_or_skip("eval/intents.yaml").read_text(encoding="utf-8"))["requests"]
    wrong = [
        (one["text"], read(one["text"])) for one in content if not matches(one["expected"], read(one["text"]))
    ]
    assert len(content) >= 60
    assert wrong == []


@pytest.mark.parametrize("file", ["dev_questions.yaml", "out_of_scope.yaml"])
def test_no_question_for_knowledge_is_taken_for_a_calculation(file: str) -> None:
    questions = yaml.safe_load(shared_or_skip(f"eval/{file}").read_text(encoding="utf-8"))["questions"]
    wrong = []
    for one in questions:
        found = read(one["question"])
        accepted = one.get("accept_intent")
        is_right = accepted is not None and matches({"payer": found.get("payer")} | accepted, found)
        if found["command"] != "none" and not is_right:
            wrong.append((one["question"], found))
    assert len(questions) >= 60
    assert wrong == []


@pytest.mark.parametrize(
    "text",
    [
        "can I bill ther ex and neuro for the same 15 minutes",
        "do I need at least 8 minutes of 97112 to bill it",
        "student treated the pt for 30 minutes of therex, medicare",
        "is 97129 15 minutes",
        "can I bill 97164 for 10 minutes",
        "what is the kx threshold for 2026",
        "how much of the $2,480 threshold is left for my patient",
        "what happens once a patient is over $3000 for kx",
        "97140 denied as bundled with 97530",
        "which is better, 97112 or 97110",
        "who can bill 97112 and 97110",
        "can I do 97110 and 97530 with 2 patients at once",
        "how many units of 97153 for 2 hours of aba",
        "2 units for 10 min infusion and 97110",
        "tell us about the pool",
        "97161 97162 97163",
        "what does CO 97 mean",
        "does CO go on line 3 for 97110",
    ],
)
def test_a_question_for_knowledge_is_left_alone(text: str) -> None:
    assert parse_message(text, today=TODAY) is None


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("25 min of neuro but not the 10 of te, what do I bill", ["/units 97112 25 97110 10"]),
        ("how many units for 20 min minus some on neuro", ["/units 97112 20"]),
        ("20 minutes stretching and 10 minutes neuro how many units", []),
        ("how many units for 10 minutes of te twice", ["/units 97110 10"]),
    ],
)
def test_words_that_may_change_the_count_are_asked_about(text: str, offered: list[str]) -> None:
    with pytest.raises(ParseProblem) as caught:
        parse_message(text, today=TODAY)
    assert caught.value.code == "doubtful_sentence"
    assert caught.value.outcome == "clarify"
    assert list(caught.value.suggestions) == offered


def test_an_amount_without_its_bucket_is_asked_about_with_both() -> None:
    with pytest.raises(ParseProblem) as caught:
        parse_message("patient is at $2300 do we need kx", today=TODAY)
    assert list(caught.value.suggestions) == ["/billing kx pt 2300", "/billing kx ot 2300"]


@pytest.mark.parametrize(
    ("told", "minutes"),
    [
        ("72 yo, 15 min manual and 20 min te", {"97140": 15, "97110": 20}),
        ("visit 3 of 12, manual 15, te 20", {"97140": 15, "97110": 20}),
        ("seen 3x/week, manual 15, te 20 medicare", {"97140": 15, "97110": 20}),
        ("copay $25, manual 15, te 20", {"97140": 15, "97110": 20}),
        ("week 4 post op, did manual 15 and te 20", {"97140": 15, "97110": 20}),
        ("at 2pm I did 15 min manual and 20 min te", {"97140": 15, "97110": 20}),
        ("L4-L5, M54.5, manual 15 min and te 20 min", {"97140": 15, "97110": 20}),
        ("did 3 sets of 10 squats, 20 min te, 15 min manual", {"97110": 20, "97140": 15}),
        ("he was 10 min late, so 15 min manual and 20 min te, units?", {"97140": 15, "97110": 20}),
        ("manual 15, te 20, do they need a 59", {"97140": 15, "97110": 20}),
        ("75% assist, gait 12 min", {"97116": 12}),
        ("45 minute session: 15 manual, 20 te", {"97140": 15, "97110": 20}),
        ("how many units for 97140 20 min both knees and te 15 min", {"97140": 20, "97110": 15}),
    ],
)
def test_numbers_that_are_no_minutes_are_not_counted(told: str, minutes: dict[str, int]) -> None:
    request = parse_message(told, today=TODAY)
    assert isinstance(request, UnitsRequest)
    assert dict(request.visit.minutes) == minutes


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("units 97112 25", UnitsRequest),
        ("pair 97140 97124", PairRequest),
        ("check 97110x3 minutes: 97110 38", CheckRequest),
        ("kx pt 2300", KxRequest),
        ("code 97112", CodeRequest),
        ("denial CO 97", DenialRequest),
        ("CO 97", DenialRequest),
        ("billing kx ot 1900", KxRequest),
    ],
)
def test_a_command_word_works_without_its_slash(text: str, kind: type) -> None:
    assert isinstance(parse_message(text, today=TODAY), kind)


@pytest.mark.parametrize(
    ("said", "payer"),
    [
        ("texas medicaid", "medicaid.tx"),
        ("medicaid of ohio", "medicaid.oh"),
        ("North Carolina Medicaid", "medicaid.nc"),
        ("medicaid", "medicaid"),
        ("BCBS of Texas", "bcbs"),
        ("worker's comp", "work_comp"),
        ("med b", "medicare"),
        ("a medicare advantage plan", "medicare_advantage"),
        ("United Healthcare", "uhc"),
        ("the VA", "va"),
    ],
)
def test_payers_are_named_as_people_name_them(said: str, payer: str) -> None:
    units = parse_message(f"25 min neuro for {said}", today=TODAY)
    pair = parse_message(f"can 97140 and 97530 go together for {said}", today=TODAY)
    assert isinstance(units, UnitsRequest)
    assert isinstance(pair, PairRequest)
    assert (units.payer, pair.payer) == (payer, payer)


def test_a_slip_is_read_and_told() -> None:
    request = parse_message("25 minuts nuero and 10 theraputic excercise", today=TODAY)
    assert isinstance(request, UnitsRequest)
    assert dict(request.visit.minutes) == {"97112": 25, "97110": 10}
    told = {
        reading.data["said"]: reading.data["meant"] for reading in request.readings if reading.kind == "slip"
    }
    assert told["nuero"] == "neuro"
    assert told["theraputic"] == "therapeutic"


def test_a_name_is_no_slip_and_reaches_no_reading_or_suggestion() -> None:
    request = parse_message("saw Manuel Grout, 15 min te and 20 min gait, medicare", today=TODAY)
    assert isinstance(request, UnitsRequest)
    assert dict(request.visit.minutes) == {"97110": 15, "97116": 20}
    assert "anuel" not in repr(request)
    assert "rout" not in repr(request)
    told = parse_message("how many units for 20 min with Kowalski on neuro", today=TODAY)
    assert isinstance(told, UnitsRequest)
    assert dict(told.visit.minutes) == {"97112": 20}
    assert "kowalski" not in repr(told).lower()
    with pytest.raises(ParseProblem) as caught:
        parse_message("how many units for 20 min not with Kowalski on neuro", today=TODAY)
    assert "kowalski" not in (repr(caught.value.suggestions) + caught.value.message).lower()


def test_a_message_longer_than_any_question_is_left_alone() -> None:
    assert parse_message("97112 25 " + "x " * LONGEST_MESSAGE, today=TODAY) is None


def test_the_day_and_the_setting_come_along_with_a_pair() -> None:
    request = parse_message(
        "97140 and 97530 same day at our hospital clinic on:2026-03-02, edit?", today=TODAY
    )
    assert isinstance(request, PairRequest)
    assert request.setting == "hospital"
    assert request.date_of_service is not None
    assert request.date_of_service.isoformat() == "2026-03-02"


WORDS = st.sampled_from(
    [line["text"] for line in REQUESTS]
    + [*HOSTILE, *OF_OTHERS, "not", "one", "texas medicaid", "$2,300", "kx", "CO 97"]
)


@given(st.one_of(st.text(max_size=300), st.lists(WORDS, max_size=4).map(" ".join)))
def test_no_message_makes_it_fail(text: str) -> None:
    found = tried(parse_message, text)
    if isinstance(found, ParseProblem):
        assert found.message
        assert len(found.suggestions) <= 3


@pytest.mark.parametrize(
    "piece",
    [*HOSTILE, *OF_OTHERS, "20 min ", "nuero 25 ", "texas ", "kx $2 ", "co 9 ", "need 59 ", "or 97112 "],
)
def test_no_message_takes_long(piece: str) -> None:
    assert seconds((piece * LONGEST_MESSAGE)[:LONGEST_MESSAGE], parse=parse_message) < 0.25


def test_a_usual_message_takes_less_than_five_milliseconds() -> None:
    texts = [line["text"] for line in REQUESTS]
    parse_message("25 min neuro", today=TODAY)
    assert sum(seconds(text, parse=parse_message) for text in texts) / len(texts) < 0.005
