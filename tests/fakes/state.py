"""What the fake workspace remembers: its clock, what people see, and everything it refused."""

from __future__ import annotations

import itertools
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeVar

TRIGGER_SECONDS = 3.0
REPLY_USES = 5
REPLY_SECONDS = 30 * 60.0

TEAM = "T0CLINIC1"
TEAM_DOMAIN = "example-clinic"
CHANNEL = "C0BILLING"
CHANNEL_NAME = "billing-questions"
DIRECT = "D0THERAPY"
"""The direct message of `USER` with the bot."""
USER = "U0THERAPY"
USER_NAME = "therapist"
BOT_USER = "U0UNITWISE"
BOT = "B0UNITWISE"
APP = "A0UNITWISE"

Payload = dict[str, Any]
Found = TypeVar("Found")


class Clock:
    """The fake's own time. It runs with the real one and can be moved on."""

    def __init__(self) -> None:
        self._ahead = 0.0

    def now(self) -> float:
        return time.time() + self._ahead

    def advance(self, seconds: float) -> None:
        """Let this many seconds pass at once, for the fake only."""
        self._ahead += seconds


@dataclass(frozen=True)
class Refusal:
    """One thing that Slack would not have accepted."""

    where: str
    error: str
    detail: str

    def __str__(self) -> str:
        return f"{self.where}: {self.error} ({self.detail})"


@dataclass(frozen=True)
class Call:
    """One Web API call that arrived, refused or not."""

    method: str
    arguments: Payload
    ok: bool
    error: str | None = None


@dataclass(eq=False)
class Shown:
    """A message as it stands in a channel.

    Attributes:
        private: Whether only `user` sees it.
        user: The person a private message is for; the poster's app otherwise.
        came_by: `response` (the answer to the request itself), `reply address` or a method's name.
        thread_ts: The message that heads its thread; `None` outside of one.
    """

    ts: str
    channel: str
    private: bool
    user: str
    text: str
    blocks: list[Payload]
    came_by: str
    thread_ts: str | None = None
    deleted: bool = False
    edits: int = 0

    def elements(self) -> Iterator[tuple[Payload, Payload]]:
        """Every block together with each thing in it that can be pressed."""
        for block in self.blocks:
            found = [*block.get("elements", []), block.get("accessory")]
            for element in found:
                if isinstance(element, dict) and "action_id" in element:
                    yield block, element

    def action_ids(self) -> list[str]:
        return [element["action_id"] for _, element in self.elements()]


@dataclass(eq=False)
class ReplyAddress:
    """A `response_url`: where it leads, how often it was used and since when it exists."""

    path: str
    made_at: float
    channel: str
    user: str
    original: Shown | None
    uses: int = 0


@dataclass
class Trigger:
    made_at: float
    exchanged: bool = False


@dataclass(eq=False, repr=False)
class Workspace:
    """Everything the parts of the fake share. Safe to use from several threads."""

    address: str = ""
    bot_token: str = "xoxb-fake-bot-token"
    app_token: str = "xapp-fake-app-token"
    signing_secret: str = "fake-signing-secret"
    scopes: set[str] = field(default_factory=lambda: {"commands"})
    channels: set[str] = field(default_factory=lambda: {CHANNEL, DIRECT})
    clock: Clock = field(default_factory=Clock)
    messages: list[Shown] = field(default_factory=list)
    views: list[Payload] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    triggers: dict[str, Trigger] = field(default_factory=dict)
    reply_addresses: dict[str, ReplyAddress] = field(default_factory=dict)
    written: set[tuple[str, str]] = field(default_factory=set)
    prompts: dict[str, list[Payload]] = field(default_factory=dict)
    changed: threading.Condition = field(default_factory=threading.Condition)
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def number(self) -> int:
        """A number never given before."""
        with self.changed:
            return next(self._numbers)

    def new_id(self, prefix: str) -> str:
        return f"{prefix}{self.number():08d}"

    def new_ts(self) -> str:
        return f"{int(self.clock.now())}.{self.number():06d}"

    def new_trigger(self) -> str:
        """A trigger id, good for three seconds and one form."""
        trigger = f"{self.number()}.{self.number()}.{secrets.token_hex(8)}"
        with self.changed:
            self.triggers[trigger] = Trigger(self.clock.now())
        return trigger

    def exchange_trigger(self, trigger_id: str) -> str | None:
        """Use up a trigger; the error Slack answers with, or `None` when it was good."""
        with self.changed:
            trigger = self.triggers.get(trigger_id)
            if trigger is None:
                return "invalid_trigger_id"
            if trigger.exchanged:
                return "exchanged_trigger_id"
            if self.clock.now() - trigger.made_at > TRIGGER_SECONDS:
                return "expired_trigger_id"
            trigger.exchanged = True
            return None

    def new_reply_address(self, *, channel: str, user: str, original: Shown | None = None) -> str:
        """A `response_url`. With an original (a pressed button's message) it may replace or delete that."""
        kind = "commands" if original is None else "actions"
        path = f"/{kind}/{TEAM}/{self.number()}/{secrets.token_hex(8)}"
        with self.changed:
            self.reply_addresses[path] = ReplyAddress(path, self.clock.now(), channel, user, original)
        return self.address + path

    def write(self, channel: str) -> str:
        """A person writes a message; the time stamp that names it there."""
        ts = self.new_ts()
        with self.changed:
            self.written.add((channel, ts))
        return ts

    def is_message(self, channel: str, ts: str) -> bool:
        """Whether there is such a message, by a person or by the app, that can head a thread."""
        with self.changed:
            shown = any((m.channel, m.ts) == (channel, ts) and not m.private for m in self.messages)
            return shown or (channel, ts) in self.written

    def show(
        self,
        *,
        channel: str,
        private: bool,
        user: str,
        text: str,
        blocks: list[Payload],
        came_by: str,
        thread_ts: str | None = None,
    ) -> Shown:
        """Put a message where people see it. Blocks without an id get one, as in Slack."""
        blocks = self.with_block_ids(blocks)
        message = Shown(self.new_ts(), channel, private, user, text, blocks, came_by, thread_ts)
        with self.changed:
            self.messages.append(message)
            self.changed.notify_all()
        return message

    def with_block_ids(self, blocks: list[Payload]) -> list[Payload]:
        return [{"block_id": self.new_id("b"), **block} for block in blocks]

    def open_view(self, view: Payload) -> Payload:
        """Put a form on the screen; it comes back as Slack describes an open form."""
        view_id = self.new_id("V")
        opened = {
            "private_metadata": "",
            "callback_id": "",
            "close": None,
            "submit": None,
            "clear_on_close": False,
            "notify_on_close": False,
            "external_id": "",
            **view,
            "blocks": self.with_block_ids(view["blocks"]),
            "id": view_id,
            "root_view_id": view_id,
            "previous_view_id": None,
            "team_id": TEAM,
            "app_id": APP,
            "bot_id": BOT,
            "hash": f"{self.number()}.fake",
            "state": {"values": {}},
        }
        with self.changed:
            self.views.append(opened)
            self.changed.notify_all()
        return opened

    def refuse(self, where: str, error: str, detail: str) -> Refusal:
        refusal = Refusal(where, error, detail)
        with self.changed:
            self.refusals.append(refusal)
            self.changed.notify_all()
        return refusal

    def record(self, call: Call) -> None:
        with self.changed:
            self.calls.append(call)
            self.changed.notify_all()

    def replace(self, original: Shown, *, text: str, blocks: list[Payload]) -> None:
        """Change a message where it stands."""
        with self.changed:
            original.text, original.blocks = text, self.with_block_ids(blocks)
            original.edits += 1
            self.changed.notify_all()

    def delete(self, original: Shown) -> None:
        """Take a message away; it stays in `messages`, marked."""
        with self.changed:
            original.deleted = True
            self.changed.notify_all()

    def wait_for(self, look: Callable[[], Found], *, timeout: float = 5.0) -> Found:
        """Wait until `look` finds something, e.g. `lambda: slack.public_messages`, and return it.

        Raises:
            TimeoutError: Nothing was found in time; what was refused meanwhile is named.
        """
        with self.changed:
            if not self.changed.wait_for(look, timeout):
                refused = "; ".join(map(str, self.refusals)) or "nothing"
                raise TimeoutError(f"not found within {timeout} s; refused so far: {refused}")
            return look()

    @property
    def public_messages(self) -> list[Shown]:
        """What everybody in the channel sees now."""
        return [message for message in self.messages if not message.private and not message.deleted]

    @property
    def private_messages(self) -> list[Shown]:
        """What only the person concerned sees now."""
        return [message for message in self.messages if message.private and not message.deleted]

    def take_refusals(self) -> list[Refusal]:
        """What was refused so far; forgotten from now on, so that a test that meant it can end well."""
        with self.changed:
            taken, self.refusals[:] = list(self.refusals), []
        return taken

    def assert_nothing_refused(self) -> None:
        assert [str(refusal) for refusal in self.refusals] == []
