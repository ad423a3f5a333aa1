"""Answers with their values filled in by date of service."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from knowledge.faults import KnowledgeError
from knowledge.rendering import Tables, named_parameters, render_entry, without_templates
from rules import MueEntry, PtpEdit, Setting
from tests.knowledge.made import made_entry

DAY = date(2026, 3, 2)


def text_of(body: str, on: date = DAY, tables: Tables | None = None) -> str:
    return render_entry(made_entry(body), on=on, tables=tables).text


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ('{{ value("medicare.timed_units.minutes_per_unit") }}', "15"),
        ('{{ value("medicare.timed_units.pooled_first_additional") }}', "97129, 90912"),
        ("{{ span(1) }}, {{ span(3) }}", "8–22, 38–52"),
        ("{{ units(25) }}", "2"),
        ('{{ mue("97112") }}', "4"),
        ('{{ mue("97112", "hospital") }}', "(not known)"),
        ('{{ pair("97140", "97112") }}', "Medicare's table has no edit on 97140 with 97112"),
        (
            '{{ pair("97124", "97140") }}',
            "Medicare's table has an edit on 97124 with 97140 (97140 is column 1) that no modifier opens",
        ),
        (
            '{{ pair("97150", "97110") }}',
            "Medicare's table has an edit on 97110 with 97150 (97150 is column 1) that a modifier can open",
        ),
        ('{{ pair("97112", "99213") }}', "the table here cannot say whether 97112 with 99213 is an edit"),
    ],
)
def test_a_value_is_written_as_people_say_it(body: str, text: str) -> None:
    assert text_of(body) == text


def test_what_was_filled_in_is_named_with_its_source() -> None:
    found = render_entry(made_entry('{{ value("medicare.timed_units.minutes_per_unit") }}'), on=DAY)
    assert found.used == ("medicare.timed_units.minutes_per_unit@2012-01-01",)
    assert [cite.source for cite in found.citations] == ["cms-100-04-ch5"]


def test_a_value_that_no_date_covers_is_said_to_be_unknown_and_never_rolled_over() -> None:
    name = "medicare.timed_units.minutes_per_unit"
    found = render_entry(made_entry(f'{{{{ value("{name}") }}}}'), on=date(2001, 1, 1))
    assert (found.text, found.unknown) == ("(not known for 2001-01-01)", (name,))


@pytest.mark.parametrize(
    "body",
    [
        '{{ value("no.such.parameter") }}',
        "{{ missing }}",
        '{{ pair("97112", "97112") }}',
        '{{ mue("97112", "moon") }}',
        "{{ ''.__class__.__mro__ }}",
        "{{ span.__globals__ }}",
        "{{ span(999) }}",
    ],
)
def test_a_template_that_asks_for_what_is_not_there_is_refused(body: str) -> None:
    with pytest.raises(KnowledgeError, match="rounding-minutes"):
        text_of(body)


def test_a_correction_of_a_myth_is_filled_in_too() -> None:
    myths = "[{wrong: w, right: 'It is {{ units(25) }}.', asked: [a, b, c]}]"
    assert render_entry(made_entry(myths=myths), on=DAY).corrections == ("It is 2.",)


@dataclass
class MadeTable:
    """Tables that hold one row."""

    name: str = "made"
    quarter: str = "2026Q1"
    setting: Setting = Setting.PRACTITIONER
    first_day: date | None = None
    last_day: date | None = None

    def covers(self, code: str) -> bool:
        return True

    def rows(self, one: str, other: str) -> tuple[PtpEdit, ...]:
        return ()

    def find(self, code: str) -> MueEntry | None:
        return None


def test_a_loaded_table_takes_the_place_of_the_built_in_one() -> None:
    tables = Tables(ptp={Setting.PRACTITIONER: MadeTable()}, mue={Setting.PRACTITIONER: MadeTable()})
    assert text_of('{{ pair("97124", "97140") }}', tables=tables).endswith("has no edit on 97124 with 97140")
    assert text_of('{{ mue("97112") }}', tables=tables) == "(not known)"


def test_typed_words_and_named_parameters_are_told_apart() -> None:
    body = 'It is {{ value("a.b") }} or {{ value( \'c.d\' ) }}, {{ value("a.b") }}.'
    assert named_parameters(body) == ("a.b", "c.d")
    assert without_templates(body).split() == ["It", "is", "or", ",", "."]
