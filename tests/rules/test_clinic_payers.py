"""A clinic's own payers: added and put in place, or refused as a whole with every fault."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from rules import (
    AssistantModifierUse,
    CountingRule,
    DisciplineModifierUse,
    EditsUse,
    KxUse,
    ModifierClass,
    NoRuleInForce,
    PayerBook,
    payer_book,
    read_clinic_payers,
)
from rules.errors import ParameterFileError

ON = date(2026, 3, 2)
SIGNED = "    owner: Dana\n    reviewed_on: 2026-10-01\n"


def book_of(folder: Path, text: str) -> PayerBook:
    file = folder / "payers.yaml"
    file.write_text(text, encoding="utf-8")
    return read_clinic_payers(file, name=file.name)


def test_a_new_payer_has_what_is_written_and_nothing_else_is_taken_for_known(tmp_path: Path) -> None:
    book = book_of(tmp_path, f'payers:\n  kaiser:\n    label: "Kaiser"\n    counting_rule: ama\n{SIGNED}')
    kaiser = book.profiles["kaiser"]
    rule, value = kaiser.rule_on(ON)
    assert rule is CountingRule.AMA
    assert value.reference == "clinic.payers.kaiser.counting_rule@2012-01-01"
    assert value.cite == ("contract-terms", "the clinic's payer file")
    assert kaiser.discipline_modifiers_on(ON)[0] is DisciplineModifierUse.PER_PLAN
    assert kaiser.assistant_modifiers_on(ON)[0] is AssistantModifierUse.UNKNOWN
    assert kaiser.kx_on(ON)[0] is KxUse.UNKNOWN
    assert kaiser.edits_on(ON)[0] is EditsUse.UNKNOWN
    assert (kaiser.owner, kaiser.reviewed_on, kaiser.review_in) == ("Dana", date(2026, 10, 1), "6 months")
    assert (kaiser.is_clinics, kaiser.shows_both_rules, kaiser.limits, kaiser.note) == (True, False, (), "")


def test_a_plan_takes_what_it_leaves_out_from_its_family(tmp_path: Path) -> None:
    book = book_of(tmp_path, f'payers:\n  bcbs.ks:\n    label: "BCBS Kansas"\n    kx: required\n{SIGNED}')
    kansas, family = book.profiles["bcbs.ks"], payer_book().profiles["bcbs"]
    assert kansas.kx_on(ON)[0] is KxUse.REQUIRED
    assert kansas.counting_rule is family.counting_rule
    assert (kansas.shows_both_rules, kansas.limits, kansas.note) == (True, family.limits, family.note)
    assert kansas.aliases == ()
    assert book.find("bcbs.ks") is kansas


def test_an_override_keeps_the_name_and_settles_the_count(tmp_path: Path) -> None:
    book = book_of(tmp_path, f'payers:\n  uhc:\n    counting_rule: ama\n    aliases: ["uhc gold"]\n{SIGNED}')
    uhc, built_in = book.profiles["uhc"], payer_book().profiles["uhc"]
    assert uhc.label == "UnitedHealthcare"
    assert uhc.aliases == (*built_in.aliases, "uhc gold")
    assert not uhc.shows_both_rules
    assert uhc.rule_on(ON)[0] is CountingRule.AMA
    assert uhc.assistant_modifiers is built_in.assistant_modifiers
    assert payer_book().profiles["uhc"].rule_on(ON)[0] is CountingRule.CMS


@pytest.mark.parametrize(
    ("day", "rule"), [(date(2025, 12, 31), "cms"), (date(2026, 1, 1), "ama"), (date(2026, 7, 1), "full15")]
)
def test_a_dated_word_holds_from_its_day_and_the_built_in_one_before_it(
    tmp_path: Path, day: date, rule: str
) -> None:
    text = f"payers:\n  uhc:\n    counting_rule: {{2026-07-01: full15, 2026-01-01: ama}}\n{SIGNED}"
    assert book_of(tmp_path, text).profiles["uhc"].rule_on(day)[0] == rule


def test_a_new_payer_is_refused_before_its_first_dated_word(tmp_path: Path) -> None:
    text = f'payers:\n  kaiser:\n    label: "Kaiser"\n    counting_rule: {{2026-01-01: ama}}\n{SIGNED}'
    kaiser = book_of(tmp_path, text).profiles["kaiser"]
    assert kaiser.rule_on(date(2026, 1, 1))[0] is CountingRule.AMA
    with pytest.raises(NoRuleInForce):
        kaiser.rule_on(date(2025, 12, 31))


def test_limits_order_and_place_are_taken_as_written(tmp_path: Path) -> None:
    text = (
        f'payers:\n  aetna:\n    limits: ["At most 4 units a visit."]\n    where: "p. 12"\n{SIGNED}'
        "    modifier_order: [discipline, assistant]\n"
    )
    aetna = book_of(tmp_path, text).profiles["aetna"]
    assert [(limit.says, limit.cite.at) for limit in aetna.limits] == [("At most 4 units a visit.", "p. 12")]
    assert aetna.modifier_order == (ModifierClass.DISCIPLINE, ModifierClass.ASSISTANT)


FAULTY = {
    "": ("payers.yaml line 1: the file is empty; begin with payers:",),
    "# nothing yet\n": ("the file is empty; begin with payers:",),
    "- kaiser\n": ("payers.yaml line 1: here belong keys",),
    "payers:\n  kaiser: 5\n": ("line 2: payers.kaiser: here belong keys",),
    "payers: {}\nmore: 1\n": ("line 2", "more"),
    f"payers:\n  kaiser:\n    counting_rule: ama\n{SIGNED}": ("payers.kaiser", "needs a label"),
    f'payers:\n  kaiser:\n    label: "Kaiser"\n{SIGNED}': ("payers.kaiser", "needs a counting_rule"),
    "payers:\n  aetna:\n    reviewed_on: 2026-10-01\n": ("line 2", "owner", "Field required"),
    "payers:\n  aetna:\n    owner: Dana\n": ("line 2", "reviewed_on", "Field required"),
    f"payers:\n  aetna:\n    counting_rule: cmms\n{SIGNED}": ("line 3", "counting_rule", "'cms', 'ama'"),
    f"payers:\n  aetna:\n    review_in: soon\n{SIGNED}": ("line 3", "review_in"),
    f"payers:\n  aetna:\n    counting_role: cms\n{SIGNED}": ("line 3", "counting_role"),
    f"payers:\n  aetna:\n    kx: no\n    kx: required\n{SIGNED}": ("line 4", "given twice"),
    f'payers:\n  aetna:\n    aliases: ["Aetna Gold"]\n{SIGNED}': ("line 3", "aliases.0"),
    f'payers:\n  aetna:\n    aliases: ["humana"]\n{SIGNED}': ("'humana' already names",),
    f'payers:\n  aetna:\n    limits: ["Four units"]\n{SIGNED}': ("line 3", "limits.0"),
    f"payers:\n  aetna:\n    modifier_order: [kx]\n{SIGNED}": ("line 3", "modifier_order.0", "'assistant'"),
    f"payers:\n  aetna:\n    modifier_order: [distinct, distinct]\n{SIGNED}": ("names a class twice",),
    f'payers:\n  "Blue Plan":\n    label: "B1"\n    counting_rule: cms\n{SIGNED}': (
        "payers.Blue Plan",
        "an id is",
    ),
    "payers:\n  aetna: [\n": ("payers.yaml line",),
}


@pytest.mark.parametrize("text", FAULTY)
def test_a_faulty_file_is_refused_in_words_that_say_where_and_what(tmp_path: Path, text: str) -> None:
    with pytest.raises(ParameterFileError) as caught:
        book_of(tmp_path, text)
    told = str(caught.value)
    assert [words for words in FAULTY[text] if words not in told] == [], told


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    text = f'payers:\n  kaiser:\n    label: "Kaiser"\n{SIGNED}  other:\n    counting_rule: cms\n{SIGNED}'
    with pytest.raises(ParameterFileError) as caught:
        book_of(tmp_path, text)
    assert len(str(caught.value).splitlines()) == 2
