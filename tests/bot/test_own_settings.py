"""`/billing settings`: kept for a person, used where a question leaves things open, and said."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.answer import Answer, Outcome
from bot.own_defaults import NONE_SET, OwnDefaults, Role
from bot.parsing import ParseProblem, parse_settings
from bot.question import Question
from bot.service import Service
from bot.store import Hasher, open_log
from rules import Discipline, Setting

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    service = Service(
        open_log(str(tmp_path / "log.db")), Hasher(b"k"), timezone=ZoneInfo("UTC"), clock=lambda: NOW
    )
    yield service
    service.close()


def ask(service: Service, text: str, user: str | None = "U1", team: str | None = "T1") -> Answer:
    return service.answer(Question(text, user=user, team=team))


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("", {}),
        ("pt", {"discipline": "pt"}),
        ("ot payer:medicare", {"discipline": "ot", "payer": "medicare"}),
        ("setting:hospital role:biller", {"setting": "hospital", "role": "biller"}),
        ("role:PTA", {"role": "assistant"}),
        ("payer:none", {"payer": None}),
        ("payer:none pt role:none", {"payer": None, "discipline": "pt", "role": None}),
        ("payer:blue cross", {"payer": "bcbs"}),
    ],
)
def test_settings_are_read(text: str, changes: dict[str, str | None]) -> None:
    request = parse_settings(text, today=TODAY)
    assert (request.changes, request.clears_all) == (changes, False)


@pytest.mark.parametrize("text", ["clear", " Reset ", "none"])
def test_everything_can_be_cleared_at_once(text: str) -> None:
    assert parse_settings(text, today=TODAY).clears_all


@pytest.mark.parametrize(
    ("text", "code", "says"),
    [
        ("97112 25", "not_a_setting", "Codes, minutes"),
        ("pt on:2026-03-02", "not_a_setting", "dates"),
        ("role:king", "bad_option", "“king” is not a role"),
        ("payer:zebulon", "unknown_payer", "“zebulon” is not a payer"),
        ("x" * 4_001, "too_long", "4,001 characters"),
    ],
)
def test_what_is_no_setting_is_said_in_a_sentence(text: str, code: str, says: str) -> None:
    with pytest.raises(ParseProblem) as problem:
        parse_settings(text, today=TODAY)
    assert problem.value.code == code
    assert says in problem.value.message


def test_own_settings_fill_what_a_question_leaves_open_and_the_answer_says_so(service: Service) -> None:
    assert "Changed" in ask(service, "/billing settings pt payer:medicare setting:hospital").text
    answer = ask(service, "/units 97112 25 97110 10")
    assert answer.request["payer"] == "medicare"
    assert answer.request["discipline"] == "pt"
    assert answer.request["setting"] == "hospital"
    said = next(warning for warning in answer.warnings if warning.id == "own_defaults_used")
    assert said.message.startswith("From your own settings: PT, Medicare, hospital claims.")
    assert said.message in answer.text


def test_dollars_without_a_plan_are_those_of_the_own_one(service: Service) -> None:
    assert ask(service, "/billing kx 2300").outcome.value == "clarify"
    ask(service, "/billing settings pt payer:medicare")
    answer = ask(service, "/billing kx 2300")
    assert answer.outcome.value == "answered"
    assert (answer.request["bucket"], answer.request["used"]) == ("pt_slp", 2300)
    assert "From your own settings: PT." in answer.text
    typed = ask(service, "/billing kx ot 2300")
    assert typed.request["bucket"] == "ot"
    assert "own settings" not in typed.text
    assert ask(service, "/billing kx pt/slp ot 500").outcome.value == "clarify"


def test_what_is_typed_counts_more_than_what_is_set(service: Service) -> None:
    ask(service, "/billing settings pt payer:medicare")
    answer = ask(service, "/units 97112 25 97110 10 ot payer:full15")
    assert (answer.request["payer"], answer.request["discipline"]) == ("full15", "ot")
    assert "own_defaults_used" not in [warning.id for warning in answer.warnings]


def test_a_payer_that_is_not_known_is_not_replaced_by_the_usual_one(service: Service) -> None:
    ask(service, "/billing settings payer:medicare")
    answer = ask(service, "/units 97112 25 97110 10 payer:zebulon")
    assert answer.request["payer"] is None
    assert {"unknown_payer"} <= {warning.id for warning in answer.warnings}


def test_a_discipline_that_the_codes_rule_out_is_not_filled_in(service: Service) -> None:
    ask(service, "/billing settings pt")
    assert ask(service, "/units 92507").request["discipline"] is None
    assert ask(service, "/units 97112 25").request["discipline"] == "pt"


def test_settings_belong_to_one_person_of_one_workspace(service: Service) -> None:
    ask(service, "/billing settings payer:medicare", user="U1", team="T1")
    for user, team in (("U2", "T1"), ("U1", "T2"), (None, None)):
        assert ask(service, "/units 97112 25", user=user, team=team).request["payer"] is None
    assert ask(service, "/units 97112 25", user="U1", team="T1").request["payer"] == "medicare"


def test_settings_are_there_after_a_restart_and_for_another_process(service: Service, tmp_path: Path) -> None:
    ask(service, "/billing settings payer:medicare")
    other = Service(
        open_log(str(tmp_path / "log.db")), Hasher(b"k"), timezone=ZoneInfo("UTC"), clock=lambda: NOW
    )
    try:
        assert ask(other, "/units 97112 25").request["payer"] == "medicare"
        ask(other, "/billing settings payer:tricare")
        assert ask(service, "/units 97112 25").request["payer"] == "tricare"
    finally:
        other.close()


def test_one_setting_can_be_changed_and_cleared_without_the_others(service: Service) -> None:
    ask(service, "/billing settings pt payer:medicare")
    assert ask(service, "/billing settings role:biller").request == {
        "command": "settings",
        "discipline": "pt",
        "role": "biller",
        "setting": None,
        "payer": "medicare",
    }
    assert ask(service, "/billing settings payer:none").request["payer"] is None
    assert ask(service, "/billing settings").request["discipline"] == "pt"
    assert ask(service, "/billing settings clear").request["discipline"] is None
    assert "own_defaults_used" not in [w.id for w in ask(service, "/units 97112 25").warnings]


def test_an_assistant_is_told_how_to_count_their_own_minutes(service: Service) -> None:
    ask(service, "/billing settings role:assistant")
    assert "pta:25" in ask(service, "/units 97112 25").text
    ask(service, "/billing settings slp")
    assert "pta:25" not in ask(service, "/units 97112 25").text


def test_nobody_has_no_settings(service: Service) -> None:
    answer = ask(service, "/billing settings pt", user=None)
    assert answer.outcome is Outcome.REFUSED
    assert answer.error is not None
    assert "--user" in answer.error.message


def test_purging_a_person_takes_their_settings_too(service: Service, tmp_path: Path) -> None:
    ask(service, "/billing settings payer:medicare")
    log = open_log(str(tmp_path / "log.db"))
    log.purge(user_hash=Hasher(b"k").user("T1", "U1"))
    log.close()
    assert ask(service, "/units 97112 25").request["payer"] is None


def test_the_menus_show_what_is_set_and_every_payer_fits_in(service: Service) -> None:
    ask(service, "/billing settings pt payer:medicare")
    blocks = ask(service, "/billing settings").blocks
    menus = {block["block_id"]: block["accessory"] for block in blocks if "accessory" in block}
    assert list(menus) == ["settings.discipline", "settings.role", "settings.setting", "settings.payer"]
    assert menus["settings.discipline"]["initial_option"]["value"] == "pt"
    assert menus["settings.role"]["initial_option"]["value"] == "open"
    assert "bcbs.ne" in [option["value"] for option in menus["settings.payer"]["options"]]


async def test_a_menu_changes_one_setting_and_shows_all(service: Service) -> None:
    ask(service, "/billing settings pt")
    message = await service.set_own_default("U1", "T1", "settings.payer", "medicare")
    assert message is not None
    assert "Usual payer: Medicare" in message.text
    assert "Plan of care: PT" in message.text
    assert ask(service, "/units 97112 25").request["payer"] == "medicare"
    await service.set_own_default("U1", "T1", "settings.payer", "open")
    assert ask(service, "/units 97112 25").request["payer"] is None


@pytest.mark.parametrize(
    ("user", "action", "value"),
    [
        ("U1", "settings.payer", "zebulon"),
        ("U1", "settings.shoe_size", "open"),
        ("U1", "settings.role", "pt"),
        (None, "settings.payer", "medicare"),
    ],
)
async def test_a_choice_that_is_none_of_ours_changes_nothing(
    service: Service, user: str | None, action: str, value: str
) -> None:
    assert await service.set_own_default(user, "T1", action, value) is None


def test_no_user_id_and_nothing_typed_is_written(service: Service, tmp_path: Path) -> None:
    ask(service, "/billing settings payer:zebulon", user="U7quentin")
    ask(service, "/billing settings pt", user="U7quentin")
    written = b"".join(file.read_bytes() for file in tmp_path.iterdir()).lower()
    assert b"zebulon" not in written
    assert b"quentin" not in written


def test_settings_survive_being_kept_and_read_back() -> None:
    own = OwnDefaults(Discipline.OT, Role.LEAD, Setting.HOSPITAL, "medicaid.tx")
    assert OwnDefaults.of(json.loads(json.dumps(own.to_dict()))) == own
    assert OwnDefaults.of({"discipline": "chiro", "payer": None}) == NONE_SET
