"""One card for one code: counted right, edits sorted by what opens them, refused when the code is gone."""

from __future__ import annotations

from datetime import date

import pytest

from rules import CodeNotInForce, NoRuleInForce, UnknownCode, code_table, sources
from rules.card_notes import card_notes, everyday_codes
from rules.code_card import CodeCard, code_card
from rules.mue import MueStatus, mue_list
from rules.ptp_chart import ptp_chart
from rules.published import Setting
from rules.types import CountedBy
from tests.rules.card_case_files import CARDS, Card

ON = date(2026, 3, 2)
PRACTITIONER, HOSPITAL = Setting.PRACTITIONER, Setting.HOSPITAL


def card_of(code: str, on: date = ON, setting: Setting = PRACTITIONER) -> CodeCard:
    return code_card(code, on=on, setting=setting, ptp=ptp_chart(setting), mue=mue_list(setting))


@pytest.mark.parametrize("case", [pytest.param(case, id=case.name) for case in CARDS])
def test_every_worked_card_is_as_it_says(case: Card) -> None:
    card = card_of(case.code, case.date_of_service, case.setting)
    expect = case.expect
    limit = card.mue.entry
    assert card_notes(card.entry).kind == expect.kind
    assert card.from_minute == expect.from_minute
    assert (card.base.code if card.base else None) == expect.base
    assert (card.add_on.code if card.add_on else None) == expect.add_on
    assert ((limit.value, limit.adjudication_indicator) if limit else None) == expect.mue
    assert " ".join(pair.codes[1] for pair in card.closed) == expect.closed
    assert " ".join(pair.codes[1] for pair in card.opens) == expect.opens
    assert " ".join(denial.code for denial in card.denials) == expect.denials


@pytest.mark.parametrize("setting", list(Setting))
@pytest.mark.parametrize("on", [ON, date(2019, 3, 1), date(2026, 12, 31)])
def test_every_code_in_force_has_a_card(setting: Setting, on: date) -> None:
    living = [entry for entry in code_table() if entry.is_in_force(on)]
    assert len(living) > 150
    for entry in living:
        card = card_of(entry.code, on, setting)
        assert card.entry is entry
        assert {citation.source for citation in card.citations} <= sources().keys()
        assert all(pair.edit and pair.edit.modifier_indicator == 0 for pair in card.closed)
        assert all(pair.edit and pair.edit.modifier_indicator == 1 for pair in card.opens)
        assert entry.code not in {pair.codes[1] for pair in (*card.closed, *card.opens)}


def test_every_code_in_force_but_those_outside_the_benefit_says_what_the_note_needs() -> None:
    for entry in code_table():
        if entry.is_in_force(ON):
            outside = entry.counted_by is CountedBy.NEVER and not entry.is_refused_by_medicare
            assert bool(card_of(entry.code).note) is not outside, entry.code


def test_an_unknown_code_is_refused_as_in_a_count() -> None:
    with pytest.raises(UnknownCode, match="97121 is not in the code table"):
        card_of("97121")


@pytest.mark.parametrize(
    ("code", "last", "instead"),
    [("97003", date(2016, 12, 31), "97165"), ("97127", date(2019, 12, 31), "97129")],
)
def test_an_ended_code_has_a_card_on_its_last_day_and_none_on_the_next(
    code: str, last: date, instead: str
) -> None:
    assert card_of(code, last).entry.code == code
    with pytest.raises(CodeNotInForce, match=instead):
        card_of(code, date(last.year + 1, 1, 1))


def test_a_code_has_no_card_the_day_before_it_begins() -> None:
    assert card_of("97129", date(2020, 1, 1)).from_minute == 8
    with pytest.raises(CodeNotInForce, match="began on 2020-01-01"):
        card_of("97129", date(2019, 12, 31))


def test_a_date_before_the_edits_is_refused() -> None:
    with pytest.raises(NoRuleInForce):
        card_of("97110", date(1995, 12, 31))


def test_without_the_hospital_table_the_card_says_which_pairs_are_open() -> None:
    card = card_of("97112", setting=HOSPITAL)
    assert "97140" in card.unsettled
    assert card.mue.status is MueStatus.UNKNOWN
    assert card_of("97112").unsettled == ()


def test_the_setting_decides_which_indicator_stands_on_the_card() -> None:
    assert "97750" in {pair.codes[1] for pair in card_of("97161").closed}
    assert "97750" in {pair.codes[1] for pair in card_of("97161", setting=HOSPITAL).opens}


def test_a_table_of_the_other_setting_is_not_taken() -> None:
    with pytest.raises(ValueError, match="not for hospital"):
        code_card("97112", on=ON, setting=HOSPITAL, ptp=ptp_chart(PRACTITIONER), mue=mue_list(HOSPITAL))


def test_a_date_newer_than_the_chart_and_edits_without_a_first_day_are_told_once() -> None:
    new = [caution.id for caution in card_of("97110", date(2026, 11, 22)).cautions]
    assert new.count("chart_older_than_date") == 1
    [old] = [
        caution for caution in card_of("97140", date(2022, 5, 1)).cautions if caution.id.startswith("card")
    ]
    assert {"97150", "97760"} <= set(old.data["codes"])
    assert not [c for c in card_of("97140", date(2024, 4, 1)).cautions if c.id == "card_start_unknown"]


def test_a_code_announced_to_end_and_a_doubtful_one_are_said_to_be() -> None:
    assert "announced_to_end" in {caution.id for caution in card_of("92507").cautions}
    assert "doubtful_code" in {caution.id for caution in card_of("20560").cautions}


def test_the_everyday_codes_are_each_there_once_and_in_the_table() -> None:
    assert len(set(everyday_codes())) == len(everyday_codes()) > 20
    assert all(code in code_table() for code in everyday_codes())
