"""The one door: what it answers, what it keeps, and what it never keeps."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.answer import Outcome
from bot.question import Question, Surface
from bot.service import Service
from bot.store import Hasher, LogBusy, LogUnavailable, QueryRow, open_log
from rules import UserError

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
SAMPLE = "/units 97112 25 97110 10"


class Kept:
    """A service on a real log file, and the rows in it."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "log.db"
        self.service = self.reopened()

    def reopened(self) -> Service:
        return Service(
            open_log(str(self.path)),
            Hasher(b"k" * 32),
            timezone=ZoneInfo("America/New_York"),
            clock=lambda: NOW,
        )

    def rows(self) -> list[QueryRow]:
        return list(open_log(str(self.path)).rows())

    def bytes_written(self) -> bytes:
        return b"".join(file.read_bytes() for file in self.path.parent.iterdir())


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Kept]:
    kept = Kept(tmp_path)
    yield kept
    kept.service.close()


def value_of(answer: object, action_id: str) -> str:
    for block in answer.blocks:
        for element in block.get("elements", []):
            if element.get("action_id") == action_id:
                return element["value"]
    raise AssertionError(f"no button {action_id}")


def test_the_sample_command_shows_the_tie_both_methods_and_its_source(kept: Kept) -> None:
    answer = kept.service.answer(Question(SAMPLE))
    assert answer.outcome is Outcome.ANSWERED
    assert answer.confident
    assert answer.units["allocations"] == [{"97112": 2}, {"97112": 1, "97110": 1}]
    assert answer.units["tie_between"] == ["97112", "97110"]
    assert answer.units["compare"] == {
        "rule": "ama",
        "timed_units": 3,
        "allocations": [{"97112": 2, "97110": 1}],
    }
    assert answer.units["minutes_to_next_unit"] == 3
    assert answer.units["lines"][0]["modifiers_if"] == [
        {"modifier": "GP", "if": "PT plan"},
        {"modifier": "GO", "if": "OT plan"},
    ]
    assert "modifiers_if" not in answer.units["lines"][1]
    assert {(c.source, c.at) for c in answer.citations} >= {("cms-100-04-ch5", "§20.2 C")}
    for line in ("Medicare: 2 units", "or 97112 ×1 + 97110 ×1 (tie)", "AMA rule: 3 units (1 more)"):
        assert line in answer.text


def test_each_answer_has_its_own_receipt_in_text_and_blocks_and_own_blocks(kept: Kept) -> None:
    first, second = (kept.service.answer(Question(SAMPLE)) for _ in range(2))
    first.blocks.clear()
    for one, other in ((first, second), (second, first)):
        assert one.blocks == json.loads(one.blocks_json) == one.to_json_dict()["blocks"]
        for words in (one.text, one.blocks_json):
            assert one.receipt in words
            assert other.receipt not in words


def test_blocks_given_as_a_list_are_the_blocks_of_the_answer(kept: Kept) -> None:
    answer = kept.service.answer(Question(SAMPLE))
    parts = answer.to_json_dict()
    again = type(answer).model_validate(parts)
    assert again.blocks == answer.blocks
    assert again.to_json_dict() == parts


def test_the_json_object_has_the_promised_fields(kept: Kept) -> None:
    data = kept.service.answer(Question(SAMPLE)).to_json_dict()
    assert data["schema"] == 1
    assert data["request"] == {
        "command": "units",
        "minutes": {"97112": 25, "97110": 10},
        "untimed": [],
        "untimed_minutes": {},
        "payer": None,
        "rule": None,
        "discipline": None,
        "setting": None,
    }
    assert (data["date_of_service"], data["date_of_service_given"]) == ("2026-11-23", False)
    assert data["error"] is None
    assert json.loads(json.dumps(data)) == data


def test_the_row_is_kept_before_the_answer_leaves_and_holds_only_parsed_fields(kept: Kept) -> None:
    asked = Question(
        SAMPLE + " on:2026-08-19 payer:medicare pt",
        Surface.SLACK_HTTP,
        user="U1",
        team="T1",
        delivery_id="1.2",
    )
    answer = kept.service.answer(asked)
    (row,) = kept.rows()
    assert row.receipt == answer.receipt
    assert json.loads(row.request)["minutes"] == {"97112": 25, "97110": 10}
    assert (row.rules_on, row.date_given) == ("2026-07-01", True)
    assert (row.payer, row.discipline, row.surface) == ("medicare", "pt", "slack_http")
    assert row.asked_at == "2026-11-23T15:00:00.000Z"
    written = kept.bytes_written()
    for secret in (b"2026-08-19", b"U1", b"1.2", b"on:"):
        assert secret not in written.replace(b"U1-", b"")


@pytest.mark.parametrize(
    "text",
    [
        "/units 97112 25 zebulon",
        "/units zebulon",
        "/units 97112",
        "/zebulon 1",
        "/billing zebulon",
        "zebulon needs a ride",
        "/units 97112 25 payer:zebulon",
    ],
)
def test_nothing_typed_freely_is_ever_written(kept: Kept, text: str) -> None:
    answer = kept.service.answer(Question(text, user="U77zebulon"))
    assert len(kept.rows()) == 1
    assert b"zebulon" not in kept.bytes_written().lower()
    assert "zebulon" not in json.dumps(answer.request).lower()


def test_refused_and_abstained_requests_are_kept_too(kept: Kept) -> None:
    for text in ("/units", "/units 97001", "good morning", "/billing help"):
        kept.service.answer(Question(text))
    assert [row.outcome for row in kept.rows()] == ["refused", "refused", "abstained", "answered"]


def test_a_repeated_delivery_gets_the_same_answer_and_no_second_row_even_after_a_restart(kept: Kept) -> None:
    asked = Question(SAMPLE, Surface.SLACK_HTTP, delivery_id="12.34.abc")
    first = kept.service.answer(asked)
    kept.service.close()
    again = kept.reopened()
    assert again.answer(asked) == first
    again.close()
    assert len(kept.rows()) == 1


def test_two_askers_of_the_same_text_get_receipts_of_their_own(kept: Kept) -> None:
    one, other = kept.service.answer(Question(SAMPLE)), kept.service.answer(Question(SAMPLE))
    assert one.receipt != other.receipt
    assert one.receipt in one.text
    assert one.receipt not in json.dumps(other.to_json_dict())
    assert [row.receipt for row in kept.rows()] == [one.receipt, other.receipt]


class _NoLog:
    def __init__(self, fault: Exception) -> None:
        self.fault = fault

    def record(self, row: QueryRow) -> None:
        raise self.fault

    async def record_async(self, row: QueryRow) -> None:
        raise self.fault

    async def set_feedback_async(self, *args: object) -> bool:
        raise self.fault

    def own_defaults(self, user_hash: str) -> dict[str, str | None]:
        raise self.fault

    async def own_defaults_async(self, user_hash: str) -> dict[str, str | None]:
        raise self.fault

    def check(self) -> list[str]:
        return ["the log is away"]


@pytest.mark.parametrize("fault", [LogBusy("held"), LogUnavailable("gone")])
async def test_an_answer_that_cannot_be_kept_still_comes_and_says_so(fault: Exception) -> None:
    service = Service(_NoLog(fault), Hasher(b"k"), timezone=ZoneInfo("UTC"), clock=lambda: NOW)
    asked = Question(SAMPLE, user="U1")
    for answer in (service.answer(asked), await service.answer_async(asked)):
        assert "2 units" in answer.text
        assert "Your own settings could not be read" in answer.text
        assert [w.id for w in answer.warnings][-1] == "not_logged"
        assert "This answer was not logged" in answer.text
    assert not await service.feedback("0000", "up")
    assert service.faults() == ["the log is away"]


def test_a_shared_answer_shows_the_quarter_and_never_the_day(kept: Kept) -> None:
    answer = kept.service.answer(Question(SAMPLE + " on:2026-08-19"))
    assert "2026-08-19" in answer.text
    shared = kept.service.shared(value_of(answer, "answer.share"))
    assert "2026-08-19" not in shared.text + json.dumps(shared.blocks)
    assert "Rules of 2026 Q3" in shared.text
    assert "Medicare: 2 units" in shared.text
    assert not [block for block in shared.blocks if block["type"] in ("actions", "context_actions")]


def test_a_shared_answer_leaves_out_what_was_typed_freely(kept: Kept) -> None:
    answer = kept.service.answer(Question(SAMPLE + " payer:zebulon"))
    assert "zebulon" in answer.text
    shared = kept.service.shared(value_of(answer, "answer.share"))
    assert "zebulon" not in shared.text + json.dumps(shared.blocks)


def test_why_lists_every_split_and_what_the_facts_rest_on(kept: Kept) -> None:
    answer = kept.service.answer(Question("/units 97110 7 97112 7 97140 7 97530 7"))
    why = kept.service.why(value_of(answer, "answer.why"))
    assert "All 6 allowed splits" in why.text
    assert "97112 ×1 + 97530 ×1" in why.text
    assert "Least minutes that earn a further unit: 8" in why.text


@pytest.mark.parametrize("value", ["", "{}", "not json", '{"q":{"command":"units"},"on":"x","r":"A"}'])
def test_a_button_value_that_is_not_ours_is_refused_in_a_sentence(kept: Kept, value: str) -> None:
    for door in (kept.service.shared, kept.service.why):
        with pytest.raises(UserError, match="no longer works"):
            door(value)


async def test_feedback_is_kept_under_the_receipt(kept: Kept) -> None:
    receipt = kept.service.answer(Question(SAMPLE)).receipt
    assert await kept.service.feedback(receipt, "down")
    assert await kept.service.feedback(receipt, "down", "outdated")
    assert not await kept.service.feedback("ZZZZ-ZZZZ-ZZZZ", "up")
    (row,) = kept.rows()
    assert (row.feedback, row.feedback_reason) == ("down", "outdated")


def test_today_is_the_clinics_day_and_as_of_overrides_it(kept: Kept) -> None:
    assert kept.service.answer(Question(SAMPLE)).date_of_service == date(2026, 11, 23)
    later = kept.service.answer(Question(SAMPLE, as_of=date(2027, 1, 5)))
    assert later.date_of_service == date(2027, 1, 5)
    assert later.outcome is Outcome.ANSWERED


def test_an_old_date_is_refused_with_the_dates_that_are_covered(kept: Kept) -> None:
    answer = kept.service.answer(Question(SAMPLE + " on:1999-05-04"))
    assert (answer.outcome, answer.error.code) == (Outcome.REFUSED, "no_rule_in_force")
    assert "from 2012-01-01 on" in answer.text


def test_the_answer_is_the_same_on_a_second_asking(kept: Kept) -> None:
    first, second = (kept.service.answer(Question(SAMPLE + " payer:aetna")) for _ in range(2))
    assert second.text.replace(second.receipt, first.receipt) == first.text
    assert second.units == first.units
