"""`/pair`: what is read, what is answered in each of the three states, and what never is."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.answer import Answer, Outcome
from bot.parsing import ParseProblem, parse_pair
from bot.question import Question
from bot.service import Service
from bot.store import Hasher, open_log

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("97140 97124", ("97140", "97124")),
        ("97112, 97140; 97530", ("97112", "97140", "97530")),
        ("manual with neuro", ("97140", "97112")),
        ("97140+97012", ("97140", "97012")),
        ("97140 97140 97012", ("97140", "97012")),
    ],
)
def test_codes_are_read_in_typed_order_each_once(text: str, codes: tuple[str, ...]) -> None:
    assert parse_pair(text, today=TODAY).codes == codes


def test_options_are_read_among_the_codes() -> None:
    request = parse_pair("97161 on:3/2/2026 97750 setting:hospital payer:uhc pt", today=TODAY)
    assert request.codes == ("97161", "97750")
    assert (request.date_of_service, request.setting, request.payer) == (date(2026, 3, 2), "hospital", "uhc")


@pytest.mark.parametrize(
    ("text", "code", "says"),
    [
        ("", "missing_codes", "No code was given"),
        ("97140", "missing_codes", "Only 97140"),
        ("97140 97140", "missing_codes", "Only 97140"),
        ("97140 97124 59", "modifier_typed", "59"),
        ("97140 25 97124 10", "not_a_code", "codes only"),
        ("97140 99999", "unknown_code", "99999"),
        ("97121 97112", "unknown_code", "97112"),
        (" ".join(str(code) for code in range(29105, 29131)), "unknown_code", "29106"),
    ],
)
def test_what_is_no_pair_of_codes_is_said_in_a_sentence(text: str, code: str, says: str) -> None:
    with pytest.raises(ParseProblem) as problem:
        parse_pair(text, today=TODAY)
    assert problem.value.code == code
    assert says in problem.value.message
    assert all(line.startswith("/pair ") for line in problem.value.suggestions)


@pytest.fixture
def service(tmp_path: Path) -> Service:
    return Service(
        open_log(str(tmp_path / "log.db")),
        Hasher(b"k"),
        timezone=ZoneInfo("UTC"),
        clock=lambda: datetime(2026, 11, 23, 15, 0, tzinfo=UTC),
    )


def ask(service: Service, text: str) -> Answer:
    return service.answer(Question(text))


def test_the_most_asked_pair_has_no_edit_and_the_chart_says_how_old_it_is(service: Service) -> None:
    answer = ask(service, "/pair 97112 97140")
    (pair,) = answer.pairs
    assert (pair["status"], pair["column_one"], pair["modifiers"]) == ("no_edit", None, [])
    assert pair["quarter"] == "2024Q3"
    assert "chart_older_than_date" in [warning.id for warning in answer.warnings]
    assert "no Medicare NCCI edit" in answer.text
    assert "From the built-in table of 2024Q3, older than the date of service" in answer.text


@pytest.mark.parametrize("codes", ["97140 97124", "97124 97140"])
def test_no_modifier_helps_an_edit_with_indicator_0_in_either_order(service: Service, codes: str) -> None:
    (pair,) = ask(service, f"/pair {codes}").pairs
    assert (pair["status"], pair["column_one"], pair["column_two"]) == ("edit", "97140", "97124")
    assert (pair["modifier_indicator"], pair["modifiers"]) == (0, [])


def test_an_edit_with_indicator_1_asks_for_the_fact_and_adds_nothing_by_itself(service: Service) -> None:
    answer = ask(service, "/pair 97140 97012 on:2026-03-02")
    (pair,) = answer.pairs
    assert pair["modifiers"] == ["59", "XE", "XS", "XP", "XU"]
    assert "Which one was it?" in answer.text


@pytest.mark.parametrize(
    ("day", "status"), [("2019-12-31", "edit"), ("2020-01-01", "no_edit"), ("2026-03-02", "no_edit")]
)
def test_an_ended_edit_holds_through_its_last_day(service: Service, day: str, status: str) -> None:
    (pair,) = ask(service, f"/pair 97116 97530 on:{day}").pairs
    assert pair["status"] == status


def test_a_table_that_cannot_say_is_no_pass(service: Service) -> None:
    answer = ask(service, "/pair 97110 96105")
    assert [pair["status"] for pair in answer.pairs] == ["not_in_table"]
    assert not answer.confident
    assert "no sign that there is no edit" in answer.text


def test_setting_decides_the_table(service: Service) -> None:
    office = ask(service, "/pair 97161 97750").pairs[0]
    hospital = ask(service, "/pair 97161 97750 setting:hospital").pairs[0]
    assert (office["modifier_indicator"], hospital["modifier_indicator"]) == (0, 1)
    assert hospital["quarter"] == "2026Q4"


def test_every_pair_among_several_codes_is_answered(service: Service) -> None:
    pairs = ask(service, "/pair 97112 97140 97530 97150").pairs
    assert len(pairs) == 6
    assert {tuple(pair["codes"]) for pair in pairs if pair["status"] == "edit"} == {
        ("97112", "97150"),
        ("97140", "97150"),
        ("97530", "97150"),
    }


def test_a_deleted_code_is_refused_with_its_successor(service: Service) -> None:
    answer = ask(service, "/pair 97001 97110")
    assert (answer.outcome, answer.error.code) == (Outcome.REFUSED, "deleted_code")
    assert "97161" in answer.text


def test_units_show_the_edit_among_their_codes_and_are_then_not_sure(service: Service) -> None:
    answer = ask(service, "/units 97140 15 97124 15 payer:medicare pt")
    assert [pair["status"] for pair in answer.pairs] == ["edit"]
    assert not answer.confident
    assert "no modifier helps" in answer.text
    assert "pairs" not in ask(service, "/units 97112 25 97110 10").to_json_dict()


def test_the_row_keeps_codes_and_setting_and_nothing_typed(service: Service, tmp_path: Path) -> None:
    ask(service, "/pair 97140 97124 setting:hospital on:2026-08-19 payer:zebulon")
    (row,) = open_log(str(tmp_path / "log.db")).rows()
    assert (row.command, row.intent, row.setting, row.rules_on) == ("pair", "pair", "hospital", "2026-07-01")
    assert json.loads(row.codes) == ["97140", "97124"]
    written = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert b"zebulon" not in written
    assert b"2026-08-19" not in written


TWENTY = (
    "97010 97012 97016 97018 97022 97032 97035 97110 97112 97113 "
    "97116 97124 97140 97150 97530 97535 97161 97164 97750 97760"
)


@pytest.mark.parametrize("options", ["", " setting:hospital", " on:2019-06-01"])
def test_twenty_codes_fit_one_message_and_each_modifier_is_explained_once(
    service: Service, options: str
) -> None:
    answer = ask(service, f"/pair {TWENTY}{options}")
    assert len(answer.pairs) == 190
    assert 0 < len(answer.blocks_json) <= 12_000
    assert answer.text.count("XE: a separate encounter") == 1
    assert answer.text.count("needs no 59") == (0 if "hospital" in options else 1)
    assert "97140 / 97124" in answer.text
    assert "Ask for one pair alone to see them" in answer.text


def test_several_edits_explain_their_modifiers_once_and_pairs_alike_share_a_line(service: Service) -> None:
    text = ask(service, "/pair 97110 97112 97116 97150").text
    assert text.count("XS: another body region") == 1
    assert "97110 + 97112, 97110 + 97116, 97112 + 97116: no Medicare NCCI edit" in text


@pytest.mark.parametrize("payer", ["", " payer:medicare", " payer:aetna", " payer:auto"])
def test_no_modifier_is_recommended_beside_a_closed_edit(service: Service, payer: str) -> None:
    assert "59" not in ask(service, f"/pair 97140 97124{payer}").text
    assert "59" in ask(service, f"/pair 97140 97018{payer}").text


@pytest.mark.parametrize(
    ("codes", "says"),
    [
        ("97010 97140", "97010: Medicare bundles it and never pays it alone"),
        ("97014 97032", "use G0283"),
    ],
)
def test_a_code_that_medicare_never_pays_is_told_whatever_its_pairs(
    service: Service, codes: str, says: str
) -> None:
    assert says in ask(service, f"/pair {codes} payer:medicare").text
    assert says in ask(service, f"/pair {codes}").text
    assert says not in ask(service, f"/pair {codes} payer:aetna").text


def test_where_no_modifier_is_known_for_a_date_none_is_said_not_to_help(service: Service) -> None:
    answer = ask(service, "/pair 97110 97150 on:1996-01-01")
    assert not answer.confident
    assert "no modifier helps" not in answer.text
    assert "which one could on this date is not known" in answer.text


@pytest.mark.parametrize("codes", ["97597 97602", "97605 97608"])
def test_an_edit_that_the_copies_disagree_on_is_not_sure(service: Service, codes: str) -> None:
    answer = ask(service, f"/pair {codes}")
    assert (answer.confident, answer.pairs[0]["confidence"]) == (False, "doubtful")
    assert "Copies of the table disagree" in answer.text


def test_the_most_asked_pair_is_told_with_the_edits_that_articles_quote(service: Service) -> None:
    answer = ask(service, "/pair 97112 97140")
    assert "98940, 98941 or 98942 with 97112 or 97140" in answer.text
    assert "articles_differ" in answer.pairs[0]["warnings"]
    assert "98940" not in ask(service, "/pair 97110 97140").text


def test_what_was_read_of_the_hospital_table_is_told_where_the_chart_cannot_say(service: Service) -> None:
    answer = ask(service, "/pair 97140 97112 setting:hospital")
    assert (answer.pairs[0]["status"], answer.confident) == ("not_in_table", False)
    assert "hospital table of 2026Q4 was read for this pair: neither code lists the other" in answer.text
    assert "was read" not in ask(service, "/pair 97110 96105 setting:hospital").text


@pytest.mark.parametrize("line", ["/pair 98940 97140", "/billing check 98940x1-AT 97140x1-GP"])
def test_an_adjustment_is_apart_only_in_another_region(service: Service, line: str) -> None:
    text = ask(service, line).text
    assert "59: another body region, never a spinal region that got the adjustment" in text
    assert "different 15-minute blocks" not in text


@pytest.mark.parametrize(
    ("line", "says", "never"),
    [
        ("97530 97116", "Many charts still list it: an edit 97530 / 97116", "so it never applied"),
        ("97530 97116", "A return on 2020-10-01 was announced and withdrawn.", "1996"),
        ("97530 97116 on:2020-05-01", "withdrawn on its first day (1996-01-01)", "never applied"),
        ("97112 97140", "withdrawn on its first day (1999-04-01), so it never applied", "A return"),
        ("97530 97116 on:2019-12-31", "known only by its last day, 2019-12-31", "seen since 2019"),
        ("97161 97165", "An edit 97161 / 97165 (indicator 1) ended on 2017-06-30", "Many charts"),
    ],
)
def test_the_past_of_a_pair_is_told_as_far_as_it_is_known(
    service: Service, line: str, says: str, never: str
) -> None:
    text = ask(service, f"/pair {line}").text
    assert says in text
    assert never not in text
