"""Forms that the bot opens: filled in, sent, refused, changed and closed."""

from __future__ import annotations

from typing import Any

import pytest

from bot.playground import workspace
from tests.playground.bots import Doing, Double
from tests.playground.running import Running

PLAIN = "plain_text"


def words(text: str) -> dict[str, str]:
    return {"type": PLAIN, "text": text}


OPTIONS = [{"text": words("Wrong"), "value": "wrong"}, {"text": words("Outdated"), "value": "outdated"}]
FORM: dict[str, Any] = {
    "type": "modal",
    "callback_id": "feedback",
    "private_metadata": "R1",
    "title": words("What was wrong?"),
    "submit": words("Send"),
    "close": words("Skip"),
    "blocks": [
        {
            "type": "input",
            "block_id": "reason",
            "label": words("Pick one"),
            "element": {"type": "radio_buttons", "action_id": "feedback.reason", "options": OPTIONS},
        },
        {
            "type": "input",
            "block_id": "more",
            "optional": True,
            "label": words("More"),
            "element": {"type": "plain_text_input", "action_id": "more"},
        },
    ],
}
FILLED = {"reason": {"feedback.reason": "outdated"}, "more": {"more": None}}


async def opened(playground: Running, double: Double) -> str:
    """Let the bot open the form after a command; gives the form's id."""
    await playground.send("/units 97112 25")
    answer = await playground.api("views.open", trigger_id=double.last["trigger_id"], view=FORM)
    assert answer["ok"], answer
    await playground.until(lambda: playground.form() is not None)
    identifier: str = answer["view"]["id"]
    return identifier


async def test_a_form_opens_with_the_trigger_of_a_command(playground: Running, double: Double) -> None:
    await opened(playground, double)
    form = playground.form()
    assert form is not None
    assert form["title"]["text"] == "What was wrong?"
    assert [block["block_id"] for block in form["blocks"]] == ["reason", "more"]


async def test_a_trigger_opens_one_form_only(playground: Running, double: Double) -> None:
    await opened(playground, double)
    again = await playground.api("views.open", trigger_id=double.last["trigger_id"], view=FORM)
    assert again == {"ok": False, "error": "exchanged_trigger_id"}


async def test_a_trigger_is_too_old_after_three_seconds(
    playground: Running, double: Double, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workspace, "TRIGGER_SECONDS", -1.0)
    await playground.send("/units 97112 25")
    answer = await playground.api("views.open", trigger_id=double.last["trigger_id"], view=FORM)
    assert answer == {"ok": False, "error": "expired_trigger_id"}
    await playground.until(lambda: bool(playground.messages()))
    assert "3 seconds" in playground.texts()[0]


async def test_what_was_filled_in_reaches_the_bot_as_slack_would_send_it(
    playground: Running, double: Double
) -> None:
    form = await opened(playground, double)
    assert await playground.post("/playground/view", {"form": form, "values": FILLED}) == (
        200,
        {"errors": {}},
    )
    payload = double.last
    assert payload["type"] == "view_submission"
    view = payload["view"]
    assert (view["id"], view["callback_id"], view["private_metadata"]) == (form, "feedback", "R1")
    assert view["state"]["values"] == {
        "reason": {"feedback.reason": {"type": "radio_buttons", "selected_option": OPTIONS[1]}},
        "more": {"more": {"type": "plain_text_input", "value": None}},
    }
    await playground.until(lambda: playground.form() is None)


async def test_errors_keep_the_form_open(playground: Running, double: Double) -> None:
    form = await opened(playground, double)
    double.interactions["view_submission"] = Doing(
        body={"response_action": "errors", "errors": {"reason": "Please pick another."}}
    )
    answer = await playground.post("/playground/view", {"form": form, "values": FILLED})
    assert answer == (200, {"errors": {"reason": "Please pick another."}})
    assert playground.form() is not None


async def test_an_update_puts_other_content_into_the_form(playground: Running, double: Double) -> None:
    form = await opened(playground, double)
    changed = FORM | {"title": words("Thanks")}
    double.interactions["view_submission"] = Doing(body={"response_action": "update", "view": changed})
    await playground.post("/playground/view", {"form": form, "values": FILLED})
    await playground.until(lambda: (playground.form() or {})["title"]["text"] == "Thanks")


async def test_clear_closes_the_form(playground: Running, double: Double) -> None:
    form = await opened(playground, double)
    double.interactions["view_submission"] = Doing(body={"response_action": "clear"})
    await playground.post("/playground/view", {"form": form, "values": FILLED})
    await playground.until(lambda: playground.form() is None)


async def test_a_form_that_the_bot_cannot_take_stays_open_and_says_why(
    playground: Running, double: Double
) -> None:
    form = await opened(playground, double)
    double.interactions["view_submission"] = Doing(status=500)
    status, answer = await playground.post("/playground/view", {"form": form, "values": FILLED})
    assert status == 502
    assert "HTTP 500" in answer["error"]
    assert playground.form() is not None


async def test_the_bot_can_change_the_open_form(playground: Running, double: Double) -> None:
    form = await opened(playground, double)
    answer = await playground.api("views.update", view_id=form, view=FORM | {"title": words("Other")})
    assert answer["ok"]
    await playground.until(lambda: (playground.form() or {})["title"]["text"] == "Other")
    stale = await playground.api("views.update", view_id=form, view=FORM, hash="old")
    assert stale["error"] == "hash_conflict"
    unknown = await playground.api("views.update", view_id="V0", view=FORM)
    assert unknown["error"] == "not_found"


@pytest.mark.parametrize("wants_to_know", [True, False])
async def test_closing_a_form_is_told_only_to_a_bot_that_wants_to_know(
    playground: Running, double: Double, wants_to_know: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(FORM, "notify_on_close", wants_to_know)
    form = await opened(playground, double)
    assert await playground.post("/playground/view", {"form": form, "closed": True}) == (200, {})
    await playground.until(lambda: playground.form() is None)
    assert (double.last.get("type") == "view_closed") is wants_to_know


@pytest.mark.parametrize(
    "values",
    [
        {"reason": {"feedback.reason": "no such option"}},
        {"reason": {"feedback.reason": ["wrong"]}},
        {"elsewhere": {"feedback.reason": "wrong"}},
    ],
)
async def test_values_that_the_form_cannot_hold_never_reach_the_bot(
    playground: Running, double: Double, values: object
) -> None:
    form = await opened(playground, double)
    status, answer = await playground.post("/playground/view", {"form": form, "values": values})
    assert status == 409
    assert answer["error"]
    assert len(double.received) == 1


async def test_a_form_that_slack_would_refuse_is_shown_with_the_reason_and_refused(
    playground: Running, double: Double
) -> None:
    await playground.send("/units 97112 25")
    view = FORM | {"title": words("A title that is far too long for Slack")}
    answer = await playground.api("views.open", trigger_id=double.last["trigger_id"], view=view)
    assert answer == {"ok": False, "error": "invalid_arguments"}
    await playground.until(lambda: playground.form() is not None)
    assert "/title/text" in (playground.form() or {})["refused"]


async def test_a_button_inside_a_form_reaches_the_bot_with_the_form_and_what_it_holds(
    playground: Running, double: Double
) -> None:
    button = {"type": "button", "action_id": "more", "text": words("More"), "value": "x"}
    view = FORM | {
        "blocks": [*FORM["blocks"][:1], {"type": "actions", "block_id": "a", "elements": [button]}]
    }
    await playground.send("/units 97112 25")
    answer = await playground.api("views.open", trigger_id=double.last["trigger_id"], view=view)
    form = answer["view"]["id"]
    values = {"reason": {"feedback.reason": "wrong"}}
    status, _ = await playground.post(
        "/playground/action", {"form": form, "block_id": "a", "action_id": "more", "values": values}
    )
    assert status == 200
    payload = double.last
    assert payload["container"] == {"type": "view", "view_id": form}
    assert payload["actions"][0]["value"] == "x"
    held = payload["view"]["state"]["values"]["reason"]["feedback.reason"]
    assert held["selected_option"]["value"] == "wrong"
