"""What the tests of the Slack surface share: a small service, and ways to send it requests."""

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlencode

import uvicorn
from pydantic import SecretStr

from bot.answer import Answer, Intent, Outcome
from bot.blocks import actions, button, context_actions, feedback_buttons, section
from bot.handing_over import HandedQuestion
from bot.listening import address_of, listening_socket
from bot.message import Message
from bot.settings import Settings
from tests.fakes.payloads import FORM, signed

SECRET = "fake-signing-secret"
RECEIPT = "R-7Q2M"
VALUE = "u1:97112=25,97110=10"


class FakeHandingOver:
    """Knows one question, and remembers what it was told."""

    def __init__(self):
        self.question = HandedQuestion(RECEIPT, "can i bill [\u2026] & <rocks>", ("Nearest of all?", "Near?"))
        self.remarks = []
        self.keeps_remarks = True
        self.noted = []
        self.fails_with = None

    async def keep_remark(self, receipt, typed):
        self.remarks.append((receipt, typed))
        return self.keeps_remarks

    async def question_of(self, receipt):
        if self.fails_with is not None:
            raise self.fails_with
        return self.question

    async def note_handed_over(self, receipt):
        self.noted.append(("handed over", receipt))
        self.question = self.question._replace(is_handed_over=True)

    async def note_answered(self, receipt):
        self.noted.append(("answered", receipt))

    async def note_solved(self, receipt):
        self.noted.append(("solved", receipt))

    async def for_others(self, typed):
        return typed.replace("Quillfeather", "[name]")


class FakeOutgoing:
    """Remembers what went, and has nothing left of an earlier process."""

    def __init__(self):
        self.receipts = []

    async def delivered(self, receipt):
        self.receipts.append(receipt)

    async def take_undelivered(self):
        for nothing in ():
            yield nothing


class FakeService:
    """Answers everything with two units, and remembers what it was asked and told."""

    def __init__(self):
        self.questions = []
        self.feedback_given = []
        self.keeps_feedback = True
        self.listed_faults = []
        self.fails_with = None
        self.seconds = 0.0
        self.text = "Medicare: 2 units."
        self.blocks = None
        self.closed = 0
        self.claims = True
        self.claimed = []
        self.given_back = []
        self.places = []
        self.repeats = False
        self.outgoing = FakeOutgoing()
        self.outcome = Outcome.ANSWERED
        self.handing_over = FakeHandingOver()

    async def answer_async(self, question):
        self.questions.append(question)
        await asyncio.sleep(self.seconds)
        if self.fails_with is not None:
            raise self.fails_with
        return Answer(
            receipt=RECEIPT,
            request={"command": "units"},
            intent=Intent.UNITS,
            outcome=self.outcome,
            confident=True,
            text=self.text,
            blocks=answer_blocks() if self.blocks is None else self.blocks,
        )

    async def reply_async(self, question, place):
        answer = await self.answer_async(question)
        self.places.append(place)
        return None if self.repeats else answer

    def shared(self, value):
        return Message("Shared: 2 units.", [section("Shared: *2 units*.")]) if self._known(value) else None

    def why(self, value):
        return (
            Message("Because 35 minutes are 2 units.", [section("Because…")]) if self._known(value) else None
        )

    async def feedback(self, receipt, verdict, reason=None):
        if self.fails_with is not None:
            raise self.fails_with
        if self.keeps_feedback:
            self.feedback_given.append((receipt, verdict, reason))
        return self.keeps_feedback

    async def claim(self, what, *, holds=None):
        self.claimed.append(what)
        return self.claims

    async def unclaim(self, what):
        self.given_back.append(what)

    def faults(self):
        if self.fails_with is not None:
            raise self.fails_with
        return self.listed_faults

    def close(self):
        self.closed += 1

    def _known(self, value):
        if self.fails_with is not None:
            raise self.fails_with
        if value != VALUE:
            raise ValueError(f"not one of ours: {value}")
        return True


def answer_blocks():
    return [
        section("*Medicare: 2 units.*"),
        actions(button("Share", "answer.share", value=VALUE), button("Why", "answer.why", value=VALUE)),
        context_actions(
            feedback_buttons("answer.feedback", positive=f"up:{RECEIPT}", negative=f"down:{RECEIPT}")
        ),
    ]


def settings(**more):
    return Settings(slack_signing_secret=SecretStr(SECRET), **more)


def command_form(line="/units 97112 25 97110 10", **changes):
    name, _, text = line.partition(" ")
    return urlencode(
        {
            "team_id": "T0CLINIC1",
            "channel_id": "C0BILLING",
            "user_id": "U0THERAPY",
            "command": name,
            "text": text,
            "response_url": "http://127.0.0.1:1/commands/none",
            "trigger_id": "1.2.three",
            **changes,
        }
    ).encode()


@dataclass
class Got:
    """What an application sent back; nothing at all has status 0."""

    status: int = 0
    headers: dict[bytes, bytes] = field(default_factory=dict)
    body: bytes = b""


async def post(
    app, body, headers=None, *, method="POST", path="/slack/events", parts=None, at=None, length=True
):
    """Send one request straight to an ASGI application, right or wrong.

    Args:
        app: The application.
        body: The raw body.
        headers: Pairs of bytes instead of Slack's signed ones.
        method: The method.
        path: The path.
        parts: The body in pieces, for a chunked request.
        at: When it was signed; now when left out.
        length: Whether the length is announced.
    """
    if headers is None:
        headers = signed_pairs(body, at)
    if length and parts is None:
        headers = [*headers, (b"content-length", str(len(body)).encode())]
    pieces = list(parts or [body])
    messages = [
        {"type": "http.request", "body": piece, "more_body": index < len(pieces) - 1}
        for index, piece in enumerate(pieces)
    ]
    got = Got()

    async def receive():
        return messages.pop(0) if messages else {"type": "http.disconnect"}

    async def send(message):
        if message["type"] == "http.response.start":
            got.status, got.headers = message["status"], dict(message["headers"])
        else:
            got.body += message.get("body", b"")

    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": b"",
        "headers": headers,
    }
    await app(scope, receive, send)
    return got


def signed_pairs(body, at=None, *, content_type=FORM, secret=SECRET):
    """Slack's headers as an ASGI server hands them on."""
    return [
        (name.lower().encode(), value.encode())
        for name, value in signed(body, secret, at, content_type=content_type).items()
    ]


@contextmanager
def serving(app) -> Iterator[str]:
    """Run an ASGI application on a free loopback port; gives its address."""
    with listening_socket("127.0.0.1", 0) as listening:
        config = uvicorn.Config(app, log_config=None, log_level="error", timeout_graceful_shutdown=2)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
        thread.start()
        until(lambda: server.started)
        try:
            yield address_of(listening)
        finally:
            server.should_exit = True
            thread.join(10)


def until(condition: Callable[[], object], seconds: float = 5.0) -> None:
    """Wait until something holds; fails when it does not in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not come to pass in time"
        time.sleep(0.005)
