"""The pretend workspace's memory: bounded, and gone when the process ends."""

from __future__ import annotations

import time
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.playground.feed import Feed
from bot.playground.messages import Author, Blocks, OpenForm, Posted, new_id, with_ids
from bot.playground.verdict import why_form_refused, why_message_refused
from bot.playground.workspace_facts import BILLING, CHANNELS, Channel

MAX_MESSAGES = 200
MAX_TICKETS = 500
TRIGGER_SECONDS = 3.0
RESPONSE_SECONDS = 30 * 60.0
RESPONSE_USES = 5


@dataclass(slots=True)
class Trigger:
    """Permission to open one form, given out with a command or a button press."""

    channel: str
    until: float
    used: bool = False


@dataclass(slots=True)
class ReplyAddress:
    """Where the bot may answer a command or a button press later on.

    Attributes:
        channel: Where answers go.
        original: The message that the button was on; `None` after a command.
        until: When the address stops working.
        uses_left: How many more times it works.
    """

    channel: str
    original: str | None
    until: float
    uses_left: int = RESPONSE_USES


class Workspace:
    """Messages by channel, the open form, triggers and reply addresses.

    Args:
        feed: Gets told about everything that changes.
        clock: Seconds since 1970.
    """

    def __init__(self, feed: Feed, clock: Callable[[], float] = time.time) -> None:
        self._feed = feed
        self._clock = clock
        self._last_ts = 0
        self._messages: dict[str, deque[Posted]] = {channel.id: deque() for channel in CHANNELS}
        self._triggers: OrderedDict[str, Trigger] = OrderedDict()
        self._reply_addresses: OrderedDict[str, ReplyAddress] = OrderedDict()
        self._active = BILLING
        self.form: OpenForm | None = None

    @property
    def now(self) -> float:
        """Seconds since 1970."""
        return self._clock()

    def state(self) -> dict[str, Any]:
        """Everything that a page needs when it opens."""
        messages = [posted.for_page() for kept in self._messages.values() for posted in kept]
        return {"messages": messages, "form": self.form.for_page() if self.form else None}

    def new_ts(self) -> str:
        """A time stamp that no other message has."""
        self._last_ts = max(self._last_ts + 1, int(self.now * 1_000_000))
        seconds, micros = divmod(self._last_ts, 1_000_000)
        return f"{seconds}.{micros:06d}"

    def enter(self, channel: Channel) -> None:
        """Note where the person is; what has no place of its own is shown there."""
        self._active = channel

    # --- messages -------------------------------------------------------------------------

    def post(
        self,
        channel: str,
        author: Author,
        text: str,
        blocks: Blocks | None = None,
        *,
        ephemeral: bool = False,
        thread_ts: str | None = None,
    ) -> Posted:
        """Show a new message. One from the bot that Slack would refuse is shown too, with the reason."""
        posted = Posted(
            ts=self.new_ts(),
            channel=channel,
            author=author,
            text=text,
            blocks=with_ids(blocks or []),
            ephemeral=ephemeral,
            thread_ts=thread_ts,
            refused=why_message_refused(text, blocks or []) if author is Author.BOT else None,
        )
        self._keep(posted)
        return posted

    def report(self, text: str, channel: str | None = None) -> None:
        """Say in words, where the person is looking, that something went wrong."""
        self._say(text, channel, failed=True)

    def hint(self, text: str, channel: str) -> None:
        """Say what to do instead."""
        self._say(text, channel, failed=False)

    def change(self, posted: Posted, text: str, blocks: Blocks) -> None:
        """Put other content into a message that is already there."""
        posted.text = text
        posted.blocks = with_ids(blocks)
        posted.refused = why_message_refused(text, blocks)
        posted.edited = not posted.ephemeral
        self._feed.publish("message", posted.for_page())

    def delete(self, posted: Posted) -> None:
        """Take a message away."""
        self._messages[posted.channel].remove(posted)
        self._feed.publish("gone", {"channel": posted.channel, "ts": posted.ts})

    def find(self, channel: str, ts: str) -> Posted | None:
        """The message of that name; `None` when there is none, or it is too long ago."""
        return next((posted for posted in self._messages.get(channel, ()) if posted.ts == ts), None)

    def _say(self, text: str, channel: str | None, *, failed: bool) -> None:
        posted = Posted(
            ts=self.new_ts(),
            channel=channel or self._active.id,
            author=Author.PLAYGROUND,
            text=text,
            ephemeral=True,
            failed=failed,
        )
        self._keep(posted)

    def _keep(self, posted: Posted) -> None:
        kept = self._messages[posted.channel]
        kept.append(posted)
        self._feed.publish("message", posted.for_page())
        if len(kept) > MAX_MESSAGES:
            self.delete(kept[0])

    # --- triggers and reply addresses -----------------------------------------------------

    def new_trigger(self, channel: str) -> str:
        """A fresh trigger id, good for one form within three seconds."""
        name = f"{new_id('')}.{new_id('')}"
        self._triggers[name] = Trigger(channel=channel, until=self.now + TRIGGER_SECONDS)
        _trim(self._triggers)
        return name

    def trigger(self, name: str) -> Trigger | None:
        """The trigger of that name, whether it still works or not."""
        return self._triggers.get(name)

    def new_reply_address(self, channel: str, original: str | None = None) -> str:
        """A fresh id for a reply address, good for five answers within 30 minutes."""
        name = new_id("R")
        self._reply_addresses[name] = ReplyAddress(channel, original, self.now + RESPONSE_SECONDS)
        _trim(self._reply_addresses)
        return name

    def reply_address(self, name: str) -> ReplyAddress | None:
        """The reply address of that name, whether it still works or not."""
        return self._reply_addresses.get(name)

    # --- the form ---------------------------------------------------------------------------

    def open_form(self, channel: str, view: dict[str, Any]) -> OpenForm:
        """Show a form, in place of any other."""
        self.form = OpenForm(
            id=new_id("V"),
            hash=new_id("h"),
            channel=channel,
            view={**view, "blocks": with_ids(view["blocks"])},
            refused=why_form_refused(view),
        )
        self._feed.publish("form", self.form.for_page())
        return self.form

    def change_form(self, form: OpenForm, view: dict[str, Any]) -> None:
        """Put other content into the form that is open."""
        form.view = {**view, "blocks": with_ids(view["blocks"])}
        form.hash = new_id("h")
        form.refused = why_form_refused(view)
        self._feed.publish("form", form.for_page())

    def close_form(self) -> None:
        """Take the form away."""
        self.form = None
        self._feed.publish("form", None)


def _trim(kept: OrderedDict[str, Any]) -> None:
    while len(kept) > MAX_TICKETS:
        kept.popitem(last=False)
