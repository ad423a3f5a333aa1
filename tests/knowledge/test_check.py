"""The check of the entries: every fault named, and none in what ships."""

from __future__ import annotations

from datetime import date

import pytest
import yaml

from knowledge.check import check_entries, plain
from knowledge.entry import Entry
from knowledge.loader import entries
from knowledge.search.elsewhere import elsewhere_documents
from tests.knowledge.made import BODY, PHRASINGS, made_entry
from tests.support import shared_or_skip

TODAY = date(2026, 11, 23)


def faults_of(entry: Entry) -> str:
    return "\n".join(check_entries({entry.id: entry}, on=TODAY))


def test_a_good_entry_has_no_fault() -> None:
    assert faults_of(made_entry()) == ""


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"question": "Rounding of minutes"}, "its title is no question"),
        ({"question": "May " + "all " * 40 + "minutes be rounded?"}, "its title has"),
        ({"also_asked": "[round it]"}, "also_asked has 1 phrasings"),
        ({"sources": "[{source: nowhere, at: p. 1}]"}, "no source is called nowhere"),
        ({"sources": "[]"}, "has no source"),
        ({"rules": "[medicare.no_such.rule]"}, "no parameter is called medicare.no_such.rule"),
        ({"related": "[not-there]"}, "related entry not-there does not exist"),
        ({"related": "[rounding-minutes]"}, "is related to itself"),
        ({"codes": '["99999"]'}, "99999 is not in the code table"),
        ({"scope": "{payer: acme, disciplines: [PT]}"}, "no payer is called acme"),
        ({"last_reviewed_on": "2026-11-24"}, "lies in the future"),
        ({"try": "units 97112 25"}, "begins with a slash"),
        (
            {"myths": "[{wrong: It is fine., right: It is not., asked: [it is ok]}]"},
            "myth with 1",
        ),
    ],
)
def test_a_fault_in_the_front_matter_is_named(changes: dict[str, str], said: str) -> None:
    assert said in faults_of(made_entry(**changes))


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("", "has no answer"),
        ("Is it allowed? No.\n\nDo: Write.", "its first line is no answer"),
        ("No. Minutes are exact.", "does not begin with `Do: `"),
        ("No, it costs $25 a time.\n\nDo: Write.", "a dollar amount is typed"),
        ("No, the limit is 4 units a day.\n\nDo: Write.", "a limit of units is typed"),
        ("No, 8–22 minutes are one unit.\n\nDo: Write.", "a span of minutes is typed"),
        ("# No\n\nDo: Write.", "has a heading"),
        ("No. " + "Short. " * 30 + "\n\nDo: Write.", "sentences and items"),
        ("No" + ", no" * 500 + ".\n\nDo: Write.", "its answer has"),
        ('No, {{ value("medicare.nope") }}.\n\nDo: Write.', "which is not under `rules`"),
        ("No, {{ nonsense() }}.\n\nDo: Write.", "values cannot be filled in"),
        ("No, {% if %}.\n\nDo: Write.", "values cannot be filled in"),
    ],
)
def test_a_fault_in_the_answer_is_named(body: str, said: str) -> None:
    assert said in faults_of(made_entry(body))


def test_a_template_value_is_no_typed_amount() -> None:
    body = 'No, {{ value("medicare.timed_units.minutes_per_unit") }} minutes are a unit.\n\nDo: Write.'
    assert faults_of(made_entry(body)) == ""


def test_one_wording_in_two_entries_is_named_with_both() -> None:
    one, other = made_entry(), made_entry(id="other-entry")
    found = check_entries({one.id: one, other.id: other}, on=TODAY)
    assert f"rounding-minutes, other-entry: share the phrasing: {PHRASINGS[0]}" in found


def test_one_wording_twice_in_an_entry_is_named_whatever_its_marks() -> None:
    doubled = "[" + ", ".join(f'"{line}"' for line in [*PHRASINGS, PHRASINGS[0].upper() + "?"]) + "]"
    assert f"has this phrasing twice: {PHRASINGS[0]}" in faults_of(made_entry(BODY, also_asked=doubled))


def test_the_shipped_entries_have_no_fault() -> None:
    assert check_entries(entries(), on=TODAY) == ()


def test_no_wording_is_a_sentence_of_the_evaluation_data() -> None:
    theirs: set[str] = set()
    for name in ("dev_questions.yaml", "out_of_scope.yaml"):
        data = yaml.safe_load(shared_or_skip(f"eval/{name}").read_text(encoding="utf-8"))
        theirs |= {plain(row["question"]) for row in data["questions"]}
    ours = {plain(line): entry.id for entry in entries().values() for line in entry.also_asked}
    ours |= {plain(line): document.id for document in elsewhere_documents() for line in document.wordings}
    assert {line: ours[line] for line in ours.keys() & theirs} == {}
