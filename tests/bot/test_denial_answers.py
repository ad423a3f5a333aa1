"""`/billing denial`: what each code means in therapy, the fix, what to type next, and never a guess."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.answer import Answer, Intent, Outcome
from bot.question import Question
from bot.service import Service
from bot.store import Hasher, open_log
from rules import denial_codes


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


def test_a_bundling_denial_sends_to_the_pair_and_co_is_no_modifier(service: Service) -> None:
    answer = ask(service, "/billing denial CO 97")
    assert (answer.intent, answer.outcome, answer.confident) == (Intent.DENIAL, Outcome.ANSWERED, True)
    [denial] = answer.to_json_dict()["denials"]
    assert (denial["code"], denial["group"], denial["confidence"]) == ("97", "CO", "known")
    assert denial["next"][0].startswith("/pair ")
    assert answer.request == {"command": "denial", "codes": [{"code": "97", "group": "CO"}]}
    assert "never the assistant modifier CO" in answer.text
    assert "contractual obligation" in answer.text
    assert "Look the pair up" in answer.text


@pytest.mark.parametrize(
    ("group", "says"), [("PR", "patient may be billed"), ("OA", "other"), ("PI", "payer")]
)
def test_other_groups_say_who_bears_the_amount_without_a_word_on_modifiers(
    service: Service, group: str, says: str
) -> None:
    text = ask(service, f"/billing denial {group} 96").text
    assert says in text
    assert "assistant modifier" not in text


def test_a_number_alone_is_explained_without_a_group(service: Service) -> None:
    answer = ask(service, "/billing denial 50")
    assert answer.request["codes"] == [{"code": "50", "group": None}]
    assert "necessary" in answer.text
    assert "contractual" not in answer.text


def test_several_codes_are_each_explained_once(service: Service) -> None:
    answer = ask(service, "/billing denial CO 97, CO 4, 97")
    assert answer.understood == "Denial CO 97 · CO 4 · 97"
    assert answer.text.count("97: Included in another service") == 1
    assert answer.text.count("contractual obligation") == 1
    assert [denial["code"] for denial in answer.to_json_dict()["denials"]] == ["97", "4", "97"]


def test_an_unknown_code_is_refused_with_the_known_ones(service: Service) -> None:
    answer = ask(service, "/billing denial CO 999")
    assert (answer.outcome, answer.error.code) == (Outcome.REFUSED, "unknown_denial_code")
    assert "999" in answer.text
    assert all(code in answer.text for code in denial_codes())
    assert "denials" not in answer.to_json_dict()


def test_a_known_code_beside_an_unknown_one_is_explained_and_the_other_named(service: Service) -> None:
    answer = ask(service, "/billing denial CO 97 and 998")
    assert (answer.outcome, answer.confident) == (Outcome.ANSWERED, False)
    assert [warning.id for warning in answer.warnings] == ["denial_unknown"]
    assert "998: not among" in answer.text


@pytest.mark.parametrize("code", list(denial_codes()))
def test_every_code_is_answered_with_its_words_and_what_to_type_next_works(
    service: Service, code: str
) -> None:
    answer = ask(service, f"/billing denial CO {code}")
    known = denial_codes()[code]
    for words in (known.means, known.usually, known.fix, *known.next):
        assert words in answer.text
    for line in known.next:
        assert ask(service, line).outcome is Outcome.ANSWERED, line


def test_the_words_say_that_nobody_has_seen_them_at_the_source(service: Service) -> None:
    answer = ask(service, "/billing denial CO 97")
    assert "not seen at the source" in answer.text
    assert [citation.source for citation in answer.citations] == ["claim-adjustment-codes"]


def test_the_row_keeps_the_codes_and_nothing_typed(service: Service, tmp_path: Path) -> None:
    ask(service, "/billing denial why is it CO 97")
    ask(service, "/billing denial zebulon 97")
    first, second = open_log(str(tmp_path / "log.db")).rows()
    assert (first.command, first.intent) == ("denial", "denial")
    assert json.loads(first.request)["codes"] == [{"code": "97", "group": "CO"}]
    assert second.outcome == "refused"
    assert b"zebulon" not in b"".join(file.read_bytes() for file in tmp_path.iterdir())


def test_an_answer_is_shared_with_the_same_words(service: Service) -> None:
    answer = ask(service, "/billing denial CO 97")
    [value] = [
        element["value"]
        for block in answer.blocks
        for element in block.get("elements", [])
        if element.get("action_id") == "answer.share"
    ]
    shared = service.shared(value).text
    assert "Included in another service" in shared
    assert "2026-11-23" not in shared


def test_a_write_off_that_is_put_on_the_patient_is_to_be_asked_about(service: Service) -> None:
    answer = ask(service, "/billing denial PR 45")
    assert not answer.confident
    assert "PR and 45 do not fit together" in answer.text
    assert "Write it off" not in answer.text
    assert "may be billed for it" not in answer.text
    [denial] = answer.to_json_dict()["denials"]
    assert denial["fits_group"] is False
    assert "Do: Write it off." in ask(service, "/billing denial CO 45").text
