"""What the fake sends is what Slack sends, as far as Slack's own libraries can tell."""

import json
import time
from urllib.parse import parse_qs

import pytest
from slack_sdk.signature import SignatureVerifier

from bot.blocks import actions, button, context_actions, feedback_buttons, modal, radio_input, section
from tests.fakes.payloads import form, signed
from tests.fakes.slack import FakeSlack
from tests.fakes.state import CHANNEL, USER, Shown

SECRET = "another-signing-secret"


@pytest.fixture
def slack() -> FakeSlack:
    """A workspace without its server, which building payloads does not need."""
    return FakeSlack()


@pytest.fixture
def message(slack: FakeSlack) -> Shown:
    blocks = [
        section("2 units", accessory=button("Copy", action_id="answer.copy")),
        actions(
            button("Share", action_id="answer.share", value="v1"),
            button("Why", action_id="answer.why", value="v1"),
        ),
        context_actions(feedback_buttons("answer.feedback", positive="up:r1", negative="down:r1")),
    ]
    return slack.show(
        channel=CHANNEL, private=True, user=USER, text="2 units", blocks=blocks, came_by="response"
    )


def test_a_signature_convinces_slacks_own_verifier():
    body = b"command=%2Funits&text=97112+25"
    headers = signed(body, SECRET)
    assert SignatureVerifier(SECRET).is_valid_request(body, headers)
    assert not SignatureVerifier(SECRET).is_valid_request(body + b"0", headers)
    assert not SignatureVerifier("wrong").is_valid_request(body, headers)


def test_a_request_can_be_signed_as_of_another_time():
    body = b"{}"
    assert not SignatureVerifier(SECRET).is_valid_request(body, signed(body, SECRET, time.time() - 301))


def test_a_command_has_the_13_fields_and_splits_into_name_and_text(slack: FakeSlack):
    fields = slack.payloads.slash_command("/units 97112 25 97110 10")
    assert len(fields) == 13
    assert (fields["command"], fields["text"]) == ("/units", "97112 25 97110 10")
    assert {name: values[0] for name, values in parse_qs(form(fields).decode()).items()} == fields


def test_every_command_has_its_own_trigger_and_reply_address_unless_given(slack: FakeSlack):
    first, second = (slack.payloads.slash_command("/units 97112 25") for _ in range(2))
    assert first["trigger_id"] != second["trigger_id"]
    assert first["response_url"] != second["response_url"]
    assert slack.payloads.slash_command("/units", trigger_id="1.2.a")["trigger_id"] == "1.2.a"


def test_a_pressed_button_carries_its_value_and_the_id_of_its_block(slack: FakeSlack, message: Shown):
    payload = slack.payloads.block_actions(message, "answer.share")
    [action] = payload["actions"]
    assert (action["type"], action["action_id"], action["value"]) == ("button", "answer.share", "v1")
    assert action["block_id"] == message.blocks[1]["block_id"]
    assert payload["container"]["message_ts"] == message.ts


def test_a_button_beside_text_can_be_pressed_and_may_have_no_value(slack: FakeSlack, message: Shown):
    [action] = slack.payloads.block_actions(message, "answer.copy")["actions"]
    assert action["action_id"] == "answer.copy"
    assert "value" not in action


def test_slack_does_not_send_a_private_message_back(slack: FakeSlack, message: Shown):
    assert "message" not in slack.payloads.block_actions(message, "answer.share")
    message.private = False
    assert slack.payloads.block_actions(message, "answer.share")["message"]["text"] == "2 units"


def test_a_thumb_sends_its_own_value(slack: FakeSlack, message: Shown):
    [action] = slack.payloads.block_actions(message, "answer.feedback", "down:r1")["actions"]
    assert (action["type"], action["value"]) == ("feedback_buttons", "down:r1")
    with pytest.raises(ValueError, match="say which of"):
        slack.payloads.block_actions(message, "answer.feedback")


@pytest.mark.parametrize(("action_id", "value"), [("answer.shore", None), ("answer.share", "v2")])
def test_what_is_not_under_the_message_cannot_be_pressed(
    slack: FakeSlack, message: Shown, action_id: str, value: str | None
):
    with pytest.raises(ValueError, match="0 things under this message"):
        slack.payloads.block_actions(message, action_id, value)


@pytest.fixture
def open_form(slack: FakeSlack) -> dict[str, object]:
    reasons = [("It is wrong", "wrong"), ("It is unclear", "unclear")]
    blocks = [radio_input("Reason", reasons, action_id="feedback.reason", block_id="reason")]
    return slack.open_view(modal("Feedback", blocks, callback_id="feedback", submit="Send"))


def test_a_sent_form_holds_what_was_chosen(slack: FakeSlack, open_form: dict[str, object]):
    payload = slack.payloads.view_submission(open_form, {"feedback.reason": "unclear"})
    chosen = payload["view"]["state"]["values"]["reason"]["feedback.reason"]["selected_option"]
    assert chosen["value"] == "unclear"
    assert payload["view"]["callback_id"] == "feedback"
    json.dumps(payload)


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({}, "must be filled in"),
        ({"feedback.reason": "late"}, "offers"),
        ({"feedback.reason": "wrong", "feedback.note": "x"}, "no field feedback.note"),
    ],
)
def test_a_form_that_a_person_could_not_send_is_not_built(
    slack: FakeSlack, open_form: dict[str, object], values: dict[str, str], says: str
):
    with pytest.raises(ValueError, match=says):
        slack.payloads.view_submission(open_form, values)


def test_an_event_has_its_own_id_unless_given(slack: FakeSlack):
    happened = {"type": "app_home_opened", "user": USER, "tab": "messages"}
    first, second = (slack.payloads.event(happened) for _ in range(2))
    assert first["event_id"] != second["event_id"]
    assert slack.payloads.event(happened, event_id="Ev1")["event_id"] == "Ev1"
    assert first["event"]["type"] == "app_home_opened"
