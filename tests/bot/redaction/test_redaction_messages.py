"""Messages with invented identifiers: nothing that says who somebody is stays, what is asked does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import yaml

from bot.redaction import Kind, find_identifiers, redact, storable, without_identifiers
from tests.bot.redaction.leaks import HERE, messages, stands_in
from tests.support import shared_or_skip

OWN = messages(HERE / "messages.yaml")
FRESH = messages(HERE / "fresh_messages.yaml")
ODD = messages(HERE / "odd_messages.yaml")
ORDINARY: list[str] = yaml.safe_load((HERE / "ordinary_messages.yaml").read_text(encoding="utf-8"))[
    "messages"
]
LEAST_KEPT = 0.98


@pytest.mark.parametrize("message", [*OWN, *FRESH, *ODD], ids=lambda message: message["text"][:40])
def test_what_says_who_somebody_is_goes_and_the_question_stays(message: dict[str, Any]) -> None:
    text = storable(message["text"])
    assert [detail for detail in message["must_not_store"] if stands_in(detail, text)] == [], text
    assert [part for part in message["keep"] if not stands_in(part, text)] == [], text


def test_there_are_messages_of_every_kind() -> None:
    assert len(OWN) + len(FRESH) >= 200
    assert len(FRESH) >= 60
    found = {kind for message in OWN for kind in redact(message["text"]).kinds}
    assert found == set(Kind) - {Kind.UNKNOWN}


def test_messages_about_nobody_stay_as_they_are_and_nobody_is_told_of_anything() -> None:
    changed = [
        (text, storable(text))
        for text in ORDINARY
        if storable(text) != text or without_identifiers(text).kinds
    ]
    assert len(changed) <= (1 - LEAST_KEPT) * len(ORDINARY), changed


def test_the_shared_messages_leak_nothing_and_keep_what_they_ask() -> None:
    shared = messages(shared_or_skip("eval/phi_messages.yaml"))
    leaks = [
        (each["id"], detail)
        for each in shared
        for detail in each["must_not_store"]
        if stands_in(detail, storable(each["text"]))
    ]
    lost = [
        (each["id"], part)
        for each in shared
        for part in each.get("keep", ())
        if not stands_in(part, storable(each["text"]))
    ]
    assert leaks == []
    assert lost == []


@pytest.mark.parametrize(
    ("file", "texts", "at_least"),
    [
        ("dev_questions.yaml", lambda read: [each["question"] for each in read["questions"]], 0.99),
        ("intents.yaml", lambda read: [each["text"] for each in read["requests"]], 0.99),
        ("topics.yaml", lambda read: [each["question"] for each in read["topics"]], 0.99),
        ("out_of_scope.yaml", lambda read: [each["question"] for each in read["questions"]], 0.85),
    ],
)
def test_questions_without_a_patient_stay_as_they_are(
    file: str, texts: Callable[[Any], list[str]], at_least: float
) -> None:
    asked = texts(yaml.safe_load(shared_or_skip(f"eval/{file}").read_text(encoding="utf-8")))
    changed = [(text, storable(text)) for text in asked if storable(text) != text]
    assert len(changed) <= (1 - at_least) * len(asked), changed


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Mr. Okonkwo, dob 4/17/58, MRN 448201", [Kind.NAME, Kind.BIRTH_DATE, Kind.RECORD_NUMBER]),
        ("DOS 3/14/2026 for 97112", [Kind.SERVICE_DATE]),
        ("97112 25 97110 10 medicare", []),
        ("a frobnicated gizmo for 97112", []),
        ("call 312-555-0143 or a.b@example.com", [Kind.PHONE, Kind.EMAIL]),
        ("she is 94 yo and lives at 12 Oak St", [Kind.AGE, Kind.ADDRESS]),
        ("auth A00291773, claim # 20260715", [Kind.AUTHORIZATION, Kind.CLAIM_NUMBER]),
    ],
)
def test_the_asker_can_be_told_what_was_taken_out(text: str, kinds: list[Kind]) -> None:
    assert [found.kind for found in find_identifiers(text)] == kinds
    assert redact(text).kinds == tuple(kinds)


def test_the_asker_gets_the_question_back_with_words_that_are_not_ours() -> None:
    text = "Patient Ngozi Adeyemi used the frobnicator for 10 min"
    assert without_identifiers(text).text == "Patient [name] used the frobnicator for 10 min"
    assert storable(text) == "Patient [name] used the […] for 10 min"


def test_spans_are_where_the_details_stand() -> None:
    text = "Is KX due for Ngozi Adeyemi, MRN 448201?"
    assert [text[each.start : each.end] for each in redact(text).spans] == ["Ngozi Adeyemi", "448201"]


def test_a_name_is_taken_out_everywhere_it_stands() -> None:
    assert "maria" not in storable("Maria had TE. Can maria come twice? MARIA asks.").lower()
    assert storable("Mr. Bill asks if I can bill 97110") == "Mr. [name] asks if I can [name] 97110"
