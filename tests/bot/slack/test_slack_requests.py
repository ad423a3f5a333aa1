"""Whole requests through the web application: each ends in an answer, and no word of it in a log."""

import json
import re
import time
from urllib.parse import urlencode

import pytest
from slack_driver import SECRET, answer_blocks, command_form, post, settings, signed_pairs

from bot.asgi import build_asgi
from bot.blocks import section
from bot.listeners import commands, words
from bot.question import Question, Surface
from bot.settings import SettingsError
from tests.fakes.payloads import JSON

TYPED = "zebra-crossing"


@pytest.fixture
def app(service):
    return build_asgi(settings(), service)


@pytest.fixture(autouse=True)
def nothing_typed_is_logged(logged, capfd):
    yield
    assert TYPED not in logged()
    assert TYPED not in "".join(capfd.readouterr())


def payload_form(payload):
    return urlencode({"payload": json.dumps(payload)}).encode()


def event(**more):
    return json.dumps(
        {"type": "event_callback", "event_id": "Ev1", "event": {"type": "pin_added", "text": TYPED}, **more}
    ).encode()


async def send_event(app, body, *extra):
    return await post(app, body, [*signed_pairs(body, content_type=JSON), *extra])


class TestCommands:
    async def test_a_command_is_answered_in_the_response_for_the_person_alone(self, app, service):
        got = await post(app, command_form())
        assert (got.status, got.headers[b"content-type"]) == (200, b"application/json;charset=utf-8")
        assert json.loads(got.body) == {
            "response_type": "ephemeral",
            "text": "Medicare: 2 units.",
            "blocks": answer_blocks(),
        }

    async def test_the_service_is_asked_with_all_that_slack_says(self, app, service):
        await post(app, command_form("/units 97112 25", trigger_id="1.2.this"))
        assert service.questions == [
            Question(
                text="/units 97112 25",
                surface=Surface.SLACK_HTTP,
                user="U0THERAPY",
                team="T0CLINIC1",
                delivery_id="1.2.this",
            )
        ]

    async def test_the_surface_is_noted_as_given(self, service):
        await post(build_asgi(settings(), service, surface=Surface.PLAYGROUND), command_form())
        assert service.questions[0].surface is Surface.PLAYGROUND

    @pytest.mark.parametrize(
        ("arrived", "typed"),
        [
            ("97112 25 &amp; 97110 10", "97112 25 & 97110 10"),
            ("on:&lt;today&gt;", "on:<today>"),
            ("&amp;lt;", "&lt;"),
            ("97112 25\n97110 10", "97112 25\n97110 10"),
            ("naïve 25 🦓 \u200f", "naïve 25 🦓 \u200f".rstrip()),
            ("what payload is this", "what payload is this"),
            ("payload=x", "payload=x"),
            ("", ""),
        ],
    )
    async def test_what_was_typed_arrives_as_it_was_typed(self, app, service, arrived, typed):
        assert (await post(app, command_form(f"/units {arrived}"))).status == 200
        assert service.questions[0].text == f"/units {typed}".rstrip()

    async def test_an_answer_without_blocks_is_text_alone(self, app, service):
        service.blocks = []
        assert json.loads((await post(app, command_form())).body) == {
            "response_type": "ephemeral",
            "text": "Medicare: 2 units.",
        }

    async def test_the_response_is_the_plain_json_of_text_and_blocks(self, app, service):
        service.text = 'Naïve "quotes" \\ and\na line, 🦓, \x01, \x7f, \u2028'
        service.blocks = [section(service.text)]
        message = {"response_type": "ephemeral", "text": service.text, "blocks": service.blocks}
        body = (await post(app, command_form())).body
        assert body.decode() == json.dumps(message, ensure_ascii=False, separators=(",", ":"))

    async def test_a_command_that_the_bot_does_not_have_is_told_so(self, app, service):
        got = await post(app, command_form(f"/unitz {TYPED}"))
        assert (got.status, service.questions) == (200, [])
        assert "/units" in json.loads(got.body)["text"]

    @pytest.mark.parametrize("name", ["units", ""])
    async def test_what_is_no_slash_command_is_nobodys(self, app, service, name):
        got = await post(app, command_form(f"{name} 97112 25"))
        assert (got.status, service.questions) == (404, [])

    async def test_the_same_command_again_is_asked_again_with_the_same_id(self, app, service):
        body, headers = command_form(), signed_pairs(command_form())
        answers = [(await post(app, body, headers)).body for _ in range(2)]
        assert answers[0] == answers[1]
        assert [question.delivery_id for question in service.questions] == ["1.2.three"] * 2

    async def test_a_service_that_breaks_costs_an_apology_with_a_reference(self, app, service, logged):
        service.fails_with = ValueError(TYPED)
        got = await post(app, command_form(f"/units {TYPED}"))
        answer = json.loads(got.body)
        reference = re.search(r"reference ([0-9a-f]{8})", answer["text"])[1]
        assert (got.status, answer["response_type"]) == (200, "ephemeral")
        line = next(json.loads(line) for line in logged().splitlines() if reference in line)
        assert (line["event"], line["error"], line["kind"]) == ("slack.failed", "ValueError", "command")
        assert line["at"][-1].startswith("bot/listeners/commands.py:")

    async def test_a_service_that_is_too_slow_costs_an_apology_in_time(self, app, service, monkeypatch):
        monkeypatch.setattr(commands, "ANSWER_SECONDS", 0.01)
        service.seconds = 5
        started = time.monotonic()
        got = await post(app, command_form())
        assert "went wrong" in json.loads(got.body)["text"]
        assert time.monotonic() - started < 1

    async def test_an_error_in_front_of_bolt_is_not_thrown_at_slack(self, app, service):
        service.fails_with = KeyError("blocks")
        assert (await post(app, command_form())).status == 200


@pytest.mark.parametrize("seconds", [-299, 299])
async def test_a_signature_of_299_seconds_is_answered(app, seconds):
    assert (await post(app, command_form(), at=time.time() + seconds)).status == 200


@pytest.mark.parametrize("seconds", [-302, 302])
async def test_a_signature_of_more_than_300_seconds_gets_401(app, service, seconds):
    got = await post(app, command_form(f"/units {TYPED}"), at=time.time() + seconds)
    assert (got.status, service.questions) == (401, [])


async def test_a_clock_that_is_handed_in_decides_what_is_fresh(service):
    app = build_asgi(settings(), service, clock=lambda: 1_000_000.0)
    assert (await post(app, command_form(), at=1_000_100.0)).status == 200
    assert (await post(app, command_form())).status == 401


@pytest.mark.parametrize(
    "headers",
    [
        [],
        signed_pairs(command_form(f"/units {TYPED}"), secret="another"),
        [(b"x-slack-request-timestamp", b"abc"), (b"x-slack-signature", b"v0=" + b"0" * 64)],
        [(b"x-slack-request-timestamp", b"1" * 5_000), (b"x-slack-signature", b"v0=" + b"0" * 64)],
        [(b"x-slack-request-timestamp", b"1700000000"), (b"x-slack-signature", b"v0=\xe9")],
    ],
)
async def test_an_unproven_request_gets_401(app, service, headers):
    got = await post(app, command_form(f"/units {TYPED}"), headers)
    assert (got.status, got.body, service.questions) == (401, b"", [])


@pytest.mark.parametrize(
    "body",
    [b"", b"text=\xff" + TYPED.encode(), b"payload={" + TYPED.encode(), b'["' + TYPED.encode() + b'"]'],
)
async def test_a_signed_body_that_cannot_be_read_gets_400(app, service, body):
    got = await post(app, body, signed_pairs(body, content_type=JSON if body[:1] == b"[" else "x-form"))
    assert (got.status, service.questions) == (400, [])


@pytest.mark.parametrize("parts", [None, 30])
async def test_a_body_of_300_kb_gets_413_announced_or_not(app, service, parts):
    body = command_form("/units " + TYPED * 21_500)
    assert len(body) > 300_000
    pieces = parts and [
        body[at : at + len(body) // parts + 1] for at in range(0, len(body), len(body) // parts + 1)
    ]
    got = await post(app, body, parts=pieces)
    assert (got.status, service.questions) == (413, [])


async def test_slack_may_check_the_address_only_with_a_signature(app):
    body = json.dumps({"type": "url_verification", "challenge": "abc", "token": "t"}).encode()
    assert (await post(app, body, [])).status == 401
    got = await send_event(app, body)
    assert (got.status, json.loads(got.body)) == (200, {"challenge": "abc"})


async def test_slack_may_check_the_certificate_without_one(app):
    got = await post(app, b"ssl_check=1&token=abc", [])
    assert (got.status, got.body) == (200, b"")


async def test_an_event_that_nobody_listens_to_is_taken_once_and_retries_are_quiet(app, logged):
    retry = [(b"x-slack-retry-num", b"1"), (b"x-slack-retry-reason", b"http_timeout")]
    got = [await send_event(app, event()), await send_event(app, event(), *retry)]
    assert [(one.status, one.body) for one in got] == [(200, b"")] * 2
    assert app.state.guard.repeated == {"event_callback": 1}
    assert logged().count('"slack.unhandled"') == 1


async def test_a_form_that_the_bot_does_not_know_gets_404(app):
    form = {"type": "view_submission", "trigger_id": "1.2.v", "view": {"callback_id": TYPED, "type": "modal"}}
    assert (await post(app, payload_form(form))).status == 404


ODD = [
    {},
    {"type": "block_actions"},
    {"type": "block_actions", "actions": []},
    {"type": "block_actions", "actions": [5]},
    {"type": "block_actions", "actions": [{}]},
    {"type": "block_actions", "actions": [{"action_id": 5, "value": {}}]},
    {"type": "block_actions", "actions": [{"action_id": "answer.share"}], "container": TYPED},
    {"type": "block_actions", "actions": [{"action_id": "answer.why", "value": "\ud800"}], "response_url": 5},
    {"type": "block_actions", "user": 5, "actions": [{"action_id": "answer.share", "value": TYPED}]},
    {"type": "block_actions", "team": 5},
    {"type": "view_submission"},
    {"type": "view_submission", "view": None},
    {"type": "view_submission", "view": {"type": "modal", "callback_id": "feedback"}},
    {"type": "view_submission", "view": {"type": "modal", "callback_id": "feedback", "state": TYPED}},
    {"type": "interactive_message", "callback_id": TYPED, "actions": [{"value": TYPED}]},
    {"type": "dialog_submission", "callback_id": TYPED, "submission": {"a": TYPED}, "state": "s"},
    {"type": "block_suggestion", "action_id": TYPED, "value": TYPED},
    {"type": "message_action", "callback_id": TYPED, "trigger_id": "1.2.m"},
    {"type": TYPED},
    {"type": 5},
    {"type": ["event_callback"]},
    {"type": "event_callback", "event": TYPED},
    {"type": "event_callback", "event": None, "event_id": {}},
    {"type": "event_callback", "event": {"type": None}, "authorizations": 5},
    {"type": "event_callback", "event": {"type": "message", "subtype": [TYPED]}, "authorizations": [5]},
    {"type": "event_callback", "is_ext_shared_channel": True, "event": [TYPED]},
    {"ssl_check": "1"},
    {"command": None},
    {"command": ["/units"]},
    {"command": "/units", "text": 5},
    {"challenge": TYPED, "type": "url_verification", "event": 5},
]


@pytest.mark.parametrize("payload", ODD, ids=lambda payload: json.dumps(payload)[:60])
@pytest.mark.parametrize("as_form", [True, False], ids=["form", "json"])
async def test_no_signed_payload_however_odd_breaks_out(app, payload, as_form):
    body = payload_form(payload) if as_form else json.dumps(payload).encode()
    headers = signed_pairs(body) if as_form else signed_pairs(body, content_type=JSON)
    assert (await post(app, body, headers)).status in {200, 404, 500}


async def test_a_header_cannot_pick_one_of_bolts_inner_functions(app, service):
    lazy = [(b"x-slack-bolt-lazy-only", b"1"), (b"x-slack-bolt-lazy-function-name", b"answer")]
    await post(app, command_form(), [*signed_pairs(command_form()), *lazy])
    assert len(service.questions) == 1


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
async def test_slacks_path_takes_nothing_but_post(app, method):
    assert (await post(app, command_form(), method=method)).status == 405


async def test_without_a_signing_secret_nothing_is_served(service):
    with pytest.raises(SettingsError, match="SLACK_SIGNING_SECRET"):
        build_asgi(settings().model_copy(update={"slack_signing_secret": None}), service)


async def test_tokens_in_the_environment_change_nothing_and_are_not_complained_about(
    service, monkeypatch, logged
):
    for name in ("SLACK_BOT_TOKEN", "SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET", "SLACK_SIGNING_SECRET"):
        monkeypatch.setenv(name, "xoxb-from-the-environment")
    app = build_asgi(settings(), service)
    assert (await post(app, command_form())).status == 200
    assert logged() == ""


async def test_no_call_to_slack_is_made_for_a_command(service):
    # Nothing listens on port 1, so a call would fail and the answer with it.
    app = build_asgi(settings(slack_api_base_url="http://127.0.0.1:1/api/"), service)
    assert json.loads((await post(app, command_form())).body)["text"] == "Medicare: 2 units."


def test_sentences_name_what_would_be_right():
    assert "/billing help" in words.unknown_command(("/units", "/billing"))
    assert "abc" in words.apology("abc")
    assert SECRET not in words.apology("abc")
