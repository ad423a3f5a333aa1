"""The fake refuses what Slack refuses, and lets the rest through."""

import json
import time
import urllib.error
import urllib.request
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.slack import FakeSlack
from tests.fakes.state import CHANNEL, USER

FORM = {
    "type": "modal",
    "callback_id": "feedback.form",
    "title": {"type": "plain_text", "text": "What was wrong?"},
    "submit": {"type": "plain_text", "text": "Send"},
    "blocks": [
        {
            "type": "input",
            "block_id": "reason",
            "label": {"type": "plain_text", "text": "Reason"},
            "element": {
                "type": "static_select",
                "action_id": "feedback.reason",
                "options": [
                    {"text": {"type": "plain_text", "text": "Wrong"}, "value": "wrong"},
                    {"text": {"type": "plain_text", "text": "Unclear"}, "value": "unclear"},
                ],
            },
        }
    ],
}


def call(slack: FakeSlack, method: str, *, token: str | None = None, **arguments: Any) -> dict[str, Any]:
    """Call a method with plain JSON, as no library would let us."""
    request = urllib.request.Request(
        slack.api_url + method,
        data=json.dumps(arguments).encode(),
        headers={
            "Content-Type": "application/json; charset=utf-8",
            "Authorization": f"Bearer {slack.bot_token if token is None else token}",
        },
    )
    with urllib.request.urlopen(request, timeout=5) as response:
        return dict(json.load(response))


def refused(slack: FakeSlack) -> list[str]:
    return [refusal.error for refusal in slack.take_refusals()]


async def test_the_official_client_works_when_its_base_url_points_here(fake_slack: FakeSlack):
    client = AsyncWebClient(token=fake_slack.bot_token, base_url=fake_slack.api_url)
    assert (await client.auth_test())["bot_id"]
    assert (await client.api_test(foo="bar"))["args"] == {"foo": "bar"}
    opened = await client.views_open(trigger_id=fake_slack.new_trigger(), view=FORM)
    assert opened["view"]["callback_id"] == "feedback.form"
    assert fake_slack.views[0]["id"] == opened["view"]["id"]
    socket = await client.apps_connections_open(app_token=fake_slack.app_token)
    assert socket["url"].startswith("ws://127.0.0.1:")


async def test_the_official_client_gets_slacks_error_for_what_is_refused(fake_slack: FakeSlack):
    client = AsyncWebClient(token="xoxb-somebody-else", base_url=fake_slack.api_url)
    with pytest.raises(SlackApiError, match="invalid_auth"):
        await client.auth_test()
    assert refused(fake_slack) == ["invalid_auth"]


async def test_a_posted_message_is_shown_once_the_scope_is_granted(fake_slack: FakeSlack):
    fake_slack.scopes.add("chat:write")
    client = AsyncWebClient(token=fake_slack.bot_token, base_url=fake_slack.api_url)
    await client.chat_postMessage(channel=CHANNEL, text="2 units")
    await client.chat_postEphemeral(channel=CHANNEL, user=USER, text="for you")
    assert [message.text for message in fake_slack.public_messages] == ["2 units"]
    assert [(message.user, message.text) for message in fake_slack.private_messages] == [(USER, "for you")]


def test_only_the_scope_for_commands_is_granted_at_first(fake_slack: FakeSlack):
    answer = call(fake_slack, "chat.postMessage", channel=CHANNEL, text="2 units")
    assert (answer["error"], answer["needed"]) == ("missing_scope", "chat:write")
    assert fake_slack.messages == []
    assert refused(fake_slack) == ["missing_scope"]


@pytest.mark.parametrize(
    ("method", "arguments", "error"),
    [
        ("views.open_", {}, "unknown_method"),
        ("auth.test", {"team": "T1"}, "invalid_arguments"),
        ("auth.test", {"team_id": "T0OTHER"}, "team_access_not_granted"),
        ("views.open", {"view": FORM}, "invalid_arguments"),
        ("views.open", {"trigger_id": "1.2.abc", "view": FORM}, "invalid_trigger_id"),
        ("views.open", {"trigger_id": "1.2.abc", "view": "{oops"}, "invalid_arguments"),
        ("views.open", {"trigger_id": "1.2.abc", "view": {**FORM, "titel": "x"}}, "invalid_arguments"),
        ("chat.postMessage", {"channel": "C0NOWHERE", "text": "2 units"}, "channel_not_found"),
        ("chat.postMessage", {"channel": CHANNEL}, "no_text"),
        ("chat.postMessage", {"channel": CHANNEL, "text": "x", "txet": "y"}, "invalid_arguments"),
        ("chat.postMessage", {"channel": CHANNEL, "text": "x", "blocks": [{"type": "no"}]}, "invalid_blocks"),
        ("chat.postMessage", {"channel": CHANNEL, "text": "x", "blocks": {}}, "invalid_blocks_format"),
        ("chat.postMessage", {"channel": CHANNEL, "text": "x" * 40_001}, "msg_too_long"),
        ("chat.postEphemeral", {"channel": CHANNEL, "text": "x"}, "invalid_arguments"),
        ("apps.connections.open", {}, "not_allowed_token_type"),
        ("api.test", {"error": "my_error"}, "my_error"),
    ],
)
def test_what_slack_would_not_accept_is_refused(
    fake_slack: FakeSlack, method: str, arguments: dict[str, Any], error: str
):
    fake_slack.scopes.add("chat:write")
    answer = call(fake_slack, method, **arguments)
    assert (answer["ok"], answer["error"]) == (False, error)
    assert (fake_slack.messages, fake_slack.views) == ([], [])
    assert refused(fake_slack) == [error]


@pytest.mark.parametrize(("token", "error"), [("", "not_authed"), ("xoxb-wrong", "invalid_auth")])
def test_a_call_needs_the_right_token(fake_slack: FakeSlack, token: str, error: str):
    assert call(fake_slack, "auth.test", token=token)["error"] == error
    assert refused(fake_slack) == [error]


def test_a_body_that_is_not_an_object_is_refused(fake_slack: FakeSlack):
    request = urllib.request.Request(
        fake_slack.api_url + "auth.test", data=b"[1]", headers={"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=5) as response:
        assert json.load(response)["error"] == "json_not_object"
    assert refused(fake_slack) == ["json_not_object"]


def test_a_trigger_is_good_for_one_form(fake_slack: FakeSlack):
    trigger = fake_slack.new_trigger()
    assert call(fake_slack, "views.open", trigger_id=trigger, view=FORM)["ok"]
    assert call(fake_slack, "views.open", trigger_id=trigger, view=FORM)["error"] == "exchanged_trigger_id"
    assert len(fake_slack.views) == 1
    assert refused(fake_slack) == ["exchanged_trigger_id"]


@pytest.mark.parametrize(("seconds", "error"), [(2.5, None), (3.1, "expired_trigger_id")])
def test_a_trigger_is_good_for_three_seconds(fake_slack: FakeSlack, seconds: float, error: str | None):
    trigger = fake_slack.new_trigger()
    fake_slack.clock.advance(seconds)
    assert call(fake_slack, "views.open", trigger_id=trigger, view=FORM).get("error") == error
    assert refused(fake_slack) == ([] if error is None else [error])


def test_an_address_outside_slack_is_recorded(fake_slack: FakeSlack):
    with pytest.raises(urllib.error.HTTPError, match="404") as caught:
        urllib.request.urlopen(fake_slack.address + "/services/T1/B1/x", timeout=5)
    caught.value.close()
    assert refused(fake_slack) == ["not_found"]


def test_too_many_requests_are_answered_with_how_long_to_wait(fake_slack: FakeSlack):
    fake_slack.faults.rate_limit(2, retry_after=7, on="auth.test")
    for _ in range(2):
        with pytest.raises(urllib.error.HTTPError, match="429") as caught:
            call(fake_slack, "auth.test")
        assert caught.value.headers["Retry-After"] == "7"
        assert json.load(caught.value)["error"] == "ratelimited"
        caught.value.close()
    assert call(fake_slack, "auth.test")["ok"]


async def test_the_official_client_sees_the_rate_limit(fake_slack: FakeSlack):
    fake_slack.faults.rate_limit(retry_after=3)
    client = AsyncWebClient(token=fake_slack.bot_token, base_url=fake_slack.api_url)
    with pytest.raises(SlackApiError) as caught:
        await client.auth_test()
    assert (caught.value.response.status_code, caught.value.response.headers["Retry-After"]) == (429, "3")


def test_a_planned_fault_hits_only_what_it_was_planned_for(fake_slack: FakeSlack):
    fake_slack.faults.server_error(on="views.open")
    assert call(fake_slack, "auth.test")["ok"]
    with pytest.raises(urllib.error.HTTPError, match="500") as caught:
        call(fake_slack, "views.open", trigger_id=fake_slack.new_trigger(), view=FORM)
    caught.value.close()
    assert fake_slack.views == []


def test_a_slow_answer_is_still_right(fake_slack: FakeSlack):
    fake_slack.faults.slow(0.2)
    started = time.monotonic()
    assert call(fake_slack, "auth.test")["ok"]
    assert time.monotonic() - started >= 0.2


def test_a_dropped_connection_gives_no_answer_and_does_nothing(fake_slack: FakeSlack):
    fake_slack.faults.drop()
    with pytest.raises(OSError, match=r"closed|reset|Remote end"):
        call(fake_slack, "views.open", trigger_id=fake_slack.new_trigger(), view=FORM)
    assert fake_slack.views == []
    assert call(fake_slack, "auth.test")["ok"]


def test_two_fakes_do_not_know_each_other(fake_slack: FakeSlack):
    with FakeSlack() as other:
        assert other.address != fake_slack.address
        assert call(other, "views.open", trigger_id=fake_slack.new_trigger(), view=FORM)["ok"] is False
        assert refused(other) == ["invalid_trigger_id"]


def test_stopping_ends_the_thread_even_while_an_answer_is_slow(fake_slack: FakeSlack):
    with FakeSlack() as other:
        other.faults.slow(60)
        with pytest.raises(TimeoutError):
            urllib.request.urlopen(other.api_url + "api.test", timeout=0.1)
    assert not other._thread.is_alive()
