"""Broken content files: one fault in each, told by file, line and key in words a person can act on."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from rules import ContentError, find_value, parameters, payer_book, payer_parameters, yaml_files
from rules.errors import OverlapError, ParameterFileError
from rules.loader import load_parameter

BROKEN = Path(__file__).parent.parent / "fixtures/broken"

PARAMETERS = {
    "alias_to_nothing": ("line 9", "undefined alias"),
    "applies_by_something_else": ("line 4", "applies_by", "date_of_service"),
    "bracket_left_open": ("line 7", "expected ',' or '}'"),
    "checked_on_a_day_by_nobody": ("line 14", "checked", "`on` and `by` go together"),
    "citation_missing": ("line 8", "cite", "Field required"),
    "citation_without_a_place": ("line 11", "cite.at", "at least 1 character"),
    "code_without_quotes_alone": ("line 9", "97129 looks like a code; quote it"),
    "code_without_quotes_as_a_key": ("line 9", "97129 looks like a code; quote it"),
    "code_without_quotes_as_a_value": ("line 9", "97129 looks like a code; quote it"),
    "coming_value_in_other_words": ("line 14", "2026-01-01", "expected"),
    "confidence_that_is_no_word_of_ours": ("line 12", "confidence", "'verified', 'known'"),
    "control_character": ("control_character.yaml",),
    "day_given_twice": ("line 14", "2025, 1, 1", "given twice"),
    "empty": ("line 1",),
    "end_before_start": ("2025-01-01", "`through` 2024-12-31 lies before its first day"),
    "end_missing": ("line 8", "through", "Field required"),
    "end_that_is_no_day": ("line 10", "through", "'open'"),
    "first_day_that_does_not_exist": ("line 8", "2025-02-30"),
    "first_day_that_is_no_day": ("line 8", "in 2025"),
    "key_given_twice": ("line 4", "'unit' is given twice"),
    "key_that_is_a_list": ("line 3",),
    "key_that_is_not_known": ("line 3", "units", "Extra inputs are not permitted"),
    "list_instead_of_keys": ("line 1",),
    "not_utf_8": ("not_utf_8.yaml",),
    "sentence_without_full_stop": ("line 2", "says"),
    "source_that_is_not_listed": ("2025-01-01", "'cms-manual' is not in sources.yaml", "cms-100-04-ch5"),
    "standing_value_with_a_later_one": ("2025-01-01", "2025-07-01", "both hold on 2025-07-01"),
    "tab_for_an_indent": ("line 9", "\\t"),
    "two_documents": ("line 14", "another document"),
    "value_that_is_a_fraction": ("line 9", "value"),
    "values_that_overlap": ("2025-01-01", "2025-07-01", "both hold on 2025-07-01"),
}

PAYERS = {
    "alias_given_twice": ("plan.yaml", "'example' already names plan"),
    "alias_that_is_the_id_of_another_payer": ("plan.yaml", "'other' already names other"),
    "alias_that_names_another_payer": ("plan.yaml", "'example' already names other"),
    "counting_rule_that_is_a_number": ("plan.yaml", "8"),
    "counting_rule_that_is_not_known": ("plan.yaml", "by_the_hour"),
    "counting_rules_that_overlap": ("payers.plan.counting_rule", "both hold on 2026-01-01"),
    "key_missing": ("plan.yaml", "note", "Field required"),
    "kx_use_that_is_not_known": ("line 25", "kx", "'required', 'per_plan', 'no' or 'unknown'"),
    "limit_from_a_source_that_is_not_listed": ("payers.plan", "'hearsay' is not in sources.yaml"),
    "limit_without_a_full_stop": ("line 36", "limits.0.says"),
    "order_of_a_class_that_is_not_known": ("line 40", "modifier_order.0", "'assistant', 'distinct'"),
    "review_in_other_words": ("line 39", "review_in"),
    "modifier_use_that_is_not_known": ("line 13", "discipline_modifiers", "'required', 'per_plan'"),
    "truth_in_other_words": ("line 9", "shows_both_rules", "boolean"),
}


def test_every_broken_file_is_tested() -> None:
    assert {file.stem for file in (BROKEN / "parameters").glob("*.yaml")} == PARAMETERS.keys()
    assert {folder.name for folder in (BROKEN / "payers").iterdir()} == PAYERS.keys()


@pytest.mark.parametrize("name", PARAMETERS)
def test_a_broken_parameter_file_is_refused_in_words_that_say_where_and_what(name: str) -> None:
    with pytest.raises((ParameterFileError, OverlapError)) as caught:
        load_parameter(name, BROKEN / f"parameters/{name}.yaml")
    told = str(caught.value)
    assert name in told
    assert [words for words in PARAMETERS[name] if words not in told] == [], told


@pytest.mark.parametrize("name", PAYERS)
def test_a_broken_payer_file_is_refused_in_words_that_say_where_and_what(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(yaml_files, "files", lambda _: BROKEN / "payers" / name)
    with pytest.raises(ContentError) as caught:
        payer_book.__wrapped__()
    told = str(caught.value)
    assert [words for words in PAYERS[name] if words not in told] == [], told


def test_several_faults_of_one_file_are_told_at_once(tmp_path: Path) -> None:
    file = tmp_path / "several.yaml"
    text = (BROKEN / "parameters/sentence_without_full_stop.yaml").read_text(encoding="utf-8")
    file.write_text(
        text.replace("confidence: known", "confidence: sure").replace("value: 15", "value: [97129]"),
        encoding="utf-8",
    )
    with pytest.raises(ParameterFileError) as caught:
        load_parameter("several", file)
    assert len(str(caught.value).splitlines()) >= 3
    for words in ("says", "confidence", "97129"):
        assert words in str(caught.value)


def test_only_yaml_files_are_read_in_the_order_of_their_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("b.yaml", "README.md", "a/c.yaml", "a/notes.txt"):
        file = tmp_path / "parameters" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("", encoding="utf-8")
    monkeypatch.setattr(yaml_files, "files", lambda _: tmp_path)
    assert [name for name, _ in yaml_files.yaml_files("parameters")] == ["a/c", "b"]


def test_values_days_and_the_coming_one_are_read_as_written(tmp_path: Path) -> None:
    file = tmp_path / "good.yaml"
    file.write_text(
        "label: Amount\nsays: An amount.\nunit: minutes per unit\napplies_by: date_of_service\n"
        "scope: {payer: medicare}\nvalues:\n"
        '  2026-01-01: {value: {"98979": 10}, through: 2026-12-31, published: 2025-11-01,\n'
        '    cite: {source: contract-terms, at: "p. 1"}, confidence: known}\n'
        "  2025-01-01: {value: null, through: 2025-12-31,\n"
        '    cite: {source: contract-terms, at: "p. 2"}, confidence: derived}\n'
        "  2027-01-01: expected\n"
        "checked: {on: 2026-02-01, by: A biller, against: contract-terms}\n"
        "notes: {2025-01-01: Repealed for a year.}\n",
        encoding="utf-8",
    )
    found = load_parameter("a.b", file)
    assert [(value.value, value.effective, value.through) for value in found.values] == [
        (None, date(2025, 1, 1), date(2025, 12, 31)),
        ({"98979": 10}, date(2026, 1, 1), date(2026, 12, 31)),
    ]
    assert found.values[1].reference == "a.b@2026-01-01"
    assert (found.expected, found.checked_on) == ((date(2027, 1, 1),), date(2026, 2, 1))
    assert found.values[1].cite == ("contract-terms", "p. 1")


def test_a_value_is_found_again_by_the_reference_that_an_answer_prints() -> None:
    parameter, value = find_value("medicare.timed_units.minutes_per_unit@2012-01-01")
    assert (parameter.name, value.value) == ("medicare.timed_units.minutes_per_unit", 15)
    _, rule = find_value("payers.medicare.counting_rule@2012-01-01", payer_parameters())
    assert rule.value == "cms"


@pytest.mark.parametrize(
    "reference",
    [
        "medicare.timed_units.minutes_per_unit@2013-01-01",
        "no.such@2012-01-01",
        "payers.medicare.counting_rule@2012-01-01",
    ],
)
def test_a_reference_to_no_known_value_is_not_found(reference: str) -> None:
    with pytest.raises(KeyError):
        find_value(reference)


def test_every_value_in_use_is_found_again_by_its_reference() -> None:
    for known in (parameters(), payer_parameters()):
        for parameter in known.values():
            for value in parameter.values:
                assert find_value(value.reference, payer_parameters()) == (parameter, value)
