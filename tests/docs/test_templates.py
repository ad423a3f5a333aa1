"""Templates and what asks for them: each one is asked for, each one is there, each one renders."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import cache

import pytest

from bot.answer import Intent, Outcome
from bot.answering.asked import Typed
from bot.answering.books import BUILT_IN, Books
from bot.answering.day import DayShown, quarter_start
from bot.answering.draft import Draft
from bot.answering.drafts import draft_answer
from bot.answering.kinds import work_out
from bot.answering.library import Library
from bot.answering.rendered import NOT_LOGGED, render_draft
from bot.own_defaults import NONE_SET, OwnDefaults, Role
from bot.parsing import ParseProblem, parse_message, parse_units
from bot.parsing.request import Reading
from bot.question import Question
from bot.render import render_message
from bot.render.words import template_names
from bot.service import OWN_DEFAULTS_UNREAD
from knowledge import entries
from rules import Citation, Confidence, Discipline, PayerBook, PayerLimit, payers
from tests.code_health.files import python_files, tree_of

TODAY = date(2026, 3, 2)
LINES = (
    "/billing help",
    "/billing something",
    "good morning",
    "what does modifier KX mean and when does it go on?",
    "which unit counts",
    "can you change my schedule for friday",
    "is a signature needed",
    "/units 97112 25 for Maria Lopez",
    "what is 97112? what is the progress report rule?",
    "/units 97112 25 97110 10",
    "/units 97112",
    "/units 97121 25",
    "/units 97112 25 on:2001-01-05",
    "/units 35 minutes",
    # readings
    "/units neuro 25, te 10",
    "25 min of nuero and 10 of te",
    "how many units for 20 min stretching neuro",
    "/units nine seven one one two 25",
    "/units 97112 25 blue cross",
    "/units 97112 25 8 minute rule",
    "/units 97112 25 yesterday",
    "how many units for a pt with 25 min of 97112",
    "/units 97112 1h15",
    "/units 97112 twenty-five",
    "/units 97112x25",
    "/units neuro - 25",
    "/units 97112 10+15",
    "/units 97112 10 97110 12 97112 15",
    "/units 97112 9:00-9:25",
    "/units 97112 and 97110 15 min each",
    "/units 97161 97161 97112 25",
    "/units 97161x1 97112 25",
    "/units 97597 2 units",
    "/units 97112 25 97110 10 total 35",
    "/units 97112 25 97161 total 60",
    # cautions
    "/units 97112 25 payer:zzzzzz",
    "/units 97112 25 \N{GRINNING FACE}",
    "/units 97112 25 on:2027-01-05",
    "/units 97597 97112 25",
    "/units 97129 30 payer:medicare",
    "/units 98976",
    "/units 98984 98976",
    "/units 97112 25 92507 pt",
    "/units 20560",
    "/units 96125 70",
    "/units 98966 8",
    "/units 98980 25",
    "/units 92507 on:2027-01-05",
    "/units 97112 10 97110 10 97140 10 payer:commercial_cpt",
    "/units 97112 25 payer:medicare rule:ama",
    "/units 97010 97112 25",
    "/units 96202 97112 25",
    "/units 97161 97165 97110 20",
    "/units 97112 120",
    "/units 97112 120 on:2020-03-02",
    "/units 97112 120 on:2026-11-02",
    "/units 97014 15 97110 20 payer:aetna",
    # pairs
    "/pair 97112 97140",
    "/pair 97140 97124 payer:aetna",
    "/pair 97140 97124 payer:tricare",
    "/pair 97140 97124 payer:medicaid.tx",
    "/pair 97140 97124 payer:auto",
    "/units 97112 25 payer:medicare+bcbs",
    "/pair 97530 97116",
    "/pair 97530 97116 on:2019-06-01",
    "/pair 97530 97535 on:2020-05-01",
    "/pair 97161 97750 setting:hospital on:2021-03-01",
    "/pair 20560 97602 setting:hospital",
    "/pair 97112 97140 setting:hospital",
    "/pair 97110 96105",
    "/pair 97530 97116 on:2020-05-01",
    "/pair 97140 97018 on:2020-05-01",
    "/pair 97140 59",
    "/pair 97140",
    # therapist and assistant
    "/units 97110 pt:13 pta:23 97140 pt:30 payer:medicare",
    "/units 97110 therapist 13 assistant 23",
    "/units 97110 pt:13 pta:23 payer:medicare_cah",
    "/units 97110 pt:13 pta:23 payer:humana",
    "/units 97110 pt:13 pta:23 on:2019-12-31",
    "/units 97110 pt:6 pta:14 97140 pt:3 payer:medicare",
    "/units 97150 pt:13 pta:2 both:1",
    "/units 96125 ot:50 ota:10",
    "/units 97129 ot:20 ota:20",
    # billed units
    "/billing check 97110x2-GP-CQ 97140x1-GP-59",
    "/billing check 97110x2-GP-CQ 97140x1-GO 97110 37 97140 15",
    "/billing check 97110x2-GP-CQ 97140x1-GP 97110 pt:13 pta:23 97140 pt:30 payer:humana",
    "/billing check 97140x1-GP-59 97750x1-GP 97124x1-GP 97140 15 97750 15 97124 15",
    "/billing check 96202x1 97110x2 97110 30 setting:hospital",
    "/billing check 97110x2-GP-GP-CQ-KX 97110 30 payer:medicare_cah",
    # KX, denials and cards
    "/billing kx pt",
    "/billing kx pt 2300 payer:aetna",
    "/billing kx ot 2450 lines:97110=62.10,97140=28.40 payer:medicare_advantage",
    "/billing kx ot 2480 payer:full15",
    "/billing kx ot 2600 lines:92507=70,98940=30",
    "/billing kx ot 3100",
    "/billing denial CO 97, 998",
    "/billing code 97112",
    "/billing code 97140 on:2019-05-05",
    "/billing code 96105 setting:hospital",
    # the forms of a count
    "/units 97112 40 97110 40 97140 40 97530 40 97116 40 payer:medicare",
    "/units 97112 24 97110 23 payer:medicare",
    "/units 97112 30 payer:medicare",
    "/units 97112 20 payer:full15",
    "/units 97112 3",
)
"""Between them these lines need every template; each one is there for a reason of its own."""
OWN_PAYER_LINE = "/units 97112 24 97110 23 payer:uhc"
"""Answered with a clinic's entry that is due, from a file that has a fault by now."""

NOT_NAMED_AFTER_AN_OUTCOME = {
    "units/total": "the answered form of a total with no codes",
    "units/why": "the longer explanation behind a button",
    "assistant/why": "the same for a visit of therapist and assistant",
}
OLD_ENTRY_LINE = "what does the KX modifier mean?"
OF_A_PERSON = (
    ("/billing settings", NONE_SET),
    ("/units 97112 25 97140 8", OwnDefaults(Discipline.PT, Role.ASSISTANT, payer="medicare")),
)
"""Lines of somebody whose own settings are known."""
OUTCOMES_NOTHING_ENDS_IN_YET: dict[Outcome, str] = {}
OF_THE_ROWS_OF_A_TABLE = ("combinations", "elsewhere")
"""Named by the rows of `rules/tables` and by the subjects of the search; other tests hold them there."""
ONE_SENTENCE = ("cautions", "readings")


@cache
def drafts() -> dict[str, Draft]:
    limit = PayerLimit("At most 4 units.", Citation("contract-terms", "p. 1"), Confidence.DERIVED)
    own = replace(
        payers()["uhc"], is_clinics=True, owner="Dana", reviewed_on=date(2025, 1, 1), limits=(limit,)
    )
    kx = entries()["kx-modifier"].model_copy(update={"last_reviewed_on": date(2024, 1, 1)})
    old = Library(dict(entries()) | {kx.id: kx})
    books = Books(BUILT_IN.tables, PayerBook({**payers(), "uhc": own}, fault="a fault"))
    return {line: draft_answer(Question(line), today=TODAY) for line in LINES} | {
        OWN_PAYER_LINE: draft_answer(Question(OWN_PAYER_LINE), today=TODAY, books=books),
        OLD_ENTRY_LINE: draft_answer(
            Question(OLD_ENTRY_LINE), today=TODAY, books=Books(BUILT_IN.tables, library=old)
        ),
        **{line: draft_answer(Question(line, user="U1"), today=TODAY, own=own) for line, own in OF_A_PERSON},
    }


def readings() -> Iterator[Reading]:
    for line in LINES:
        try:
            if line.startswith("/units "):
                yield from parse_units(line.removeprefix("/units "), today=TODAY).readings
            elif not line.startswith("/") and (request := parse_message(line, today=TODAY)):
                yield from getattr(request, "readings", ())
        except ParseProblem:
            continue


def needed() -> set[str]:
    """Every template that some line above is put into words with."""
    found = {draft.template for draft in drafts().values()}
    found |= {f"cautions/{caution.id}" for draft in drafts().values() for caution in draft.cautions}
    found |= {
        f"cautions/{warning}"
        for draft in drafts().values()
        for pair in draft.parts.get("pairs") or []
        for warning in pair["warnings"]
    }
    found |= {f"readings/{reading.kind}" for reading in readings()}
    return found | {f"cautions/{NOT_LOGGED.id}", f"cautions/{OWN_DEFAULTS_UNREAD.id}"}


def of(folders: Iterable[str]) -> set[str]:
    return {name for name in template_names() if name.partition("/")[0] in folders}


def answers() -> set[str]:
    """Templates of whole answers: no single sentences, no shared pieces."""
    return {
        name
        for name in of((*(intent.value for intent in Intent), "asked"))
        if not name.partition("/")[2].startswith("_")
    }


@pytest.mark.parametrize("line", [*LINES, OWN_PAYER_LINE, OLD_ENTRY_LINE, *(line for line, _ in OF_A_PERSON)])
def test_a_line_is_put_into_words_without_an_undefined_name(line: str) -> None:
    rendered = render_draft(drafts()[line])
    assert rendered.words.text.strip()
    assert render_draft(drafts()[line], is_logged=False).words.warnings[-1].id == NOT_LOGGED.id


def test_the_longer_explanation_is_put_into_words_without_an_undefined_name() -> None:
    explained = 0
    for draft in drafts().values():
        if draft.shareable is None or draft.on is None:
            continue
        day = DayShown(quarter_start(draft.on), given=True, is_public=True)
        why = work_out(draft.shareable, day, BUILT_IN, Typed()).why
        assert (why is None) == (draft.why is None)
        if why is not None:
            assert "Why" in render_message(why.template, why.context("TEST-TEST-TEST")).text
            explained += 1
    assert explained > 20


def test_every_template_of_an_answer_a_caution_or_a_reading_is_needed_by_some_line() -> None:
    there = answers() | of(ONE_SENTENCE)
    assert there - needed() - {"units/why", "assistant/why"} == set(), "no line above needs these"


def test_every_template_that_a_line_needs_is_there() -> None:
    assert needed() - set(template_names()) == set()


def test_every_template_is_named_in_the_code_or_included_by_another() -> None:
    """A template that nothing names is never seen by anyone."""
    named = {
        node.value
        for file in python_files("bot")
        for node in ast.walk(tree_of(file))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    built = {f"asked/{outcome}" for outcome in ("clarify", "refused")}
    shared = {name for name in template_names() if name.rpartition("/")[2].startswith("_")}
    unnamed = set(template_names()) - of((*ONE_SENTENCE, *OF_THE_ROWS_OF_A_TABLE)) - named - built - shared
    assert unnamed == set()


def test_every_answer_template_is_named_after_its_outcome_and_every_outcome_has_one() -> None:
    outcomes = {outcome.value for outcome in Outcome}
    endings = {name: name.rpartition("/")[2] for name in answers() if name not in NOT_NAMED_AFTER_AN_OUTCOME}
    assert {name for name, ending in endings.items() if ending not in outcomes} == set()
    without = {outcome for outcome in Outcome if outcome.value not in endings.values()}
    assert without == set(OUTCOMES_NOTHING_ENDS_IN_YET)
    assert set(NOT_NAMED_AFTER_AN_OUTCOME) <= answers()


def test_every_draft_takes_the_template_of_its_outcome() -> None:
    for draft in drafts().values():
        if draft.template not in NOT_NAMED_AFTER_AN_OUTCOME:
            assert draft.template.rpartition("/")[2] == draft.outcome.value


def cautions_in_code() -> Iterator[tuple[str, str]]:
    """Place and id of every caution that rules or answers are able to give."""
    for file in python_files("rules", "bot"):
        module = ".".join(file.with_suffix("").parts)
        for node in ast.walk(tree_of(file)):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called not in ("Caution", "caution"):
                continue
            first, place = node.args[0], f"{file}:{node.lineno}"
            if isinstance(first, ast.Constant):
                yield place, str(first.value)
            elif isinstance(first, ast.Name) and hasattr(importlib.import_module(module), first.id):
                yield place, getattr(importlib.import_module(module), first.id)
            elif (module, ast.unparse(first)) != ("rules.tally", "name"):
                yield place, f"?{ast.unparse(first)}"


def test_every_caution_in_the_code_has_its_template_and_every_template_its_caution() -> None:
    found = list(cautions_in_code())
    assert len(found) > 15
    templates = {name.partition("/")[2] for name in of(["cautions"])}
    missing = [f"{place}: {name}" for place, name in found if name not in templates]
    assert not missing, "\n".join(missing)
    assert templates - {name for _, name in found} == set()


def test_every_kind_of_reading_has_its_template_and_every_template_its_kind() -> None:
    listed = re.findall(r"^\s*\| `(\w+)` \|", Reading.__doc__ or "", flags=re.MULTILINE)
    assert len(listed) > 10
    assert sorted(listed) == sorted(name.partition("/")[2] for name in of(["readings"]))


def test_every_reading_carries_what_the_table_of_kinds_says() -> None:
    rows = dict(re.findall(r"^\s*\| `(\w+)` \| (.+?) \|$", Reading.__doc__ or "", flags=re.MULTILINE))
    for reading in readings():
        promised = rows[reading.kind].partition(": ")[0] if "`:" in rows[reading.kind] else rows[reading.kind]
        assert set(reading.data) == set(re.findall(r"`([a-z]+)`", promised)), reading.kind
