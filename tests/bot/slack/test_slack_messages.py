"""Mentions, direct messages, prompts and the menu of a message, against a strict fake Slack."""

import json
import time

import pytest
from slack_driver import RECEIPT, SECRET, post, serving, settings, signed_pairs, until

from bot.agent_view import ASK_ABOUT_MESSAGE, PROMPTS
from bot.answer import Outcome
from bot.asgi import build_asgi
from bot.background import BackgroundTasks
from bot.listeners import words
from bot.manifest import EVENTS, SCOPES, build_manifest
from bot.question import Place, Question, Surface
from tests.fakes.payloads import JSON
from tests.fakes.state import BOT, BOT_USER, CHANNEL, DIRECT, TEAM, USER

ASK = ASK_ABOUT_MESSAGE.callback_id
OPENED = {"type": "app_home_opened", "user": USER, "channel": DIRECT, "tab": "messages"}


@pytest.fixture
def has_token():
    return True


@pytest.fixture
def slack(fake_slack, service, has_token):
    """Slack's side of a running app that was installed from the manifest."""
    fake_slack.signing_secret = SECRET
    fake_slack.scopes = set(SCOPES)
    environment = {"slack_api_base_url": fake_slack.api_url}
    if has_token:
        environment["slack_bot_token"] = fake_slack.bot_token
    with serving(build_asgi(settings(**environment), service)) as address:
        yield fake_slack.over_http(address)


def shown(slack, count=1):
    until(lambda: len(slack.workspace.messages) >= count)
    return slack.workspace.messages


def nothing_more_comes(slack, count=0):
    time.sleep(0.15)
    assert len(slack.workspace.messages) == count


def calls_of(slack, method):
    return [call for call in slack.workspace.calls if call.method == method]


class TestMention:
    def test_it_is_answered_for_everybody_in_the_thread_that_it_begins(self, slack, service):
        asked = slack.mention("25 of neuro").delivery.payload
        [answer] = shown(slack)
        assert (answer.private, answer.channel, answer.came_by) == (False, CHANNEL, "chat.postMessage")
        assert answer.thread_ts == asked["event"]["ts"]
        assert (answer.text, bool(answer.blocks)) == ("Medicare: 2 units.", True)
        assert service.questions == [
            Question(
                text="25 of neuro",
                surface=Surface.SLACK_HTTP,
                user=USER,
                team=TEAM,
                delivery_id=asked["event_id"],
                is_public=True,
                thread=f"{CHANNEL}:{answer.thread_ts}",
            )
        ]
        assert service.places == [Place(CHANNEL, answer.thread_ts)]
        until(lambda: service.outgoing.receipts == [RECEIPT])

    def test_in_a_thread_it_is_answered_in_that_thread(self, slack, service):
        head = slack.workspace.write(CHANNEL)
        slack.mention("and with 97140?", thread_ts=head)
        [answer] = shown(slack)
        assert answer.thread_ts == head
        assert service.questions[0].thread == f"{CHANNEL}:{head}"

    @pytest.mark.parametrize(
        ("arrived", "typed"),
        [
            (f"<@{BOT_USER}> 97112 25", "97112 25"),
            (f"hey <@{BOT_USER}>, 97112 25 &amp; 97110 10", "hey  , 97112 25 & 97110 10"),
            (f"<@{BOT_USER}|unitwise> <@U0COLLEAGUE> 97112 25", "97112 25"),
            (f"<@{BOT_USER}> `/units 97112 25`", "/units 97112 25"),
            (f"<@{BOT_USER}> *97112 25* <!here>", "97112 25"),
            (
                f"<@{BOT_USER}> see <https://units.example.org|the page> in <#C1|billing>",
                "see the page in billing",
            ),
            (f"<@{BOT_USER}>", ""),
        ],
    )
    def test_slacks_marks_are_taken_off(self, slack, service, arrived, typed):
        slack.event(slack.payloads.mention(arrived))
        shown(slack)
        assert service.questions[0].text == typed

    @pytest.mark.parametrize("outcome", [Outcome.REFUSED, Outcome.CLARIFY])
    def test_what_repeats_typed_words_goes_to_the_asker_alone_in_the_thread(self, slack, service, outcome):
        service.outcome = outcome
        asked = slack.mention("97112 zebra").delivery.payload["event"]
        [answer] = shown(slack)
        assert (answer.private, answer.user, answer.came_by) == (True, USER, "chat.postEphemeral")
        assert answer.thread_ts == asked["ts"]
        until(lambda: service.outgoing.receipts == [RECEIPT])

    def test_it_is_acknowledged_before_slack_is_called(self, slack):
        slack.workspace.faults.slow(0.5, on="chat.postMessage")
        assert slack.mention("25 of neuro").seconds < 0.4
        shown(slack)

    def test_one_that_is_delivered_again_is_answered_once(self, slack, service):
        asked = slack.mention("25 of neuro")
        shown(slack)
        assert slack.again(asked).status == 200
        nothing_more_comes(slack, 1)
        assert len(service.questions) == 1

    def test_one_that_another_process_has_answered_is_not_answered_again(self, slack, service):
        service.repeats = True
        slack.mention("25 of neuro")
        until(lambda: service.questions)
        nothing_more_comes(slack)
        assert service.outgoing.receipts == []

    @pytest.mark.parametrize(
        "changes",
        [
            {"edited": {"user": USER, "ts": "1.2"}},
            {"bot_id": "B0OTHER"},
            {"bot_profile": {"id": "B0OTHER"}},
            {"subtype": "bot_message"},
            {"user": BOT_USER},
            {"user": None},
            {"user": "<!channel>"},
            {"channel": DIRECT},
            {"channel": DIRECT, "channel_type": "im"},
            {"ts": None},
            {"ts": "not a time"},
        ],
        ids=str,
    )
    def test_edits_bots_the_bot_itself_and_odd_shapes_are_acknowledged_and_ignored(
        self, slack, service, changes
    ):
        assert slack.mention("25 of neuro", **changes).status == 200
        nothing_more_comes(slack)
        assert service.questions == []

    def test_a_slack_that_asks_for_patience_is_waited_for(self, slack):
        slack.workspace.faults.rate_limit(on="chat.postMessage", retry_after=0)
        slack.mention("25 of neuro")
        shown(slack)
        nothing_more_comes(slack, 1)

    def test_blocks_that_slack_refuses_give_way_to_the_text(self, slack, service):
        service.blocks = [{"type": "section"}]
        slack.mention("25 of neuro")
        [answer] = shown(slack)
        assert (answer.text, answer.blocks) == ("Medicare: 2 units.", [])
        assert [refusal.error for refusal in slack.workspace.take_refusals()] == ["invalid_blocks"]

    def test_where_it_cannot_be_posted_the_person_is_told_directly(self, slack, service):
        slack.workspace.channels.discard(CHANNEL)
        slack.mention("25 of neuro")
        [told] = shown(slack)
        assert (told.channel, told.text) == (DIRECT, words.NOT_SENT)
        assert service.outgoing.receipts == []
        assert [refusal.error for refusal in slack.workspace.take_refusals()] == ["channel_not_found"]

    def test_when_the_service_breaks_the_person_alone_gets_an_apology(self, slack, service, logged):
        service.fails_with = ValueError("zebra-crossing")
        slack.mention("zebra-crossing")
        [told] = shown(slack)
        assert (told.private, told.user) == (True, USER)
        assert "went wrong on our side" in told.text
        assert "zebra" not in logged()

    def test_a_button_under_it_is_answered_in_the_same_thread(self, slack):
        slack.mention("25 of neuro")
        [answer] = shown(slack)
        slack.press(answer, "answer.why")
        why = shown(slack, 2)[1]
        assert (why.private, why.thread_ts) == (True, answer.thread_ts)


class TestDirectMessage:
    def test_it_is_answered_there_and_outside_of_threads(self, slack, service):
        slack.direct_message("25 of neuro")
        [answer] = shown(slack)
        assert (answer.channel, answer.thread_ts, answer.private) == (DIRECT, None, False)
        assert (service.questions[0].is_public, service.questions[0].thread) == (False, f"{DIRECT}:")
        until(lambda: service.outgoing.receipts == [RECEIPT])

    def test_one_in_a_thread_is_answered_in_the_thread(self, slack, service):
        head = slack.workspace.write(DIRECT)
        slack.direct_message("25 of neuro", thread_ts=head)
        [answer] = shown(slack)
        assert answer.thread_ts == head
        assert service.questions[0].thread == f"{DIRECT}:{head}"

    def test_a_question_back_comes_there_as_well(self, slack, service):
        service.outcome = Outcome.CLARIFY
        slack.direct_message("97112")
        [answer] = shown(slack)
        assert (answer.channel, answer.came_by) == (DIRECT, "chat.postMessage")

    @pytest.mark.parametrize("subtype", ["file_share", "thread_broadcast"])
    def test_one_with_a_file_or_sent_to_the_channel_too_counts(self, slack, service, subtype):
        slack.direct_message("25 of neuro", subtype=subtype)
        shown(slack)
        assert service.questions[0].text == "25 of neuro"

    @pytest.mark.parametrize(
        "changes",
        [
            *({"subtype": subtype} for subtype in ("message_changed", "message_deleted", "channel_join")),
            *({"subtype": subtype} for subtype in ("bot_message", "message_replied", ["file_share"], 5)),
            {"bot_id": BOT},
            {"hidden": True},
            {"user": BOT_USER},
            {"channel_type": "channel", "channel": CHANNEL},
            {"channel_type": "mpim", "channel": "G0GROUP"},
        ],
        ids=str,
    )
    def test_edits_deletions_joins_bots_and_other_places_are_ignored(self, slack, service, changes, logged):
        assert slack.direct_message("25 of neuro", **changes).status == 200
        nothing_more_comes(slack)
        assert service.questions == []
        assert logged() == ""

    def test_when_slack_has_trouble_the_person_is_told_and_it_stays_undelivered(self, slack, service):
        slack.workspace.faults.server_error(times=2, on="chat.postMessage")  # the post, and its second try
        slack.direct_message("25 of neuro")
        [told] = shown(slack)
        assert (told.channel, told.text) == (DIRECT, words.NOT_SENT)
        assert service.outgoing.receipts == []


class TestOpening:
    def test_the_prompts_are_offered(self, slack):
        slack.event(OPENED)
        until(lambda: slack.workspace.prompts)
        assert slack.workspace.prompts == {DIRECT: [prompt._asdict() for prompt in PROMPTS]}

    def test_not_to_somebody_who_was_offered_them_that_day(self, slack, service):
        service.claims = False
        slack.event(OPENED)
        time.sleep(0.15)
        assert slack.workspace.prompts == {}

    def test_and_again_when_slack_did_not_take_them(self, slack, service):
        slack.workspace.scopes.discard("assistant:write")
        slack.event(OPENED)
        until(lambda: service.given_back)
        assert service.given_back == [f"prompts:{TEAM}:{USER}"]
        assert [refusal.error for refusal in slack.workspace.take_refusals()] == ["missing_scope"]

    @pytest.mark.parametrize(
        "changes", [{"tab": "home"}, {"tab": None}, {"channel": None}, {"user": ""}], ids=str
    )
    def test_another_tab_or_an_odd_shape_changes_nothing(self, slack, changes):
        assert slack.event({**OPENED, **changes}).status == 200
        time.sleep(0.1)
        assert slack.workspace.calls == []


class TestMenuOfAMessage:
    def test_the_text_is_answered_for_the_person_alone(self, slack, service):
        chosen = slack.message_action(ASK, "is 97112 25 &amp; 97110 10 two units <@U0OTHER>")
        assert chosen.body is None
        [answer] = shown(slack)
        assert (answer.private, answer.user, answer.came_by) == (True, USER, "reply address")
        [question] = service.questions
        assert question == Question(
            text="is 97112 25 & 97110 10 two units",
            surface=Surface.SLACK_HTTP,
            user=USER,
            team=TEAM,
            delivery_id=chosen.delivery.payload["trigger_id"],
        )
        assert question.offers_share
        until(lambda: service.outgoing.receipts == [RECEIPT])

    def test_in_a_thread_the_answer_stands_in_the_thread(self, slack):
        head = slack.workspace.write(CHANNEL)
        message = {"type": "message", "text": "97112 25", "ts": "2.2", "thread_ts": head}
        slack.message_action(ASK, "", message=message)
        [answer] = shown(slack)
        assert answer.thread_ts == head

    @pytest.mark.parametrize("message", [{"text": ""}, {"text": "<@U0OTHER>"}, {}, None, "text"], ids=str)
    def test_a_message_without_text_is_told_so(self, slack, service, message):
        slack.message_action(ASK, "", message=message)
        [told] = shown(slack)
        assert (told.private, told.text) == (True, words.NO_TEXT)
        assert service.questions == []

    def test_the_same_delivery_again_answers_nothing_more(self, slack):
        chosen = slack.message_action(ASK, "97112 25")
        shown(slack)
        assert slack.again(chosen).status == 200
        nothing_more_comes(slack, 1)

    def test_when_the_service_breaks_the_person_gets_an_apology(self, slack, service):
        service.fails_with = ValueError("zebra-crossing")
        slack.message_action(ASK, "97112 25")
        assert "went wrong on our side" in shown(slack)[0].text

    def test_an_entry_of_another_version_gets_404(self, slack):
        assert slack.message_action("ask_something_else", "97112 25").status == 404


class TestWithoutAToken:
    @pytest.fixture
    def has_token(self):
        return False

    def test_messages_are_acknowledged_and_the_operator_is_told_once(self, slack, service, logged):
        for _ in range(2):
            assert slack.mention("25 of neuro").status == 200
            assert slack.direct_message("25 of neuro").status == 200
            assert slack.event(OPENED).status == 200
        nothing_more_comes(slack)
        assert (service.questions, slack.workspace.calls) == ([], [])
        lines = [line for line in logged().splitlines() if line.startswith("{")]
        told = [line for line in map(json.loads, lines) if line["event"] == "events.no_bot_token"]
        assert [line["level"] for line in told if "SLACK_BOT_TOKEN" in line["advice"]] == ["error"]

    def test_the_menu_of_a_message_works_all_the_same(self, slack):
        slack.message_action(ASK, "97112 25")
        assert shown(slack)[0].private


async def send_event(app, event):
    body = json.dumps(
        {"type": "event_callback", "team_id": TEAM, "event_id": f"Ev{time.time_ns()}", "event": event}
    )
    return await post(app, body.encode(), signed_pairs(body.encode(), content_type=JSON))


EVENT_TYPES = sorted({name.partition(".")[0] for name in EVENTS})


@pytest.mark.parametrize("kind", EVENT_TYPES)
async def test_every_event_of_the_manifest_has_a_listener(service, logged, kind):
    app = build_asgi(settings(slack_bot_token="xoxb-1"), service)
    assert (await send_event(app, {"type": kind})).status == 200
    assert "slack.unhandled" not in logged()


@pytest.mark.parametrize(
    "kind", ["app_uninstalled", "reaction_added", "team_join", "link_shared", "tokens_revoked"]
)
async def test_what_the_manifest_does_not_ask_for_has_none(service, logged, kind):
    assert kind not in EVENTS
    assert (await send_event(build_asgi(settings(), service), {"type": kind})).status == 200
    assert "slack.unhandled" in logged()


def test_every_menu_entry_of_the_manifest_has_a_listener(slack):
    for entry in build_manifest()["features"]["shortcuts"]:
        assert slack.message_action(entry["callback_id"], "97112 25").status == 200
    shown(slack)


async def test_with_too_much_under_way_slack_is_asked_to_deliver_again(service, monkeypatch):
    monkeypatch.setattr(BackgroundTasks, "start", lambda self, name, work, **more: work.close() and False)
    app = build_asgi(settings(slack_bot_token="xoxb-1"), service)
    event = {"type": "app_mention", "user": USER, "channel": CHANNEL, "ts": "1.2", "text": "97112 25"}
    assert (await send_event(app, event)).status == 500
