"""What is read and answered once the details are out, and what the asker is told."""

from __future__ import annotations

import pytest

from bot.answering.guarding import guarded, guarded_command
from bot.answering.library import SHIPPED
from bot.question import Question
from bot.service import Service
from scripts.evaluation.asking import running_bot
from scripts.evaluation.leaks import ask_with_patients
from scripts.evaluation.messages import Message, read_own_sets
from scripts.evaluation.requests import DAY, compared
from tests.bot.redaction.leaks import HERE, messages

MOST_CHANGED = 0.04
EVERY = 6
"""Of the odd messages so many are passed over for each that goes through the whole bot."""


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("mrn 44 71 992 needs kx", "needs kx"),
        ("chart 42, is kx due", "is kx due"),
        ("NAME miss N 97110 25", "97110 25"),
        ("her cell 312-555-0143 kx?", "kx?"),
        ("her email is a.b@example.com, send the 8 minute rule", "send the 8 minute rule"),
        ("claim 2026071599 denied CO-97", "claim denied CO-97"),
        ("Auth no. A-77190342 ran out, can we appeal", "Auth ran out, can we appeal"),
        ("Call me back at 312-555-0143 about the CO-97 denial", "about the CO-97 denial"),
        ("Patient Ngozi Adeyemi DOB 04/17/1958: is KX due", "is KX due"),
        ("mrs. delacroix, chart 42. unattended estim 15 min", "unattended estim 15 min"),
        ("8 min rule - pt maria lopez?", "8 min rule?"),
        ("wife Joy asks about copay", "wife asks about copay"),
        ("Can I bill 97112 for Mr. Wiśniewski, MRN 00482913, he has MS", "Can I bill 97112, he has MS"),
        ("pt maria lopez (dob 4/17/58) (mrn 42) 97110 25", "patient 97110 25"),
        ("did 25 min neuro with Hope today and 10 TE with Grace", "did 25 min neuro today and 10 TE"),
        ("Maria Lopez\n97110 25\n97112 10", "97110 25\n97112 10"),
    ],
)
def test_a_detail_goes_with_the_words_that_lead_to_it(typed: str, read: str) -> None:
    assert guarded(typed, SHIPPED).text == read


def test_a_patient_called_pt_is_no_physical_therapist() -> None:
    assert guarded("pt Ngozi Adeyemi 25 min neuro", SHIPPED).text == "patient 25 min neuro"
    assert guarded("Ngozi Adeyemi, PT did 25 min neuro", SHIPPED).text == "PT did 25 min neuro"


def test_a_word_that_is_a_label_elsewhere_stays_where_nothing_follows_it() -> None:
    assert (
        guarded("Rose has MS and a phone visit, 98966 ok?", SHIPPED).text
        == "has MS and a phone visit, 98966 ok?"
    )


def test_a_payer_called_like_a_person_stays_and_a_person_does_not() -> None:
    assert guarded_command("97110 25 payer:oscar", SHIPPED).text == "97110 25 payer:oscar"
    assert guarded_command("97110 25 payer:maria", SHIPPED).text == "97110 25"


def test_a_year_that_no_claim_is_of_is_told_of_and_decides_no_rules() -> None:
    guard = guarded("04/17/1958 97110 25", SHIPPED)
    assert (guard.text, guard.kinds) == ("97110 25", ("birth_date",))


def test_a_day_of_a_visit_is_read_and_not_told_of() -> None:
    guard = guarded("seen on the 14th, 97110 25", SHIPPED)
    assert (guard.text, guard.kinds) == ("seen on the 14th, 97110 25", ())


@pytest.mark.parametrize(
    "typed", ["Ｍａｒｉａ Ｌｏｐｅｚ 97110 25", "Ma\u200bria Lo\u00adpez 97110 25", "Ольга 97110 25"]
)
def test_letters_in_disguise_hide_nobody(typed: str) -> None:
    assert guarded(typed, SHIPPED).text == "97110 25"
    assert guarded(typed, SHIPPED).shown == "[name] 97110 25"


AROUND = (
    "Patient Ngozi Adeyemi DOB 04/17/1958: {}",
    "{} (mrn 448201)",
    "mrs. delacroix, chart 42. {}",
    "{} call me at 312-555-0143",
    "MRN 44 71 992, 94 yo, {}",
    "hi this is thandiwe dlamini, {}",
    "{} for Mr. Wiśniewski",
)


@pytest.mark.slow
def test_details_round_a_question_do_not_change_its_answer() -> None:
    own = next(found for found in read_own_sets() if found.name == "own")
    asked = [message.text for message in (*own.questions, *own.requests)]
    changed = []
    with running_bot() as service:
        for number, text in enumerate(asked):
            with_details = AROUND[number % len(AROUND)].format(text)
            if _found(service, text) != _found(service, with_details):
                changed.append((with_details, guarded(with_details, SHIPPED).text))
    assert len(changed) <= MOST_CHANGED * len(asked), changed


def _found(service: Service, text: str) -> object:
    """The best entry, or what is worked out, less the question as it is kept."""
    answer = service.answer(Question(text, as_of=DAY))
    topics = [topic.id for topic in answer.topics or ()][:1]
    return answer.outcome, topics or compared(answer.request)


@pytest.mark.slow
def test_nothing_of_odd_details_is_in_anything_written_or_shown_to_others() -> None:
    odd = [
        Message(each["text"], must_not_store=tuple(map(str, each["must_not_store"])))
        for each in messages(HERE / "odd_messages.yaml")[::EVERY]
    ]
    assert [kept.leaked for kept in ask_with_patients(odd) if kept.leaked] == []
