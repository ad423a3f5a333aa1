"""The answer that everybody in a channel sees: only the quarter, and nothing as it was typed."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.answer import Answer, Intent, Outcome
from bot.answering.asked import for_everybody
from bot.question import Place, Question, Surface
from bot.service import Service
from bot.store import Hasher, open_log

NOW = datetime(2026, 3, 20, 15, 0, tzinfo=UTC)
DAY = "2026-03-02"


@pytest.fixture
def service(tmp_path: Path) -> Service:
    return Service(
        open_log(str(tmp_path / "log.db")), Hasher(b"k"), timezone=ZoneInfo("UTC"), clock=lambda: NOW
    )


def asked(service: Service, text: str, *, is_public: bool = True, user: str | None = None) -> Answer:
    thread = "C0BILLING:1.2" if is_public else "D0THERAPY:"
    return service.answer(
        Question(text, surface=Surface.SLACK_HTTP, user=user, team="T1", is_public=is_public, thread=thread)
    )


def actions_of(answer: Answer) -> list[str]:
    return [
        element["action_id"]
        for block in answer.blocks
        for element in block.get("elements", [])
        if "action_id" in element
    ]


def everything_in(answer: Answer) -> str:
    return f"{answer.text}{answer.blocks_json}"


def test_it_names_the_quarter_and_never_the_day(service: Service) -> None:
    answer = asked(service, f"/units 97112 25 97110 10 on:{DAY}")
    assert "Rules of 2026 Q1" in answer.text
    assert DAY not in everything_in(answer)
    assert "2026-03-20" not in everything_in(asked(service, "/units 97112 25 97110 10"))


def test_the_same_question_in_a_direct_message_names_the_day(service: Service) -> None:
    line = f"/units 97112 25 97110 10 on:{DAY}"
    public = asked(service, line)
    private = asked(service, line, is_public=False)
    assert DAY in private.text
    assert private.units == public.units
    assert DAY not in asked(service, line).text


@pytest.mark.parametrize(
    ("line", "typed"),
    [
        ("/units NeUrO 25, Ther Ex 10", ["NeUrO", "Ther Ex"]),
        ("/units 97112 25 97110 10 payer:zebulonquist", ["zebulonquist"]),
        ("/units 97112 25 🦄 97110 10", ["🦄"]),
        ("/units 97112 9:07-9:32 97110 9:35-9:45", ["9:07"]),
    ],
)
def test_nothing_in_it_stands_as_it_was_typed(service: Service, line: str, typed: list[str]) -> None:
    answer = asked(service, line)
    assert answer.outcome is Outcome.ANSWERED
    assert answer.is_for_everybody
    assert [words for words in typed if words.lower() in everything_in(answer).lower()] == []
    assert "97112 25 min" in answer.text
    assert any(words in everything_in(asked(service, line, is_public=False)) for words in typed)


def test_a_payer_that_is_not_known_is_still_said_to_be_unknown(service: Service) -> None:
    assert "I do not know that payer" in asked(service, "/units 97112 25 payer:zebulonquist").text


def test_settings_of_the_asker_that_were_used_are_said(service: Service) -> None:
    asked(service, "/billing settings payer:tricare", user="U1")
    assert "From your own settings: TRICARE" in asked(service, "/units 97112 25", user="U1").text


@pytest.mark.parametrize(
    "line", ["/units 97112", "/units 97112 zebulonquist", "/units 99871 25", "/billing settings", "/nonsense"]
)
def test_a_question_back_a_refusal_and_settings_are_not_for_everybody(service: Service, line: str) -> None:
    assert not asked(service, line, user="U1").is_for_everybody


@pytest.mark.parametrize(
    ("line", "intent"),
    [("what is a modifier", Intent.FAQ), ("/billing help", Intent.HELP), ("/pair 97140 97124", Intent.PAIR)],
)
def test_an_honest_no_and_help_are_for_everybody(service: Service, line: str, intent: Intent) -> None:
    answer = asked(service, line)
    assert (answer.intent, answer.is_for_everybody) == (intent, True)


def test_share_is_offered_only_where_others_are_and_do_not_see_the_answer(service: Service) -> None:
    line = "/units 97112 25 97110 10"
    command = service.answer(Question(line, surface=Surface.SLACK_HTTP))
    assert actions_of(command) == ["answer.share", "answer.why", "answer.feedback"]
    assert actions_of(asked(service, line)) == ["answer.why", "answer.feedback"]
    assert actions_of(asked(service, line, is_public=False)) == ["answer.why", "answer.feedback"]
    # A card has no arithmetic to explain, so its button lists the sources.
    assert actions_of(asked(service, "/billing denial CO 97")) == ["answer.why", "answer.feedback"]


async def test_a_reply_waits_until_it_went_and_a_repeated_delivery_gets_none(tmp_path: Path) -> None:
    log = open_log(str(tmp_path / "log.db"))
    service = Service(log, Hasher(b"k"), timezone=ZoneInfo("UTC"), clock=lambda: NOW)
    question = Question("/units 97112 25", user="U1", delivery_id="Ev1", is_public=True, thread="C1:1.2")
    answer = await service.reply_async(question, Place("C1", "1.2"))
    assert answer is not None
    assert await service.reply_async(question, Place("C1", "1.2")) is None
    [row] = log.rows()
    assert (row.receipt, row.delivered_at) == (answer.receipt, None)
    [left] = [left async for left in service.outgoing.take_undelivered()]
    assert (left.receipt, left.place) == (answer.receipt, Place("C1", "1.2"))
    await service.outgoing.delivered(answer.receipt)
    assert [left async for left in service.outgoing.take_undelivered()] == []
    [row] = log.rows()
    assert row.delivered_at == "2026-03-20T15:00:00.000Z"


async def undelivered_after(
    tmp_path: Path, text: str, **asked_with: object
) -> list[tuple[str, Answer | None]]:
    log = open_log(str(tmp_path / "log.db"))
    service = Service(log, Hasher(b"k"), timezone=ZoneInfo("UTC"), clock=lambda: NOW)
    answer = await service.reply_async(Question(text, delivery_id=text, **asked_with), Place("D1"))  # type: ignore[arg-type]
    assert answer is not None
    return [(answer.text, left.answer) async for left in service.outgoing.take_undelivered()]


async def test_an_answer_that_did_not_go_is_worked_out_again_from_what_is_kept(tmp_path: Path) -> None:
    line = f"/units NeUrO 25 97110 10 on:{DAY} payer:medicare"
    [(before, again)] = await undelivered_after(tmp_path, line, is_public=True, thread="C1:1.2")
    assert again is not None
    assert again.text == before
    assert actions_of(again) == ["answer.why", "answer.feedback"]


async def test_what_went_only_to_the_asker_comes_again_without_the_day(tmp_path: Path) -> None:
    line = f"/units 97112 25 97110 10 on:{DAY}"
    [(before, again)] = await undelivered_after(tmp_path, line, thread="D1:")
    assert again is not None
    assert (DAY in before, DAY in again.text) == (True, False)
    assert "Rules of 2026 Q1" in again.text


@pytest.mark.parametrize("line", ["/billing help", "is that so", "/units 97112", "/units 99871 25"])
async def test_what_cannot_be_worked_out_again_is_handed_out_without_an_answer(
    tmp_path: Path, line: str
) -> None:
    [(_, again)] = await undelivered_after(tmp_path, line)
    assert again is None


@pytest.mark.parametrize(
    "line",
    [
        "/units 97110 pt:13 pta:23 97140 pt:30",
        "/pair 97140 97124",
        "/billing check 97110x3-GP 97140x1-GP minutes: 97110 37 97140 15",
        "/billing code 97112",
        "/billing kx ot 2480 lines:97110=62.10,97140=28.40",
        "/billing denial CO 97",
    ],
)
async def test_every_kind_of_answer_can_be_worked_out_again(tmp_path: Path, line: str) -> None:
    [(before, again)] = await undelivered_after(tmp_path, line, is_public=True, thread="C1:1.2")
    assert again is not None
    assert again.text == before


def test_the_public_form_of_a_request_leaves_the_request_itself_alone() -> None:
    from bot.answering.books import BUILT_IN
    from bot.answering.units_drafts import read_units

    request = read_units("NeUrO 25 🦄", today=date(2026, 3, 2), books=BUILT_IN)
    public = for_everybody(request)
    assert (public.stored, public.day.on, public.day.is_public) == (request.stored, request.day.on, True)
    assert public.typed == ((), ())
    assert request.typed.readings
