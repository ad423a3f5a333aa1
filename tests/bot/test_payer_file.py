"""The clinic's payer file: taken up while the bot runs, never half of it, and every fault told."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from bot import watching
from bot.assembly import build_service
from bot.doctor import examine
from bot.payer_file import current_payers, load_payer_file, payer_file
from bot.question import Question
from bot.service import Service
from bot.settings import Settings
from rules import payer_book
from rules.errors import ParameterFileError

GOOD = """
payers:
  bcbs.ks:
    label: "BCBS Kansas"
    aliases: ["bcbs kansas"]
    owner: "#billing-questions"
    reviewed_on: 2026-10-01
    counting_rule: full15
    limits: ["At most 4 units a visit."]
  kaiser:
    label: "Kaiser Permanente"
    aliases: ["kp"]
    owner: "Dana"
    reviewed_on: 2026-03-02
    counting_rule: ama
"""
FAULTY = GOOD.replace("counting_rule: ama", "counting_rule: by the hour")
ALIASES = 'a: &a ["x", "x"]\n' + "\n".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]" for before, name in itertools.pairwise("abcdefghij")
)
"""A few bytes that stand for a billion values."""
TODAY = date(2026, 11, 23)
VISIT = "/units 97112 24 97110 23"


class Clinic:
    """A service with a payer file beside its log."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "payers.yaml"
        self.settings = Settings.model_validate({"UNITWISE_DATABASE": str(folder / "log.db")})
        self.service: Service = build_service(self.settings)
        self._versions = 0

    def write(self, text: str) -> None:
        self.file.write_text(text, encoding="utf-8")
        # Two writes within one tick of the file system's clock are told apart.
        self._versions += 1
        os.utime(self.file, ns=(self._versions, self._versions))

    def ask(self, text: str) -> tuple[str, list[str]]:
        answer = self.service.answer(Question(text, as_of=TODAY))
        return answer.text, [warning.id for warning in answer.warnings]


@pytest.fixture
def clinic(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Clinic]:
    monkeypatch.setattr(watching, "LOOK_EVERY", 0.0)
    clinic = Clinic(tmp_path)
    yield clinic
    clinic.service.close()


def test_the_file_lies_beside_the_log_and_beside_a_server_in_the_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert payer_file(str(tmp_path / "data" / "log.db")) == tmp_path / "data" / "payers.yaml"
    assert payer_file("postgresql://db/unitwise") == tmp_path / "payers.yaml"


def test_without_a_file_the_built_in_payers_answer(clinic: Clinic) -> None:
    assert current_payers(clinic.settings.database) is None
    text, warnings = clinic.ask(f"{VISIT} payer:bcbs.ks")
    assert "Blue Cross Blue Shield (KS)" in text
    assert "clinic_payer_entry" not in warnings


def test_a_running_bot_takes_up_the_file_its_changes_and_its_end(clinic: Clinic) -> None:
    clinic.write(GOOD)
    text, warnings = clinic.ask(f"{VISIT} payer:bcbs.ks")
    assert "BCBS Kansas: 2 units" in text
    assert "payer_rule_unconfirmed" not in warnings
    clinic.write(GOOD.replace("full15", "ama"))
    assert "BCBS Kansas, AMA rule: 4 units" in clinic.ask(f"{VISIT} payer:bcbs.ks")[0]
    clinic.file.unlink()
    assert "Blue Cross Blue Shield (KS)" in clinic.ask(f"{VISIT} payer:bcbs.ks")[0]


@pytest.mark.parametrize(
    "line",
    [
        f"{VISIT} payer:kp",
        f"{VISIT} payer:kaiser",
        f'{VISIT} payer:"kaiser permanente"',
        f"{VISIT} kaiser permanente",
        f"{VISIT} for kp",
        "how many units is 24 min neuro re-ed and 23 ther ex for kaiser",
    ],
)
def test_a_clinics_payer_is_understood_by_each_of_its_names(clinic: Clinic, line: str) -> None:
    clinic.write(GOOD)
    assert "Kaiser Permanente, AMA rule: 4 units" in clinic.ask(line)[0]


def test_a_name_that_nobody_knows_is_answered_with_the_clinics_payers_among_the_known(clinic: Clinic) -> None:
    clinic.write(GOOD)
    text, _ = clinic.ask(f"{VISIT} payer:zzzzzz")
    assert "bcbs.ks" in text
    assert "kaiser" in text


def test_a_name_nearly_right_is_asked_about(clinic: Clinic) -> None:
    clinic.write(GOOD)
    assert "Kaiser Permanente (payer:kaiser)" in clinic.ask(f"{VISIT} payer:kaisr")[0]


def test_an_answer_says_whose_entry_it_is_its_limits_and_that_it_is_due(clinic: Clinic) -> None:
    clinic.write(GOOD)
    text, warnings = clinic.ask(f"{VISIT} payer:kaiser")
    assert "from your clinic's payer file, owner Dana, reviewed 2026-03-02" in text
    assert "due for review on 2026-09-02" in text
    assert "payer_entry_due" in warnings
    text, warnings = clinic.ask(f"{VISIT} payer:bcbs.ks")
    assert "At most 4 units a visit." in text
    assert "payer_entry_due" not in warnings


def test_a_limit_that_ships_with_the_product_is_told_under_why_and_not_as_the_clinics(clinic: Clinic) -> None:
    clinic.write("payers:\n  aetna:\n    owner: Dana\n    reviewed_on: 2026-10-01\n    kx: no\n")
    warnings = clinic.ask(f"{VISIT} payer:aetna")[1]
    assert "clinic_payer_entry" in warnings
    assert "payer_limits" not in warnings


def test_the_facts_behind_a_clinics_entry_are_named_in_the_answer_and_in_why(clinic: Clinic) -> None:
    clinic.write(GOOD)
    answer = clinic.service.answer(Question(f"{VISIT} payer:bcbs.ks", as_of=TODAY))
    assert "clinic.payers.bcbs.ks.counting_rule@2012-01-01" in answer.used
    value = next(
        element["value"]
        for block in answer.blocks
        for element in block.get("elements", [])
        if element.get("action_id") == "answer.why"
    )
    why = clinic.service.why(value).text
    assert "Counting rule of BCBS Kansas: full15" in why
    assert "At most 4 units a visit." in why


def test_a_clinics_order_of_modifiers_is_the_order_on_the_line(clinic: Clinic) -> None:
    line = "/units 97110 pta:30 payer:medicare"
    assert "97110 ×2 CQ GP" in clinic.ask(line)[0]
    clinic.write(
        "payers:\n  medicare:\n    owner: Dana\n    reviewed_on: 2026-10-01\n"
        "    modifier_order: [discipline, assistant]\n"
    )
    assert "97110 ×2 GP CQ" in clinic.ask(line)[0]


@pytest.mark.parametrize("broken", [FAULTY, "payers: [", "\0"])
def test_with_a_fault_nothing_of_the_file_is_used_and_a_named_payer_says_so(
    clinic: Clinic, broken: str
) -> None:
    clinic.write(GOOD)
    clinic.ask(VISIT)
    clinic.write(broken)
    text, warnings = clinic.ask(f"{VISIT} payer:bcbs.ks")
    assert "Blue Cross Blue Shield (KS)" in text
    assert "payer_file_unused" in warnings
    assert "payer_file_unused" in clinic.ask(f"{VISIT} payer:kaiser")[1]
    assert "payer_file_unused" not in clinic.ask(VISIT)[1]


def test_a_fault_is_told_by_doctor_and_by_readiness_until_it_is_mended(clinic: Clinic) -> None:
    clinic.write(FAULTY)
    assert any("payers.yaml line 15" in fault and "'cms'" in fault for fault in clinic.service.faults())
    assert any(
        "payers: payers.yaml line 15" in fault for fault in examine(clinic.settings, today=TODAY).faults
    )
    clinic.write(GOOD)
    assert not any("payers.yaml" in fault for fault in clinic.service.faults())
    assert any("2 of the clinic's own" in line for line in examine(clinic.settings, today=TODAY).lines)


def test_a_file_that_cannot_be_read_is_a_fault_and_no_crash(clinic: Clinic) -> None:
    clinic.file.mkdir()
    assert "payer_file_unused" in clinic.ask(f"{VISIT} payer:uhc")[1]
    with pytest.raises(ParameterFileError, match=r"payers\.yaml"):
        load_payer_file(clinic.file)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes in the file system")
def test_a_pipe_in_place_of_the_file_is_a_fault_and_is_not_waited_for(clinic: Clinic) -> None:
    os.mkfifo(clinic.file)
    assert "payer_file_unused" in clinic.ask(f"{VISIT} payer:uhc")[1]
    assert any("no ordinary file" in fault for fault in examine(clinic.settings, today=TODAY).faults)


def test_a_review_on_a_day_to_come_is_told_by_the_answer_and_by_doctor(clinic: Clinic) -> None:
    clinic.write(GOOD.replace("2026-03-02", "2030-10-01"))
    text, warnings = clinic.ask(f"{VISIT} payer:kaiser")
    assert "payer_entry_due" in warnings
    assert "its review date, 2030-10-01, lies in the future" in text
    faults = examine(clinic.settings, today=TODAY).faults
    assert "payers: payers.yaml: payers.kaiser: reviewed_on lies in the future" in faults


def test_a_date_before_a_clinics_first_word_is_refused_by_the_name_of_the_payer(clinic: Clinic) -> None:
    clinic.write(GOOD.replace("counting_rule: ama", "counting_rule: {2026-01-01: ama}"))
    text, _ = clinic.ask("/units 97110 90 payer:kaiser on:2025-06-01")
    assert "Your clinic's payer file gives Kaiser Permanente no counting rule for 2025-06-01." in text
    assert "from 2026-01-01 on" in text


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (GOOD.replace('["kp"]', '["manual therapy"]'), "'manual therapy' already means something else"),
        (GOOD.replace('["kp"]', '["pt"]'), "'pt' already means something else"),
        (GOOD.replace('"Kaiser Permanente"', '"Eval"'), "'Eval' already means something else"),
        ("payers:\n" + "#" * (257 * 1024), "larger than 256 KiB"),
        ("[" * 100_000, "line 1: nested too deeply"),
        (ALIASES, "line 2: an alias (*a) is not read here"),
        (GOOD.replace('"Kaiser Permanente"', '"<!channel>"'), "leave out < and >"),
        (GOOD.replace("At most 4 units", "<@U123>: at most 4 units"), "leave out < and >"),
    ],
)
def test_what_nobody_could_type_or_read_is_refused(tmp_path: Path, text: str, says: str) -> None:
    file = tmp_path / "payers.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ParameterFileError) as caught:
        load_payer_file(file)
    assert says in str(caught.value)


def test_looking_again_at_an_unchanged_file_keeps_the_same_book(clinic: Clinic) -> None:
    clinic.write(GOOD)
    first = current_payers(clinic.settings.database)
    assert first is not None
    assert current_payers(clinic.settings.database) is first
    assert first.profiles["uhc"] is payer_book().profiles["uhc"]


def test_the_file_is_asked_for_at_most_once_a_second(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [1000.0]
    monkeypatch.setattr(watching.time, "monotonic", lambda: now[0])
    database = str(tmp_path / "log.db")
    assert current_payers(database) is None
    (tmp_path / "payers.yaml").write_text(GOOD, encoding="utf-8")
    now[0] += 0.9
    assert current_payers(database) is None
    now[0] += 0.2
    assert current_payers(database) is not None
