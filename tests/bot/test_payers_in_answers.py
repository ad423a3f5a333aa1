"""What the payer book changes in answers: modifiers, code pairs, two payers."""

from __future__ import annotations

from datetime import date

import pytest

from bot.answering.drafts import draft_answer
from bot.answering.rendered import render_draft
from bot.answering.units_request import StoredUnitsRequest
from bot.question import Question

TODAY = date(2026, 11, 23)
VISIT = "/units 97112 24 97110 23 pt"


def warnings_of(line: str) -> dict[str, str]:
    answer = render_draft(draft_answer(Question(line), today=TODAY)).answer("R")
    return {warning.id: warning.message for warning in answer.warnings}


def request_of(line: str) -> dict[str, object]:
    return draft_answer(Question(line), today=TODAY).request_object


@pytest.mark.parametrize(
    ("payer", "caution", "says"),
    [
        ("aetna", "other_payers_edits", "Aetna edits by pairs of its own"),
        ("tricare", "payer_uses_medicare_edits", "TRICARE edits by Medicare's table"),
        ("medicaid.tx", "medicaid_edits", "Medicaid NCCI tables"),
        ("work_comp", "edits_unknown", "may have edits of its own"),
        ("medicare", "medicare_edits_only", "Medicare NCCI only"),
    ],
)
def test_a_pair_says_whose_table_the_payer_edits_by(payer: str, caution: str, says: str) -> None:
    assert says in warnings_of(f"/pair 97140 97124 payer:{payer}")[caution]


@pytest.mark.parametrize(
    ("payer", "caution"),
    [
        ("aetna", "other_payers_edits"),
        ("tricare", "payer_uses_medicare_edits"),
        ("medicaid", "medicaid_edits"),
        ("auto", "edits_unknown"),
    ],
)
def test_a_visit_with_an_edit_says_so_too_and_one_without_does_not(payer: str, caution: str) -> None:
    assert caution in warnings_of(f"/units 97140 25 97150 payer:{payer}")
    assert caution not in warnings_of(f"{VISIT} payer:{payer}")


def test_two_payers_are_stored_as_one_id_and_read_back_the_same() -> None:
    stored = request_of(f"{VISIT} payer:medicare+bcbs.ne")
    assert stored["payer"] == "medicare+bcbs.ne"
    again = StoredUnitsRequest.model_validate(stored)
    assert again.to_json_dict() == stored


def test_the_primary_counts_and_the_answer_says_where_the_secondary_differs() -> None:
    line = f"{VISIT} payer:commercial_cpt+medicare"
    draft = draft_answer(Question(line), today=TODAY)
    assert draft.parts["units"]["rule"] == "ama"
    assert draft.parts["units"]["timed_units"] == 4
    assert "then Medicare" in draft.understood
    said = warnings_of(line)["secondary_payer_differs"]
    for words in (
        "Medicare as the second payer",
        "Count: Medicare's rule",
        "CQ, CO: required",
        "KX: required",
    ):
        assert words in said


def test_a_modifier_that_only_the_secondary_requires_goes_on() -> None:
    for payer, modifiers in (("aetna", []), ("aetna+medicare", ["GP"]), ("medicare+aetna", ["GP"])):
        lines = draft_answer(Question(f"{VISIT} payer:{payer}"), today=TODAY).parts["units"]["lines"]
        assert lines[0]["modifiers"] == modifiers, payer


def test_a_pair_speaks_only_of_the_secondarys_code_pairs() -> None:
    assert "secondary_payer_differs" not in warnings_of("/pair 97140 97124 payer:tricare+medicare")
    said = warnings_of("/pair 97140 97124 payer:medicare+medicaid")["secondary_payer_differs"]
    assert "Code pairs: Medicaid's" in said
    assert "KX" not in said
    assert "lines" not in said


def test_payers_that_want_the_same_are_not_told_apart() -> None:
    assert "secondary_payer_differs" not in warnings_of(f"{VISIT} payer:aetna+anthem")


def test_what_is_not_confirmed_is_said_of_the_primary_alone() -> None:
    said = warnings_of(f"{VISIT} payer:commercial_cpt+medicare")["payer_rule_unconfirmed"]
    assert said.startswith("Commercial plan that counts by code: counting rule not confirmed")
