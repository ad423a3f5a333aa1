"""Bots for the playground to talk to: the real Bolt app over canned answers, and one that can misbehave."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Literal
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot import blocks
from bot.answer import Answer, Intent, Outcome
from bot.handing_over import HandedQuestion
from bot.message import Message
from bot.outgoing import Undelivered
from bot.question import Place, Question

SECRET = "a-signing-secret-for-tests"
TOKEN = "xoxb-a-bot-token-for-tests"

RESULT = (
    "*Medicare: 2 units.* 97112 ×2, or 97112 ×1 + 97110 ×1 (tie)\n*AMA rule: 3 units.* 97112 ×2, 97110 ×1"
)
STEPS = (
    "1. 35 timed minutes in all: 23 to 37 minutes are *2 units*\n"
    "2. Full quarter hours: 97112 has 1, 97110 has 0\n"
    "3. Left over: 97112 has 10 minutes, 97110 has 10 minutes\n"
    "4. The second unit: a tie. The choice is the clinician's; 97112 has more minutes in all"
)
MODIFIERS = "Modifier: GP under a PT plan, GO under an OT plan.\nFor the note: 35 timed minutes, 35 in all."
SOURCE = "CMS Claims Processing Manual 100-04, chapter 5, § 20.2 C · date of service 2026-11-23"


def units_answer(receipt: str) -> tuple[str, list[dict[str, Any]]]:
    """An answer as the bot gives it: text twin, and blocks with buttons."""
    words = [f"97112: 25 min, 97110: 10 min · receipt {receipt}", RESULT, STEPS, MODIFIERS, SOURCE]
    value = json.dumps({"97112": 25, "97110": 10})
    return "\n".join(words).replace("*", ""), [
        blocks.context(words[0]),
        blocks.section(RESULT),
        blocks.section(STEPS),
        blocks.section(MODIFIERS),
        blocks.context(SOURCE),
        blocks.actions(
            blocks.button("Share", "answer.share", value=value),
            blocks.button("Why", "answer.why", value=value),
        ),
        blocks.context_actions(
            blocks.feedback_buttons("answer.feedback", positive=f"up:{receipt}", negative=f"down:{receipt}")
        ),
    ]


class CannedHandingOver:
    """Keeps nothing, and knows no question that could go to a person."""

    async def keep_remark(self, receipt: str, typed: str) -> bool:
        return True

    async def question_of(self, receipt: str) -> HandedQuestion | None:
        return None

    async def note_handed_over(self, receipt: str) -> None:
        """Nothing is kept."""

    async def note_answered(self, receipt: str) -> None:
        """Nothing is kept."""

    async def note_solved(self, receipt: str) -> None:
        """Nothing is kept."""

    async def for_others(self, typed: str) -> str:
        return typed


class CannedOutgoing:
    """Has nothing left to send."""

    async def delivered(self, receipt: str) -> None:
        """Nothing is kept."""

    async def take_undelivered(self) -> AsyncIterator[Undelivered]:
        for nothing in ():
            yield nothing


class CannedService:
    """The service behind the real Bolt app, with the same answer every time."""

    def __init__(self) -> None:
        self.asked: list[Question] = []
        self.opinions: list[tuple[str, str, str | None]] = []

    async def answer_async(self, question: Question) -> Answer:
        self.asked.append(question)
        receipt = f"R{len(self.asked):04d}"
        text, parts = units_answer(receipt)
        return Answer(
            receipt=receipt,
            request={"command": "units", "minutes": {"97112": 25, "97110": 10}},
            intent=Intent.UNITS,
            outcome=Outcome.ANSWERED,
            confident=True,
            text=text,
            blocks=parts,
        )

    async def reply_async(self, question: Question, place: Place) -> Answer | None:
        return await self.answer_async(question)

    def shared(self, value: str) -> Message:
        assert json.loads(value) == {"97112": 25, "97110": 10}
        return Message("97112: 25 min, 97110: 10 min. " + RESULT, [blocks.section("Shared: " + RESULT)])

    def why(self, value: str) -> Message:
        return Message("Why: the long story.", [blocks.section("Why: the long story, from the manual.")])

    async def feedback(self, receipt: str, verdict: Literal["up", "down"], reason: str | None = None) -> bool:
        self.opinions.append((receipt, verdict, reason))
        return True

    async def claim(self, what: str, *, holds: timedelta = timedelta(0)) -> bool:
        return True

    async def unclaim(self, what: str) -> None:
        """Nothing is held."""

    def faults(self) -> list[str]:
        return []

    @property
    def handing_over(self) -> CannedHandingOver:
        return CannedHandingOver()

    @property
    def outgoing(self) -> CannedOutgoing:
        return CannedOutgoing()


@dataclass
class Doing:
    """What the double does with one request."""

    status: int = 200
    body: object = None
    seconds: float = 0.0


@dataclass
class Double:
    """A bot that does what a test tells it, and takes signed requests only.

    Attributes:
        commands: By the text after the command, what to answer.
        interactions: By kind (`block_actions`, `view_submission` …), what to answer.
        events: What to answer to any event.
        received: Every body that came with a right signature, parsed.
        unsigned: How many came without.
    """

    commands: dict[str, Doing] = field(default_factory=dict)
    interactions: dict[str, Doing] = field(default_factory=dict)
    events: Doing = field(default_factory=Doing)
    received: list[dict[str, Any]] = field(default_factory=list)
    unsigned: int = 0

    def says(self, text: str, body: object, *, status: int = 200, seconds: float = 0.0) -> None:
        """Answer a command with that text."""
        self.commands[text] = Doing(status, body, seconds)

    @property
    def last(self) -> dict[str, Any]:
        return self.received[-1]

    def app(self) -> Starlette:
        return Starlette(routes=[Route("/slack/events", self._endpoint, methods=["POST"])])

    async def _endpoint(self, request: Request) -> Response:
        body = await request.body()
        base = b"v0:" + request.headers["x-slack-request-timestamp"].encode() + b":" + body
        expected = "v0=" + hmac.new(SECRET.encode(), base, hashlib.sha256).hexdigest()
        if not hmac.compare_digest(expected, request.headers["x-slack-signature"]):
            self.unsigned += 1
            return PlainTextResponse("", status_code=401)
        if request.headers["content-type"] == "application/json":
            received = json.loads(body)
            doing = self.events
        else:
            received = dict(parse_qsl(body.decode(), keep_blank_values=True))
            if "payload" in received:
                received = json.loads(received["payload"])
                doing = self.interactions.get(received["type"], Doing())
            else:
                doing = self.commands.get(received["text"], Doing())
        self.received.append(received)
        await asyncio.sleep(doing.seconds)
        if doing.body is None:
            return PlainTextResponse("", status_code=doing.status)
        if isinstance(doing.body, str):
            return PlainTextResponse(doing.body, status_code=doing.status)
        if isinstance(doing.body, bytes):
            return Response(doing.body, status_code=doing.status, media_type="application/json")
        return JSONResponse(doing.body, status_code=doing.status)
