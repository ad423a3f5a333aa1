"""A question handed to a person: from the button to the answer in the asker's direct message, and solved."""

import json

import pytest
from slack_driver import RECEIPT, SECRET, serving, settings, until
from slack_sdk.web.async_client import AsyncWebClient

from bot.asgi import build_asgi
from bot.background import BackgroundTasks
from bot.blocks import actions, button, section
from bot.listeners import words
from bot.listeners.needs import Needs
from bot.listeners.people import People
from bot.listeners.people_messages import NOT_KEPT
from bot.listeners.posts import Posts
from bot.listeners.replies import Replies
from bot.manifest import SCOPES
from bot.question import Surface
from tests.fakes.sides import Delivery
from tests.fakes.state import CHANNEL, DIRECT, USER

TEAM_CHANNEL = "C0TEAM"
LEAD = "U0LEAD"
BY_LEAD = {"user": {"id": LEAD, "username": "lead", "name": "lead", "team_id": "T0CLINIC1"}}


@pytest.fixture
def environment():
    """What is set beside the bot token."""
    return {"team_channel": TEAM_CHANNEL}


@pytest.fixture
def has_token():
    return True


@pytest.fixture
def slack(fake_slack, service, environment, has_token):
    """Slack's side of a running app; its answers offer a person."""
    fake_slack.signing_secret = SECRET
    fake_slack.scopes = set(SCOPES)
    fake_slack.channels.add(TEAM_CHANNEL)
    service.text = "No sure answer."
    service.blocks = [section("No sure answer."), actions(button("Ask", "answer.person", value=RECEIPT))]
    if has_token:
        environment["slack_bot_token"] = fake_slack.bot_token
    app = build_asgi(settings(slack_api_base_url=fake_slack.api_url, **environment), service)
    with serving(app) as address:
        yield fake_slack.over_http(address)


@pytest.fixture
def answer(slack):
    return slack.command("/billing ask can i bill rocks").message


def shown_in(slack, channel, count=1):
    """The messages of a channel, once there are this many."""

    def found():
        return [message for message in slack.workspace.messages if message.channel == channel]

    until(lambda: len(found()) >= count)
    return found()


def told(slack):
    """What the asker reads after the press."""
    return shown_in(slack, CHANNEL, 2)[1]


@pytest.fixture
def posted(slack, answer):
    """The question as it stands in the team's channel."""
    slack.press(answer, "answer.person")
    told(slack)
    return shown_in(slack, TEAM_CHANNEL)[0]


@pytest.fixture
def form(slack, posted):
    slack.press(posted, "person.answer", **BY_LEAD)
    return slack.workspace.wait_for(lambda: slack.workspace.views)[0]


class TestAsking:
    def test_the_question_goes_to_the_team_with_what_comes_nearest_and_the_asker_is_told(
        self, slack, answer, posted, service
    ):
        assert (posted.private, posted.thread_ts) == (False, None)
        assert "> can i bill […] &amp; &lt;rocks&gt;" in posted.blocks[1]["text"]["text"]
        for part in ("• Nearest of all?", "• Near?", f"Receipt {RECEIPT}"):
            assert part in posted.text
        assert posted.action_ids() == ["person.answer", "person.solved"]
        assert (told(slack).private, told(slack).text) == (True, words.SENT_TO_TEAM)
        until(lambda: service.handing_over.noted == [("handed over", RECEIPT)])

    def test_who_asked_stands_in_the_value_of_one_button_alone(self, posted):
        values = {element["action_id"]: element.pop("value") for _, element in posted.elements()}
        assert json.loads(values["person.answer"]) == {"r": RECEIPT, "a": USER}
        assert values["person.solved"] == RECEIPT
        assert USER not in posted.text + json.dumps(posted.blocks)

    def test_a_second_press_posts_nothing_more_and_says_so(self, slack, answer, posted):
        slack.press(answer, "answer.person")
        assert shown_in(slack, CHANNEL, 3)[2].text == words.WITH_TEAM_ALREADY
        assert len(shown_in(slack, TEAM_CHANNEL)) == 1

    def test_what_another_process_is_just_posting_is_not_posted_again(self, slack, answer, service):
        service.claims = False
        slack.press(answer, "answer.person")
        assert told(slack).text == words.WITH_TEAM_ALREADY

    def test_a_press_in_a_thread_is_answered_there(self, slack):
        slack.mention("can i bill rocks")
        [answer] = shown_in(slack, CHANNEL)
        slack.press(answer, "answer.person")
        assert (told(slack).text, told(slack).thread_ts) == (words.SENT_TO_TEAM, answer.thread_ts)

    @pytest.mark.parametrize("value", ["", "no receipt!", "R" * 200])
    def test_a_value_that_is_not_ours_gets_a_sentence(self, slack, answer, value):
        pressed = {"type": "button", "block_id": "b", "action_id": "answer.person", "value": value}
        slack.press(answer, "answer.person", actions=[pressed])
        assert told(slack).text == words.OLD_BUTTON

    def test_a_service_that_breaks_costs_an_apology(self, slack, answer, service):
        service.handing_over.fails_with = ZeroDivisionError("zebra-crossing")
        slack.press(answer, "answer.person")
        assert "went wrong on our side" in told(slack).text

    def test_a_question_that_is_not_kept_any_more_goes_to_nobody(self, slack, answer, service):
        service.handing_over.question = None
        slack.press(answer, "answer.person")
        assert told(slack).text == words.no_person(())

    def test_where_slack_refuses_the_asker_is_told_and_may_press_again(self, slack, answer, service):
        slack.workspace.channels.discard(TEAM_CHANNEL)
        slack.press(answer, "answer.person")
        assert told(slack).text == words.no_person(())
        assert service.given_back == [f"person:{RECEIPT}"]
        assert service.handing_over.noted == []
        slack.workspace.channels.add(TEAM_CHANNEL)
        slack.press(answer, "answer.person")
        assert shown_in(slack, CHANNEL, 3)[2].text == words.SENT_TO_TEAM
        assert [refusal.error for refusal in slack.workspace.take_refusals()] == ["channel_not_found"]


class TestNobodyToAsk:
    @pytest.fixture
    def environment(self):
        return {"leads": "U0LEAD,S0LEADS"}

    def test_without_a_channel_the_asker_reads_whom_to_turn_to(self, slack, answer):
        slack.press(answer, "answer.person")
        assert "Please ask <@U0LEAD> or <!subteam^S0LEADS> yourself" in told(slack).text
        assert slack.workspace.calls == []

    def test_without_leads_it_names_nobody(self):
        assert "Please ask your biller or team lead yourself" in words.no_person(())


class TestWithoutAToken:
    @pytest.fixture
    def has_token(self):
        return False

    def test_the_asker_reads_whom_to_turn_to(self, slack, answer):
        slack.press(answer, "answer.person")
        assert told(slack).text == words.no_person(())
        assert slack.workspace.calls == []


class TestAnswering:
    def test_the_form_shows_the_question(self, form):
        question, field = form["blocks"]
        assert "can i bill" in question["text"]["text"]
        assert field["element"]["max_length"] == 2000

    def test_the_answer_goes_to_the_asker_and_without_names_into_the_thread(
        self, slack, posted, form, service
    ):
        typed = "Yes for Quillfeather, see <!channel>."
        assert slack.submit(form, {"person.text": typed}, **BY_LEAD).body is None
        [direct] = shown_in(slack, DIRECT)
        assert direct.blocks[0]["text"]["text"] == f"<@{LEAD}> answered your question:"
        assert "can i bill" in direct.blocks[1]["text"]["text"]
        assert direct.blocks[2]["text"]["text"] == "Yes for Quillfeather, see &lt;!channel&gt;."
        assert f"Receipt {RECEIPT}" in direct.text
        thread = shown_in(slack, TEAM_CHANNEL, 2)[1]
        assert thread.thread_ts == posted.ts
        assert thread.blocks[1]["text"]["text"] == "Yes for [name], see &lt;!channel&gt;."
        assert "Quillfeather" not in thread.text + json.dumps(thread.blocks)
        until(lambda: ("answered", RECEIPT) in service.handing_over.noted)

    def test_a_form_that_was_sent_before_is_not_sent_again(self, slack, form, service):
        service.claims = False
        assert slack.submit(form, {"person.text": "Yes."}, **BY_LEAD).body is None
        until(lambda: f"person.answered:{form['id']}" in service.claimed)
        service.claims = True
        slack.submit(form, {"person.text": "No."}, **BY_LEAD)
        [direct] = shown_in(slack, DIRECT)
        assert direct.blocks[2]["text"]["text"] == "No."

    def test_what_does_not_reach_the_asker_is_given_back_to_the_answerer_alone(
        self, slack, posted, form, service
    ):
        slack.workspace.channels.discard(DIRECT)
        slack.submit(form, {"person.text": "Yes."}, **BY_LEAD)
        back = shown_in(slack, TEAM_CHANNEL, 2)[1]
        assert (back.private, back.user, back.thread_ts) == (True, LEAD, posted.ts)
        assert "did not reach" in back.text
        assert "Yes." in back.text
        assert ("answered", RECEIPT) not in service.handing_over.noted
        assert [refusal.error for refusal in slack.workspace.take_refusals()] == ["channel_not_found"]

    def test_a_question_that_was_purged_meanwhile_can_still_be_answered(self, slack, form, service):
        service.handing_over.question = None
        slack.submit(form, {"person.text": "Yes."}, **BY_LEAD)
        [direct] = shown_in(slack, DIRECT)
        assert direct.blocks[1]["text"]["text"] == "Yes."

    @pytest.mark.parametrize(
        ("changed", "sentence"),
        [
            ({"private_metadata": "{}"}, words.OLD_BUTTON),
            ({"private_metadata": "not json"}, words.OLD_BUTTON),
            ({"state": {"values": {}}}, words.NOTHING_TYPED),
        ],
    )
    def test_a_form_that_is_not_ours_or_empty_stays_open(self, slack, form, changed, sentence):
        sent = slack.payloads.view_submission(form, {"person.text": "Yes."})
        sent["view"] |= changed
        reply = slack.deliver(Delivery("interactive", sent))
        assert reply.body == {"response_action": "errors", "errors": {"person.text": sentence}}

    async def test_where_too_much_is_going_on_the_form_stays_open_with_what_was_typed(self, service):
        posts = Posts(AsyncWebClient(), "xoxb-none")
        busy = BackgroundTasks(at_most=0)
        people = People(Needs(service, Surface.SLACK_HTTP, busy, Replies(AsyncWebClient()), posts))
        acknowledged = []

        async def ack(**given):
            acknowledged.append(given)

        view = {
            "private_metadata": json.dumps({"r": RECEIPT, "a": USER, "c": TEAM_CHANNEL, "t": "1.2"}),
            "state": {"values": {"person.text": {"person.text": {"value": "Yes."}}}},
        }
        await people.answered(ack, BY_LEAD, view)
        assert acknowledged == [{"response_action": "errors", "errors": {"person.text": words.TOO_MUCH}}]

    def test_when_the_service_breaks_the_answerer_alone_gets_an_apology(self, slack, form, service):
        service.handing_over.fails_with = ZeroDivisionError("zebra-crossing")
        slack.submit(form, {"person.text": "Yes."}, **BY_LEAD)
        apology = shown_in(slack, TEAM_CHANNEL, 2)[1]
        assert (apology.private, apology.user) == (True, LEAD)
        assert "went wrong on our side" in apology.text

    @pytest.mark.parametrize("value", ["{}", "no json", '{"r":"R-1","a":"not an id"}'])
    def test_a_button_that_carries_nothing_of_ours_gets_a_sentence(self, slack, posted, value):
        pressed = {"type": "button", "block_id": "b", "action_id": "person.answer", "value": value}
        slack.press(posted, "person.answer", actions=[pressed])
        assert shown_in(slack, TEAM_CHANNEL, 2)[1].text == words.OLD_BUTTON

    def test_a_form_that_slack_does_not_open_is_said(self, slack, posted):
        slack.workspace.faults.server_error(times=2, on="views.open")
        slack.press(posted, "person.answer")
        assert shown_in(slack, TEAM_CHANNEL, 2)[1].text == words.NO_FORM


class TestSolved:
    def test_the_posted_question_says_who_solved_it_and_loses_its_buttons(self, slack, posted, service):
        slack.press(posted, "person.solved", **BY_LEAD)
        until(lambda: posted.edits)
        assert posted.action_ids() == []
        assert f"Solved by <@{LEAD}>" in posted.text
        assert posted.blocks[-1]["elements"][0]["text"] == f"Solved by <@{LEAD}>"
        assert "can i bill" in posted.text
        until(lambda: ("solved", RECEIPT) in service.handing_over.noted)

    def test_one_whose_question_was_purged_says_so_in_its_place(self, slack, posted, service):
        service.handing_over.question = None
        slack.press(posted, "person.solved", **BY_LEAD)
        until(lambda: posted.edits)
        assert NOT_KEPT in posted.text
        assert f"Solved by <@{LEAD}>" in posted.text

    def test_what_slack_does_not_take_is_not_noted(self, slack, posted, service):
        slack.workspace.faults.server_error(on="reply")
        slack.press(posted, "person.solved", **BY_LEAD)
        assert shown_in(slack, TEAM_CHANNEL, 2)[1].text == words.NOT_SOLVED
        assert ("solved", RECEIPT) not in service.handing_over.noted

    def test_a_value_that_is_not_ours_gets_a_sentence(self, slack, posted):
        pressed = {"type": "button", "block_id": "b", "action_id": "person.solved", "value": "no receipt!"}
        slack.press(posted, "person.solved", actions=[pressed])
        assert shown_in(slack, TEAM_CHANNEL, 2)[1].text == words.OLD_BUTTON
