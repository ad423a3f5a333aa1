"""Buttons and forms, from the press to what people then see, over real HTTP against a strict fake Slack."""

import json
import re
import time

import pytest
from slack_driver import RECEIPT, SECRET, VALUE, answer_blocks, serving, settings, until

from bot.asgi import build_asgi
from bot.blocks import actions, button, section
from bot.listeners import words
from bot.message import Message
from tests.fakes.sides import Delivery


@pytest.fixture(params=[None, "http://127.0.0.1:1"], ids=["direct", "proxy in the environment"])
def proxy(request, monkeypatch):
    """No proxy leads to this machine itself, where the stand-in for Slack runs."""
    if request.param is not None:
        for name in ("HTTP_PROXY", "HTTPS_PROXY"):
            monkeypatch.setenv(name, request.param)


@pytest.fixture
def has_token():
    return True


@pytest.fixture
def slack(fake_slack, service, has_token):
    """Slack's side of a running app, with one answer already in the channel."""
    fake_slack.signing_secret = SECRET
    environment = {"slack_api_base_url": fake_slack.api_url}
    if has_token:
        environment["slack_bot_token"] = fake_slack.bot_token
    with serving(build_asgi(settings(**environment), service)) as address:
        yield fake_slack.over_http(address)


@pytest.fixture
def answer(slack):
    return slack.command("/units 97112 25 97110 10").message


def shown_after(slack, count):
    """The messages that have appeared since the answer, once there are this many."""
    messages = slack.workspace.messages
    until(lambda: len(messages) > count)
    return messages[1:]


def nothing_more_comes(slack, count):
    time.sleep(0.15)
    assert len(slack.workspace.messages) == count + 1


class TestShare:
    def test_the_answer_goes_to_everybody_and_the_private_one_stays(self, proxy, slack, answer):
        assert slack.press(answer, "answer.share").body is None
        [shared] = shown_after(slack, 1)
        assert (shared.private, shared.text, shared.channel) == (False, "Shared: 2 units.", answer.channel)
        assert (answer.deleted, answer.edits) == (False, 0)

    def test_a_second_press_posts_nothing_more(self, slack, answer):
        slack.press(answer, "answer.share")
        shown_after(slack, 1)
        slack.press(answer, "answer.share")
        nothing_more_comes(slack, 1)

    def test_two_presses_at_once_post_once(self, slack, answer):
        for _ in range(3):
            slack.press(answer, "answer.share")
        shown_after(slack, 1)
        nothing_more_comes(slack, 1)

    def test_the_same_answer_given_twice_can_be_shared_twice(self, slack, answer):
        slack.press(answer, "answer.share")
        shown_after(slack, 1)
        second = slack.command("/units 97112 25 97110 10").message
        slack.press(second, "answer.share")
        assert [message.text for message in shown_after(slack, 3)].count("Shared: 2 units.") == 2

    def test_after_a_failure_it_can_be_shared_again(self, slack, answer):
        slack.workspace.faults.server_error(on="reply")
        slack.press(answer, "answer.share")
        [told] = shown_after(slack, 1)
        assert (told.private, told.text) == (True, words.NOT_SHARED)
        slack.press(answer, "answer.share")
        assert shown_after(slack, 2)[1].text == "Shared: 2 units."

    def test_a_repeated_delivery_is_acknowledged_and_posts_nothing(self, slack, answer):
        pressed = slack.press(answer, "answer.why")
        shown_after(slack, 1)
        assert slack.again(pressed).status == 200
        nothing_more_comes(slack, 1)

    def test_blocks_that_slack_refuses_give_way_to_the_text(self, slack, answer, service):
        service.shared = lambda value: Message("Shared: 2 units.", [{"type": "section"}])
        slack.press(answer, "answer.share")
        [shared] = shown_after(slack, 1)
        assert (shared.text, shared.blocks) == ("Shared: 2 units.", [])
        assert [refusal.error for refusal in slack.workspace.take_refusals()] == ["invalid_blocks"]


class TestWhy:
    def test_the_explanation_goes_to_the_person_alone(self, slack, answer):
        assert slack.press(answer, "answer.why").body is None
        [why] = shown_after(slack, 1)
        assert (why.private, why.text) == (True, "Because 35 minutes are 2 units.")

    def test_the_button_is_acknowledged_before_slack_is_called(self, slack, answer):
        slack.workspace.faults.slow(0.5, on="reply")
        assert slack.press(answer, "answer.why").seconds < 0.4
        shown_after(slack, 1)

    def test_a_slack_that_asks_for_patience_is_waited_for(self, slack, answer):
        slack.workspace.faults.rate_limit(on="reply", retry_after=0)
        slack.press(answer, "answer.why")
        [why] = shown_after(slack, 1)
        assert why.text == "Because 35 minutes are 2 units."


@pytest.mark.parametrize("value", ["", "nonsense", VALUE + "x", "x" * 2_000])
@pytest.mark.parametrize("action_id", ["answer.share", "answer.why"])
def test_a_value_that_is_not_ours_gets_a_sentence(slack, answer, action_id, value):
    pressed = {"type": "button", "block_id": "b", "action_id": action_id, "value": value}
    slack.press(answer, action_id, actions=[pressed])
    [told] = shown_after(slack, 1)
    assert (told.private, told.text) == (True, words.OLD_BUTTON)


@pytest.mark.parametrize("value", ["up", "down:", "sideways:R-1", "up:" + "R" * 200, "up:R 1", "up:R-1\n"])
def test_a_thumb_that_is_not_ours_gets_a_sentence_and_is_not_kept(slack, answer, service, value):
    pressed = {"type": "feedback_buttons", "block_id": "b", "action_id": "answer.feedback", "value": value}
    slack.press(answer, "answer.feedback", f"up:{RECEIPT}", actions=[pressed])
    [told] = shown_after(slack, 1)
    assert (told.text, service.feedback_given) == (words.OLD_BUTTON, [])


def test_a_button_of_a_former_version_gets_a_sentence(slack, service):
    service.blocks = [section("Old"), actions(button("Old", "answer.retired", value="x"))]
    slack.press(slack.command("/units 97112 25").message, "answer.retired")
    [told] = shown_after(slack, 1)
    assert (told.private, told.text) == (True, words.OLD_BUTTON)


def test_a_service_that_breaks_costs_an_apology_with_a_reference(slack, answer, service, logged):
    service.fails_with = ZeroDivisionError("zebra-crossing")
    assert slack.press(answer, "answer.why").status == 200
    [told] = shown_after(slack, 1)
    reference = re.search(r"reference ([0-9a-f]{8})", told.text)[1]
    line = next(json.loads(line) for line in logged().splitlines() if reference in line)
    assert (line["event"], line["task"], line["error"]) == ("background.failed", "why", "ZeroDivisionError")
    assert "zebra-crossing" not in logged()


class TestThumbs:
    def test_a_thumb_up_is_kept_and_thanked(self, slack, answer, service):
        slack.press(answer, "answer.feedback", f"up:{RECEIPT}")
        [told] = shown_after(slack, 1)
        assert (told.private, told.text) == (True, words.THANKS)
        assert service.feedback_given == [(RECEIPT, "up", None)]

    def test_a_thumb_down_is_kept_and_opens_a_form(self, proxy, slack, answer, service):
        slack.press(answer, "answer.feedback", f"down:{RECEIPT}")
        until(lambda: slack.workspace.views)
        [form] = slack.workspace.views
        choice, remark = form["blocks"]
        assert (remark["optional"], remark["element"]["max_length"]) == (True, 500)
        assert [option["value"] for option in choice["element"]["options"]] == list(words.REASONS)
        assert service.feedback_given == [(RECEIPT, "down", None)]
        assert form["private_metadata"] == RECEIPT

    @pytest.mark.parametrize("reason", words.REASONS)
    def test_the_reason_from_the_form_is_kept_and_the_form_closes(self, slack, answer, service, reason):
        slack.press(answer, "answer.feedback", f"down:{RECEIPT}")
        until(lambda: slack.workspace.views)
        sent = slack.submit(slack.workspace.views[0], {"feedback.reason": reason})
        assert (sent.status, sent.body) == (200, None)
        assert service.feedback_given[-1] == (RECEIPT, "down", reason)

    def test_a_sentence_from_the_form_is_kept_beside_the_reason(self, slack, answer, service):
        slack.press(answer, "answer.feedback", f"down:{RECEIPT}")
        until(lambda: slack.workspace.views)
        sentence = "It should say 3 units."
        typed = {"feedback.reason": "wrong", "feedback.remark": sentence}
        assert slack.submit(slack.workspace.views[0], typed).body is None
        assert service.feedback_given[-1] == (RECEIPT, "down", "wrong")
        assert service.handing_over.remarks == [(RECEIPT, sentence)]

    def test_a_sentence_that_cannot_be_kept_keeps_the_form_open(self, slack, answer, service):
        slack.press(answer, "answer.feedback", f"down:{RECEIPT}")
        until(lambda: slack.workspace.views)
        service.handing_over.keeps_remarks = False
        typed = {"feedback.reason": "wrong", "feedback.remark": "It should say 3 units."}
        sent = slack.submit(slack.workspace.views[0], typed)
        assert sent.body == {"response_action": "errors", "errors": {"feedback.reason": words.NOT_KEPT}}

    def test_a_form_that_cannot_be_kept_stays_open_and_says_so(self, slack, answer, service):
        slack.press(answer, "answer.feedback", f"down:{RECEIPT}")
        until(lambda: slack.workspace.views)
        service.keeps_feedback = False
        sent = slack.submit(slack.workspace.views[0], {"feedback.reason": "unclear"})
        assert sent.body == {"response_action": "errors", "errors": {"feedback.reason": words.NOT_KEPT}}

    def test_a_form_without_a_choice_or_with_a_strange_receipt_is_not_kept(self, slack, answer, service):
        slack.press(answer, "answer.feedback", f"down:{RECEIPT}")
        until(lambda: slack.workspace.views)
        [form] = slack.workspace.views
        for ours, theirs, sentence in (
            (RECEIPT, "no receipt!", words.NOT_KEPT),
            ("wrong", "because", words.PICK_ONE),
        ):
            sent = slack.payloads.view_submission(form, {"feedback.reason": "wrong"})
            odd = json.loads(json.dumps(sent).replace(f'"{ours}"', f'"{theirs}"'))
            reply = slack.deliver(Delivery("interactive", odd))
            assert list(reply.body["errors"].values()) == [sentence]
        assert service.feedback_given == [(RECEIPT, "down", None)]

    @pytest.mark.parametrize("thumb", ["up", "down"])
    def test_what_cannot_be_kept_is_said_and_opens_no_form(self, slack, answer, service, thumb):
        service.keeps_feedback = False
        slack.press(answer, "answer.feedback", f"{thumb}:{RECEIPT}")
        [told] = shown_after(slack, 1)
        assert (told.text, slack.workspace.views) == (words.NOT_KEPT, [])

    def test_where_slack_opens_no_form_small_buttons_ask(self, slack, answer):
        slack.workspace.bot_token = "xoxb-another"
        slack.press(answer, "answer.feedback", f"down:{RECEIPT}")
        [asked] = shown_after(slack, 1)
        assert asked.action_ids() == [f"feedback.reason.{reason}" for reason in words.REASONS]
        assert [refusal.error for refusal in slack.workspace.take_refusals()] == ["invalid_auth"]


class TestWithoutAToken:
    @pytest.fixture
    def has_token(self):
        return False

    def test_a_command_is_answered(self, answer):
        assert answer.text == "Medicare: 2 units."
        assert len(answer.blocks) == len(answer_blocks())

    def test_a_thumb_down_asks_with_small_buttons_and_calls_no_method(self, slack, answer, service):
        slack.press(answer, "answer.feedback", f"down:{RECEIPT}")
        [asked] = shown_after(slack, 1)
        assert (asked.private, asked.text) == (True, words.ASK_REASON)
        assert slack.workspace.calls == []
        assert service.feedback_given == [(RECEIPT, "down", None)]

    @pytest.mark.parametrize("reason", words.REASONS)
    def test_pressing_a_reason_keeps_it_and_turns_the_question_into_thanks(
        self, slack, answer, service, reason
    ):
        slack.press(answer, "answer.feedback", f"down:{RECEIPT}")
        [asked] = shown_after(slack, 1)
        slack.press(asked, f"feedback.reason.{reason}")
        until(lambda: asked.edits)
        assert (asked.text, asked.action_ids()) == (words.THANKS_FOR_REASON, [])
        assert service.feedback_given[-1] == (RECEIPT, "down", reason)

    @pytest.mark.parametrize(
        ("action_id", "value"),
        [("feedback.reason.because", RECEIPT), ("feedback.reason.wrong", "no receipt!")],
    )
    def test_a_reason_that_is_not_ours_is_not_kept(self, slack, answer, service, action_id, value):
        slack.press(answer, "answer.feedback", f"down:{RECEIPT}")
        [asked] = shown_after(slack, 1)
        pressed = {"type": "button", "block_id": "b", "action_id": action_id, "value": value}
        slack.press(asked, "feedback.reason.wrong", actions=[pressed])
        assert shown_after(slack, 2)[1].text == words.OLD_BUTTON
        assert service.feedback_given == [(RECEIPT, "down", None)]

    def test_a_reason_that_cannot_be_kept_is_said(self, slack, answer, service):
        slack.press(answer, "answer.feedback", f"down:{RECEIPT}")
        [asked] = shown_after(slack, 1)
        service.keeps_feedback = False
        slack.press(asked, "feedback.reason.wrong")
        assert shown_after(slack, 2)[1].text == words.NOT_KEPT


@pytest.mark.parametrize("kind", ["drop", "server_error"])
def test_a_slack_that_cannot_be_reached_harms_nothing(slack, answer, kind, logged):
    getattr(slack.workspace.faults, kind)(5, on="reply")
    slack.press(answer, "answer.why")
    until(lambda: '"reply.' in logged())
    assert slack.command("/units 97112 25").status == 200
    assert "hooks" not in logged()
    assert answer.text not in logged()
