"""Slack's rules for answering later: five uses, 30 minutes, and what may happen to the original."""

import json
import urllib.error
import urllib.request
from typing import Any

import pytest
from slack_sdk.webhook.async_client import AsyncWebhookClient

from tests.fakes.slack import FakeSlack
from tests.fakes.state import CHANNEL, USER, Shown


def post(address: str, body: Any, *, content_type: str = "application/json") -> tuple[int, str]:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    request = urllib.request.Request(address, data=data, headers={"Content-Type": content_type})
    try:
        with urllib.request.urlopen(request, timeout=5) as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as fault:
        with fault:
            return fault.code, json.load(fault)["error"]


def refused(slack: FakeSlack) -> list[str]:
    return [refusal.error for refusal in slack.take_refusals()]


@pytest.fixture
def after_command(fake_slack: FakeSlack) -> str:
    """The reply address of a command."""
    return fake_slack.new_reply_address(channel=CHANNEL, user=USER)


@pytest.fixture
def original(fake_slack: FakeSlack) -> Shown:
    """A private message, as if its button was pressed."""
    return fake_slack.show(
        channel=CHANNEL, private=True, user=USER, text="2 units", blocks=[], came_by="response"
    )


@pytest.fixture
def after_press(fake_slack: FakeSlack, original: Shown) -> str:
    """The reply address of a button under that message."""
    return fake_slack.new_reply_address(channel=CHANNEL, user=USER, original=original)


def test_an_answer_is_private_unless_it_says_otherwise(fake_slack: FakeSlack, after_command: str):
    assert post(after_command, {"text": "for you"}) == (200, "ok")
    assert post(after_command, {"text": "for all", "response_type": "in_channel"}) == (200, "ok")
    assert [message.text for message in fake_slack.private_messages] == ["for you"]
    assert [message.text for message in fake_slack.public_messages] == ["for all"]
    assert fake_slack.public_messages[0].came_by == "reply address"


async def test_the_official_webhook_client_works(fake_slack: FakeSlack, after_command: str):
    sent = await AsyncWebhookClient(after_command).send(text="2 units", response_type="in_channel")
    assert (sent.status_code, sent.body) == (200, "ok")
    assert [message.text for message in fake_slack.public_messages] == ["2 units"]


def test_the_sixth_use_is_refused(fake_slack: FakeSlack, after_command: str):
    assert [post(after_command, {"text": str(n)})[0] for n in range(6)] == [200] * 5 + [404]
    assert len(fake_slack.messages) == 5
    assert refused(fake_slack) == ["used_url"]


@pytest.mark.parametrize(("minutes", "status"), [(29, 200), (31, 404)])
def test_an_address_is_good_for_30_minutes(
    fake_slack: FakeSlack, after_command: str, minutes: int, status: int
):
    fake_slack.clock.advance(minutes * 60)
    assert post(after_command, {"text": "late"})[0] == status
    assert refused(fake_slack) == ([] if status == 200 else ["expired_url"])


def test_an_address_that_was_never_given_out_is_refused(fake_slack: FakeSlack):
    assert post(f"{fake_slack.address}/commands/T0/1/abc", {"text": "x"}) == (404, "no_such_url")
    assert refused(fake_slack) == ["no_such_url"]


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({"text": ""}, "no_text"),
        ({"text": 2}, "invalid_arguments"),
        ({"text": "x", "response_typ": "in_channel"}, "invalid_arguments"),
        ({"text": "x", "response_type": "public"}, "invalid_arguments"),
        ({"text": "x", "blocks": [{"type": "section"}]}, "invalid_blocks"),
        ({"text": "x", "replace_original": True}, "nothing_to_replace"),
        ({"delete_original": True}, "nothing_to_replace"),
        ({"text": "x", "replace_original": "true"}, "invalid_arguments"),
        (["x"], "invalid_payload"),
        (b"{oops", "invalid_payload"),
    ],
)
def test_content_that_slack_would_not_show_is_refused(
    fake_slack: FakeSlack, after_command: str, body: Any, error: str
):
    assert post(after_command, body) == (400, error)
    assert fake_slack.messages == []
    assert refused(fake_slack) == [error]


def test_a_form_is_not_read(fake_slack: FakeSlack, after_command: str):
    assert post(after_command, b"text=x", content_type="application/x-www-form-urlencoded")[0] == 400
    assert refused(fake_slack) == ["invalid_payload"]


def test_a_button_can_replace_the_message_it_stands_under(
    fake_slack: FakeSlack, after_press: str, original: Shown
):
    assert post(after_press, {"text": "3 units", "replace_original": True}) == (200, "ok")
    assert (original.text, original.edits) == ("3 units", 1)
    assert len(fake_slack.messages) == 1


def test_a_button_can_delete_the_message_it_stands_under(
    fake_slack: FakeSlack, after_press: str, original: Shown
):
    assert post(after_press, {"text": "", "delete_original": True}) == (200, "ok")
    assert original.deleted
    assert fake_slack.private_messages == []
    assert post(after_press, {"text": "x", "replace_original": True}) == (400, "message_not_found")
    assert refused(fake_slack) == ["message_not_found"]


def test_a_button_can_post_publicly_and_leave_its_message_alone(
    fake_slack: FakeSlack, after_press: str, original: Shown
):
    share = {"text": "2 units", "response_type": "in_channel", "replace_original": False}
    assert post(after_press, share) == (200, "ok")
    assert (original.edits, original.deleted) == (0, False)
    assert [message.text for message in fake_slack.public_messages] == ["2 units"]


def test_a_button_that_leaves_open_what_happens_to_its_message_is_refused(
    fake_slack: FakeSlack, after_press: str
):
    assert post(after_press, {"text": "2 units", "response_type": "in_channel"}) == (400, "ambiguous")
    assert refused(fake_slack) == ["ambiguous"]


def test_a_private_message_cannot_be_made_public_by_replacing_it(fake_slack: FakeSlack, after_press: str):
    swap = {"text": "2 units", "response_type": "in_channel", "replace_original": True}
    assert post(after_press, swap) == (400, "cannot_change_type")
    assert refused(fake_slack) == ["cannot_change_type"]


def test_a_planned_rate_limit_costs_no_use(fake_slack: FakeSlack, after_command: str):
    fake_slack.faults.rate_limit(3, on="reply")
    statuses = [post(after_command, {"text": "x"})[0] for _ in range(8)]
    assert statuses == [429] * 3 + [200] * 5
