"""Numbers and days of people in the forms they are written in, beside codes and minutes that stay."""

from __future__ import annotations

import itertools

import pytest

from bot.redaction import storable
from tests.bot.redaction.leaks import stands_in

BEFORE = ("", "pt ", "can I bill 97112, ", "97110 25 97112 10 ")
BEHIND = (", 97112 25 min", " 97110 denied", ", 8 min manual 10 TE units?", " and 97530 with 97140")
FORMS = {
    "birth": (
        ("dob {}", "DOB: {}", "born {}", "birthday is {}", "D.O.B. {}", "pt born on {}"),
        (
            "4/7/1958",
            "04/07/58",
            "1958-04-07",
            "7 Apr 1958",
            "April 7th 1958",
            "7.4.1958",
            "4/7/'58",
            "04071958",
        ),
    ),
    "service": (
        (
            "DOS {}",
            "seen {}",
            "on {} we billed",
            "eval on {}",
            "discharged {}",
            "for {} visit",
            "last visit was {}",
        ),
        (
            "3/14/2026",
            "03-14-26",
            "14-Mar-2026",
            "Mar 14",
            "March 14th, 2026",
            "14 march 2026",
            "3/14",
            "3/14/'26",
        ),
    ),
    "record": (
        ("MRN {}", "chart {}", "chart #{}", "acct no. {}", "pt id {}", "patient id: {}", "mrn is {}"),
        ("55208", "448201", "A770291", "KT55208", "55-20817", "448 201"),
    ),
    "member": (
        ("member id {}", "subscriber {}", "policy # {}", "UHC id {}", "ID# {}", "medicaid id {}"),
        ("XQT880431276", "880431276", "W2291 88410", "K88043127", "8804-3127-66", "XQT 880431"),
    ),
    "claim": (
        ("claim {}", "claim # {}", "ICN {}", "auth {}", "Auth # {}", "ref {}", "invoice #{}"),
        ("2026071599", "2026071599123", "AB7719034", "2026-0715", "A-771903"),
    ),
    "social security": (("ssn {}", "{}", "social {}"), ("987-65-4321", "987654321", "987 65 4321")),
    "phone": (
        ("call {}", "phone: {}", "cell {}", "{}", "fax to {}"),
        (
            "(312) 555-0143",
            "312-555-0143",
            "312.555.0143",
            "312 555 0143",
            "3125550143",
            "+13125550143",
            "555-0143",
        ),
    ),
    "age": (
        ("{} female", "pt is {}", "my {} pt"),
        ("91 yo", "94 y/o", "97 year old", "102yo", "93-year-old", "aged 92"),
    ),
    "address": (
        ("lives at {}", "home visit {}", "{}"),
        ("12 Oak St", "4417 juniper hollow rd", "9 N Maple Ave", "1207 W 5th Street", "88 Old Mill Ln"),
    ),
}


@pytest.mark.parametrize("kind", FORMS)
def test_no_form_of_it_stays_and_the_codes_beside_it_do(kind: str) -> None:
    labels, values = FORMS[kind]
    wrong = []
    for number, (label, value) in enumerate(itertools.product(labels, values)):
        before, behind = BEFORE[number % len(BEFORE)], BEHIND[number % len(BEHIND)]
        text = storable(before + label.format(value) + behind)
        if stands_in(value, text) or not (text.startswith(before.strip()) and text.endswith(behind)):
            wrong.append((before + label.format(value) + behind, text))
    assert not wrong


@pytest.mark.parametrize("label", ["MRN {}", "pt id {}", "chart #{}", "acct no. {}", "member id: {}"])
def test_a_record_number_that_is_a_code_as_well_goes(label: str) -> None:
    assert "97140" not in storable(label.format("97140"))


@pytest.mark.parametrize(
    "text", ["chart 97112 apart", "claim 97140 denied", "auth for 97530", "Hillsboro has 97124"]
)
def test_a_code_behind_such_a_word_stays(text: str) -> None:
    assert any(code in storable(text) for code in ("97112", "97140", "97530", "97124"))


def test_a_postal_code_that_is_a_code_as_well_goes() -> None:
    assert "97124" not in storable("she moved to Hillsboro OR 97124")
    assert "97124" in storable("97110 OR 97124?")
