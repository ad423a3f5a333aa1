"""`unitwise ask` as a person or a script uses it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli.main import unitwise

SAMPLE = "/units 97112 25 97110 10"


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def run(*words: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(unitwise, list(words), input=stdin)


def test_it_prints_the_text_a_person_reads() -> None:
    result = run("ask", SAMPLE)
    assert result.exit_code == 0
    assert "Medicare: 2 units\n97112 ×2\nor 97112 ×1 + 97110 ×1 (tie)\n" in result.stdout


def test_json_prints_the_answer_object() -> None:
    answer = json.loads(run("ask", "--json", SAMPLE).stdout)
    assert answer["units"]["allocations"] == [{"97112": 2}, {"97112": 1, "97110": 1}]


@pytest.mark.parametrize("place", ["before", "after"])
def test_global_options_work_before_and_after_the_command(place: str) -> None:
    options = ["--db", "mine.db", "--as-of", "2027-01-05"]
    words = [*options, "ask", "--json", SAMPLE] if place == "before" else ["ask", "--json", SAMPLE, *options]
    answer = json.loads(run(*words).stdout)
    assert answer["date_of_service"] == "2027-01-05"
    assert Path("mine.db").exists()
    assert not Path("unitwise.db").exists()


@pytest.mark.parametrize(
    ("text", "code"), [(SAMPLE, 0), ("/billing help", 0), ("good morning", 0), ("/units 97112", 2), ("/x", 2)]
)
def test_the_exit_code_says_whether_the_input_could_be_answered(text: str, code: int) -> None:
    result = run("ask", text)
    assert result.exit_code == code
    assert result.stdout.strip()
    assert "Traceback" not in result.output


def test_a_bad_date_is_named_with_the_right_form() -> None:
    result = run("ask", SAMPLE, "--as-of", "3/2/2026")
    assert result.exit_code == 2
    assert "2026-03-02" in result.stderr


def test_an_unknown_setting_stops_it_with_every_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UNITWISE_COLOUR", "red")
    result = run("ask", SAMPLE)
    assert result.exit_code == 1
    assert "UNITWISE_COLOUR: no such setting" in result.stderr


def test_a_batch_is_answered_in_order_and_ends_with_zero() -> None:
    lines = [
        {"id": "a", "text": SAMPLE},
        {"id": 2, "text": "/units 97112", "user": "U1"},
        {"id": "c", "text": "good morning"},
    ]
    result = run("ask", "--batch", "-", stdin="".join(json.dumps(line) + "\n" for line in lines))
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == 0
    assert [line["id"] for line in answers] == ["a", 2, "c"]
    assert [line["answer"]["outcome"] for line in answers] == ["answered", "refused", "abstained"]


def test_a_batch_line_that_is_no_message_is_said_and_the_rest_goes_on() -> None:
    result = run("ask", "--batch", "-", stdin='nonsense\n\n{"id": 1, "text": "/units 97110 20"}\n')
    bad, good = (json.loads(line) for line in result.stdout.splitlines())
    assert bad["answer"]["error"]["code"] == "bad_batch_line"
    assert "Line 1" in bad["answer"]["error"]["message"]
    assert "nonsense" not in json.dumps(bad)
    assert good["answer"]["units"]["timed_units"] == 1


def test_text_and_batch_together_or_neither_is_refused() -> None:
    for words in (["ask"], ["ask", SAMPLE, "--batch", "-"]):
        assert run(*words).exit_code == 2


def test_a_log_that_cannot_be_written_costs_nobody_the_answer(tmp_path: Path) -> None:
    (tmp_path / "folder.db").mkdir()
    result = run("ask", SAMPLE, "--db", "folder.db")
    assert result.exit_code == 0
    assert "Medicare: 2 units" in result.stdout
    assert "This answer was not logged" in result.stdout
