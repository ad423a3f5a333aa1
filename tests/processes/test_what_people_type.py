"""Every form that people type is answered rightly by the real program, and alike wherever it is typed."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from tests.fakes.sides import Reply, SlackSide
from tests.processes.bots import Bot, assert_nothing_refused, shown
from tests.processes.forms import A_DAY, Form, all_forms
from tests.processes.program import environment, run
from tests.surfaces.command_lines import said_in, without_receipt

pytestmark = pytest.mark.slow

FORMS = all_forms()
SECONDS = 1.0
EACH_FORM = pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)


@dataclass(frozen=True)
class Answered:
    """What every surface said to every form, by the line typed."""

    http: dict[str, Reply]
    socket: dict[str, Reply]
    command_line: dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def answered(
    shared_bots: Callable[[str], tuple[Bot, SlackSide]], tmp_path_factory: pytest.TempPathFactory
) -> Answered:
    """Every form, asked of one process for each surface."""
    replies = {}
    for surface in ("http", "socket"):
        bot, side = shared_bots(surface)
        replies[surface] = {form.line: side.command(form.line) for form in FORMS}
        assert_nothing_refused(bot.slack)
    folder = tmp_path_factory.mktemp("command_line")
    asked = "\n".join(json.dumps({"id": number, "text": form.line}) for number, form in enumerate(FORMS))
    done = run("ask", "--batch", "-", settings=environment(folder), folder=folder, given=asked)
    assert (done.returncode, done.stderr) == (0, "")
    printed = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line["id"] for line in printed] == list(range(len(FORMS)))
    answers = {form.line: line["answer"] for form, line in zip(FORMS, printed, strict=True)}
    return Answered(replies["http"], replies["socket"], answers)


def test_the_table_has_every_kind_of_form_and_no_line_twice():
    lines = [form.line for form in FORMS]
    assert len(set(lines)) == len(lines) >= 40
    assert {form.expected.outcome for form in FORMS} == {"answered", "clarify", "refused"}


@EACH_FORM
def test_it_is_understood_and_counted_rightly(answered: Answered, form: Form) -> None:
    answer, expected = answered.command_line[form.line], form.expected
    assert answer["outcome"] == expected.outcome, answer["text"]
    assert (answer.get("error") or {}).get("code") == expected.error
    assert [piece for piece in expected.shows if piece not in answer["text"]] == [], answer["text"]
    if expected.outcome != "answered":
        assert not answer.get("units")
        assert not answer["confident"]
        return
    request, units = answer["request"], answer["units"]
    assert request["minutes"] == (expected.minutes or {})
    for name in ("untimed", "untimed_minutes", "payer", "discipline", "rule"):
        if (value := getattr(expected, name)) is not None:
            assert request[name] == value, name
    assert units["allocations"] == expected.splits
    assert units["untimed"] == expected.untimed_units


@EACH_FORM
def test_the_text_over_signed_http_says_so(answered: Answered, form: Form) -> None:
    reply = answered.http[form.line]
    assert reply.message is not None
    assert reply.message.private
    assert reply.message.came_by == "response"
    text, expected = shown(reply), form.expected
    said = said_in(text)
    if expected.outcome != "answered":
        assert said is None or not said.splits, text
        return
    assert said is not None, text
    assert said.splits == expected.splits_in_words()
    assert said.units == sum(expected.splits_in_words()[0].values())
    read_back = text.splitlines()[0]
    for code, minutes in {**(expected.minutes or {}), **(expected.untimed_minutes or {})}.items():
        assert f"{code} {minutes} min" in read_back
    for code in expected.untimed or []:
        assert code in read_back


@EACH_FORM
def test_it_is_answered_alike_over_http_over_socket_mode_and_on_the_command_line(
    answered: Answered, form: Form
) -> None:
    over_http = without_receipt(shown(answered.http[form.line]))
    assert without_receipt(shown(answered.socket[form.line])) == over_http
    assert without_receipt(answered.command_line[form.line]["text"]) == over_http
    assert answered.command_line[form.line]["blocks"] is not None


def test_every_answer_comes_within_a_second(answered: Answered) -> None:
    times = {
        form.line: reply.seconds
        for replies in (answered.http, answered.socket)
        for form in FORMS
        for reply in [replies[form.line]]
    }
    assert {line: seconds for line, seconds in times.items() if seconds > SECONDS} == {}


HOUSE_WORDS = {
    "97112": ["neuro", "neuro re-ed", "NMR", "balance re-ed"],
    "97110": ["TE", "ther ex", "exercise"],
    "97530": ["TA", "ther act"],
    "97140": ["MT", "manual"],
    "97116": ["gait", "GT"],
    "97535": ["self care", "ADL"],
    "97113": ["aquatic"],
    "97035": ["US", "ultrasound"],
    "97012": ["traction"],
    "97010": ["hot pack", "ice"],
    "97018": ["paraffin"],
    "97016": ["game ready", "vaso"],
    "97124": ["massage"],
    "97150": ["group"],
    "95992": ["Epley"],
    "20560": ["dry needling"],
    "G0283": ["unattended e-stim"],
    "92507": ["speech treatment"],
}


@pytest.mark.parametrize(
    ("word", "code"), [(word, code) for code, words in HOUSE_WORDS.items() for word in words]
)
def test_a_word_of_the_house_is_read_back_as_its_code(served_over_http: Bot, word: str, code: str) -> None:
    for line in (f"/units {word} 25", f"/units 25 min {word.lower()}"):
        read_back = shown(served_over_http.http.command(f"{line} on:{A_DAY}")).splitlines()
        assert read_back[0] == f"{code} 25 min"
        assert any(code in said and word.lower() in said.lower() for said in read_back[1:3])


LONG = {
    "100 codes": "/units "
    + " ".join(f"{code} 1{code[-1]}" for code in ["97112", "97110", "97530", "97140"] * 25),
    "100 times the same code": "/units " + "97112 10 " * 100,
    "100 codes that do not exist": "/units " + " ".join(f"9{number:04} 15" for number in range(100)),
    "10,000 characters of one word": "/units " + "a" * 10_000,
    "10,000 characters of words": "/units 97112 25 " + "more and more " * 714,
    "10,000 digits": "/units " + "9" * 10_000,
    "brackets all the way": "/units 97112 " + "(" * 5_000,
    "emoji all the way": "/units 97112 25 " + "🦵🏽" * 2_000,
    "marks from right to left": "/units \u202e97112 25\u202c 97110 10",
    "nothing but characters that nobody sees": "/units \u200b\u200c\u200d\ufeff",
}


@pytest.mark.parametrize("line", LONG.values(), ids=LONG.keys())
def test_long_and_odd_input_gets_a_clear_answer_in_time(served: tuple[Bot, SlackSide], line: str) -> None:
    _, slack = served
    reply = slack.command(line)
    text = shown(reply)
    assert reply.seconds < SECONDS
    assert text.strip()
    assert "went wrong on our side" not in text
    assert "went wrong on our side" not in shown(slack.command("/units 97112 25"))
