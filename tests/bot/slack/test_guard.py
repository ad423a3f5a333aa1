"""The guard alone, in front of an application that remembers what reached it."""

import asyncio
import json
from urllib.parse import urlencode

import pytest
from slack_driver import SECRET, command_form, post, signed_pairs

from bot import guard as guard_module
from bot.guard import MAX_BODY_BYTES, Guard
from tests.fakes.payloads import JSON, signed

NOW = 1_700_000_000.0
TYPED = "zebra crossing"


class Behind:
    """What stands behind the guard."""

    def __init__(self):
        self.bodies = []
        self.status = 200
        self.wait = None

    async def __call__(self, scope, receive, send):
        message = await receive()
        self.bodies.append(message["body"])
        if self.wait is not None:
            await self.wait.wait()
        await send({"type": "http.response.start", "status": self.status, "headers": []})
        await send({"type": "http.response.body", "body": b"from behind"})


class Clock:
    now = NOW

    def __call__(self):
        return self.now


@pytest.fixture
def behind():
    return Behind()


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def guard(behind, clock):
    return Guard(behind, SECRET, clock=clock)


def interaction(kind="block_actions", **more):
    return urlencode({"payload": json.dumps({"type": kind, "trigger_id": "1.2.press", **more})}).encode()


def event(**more):
    return json.dumps(
        {"type": "event_callback", "event_id": "Ev1", "event": {"type": "message"}, **more}
    ).encode()


@pytest.mark.parametrize("seconds", [-300, -299, 0, 299, 300])
async def test_a_signature_of_up_to_five_minutes_ago_or_ahead_is_fresh(guard, behind, seconds):
    body = command_form()
    assert (await post(guard, body, at=NOW + seconds)).body == b"from behind"
    assert behind.bodies == [body]


@pytest.mark.parametrize("seconds", [-1e9, -301, 301, 1e9])
async def test_a_signature_of_more_than_five_minutes_is_stale(guard, behind, seconds):
    assert (await post(guard, command_form(), at=NOW + seconds)).status == 401
    assert (behind.bodies, guard.rejected) == ([], {"stale": 1})


def with_header(name, *values):
    """Good headers, but for one that comes with other values, or not at all."""
    kept = [pair for pair in signed_pairs(command_form(), NOW) if pair[0] != name]
    return kept + [(name, value) for value in values]


GOOD_SIGNATURE = dict(signed_pairs(command_form(), NOW))[b"x-slack-signature"]
STAMP = b"x-slack-request-timestamp"
SIGNATURE = b"x-slack-signature"


@pytest.mark.parametrize(
    ("headers", "reason"),
    [
        ([], "unsigned"),
        (with_header(SIGNATURE), "signature_shape"),
        (with_header(STAMP), "timestamp"),
        (with_header(SIGNATURE, GOOD_SIGNATURE, GOOD_SIGNATURE), "signature_twice"),
        (with_header(STAMP, b"1700000000", b"1700000000"), "timestamp_twice"),
        (with_header(STAMP, b"abc"), "timestamp"),
        (with_header(STAMP, b""), "timestamp"),
        (with_header(STAMP, b"-1700000000"), "timestamp"),
        (with_header(STAMP, b"1700000000.5"), "timestamp"),
        (with_header(STAMP, b"1700000000\n"), "timestamp"),
        (with_header(STAMP, b"9" * 5_000), "timestamp"),
        (with_header(STAMP, "１７００００００００".encode()), "timestamp"),
        (with_header(STAMP, b"1700000001"), "signature"),
        (with_header(SIGNATURE, b""), "signature_shape"),
        (with_header(SIGNATURE, GOOD_SIGNATURE.upper()), "signature_shape"),
        (with_header(SIGNATURE, GOOD_SIGNATURE + b"0"), "signature_shape"),
        (with_header(SIGNATURE, GOOD_SIGNATURE.replace(b"v0", b"v1")), "signature_shape"),
        (with_header(SIGNATURE, b"v0=" + b"\xff" * 64), "signature_shape"),
        (with_header(SIGNATURE, b"v0=" + b"0" * 64), "signature"),
        (signed_pairs(command_form(), NOW, secret="another secret"), "signature"),
    ],
)
async def test_a_request_that_is_not_signed_as_slack_signs_gets_401(guard, behind, headers, reason):
    got = await post(guard, command_form(), headers)
    assert (got.status, got.body, behind.bodies, guard.rejected) == (401, b"", [], {reason: 1})


async def test_a_changed_body_gets_401(guard, behind):
    headers = signed_pairs(command_form(), NOW)
    assert (await post(guard, command_form("/units 97112 99"), headers)).status == 401
    assert behind.bodies == []


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"])
async def test_only_post_is_allowed(guard, behind, method):
    got = await post(guard, command_form(), at=NOW, method=method)
    assert (got.status, got.headers[b"allow"], behind.bodies) == (405, b"POST", [])


class TestLength:
    async def test_a_body_of_exactly_the_limit_passes(self, guard, behind):
        body = b"text=" + b"a" * (MAX_BODY_BYTES - 5)
        assert (await post(guard, body, at=NOW)).status == 200
        assert behind.bodies == [body]

    async def test_an_announced_length_above_the_limit_gets_413_unread(self, guard):
        async def receive():
            pytest.fail("the body must not be read")

        sent = []

        async def send(message):
            sent.append(message)

        length = (b"content-length", str(MAX_BODY_BYTES + 1).encode())
        scope = {"type": "http", "method": "POST", "headers": [*signed_pairs(b"", NOW), length]}
        await guard(scope, receive, send)
        assert sent[0]["status"] == 413

    @pytest.mark.parametrize("pieces", [1, 2, 300])
    async def test_a_body_that_hides_its_length_is_counted_as_it_comes(self, guard, behind, pieces):
        body = b"text=" + b"a" * 300_000
        size = len(body) // pieces + 1
        parts = [body[start : start + size] for start in range(0, len(body), size)]
        assert (await post(guard, body, at=NOW, parts=parts)).status == 413
        assert (behind.bodies, guard.rejected) == ([], {"too_large": 1})

    async def test_a_body_in_small_parts_arrives_whole(self, guard, behind):
        body = command_form()
        assert (await post(guard, body, at=NOW, parts=[body[:9], b"", body[9:]])).status == 200
        assert behind.bodies == [body]

    @pytest.mark.parametrize("length", [b"-1", b"abc", b"", b"1e3", b"9" * 50])
    async def test_a_length_that_is_no_number_gets_400(self, guard, length):
        headers = [*signed_pairs(command_form(), NOW), (b"content-length", length)]
        assert (await post(guard, command_form(), headers, length=False)).status == 400

    async def test_a_body_that_does_not_end_gets_408(self, guard, behind, monkeypatch):
        monkeypatch.setattr(guard_module, "BODY_SECONDS", 0.01)
        sent = []

        async def receive():
            if not sent_first:
                sent_first.append(True)
                return {"type": "http.request", "body": b"text=", "more_body": True}
            await asyncio.Event().wait()

        async def send(message):
            sent.append(message)

        sent_first = []
        await guard({"type": "http", "method": "POST", "headers": signed_pairs(b"", NOW)}, receive, send)
        assert (sent[0]["status"], behind.bodies) == (408, [])

    @pytest.mark.parametrize("first", [True, False])
    async def test_a_caller_who_hangs_up_gets_nothing_and_harms_nothing(self, guard, behind, first):
        messages = [] if first else [{"type": "http.request", "body": b"text=", "more_body": True}]
        messages.append({"type": "http.disconnect"})

        async def receive():
            return messages.pop(0)

        async def send(message):
            pytest.fail("nobody is there to answer")

        await guard({"type": "http", "method": "POST", "headers": signed_pairs(b"", NOW)}, receive, send)
        assert behind.bodies == []


@pytest.mark.parametrize(
    ("body", "content_type", "reason"),
    [
        (b"", "application/x-www-form-urlencoded", "empty"),
        (b"text=\xff\xfe", "application/x-www-form-urlencoded", "not_utf8"),
        (b"payload={bad json", "application/x-www-form-urlencoded", "not_json"),
        (b"payload=", "application/x-www-form-urlencoded", "not_json"),
        (b"payload=[1]", "application/x-www-form-urlencoded", "not_an_object"),
        (b'payload="text"', "application/x-www-form-urlencoded", "not_an_object"),
        (b"[1, 2]", JSON, "not_an_object"),
        (b"null", JSON, "not_an_object"),
        (b"{", JSON, "not_json"),
        (b"{'a': 1}", "application/x-www-form-urlencoded", "not_json"),
        (b'{"a": ' + b"9" * 5_000 + b"}", JSON, "not_json"),
        (b'{"a": ' + b"[" * 100_000, JSON, "not_json"),
        (b"not json", "application/json; charset=utf-8", "not_json"),
    ],
)
async def test_a_signed_body_that_bolt_could_not_read_gets_400(guard, behind, body, content_type, reason):
    headers = signed_pairs(body, NOW, content_type=content_type)
    got = await post(guard, body, headers)
    assert (got.status, behind.bodies, guard.rejected) == (400, [], {reason: 1})


async def test_slacks_unsigned_check_of_the_certificate_is_answered_here(guard, behind):
    got = await post(guard, b"ssl_check=1&token=abc", [])
    assert (got.status, got.body, behind.bodies) == (200, b"", [])


async def test_an_unsigned_form_that_only_mentions_the_check_gets_401(guard):
    assert (await post(guard, b"text=ssl_check=1&command=/units", [])).status == 401
    assert (await post(guard, b"ssl_check=10", [])).status == 401


class TestRepeats:
    @pytest.mark.parametrize("body", [interaction(), interaction("view_submission"), event()])
    async def test_a_press_or_event_that_comes_again_is_answered_at_once(self, guard, behind, clock, body):
        assert (await post(guard, body, at=NOW)).body == b"from behind"
        clock.now += 60
        again = await post(guard, body, at=NOW + 60)
        assert (again.status, again.body, behind.bodies) == (200, b"", [body])

    async def test_a_retry_of_an_event_is_known_by_its_id_not_by_its_body(self, guard, behind):
        await post(guard, event(), at=NOW)
        again = event(event_time=1)
        headers = [
            *signed_pairs(again, NOW),
            (b"x-slack-retry-num", b"1"),
            (b"x-slack-retry-reason", b"http_timeout"),
        ]
        assert (await post(guard, again, headers)).status == 200
        assert (behind.bodies, guard.repeated) == ([event()], {"event_callback": 1})

    async def test_two_presses_are_two_deliveries(self, guard, behind):
        await post(guard, interaction(), at=NOW)
        await post(guard, interaction(trigger_id="1.2.other"), at=NOW)
        assert len(behind.bodies) == 2

    async def test_a_press_without_a_trigger_is_known_by_its_signature(self, guard, behind):
        body = interaction(trigger_id=None)
        await post(guard, body, at=NOW)
        await post(guard, body, at=NOW)
        await post(guard, body, at=NOW + 1)
        assert len(behind.bodies) == 2

    async def test_after_ten_minutes_a_delivery_is_forgotten(self, guard, behind, clock):
        await post(guard, event(), at=NOW)
        clock.now += 600
        await post(guard, event(), at=clock.now)
        assert len(behind.bodies) == 2

    async def test_a_command_goes_through_every_time(self, guard, behind):
        await post(guard, command_form(), at=NOW)
        await post(guard, command_form(), at=NOW)
        assert len(behind.bodies) == 2

    async def test_a_delivery_that_failed_may_come_again(self, guard, behind):
        behind.status = 500
        await post(guard, event(), at=NOW)
        behind.status = 200
        assert (await post(guard, event(), at=NOW)).body == b"from behind"

    async def test_a_delivery_that_broke_may_come_again(self, guard, behind):
        broken = Guard(self._raise, SECRET, clock=Clock())
        for _ in range(2):
            with pytest.raises(ZeroDivisionError):
                await post(broken, event(), at=NOW)

    async def test_the_same_delivery_twice_at_once_is_worked_on_once(self, guard, behind):
        behind.wait = asyncio.Event()
        first = asyncio.create_task(post(guard, event(), at=NOW))
        await asyncio.sleep(0)
        assert (await post(guard, event(), at=NOW)).body == b""
        behind.wait.set()
        assert (await first).body == b"from behind"
        assert len(behind.bodies) == 1

    @staticmethod
    async def _raise(scope, receive, send):
        raise ZeroDivisionError


async def test_what_is_refused_is_logged_by_reason_and_nothing_else(guard, logged):
    body = command_form(f"/units {TYPED}")
    forged = signed(body, "another secret", NOW)["X-Slack-Signature"]
    await post(guard, body, with_header(SIGNATURE, forged.encode()))
    await post(guard, b"payload={zebra", at=NOW)
    await post(guard, b"zebra\xff", at=NOW)
    await post(guard, event(zebra=1), at=NOW)
    await post(guard, event(zebra=1), at=NOW)
    lines = [json.loads(line) for line in logged().splitlines() if line.startswith("{")]
    assert [(line["event"], line.get("reason")) for line in lines] == [
        ("guard.rejected", "signature"),
        ("guard.rejected", "not_json"),
        ("guard.rejected", "not_utf8"),
        ("guard.repeated", None),
    ]
    assert "zebra" not in logged()
    assert forged[3:] not in logged()


async def test_what_comes_after_the_body_still_reaches_the_application():
    seen = []

    async def patient(scope, receive, send):
        seen.extend([await receive(), await receive()])

    await post(Guard(patient, SECRET, clock=Clock()), command_form(), at=NOW)
    assert [message["type"] for message in seen] == ["http.request", "http.disconnect"]
